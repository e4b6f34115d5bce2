"""Whether all that is left of a task was handed in and waits for its giver."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, OuterRef


def hand_in(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Of the tasks that are there, as their evidence says."""
    task, product, evidence = (apps.get_model("supervision", name) for name in ("Task", "Product", "Evidence"))
    alias = editor.connection.alias
    offered = evidence.objects.filter(product=OuterRef("pk"), state="offered")
    undone = product.objects.filter(task=OuterRef("pk"), done=None)
    waiting = Exists(undone.filter(Exists(offered))) & ~Exists(undone.exclude(Exists(offered)))
    task.objects.using(alias).filter(waiting, plan__isnull=False).update(handed_in=True)


class Migration(migrations.Migration):
    dependencies = (("supervision", "0010_meetings_become_tasks"),)
    operations = (
        migrations.AddField(
            model_name="task",
            name="handed_in",
            field=models.BooleanField(db_default=False, default=False, verbose_name="đã gửi, chờ xác nhận"),
        ),
        migrations.RunPython(hand_in, migrations.RunPython.noop),
    )
