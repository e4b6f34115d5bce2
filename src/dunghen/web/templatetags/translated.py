"""`{% translate "…" %}` of Django's library, here a builtin, looks a constant up once for each language: a
page says hundreds of them, most of them again in every row."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.templatetags.i18n import TranslateNode
from django.utils.translation import get_language

register: template.Library = i18n.register  # `load i18n` in a template finds the same


class _Constant(TranslateNode):
    """Words that stand in the template itself."""

    def __init__(self, node: TranslateNode) -> None:
        super().__init__(node.filter_expression, node.noop)
        self._said: dict[str | None, str] = {}

    def render(self, context: Any) -> str:
        language = get_language()
        said = self._said.get(language)
        if said is None:
            said = self._said[language] = super().render(context)
        return said


@register.tag("translate")
def translate(parser: Parser, token: Token) -> TranslateNode:
    """As Django has it."""
    node = i18n.do_translate(parser, token)
    said = node.filter_expression
    plain = said.var.literal is not None and not said.filters
    return _Constant(node) if plain and not (node.noop or node.asvar or node.message_context) else node
