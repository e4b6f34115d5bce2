"""The columns of a trace: which lookups describe a record, under which name. None leads to a person."""

from django.db.models import Model

from dunghen.dossiers.models import DossierVersion, Payment
from dunghen.procedures.models import ProcedureChange, ProcedureScope, Simplification
from dunghen.supervision.inspections.models import InspectionFact
from dunghen.supervision.models import CaseResult, ItemVersion, RegisterEntry, TaskVersion

# `part`: the row of the form a record stands for; `amount`: what it adds to the figure, negative where it
# is subtracted; `in_numerator`: of a ratio's records, whether the numerator has it.
HEAD = ("part", "amount", "in_numerator")
DECLARED = ("unit", "source")
DISTINCT = {"procedure_code": "procedure__code", "procedure": "procedure__name"}

_DOSSIER = (
    *("channel", "received_at", "due_at", "resolved_at"),
    *("returned_at", "outcome", "apologised_at", "digitised", "e_result", "result_paper", "reused"),
    *("online_level", "fee", "paid_online", "known_from"),
)
COLUMNS: dict[type[Model], dict[str, str]] = {
    DossierVersion: {
        "dossier": "dossier__code",
        **DISTINCT,
        "unit": "unit__name",
        "level": "level",
        **{name: name for name in _DOSSIER},
        "recorded_at": "resolved_recorded_at",
        "sample": "sample",
    },
    Payment: {
        "dossier": "dossier__code",
        "unit": "unit__name",
        "level": "level",
        "paid": "amount",
        "paid_at": "paid_at",
        "online": "online",
        "known_from": "known_from",
    },
    ProcedureScope: {
        "procedure_key": "version__procedure__key",
        "procedure_code": "version__procedure__code",
        "procedure": "version__procedure__name",
        "level": "level",
        "online_level": "version__online_level",
        "valid_from": "version__valid_from",
        "valid_to": "version__valid_to",
        "sample": "version__procedure__sample",
    },
    ProcedureChange: {
        "procedure_key": "procedure__key",
        "procedure_code": "procedure__code",
        "procedure": "procedure__name",
        "level": "level",
        "change": "kind",
        "decision": "publication__number",
        "decided": "decided",
        "sample": "procedure__sample",
    },
    Simplification: {
        "procedure_key": "procedure__key",
        "procedure_code": "procedure__code",
        "procedure": "procedure__name",
        "decision": "decision",
        "decided": "approved",
        "cost_before": "before",
        "cost_after": "after",
        "sample": "item__sample",
    },
    InspectionFact: {
        "event": "kind",
        "unit": "subject__name",
        "level": "level",
        "problem": "problem__content",
        "conclusion": "inspection__conclusion_number",
        "decision": "audit__decision_number",
        "happened": "day",
        "sample": "sample",
    },
    # a discipline is somebody's: no more than where it counts
    CaseResult: {
        "unit": "case__unit__name",
        "level": "case__unit__level",
        "sample": "case__sample",
    },
    ItemVersion: {
        "document": "item__source__symbol",
        "number": "item__position",
        "content": "item__content",
        "given": "given",
        "due": "due",
        "finished": "finished",
        "on_time": "on_time",
        "sample": "item__source__sample",
    },
    RegisterEntry: {
        "number": "number",
        "decided": "day",
        "content": "title",
        "unit": "unit__name",
        "note": "note",
        "sample": "sample",
    },
    TaskVersion: {
        "number": "number",
        "content": "content",
        "status": "status",
        "note": "note",
    },
}
