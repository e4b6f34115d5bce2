"""`python -m dunghen`: the database up, Django set up, then the command line."""

import gc
import importlib
import os
import sys

import django

from dunghen.cli import WITHOUT_DATABASE
from dunghen.config import postgres
from dunghen.core.paths import VAR

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dunghen.config.settings")
    if "DATABASE_URL" not in os.environ and not WITHOUT_DATABASE.intersection(sys.argv[1:2]):
        try:
            postgres.start(VAR / "pg")
        except (postgres.EmbeddedPostgresError, OSError) as error:
            sys.exit(f"Không khởi động được cơ sở dữ liệu: {error}")
    django.setup()
    # the commands import models, which exist only now
    command = importlib.import_module("dunghen.cli.main")
    gc.freeze()  # what is loaded stays: collections need not walk it each time
    sys.exit(command.main(sys.argv[1:]))
