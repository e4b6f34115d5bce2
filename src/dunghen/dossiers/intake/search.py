"""What the desk looks up while an officer types: procedures by name, code or field, and who came before."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Q, When

from dunghen.core.text import fold, sort_key
from dunghen.dossiers.intake.identity import Number
from dunghen.dossiers.intake.places import Terms, decides
from dunghen.dossiers.models import Applicant, DeskSlip, Dossier, DossierVersion
from dunghen.org.models import Unit
from dunghen.procedures.models import Procedure, ProcedureVersion

SHOWN = 8
RANKED = 60  # more than anybody reads; a word such as “cấp” is in most names


@dataclass(frozen=True, slots=True)
class Found:
    """A procedure in force; whether this unit decides it itself, and how often it received it that day."""

    version: ProcedureVersion
    own: bool
    today: int


def procedures(text: str, unit: Unit, day: date) -> list[Found]:
    """Those in force on a day that bear every word in their name, without accents, or by code, or of a field:
    received most that day first, then those this unit decides, then by name. Without a text those received
    that day. Five queries at most."""
    rows_today = DeskSlip.objects.filter(unit=unit, day=day).values_list("procedure")
    times = dict(rows_today.annotate(number=Count("pk")))
    wanted = _words(text) if text.strip() else Q(procedure__in=times)
    rows = ProcedureVersion.objects.in_force(day).filter(
        wanted, known_to__isnull=True, limit_amount__isnull=False
    )
    received = Case(When(procedure__in=times, then=0), default=1)
    rows = rows.select_related("procedure__department").prefetch_related("scopes")
    rows = rows.order_by(received, "procedure__sample", "procedure__search")[:RANKED]
    found = [Found(row, decides(Terms.of(row, day), unit), times.get(row.procedure_id, 0)) for row in rows]
    return sorted(found, key=_rank)[:SHOWN]


def _rank(found: Found) -> tuple[int, bool, bool, str]:
    procedure = found.version.procedure
    return -found.today, not found.own, procedure.sample, sort_key(procedure.name)


def _words(text: str) -> Q:
    words = fold(text)
    named = Q()
    for word in words.split():
        named &= Q(procedure__search__contains=word)
    fields = set(Procedure.objects.values_list("field", flat=True).distinct())
    of_field = Q(procedure__field__in=[name for name in fields if words in fold(name)])
    return named | of_field | Q(procedure__code__startswith=text.strip()) | Q(procedure__key=words)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who filed before, and the dossier that says so."""

    applicant: Applicant
    version: DossierVersion | None


def came_before(number: Number) -> Known | None:
    """The latest person or organisation of a number in our own dossiers, whatever unit; three queries."""
    rows = Applicant.objects.filter(number=number.text, erased_at__isnull=True)
    applicant = rows.order_by("-pk").first()
    if applicant is None:
        return None
    dossier = Dossier.objects.filter(Q(applicant=applicant) | Q(parties__applicant=applicant)).first()
    version = DossierVersion.objects.filter(dossier=dossier, known_to__isnull=True).first()
    return Known(applicant, version)
