from django.db import migrations

from dunghen.org.reference import watched

TABLES = (
    "procedures_procedure",
    "procedures_procedureversion",
    "procedures_procedurescope",
    "procedures_procedurepaper",
    "procedures_papertype",
    "procedures_papertypeuse",
)


class Migration(migrations.Migration):

    dependencies = [
        ("org", "0003_reference"),
        ("procedures", "0003_control"),
    ]

    operations = watched(*TABLES)
