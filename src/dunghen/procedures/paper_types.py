"""Kinds of papers shared by procedures: loaded from a pack, and found for a component or a result."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from dunghen.org.load import PackError
from dunghen.org.reference import lasting
from dunghen.procedures.models import PaperType, PaperTypeUse, Procedure, ProcedurePaper

FILE = "paper-types.toml"
RESULT = ""  # the paper code of what a procedure issues


class _Place(NamedTuple):
    procedure: int
    paper: str


@transaction.atomic
def load_paper_types(pack: Path) -> None:
    """Put the types of a pack in place of those known. Raises PackError where one names what is not there."""
    file = pack / FILE
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["type"] if file.exists() else []
    procedures = dict(Procedure.objects.values_list("key", "id"))
    named: dict[str, set[_Place]] = defaultdict(set)
    for procedure, paper, name in ProcedurePaper.objects.filter(version__known_to__isnull=True).values_list(
        "version__procedure", "code", "name"
    ):
        named[name].add(_Place(procedure, paper))
    PaperType.objects.exclude(code__in=[entry["code"] for entry in entries]).delete()
    PaperTypeUse.objects.all().delete()
    uses = []
    for entry in entries:
        kind, _new = PaperType.objects.update_or_create(code=entry["code"], defaults={"name": entry["name"]})
        places = set(_places(entry, procedures, named))
        uses += [PaperTypeUse(type=kind, procedure_id=at.procedure, paper=at.paper) for at in places]
    PaperTypeUse.objects.bulk_create(uses)


def _places(
    entry: Mapping[str, Any], procedures: Mapping[str, int], named: Mapping[str, set[_Place]]
) -> Iterator[_Place]:
    for name in entry.get("names", ()):
        yield from named[name]
    for told in (*entry.get("components", ()), *(f"{key}:" for key in entry.get("results", ()))):
        key, _colon, paper = told.partition(":")
        if key not in procedures:
            raise PackError(f"{FILE}: loại {entry['code']}: không có thủ tục “{key}”.")
        yield _Place(procedures[key], paper)


def types_of(procedure: Procedure) -> dict[str, str]:
    """The type code of each component that has a shared one, by the component's code; RESULT for the
    result's."""

    def read() -> dict[str, str]:
        return dict(PaperTypeUse.objects.filter(procedure=procedure).values_list("paper", "type__code"))

    return lasting(("types", procedure.pk), read)


def type_code(types: Mapping[str, str], procedure: Procedure, paper: str) -> str:
    """The type of a component, shared or of the procedure alone."""
    return types.get(paper) or f"{procedure.key}.{paper or 'ket-qua'}"
