"""The total that closes a list says again what opened it: cấp 486.215 giấy … Phân theo đất: A, B, C, cộng
486.315 giấy. The parts bear the closing one out, so the opening one is wrong if a slip of it, or less.
"""

import re
from collections.abc import Iterator

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import told_then
from dunghen.proofing.relations.cues import THAN
from dunghen.proofing.relations.draft import Draft, place
from dunghen.proofing.relations.judge import alike_digits, one_rounds
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.repeats.same import same_draft
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.surface.shadow import fold

_CLOSES = re.compile(r"(?:^|\W)(?:tong )?cong(?: chung| lai)?(?: la| co| bang)?$")
_BACK = 3  # sentences before a closing total in which its list opens
_LEAST = 20  # smaller figures are near each other by accident
_NEAR = 20  # an opening figure is less than the parts by at most so manieth of them
_PARTS = 3  # places of a sum of two parts
_LARGE = 100  # from which digits alone tell
_OTHER = re.compile(r"\b(?:giao|ke hoach|chi tieu|muc tieu|du (?:kien|toan)|phai|cung ky|truoc)\b")


def find_closing(document: Document, known: Known) -> Iterator[Draft]:
    """Figures before a list that its closing total says otherwise."""
    for passage in document.passages:
        if "cong" not in passage.line:
            continue
        for total in passage.quantities:
            alone = fold(total.unit).startswith(total.after) or total.kind == "money"
            if alone and total.exact and total.value >= _LEAST and _CLOSES.search(total.before):
                yield from _opened(passage, total, known)


def _opened(passage: Passage, total: Quantity, known: Known) -> Iterator[Draft]:
    sums = [one for one in known.holds(total) if one.kind == "sum" and len(one.places) >= _PARTS]
    if not sums or max(sums[0].places[1:]) > place(total):
        return
    first = min(sums[0].places[1:])
    near = [q for q in passage.quantities if place(q) < first and total.sentence - q.sentence <= _BACK]
    alike = [q for q in near if _of_one_kind(q, total)]
    if not alike or any(total.value in {q.value, q.of} or one_rounds(q, total) for q in alike):
        return
    opening = alike[-1]
    if not told_then(passage, opening) and _is_slip(opening, total):
        yield same_draft(opening, total)


def _of_one_kind(one: Quantity, total: Quantity) -> bool:
    """Whether an earlier figure may be the same: of its unit, no change and nothing compared."""
    return (
        units.same_unit(one.measure, total.measure)
        and one.unit != ""
        and one.exact
        and changes_by(one) is None
        and not THAN.search(one.before)
        and not _OTHER.search(one.label)
    )


def _is_slip(opening: Quantity, total: Quantity) -> bool:
    """Whether one is a slip of the other; or the parts exceed what they divide, which only some never do."""
    beyond = 0 < total.value - opening.value <= total.value / _NEAR
    large = min(opening.value, total.value) >= _LARGE
    return opening.of is None and (beyond or (large and alike_digits(opening.value, total.value)))
