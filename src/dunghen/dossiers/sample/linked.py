"""Linked cases (hồ sơ liên thông): two or three dossiers of one case, each at its own authority."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle

from dunghen.dossiers.sample.history import History
from dunghen.dossiers.sample.record import Record
from dunghen.dossiers.sample.services import Service
from dunghen.dossiers.sample.spec import SampleSpec
from dunghen.dossiers.sample.units import PackUnit


class Cases:
    """Numbers the cases and ties their parts together; every part has the same applicant."""

    def __init__(self, spec: SampleSpec, history: History, communes: Sequence[Record]) -> None:
        self._spec = spec
        self._history = history
        self._number = 0
        first_linked = sorted(communes, key=lambda record: record.service.linked == "none")
        self._roots = self._usable(first_linked)

    def vertical(self, agencies: Sequence[tuple[Service, PackUnit]]) -> list[Record]:
        """Dossiers of vertical agencies: parts of commune cases first, then some of their own, a few open."""
        spec, history = self._spec, self._history
        turn = cycle(agencies)
        records: list[Record] = []
        while len(records) < spec.vertical_linked:
            root = next(self._roots)
            case = self._next_case(root)
            parts = min(1 + case % 2, spec.vertical_linked - len(records))
            records += [self._part(root, *next(turn)) for _ in range(parts)]
        alone = [history.inside] * (spec.vertical_completed - len(records))
        for fate in alone + [history.forgotten] * spec.vertical_open:
            record = Record(*next(turn), "counter")
            fate(record)
            records.append(record)
        return records

    def pair(self, districts: Sequence[Record]) -> None:
        """A commune dossier followed by one of its own district, already made up, within two days."""
        waiting: defaultdict[tuple[str, date], list[Record]] = defaultdict(list)
        for record in districts:
            if record.channel == "counter" and not record.note:
                waiting[record.decided.key, record.received.date()].append(record)
        left = self._spec.linked_pairs
        for root in self._roots:
            following = self._follower(root, waiting)
            if following is not None:
                following.case = self._next_case(root)
                following.applicant = root.applicant
                left -= 1
            if not left:
                return

    def _follower(self, root: Record, waiting: dict[tuple[str, date], list[Record]]) -> Record | None:
        resolved = root.resolved
        assert resolved is not None
        for days in (0, 1):
            candidates = waiting.get((root.decided.parent, resolved.date() + timedelta(days=days)), [])
            for place, record in enumerate(candidates):
                if record.received > resolved:
                    return candidates.pop(place)
        return None

    def _part(self, root: Record, service: Service, agency: PackUnit) -> Record:
        assert root.resolved is not None
        record = Record(service, agency, "counter")
        record.helped = root.decided
        clock = self._history.clock
        record.received = clock.at_desk(clock.shifted(root.resolved.date(), 1))
        record.case = root.case
        record.applicant = root.applicant
        self._history.work(record)
        return record

    def _next_case(self, root: Record) -> int:
        self._number += 1
        root.case = self._number
        return self._number

    def _usable(self, roots: Sequence[Record]) -> Iterator[Record]:
        """Commune dossiers of persons, resolved early enough for the other parts to end inside the window."""
        latest = self._spec.window_to - timedelta(days=40)
        for root in roots:
            resolved = root.resolved
            if root.outcome != "resolved" or resolved is None or resolved >= latest:
                continue
            if root.applicant.kind == "person" and not root.note:
                yield root
