"""What an indicator counts: a table, a measure, a predicate, an anchor time and a unit column.

Period, unit and level are dimensions of the counting, never part of a predicate. Counted as known at a
moment it is the cell; listed as known at the same moment it is the list behind the cell.
"""

from dataclasses import dataclass
from typing import Literal

from django.db import models
from django.db.models import Q

ALL = Q()
Measure = Literal["count", "sum", "distinct", "stock"]


@dataclass(frozen=True, slots=True)
class Population:
    """`model` has known_from/known_to itself or behind `known` (a lookup prefix ending in "__").

    count     rows whose `anchor` lies in [from, to)
    sum       of `column` over those rows
    distinct  values of `column` among those rows
    stock     rows that began (`anchor`) before the end of the window and had not ended (`until`) by then;
              `open` follows from not having ended yet: it is said so that an index of open ones finds them

    `unit` and `level` are lookups of the dimensions; an empty `level` means none.
    """

    name: str
    label: str
    model: type[models.Model]
    measure: Measure
    anchor: str
    where: Q
    unit: str
    level: str = ""
    column: str = ""
    until: str = ""
    open: Q = ALL
    known: str = ""
