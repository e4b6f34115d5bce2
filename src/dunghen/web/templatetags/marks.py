"""What long tables say of each row, made once, not in every row: the mark of a status, a choice in words,
the whole row."""

from collections.abc import Hashable
from functools import lru_cache

from django import template
from django.db.models import Field, Model
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def mark(kind: str, label: object) -> SafeString:
    """As `<c-status>` draws it. `label` is what stands there in the reader's language."""
    return _drawn(kind, str(label))


@register.simple_tag
def row(drawn_by: str, one: Hashable, *more: Hashable) -> SafeString:
    """A row of a table by a template of its own, in which it is `one`: drawn once for what it says, so it has
    words and numbers alone, no records. `more`: what else the template asks for."""
    return _row(drawn_by, one, more, get_language())


@register.filter
def words(row: Model, field: str) -> str:
    """What the value of a field with choices is called."""
    value = getattr(row, field)
    return str(_choices(type(row), field).get(value, value))


@lru_cache(maxsize=1000)
def _drawn(kind: str, label: str) -> SafeString:
    return render_to_string("web/_mark.html", {"kind": kind, "label": label})


@lru_cache(maxsize=4000)
def _row(drawn_by: str, one: Hashable, more: Hashable, _language: str | None) -> SafeString:
    return render_to_string(drawn_by, {"one": one, "more": more})


@lru_cache(maxsize=100)
def _choices(model: type[Model], field: str) -> dict[object, object]:
    held = model._meta.get_field(field)
    return dict(held.flatchoices) if isinstance(held, Field) else {}


@register.filter
def short(text: str, most: int) -> str:
    """The beginning of a text; `truncatechars` walks it sign by sign."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


@register.simple_tag
def numbers(*counted: int | list[int]) -> SafeString:
    """Cells of a row, a number each; a list has several."""
    language = get_language() or ""
    each = [n for one in counted for n in (one if isinstance(one, list) else (one,))]
    return SafeString("".join([_cell(one, language) for one in each]))


@lru_cache(maxsize=5000)
def _cell(counted: int, _language: str) -> SafeString:
    return format_html('<td class="num">{}</td>', localize(counted))
