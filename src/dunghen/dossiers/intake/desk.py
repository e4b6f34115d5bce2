"""Receiving at the desk: one slip, one transaction, one dossier with its papers, parties and re-used papers.

A slip sent twice makes one dossier: the second finds the first by the slip's token, or waits for it at the
day's serial and is then told by the token being taken.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.core.ledger import digest
from dunghen.core.rows import insert
from dunghen.core.worktime import VIETNAM
from dunghen.documents import files
from dunghen.documents.content import NotAccepted
from dunghen.documents.models import File
from dunghen.dossiers.intake.places import Terms, check_places
from dunghen.dossiers.intake.receive import Facts, Intake, receive, refuse_at_intake
from dunghen.dossiers.models import (
    Applicant,
    DeskSlip,
    Dossier,
    DossierPaper,
    DossierVersion,
    PaperUse,
    Party,
    PartyRole,
    StoredPaper,
)
from dunghen.dossiers.persons.data import ALL_PARTS, content
from dunghen.dossiers.rules import Refused
from dunghen.dossiers.store import rules as papers_rules
from dunghen.dossiers.store import vault
from dunghen.dossiers.store.rules import Asked, Said, Taken, Verification
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.procedures.models import ProcedurePaper, ProcedureVersion
from dunghen.procedures.paper_types import type_code, types_of

Upload: TypeAlias = "UploadedFile[bytes]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What the officer filled in. `intake.person` is the applicant; `subject` and `representative` hold the
    same parts where they are others; `digest` is that of everything that was sent. `at_once`: received as it
    is saved, so that no two clocks can disagree. `facts`: those of the intake, where they are known."""

    token: UUID
    digest: str
    intake: Intake
    papers: Mapping[str, Said]
    files: Mapping[str, Sequence[Upload]] = field(default_factory=dict)
    subject: Mapping[str, str] = field(default_factory=dict)
    representative: Mapping[str, str] = field(default_factory=dict)
    authority: str = ""
    authority_file: "Upload | None" = None
    at_once: bool = False
    facts: Facts | None = None

    @property
    def owner(self) -> Mapping[str, str]:
        """Whose store is used and filled: of whom the dossier is about, else of the applicant."""
        return self.subject or self.intake.person

    @property
    def day(self) -> date:
        return self.intake.received_at.astimezone(VIETNAM).date()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Form 03: what lacks, and the law that asks for it."""

    reason: str
    law: str


class PapersWrong(Refused):
    """Papers that cannot be taken so; `wrong` says what, by component."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(_("Thành phần hồ sơ chưa đủ hoặc chưa đúng; xem từng giấy tờ."))
        self.wrong = wrong


class SlipChanged(Refused):
    """A slip that already became a dossier was sent again with something else on it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The components of a version with what the store of somebody offers for each."""

    papers: Sequence[ProcedurePaper]
    types: Mapping[str, str]
    offers: Mapping[str, StoredPaper]

    @property
    def asked(self) -> list[Asked]:
        return [
            Asked(paper.code, paper.name, paper.required, self._verification(paper.code))
            for paper in self.papers
        ]

    def offer(self, code: str) -> StoredPaper | None:
        return self.offers.get(self.types[code])

    def _verification(self, code: str) -> str:
        offer = self.offer(code)
        return offer.verification if offer else ""


def wanted(version: ProcedureVersion, number: str, day: date) -> Wanted:
    """What a version asks of whoever bears a number. Four queries at most."""
    papers = sorted(version.papers.all(), key=lambda paper: paper.pk)
    shared = types_of(version.procedure)
    types = {paper.code: type_code(shared, version.procedure, paper.code) for paper in papers}
    return Wanted(papers, types, vault.offers(number, set(types.values()), day))


def take_in(slip: Slip, *, by: Person, refusal: Refusal | None = None, forwarded: bool = False) -> Dossier:
    """Receive the dossier of a slip, or refuse it with Form 03; of a slip sent before, the dossier it became.
    `forwarded`: another desk received it, whose officer is `by` (a part of a linked case).

    Raises Refused, also as PapersWrong or SlipChanged.
    """
    try:
        with transaction.atomic():
            return _become(slip, by) or _take_in(slip, by, refusal, forwarded=forwarded)
    except IntegrityError:
        # sent twice at once: the other is committed by now, or there was another reason
        known = _become(slip, by)
        if known is None:
            raise
        return known


def _become(slip: Slip, by: Person) -> Dossier | None:
    try:
        known = DeskSlip.objects.get(token=slip.token)
    except DeskSlip.DoesNotExist:
        return None
    if known.by_id != by.pk or known.digest != slip.digest:
        raise SlipChanged(
            _("Phiếu này đã được tiếp nhận thành hồ sơ trước đó; nội dung vừa nhập chưa được lưu.")
        )
    return known.dossier


def _take_in(slip: Slip, by: Person, refusal: Refusal | None, *, forwarded: bool) -> Dossier:
    now = transaction_time()
    # whoever enters no moment receives now, by the database's clock as everything recorded
    at = min(slip.intake.received_at, now) if slip.at_once else slip.intake.received_at
    intake, day = replace(slip.intake, received_at=at), slip.day
    facts = slip.facts or Facts.of(intake)
    version = facts.version
    received = facts.units[intake.received_unit] if forwarded else _place(intake, facts, by, now)
    want = wanted(version, slip.owner.get("number", ""), day)
    checked = papers_rules.check(want.asked, slip.papers) if refusal is None else papers_rules.Checked({})
    if checked.wrong:
        raise PapersWrong(checked.wrong)
    parties = _parties(slip)
    flags = _flags(slip, want) if refusal is None else {}
    told = _told(slip, want, checked) if refusal is None else {}
    told |= {"parties": [_known(party) for party in parties]} if parties else {}
    intake = replace(intake, info=told, **flags)
    ref = by.username
    if refusal is None:
        made = receive(intake, by=ref, facts=facts, now=now)
    else:
        made = refuse_at_intake(intake, reason=refusal.reason, law=refusal.law, by=ref, facts=facts, now=now)
    for party in parties:
        party.dossier = made.dossier
    Party.objects.bulk_create(parties)
    papers = _papers(slip, want, checked, made, by) if refusal is None else []
    insert(*papers, _note(slip, made, received, by))
    return made.dossier


def _place(intake: Intake, facts: Facts, by: Person, now: datetime) -> Unit:
    """The receiving unit, after asking whether the officer receives there and for whom (desk_places)."""
    received, day = facts.units[intake.received_unit], intake.received_at.astimezone(VIETNAM).date()
    today = now.astimezone(VIETNAM).date()
    reach = Unit.objects.within(by.reach(Right.RECEIVE, today), today)
    if reach is not None and received.pk not in reach:
        raise Refused(_("Anh/chị không tiếp nhận hồ sơ tại “{unit}”.").format(unit=received.name))
    check_places(Terms.of(facts.version, day), received, facts.units[intake.decided_unit])
    return received


def _flags(slip: Slip, want: Wanted) -> dict[str, Any]:
    """Digitised: a component is there as a file; reused: one came from the store."""
    reused = [each.code for each in want.papers if slip.papers[each.code].taken == Taken.REUSED]
    digitised = any(slip.files.values()) or any(_has_files(want.offer(code)) for code in reused)
    return {"digitised": digitised, "reused": bool(reused)}


def _has_files(paper: StoredPaper | None) -> bool:
    return paper is not None and bool(paper.files.all())


def _told(slip: Slip, want: Wanted, checked: papers_rules.Checked) -> dict[str, Any]:
    """What the event says of the papers: how each came, and what was asked for though the store has it."""
    papers = {each.code: slip.papers[each.code].taken for each in want.papers}
    again = {code: slip.papers[code].reason for code in sorted(checked.asked_again)}
    return {"papers": papers, "asked_again": again} if again else {"papers": papers}


def _parties(slip: Slip) -> list[Party]:
    said = (
        (PartyRole.SUBJECT, slip.subject, ""),
        (PartyRole.REPRESENTATIVE, slip.representative, slip.authority),
    )
    if slip.representative and not slip.authority:
        raise Refused(_("Người được ủy quyền phải có văn bản ủy quyền: ghi số, ngày, nơi chứng thực."))
    return [
        Party(role=role, applicant=_applicant(person), authority=authority)
        for role, person, authority in said
        if person
    ]


def _applicant(person: Mapping[str, str]) -> Applicant:
    said = {part: person.get(part, "") for part in ALL_PARTS}
    return Applicant.objects.create(salt=secrets.token_bytes(16), **said)


def _known(party: Party) -> dict[str, object]:
    """As an event names a party: by number and digest, never by name."""
    one = party.applicant
    known_by = digest(bytes(one.salt), content(one))
    return {"role": party.role, "applicant": one.pk, "applicant_digest": known_by}


def _papers(
    slip: Slip, want: Wanted, checked: papers_rules.Checked, made: DossierVersion, by: Person
) -> list[DossierPaper]:
    """The papers as they were taken, to be written; what they are in the store is written here."""
    dossier, now = made.dossier, made.known_from
    rows, uses = [], []
    for position, paper in enumerate(want.papers, 1):
        said, offer = slip.papers[paper.code], want.offer(paper.code)
        rows.append(_row(dossier, position, paper, said, again=paper.code in checked.asked_again))
        if said.taken == Taken.REUSED and offer is not None:
            uses.append(PaperUse(paper=offer, dossier=dossier, component=paper.code, used_at=now, by=by))
            if said.compared:
                vault.compare(offer, by=by)
        elif said.taken == Taken.HANDED and slip.files.get(paper.code):
            _store(slip, want, paper, dossier, by)
    PaperUse.objects.bulk_create(uses)
    if slip.authority_file is not None:
        kept = _keep(slip.authority_file, by)
        Party.objects.filter(dossier=dossier, role=PartyRole.REPRESENTATIVE).update(authority_file=kept)
    return rows


def _row(dossier: Dossier, position: int, paper: ProcedurePaper, said: Said, *, again: bool) -> DossierPaper:
    handed = said.taken == Taken.HANDED
    return DossierPaper(
        dossier=dossier,
        position=position,
        code=paper.code,
        name=paper.name,
        taken=said.taken,
        originals=said.originals if handed else 0,
        copies=said.copies if handed else 0,
        asked_again=again,
        reason=said.reason,
    )


def _store(slip: Slip, want: Wanted, paper: ProcedurePaper, dossier: Dossier, by: Person) -> None:
    """A paper scanned at the desk goes into its owner's store: compared if the officer says so."""
    owner, said = slip.owner, slip.papers[paper.code]
    vault.store(
        vault.NewPaper(
            owner_kind=owner.get("kind", ""),
            owner_number=owner.get("number", ""),
            type_code=want.types[paper.code],
            title=paper.name,
            verification=Verification.COMPARED if said.compared else Verification.DECLARED,
            files=[_keep(upload, by) for upload in slip.files[paper.code]],
            source=dossier,
            component=paper.code,
        ),
        by=by,
    )


def store_early(slip: Slip, dossier: Dossier, version: ProcedureVersion, by: Person) -> None:
    """The scans of a slip whose dossier comes later, into their owner's store now; their source is the
    dossier they were handed in with. Raises Refused."""
    want = wanted(version, slip.owner.get("number", ""), slip.day)
    for paper in want.papers:
        said = slip.papers.get(paper.code)
        if said is not None and said.taken == Taken.HANDED and slip.files.get(paper.code):
            _store(slip, want, paper, dossier, by)


def _keep(upload: Upload, by: Person) -> File:
    try:
        return files.keep(upload.name or "tep", upload, by=by)
    except NotAccepted as refusal:
        raise Refused(f"{upload.name}: {refusal}") from refusal


def _note(slip: Slip, made: DossierVersion, unit: Unit, by: Person) -> DeskSlip:
    return DeskSlip(
        token=slip.token,
        digest=slip.digest,
        dossier=made.dossier,
        unit=unit,
        procedure=made.procedure,
        day=slip.day,
        by=by,
        at=made.known_from,
    )
