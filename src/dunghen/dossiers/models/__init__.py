"""The tables of the one-stop, by subject."""

from dunghen.dossiers.models.dossier import (
    CURRENT,
    LATE,
    OPEN,
    Applicant,
    Area,
    Dossier,
    DossierEvent,
    DossierSerial,
    DossierVersion,
    DossierVersionQuerySet,
    FoldedWords,
    ImportRun,
    Payment,
    PersonView,
    Redating,
    ViewedPage,
)
from dunghen.dossiers.models.register import RegisterLine, RegisterSerial

__all__ = (
    "CURRENT",
    "LATE",
    "OPEN",
    "Applicant",
    "Area",
    "Dossier",
    "DossierEvent",
    "DossierSerial",
    "DossierVersion",
    "DossierVersionQuerySet",
    "FoldedWords",
    "ImportRun",
    "Payment",
    "PersonView",
    "Redating",
    "RegisterLine",
    "RegisterSerial",
    "ViewedPage",
)
