"""One dossier's chain: every link recomputed, every column compared with the text, the seal's head
compared with what is there now. Pure; names what was changed, removed, inserted or cut off."""

import json
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from dunghen.core.ledger import GENESIS, link, moment
from dunghen.core.seal import Head
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.chain.fold import START, Values, fold
from dunghen.dossiers.verify.rows import Event

UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError)
_decode = json.JSONDecoder().decode
Covered = Callable[[datetime], int | None]  # the seal whose time a moment lies in, if it holds


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was recorded; `number` is the event's, None for the whole dossier."""

    dossier: str
    number: int | None
    what: str

    def __str__(self) -> str:
        place = f"{self.dossier}" if self.number is None else f"{self.dossier}, sự kiện {self.number}"
        return f"{place}: {self.what}"


class Told(NamedTuple):
    """An event as its text tells it, with the columns after it."""

    number: int
    kind: str
    at: datetime
    rec: datetime
    src: datetime | None
    info: Mapping[str, Any]
    values: Values


class Walk:
    """Reads a chain from its first event on. Afterwards `told` holds the events, or None where the texts
    themselves are broken and nothing can be compared with them."""

    def __init__(self, code: str, events: Sequence[Event], head: Head | None) -> None:
        self.told: list[Told] | None = []
        self.faults: list[tuple[int, str]] = []
        self._code = code
        self._events = events
        self._head = head
        self._previous = GENESIS
        self._expected = 1
        for at, event in enumerate(events):
            self._step(at, event)

    def _step(self, at: int, event: Event) -> None:
        if event.number < self._expected:
            self._break(event.number, "bị chèn thêm (trùng số)")
            return
        if event.number > self._expected:
            self._gap(event.number - 1)
            whole = False
        else:
            whole = self._linked(at, event)
        self._expected = event.number + 1
        if not whole:
            self._previous = event.hash
        elif self.told is not None:
            self._tell(event)

    def _gap(self, last: int) -> None:
        first = self._expected
        self._break(first, "đã bị xóa" if first == last else f"đã bị xóa, cùng các sự kiện đến số {last}")

    def _linked(self, at: int, event: Event) -> bool:
        """Whether the text is as it was hashed."""
        made = link(self._previous, event.text)
        if made == event.hash:
            self._previous = made
            return True
        after = self._witness(at, event)
        if after(made):
            self._previous = made
            self.faults.append((event.number, "mã băm đã bị sửa"))
            return True
        what = "nội dung đã bị sửa" if after(event.hash) else "nội dung hoặc mã băm đã bị sửa"
        self._break(event.number, what)
        return False

    def _witness(self, at: int, event: Event) -> Callable[[bytes], bool]:
        """What stands after an event tells which hash it had: the next link, or the seal."""
        following = self._events[at + 1] if at + 1 < len(self._events) else None
        if following is not None and following.number == event.number + 1:
            text, sealed = following.text, following.hash
            return lambda candidate: link(candidate, text) == sealed
        head = self._head
        return lambda candidate: head is not None and head[1:3] == (event.number, candidate)

    def _tell(self, event: Event) -> None:
        try:
            said = _decode(event.text)
            src = said["src"]
            told = Told(
                said["n"],
                said["kind"],
                moment(said["at"]),
                moment(said["rec"]),
                None if src is None else moment(src),
                said["info"],
                fold(self.told[-1].values if self.told else START, said["set"]),
            )
            code = said["dossier"]
        except UNREADABLE:
            self._break(event.number, "nội dung không đọc được")
            return
        if told[:5] != event[1:6] or code != self._code:
            self._compare(told, event, code)
        if self.told is not None:
            self.told.append(told)

    def _compare(self, told: Told, event: Event, code: str) -> None:
        named = ("số thứ tự", "việc", "thời điểm xảy ra", "thời điểm ghi", "thời điểm hệ thống cũ ghi")
        names = [name for name, said, kept in zip(named, told[:5], event[1:6], strict=True) if said != kept]
        if code != self._code:
            names.append(f"mã hồ sơ (nhật ký ghi {code})")
        self.faults.append((event.number, f"cột khác nội dung đã ghi: {', '.join(names)}"))

    def _break(self, number: int, what: str) -> None:
        self.faults.append((number, what))
        self.told = None


def sealed_part(events: Sequence[Event], last: int) -> int:
    """How many of the events, in order, are numbered up to the sealed `last`."""
    return bisect_right(events, last, key=attrgetter("number"))


def check_head(events: Sequence[Event], head: Head, seal: int) -> tuple[int, str] | None:
    """What the sealed head says of a chain whose links hold among themselves."""
    last = events[-1]  # they are in order of their numbers
    if last.number == head.number and last.hash == head.digest:
        return None
    if last.number < head.number:
        return (
            last.number + 1,
            f"bị cắt cuối: chỉ còn đến số {last.number}, niêm phong số {seal} ghi đến số {head.number}",
        )
    if all(event.hash != head.digest for event in events if event.number == head.number):
        return head.number, f"chuỗi đã bị viết lại: khác với niêm phong số {seal}"
    return None


def check_unsealed(
    events: Sequence[Event], head: Head | None, covered: Covered
) -> list[tuple[int | None, str]]:
    """Events behind the sealed end that claim a time which was already sealed without them."""
    after = 0 if head is None else head.number
    found: list[tuple[int | None, str]] = []
    for event in events[sealed_part(events, after) :]:
        seal = covered(event.recorded_at)
        if seal is not None:
            at = event.recorded_at.astimezone(VIETNAM)
            claim = f"mang thời điểm ghi {at:%H:%M:%S %d/%m/%Y} nhưng không có trong niêm phong số {seal}"
            if head is None:
                return [(None, f"hồ sơ bị chèn thêm: {claim}")]
            found.append((event.number, f"bị chèn thêm: {claim}"))
    return found
