"""Closing the figures of a report (chốt số liệu): every unit's figures as known at a settled moment."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dunghen.core.known import settled_time
from dunghen.statistics.compile import Figure, compile_units
from dunghen.statistics.models import Lock, LockedFigure, Report
from dunghen.statistics.view import view


class LockRefusedError(Exception):
    """The figures may not be closed yet; the text says why, in Vietnamese."""


def lock(report: Report, now: datetime, seal: Callable[[], int]) -> Lock:
    """Compile all units as known at a moment no open transaction can still write into, seal the
    ledger (`seal` returns the seal's number), and keep the figures. Raises LockRefusedError while the
    report's window is still open."""
    if now < report.window_to:
        raise LockRefusedError(_("Chưa hết thời gian tính số liệu của kỳ báo cáo, chưa thể chốt số liệu."))
    # Read before the snapshot is taken: a writer that commits in between is then seen by it.
    known_at = settled_time()
    asked = view(report.code, today=now.date(), known_at=known_at)
    units = compile_units(asked)
    number = seal()
    with transaction.atomic():
        made = Lock.objects.create(report=report, known_at=known_at, locked_at=now, seal=number)
        LockedFigure.objects.bulk_create(
            LockedFigure(
                lock=made,
                unit_id=unit,
                cell=code,
                origin=asked.rows[code].origin,
                value=figure.value,
                numerator=figure.numerator,
                denominator=figure.denominator,
            )
            for unit, figures in units.items()
            if unit == asked.own or any(figure.value for figure in figures.values())
            for code, figure in figures.items()
            if figure != Figure(None)
        )
    return made
