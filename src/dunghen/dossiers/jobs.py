"""What the worker does for this room: it tells of opinions that are late and of dossiers about to be."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localtime
from procrastinate.contrib.django import app

from dunghen.core.known import transaction_time
from dunghen.core.worktime import CalendarGapError
from dunghen.dossiers.actions import tell_late_opinion
from dunghen.dossiers.chain.append import Stale
from dunghen.dossiers.models import Consultation, DossierVersion, Notice, NoticeKind
from dunghen.org.calendar import calendar
from dunghen.org.rights import Role

BEFORE = 2  # working days before the due date, one before the last on which an apology may be sent


@app.periodic(cron="*/15 * * * *")
@app.task(name="dunghen.dossiers.jobs.late_opinions", queueing_lock="late_opinions")
def late_opinions(timestamp: int) -> None:
    """Tell the heads of one-stops of opinions past their limit (NĐ 61/2018/NĐ-CP art. 19.5.b).

    `timestamp`: when it was due, in seconds (given by the worker, not used).
    """
    tell_of_late_opinions(timezone.now())


def tell_of_late_opinions(now: datetime) -> int:
    """How many were told; one whose dossier somebody is working on is told the next time."""
    waiting = Consultation.objects.filter(answered_at=None, closed_at=None, told_at=None, due_at__lt=now)
    told = 0
    for pk in list(waiting.order_by("due_at").values_list("pk", flat=True)):
        try:
            told += tell_late_opinion(pk)
        except Stale:
            continue
    return told


@app.periodic(cron="0 7 * * *")
@app.task(name="dunghen.dossiers.jobs.apology_reminders", queueing_lock="apology_reminders")
def apology_reminders(timestamp: int) -> None:
    """Remind of dossiers due in two working days that nobody apologised for (art. 19.9).

    `timestamp`: when it was due, in seconds (given by the worker, not used).
    """
    remind_of_apologies(timezone.now())


@transaction.atomic
def remind_of_apologies(now: datetime) -> int:
    """How many dossiers are due within two working days; each is reminded of once for a due date. To its
    officer, else to the heads of the unit."""
    working = calendar()
    try:
        last = working.closing(working.nth(working.position(localtime(now).date()) + BEFORE))
    except CalendarGapError:
        return 0
    open_ones = DossierVersion.objects.known_at(None).filter(
        outcome="", apologised_at=None, due_at__gte=now, due_at__lte=last
    )
    made_at = transaction_time()
    notices = [
        Notice(
            kind=NoticeKind.APOLOGY_DUE,
            dossier_id=version.dossier_id,
            unit_id=version.unit_id,
            role=Role.HEAD_OF_AGENCY,
            person_id=version.officer_id,
            due_at=version.due_at,
            made_at=made_at,
        )
        for version in open_ones.only("dossier", "unit", "officer", "due_at")
        if version.due_at is not None
    ]
    Notice.objects.bulk_create(notices, batch_size=1000, ignore_conflicts=True)
    return len(notices)
