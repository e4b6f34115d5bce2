"""The rules of this house that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "dunghen"
SOURCES = sorted(path for path in SRC.rglob("*.py") if not {"migrations", "tests"} & set(path.parts))
TESTS = sorted([*ROOT.glob("tests/*.py"), *SRC.rglob("tests/*.py")])
TEXTS = sorted(
    path
    for folder in ("src", "law", "packs", "docs", "tests", "schemas")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".toml", ".csv", ".md", ".json"}
)
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes(paths: list[Path]) -> Iterator[tuple[str, ast.AST]]:
    for path in paths:
        for node in ast.walk(tree(path)):
            yield f"{name(path)}:{getattr(node, 'lineno', 0)}", node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_longer_than_forty_lines() -> None:
    assert [at for at, node in nodes(SOURCES) if isinstance(node, FUNCTION) and length(node) > 40] == []


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    assert [name(path) for path in SOURCES if len(path.read_text().splitlines()) > 400] == []


def test_imports_stand_at_the_top() -> None:
    inline = [
        f"{name(path)}:{node.lineno}"
        for path in [*SOURCES, *TESTS]
        for outer in ast.walk(tree(path))
        if isinstance(outer, FUNCTION)
        for node in ast.walk(outer)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inline == []


def test_nothing_happens_behind_the_back_of_a_save() -> None:
    receivers = re.compile(
        r"django\.(db\.models|core|dispatch)[\w.]*signals|django\.dispatch|@receiver|post_save"
    )
    assert [name(path) for path in SOURCES if receivers.search(path.read_text())] == []
    saves = [
        at for at, node in nodes(SOURCES) if isinstance(node, FUNCTION) and node.name in {"save", "delete"}
    ]
    assert saves == []


def test_no_test_puts_a_dummy_in_the_place_of_our_code() -> None:
    mocks = re.compile(r"(import|from) (unittest\.)?mock\b|\bmocker\b|MagicMock")
    assert [
        name(path) for path in TESTS if mocks.search(path.read_text()) and path.name != "test_house.py"
    ] == []


def test_every_room_and_every_module_says_what_it_is() -> None:
    silent = [
        name(path) for path in SOURCES if path.read_text().strip() and not ast.get_docstring(tree(path))
    ]
    assert silent == []


@pytest.mark.parametrize("lock", ["base", "dev"])
def test_lock_files_carry_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.lock").read_text()
    assert not re.search(r"://|index-url|find-links", text)
    pinned = re.findall(r"^[\w.\[\]-]+==[^\s;]+.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(pinned) > 5
    assert [entry.split()[0] for entry in pinned if "--hash=sha256:" not in entry] == []


def test_the_code_names_no_city() -> None:
    city = re.compile(r"cantho|Cần Thơ|Hậu Giang|Sóc Trăng")
    found = [
        f"{name(path)}: {line.strip()}"
        for path in SOURCES
        for line in path.read_text().splitlines()
        if city.search(line) and not line.startswith("PACK = ")
    ]
    assert found == []


def test_vietnamese_is_composed() -> None:
    texts = ((path, path.read_text(encoding="utf-8")) for path in TEXTS)
    assert [name(path) for path, text in texts if normalize("NFC", text) != text] == []


def test_nothing_is_left_for_later_and_nothing_silenced() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|# ?noqa|type: ?ignore")
    ours = [path for path in [*SOURCES, *TESTS] if path.name != "test_house.py"]
    found = [
        f"{name(path)}:{number}"
        for path in ours
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if later.search(line)
    ]
    assert found == []


def test_no_path_of_a_machine_is_written_down() -> None:
    paths = re.compile(r"/(root|home/\w+|work)/")
    assert [
        name(path) for path in TEXTS if paths.search(path.read_text()) and path.name != "test_house.py"
    ] == []
