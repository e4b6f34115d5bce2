"""Words looked for in given tasks and in the documents that give them, without accents."""

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from dunghen.core.folded import wanted
from dunghen.supervision.given.models import GivenTask, Source
from dunghen.supervision.tasks.models import Task

LONGEST, WORDS = 200, 6  # signs of a search; words of it that are looked for one by one


def with_each(words: list[str]) -> QuerySet[Any]:
    """Tasks with each of the words in themselves or in the document that gives them: of the documents, few
    beside their tasks, those with the same of the words are asked together for tasks with the others. One
    query beside the one to be made."""
    names = [f"word_{n}" for n in range(len(words))]
    named = [ExpressionWrapper(named_by(one), BooleanField()) for one in words]
    some = reduce(or_, (Q((name, True)) for name in names))
    sources: dict[tuple[bool, ...], list[int]] = {}
    rows = Source.objects.order_by().annotate(**dict(zip(names, named, strict=True))).filter(some)
    for pk, *has in rows.values_list("pk", *names):
        sources.setdefault(tuple(has), []).append(pk)
    parts: list[QuerySet[Any, Any]] = [Task.objects.filter(_with(words, "search")).values("pk")]
    for has, keys in sources.items():
        rest = [word for word, there in zip(words, has, strict=True) if not there]
        given = GivenTask.objects.filter(_with(rest, "task__search"), item__source__in=keys)
        parts.append(given.values("pk"))
    return parts[0].union(*parts[1:])


def _with(words: list[str], column: str) -> Q:
    """Where every one of the words is, each perhaps only begun; nowhere if one of them is a sign alone."""
    queries = [query for query in map(wanted, words) if query is not None]
    if len(queries) < len(words):
        return Q(pk__in=())
    return Q(**{column: reduce(and_, queries)}) if queries else Q()


def words_of(said: Mapping[str, Any]) -> list[str]:
    """What is looked for, word by word: each may be only begun. What follows the first few stays together."""
    return str(said.get("tim", ""))[:LONGEST].split(None, WORDS - 1)


def named_by(words: str) -> Q:
    """Documents with words in their number or, accents aside, in their abstract."""
    query = wanted(words)
    return Q(symbol__icontains=words) | (Q(pk__in=()) if query is None else Q(search=query))
