"""The table of docs/counting.md: one row per figure, written from the law and the populations."""

from collections.abc import Iterable

from dunghen.org.models import Level
from dunghen.statistics.counting import field
from dunghen.statistics.forms import NARRATIVE, Form, Row
from dunghen.statistics.registry import POPULATIONS

BEGIN, END = "<!-- figures: generated -->", "<!-- end of figures -->"
HEAD = ("code", "label", "measure", "what counts", "anchor", "unit", "roll-up", "filled by", "law")
SIGNS = {"ratio": " / ", "total": " + ", "difference": " − "}
FILLERS = {
    "counted": "nobody: computed",
    "lead": "the lead of the field",
    "city": "the city",
    "department": "each department",
    "district": "each district",
}


def figures(forms: Iterable[Form]) -> str:
    """The generated part, between its marks."""
    lines = [BEGIN]
    for form in forms:
        name = "Narrative" if form.form == NARRATIVE else f"Form {form.form}"
        since = f"in force since {form.since.isoformat()}" + (" (unverified)" if form.unsure else "")
        lines += ["", f"### {name}: {form.title}", "", f"{form.basis}; {since}; lead: {form.lead}.", ""]
        lines += [_line(HEAD), _line("---" for _ in HEAD)]
        lines += [_line(_columns(form, row)) for row in form.rows if not row.heading]
    return "\n".join([*lines, "", END])


def replaced(document: str, forms: Iterable[Form]) -> str:
    """The document with its generated part written anew."""
    before, rest = document.split(BEGIN)
    after = rest.split(END)[1]
    return before + figures(forms) + after


def _columns(form: Form, row: Row) -> tuple[str, ...]:
    place = f"mục {row.place}" if form.form == NARRATIVE else f"Biểu mẫu {form.form}, dòng {row.stt}"
    filler = FILLERS.get(row.filled_by, row.filled_by)
    return (
        *(f"`{row.code}`", row.label, row.measure, _what(row), _anchor(row), row.unit),
        *(row.rollup, filler, f"{place} {row.note}".strip()),
    )


def _what(row: Row) -> str:
    if row.origin == "derived":
        return SIGNS[row.measure].join(f"`{code}`" for code in row.operands)
    if row.origin == "declared":
        return "declared with its source"
    population = POPULATIONS[row.population]
    level = f"; level: {Level(row.level).label}" if row.level else ""
    return f"{population.label} (`{row.population}`){level}"


def _anchor(row: Row) -> str:
    if not row.population:
        return ""
    population = POPULATIONS[row.population]
    anchor = field(population.model, population.anchor).verbose_name
    return f"state at the end; begun: {anchor}" if row.measure == "stock" else f"{anchor}, in the window"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
