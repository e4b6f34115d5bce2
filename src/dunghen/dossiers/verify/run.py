"""All dossiers, a stretch at a time, beside the sealed heads; resumable. And the making of a seal."""

import json
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from dunghen.core.known import settled_time
from dunghen.core.ledger import stamp
from dunghen.core.seal import Head, Seal, Seals, make_seal, newest_heads, read_seals, sealed_to
from dunghen.dossiers.verify.chains import (
    UNREADABLE,
    Covered,
    Finding,
    Walk,
    check_head,
    check_unsealed,
    sealed_part,
)
from dunghen.dossiers.verify.expected import compare_payments, compare_versions, payments, versions
from dunghen.dossiers.verify.rows import LAST, Rows, next_stretch, read

STRETCH = 2_000  # dossiers read at a time
SAVE_EVERY = 20_000  # chains
MOST = 10_000  # findings kept; the rest are counted
_HEADS = """
SELECT DISTINCT ON (e.dossier_id) e.dossier_id, e.number, e.hash, d.code
FROM dossiers_dossierevent e JOIN dossiers_dossier d ON d.id = e.dossier_id
WHERE e.recorded_at <= %(upto)s AND e.dossier_id IN (
    SELECT dossier_id FROM dossiers_dossierevent WHERE recorded_at > %(since)s AND recorded_at <= %(upto)s)
ORDER BY e.dossier_id, e.number DESC
"""
_COUNT = """
SELECT count(*) FROM dossiers_dossierevent WHERE recorded_at > %(since)s AND recorded_at <= %(upto)s
"""


@dataclass(slots=True)
class Verdict:
    """What a reading found, and how far it came. `more` counts findings beyond the first MOST;
    `unsealed_chains` those with events behind their sealed end, which no seal protects yet."""

    begun: str
    seals: str
    after: int = 0
    chains: int = 0
    events: int = 0
    sealed_events: int = 0
    unsealed_chains: int = 0
    more: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def unsealed_events(self) -> int:
        return self.events - self.sealed_events

    def add(self, finding: Finding) -> None:
        if len(self.findings) < MOST:
            self.findings.append(finding)
        else:
            self.more += 1


def verify(
    folder: Path,
    progress_file: Path,
    now: datetime,
    *,
    restart: bool = False,
    on_progress: Callable[[int], None] = lambda chains: None,
    stretch: int = STRETCH,
    save_every: int = SAVE_EVERY,
) -> Verdict:
    """Read everything and say what is not as it was recorded.

    `folder` holds seals and keys. A run that was interrupted goes on from `progress_file`, unless the
    seals are others by now; `on_progress` is told the number of chains read.
    """
    seals = read_seals(folder)
    verdict = None if restart else _resume(progress_file, seals)
    if verdict is None:
        verdict = Verdict(stamp(now), seals.digest)
        for what in seals.wrong:
            verdict.add(Finding("Niêm phong", None, what))
    covered = _covered(seals)
    with newest_heads(folder, seals.good) as heads:
        ends = _Heads(heads)
        saved = verdict.chains
        while verdict.after != LAST:
            _take(verdict, ends, covered, stretch)
            on_progress(verdict.chains)
            if verdict.chains - saved >= save_every:
                _save(progress_file, verdict)
                saved = verdict.chains
    progress_file.unlink(missing_ok=True)
    return verdict


def seal_now(folder: Path, now: datetime) -> Seal:
    """Seal what was recorded since the last seal up to the time nobody can still write into.

    Raises SealError if an earlier seal is damaged.
    """
    upto = settled_time()
    span = {"since": sealed_to(folder) or "-infinity", "upto": upto}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT, span)
        row = cursor.fetchone()
        with connection.chunked_cursor() as ends:
            ends.execute(_HEADS, span)
            heads = (Head(item, number, bytes(digest), code) for item, number, digest, code in ends)
            return make_seal(folder, heads, made_at=now, sealed_to=upto, events=row[0] if row else 0)


class _Heads:
    """The sealed heads, taken stretch by stretch."""

    def __init__(self, heads: Iterator[tuple[Head, int]]) -> None:
        self._heads = heads
        self._next = next(heads, None)

    def upto(self, after: int, last: int) -> dict[int, tuple[Head, int]]:
        found = {}
        while self._next is not None and self._next[0].chain <= last:
            if self._next[0].chain > after:
                found[self._next[0].chain] = self._next
            self._next = next(self._heads, None)
        return found


def _take(verdict: Verdict, heads: _Heads, covered: Covered, stretch: int) -> None:
    """The next stretch."""
    last = next_stretch(verdict.after, stretch)
    found = read(verdict.after, last)
    sealed = heads.upto(verdict.after, last)
    for item in sorted(found.keys() | sealed.keys()):
        rows = found.get(item, Rows())
        head, seal = sealed.get(item, (None, 0))
        name = rows.code or (head.name if head else f"Hồ sơ số nội bộ {item}")
        for number, what in _check(name, rows, head, seal, covered):
            verdict.add(Finding(name, number, what))
        within = sealed_part(rows.events, 0 if head is None else head.number)
        verdict.chains += 1
        verdict.events += len(rows.events)
        verdict.sealed_events += within
        verdict.unsealed_chains += within < len(rows.events)
    verdict.after = last


def _check(
    name: str, rows: Rows, head: Head | None, seal: int, covered: Covered
) -> Iterator[tuple[int | None, str]]:
    if not rows.events:
        yield None, _vanished(rows, head, seal)
        return
    if rows.code is None:
        yield None, "hồ sơ đã bị xóa, nhật ký còn lại"
    walk = Walk(name, rows.events, head)
    yield from walk.faults
    rewritten = None if head is None else check_head(rows.events, head, seal)
    # one deed, one finding: where a link is broken the head differs as well
    if rewritten is not None and (not walk.faults or rewritten[0] > rows.events[-1].number):
        yield rewritten
    yield from check_unsealed(rows.events, head, covered)
    if walk.told is None:
        return
    made = versions(walk.told, rows.attested)
    if rows.versions != made:
        yield from compare_versions(rows.versions, made)
    try:
        paid = payments(walk.told, made)
    except UNREADABLE:
        yield None, "nhật ký ghi khoản nộp không đọc được"
        return
    yield from compare_payments(rows.payments, paid)


def _vanished(rows: Rows, head: Head | None, seal: int) -> str:
    if head is None:
        return "không có nhật ký xử lý"
    what = "hồ sơ đã bị xóa" if rows.code is None else "toàn bộ nhật ký đã bị xóa"
    return f"{what}: niêm phong số {seal} ghi {head.number} sự kiện"


def _covered(seals: Seals) -> Covered:
    """Which seal a moment lies in. Where a seal is damaged nothing can be said of its time."""
    ends = [seal.window[1] for seal in seals.good]
    begins = [seal.window[0] for seal in seals.good]

    def find(at: datetime) -> int | None:
        place = bisect_left(ends, at)
        if place == len(ends):
            return None
        begin = begins[place]
        return seals.good[place].number if begin is None or at > begin else None

    return find


def _resume(progress_file: Path, seals: Seals) -> Verdict | None:
    try:
        kept = json.loads(progress_file.read_text(encoding="utf-8"))
        findings = [Finding(**finding) for finding in kept.pop("findings")]
        verdict = Verdict(**kept, findings=findings)
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None
    return verdict if verdict.seals == seals.digest else None


def _save(progress_file: Path, verdict: Verdict) -> None:
    progress_file.parent.mkdir(parents=True, exist_ok=True)
    temporary = progress_file.with_name(progress_file.name + ".tmp")
    temporary.write_text(json.dumps(asdict(verdict), ensure_ascii=False), encoding="utf-8")
    temporary.replace(progress_file)
