"""What the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dunghen.config.settings")
application = get_wsgi_application()
# Every page's code is read before the first is asked for.
reverse("home")
get_template("web/base.html")
# What is loaded now stays: the collector need not walk through it again while a page is made.
gc.collect()
gc.freeze()
