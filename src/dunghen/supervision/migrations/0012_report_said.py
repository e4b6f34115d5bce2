"""What a report said when its paper was drafted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("supervision", "0011_handed_in"),)
    operations = (
        migrations.AddField(
            model_name="sourcereport",
            name="said",
            field=models.JSONField(null=True, verbose_name="nội dung khi dự thảo"),
        ),
    )
