"""Django's own commands, for developers: python -m dunghen.config.manage makemigrations …"""

import os

from django.core.management import execute_from_command_line

from dunghen.config import postgres
from dunghen.core.paths import VAR

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dunghen.config.settings")
    if "DATABASE_URL" not in os.environ:
        postgres.start(VAR / "pg")
    execute_from_command_line()
