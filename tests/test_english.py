"""English is complete as the second language: every text of the site has one, none escapes the catalogue."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.messages import COMPILED, SOURCE, as_mo, as_po, missing, renewed, translated

VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)
PLACE = re.compile(r"%\((\w+)\)s|\{(\w+)\}|%%|%s")
# Names, and what has no English: the system itself, the currency, titles of laws, what is typed as printed.
KEPT = (
    "Đúng Hẹn",
    "đồng",
    "NĐ-CP",
    "QĐ-UBND",
    "NQ-HĐND",
    "trong tháng 3 năm 2023; Thường xuyên",
    "Tiếng Việt",
)
TOLD = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
# Said on the terminal, in files, by the API and on paper, which are Vietnamese; or words of the law, read as
# data and searched for.
UNTOLD_FOLDERS = {
    "tests",
    "proofing",
    "migrations",
    "cli",
    "config",
    "sample",
    "importing",
    "verify",
    "paper",
    "papers",
    "documents",
}
UNTOLD_FILES = {"__main__.py", "api.py", "schemas.py", "load.py", "paper.py"}
UNTOLD_PATHS = {
    *("core/calendar_seed.py", "core/duecsv.py", "core/seal.py", "core/text.py", "org/codes.py"),
    *("procedures/catalogue.py", "procedures/catalogue_sample.py", "procedures/control_load.py"),
    *("procedures/paper_types.py", "statistics/counting_doc.py", "statistics/forms.py"),
    *("statistics/jobs.py", "statistics/proofs/slip.py", "exchange/wording.py", "web/serve.py"),
}
# What is written into records stays as it was written, whoever reads it.
RECORDED = {"statistics/proofs/actions.py", "statistics/proofs/readings.py"}
UNTOLD_NAMES = {"OFTEN"}
DAY_OFF = "Nghỉ "  # how the names of days off begin, which are data
LOGGED = {"info", "warning", "error", "exception"}


def texts() -> list[tuple[str, str]]:
    """Each Vietnamese text with its English one; plurals form by form."""
    pairs = []
    for message in translated():
        if isinstance(message.id, str):
            pairs.append((message.id, str(message.string)))
        else:
            pairs += [(message.id[0], text) for text in message.string or ()]
    return [(vietnamese, english) for vietnamese, english in pairs if vietnamese]


def _without_names(text: str) -> str:
    for name in KEPT:
        text = text.replace(name, "")
    return text


def test_the_catalogue_holds_what_is_said_now_and_all_of_it_in_english() -> None:
    kept = translated()
    assert as_po(kept) == as_po(renewed(kept)), "chạy bin/messages"
    assert missing(kept) == []
    assert COMPILED.read_bytes() == as_mo(kept), "chạy bin/messages"


def test_an_english_text_has_the_same_places_and_no_vietnamese() -> None:
    assert len(texts()) > 400
    for vietnamese, english in texts():
        assert sorted(PLACE.findall(english)) == sorted(PLACE.findall(vietnamese)), vietnamese
        assert not VIETNAMESE.search(_without_names(english)), english


def _untold(path: Path) -> Iterator[str]:
    """Vietnamese literals of a module that no translation reaches."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    reached = {id(one) for node in ast.walk(tree) if _excused(node) for one in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            reached |= {id(one.value) for one in node.body[:1] if isinstance(one, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in reached:
            continue
        if VIETNAMESE.search(node.value) and node.value != DAY_OFF:
            yield node.value


def _excused(node: ast.AST) -> bool:
    """What is translated, logged, or listed by name above."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in TOLD
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in LOGGED
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name in UNTOLD_NAMES
    return False


MODULES = [
    path
    for path in SOURCE.rglob("*.py")
    if not UNTOLD_FOLDERS & set(path.parts) and path.name not in UNTOLD_FILES
    if str(path.relative_to(SOURCE)) not in RECORDED | UNTOLD_PATHS
]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_says_nothing_past_the_catalogue(path: Path) -> None:
    assert list(_untold(path)) == []


# The page of components shows them with texts of its own making.
TEMPLATES = [path for path in SOURCE.rglob("*.html") if path.name != "components.html"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_nothing_past_the_catalogue(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for told in (
        r"\{% comment %\}.*?\{% endcomment %\}",
        r"\{#.*?#\}",
        r"\{% blocktranslate.*?\{% endblocktranslate %\}",
        r"\{%.*?%\}",
        r"_\(\"[^\"]*\"\)",
    ):
        text = re.sub(told, "", text, flags=re.DOTALL)
    assert not VIETNAMESE.search(_without_names(text)), text
