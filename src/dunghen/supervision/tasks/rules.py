"""What the products say of a task. Pure.

Two axes that do not touch: how far it is (the three words of the reports) and whether it is in time. Done is
said by the products alone, and a product is done by a confirmed document.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dunghen.supervision.tasks.models import ProductKind, TaskStatus


class Timing(StrEnum):
    """On time or not, whatever the status."""

    WITHIN = "within"
    SOON = "soon"
    OVERDUE = "overdue"
    ON_TIME = "on_time"
    LATE = "late"
    NONE = "none"


SOON_DAYS = 7  # a week of the reform office: what falls due in it is "sắp đến hạn"


@dataclass(frozen=True, slots=True)
class Made:
    """What decides of one product. `begun`: a document was confirmed for it, or offered; `offered`: one waits
    for who gave the task, so that its doer is not late with it (ADR 38)."""

    kind: str
    starts: date | None
    ends: date | None
    met: date | None
    done: date | None
    begun: bool = False
    offered: bool = False

    @property
    def waits(self) -> bool:
        """For a condition that does not hold yet: nothing is due."""
        return self.kind == ProductKind.CONDITIONAL and self.met is None and self.done is None

    @property
    def open(self) -> bool:
        """Whether its doer still has something to hand in."""
        return self.done is None and not self.offered

    @property
    def due(self) -> date | None:
        return None if self.waits else self.ends


def status(products: Sequence[Made], today: date) -> TaskStatus:
    """Done when every product is; two products with one done are ongoing. A standing or periodic product is
    done for the report once a document proves it (report 137/BC-UBND, Appendix I tasks 15, 20, 30)."""
    if products and all(one.done for one in products):
        return TaskStatus.DONE
    if not products or any(one.done or one.begun or _started(one, today) for one in products):
        return TaskStatus.ONGOING
    return TaskStatus.NOT_YET


def _started(product: Made, today: date) -> bool:
    return not product.waits and (product.starts is None or product.starts <= today)


def timing(products: Iterable[Made], today: date) -> Timing:
    """The worst of its products: overdue before late, late before soon. Without dates none."""
    found = {_timing(one, today) for one in products}
    for one in (Timing.OVERDUE, Timing.LATE, Timing.SOON, Timing.WITHIN, Timing.ON_TIME):
        if one in found:
            return one
    return Timing.NONE


def _timing(product: Made, today: date) -> Timing:
    last = product.due
    if last is None:
        return Timing.NONE
    if product.done:
        return Timing.ON_TIME if product.done <= last else Timing.LATE
    if product.offered:
        return Timing.NONE
    if last < today:
        return Timing.OVERDUE
    return Timing.SOON if (last - today).days <= SOON_DAYS else Timing.WITHIN


def due(products: Iterable[Made]) -> date | None:
    """What falls due next: the first day among products that are to be handed in; of a task without any the
    last."""
    rows = [(one.due, one.open) for one in products if one.due]
    open_ones = [last for last, is_open in rows if is_open]
    return min(open_ones) if open_ones else max((last for last, _day in rows), default=None)


def handed_in(products: Sequence[Made]) -> bool:
    """Whether what is not done waits for who gave the task, all of it."""
    return any(one.done is None for one in products) and not any(one.open for one in products)


def done(products: Sequence[Made]) -> date | None:
    """The day on which the last product was done; None while one is not."""
    days = [one.done for one in products if one.done]
    return max(days) if days and len(days) == len(products) else None
