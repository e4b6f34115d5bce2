"""What is said of a meeting has a version; a task of several leads is each one's duty."""

from django.db import migrations, models

from dunghen.supervision.home.branches import made


class Migration(migrations.Migration):
    dependencies = (("supervision", "0014_duties"),)
    operations = (
        migrations.AddField(
            model_name="meeting",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        *made(),
    )
