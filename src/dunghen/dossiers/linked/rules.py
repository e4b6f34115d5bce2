"""Linked cases as graphs of parts: which may start, when the case is due, how it stands. Pure.

One submission becomes one dossier for each part with its own limit, in sequence or in parallel
(NĐ 61/2018/NĐ-CP art. 19.6, 19.7); the case stands where its slowest part stands.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dunghen.dossiers.rules import Outcome, Status

After = Mapping[str, Sequence[str]]  # of each part the parts that must have a result before it starts


class NotAGraph(ValueError):
    """Parts that wait for each other, or for one that is not there."""


class Unstarted(TextChoices):
    """How a part without a dossier stands."""

    WAITING = "waiting", _("Chờ thành phần trước")
    NOT_DONE = "not_done", _("Không thực hiện")


class Standing(NamedTuple):
    """How a part stands: the status of its dossier, or Unstarted; its outcome once it ended."""

    status: str
    outcome: str = ""

    @property
    def has_result(self) -> bool:
        return self.outcome == Outcome.RESOLVED

    @property
    def has_none(self) -> bool:
        """Whether it ended, or never starts, without what the parts after it need."""
        return self.status == Unstarted.NOT_DONE or bool(self.outcome and not self.has_result)


WAITING = Standing(Unstarted.WAITING.value)
NOT_DONE = Standing(Unstarted.NOT_DONE.value)
# The lowest first. A part that waits for another is no further than one in process.
LADDER = (
    Status.WAITING_PAPERS.value,
    Status.WAITING_PAYMENT.value,
    Status.PAUSED.value,
    Status.IN_PROCESS.value,
    Status.RESOLVED.value,
    Status.RETURNED.value,
)


def in_order(after: After) -> list[str]:
    """The parts, each after those it waits for, else as they come. Raises NotAGraph."""
    found: list[str] = []
    left = dict(after)
    while left:
        free = [part for part, before in left.items() if all(one in found for one in before)]
        if not free:
            raise NotAGraph(", ".join(sorted(left)))
        found.append(free[0])
        del left[free[0]]
    return found


def ready(after: After, standings: Mapping[str, Standing]) -> list[str]:
    """The parts that wait and may start: all before them have a result."""
    waiting = [part for part in after if standings[part] == WAITING]
    return [part for part in waiting if all(standings[one].has_result for one in after[part])]


def lost(after: After, standings: Mapping[str, Standing]) -> list[str]:
    """The parts that wait and can never start, because one before them, however far, has no result."""
    gone = {part for part, standing in standings.items() if standing.has_none}
    found = []
    for part in in_order(after):
        if standings[part] == WAITING and gone & set(after[part]):
            gone.add(part)
            found.append(part)
    return found


class Planned(NamedTuple):
    """From when until when a part would be dealt with if each used its whole limit."""

    start: datetime
    due: datetime


def plan(after: After, start: datetime, until: Callable[[str, datetime], datetime]) -> dict[str, Planned]:
    """The whole case planned; `until` says when a part is due that starts at a moment."""
    planned: dict[str, Planned] = {}
    for part in in_order(after):
        begins = max((planned[one].due for one in after[part]), default=start)
        planned[part] = Planned(begins, until(part, begins))
    return planned


def case_due(dues: Iterable[datetime]) -> datetime:
    """A case is due with the last of its parts."""
    return max(dues)


def case_status(standings: Iterable[Standing]) -> str:
    """That of its slowest part; of parts that came to no result only if there are no others."""
    every = list(standings)
    places = [place for each in every if (place := _place(each)) is not None]
    if places:
        return LADDER[min(places)]
    ended = {each.status for each in every} - {Unstarted.NOT_DONE.value}
    return ended.pop() if len(ended) == 1 else Status.STOPPED.value


def _place(standing: Standing) -> int | None:
    if standing == WAITING:
        return LADDER.index(Status.IN_PROCESS.value)
    return LADDER.index(standing.status) if standing.status in LADDER else None
