"""What is said of a meeting has a version; a task's several leads are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("supervision", "0013_words"),)
    operations = (
        migrations.AddField(
            model_name="meeting",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddIndex(
            model_name="taskunit",
            index=models.Index(
                condition=models.Q(("role", "co_lead")), fields=["unit", "task"], name="task_unit_leading"
            ),
        ),
    )
