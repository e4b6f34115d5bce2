"""How the sending of a message is ordered from the worker: in the transaction that wrote it."""

from datetime import timedelta

from procrastinate.contrib.django import app

DELIVER = "dunghen.exchange.jobs.deliver"


def order(pk: int, after: timedelta | None = None) -> None:
    """Have the worker send a message, now or after a while."""
    schedule = {"seconds": int(after.total_seconds())} if after else None
    app.configure_task(DELIVER, allow_unknown=True, schedule_in=schedule).defer(pk=pk)
