"""The store of papers of people and organisations: what it offers, and everything that is written to it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.documents.models import File
from dunghen.dossiers.models import (
    Applicant,
    Dossier,
    DossierVersion,
    PartyRole,
    StoredFile,
    StoredPaper,
)
from dunghen.dossiers.rules import Refused
from dunghen.dossiers.store.rules import BINDING, Verification
from dunghen.org.models import Person
from dunghen.procedures.paper_types import RESULT, type_code, types_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPaper:
    """A paper to be stored, with its files in order."""

    owner_kind: str
    owner_number: str
    type_code: str
    title: str
    verification: str
    files: Sequence[File]
    issuer: str = ""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: Dossier | None = None
    component: str = ""
    supersedes: StoredPaper | None = None


def offers(number: str, types: Collection[str], day: date) -> dict[str, StoredPaper]:
    """By type, the paper of an owner that holds on a day: one that binds before one merely declared, the
    latest first. One query where there is none, else four, with the files."""
    if not number or not types:
        return {}
    found: dict[str, StoredPaper] = {}
    for paper in _of(number).filter(type_code__in=types):
        held = found.get(paper.type_code)
        better = held is None or (held.verification not in BINDING and paper.verification in BINDING)
        if better and paper.holds_on(day):
            found[paper.type_code] = paper
    return found


def papers_of(number: str) -> list[StoredPaper]:
    """Everything the store holds of an owner, the latest first, with files, sources and uses."""
    rows = _of(number).select_related("source_dossier", "verified_by")
    return list(rows.annotate(times_used=models.Count("uses")))


def _of(number: str) -> models.QuerySet[StoredPaper]:
    if not number:
        return StoredPaper.objects.none()
    rows = StoredPaper.objects.filter(owner_number=number).order_by("-stored_at", "-pk")
    return rows.prefetch_related("superseded_by", "files__file")  # most have none: nothing more is asked


@transaction.atomic
def store(new: NewPaper, *, by: Person) -> StoredPaper:
    """Keep a paper; with `supersedes` in place of an earlier one. Raises Refused."""
    now = transaction_time()
    before = new.supersedes
    if before is not None and before.owner_number != new.owner_number:
        raise Refused(_("Chỉ thay thế giấy tờ của cùng một người, một tổ chức."))
    verified = new.verification in BINDING
    paper = StoredPaper.objects.create(
        owner_kind=new.owner_kind,
        owner_number=new.owner_number,
        type_code=new.type_code,
        title=new.title,
        issuer=new.issuer,
        issued_on=new.issued_on,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        verification=new.verification,
        verified_by=by if verified else None,
        verified_at=now if verified else None,
        source_dossier=new.source,
        component=new.component,
        supersedes=before,
        stored_at=now,
    )
    StoredFile.objects.bulk_create(
        StoredFile(paper=paper, position=position, file=file) for position, file in enumerate(new.files, 1)
    )
    return paper


@transaction.atomic
def compare(paper: StoredPaper, *, by: Person) -> None:
    """An officer saw the original: a declared paper binds from now on."""
    rows = StoredPaper.objects.filter(pk=paper.pk, verification=Verification.DECLARED)
    rows.update(verification=Verification.COMPARED, verified_by=by, verified_at=transaction_time())


@transaction.atomic
def revoke(paper: StoredPaper, *, reason: str) -> None:
    """The paper is no longer to be relied on. Raises Refused without a reason or a second time."""
    if not reason.strip():
        raise Refused(_("Thu hồi giấy tờ trong Kho phải ghi lý do."))
    rows = StoredPaper.objects.filter(pk=paper.pk, revoked_at__isnull=True)
    if not rows.update(revoked_at=transaction_time(), revoked_reason=reason.strip()):
        raise Refused(_("Giấy tờ này đã bị thu hồi."))


@transaction.atomic
def store_result(
    version: DossierVersion,
    *,
    file: File,
    title: str,
    by: Person,
    signed: bool,
    issued_on: date,
    valid_to: date | None = None,
) -> StoredPaper:
    """The result of a dossier, when it is issued, in its owner's store: an electronic original if it was
    signed as one, else a copy compared with the paper that was. A second result of the dossier takes the
    place of the first."""
    owner = owner_of(version.dossier)
    procedure = version.procedure
    before = StoredPaper.objects.filter(
        source_dossier=version.dossier_id, component=RESULT, superseded_by__isnull=True
    ).first()
    new = NewPaper(
        owner_kind=owner.kind if owner else "",
        owner_number=owner.number if owner else "",
        type_code=type_code(types_of(procedure), procedure, RESULT),
        title=title,
        verification=Verification.ELECTRONIC if signed else Verification.COMPARED,
        files=[file],
        issuer=version.unit.name,
        issued_on=issued_on,
        valid_from=issued_on,
        valid_to=valid_to,
        source=version.dossier,
        supersedes=before,
    )
    return store(new, by=by)


def owner_of(dossier: Dossier) -> Applicant | None:
    """Whose store the papers of a dossier belong to: of whom it is about, else of the applicant."""
    subject = dossier.parties.filter(role=PartyRole.SUBJECT).select_related("applicant").first()
    return subject.applicant if subject else dossier.applicant


def forget(dossier: Dossier) -> None:
    """After the persons of a dossier are erased, its papers are found by nobody's number any more."""
    StoredPaper.objects.filter(source_dossier=dossier).update(owner_number="")
