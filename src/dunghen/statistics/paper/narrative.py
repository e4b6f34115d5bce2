"""The text of a report: sentences of the pack, their figures filled in from the compiled cells."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from dunghen.documents.model import Block, Heading, Paragraph, Title
from dunghen.documents.numbers import letter
from dunghen.statistics.paper.cells import PaperError

CODE = re.compile(r"\{([^{}]*)\}")
END = "./."  # closes the text of a document


class Fills(Protocol):
    """What stands in place of a code."""

    def in_prose(self, code: str) -> str: ...


class Narrative:
    """A file packs/<city>/reports/<report>-narrative.toml: parts (I.) of sections (1.) of points (a).

    A section has a title, or its first paragraph stands at its number. A line of a point after its first
    is a paragraph of its own.
    """

    def __init__(self, path: Path, figures: Fills) -> None:
        self.figures = figures
        try:
            with path.open("rb") as file:
                self.said: dict[str, Any] = tomllib.load(file)
        except FileNotFoundError as error:
            raise PaperError(f"Gói địa phương không có phần lời của báo cáo: {path.name}.") from error

    def title(self, note: str = "") -> Title:
        return Title(self.said["kind"], self.said["subject"], note)

    def blocks(self) -> tuple[Block, ...]:
        """The text from its opening to its last part. Raises PaperError for a code the report has not."""
        return tuple(self._blocks())

    def closing(self) -> tuple[Paragraph, ...]:
        return (
            *self._paragraphs(f"{self.said['closing']}{END}"),
            Paragraph(self.said["enclosed"], italic=True),
        )

    def _blocks(self) -> Iterator[Block]:
        yield from self._paragraphs(self.said["opening"])
        for part in self.said["part"]:
            yield Heading(1, f"{part['number']}. {part['title']}")
            yield from self._paragraphs(part.get("opening", ""))
            for place, section in enumerate(part.get("section", ()), 1):
                yield from self._section(place, section)

    def _section(self, place: int, section: dict[str, Any]) -> Iterator[Block]:
        text = section.get("text", "")
        if "title" in section:
            yield Heading(2, f"{place}. {section['title']}")
        else:
            text = f"{place}. {text}"
        yield from self._paragraphs(text)
        for at, point in enumerate(section.get("points", ())):
            yield from self._paragraphs(f"{letter(at)}) {point}")

    def _paragraphs(self, text: str) -> Iterator[Paragraph]:
        filled = CODE.sub(lambda found: self.figures.in_prose(found[1]), text)
        yield from (Paragraph(line.strip()) for line in filled.splitlines() if line.strip())
