"""Figures that are shares of one whole which stands elsewhere."""

import re
from decimal import Decimal

from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import opens_between
from dunghen.proofing.relations.wholes import counts


def siblings(passage: Passage, rate: Quantity, part: Quantity, whole: Quantity) -> bool:
    """Whether part and whole are both shares of a whole that stands elsewhere: 12 (6%), 20 (10%)."""
    after = next((q.token for q in passage.quantities if q.token > whole.last and counts(q)), None)
    end = after if after is not None else len(passage.tokens)
    own = [q for q in passage.within(whole.last, end) if q.kind == "percent" and q is not rate]
    sized = rate.value * whole.value
    of_one = any(abs(other.value * part.value - sized) <= sized * _LEEWAY for other in own)
    alike = _SHARE.search(rate.before) and any(_SHARE.search(other.before) for other in own)
    alike = alike or (_bare(passage, rate) and any(_bare(passage, other) for other in own))
    return bool(of_one or alike) and not opens_between(passage, whole.last, part.token)


def _bare(passage: Passage, rate: Quantity) -> bool:
    """Whether a rate is all that its bracket holds: 864 hộ ưng nền (87,42%), (tỷ lệ 12,41%)."""
    opens = rate.token - len(rate.before.split()) - 1
    return rate.before in _UNNAMED and not rate.after and passage.words(opens, opens + 1) == "("


_UNNAMED = frozenset({"", "ty le", "ti le"})
_SHARE = re.compile(r"\bchiem\b")
_LEEWAY = Decimal("0.03")  # two rounded shares of one whole
