"""The worker itself, on a database where transactions commit."""

import gc
import warnings

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.types import JSONValue

from dunghen.statistics.models import ChartImage


def test_a_real_worker_draws_what_was_ordered(fresh_db: str) -> None:
    spec: JSONValue = {"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a"}}}
    digest = "d" * 64
    app.configure_task("dunghen.statistics.jobs.draw").defer(digest=digest, light=spec, dark=spec)
    with app.replace_connector(DjangoConnector().get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    assert ChartImage.objects.get(pk=digest).light.startswith("<svg")
    with warnings.catch_warnings():  # the worker's thread ended with its connection open: collected here,
        warnings.simplefilter("ignore", ResourceWarning)  # not in whichever test comes later
        gc.collect()
