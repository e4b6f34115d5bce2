"""Words of a column without accents and capitals, for search inside the database."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func

from dunghen.core.text import fold

_WORD = re.compile(r"[^\W_]+")


class FoldedWords(Func):
    """The words of columns never null without accents and capitals, as core.text.fold writes them, in
    the database: no writer can forget them, and they go when the column is erased."""

    template = (
        r"to_tsvector('simple'::regconfig, translate(lower(regexp_replace("
        r"normalize(%(expressions)s, NFD), U&'[\0300-\036F]', '', 'g')), U&'\0110\0111', 'dd'))"
    )
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()


def wanted(text: str) -> SearchQuery | None:
    """What finds the words of a text in FoldedWords, in any order; the last may be only begun. None where no
    word is said."""
    words = _WORD.findall(fold(text))
    query = " & ".join([*words[:-1], f"{words[-1]}:*"]) if words else ""
    return SearchQuery(query, search_type="raw", config="simple") if words else None
