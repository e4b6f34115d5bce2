"""The mark of a status in a long table: `{% mark kind label %}` looks as `<c-status>` does, drawn once a word."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def mark(kind: str, label: object) -> SafeString:
    """A text with colour. `label` is what stands there in the reader's language."""
    return _drawn(kind, str(label))


@lru_cache(maxsize=1000)
def _drawn(kind: str, label: str) -> SafeString:
    return render_to_string("web/_mark.html", {"kind": kind, "label": label})
