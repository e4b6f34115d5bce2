"""What the application's database role may do, table by table.

Ledgers are insert and read; versions are insert, read, and the closing of the version before
(`known_to`); what stands outside both is ordinary. Migrations and rights belong to the owner role.
"""

from django.apps import apps
from django.conf import settings
from django.db import connections, models, transaction
from psycopg import sql

from dunghen.config import postgres
from dunghen.core.known import Known

APPEND_ONLY = {
    *("dossiers.DossierEvent", "dossiers.ImportRun", "dossiers.PersonView", "org.AccessChange"),
    *("org.Looked", "supervision.CaseEvent"),
    *("dossiers.DossierPaper", "dossiers.PaperUse", "dossiers.DeskSlip"),
    *("dossiers.RegisterLine", "dossiers.LinkedCase"),
    *("dossiers.CorrectedTime", "dossiers.Rating", "dossiers.Notice"),
    *("dossiers.UnitNote", "dossiers.UntrueComplaint"),
    "procedures.PublicationEvent",
    *("statistics.Lock", "statistics.LockedFigure"),
    "documents.OfficialEvent",
    *("supervision.Step", "supervision.Observation"),
    *("statistics.ProofEvent", "statistics.CellReading", "statistics.ProofRemoval"),
    *("supervision.Attendance", "supervision.SurpriseVisit"),
}


# Units, procedures, results and certificates are referred to for ever; a dossier may change whom it names.
SPECIAL = {
    "dossiers.Dossier": "SELECT, INSERT, UPDATE (applicant_id)",
    "documents.Result": "SELECT, INSERT, UPDATE",
    "documents.SigningCertificate": "SELECT, INSERT, UPDATE",
    "org.Reference": "SELECT, UPDATE",
    "org.Unit": "SELECT, INSERT, UPDATE",
    "procedures.Procedure": "SELECT, INSERT, UPDATE",
}


def _rights(model: type[models.Model]) -> str:
    if model._meta.label in SPECIAL:
        return SPECIAL[model._meta.label]
    if model._meta.label in APPEND_ONLY:
        return "SELECT, INSERT"
    if issubclass(model, Known):
        return "SELECT, INSERT, UPDATE (known_to)"
    return "SELECT, INSERT, UPDATE, DELETE"


def grant(alias: str = "owner") -> None:
    """Give the application role its rights on every table; run after each migration, as the owner."""
    role = sql.Identifier(postgres.APP)
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        if connections[alias].settings_dict["USER"] == connections["default"].settings_dict["USER"]:
            return  # one role for both, as a simple DATABASE_URL gives: nothing to separate
        cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role))
        for model in apps.get_models(include_auto_created=True):
            statement = sql.SQL("GRANT {} ON {} TO {}").format(
                sql.SQL(_rights(model)), sql.Identifier(model._meta.db_table), role
            )
            cursor.execute(statement)
        cursor.execute(sql.SQL("GRANT SELECT ON django_migrations TO {}").format(role))
        cache = sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}")
        cursor.execute(cache.format(sql.Identifier(settings.CACHES["default"]["LOCATION"]), role))
        cursor.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role))
