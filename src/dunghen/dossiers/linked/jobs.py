"""What the worker does for linked cases: it starts the parts whose turn has come."""

from procrastinate.contrib.django import app

from dunghen.dossiers.linked.actions import carry_on_all


@app.periodic(cron="* * * * *")
@app.task(name="dunghen.dossiers.linked.jobs.carry_on", queueing_lock="carry_on_linked")
def carry_on(timestamp: int) -> None:
    """Each minute; one that is missed is made up for by the next.

    `timestamp`: when it was due, in seconds (given by the worker, not used).
    """
    carry_on_all()
