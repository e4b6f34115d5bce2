"""What the worker does for tasks every night: what has begun is said so, what lost its unit follows it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from dunghen.supervision.tasks.models import Task, TaskStatus
from dunghen.supervision.tasks.record import remember, settle
from dunghen.supervision.tasks.successors import follow


@app.periodic(cron="30 0 * * *")
@app.task(name="dunghen.supervision.tasks.jobs.nightly", queueing_lock="tasks_nightly")
def nightly(timestamp: int) -> None:
    """`timestamp`: when it was due, in seconds (given by the worker, not used)."""
    today = timezone.localdate()
    follow(today)
    begin(today)


@transaction.atomic
def begin(day: date) -> int:
    """Tasks whose time has come are no longer "Chưa tới thời gian thực hiện"; how many."""
    waiting = Task.objects.filter(status=TaskStatus.NOT_YET, stated="", products__starts__lte=day)
    begun = 0
    for task in waiting.distinct():
        settle(task, day)
        begun += remember(task)
    return begun
