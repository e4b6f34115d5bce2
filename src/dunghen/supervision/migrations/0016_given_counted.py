"""What is counted of given tasks by unit and giver stands in indexes alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("supervision", "0015_meetings_have_versions"),)
    operations = (
        migrations.AddIndex(
            model_name="giventask",
            index=models.Index(
                fields=("task",), include=("item", "state", "first_due"), name="given_counted"
            ),
        ),
        migrations.AddIndex(
            model_name="sourceitem",
            index=models.Index(fields=("id",), include=("source",), name="item_of_source"),
        ),
    )
