"""When a plan and its tasks are complete. Pure.

Notice of the Chairman's conclusions of 24/02/2023, 1.b: "có phân công, giao trách nhiệm rõ ràng cho tổ chức,
cá nhân triển khai thực hiện, thời gian hoàn thành, có định lượng được sản phẩm/kết quả đầu ra".
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from dunghen.core.text import fold
from dunghen.supervision.errors import Refused
from dunghen.supervision.plans.models import PlanKind

# What a plan carries out: a stage a programme, a year a stage, a companion the year's plan or a stage.
CARRIES_OUT: dict[str, tuple[str, ...]] = {
    PlanKind.PROGRAMME: (),
    PlanKind.STAGE: (PlanKind.PROGRAMME,),
    PlanKind.YEAR: (PlanKind.STAGE, PlanKind.YEAR),
}
_COMPANION = (PlanKind.YEAR, PlanKind.STAGE)
YEARS = {PlanKind.PROGRAMME: 10, PlanKind.STAGE: 5}


class Flaw(NamedTuple):
    """What a task lacks; what `stops` keeps the plan from being submitted."""

    words: str
    stops: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What of a task is checked. `products`: name, time as typed, last day; `in_charge`: a person or a
    division, asked where the plan is a unit's own (`own`), whose lead is the unit itself."""

    content: str
    leads: int
    in_charge: str
    own: bool
    products: Sequence[tuple[str, str, date | None]]


def check_unit(starts: date, ends: date, valid_from: date, valid_to: date | None) -> None:
    """A plan is of a unit that there is in its time, for a part of it at least. Raises Refused."""
    if valid_from >= ends or (valid_to is not None and valid_to <= starts):
        raise Refused(
            _(
                "Đơn vị không tồn tại trong thời gian của kế hoạch ({starts:%d/%m/%Y} – {last:%d/%m/%Y})."
            ).format(starts=starts, last=ends - timedelta(days=1))
        )


def carries_out(kind: str) -> tuple[str, ...]:
    """The kinds of plan that one of this kind may carry out."""
    return CARRIES_OUT.get(kind, _COMPANION)


def flaws(task: Line, countable: Collection[str]) -> list[Flaw]:
    """What a task lacks, in the order of its form."""
    found = []
    if not task.content.strip():
        found.append(Flaw(_("Chưa ghi nội dung nhiệm vụ"), stops=True))
    if task.leads == 0:
        found.append(Flaw(_("Chưa có cơ quan chủ trì"), stops=True))
    if task.own and not task.in_charge.strip():
        found.append(Flaw(_("Chưa ghi người, bộ phận chịu trách nhiệm"), stops=True))
    names = [name for name, _time, _last in task.products if name.strip()]
    if not names or not all(is_countable(name, countable) for name in names):
        found.append(Flaw(_("Chưa có sản phẩm đếm được"), stops=True))
    if not task.products or any(not time.strip() for _name, time, _last in task.products):
        found.append(Flaw(_("Chưa ghi thời gian thực hiện"), stops=True))
    if any(time.strip() and last is None for _name, time, last in task.products):
        found.append(Flaw(_("Thời gian không đọc được thành ngày"), stops=True))
    return found


def is_countable(name: str, words: Collection[str]) -> bool:
    """Whether a product names something that can be counted: a document, a meeting, or a number."""
    said = fold(name)
    return bool(re.search(r"\d", said)) or any(re.search(rf"\b{re.escape(word)}\b", said) for word in words)
