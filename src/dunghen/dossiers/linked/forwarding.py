"""The slip of a part that starts when the one before has its result; nobody is asked for anything again."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.intake.desk import Slip, Wanted, wanted
from dunghen.dossiers.intake.receive import Intake, version_on
from dunghen.dossiers.linked.law import case_on
from dunghen.dossiers.linked.places import decider_of, standing
from dunghen.dossiers.models import CURRENT, Applicant, DossierVersion, LinkedCase, LinkedPart, PartyRole
from dunghen.dossiers.persons.data import PARTS
from dunghen.dossiers.rules import Refused
from dunghen.dossiers.store.rules import BINDING, Said, Taken


def forwarded_slip(part: LinkedPart, at: datetime, token: UUID) -> Slip:
    """Received at the part's own authority at a moment, from the desk of the case. Raises Refused."""
    case, day = part.case, at.astimezone(VIETNAM).date()
    law = case_on(case.kind, case.received_at.astimezone(VIETNAM).date())
    rule = next((one for one in law.parts if one.key == part.key), None) if law else None
    if rule is None:
        raise Refused(_("Luật của nhóm liên thông không còn thành phần này."))
    unit = decider_of(rule.decider, case.received_unit, part.procedure, day)
    helper = standing(case.received_unit, day) or unit
    first = _first(case)
    named = list(first.dossier.parties.select_related("applicant"))
    parties = {party.role: party.applicant for party in named}
    authority = next((party.authority for party in named if party.authority), "")
    slip = Slip(
        token=token,
        digest=case.digest,
        intake=Intake(
            procedure=part.procedure.key,
            decided_unit=unit.key,
            received_unit=unit.key,
            helped_unit=helper.key,
            channel=first.channel,
            received_at=at,
            case_code=case.code,
            sample=first.sample,
            person=_person(case.applicant),
        ),
        papers={},
        subject=_person(parties.get(PartyRole.SUBJECT)),
        representative=_person(parties.get(PartyRole.REPRESENTATIVE)),
        authority=authority,
    )
    want = wanted(version_on(part.procedure.key, day), slip.owner.get("number", ""), day)
    noted = {code: Said(**said) for code, said in part.said.items()}
    return replace(slip, papers={each.code: _how(want, each.code, noted, case) for each in want.papers})


def _first(case: LinkedCase) -> DossierVersion:
    rows = DossierVersion.objects.filter(CURRENT, dossier__linked_part__case=case)
    return rows.select_related("dossier").order_by("dossier__linked_part__position")[0]


def _person(applicant: Applicant | None) -> dict[str, str]:
    if applicant is None or applicant.erased_at is not None:
        return {}
    return {name: getattr(applicant, name) for name in PARTS}


def _how(want: Wanted, code: str, noted: dict[str, Said], case: LinkedCase) -> Said:
    """From the store where it is there; else as it was handed in with the case."""
    said, offer = noted.get(code, Said()), want.offer(code)
    if offer is not None and (offer.verification in BINDING or said.compared):
        return Said(taken=Taken.REUSED, compared=said.compared)
    if said.taken == Taken.HANDED or (said.taken == Taken.ABSENT and said.reason):
        return said
    return Said(taken=Taken.ABSENT, reason=_("Đã có trong hồ sơ liên thông {code}").format(code=case.code))
