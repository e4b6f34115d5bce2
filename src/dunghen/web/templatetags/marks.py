"""What long tables say of each row, made once, not in every row: the mark of a status, a choice in words."""

from functools import lru_cache

from django import template
from django.db.models import Field, Model
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def mark(kind: str, label: object) -> SafeString:
    """As `<c-status>` draws it. `label` is what stands there in the reader's language."""
    return _drawn(kind, str(label))


@register.filter
def words(row: Model, field: str) -> str:
    """What the value of a field with choices is called."""
    value = getattr(row, field)
    return str(_choices(type(row), field).get(value, value))


@lru_cache(maxsize=1000)
def _drawn(kind: str, label: str) -> SafeString:
    return render_to_string("web/_mark.html", {"kind": kind, "label": label})


@lru_cache(maxsize=100)
def _choices(model: type[Model], field: str) -> dict[object, object]:
    held = model._meta.get_field(field)
    return dict(held.flatchoices) if isinstance(held, Field) else {}
