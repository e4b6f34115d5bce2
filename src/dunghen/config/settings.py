"""Django's settings. `DATABASE_URL` (application role) and `DATABASE_OWNER_URL` (migrations) name a
server in production; without them the embedded PostgreSQL under var/ is used."""

import os
import secrets
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from dunghen.config import postgres
from dunghen.core.paths import VAR


def _alias(parts: dict[str, Any]) -> dict[str, Any]:
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    rest = {key: value for key, value in parts.items() if key not in names}
    found = {setting: str(parts.get(key, "")) for key, setting in names.items()}
    return {"ENGINE": "django.db.backends.postgresql", "OPTIONS": rest, **found}


def _databases() -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL")
    if url:
        owner = os.environ.get("DATABASE_OWNER_URL", url)
        return {"default": _alias(conninfo_to_dict(url)), "owner": _alias(conninfo_to_dict(owner))}
    cluster = postgres.Cluster(VAR / "pg")
    database = os.environ.get("DUNGHEN_DATABASE", postgres.DATABASE)
    return {
        "default": _alias(conninfo_to_dict(cluster.connection(postgres.APP, database))),
        "owner": _alias(conninfo_to_dict(cluster.connection(postgres.OWNER, database))),
    }


DATABASES = _databases()
SECRET_KEY = os.environ.get("DUNGHEN_SECRET_KEY") or secrets.token_urlsafe(48)
DEBUG = False
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "dunghen.core",
    "dunghen.org",
    "dunghen.procedures",
    "dunghen.dossiers",
    "dunghen.supervision",
    "dunghen.statistics",
]
