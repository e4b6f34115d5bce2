"""What the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dunghen.config.settings")
application = get_wsgi_application()
# What is loaded now stays: the collector need not walk through it again while a page is made.
gc.collect()
gc.freeze()
