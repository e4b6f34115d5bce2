"""What is said of a meeting has a version."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("supervision", "0014_duties"),)
    operations = (
        migrations.AddField(
            model_name="meeting",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    )
