"""The English catalogue: what the code and the templates say in Vietnamese, and its translation.

`bin/messages` brings the catalogue up to date and compiles it; a test does the same and compares.
"""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "dunghen"
CATALOGUE = SOURCE / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
_DAY = datetime(2026, 1, 1, tzinfo=UTC)

Message = str | tuple[str, ...]


def _texts() -> Iterator[str]:
    """The source of every module, and of every template as Django reads it for translators."""
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield path.read_text(encoding="utf-8")
    for path in sorted(SOURCE.rglob("*.html")):
        yield templatize(path.read_text(encoding="utf-8"), origin=path.name)


def said() -> dict[str, Message]:
    """What the site says, by its (singular) Vietnamese text."""
    found: dict[str, Message] = {}
    for text in _texts():
        for _line, message, _comments, _context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            key = message if isinstance(message, str) else message[0]
            if key and not (isinstance(message, str) and key in found):
                found[key] = message
    return found


def translated() -> Catalog:
    """The catalogue as it is kept."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def renewed(old: Catalog) -> Catalog:
    """The catalogue of what is said now, in the order of the texts; what is said no more is gone, what is
    new stands without translation."""
    new = Catalog(
        locale="en",
        project="Đúng Hẹn",
        version="1",
        header_comment="# English texts of the site; `bin/messages` brings this file up to date.",
        # one day for ever: the same texts give the same file
        creation_date=_DAY,
        revision_date=_DAY,
        fuzzy=False,
    )
    for key, message in sorted(said().items()):
        known = old.get(key)
        kept = known.string if known is not None else ""
        if isinstance(message, str) != isinstance(kept, str):
            kept = ""
        new.add(message, kept or None)
    return new


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as a file; the same for the same texts."""
    file = io.BytesIO()
    write_po(file, catalogue, width=0, omit_header=False, sort_output=True)
    return file.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as Django reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """What has no English text yet."""
    texts = [message for message in catalogue if message.id]
    return [str(one.id) for one in texts if not one.string or not all(_strings(one.string))]


def _strings(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def main() -> int:
    """Bring the catalogue up to date, compile it, name what is missing."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue = renewed(translated() if CATALOGUE.exists() else Catalog(locale="en"))
    CATALOGUE.write_bytes(as_po(catalogue))
    COMPILED.write_bytes(as_mo(catalogue))
    for text in missing(catalogue):
        print(text)
    print(f"{len(missing(catalogue))} of {len(catalogue)} without English", file=sys.stderr)
    return bool(missing(catalogue))


if __name__ == "__main__":
    sys.exit(main())
