"""The codes of figures in a sentence, each leading to the page of its figure."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dunghen.statistics.questions import Asked, query

register = template.Library()


@register.simple_tag
def codes(text: str, asked: Asked) -> SafeString:
    """ "B1.2.2 = 18", with what B1.2.2 is called for who points at it and its page for who clicks."""
    return format_html_join(" ", "{}", ((_linked(word, asked),) for word in text.split(" ")))


def _linked(word: str, asked: Asked) -> str:
    row = asked.view.rows.get(word)
    if row is None:
        return word
    address = reverse("cell", args=[asked.view.report.code, word]) + query(asked.carried)
    return format_html('<a href="{}" title="{}">{}</a>', address, row.label, word)
