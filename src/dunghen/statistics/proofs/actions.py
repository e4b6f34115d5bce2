"""What is done with documents that are proofread: one function a verb, one transaction.

Two people who decide at once: each says up to which event they had seen; the second is told who was first,
and nothing of the first is lost. All raise rules.Refused.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.documents.numbers import figure
from dunghen.documents.official.models import OfficialDocument
from dunghen.org.models import Person, Unit
from dunghen.proofing import Finding, check
from dunghen.proofing import Report as Checked
from dunghen.proofing.reading import Limits, Unreadable, load
from dunghen.statistics.models import (
    ProofEvent,
    ProofFinding,
    ProofKind,
    ProofRemoval,
    ProofRun,
    ProofVerdict,
    Report,
)
from dunghen.statistics.proofs import rules
from dunghen.statistics.proofs.narrative import Met
from dunghen.statistics.proofs.registers import Cited, in_registers, unheld
from dunghen.statistics.proofs.rules import Act, Refused

LIMITS = Limits(text=600_000)  # characters, about 200 pages: a few seconds of reading


def take(file: bytes, name: str, by: Person) -> ProofRun:
    """Take a document and proofread it, but for a PDF, whose pages take the worker to read (jobs.proofread).
    The same bytes again lead to the run that is there, if `by` may see it. Raises reading.Unreadable."""
    digest = hashlib.sha256(file).hexdigest()
    known = ProofRun.objects.visible_to(by).filter(digest=digest).order_by("pk").first()
    if known:
        if known.text and known.uploaded_by_id != by.pk:
            look_up(known, by)
        return known
    said: dict[str, Any] = {"name": name[-200:], "content": file}
    if name.lower().endswith(".pdf"):
        said["uploaded_at"] = timezone.now()
        return ProofRun.objects.get_or_create(digest=digest, uploaded_by=by, defaults=said)[0]
    # read before the transaction: while one is open, no figures can be counted as settled
    read = _read(file, name)
    with transaction.atomic():
        said["uploaded_at"] = said["read_at"] = transaction_time()
        run, made = ProofRun.objects.get_or_create(digest=digest, uploaded_by=by, defaults=said)
        if made:
            _keep(run, read)
    return run


def read(run: ProofRun, then: Callable[[ProofRun], None]) -> None:
    """Read a document that was only taken, or say why it cannot be read, once; `then` is done with what was
    read before it counts as read. One that was left halfway is taken up again."""
    if run.read_at or not run.digest:
        return
    if not run.text:
        try:
            _keep(run, _read(bytes(run.content), run.name))
        except Unreadable as error:
            run.problem = str(error)
    if not run.problem:
        then(run)
    run.read_at = timezone.now()
    run.save(update_fields=["read_at", "problem"])


class _Read(NamedTuple):
    text: str
    report: Checked


def _read(file: bytes, name: str) -> _Read:
    text = load(BytesIO(file), name, LIMITS).text
    return _Read(text, check(text))


@transaction.atomic
def _keep(run: ProofRun, found: _Read) -> None:
    now = ProofRun.objects.select_for_update().get(pk=run.pk)
    if not now.digest:
        raise Refused(_("Văn bản đã được xóa."))
    if now.text:
        raise Refused(_("Văn bản này đang được đọc ở nơi khác."))
    run.text, run.claims = found.text, len(found.report.claims)
    run.save(update_fields=["text", "claims"])
    ProofFinding.objects.bulk_create(
        _finding(run, number, one) for number, one in enumerate(found.report.findings, 1)
    )
    look_up(run, run.uploaded_by)


@transaction.atomic
def look_up(run: ProofRun, reader: Person) -> int:
    """Hold what the text cites against the documents that somebody sees now; how many results are new. What
    the registers do not say any longer goes, but for what somebody has decided about."""
    run = ProofRun.objects.select_for_update().get(pk=run.pk)
    if not run.digest:
        raise Refused(_("Văn bản đã được xóa."))
    today = timezone.localdate()
    said = {(one.document, one.start, one.verdict) for one in in_registers(run.text, reader, today)}
    seen = OfficialDocument.objects.visible_to(reader, today).values("pk")
    undecided = run.findings.filter(registered__in=seen, events__isnull=True)
    gone = [
        one.pk for one in undecided if (one.registered_id, one.quotes[0]["start"], one.verdict) not in said
    ]
    run.findings.filter(pk__in=gone).delete()
    fresh = unheld(run, reader, today)
    last = run.findings.aggregate(last=Max("number"))["last"] or 0
    ProofFinding.objects.bulk_create(_cited(run, number, one) for number, one in enumerate(fresh, last + 1))
    return len(fresh)


@transaction.atomic
def compare(run: ProofRun, report: Report, met: Iterable[Met], known_at: datetime) -> None:
    """Set the figures that were met in the text beside the cells of a period. What an earlier comparison
    found goes, but for what somebody has decided about."""
    run = ProofRun.objects.select_for_update().get(pk=run.pk)
    if not run.digest:
        raise Refused(_("Văn bản đã được xóa."))
    run.findings.exclude(cell="").filter(events__isnull=True).delete()
    kept = {(found.cell, found.quotes[0]["start"]) for found in run.findings.exclude(cell="")}
    last = run.findings.aggregate(last=Max("number"))["last"] or 0
    fresh = [one for one in met if (one.code, one.start) not in kept]
    ProofFinding.objects.bulk_create(
        _met(run, report, number, one) for number, one in enumerate(fresh, last + 1)
    )
    run.report, run.known_at = report, known_at
    run.save(update_fields=["report", "known_at"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What comes with an act. `due`: the day to answer by; `corrected`: the right figure, as written."""

    text: str = ""
    unit: Unit | None = None
    due: date | None = None
    corrected: str = ""


@transaction.atomic
def decide(finding: ProofFinding, act: Act, words: Words, *, by: Person, seen: int) -> ProofEvent:
    """Append what was decided about a finding. `seen`: the number of the last event that `by` had before
    them, 0 for none."""
    ProofFinding.objects.select_for_update().get(pk=finding.pk)
    events = [*finding.events.select_related("by")]
    if events and events[-1].number != seen:
        last = events[-1]
        who = {"who": last.by, "what": Act(last.act).label, "moment": f"{localtime(last.at):%H:%M %d/%m/%Y}"}
        raise Refused(
            _("%(who)s đã xử lý lúc %(moment)s: %(what)s. Xem nội dung mới bên dưới rồi quyết định.") % who
        )
    now = transaction_time()
    state = rules.state_of(event.act for event in events)
    rules.check(state, act, words.text, words.due, localtime(now).date())
    if act == Act.SEND and words.unit is None:
        raise Refused(_("Chọn đơn vị có số liệu."), "unit")
    if words.corrected:
        rules.number(words.corrected)
    return ProofEvent.objects.create(
        finding=finding,
        number=len(events) + 1,
        act=act,
        slip=_slip(events) if act != Act.SEND and state in rules.UNDER_WAY else None,
        text=words.text.strip(),
        unit=words.unit if act == Act.SEND else None,
        due=words.due if act in rules.DATED else None,
        corrected=words.corrected.strip() if act == Act.ANSWER else "",
        by=by,
        at=now,
    )


@transaction.atomic
def remove(run: ProofRun, *, by: Person) -> None:
    """Take a document away for good: its file, its text, what was found in it. What was decided, asked and
    confirmed stays, without the document's words. Refused while a unit is asked about a figure."""
    run = ProofRun.objects.select_for_update().get(pk=run.pk)
    if not run.digest:
        raise Refused(_("Văn bản đã được xóa."))
    findings = [*run.findings.select_for_update().prefetch_related("events")]
    states = (rules.state_of(event.act for event in found.events.all()) for found in findings)
    if rules.UNDER_WAY.intersection(states):
        raise Refused(
            _("Còn phiếu chưa xử lý xong. Chấp nhận trả lời hoặc thu hồi phiếu rồi mới xóa văn bản.")
        )
    ProofRemoval.objects.create(run=run, digest=run.digest, by=by, at=transaction_time())
    run.findings.filter(events__isnull=True).delete()
    run.findings.update(quotes=[], explanation="")
    run.content, run.text, run.digest, run.problem = b"", "", "", ""
    run.save(update_fields=["content", "text", "digest", "problem"])


def _slip(events: list[ProofEvent]) -> ProofEvent:
    return next(event for event in reversed(events) if event.act == Act.SEND)


def _finding(run: ProofRun, number: int, found: Finding) -> ProofFinding:
    return ProofFinding(
        run=run,
        number=number,
        kind=found.kind,
        verdict=found.verdict,
        quotes=[{"text": quote.text, "start": quote.start, "end": quote.end} for quote in found.quotes],
        stated=_exact(found.stated),
        computed=_exact(found.computed),
        difference=_exact(found.difference),
        explanation=found.explanation,
    )


def _cited(run: ProofRun, number: int, cited: Cited) -> ProofFinding:
    quoted = run.text[cited.start : cited.end]
    return ProofFinding(
        run=run,
        number=number,
        kind=ProofKind.CITATION,
        verdict=cited.verdict,
        quotes=[{"text": quoted, "start": cited.start, "end": cited.end}],
        explanation=cited.words,
        registered_id=cited.document,
    )


def _met(run: ProofRun, report: Report, number: int, met: Met) -> ProofFinding:
    value = Decimal(met.value)
    beside = f"chỉ tiêu {met.code} của {report.name}"
    if met.agrees:
        words = f"Văn bản ghi {met.text}, khớp với {beside} ({figure(met.value)})."
    else:
        gap = figure(abs(value - met.stated))
        words = f"Văn bản ghi {met.text}; {beside} là {figure(met.value)}, lệch {gap}."
    return ProofFinding(
        run=run,
        number=number,
        kind=ProofKind.SAME_QUANTITY,
        verdict=_verdict(met),
        quotes=[{"text": met.text, "start": met.start, "end": met.start + len(met.text)}],
        stated=_exact(met.stated),
        computed=_exact(value),
        difference=_exact(value - met.stated),
        explanation=words,
        cell=met.code,
    )


def _verdict(met: Met) -> ProofVerdict:
    if met.agrees:
        return ProofVerdict.CONSISTENT
    return ProofVerdict.CONTRADICTION if met.whole else ProofVerdict.WARNING


def _exact(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}"
