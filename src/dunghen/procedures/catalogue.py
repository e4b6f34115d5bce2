"""Reads the procedures of a pack, and completes them to the published number of a city.

The real procedures stand in `procedures/*.toml`, one file a field. The report of a city gives
totals for many more than public sources let us write down; `procedures/sample.toml` says how many,
and the rest is generated from its seed, each one marked as sample and without a code. The values
of a real procedure are never changed to reach a total.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from dunghen.procedures.catalogue_model import (
    CatalogueError,
    CataloguePaper,
    CatalogueProcedure,
    CatalogueStep,
    CatalogueVersion,
)
from dunghen.procedures.catalogue_sample import LEVELS, Table, generate_rest

ONLINE = ("none", "partial", "full")
SAMPLE_FILE = "sample.toml"
DECISIONS_FILE = "publications.toml"


def read_catalogue(pack: Path) -> list[CatalogueProcedure]:
    """All procedures of the pack: the real ones by file and order, then the generated ones."""
    folder = pack / "procedures"
    procedures = [
        _procedure(table, file.name)
        for file in sorted(folder.glob("*.toml"))
        if file.name != SAMPLE_FILE
        for table in tomllib.loads(file.read_text(encoding="utf-8")).get("procedure", [])
    ]
    sample = folder / SAMPLE_FILE
    if sample.exists():
        spec = tomllib.loads(sample.read_text(encoding="utf-8"))
        procedures += generate_rest(procedures, spec, read_decisions(pack))
    _refuse_doubles(procedures)
    return procedures


def read_decisions(pack: Path) -> list[Table]:
    """The publication decisions of the pack, in the order of the file."""
    file = pack / DECISIONS_FILE
    if not file.exists():
        return []
    found: list[Table] = tomllib.loads(file.read_text(encoding="utf-8"))["publication"]
    return found


def _refuse_doubles(procedures: Sequence[CatalogueProcedure]) -> None:
    for word, values in (
        ("Khóa", [procedure.key for procedure in procedures]),
        ("Mã", [procedure.code for procedure in procedures if procedure.code]),
    ):
        doubled = [value for value, times in Counter(values).items() if times > 1]
        if doubled:
            raise CatalogueError(f"{word} thủ tục bị trùng: {', '.join(doubled)}")


def _procedure(table: Table, file: str) -> CatalogueProcedure:
    key = table.get("key", "?")
    try:
        versions = [_version(version) for version in table["version"]]
        return CatalogueProcedure(
            key=table["key"],
            code=table.get("code", ""),
            code_source=table.get("code_source", ""),
            name=table["name"],
            field=table["field"],
            authority=table["authority"],
            department=table["department"],
            linked=table.get("linked", "none"),
            non_territorial=table.get("non_territorial", False),
            sample=False,
            versions=_closed(versions),
        )
    except KeyError as missing:
        raise CatalogueError(f"{file}: thủ tục {key} thiếu mục {missing}") from missing
    except (ArithmeticError, CatalogueError) as error:
        raise CatalogueError(f"{file}: thủ tục {key}: {error}") from error


def _closed(versions: list[CatalogueVersion]) -> tuple[CatalogueVersion, ...]:
    """Oldest first; a version without an end of its own ends where the next one begins."""
    ordered = sorted(versions, key=lambda version: version.valid_from)
    for earlier, later in pairwise(ordered):
        if earlier.valid_to is None or earlier.valid_to > later.valid_from:
            raise CatalogueError(f"phiên bản từ {earlier.valid_from:%d/%m/%Y} chồng lên phiên bản sau")
    return tuple(ordered)


def _version(table: Table) -> CatalogueVersion:
    if table["online"] not in ONLINE or not set(table["levels"]) <= set(LEVELS):
        raise CatalogueError(f"mức trực tuyến hoặc cấp không hợp lệ: {table['online']}, {table['levels']}")
    limit = table.get("limit", "")
    return CatalogueVersion(
        valid_from=table["valid_from"],
        valid_to=table.get("valid_to") or None,
        state=table["state"],
        decision=table.get("decision", ""),
        decision_date=str(table.get("decision_date", "")),
        legal_basis=tuple(table.get("legal_basis", ())),
        levels=tuple(table["levels"]),
        limit=Decimal(limit) if limit else None,
        limit_unit=table.get("limit_unit", ""),
        limit_source=table.get("limit_source", ""),
        pause_allowed=table.get("pause_allowed", False),
        pause_basis=table.get("pause_basis", ""),
        fee=table.get("fee"),
        fee_note=table.get("fee_note", ""),
        online=table["online"],
        eligible_full=table["eligible_full"],
        issues_result_paper=table["issues_result_paper"],
        unsure=tuple(table.get("unsure", ())),
        papers=tuple(_paper(paper) for paper in table.get("papers", ())),
        steps=tuple(_step(step) for step in table.get("steps", ())),
    )


def _step(table: Table) -> CatalogueStep:
    return CatalogueStep(table["name"], table["role"], Decimal(table["hours"]))


def _paper(table: Table) -> CataloguePaper:
    return CataloguePaper(
        code=table["code"],
        name=table["name"],
        originals=table.get("originals", 0),
        copies=table.get("copies", 0),
        required=table.get("required", True),
    )
