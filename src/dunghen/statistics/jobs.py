"""What the worker does for this room: it draws charts, reads documents, counts anew what the pages show.

Only the worker imports this file (settings.PROCRASTINATE_IMPORT_PATHS), because the drawing library
would double the size of a web process.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import vl_convert
from django.contrib.staticfiles import finders
from django.utils import timezone
from procrastinate.contrib.django import app

from dunghen.org.maps import Which
from dunghen.statistics import kept, snapshot
from dunghen.statistics.models import ChartImage, ProofRun, Report
from dunghen.statistics.proofs import actions
from dunghen.statistics.proofs.beside import compare
from dunghen.statistics.proofs.rules import Refused
from dunghen.statistics.view import View, view

VEGA_LITE = "5.20"
KEPT = timedelta(days=30)
LATEST = 4  # reports whose figures still change often
FACE = "dunghen/fonts/BeVietnamPro-Regular.ttf"
VIETNAMESE = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " đ"]}


def svg(spec: dict[str, Any]) -> str:
    """The picture of a specification; its texts are measured in the page's own face."""
    face = finders.find(FACE)
    if isinstance(face, str):
        vl_convert.register_font_directory(str(Path(face).parent))
    drawn: str = vl_convert.vegalite_to_svg(
        spec, vl_version=VEGA_LITE, format_locale=VIETNAMESE, allowed_base_urls=[]
    )
    return drawn


@app.task(name="dunghen.statistics.jobs.draw")
def draw(digest: str, light: dict[str, Any], dark: dict[str, Any]) -> None:
    """Draw a chart that a page asked for; a second order of the same draws nothing."""
    if not ChartImage.objects.filter(pk=digest).exists():
        pictures = {"light": svg(light), "dark": svg(dark), "drawn_at": timezone.now()}
        ChartImage.objects.get_or_create(digest=digest, defaults=pictures)


@app.task(name="dunghen.statistics.jobs.proofread")
def proofread(run: int, report: str) -> None:
    """Read a document that was taken, and set it beside a period; one without its own text is left out."""
    period = Report.objects.filter(code=report).first()

    def beside(taken: ProofRun) -> None:
        if period:
            with suppress(Refused):
                compare(taken, period)

    actions.read(ProofRun.objects.get(pk=run), beside)


@app.periodic(cron="*/10 * * * *")
@app.task(name="dunghen.statistics.jobs.renew_dashboard", queueing_lock="renew_dashboard")
def renew_dashboard(timestamp: int) -> None:
    """Count the latest reports and the dashboard of the very latest anew, by both maps; throw away charts
    nobody drew for long.

    `timestamp`: when it was due, in seconds (given by the worker, not used).
    """
    now = timezone.now()
    latest = Report.objects.order_by("-window_to").values_list("code", flat=True)[:LATEST]
    for place, code in enumerate(latest):
        for which, asked in _both_maps(code):
            kept.renew(asked, which)
            if place == 0:
                snapshot.renew(asked, which)
    ChartImage.objects.filter(drawn_at__lt=now - KEPT).delete()


@app.periodic(cron="30 2 * * *")
@app.task(name="dunghen.statistics.jobs.renew_reports", queueing_lock="renew_reports")
def renew_reports(timestamp: int) -> None:
    """Count every report anew, so that none is counted while somebody waits for its page."""
    for code in Report.objects.order_by("-window_to").values_list("code", flat=True):
        for which, asked in _both_maps(code):
            kept.renew(asked, which)


def _both_maps(code: str) -> Iterator[tuple[Which, View]]:
    which: Which
    for which in get_args(Which):
        yield which, view(code, today=timezone.localdate(), which=which)
