"""A list to choose from, drawn in one step: some have hundreds of units."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
CHOSEN = mark_safe(" selected")


@register.simple_tag
def options(choices: Iterable[tuple[object, object]], value: object) -> SafeString:
    """The options of a select, `value` chosen."""
    drawn = ((key, CHOSEN if key == value else "", text) for key, text in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', drawn)
