"""The documents say what the program does: its commands, columns and populations, and no dead links."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
import pytest

from dunghen.cli.main import dunghen
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.importing.columns_doc import replaced
from dunghen.dossiers.importing.run import DueDifference, Order, import_dossiers
from dunghen.dossiers.models import DossierVersion
from dunghen.statistics.registry import POPULATIONS
from tests.routes import addresses

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
DOCUMENTS = (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def leaves(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its full name."""
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from leaves(child, f"{path} {name}")
    else:
        yield path, command


COMMANDS = dict(leaves(dunghen, "dunghen"))


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_stands_in_the_readme_with_all_its_options(path: str) -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    usage = [line for line in lines if line == path or line.startswith(f"{path} ")]
    assert len(usage) == 1, path
    options = {
        name for param in COMMANDS[path].params if param.param_type_name == "option" for name in param.opts
    }
    assert set(re.findall(r"--[a-z-]+", usage[0])) == options
    arguments = [param for param in COMMANDS[path].params if param.param_type_name == "argument"]
    words = usage[0].removeprefix(path).split()
    assert [word for word in words[: len(arguments)] if word.isupper()] == [
        str(param.name).upper() for param in arguments
    ]


def test_the_readme_names_no_command_that_is_not_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    groups = {path.rsplit(" ", 1)[0] for path in COMMANDS}
    for said in re.findall(r"bin/dunghen ([a-z-]+(?: [a-z-]+)?)", text):
        words = said.split()
        names = {f"dunghen {said}", f"dunghen {words[0]}"}
        assert names & (COMMANDS.keys() | groups - {"dunghen"}), said


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    internal = [target for target in targets if "://" not in target]
    assert [target for target in internal if not (document.parent / target).exists()] == []


def test_every_document_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        document = waiting.pop()
        if document in reached or document.suffix != ".md" or not document.exists():
            continue
        reached.add(document)
        targets = LINK.findall(document.read_text(encoding="utf-8"))
        waiting += [(document.parent / target).resolve() for target in targets if "://" not in target]
    assert set(DOCUMENTS) <= reached


def test_paths_in_code_marks_exist() -> None:
    """What the glossary gives as the place of a term is there."""
    places = re.findall(r"`([a-z_]+/[a-z_/]+(?:\.py)?)` \|$", (DOCS / "glossary.md").read_text("utf-8"), re.M)
    assert places
    assert [
        place for place in places if not ((ROOT / "src/dunghen" / place).exists() or (ROOT / place).exists())
    ] == []


@pytest.mark.parametrize("name", POPULATIONS)
def test_every_population_has_its_words(name: str) -> None:
    text = (DOCS / "counting.md").read_text(encoding="utf-8")
    assert f"{POPULATIONS[name].label} (`{name}`)" in text


def conformance() -> list[tuple[str, str, list[str]]]:
    """Each function that the law names: its number, the verdict, what is said to show it."""
    text = (DOCS / "conformance.md").read_text(encoding="utf-8")
    lines = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line] for line in lines]
    return [(row[0], row[2], re.findall(r"`([^`]+)`", row[3])) for row in rows if row[0].strip(" -")]


def test_each_function_that_the_law_names_stands_once_in_the_conformance() -> None:
    letters = list("abcdđeghiklmnopqrst")
    numbers = [str(number) for number in range(1, 32)]
    assert [number for number, _verdict, _shown in conformance()] == [*letters[:10], *letters, *numbers]


def test_what_is_said_to_conform_is_there() -> None:
    pages = {f"/{each.route}" for each in addresses()}
    for number, verdict, shown in conformance():
        assert verdict in ("có", "một phần", "chưa có"), number
        assert bool(shown) == (verdict != "chưa có"), number
        for each in shown:
            files = (ROOT / each, ROOT / "src/dunghen" / each)
            there = any(file.is_file() for file in files) and each.endswith((".py", ".md"))
            assert each in pages or each in COMMANDS or there, f"{number}: {each}"


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    pages = sorted((DOCS / "adr").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    titles = [page.read_text(encoding="utf-8").splitlines()[0] for page in pages]
    index = pages[0].read_text(encoding="utf-8")
    for number, (page, title) in enumerate(zip(pages, titles, strict=True), 1):
        words = title.removeprefix(f"# {number}. ")
        assert words != title, page.name
        assert f"{number}. {words} (this page)" in index or f"{number}. [{words}]({page.name})" in index


def test_the_columns_are_those_the_import_reads() -> None:
    document = (DOCS / "import.md").read_text(encoding="utf-8")
    assert document == replaced(document), "write it anew: columns_doc.replaced"


@pytest.mark.django_db
def test_the_example_of_the_import_does_what_its_words_say() -> None:
    document = (DOCS / "import.md").read_text(encoding="utf-8")
    _, after = document.split("```csv\n")
    example, words = after.split("```", 1)
    differences: list[DueDifference] = []
    summary = import_dossiers(
        io.BytesIO(example.encode()),
        Order("vi-du.csv"),
        bad=lambda row: pytest.fail(row.reason),
        due=differences.append,
        progress=lambda _: None,
    )
    assert (summary.added, summary.due_differences) == (3, 1)
    found = DossierVersion.objects.filter(known_to__isnull=True).order_by("received_at")
    computed = [version.computed_due_at for version in found]
    assert computed == [datetime(2024, 3, day, 17, tzinfo=VIETNAM) for day in (21, 5, 12)]
    assert differences == [
        DueDifference(
            "H13.07-240304-0003",
            datetime(2024, 3, 11, 17, tzinfo=VIETNAM),
            datetime(2024, 3, 12, 17, tzinfo=VIETNAM),
        )
    ]
    for moment in (*computed, differences[0].given):
        assert moment is not None
        assert f"{moment.astimezone(VIETNAM):%Y-%m-%dT%H:%M}" in words
