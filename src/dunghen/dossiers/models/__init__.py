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
    ImportRun,
    Payment,
    Redating,
)
from dunghen.dossiers.models.handling import (
    Consultation,
    CorrectedTime,
    Draft,
    LateCause,
    Notice,
    NoticeKind,
    Rating,
    TimeCorrection,
)
from dunghen.dossiers.models.handover import HandedOver, HandOverList
from dunghen.dossiers.models.linked import CaseSerial, LinkedCase, LinkedPart
from dunghen.dossiers.models.parties import DeskSlip, DossierPaper, Party, PartyRole
from dunghen.dossiers.models.quality import Noted, UnitNote, UntrueComplaint
from dunghen.dossiers.models.register import RegisterLine, RegisterSerial
from dunghen.dossiers.models.vault import PaperUse, StoredFile, StoredPaper
from dunghen.dossiers.models.viewed import PersonView, ViewedPage

__all__ = (
    "CURRENT",
    "LATE",
    "OPEN",
    "Applicant",
    "Area",
    "CaseSerial",
    "Consultation",
    "CorrectedTime",
    "DeskSlip",
    "Dossier",
    "DossierEvent",
    "DossierPaper",
    "DossierSerial",
    "DossierVersion",
    "DossierVersionQuerySet",
    "Draft",
    "HandOverList",
    "HandedOver",
    "ImportRun",
    "LateCause",
    "LinkedCase",
    "LinkedPart",
    "Noted",
    "Notice",
    "NoticeKind",
    "PaperUse",
    "Party",
    "PartyRole",
    "Payment",
    "PersonView",
    "Rating",
    "Redating",
    "RegisterLine",
    "RegisterSerial",
    "StoredFile",
    "StoredPaper",
    "TimeCorrection",
    "UnitNote",
    "UntrueComplaint",
    "ViewedPage",
)
