"""What the worker does for this room: it reads the ledger each minute and sends what is waiting."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from dunghen.exchange import actions
from dunghen.exchange.models import Message
from dunghen.exchange.orders import DELIVER, order


@app.periodic(cron="* * * * *")
@app.task(name="dunghen.exchange.jobs.sweep", queueing_lock="sweep_messages")
def sweep(timestamp: int) -> None:
    """Write what is due. `timestamp`: when it was due, in seconds (given by the worker, not used)."""
    actions.sweep(order, timezone.now())


@app.task(name=DELIVER)
def deliver(pk: int) -> None:
    """Send one message; what was not taken is tried again after 1, 2, 4 … minutes."""
    if actions.deliver(pk, timezone.now()):
        order(pk, timedelta(minutes=2 ** (Message.objects.get(pk=pk).tries - 1)))
