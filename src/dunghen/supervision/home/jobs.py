"""What the worker does for this area: every morning it reminds of what is due."""

from django.utils import timezone
from procrastinate.contrib.django import app

from dunghen.supervision.home.actions import remind


@app.periodic(cron="0 7 * * *")
@app.task(name="dunghen.supervision.home.jobs.morning", queueing_lock="duty_reminders")
def morning(timestamp: int) -> None:
    """`timestamp`: when it was due, in seconds (given by the worker, not used)."""
    remind(timezone.localdate())
