"""Note marks that a typeface draws as small digits of its own: in a PDF they have the size of digits."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from dunghen.proofing.reading.model import SUPERSCRIPT

_NARROW = 0.75  # of the widest digit of the typeface
_ONE = "1"  # the only digit that some typefaces draw narrow at full size


class Marks:
    """Learns the widths of digits page by page, and writes the narrow ones as raised digits."""

    def __init__(self) -> None:
        self._widest: dict[str, dict[str, float]] = defaultdict(dict)

    def raise_in(self, characters: Iterable[dict[str, Any]]) -> None:
        """Change the text of the marks among the characters of a page."""
        digits = [sign for sign in characters if sign["text"] in "0123456789" and sign["size"] > 0]
        for sign in digits:
            known = self._widest[sign["fontname"]]
            known[sign["text"]] = max(known.get(sign["text"], 0.0), sign["width"] / sign["size"])
        for sign in digits:
            known = self._widest[sign["fontname"]]
            narrow = max(known.values()) * _NARROW
            seen_wide = known[sign["text"]] > narrow
            if sign["width"] / sign["size"] < narrow and (sign["text"] != _ONE or seen_wide):
                sign["text"] = sign["text"].translate(SUPERSCRIPT)
