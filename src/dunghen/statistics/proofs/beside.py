"""A document put to reading, and its prose set beside the figures of a period."""

from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from dunghen.core.paths import PACKS
from dunghen.org.models import Installation
from dunghen.statistics.kept import kept
from dunghen.statistics.models import ProofRun, Report
from dunghen.statistics.paper.cells import PaperError
from dunghen.statistics.paper.narrative import Narrative
from dunghen.statistics.proofs import actions
from dunghen.statistics.proofs.narrative import Codes, meet
from dunghen.statistics.proofs.rules import Refused
from dunghen.statistics.view import view


def compare(run: ProofRun, report: Report) -> None:
    """Look for our own sentences of a period in the text. Raises Refused where the period has none."""
    asked = view(report.code, today=timezone.localdate())
    figures = kept(asked, "day")
    path = PACKS / Installation.objects.get().pack / "reports" / f"{report.code}-narrative.toml"
    try:
        said = Narrative(path, Codes()).blocks()
    except PaperError as error:
        raise Refused(str(error)) from error
    own = figures.of(asked.own, asked.rows)
    met = meet(run.text, said, {code: figure.value for code, figure in own.items()})
    actions.compare(run, report, met, figures.known_at)


def order(run: ProofRun, report: Report | None) -> None:
    """Ask the worker to read a document, once, and to set it beside a period."""
    job = app.configure_task("dunghen.statistics.jobs.proofread", queueing_lock=f"proofread:{run.pk}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(run=run.pk, report=report.code if report else "")
