"""The letterhead of a city's pack: who issues and signs, where, and who receives."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from dunghen.documents.model import Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The agency as a pack writes it (packs/<city>/letterhead.toml)."""

    agency: tuple[str, ...]
    full_name: str
    place: str
    signature: Signature
    superior: str = ""


def read_issuer(path: Path) -> Issuer:
    """Raises KeyError where something needed is missing."""
    with path.open("rb") as file:
        said = tomllib.load(file)
    signs = said["signature"]
    return Issuer(
        agency=tuple(said["agency"]),
        full_name=said["full_name"],
        place=said["place"],
        superior=said.get("superior", ""),
        signature=Signature(
            authority=tuple(signs["authority"]),
            position=signs["position"],
            recipients=tuple(said["recipients"]),
            name=signs.get("name", ""),
        ),
    )
