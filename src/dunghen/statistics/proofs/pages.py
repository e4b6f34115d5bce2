"""What stands on the pages of proofreading: findings with their state, a finding with its events, slips."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.org.models import Person
from dunghen.org.rights import Role
from dunghen.proofing.relations.amounts import common_unit, in_unit
from dunghen.statistics.models import ProofEvent, ProofFinding, ProofRun, ProofVerdict, Report
from dunghen.statistics.proofs.exports import shown
from dunghen.statistics.proofs.forms import ANSWERERS, TO_CHECK, FilterForm
from dunghen.statistics.proofs.marked import Mark
from dunghen.statistics.proofs.rules import MOVES, Act, State, overdue, state_of

VERDICT_KINDS = {"contradiction": "late", "warning": "soon", "consistent": "ok"}
STATE_KINDS = {State.OPEN: "none", State.ASKED: "wait", State.ANSWERED: "info", State.EXPLAINED: "ok"}
LATE = gettext_lazy("Quá hạn trả lời")
Crumbs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A finding in the list beside the text; `late`: the unit asked should have answered."""

    finding: ProofFinding
    state: State
    last: ProofEvent | None
    late: bool

    @property
    def verdict_kind(self) -> str:
        return VERDICT_KINDS[self.finding.verdict]

    @property
    def state_kind(self) -> str:
        return "late" if self.late else STATE_KINDS[self.state]

    @property
    def state_label(self) -> str:
        return str(LATE if self.late else self.state.label)

    @property
    def words(self) -> str:
        """What was said last, for an export."""
        return self.last.text if self.last else ""


def rows(findings: QuerySet[ProofFinding], today: date) -> list[Row]:
    """Findings with their state. Two queries."""
    return [row(finding, finding.events.all(), today) for finding in findings.prefetch_related("events")]


def row(finding: ProofFinding, events: Iterable[ProofEvent], today: date) -> Row:
    """A finding with its state after these events, oldest first."""
    events = [*events]
    state = state_of(event.act for event in events)
    due = next((event.due for event in reversed(events) if event.due), None)
    return Row(finding, state, events[-1] if events else None, overdue(state, due, today))


def filtered(found: Iterable[Row], asked: FilterForm) -> list[Row]:
    """The rows a reader asked for; without a word, those to look at."""
    asked.is_valid()
    verdict = asked.cleaned_data.get("verdict") or TO_CHECK
    kind, state = asked.cleaned_data.get("kind"), asked.cleaned_data.get("state")
    wanted = {
        "all": set(ProofVerdict),
        TO_CHECK: {ProofVerdict.CONTRADICTION, ProofVerdict.WARNING},
    }.get(verdict, {verdict})
    return [
        one
        for one in found
        if one.finding.verdict in wanted
        and kind in ("", None, one.finding.kind)
        and state in ("", None, one.state)
    ]


def counted(found: Iterable[Row]) -> list[tuple[str, str, int]]:
    """How many of each verdict: kind of its mark, its name, the number; what is explained apart."""
    found = [*found]
    open_ones = [one for one in found if one.state != State.EXPLAINED]
    numbers = [
        (VERDICT_KINDS[verdict], str(verdict.label), sum(one.finding.verdict == verdict for one in open_ones))
        for verdict in ProofVerdict
    ]
    numbers.insert(2, ("info", str(State.EXPLAINED.label), len(found) - len(open_ones)))
    return numbers


def marks(found: Iterable[Row]) -> list[Mark]:
    """Where the findings stand in the text."""
    return [
        Mark(quote["start"], quote["end"], one.finding.number, one.finding.verdict, first=place == 0)
        for one in found
        for place, quote in enumerate(one.finding.quotes)
    ]


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is stated, computed, and between them, as officials write numbers, in the document's unit; empty
    where there is none."""

    stated: str
    computed: str
    difference: str


def amounts(finding: ProofFinding) -> Amounts:
    quotes = [quote["text"] for quote in finding.quotes]
    is_rate = bool(quotes) and quotes[0].endswith("%")  # 51,2 % of so many millions
    unit = "" if is_rate else common_unit(quotes)
    return Amounts(*(_told(one, unit) for one in (finding.stated, finding.computed, finding.difference)))


def _told(amount: str, unit: str) -> str:
    if not (amount and unit):
        return shown(amount)
    return f"{shown(format(in_unit(Decimal(amount), unit), 'f'))} {unit}"


def may_answer(person: Person, slip: ProofEvent, day: date) -> bool:
    """Whether somebody answers for the unit that is asked, or for the one it passed into."""
    return slip.unit_id is not None and person.works_for(slip.unit_id, ANSWERERS, day)


def may_remove(person: Person, run: ProofRun, day: date) -> bool:
    """Whether somebody may take a document away: who brought it, and the reform office."""
    return run.uploaded_by_id == person.pk or _of_reform_office(person, day)


def may_confirm(person: Person, report: Report, day: date) -> bool:
    """Whether what somebody confirms becomes a declared figure of a period: what the reform office says, and
    who reports for the unit."""
    return _of_reform_office(person, day) or person.works_for(report.unit_id, ANSWERERS, day)


def _of_reform_office(person: Person, day: date) -> bool:
    return any(held.role == Role.REFORM_OFFICE for held in person.holdings(day))


def to_answer(person: Person, day: date) -> int:
    """How many slips wait for somebody's own answer."""
    at = {held.unit for held in person.holdings(day) if held.role in ANSWERERS}
    return ProofEvent.objects.waiting().filter(unit__in=at).count() if at else 0


def acts(state: State) -> list[Act]:
    """What who reads the report may decide now; answering is the asked unit's."""
    return [act for act in MOVES[state] if act != Act.ANSWER]


def crumbs(*more: tuple[str, str]) -> Crumbs:
    return [(_("Trang chủ"), reverse("home")), (_("Rà soát số liệu"), reverse("proofs")), *more]


def slip_state(slip: ProofEvent, today: date) -> tuple[str, str]:
    """Kind and words of what became of a slip (ProofEventQuerySet.slips)."""
    found: Any = slip
    if found.last == Act.REOPEN:
        return "none", _("Đã thu hồi")
    state = state_of([found.last])
    if overdue(state, found.answer_by, today):
        return "late", str(LATE)
    return STATE_KINDS[state], str(state.label)


def with_state(slips: Sequence[ProofEvent], today: date) -> list[tuple[ProofEvent, str, str]]:
    return [(slip, *slip_state(slip, today)) for slip in slips]
