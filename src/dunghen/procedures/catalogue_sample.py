"""The sample procedures that complete the real ones of a pack to the published numbers of a city: how many
there are on a day, linked and without territory, and what sample decisions made and ended.

Each is marked as sample and has no code; the values of a real procedure are never changed to reach a total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from dunghen.procedures.catalogue_model import (
    CatalogueError,
    CataloguePaper,
    CatalogueProcedure,
    CatalogueStep,
    CatalogueVersion,
    pairs_on,
)

LEVELS = ("city", "district", "commune")
LINKED = ("same_level", "between_levels")

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where one generated procedure stands: its level, who is in charge, how far it is online."""

    level: str
    department: str
    field: str
    online: str
    vertical: bool


def generate_rest(
    real: Sequence[CatalogueProcedure], spec: Table, decisions: Sequence[Table] = ()
) -> list[CatalogueProcedure]:
    """The sample procedures that complete `real` to the totals of `spec`, the same for the same seed; some
    made, and more ended, by sample `decisions`."""
    rng = Random(spec["seed"])
    day: date = spec["on"]
    in_force = pairs_on(real, day)
    have_online = {online: pairs_on(real, day, online) for online in ("full", "partial")}
    slots: list[_Slot] = []
    for level in LEVELS:
        total = spec["pairs"][level] - in_force[level]
        wanted = {online: spec["online"][online][level] - have[level] for online, have in have_online.items()}
        vertical: list[str] = spec["vertical"].get(level, [])
        if min(total - sum(wanted.values()) - len(vertical), *wanted.values()) < 0:
            raise CatalogueError(f"Danh mục thật ở cấp {level} đã nhiều hơn tổng số đã công bố")
        slots += _slots(level, total, wanted, vertical, spec["field"][level], rng)
    made = [_generated(number, slot, spec, rng) for number, slot in enumerate(slots, 1)]
    linked = _linked(real, made, spec["linked"], day) if "linked" in spec else made
    return _decided(linked, decisions)


def _linked(
    real: Sequence[CatalogueProcedure], made: Sequence[CatalogueProcedure], spec: Table, day: date
) -> list[CatalogueProcedure]:
    """The first of the generated ones marked as linked and without territory, up to the totals of `spec`."""
    held = [procedure for procedure in real for _ in pairs_on([procedure], day).elements()]
    kinds = {kind: spec[kind] - sum(p.linked == kind for p in held) for kind in LINKED}
    free = spec["non_territorial"] - sum(p.non_territorial for p in held)
    marks = [(kind, False) for kind, count in kinds.items() for _ in range(count)]
    marks += [("none", True)] * free
    rest = [("none", False)] * (len(made) - len(marks))
    return [
        replace(procedure, linked=kind, non_territorial=anywhere)
        for procedure, (kind, anywhere) in zip(made, [*marks, *rest], strict=True)
    ]


def _slots(
    level: str,
    total: int,
    wanted: Mapping[str, int],
    vertical: Sequence[str],
    fields: Sequence[Table],
    rng: Random,
) -> list[_Slot]:
    """Fields in turn by weight, online levels spread at random, then the vertical agencies' own."""
    rest = total - len(vertical)
    online = ["full"] * wanted["full"] + ["partial"] * wanted["partial"]
    online += ["none"] * (rest - len(online))
    rng.shuffle(online)
    slots = []
    for department, share in zip(fields, apportion(rest, [field["weight"] for field in fields]), strict=True):
        for number in range(share):
            field = department["names"][number % len(department["names"])]
            slots.append(_Slot(level, department["department"], field, online.pop(), vertical=False))
    return slots + [_Slot(level, agency, "Ngành dọc", "none", vertical=True) for agency in vertical]


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers that add up to `total` and stand to each other as the weights (largest remainder)."""
    exact = [total * weight / sum(weights) for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda place: (shares[place] - exact[place], place))
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares


def _generated(number: int, slot: _Slot, spec: Table, rng: Random) -> CatalogueProcedure:
    limit: Table = rng.choices(spec["limit"], [limit["weight"][slot.level] for limit in spec["limit"]])[0]
    fee: Table = rng.choices(spec["fee"], [fee["weight"] for fee in spec["fee"]])[0]
    authority = {"city": "department"}.get(slot.level, slot.level)
    version = CatalogueVersion(
        valid_from=spec["valid_from"],
        valid_to=spec["district_valid_to"] if slot.level == "district" else None,
        state="published",
        decision="",
        decision_date="",
        legal_basis=(),
        levels=(slot.level,),
        limit=Decimal(limit["amount"]),
        limit_unit=limit["unit"],
        limit_source="",
        pause_allowed=False,
        pause_basis="",
        fee=fee["amount"],
        fee_note="Dữ liệu mẫu",
        online=slot.online,
        eligible_full=slot.online == "full",
        issues_result_paper=True,
        unsure=("limit", "fee", "online"),
        papers=(CataloguePaper("don", "Đơn đề nghị (dữ liệu mẫu)", 1, 0, required=True),),
        steps=_sample_steps(Decimal(limit["amount"]), limit["unit"]),
    )
    return CatalogueProcedure(
        key=f"mau-{number:04}",
        code="",
        code_source="",
        name=f"Thủ tục mẫu số {number:04} (dữ liệu mẫu)",
        field=slot.field,
        authority="vertical" if slot.vertical else authority,
        department=slot.department,
        linked="none",
        non_territorial=False,
        sample=True,
        versions=(version,),
    )


def _sample_steps(amount: Decimal, unit: str) -> tuple[CatalogueStep, ...]:
    """Three steps that fill a little less than the limit; a month holds at least 20 working days."""
    hours = {"hour": Decimal(1), "same-day": Decimal(2), "day": Decimal(8), "calendar-day": Decimal(5)}
    allotted = amount * hours.get(unit, Decimal(160))
    ends = Decimal("0.5")
    return (
        CatalogueStep("Tiếp nhận hồ sơ", "receiving_officer", ends),
        CatalogueStep("Thẩm tra, giải quyết", "case_officer", allotted - 2 * ends),
        CatalogueStep("Trả kết quả", "receiving_officer", ends),
    )


def _decided(made: Sequence[CatalogueProcedure], decisions: Sequence[Table]) -> list[CatalogueProcedure]:
    """Sample decisions put into the catalogue: some procedures begin by one, more end by it.
    Only those that are not online and of no vertical agency, which have the fewest dossiers."""
    rows = {procedure.key: procedure for procedure in made}
    plain = [p for p in made if p.versions[0].online == "none" and p.authority != "vertical"]
    ended: list[CatalogueProcedure] = []
    for decision in decisions:
        for level, count in decision.get("new", {}).items():
            for procedure in _by(plain, rows, decision["drafter"], level, count):
                rows[procedure.key] = _begun(procedure, decision)
        for level, count in decision.get("abolished", {}).items():
            like = _by(plain, None, decision["drafter"], level, 1)[0]
            ended += [_ended(like, decision, len(ended) + number) for number in range(1, count + 1)]
    return [*rows.values(), *ended]


def _by(
    plain: Sequence[CatalogueProcedure],
    rows: Mapping[str, CatalogueProcedure] | None,
    department: str,
    level: str,
    count: int,
) -> list[CatalogueProcedure]:
    """The first `count` of a department and level that no decision made yet (of `rows`; None: any)."""
    fit = [p for p in plain if p.department == department and p.versions[0].levels == (level,)]
    free = [p for p in fit if rows is None or not rows[p.key].versions[0].decision]
    if len(free) < count:
        raise CatalogueError(f"Quyết định công bố mẫu: {department} không đủ thủ tục mẫu ở cấp {level}")
    return free[:count]


def _begun(procedure: CatalogueProcedure, decision: Table) -> CatalogueProcedure:
    said = {"decision": decision["number"], "decision_date": str(decision["signed"])}
    version = replace(procedure.versions[0], valid_from=decision["effective"], **said)
    return replace(procedure, versions=(version,))


def _ended(like: CatalogueProcedure, decision: Table, number: int) -> CatalogueProcedure:
    """One more, like another, in force until the decision took effect; then a version that says so."""
    ends, before = decision["effective"], like.versions[0]
    said = {"decision": decision["number"], "decision_date": str(decision["signed"])}
    after = replace(before, state="abolished", valid_from=ends, **said)
    return replace(
        like,
        key=f"mau-bai-bo-{number:03}",
        name=f"Thủ tục mẫu đã bãi bỏ số {number:03} (dữ liệu mẫu)",
        linked="none",
        non_territorial=False,
        versions=(replace(before, valid_to=ends), after),
    )
