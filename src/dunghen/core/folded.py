"""Words of a column without accents and capitals, for search inside the database."""

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func


class FoldedWords(Func):
    """The words of a column without accents and capitals, as core.text.fold writes them, in the database:
    no writer can forget them, and they go when the column is erased."""

    template = (
        r"to_tsvector('simple'::regconfig, translate(lower(regexp_replace("
        r"normalize(%(expressions)s, NFD), U&'[\0300-\036F]', '', 'g')), U&'\0110\0111', 'dd'))"
    )
    output_field = SearchVectorField()
