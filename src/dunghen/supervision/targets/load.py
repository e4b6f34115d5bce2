"""Loads the targets of a pack with what was observed of them. May run again: what is there stays."""

import tomllib
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from dunghen.org.load import PackError
from dunghen.org.models import Unit
from dunghen.supervision.errors import Refused
from dunghen.supervision.targets import actions
from dunghen.supervision.targets.models import Target


@transaction.atomic
def load_targets(path: Path) -> None:
    """Raises PackError."""
    units = Unit.objects.in_bulk(field_name="key")
    known = set(Target.objects.values_list("unit__key", "year", "programme", "name"))
    try:
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["target"]:
            if (table["unit"], table["year"], table["programme"], table["name"]) in known:
                continue
            said = {name: value for name, value in table.items() if name not in ("unit", "observed")}
            answers = units[table["answers"]] if "answers" in table else None
            said |= {"value": Decimal(table["value"]), "answers": answers}
            made = actions.set_target(None, units[table["unit"]], **said)
            for one in table.get("observed", ()):
                actions.observe(None, made, **{**one, "value": Decimal(one["value"])})
    except KeyError as missing:
        raise PackError(f"{path.name}: thiếu {missing}.") from missing
    except Refused as refusal:
        raise PackError(f"{path.name}: {refusal}") from refusal
