"""What is claimed of speed, measured: one module per figure, run by `bench/run NAME`.

The measured code imports models, so PostgreSQL and Django stand before any module of this package does.
"""

import django
from django.apps import apps

from dunghen.config import postgres
from dunghen.core.paths import VAR

if not apps.ready:
    postgres.start(VAR / "pg")
    django.setup()
