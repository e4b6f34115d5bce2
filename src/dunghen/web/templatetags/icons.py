"""The icons of icons.svg."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon beside a text that says the same; of a few dozen names, each drawn once."""
    return _drawn(name)


@lru_cache(maxsize=100)
def _drawn(name: str) -> SafeString:
    return render_to_string("web/_icon.html", {"name": name})
