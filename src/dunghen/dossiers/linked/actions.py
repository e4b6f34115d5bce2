"""What is done to linked cases: opened, carried on to the next parts, ended. All raise rules.Refused.

The worker carries cases on by what their dossiers say, not by being told: whatever happens in between, a part
starts once, because its slip's token is worked out from the case and the part (NĐ 61/2018/NĐ-CP art. 19.6).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.core.worktime import VIETNAM, CalendarGapError
from dunghen.dossiers import actions
from dunghen.dossiers.chain.append import append, current_version, state_of
from dunghen.dossiers.chain.entries import Entry
from dunghen.dossiers.intake import desk
from dunghen.dossiers.intake.desk import PapersWrong, Slip, SlipChanged, wanted
from dunghen.dossiers.linked import rules
from dunghen.dossiers.linked.forwarding import forwarded_slip
from dunghen.dossiers.linked.law import CaseLaw
from dunghen.dossiers.linked.opening import Part, parts_of, plan_of, promise_of, without
from dunghen.dossiers.linked.rules import NOT_DONE, WAITING, Planned, Standing
from dunghen.dossiers.models import CURRENT, Dossier, DossierVersion, LinkedCase, LinkedPart
from dunghen.dossiers.rules import OPEN, EventKind, Refused
from dunghen.dossiers.store import rules as papers_rules
from dunghen.org.models import Person, Unit

_NEXT = (
    "INSERT INTO dossiers_caseserial (unit_id, day, last) VALUES (%s, %s, 1)"
    " ON CONFLICT (unit_id, day) DO UPDATE SET last = dossiers_caseserial.last + 1 RETURNING last"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSlip:
    """What the officer filled in: a slip for each part that can be dealt with, all with the same people;
    `received_at` and `at_once` as on a slip."""

    token: UUID
    digest: str
    law: CaseLaw
    received: Unit
    received_at: datetime
    at_once: bool
    slips: Mapping[str, Slip]


def open_case(slip: CaseSlip, *, by: Person) -> LinkedCase:
    """Open a case: the parts that wait for nothing become dossiers, in one transaction; of a slip sent
    before, the case it became. Raises Refused, also as PapersWrong (by part and component) or SlipChanged."""
    try:
        with transaction.atomic():
            return _became(slip, by) or _open(slip, by)
    except IntegrityError:
        known = _became(slip, by)
        if known is None:
            raise
        return known


def _became(slip: CaseSlip, by: Person) -> LinkedCase | None:
    known = LinkedCase.objects.filter(token=slip.token).first()
    if known is not None and (known.opened_by_id != by.pk or known.digest != slip.digest):
        raise SlipChanged(
            _("Phiếu này đã được tiếp nhận thành hồ sơ trước đó; nội dung vừa nhập chưa được lưu.")
        )
    return known


def _open(slip: CaseSlip, by: Person) -> LinkedCase:
    now = transaction_time()
    at = min(slip.received_at, now) if slip.at_once else slip.received_at
    day = at.astimezone(VIETNAM).date()
    parts = parts_of(slip.law, slip.received, day)
    if problem := next((part.problem for part in parts if part.problem and not part.law.after), ""):
        raise Refused(problem)
    planned = plan_of(slip.law, parts, at)
    _check_later(slip, parts)
    code = _next_code(slip.received, at)
    dossiers = {
        part.law.key: _first(slip, part.law.key, code, at, by) for part in parts if not part.law.after
    }
    first = next(iter(dossiers.values()))
    due = rules.case_due(each.due for each in planned.values())
    case = LinkedCase.objects.create(
        code=code,
        kind=slip.law.key,
        name=slip.law.name,
        applicant=first.applicant,
        received_unit=slip.received,
        received_at=at,
        due_at=due,
        promised_at=promise_of(slip.law, slip.received, at, due),
        token=slip.token,
        digest=slip.digest,
        opened_by=by,
        opened_at=now,
    )
    for position, part in enumerate(parts, 1):
        later = slip.slips.get(part.law.key) if part.law.key not in dossiers else None
        if later is not None and part.version is not None:
            desk.store_early(later, first, part.version, by)
        _write_part(case, position, part, dossiers, planned, later, now)
    return case


def _write_part(
    case: LinkedCase,
    position: int,
    part: Part,
    dossiers: Mapping[str, Dossier],
    planned: Mapping[str, Planned],
    later: Slip | None,
    now: datetime,
) -> None:
    key = part.law.key
    LinkedPart.objects.create(
        case=case,
        position=position,
        key=key,
        after=list(part.law.after),
        procedure=part.procedure,
        unit=part.unit,
        dossier=dossiers.get(key),
        planned_due_at=planned[key].due if key in planned else None,
        said={code: asdict(said) for code, said in later.papers.items()} if later else {},
        refused_reason=part.problem,
        refused_at=now if part.problem else None,
    )


def _first(slip: CaseSlip, key: str, code: str, at: datetime, by: Person) -> Dossier:
    own = slip.slips[key]
    intake = replace(own.intake, received_at=at, case_code=code)
    try:
        return desk.take_in(replace(own, intake=intake, token=uuid5(slip.token, key), at_once=False), by=by)
    except PapersWrong as refused:
        raise PapersWrong({f"{key}.{one}": text for one, text in refused.wrong.items()}) from refused


def _check_later(slip: CaseSlip, parts: Sequence[Part]) -> None:
    """The papers of the parts that start later are complete too: nobody comes a second time for them."""
    wrong: dict[str, str] = {}
    for part in parts:
        later = slip.slips.get(part.law.key)
        if later is None or part.version is None or not part.law.after:
            continue
        want = wanted(part.version, later.owner.get("number", ""), later.day)
        checked = papers_rules.check(want.asked, later.papers)
        wrong |= {f"{part.law.key}.{code}": text for code, text in checked.wrong.items()}
    if wrong:
        raise PapersWrong(wrong)


def _next_code(unit: Unit, at: datetime) -> str:
    """`LT-<unit code>-YYMMDD-NNNN`; holds the unit's serial of the day until the transaction ends."""
    day = at.astimezone(VIETNAM).date()
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [unit.pk, day])
        row = cursor.fetchone()
    return f"LT-{unit.code}-{day:%y%m%d}-{row[0] if row else 0:04d}"


def standings_of(parts: Sequence[LinkedPart]) -> dict[str, tuple[Standing, DossierVersion | None]]:
    """How each part stands, with the current version of its dossier. One query."""
    started = [part.dossier_id for part in parts if part.dossier_id]
    versions = DossierVersion.objects.filter(CURRENT, dossier__in=started).select_related("unit")
    current = {version.dossier_id: version for version in versions}
    found: dict[str, tuple[Standing, DossierVersion | None]] = {}
    for part in parts:
        version = current.get(part.dossier_id) if part.dossier_id else None
        if version is not None:
            found[part.key] = Standing(version.status, version.outcome), version
        else:
            found[part.key] = (NOT_DONE if part.refused_at else WAITING), None
    return found


def carry_on_all() -> int:
    """Carry on every case with a part that waits and one that ended, each in a transaction of its own; how
    many parts started or were given up."""
    waiting = LinkedPart.objects.filter(dossier=None, refused_at=None).values("case")
    ended = DossierVersion.objects.filter(CURRENT, dossier__linked_part__case__in=waiting).exclude(outcome="")
    cases = ended.values_list("dossier__linked_part__case", flat=True).distinct()
    return sum(carry_on(case) for case in sorted(set(cases)))


@transaction.atomic
def carry_on(case_id: int) -> int:
    """Start the parts whose turn has come, and give up those that lost what they need; how many."""
    parts = _locked(case_id)
    after = {part.key: part.after for part in parts}
    found = standings_of(parts)
    ready = rules.ready(after, {key: standing for key, (standing, _version) in found.items()})
    for part in parts:
        if part.key in ready:
            ends = [version.resolved_at for one in part.after if (version := found[one][1]) is not None]
            _start(part, max(end for end in ends if end is not None))
    return len(ready) + _give_up_lost(parts)


def _start(part: LinkedPart, at: datetime) -> None:
    """At the moment what it waited for was there; what makes it impossible is written on it."""
    try:
        with transaction.atomic():
            slip = forwarded_slip(part, at, uuid5(part.case.token, part.key))
            part.dossier = desk.take_in(slip, by=part.case.opened_by, forwarded=True)
    except (Refused, CalendarGapError) as problem:
        _give_up(part, str(problem), None)
        return
    part.unit = Unit.objects.get(key=slip.intake.decided_unit)
    part.save(update_fields=["dossier", "unit"])


def _give_up_lost(parts: Sequence[LinkedPart], by: Person | None = None) -> int:
    after = {part.key: part.after for part in parts}
    standings = {key: standing for key, (standing, _version) in standings_of(parts).items()}
    named = {part.key: part for part in parts}
    lost = rules.lost(after, standings)
    for key in lost:
        part = named[key]
        before = next(one for one in part.after if standings[one].has_none)
        standings[key] = NOT_DONE
        _give_up(part, without(named[before].procedure.name), by)
    return len(lost)


@transaction.atomic
def refuse_part(case_id: int, key: str, *, reason: str, by: Person) -> None:
    """Say that a part which has not started will not be dealt with, and so none that needs it."""
    if not reason.strip():
        raise Refused(_("Phải ghi rõ lý do."))
    parts = _locked(case_id)
    part = next((each for each in parts if each.key == key), None)
    if part is None:
        raise Refused(_("Chọn thành phần chưa bắt đầu."))
    if part.dossier_id or part.refused_at:
        raise Refused(_("Thành phần này đã bắt đầu hoặc đã kết thúc; xử lý tại hồ sơ của thành phần."))
    _give_up(part, reason.strip(), by)
    _give_up_lost(parts, by)


@transaction.atomic
def withdraw_case(case_id: int, *, reason: str, at: datetime, by: Person) -> None:
    """The applicant withdraws everything that has not come to an end."""
    _end_case(case_id, actions.withdraw, reason=reason, law="", at=at, by=by)


@transaction.atomic
def stop_case(case_id: int, *, reason: str, law: str, at: datetime, by: Person) -> None:
    """The authority stops everything that has not come to an end; the law is named (TT 03/2025/TT-VPCP form
    05)."""
    if not law.strip():
        raise Refused(_("Phải ghi rõ căn cứ."))
    _end_case(case_id, actions.stop, reason=reason, law=law, at=at, by=by)


def _end_case(
    case_id: int, end: Callable[..., DossierVersion], *, reason: str, law: str, at: datetime, by: Person
) -> None:
    if not reason.strip():
        raise Refused(_("Phải ghi rõ lý do."))
    parts, ended = _locked(case_id), 0
    found = standings_of(parts)
    for part in parts:
        standing, version = found[part.key]
        if standing == WAITING:
            _refuse(part, reason.strip(), by)
        elif version is not None and standing.status in OPEN:
            end(version.dossier_id, at=at, by=by.username, reason=reason.strip(), law=law.strip())
        else:
            continue
        ended += 1
    if not ended:
        raise Refused(_("Mọi thành phần của hồ sơ liên thông đã kết thúc."))


def _refuse(part: LinkedPart, reason: str, by: Person | None) -> None:
    part.refused_reason, part.refused_at, part.refused_by = reason[:500], transaction_time(), by
    part.save(update_fields=["refused_reason", "refused_at", "refused_by"])


def _give_up(part: LinkedPart, reason: str, by: Person | None) -> None:
    """Refuse it, and say so on the first dossier of its case: what is told there, the applicant is told."""
    _refuse(part, reason, by)
    first = LinkedPart.objects.filter(case=part.case_id, dossier__isnull=False).earliest("position")
    version = current_version(first.dossier_id or 0)
    info = {"part": part.procedure.name, "reason": reason}
    now, who = transaction_time(), by or part.case.opened_by
    entry = Entry(EventKind.PART_REFUSED.value, now, state_of(version), None, info)
    append(version, [entry], by=who.username, now=now)


def _locked(case_id: int) -> list[LinkedPart]:
    """The parts of a case; whoever else carries it on waits until the transaction ends."""
    rows = LinkedPart.objects.select_for_update(of=("self",), no_key=True).filter(case=case_id)
    related = ("case__received_unit", "case__applicant", "case__opened_by", "procedure__department")
    return list(rows.select_related(*related).order_by("position"))
