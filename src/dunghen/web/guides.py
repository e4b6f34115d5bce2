"""The guides of docs/vi on the site itself, for whoever works with it: help where the work is."""

from functools import cache
from html import escape
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dunghen.core.access import PUBLIC, needs
from dunghen.core.paths import ROOT

FOLDER = ROOT / "docs" / "vi"
FIRST = "README"
# A table scrolls by itself on a telephone, by keyboard too.
_TABLE = '<div class="table" role="region" tabindex="0" aria-label="{title} {number}"><table>'


class Guide(NamedTuple):
    """Its heading, and what stands below it, as HTML."""

    title: str
    html: SafeString


@needs(PUBLIC)
@require_safe
def guide(request: HttpRequest, name: str = FIRST) -> HttpResponse:
    """A guide, or the list of them."""
    found = _read(name)
    return render(request, "web/guide.html", {"guide": found, "first": name == FIRST})


@cache
def _read(name: str) -> Guide:
    """The names are few, and theirs alone. Raises Http404."""
    path = FOLDER / f"{name}.md"
    if not path.is_file():
        raise Http404
    # no HTML of its own: what stands in a guide is text
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(path.read_text(encoding="utf-8"))
    for token in tokens:
        for inner in token.children or ():
            _to_page(inner)
    title = tokens[1].content if tokens and tokens[0].tag == "h1" else ""
    html = reader.renderer.render(tokens[3:] if title else tokens, reader.options, {})
    number = 0
    while "<table>\n" in html:
        number += 1
        html = html.replace("<table>\n", _TABLE.format(title=escape(title), number=number), 1)
    return Guide(title, SafeString(html.replace("</table>", "</table></div>")))


def _to_page(token: Token) -> None:
    """A link to another guide leads to its page."""
    target = str(token.attrGet("href") or "")
    if token.type == "link_open" and target.endswith(".md") and "/" not in target:
        name = target.removesuffix(".md")
        token.attrSet("href", reverse("guides") if name == FIRST else reverse("guide", args=[name]))
