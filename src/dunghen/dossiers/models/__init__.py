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
from dunghen.dossiers.models.linked import CaseSerial, LinkedCase, LinkedPart
from dunghen.dossiers.models.parties import DeskSlip, DossierPaper, Party, PartyRole
from dunghen.dossiers.models.register import RegisterLine, RegisterSerial
from dunghen.dossiers.models.vault import PaperUse, StoredFile, StoredPaper

__all__ = (
    "CURRENT",
    "LATE",
    "OPEN",
    "Applicant",
    "Area",
    "CaseSerial",
    "DeskSlip",
    "Dossier",
    "DossierEvent",
    "DossierPaper",
    "DossierSerial",
    "DossierVersion",
    "DossierVersionQuerySet",
    "FoldedWords",
    "ImportRun",
    "LinkedCase",
    "LinkedPart",
    "PaperUse",
    "Party",
    "PartyRole",
    "Payment",
    "PersonView",
    "Redating",
    "RegisterLine",
    "RegisterSerial",
    "StoredFile",
    "StoredPaper",
    "ViewedPage",
)
