"""Form 01 of a linked case: one receipt that lists each part with its authority and due date
(NĐ 61/2018/NĐ-CP art. 17.1.c, 19.6)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dunghen.core.worktime import VIETNAM
from dunghen.documents.form import Code, Fact, Form, Items, Lead
from dunghen.dossiers.linked.law import case_on
from dunghen.dossiers.models import CURRENT, DossierPaper, DossierVersion, LinkedCase, LinkedPart
from dunghen.dossiers.papers.facts import Component, Facts, moment
from dunghen.dossiers.papers.read import facts_of, limit_words, tracking, with_facts
from dunghen.dossiers.papers.receipt import receipt
from dunghen.dossiers.store.rules import Taken
from dunghen.procedures.models import ProcedurePaper, ProcedureVersion

LIMIT_OF_PARTS = "theo từng thủ tục thành phần"


@dataclass(frozen=True, slots=True)
class Listed:
    """A part as the receipt lists it, as on the day of receipt; `refused`: why it is not dealt with."""

    name: str
    agency: str
    due_at: datetime | None
    refused: str = ""

    @property
    def text(self) -> str:
        if self.refused:
            return f"{self.name}: không thực hiện. {self.refused}"
        return f"{self.name}: {self.agency}, hạn giải quyết {moment(self.due_at)}"


def receipt_of(case: LinkedCase) -> Form:
    """Raises NoForm for a day before the first circular."""
    parts = list(case.parts.select_related("unit", "procedure").order_by("position"))
    rows = DossierVersion.objects.filter(CURRENT, dossier__linked_part__case=case)
    first = with_facts(rows).order_by("dossier__linked_part__position")[0]
    law = case_on(case.kind, case.received_at.astimezone(VIETNAM).date())
    facts = replace(
        facts_of(first, persons=True),
        code=case.code,
        procedure=case.name,
        limit=limit_words(law.limit) if law and law.limit else LIMIT_OF_PARTS,
        received_at=case.received_at,
        appointment_at=case.promised_at,
        components=_components(parts),
        fee=_fee(parts, case),
        tracking=tracking(case.code),
    )
    return linked_receipt(facts, [_listed(part) for part in parts])


def linked_receipt(facts: Facts, parts: Sequence[Listed]) -> Form:
    """The receipt of the case's own facts, with its parts below what is asked for."""
    form = receipt(facts)
    asked = Fact("Nội dung yêu cầu giải quyết", facts.procedure)
    at = form.blocks.index(asked) + 1
    listed = (Lead("Gồm các thủ tục:"), Items(tuple(part.text for part in parts)))
    blocks = (*form.blocks[:at], *listed, *form.blocks[at:])
    # on a sheet of twice the size, so that the list and the signatures stand on one
    return replace(
        form, sheet="A4", blocks=blocks, code=Code(facts.tracking, f"Mã QR của hồ sơ {facts.code}")
    )


def _components(parts: Sequence[LinkedPart]) -> tuple[Component, ...]:
    """What was handed in, each paper once, whichever part it serves."""
    started = [part.dossier_id for part in parts if part.dossier_id]
    taken = DossierPaper.objects.filter(dossier__in=started, dossier__linked_part__after=[])
    found = {
        one.name: Component(one.name, one.originals, one.copies)
        for one in taken.order_by("dossier__linked_part__position", "position")
        if one.taken == Taken.HANDED
    }
    asked = ProcedurePaper.objects.filter(
        version__known_to=None, version__procedure__in=[part.procedure_id for part in parts if part.said]
    )
    names = {
        (procedure, code): name
        for procedure, code, name in asked.values_list("version__procedure", "code", "name")
    }
    for part in parts:
        for code, said in part.said.items():
            name = names.get((part.procedure_id, code))
            if said["taken"] == Taken.HANDED and name:
                found.setdefault(name, Component(name, said["originals"], said["copies"]))
    return tuple(found.values())


def _fee(parts: Sequence[LinkedPart], case: LinkedCase) -> int:
    """What the parts cost by the versions of the day of receipt."""
    day = case.received_at.astimezone(VIETNAM).date()
    asked = [part.procedure_id for part in parts if not part.refused_at]
    versions = ProcedureVersion.objects.in_force(day).filter(known_to=None, procedure__in=asked)
    fees = dict(versions.values_list("procedure", "fee"))
    return sum(fees.get(procedure) or 0 for procedure in asked)


def _listed(part: LinkedPart) -> Listed:
    agency = part.unit.name if part.unit else ""
    refused = part.refused_reason if part.planned_due_at is None else ""
    return Listed(part.procedure.name, agency, part.planned_due_at, refused)
