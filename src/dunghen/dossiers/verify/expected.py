"""The versions and payments that a chain of events makes, and how the kept rows differ from them. Pure.

Everything of one transaction makes one version, at its last event, if it changed a column. History
loaded before going live makes a version for each moment at which the old system recorded something:
an event without such a moment is known from the next one that has it, or else from our own time.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from dunghen.dossiers.chain.entries import COLUMNS
from dunghen.dossiers.models import DossierVersion
from dunghen.dossiers.rules import EventKind
from dunghen.dossiers.verify.chains import Told
from dunghen.dossiers.verify.rows import Payment, Version

Fault = tuple[int, str]

_recorded = attrgetter("rec")
_UNIT, _LEVEL = COLUMNS.index("unit"), COLUMNS.index("level")
_PAID = COLUMNS.index("paid")
_PAID_EVENT, _CORRECTED = EventKind.PAID.value, EventKind.CORRECTED.value
_KNOWN = ("biết từ", "biết đến", "theo hệ thống cũ")
_LABELS = {
    name: str(column.verbose_name)
    for column in DossierVersion._meta.fields
    for name in (column.name, column.attname)
}
_VERSION_NAMES = (*_KNOWN, *(_LABELS[name] for name in COLUMNS))
_PAYMENT_NAMES = (*_KNOWN, "đơn vị", "cấp", "số tiền", "thời điểm nộp", "trực tuyến")


def versions(told: Sequence[Told], attested: bool) -> list[Version]:
    """The versions of a chain, in order; `attested` when its first part was loaded before going live."""
    begun: list[tuple[Told, datetime, bool]] = []
    for recorded, group in groupby(told, _recorded):
        together = list(group)
        if not begun:
            known = _known(together, recorded) if attested else [(together[-1], recorded)]
            begun += [(last, moment, attested and moment != recorded) for last, moment in known]
        elif together[-1].values != begun[-1][0].values:
            begun.append((together[-1], recorded, False))
    ends = [moment for _, moment, _ in begun[1:]]
    return [
        Version(last.number, moment, end, claimed, last.values)
        for (last, moment, claimed), end in zip(begun, [*ends, None], strict=True)
    ]


def _known(told: list[Told], recorded: datetime) -> list[tuple[Told, datetime]]:
    """The old system's own times; one that is not later than what went before adds to that version."""
    found: list[tuple[Told, datetime]] = []
    for event in told:
        if event.src is not None:
            if found and event.src <= found[-1][1]:
                found[-1] = (event, found[-1][1])
            else:
                found.append((event, event.src))
    if not found or found[-1][0] is not told[-1]:
        found.append((told[-1], recorded))
    return found


def payments(told: Sequence[Told], made: Sequence[Version]) -> list[Payment]:
    """The payments of a chain. A correction that tells a payment, or that nothing was paid, ends those
    before it; one that tells neither leaves them."""
    found: list[Payment] = []
    if all(event.kind != _PAID_EVENT for event in told):
        return found
    first = told[0].rec
    for recorded, group in groupby(told, _recorded):
        together = list(group)
        kinds = {event.kind for event in together}
        replaced = _PAID_EVENT in kinds or together[-1].values[_PAID] == 0
        if _CORRECTED in kinds and replaced:
            found = [row if row.known_to else row._replace(known_to=recorded) for row in found]
        for event in together:
            if event.kind == _PAID_EVENT:
                found.append(_payment(event, made, imported=recorded == first))
    return found


def _payment(event: Told, made: Sequence[Version], *, imported: bool) -> Payment:
    known_from, claimed = event.rec, False
    if imported:
        version = next(version for version in made if version.number >= event.number)
        known_from, claimed = version.known_from, version.attested
    return Payment(
        event.number,
        known_from,
        None,
        claimed,
        str(event.values[_UNIT]),
        str(event.values[_LEVEL]),
        event.info["amount"],
        event.at,
        event.info["online"],
    )


def compare_versions(kept: Sequence[Version], made: Sequence[Version]) -> Iterator[Fault]:
    """How the kept versions differ from those the events make."""
    known = {version.number: version for version in made}
    for version in kept:
        expected = known.pop(version.number, None)
        if expected is None:
            yield version.number, "bản ghi số liệu thừa, không có trong nhật ký"
        elif version != expected:
            names = _different(
                (*version[1:4], *version.values), (*expected[1:4], *expected.values), _VERSION_NAMES
            )
            yield version.number, f"bản ghi số liệu khác nhật ký: {names}"
    for number in known:
        yield number, "mất bản ghi số liệu"


def compare_payments(kept: Sequence[Payment], made: Sequence[Payment]) -> Iterator[Fault]:
    """How the kept payments differ from those the events make."""
    known = {payment.number: payment for payment in made}
    for payment in kept:
        expected = known.pop(payment.number, None)
        if expected is None:
            yield payment.number, "khoản nộp thừa, không có trong nhật ký"
        elif payment != expected:
            yield (
                payment.number,
                f"khoản nộp khác nhật ký: {_different(payment[1:], expected[1:], _PAYMENT_NAMES)}",
            )
    for number in known:
        yield number, "mất khoản nộp"


def _different(kept: Sequence[object], made: Sequence[object], names: Sequence[str]) -> str:
    return ", ".join(name for name, one, other in zip(names, kept, made, strict=True) if one != other)
