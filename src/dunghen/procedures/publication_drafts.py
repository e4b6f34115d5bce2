"""What a department writes into a publication decision while it is a draft. Each action leaves an event."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dunghen.core.text import fold
from dunghen.org.models import Person, Unit
from dunghen.procedures import actions
from dunghen.procedures import publication_rules as rules
from dunghen.procedures.models import (
    Procedure,
    ProcedurePaper,
    ProcedureStep,
    ProcedureVersion,
    Publication,
    PublicationItem,
    PublicationState,
    PublicationStep,
    VersionState,
)
from dunghen.procedures.publication_record import locked, need, record
from dunghen.procedures.publications import current
from dunghen.procedures.rules import Refused
from dunghen.procedures.who import able

# What an amended version takes over from the one in force, unless it says otherwise.
_KEPT = (
    *("legal_basis", "limit_amount", "limit_unit", "limit_source", "pause_basis", "fee", "fee_note"),
    *("online_level", "eligible_full", "issues_result_paper", "sequence", "channels", "dossier_sets"),
    *("subjects", "agency", "process_decision", "process_decided", "unsure"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a decision says of a procedure it makes: the procedure's own facts, and those of its version."""

    code: str
    name: str
    field: str
    levels: list[str]
    papers: list[ProcedurePaper]
    link_kind: str
    non_territorial: bool
    version: dict[str, Any]


@transaction.atomic
def create(by: Person, *, drafter: Unit, signer: Unit, **head: Any) -> Publication:
    """A new draft of a department. Raises PermissionDenied."""
    if not able(by, timezone.localdate()).writes(drafter.pk):
        raise PermissionDenied
    made = Publication.objects.create(drafter=drafter, signer=signer, state=PublicationState.DRAFT, **head)
    record(made, PublicationStep.DRAFTED, by)
    return made


@transaction.atomic
def edit(by: Person, pk: int, **head: Any) -> None:
    """The head of a draft. Raises Refused, PermissionDenied."""
    publication = _own_draft(by, pk)
    Publication.objects.filter(pk=publication.pk).update(**head)
    record(publication, PublicationStep.CHANGED, by)


@transaction.atomic
def add_new(by: Person, pk: int, content: Content) -> PublicationItem:
    """A procedure published for the first time. Raises Refused, PermissionDenied."""
    publication = _own_draft(by, pk)
    procedure = _new_procedure(publication, content)
    version = actions.draft(
        procedure, valid_from=publication.effective, levels=content.levels, **content.version
    )
    _set_papers(version, content.papers)
    return _add(by, publication, rules.NEW, version)


@transaction.atomic
def add_amended(by: Person, pk: int, procedure: Procedure, content: Content, changes: str) -> PublicationItem:
    """A version that changes parts of the one in force; what is not said stays. Raises Refused,
    PermissionDenied."""
    publication = _own_draft(by, pk)
    if not changes.strip():
        raise Refused(_("Phải ghi các bộ phận được sửa đổi, bổ sung."))
    before = current(procedure)
    kept = {column: getattr(before, column) for column in _KEPT}
    version = actions.draft(
        procedure,
        valid_from=publication.effective,
        levels=content.levels,
        **{**kept, **content.version},
    )
    _set_papers(version, content.papers)
    _keep_steps(before, version)
    return _add(by, publication, rules.AMENDED, version, changes=changes)


@transaction.atomic
def add_ended(
    by: Person, pk: int, procedure: Procedure, basis: str, replaced_by: Procedure | None = None
) -> PublicationItem:
    """A procedure that is abolished, or replaced by another. Raises Refused, PermissionDenied."""
    publication = _own_draft(by, pk)
    if not basis.strip():
        raise Refused(_("Phải ghi văn bản bãi bỏ, thay thế thủ tục."))
    kind = rules.REPLACED if replaced_by else rules.ABOLISHED
    return _add(by, publication, kind, current(procedure), changes=basis, replaced_by=replaced_by)


@transaction.atomic
def revise(by: Person, item: PublicationItem, content: Content, changes: str = "") -> None:
    """The content of a procedure in a draft, said anew. Raises Refused, PermissionDenied."""
    publication = _own_draft(by, item.publication_id)
    if item.kind == rules.NEW:
        facts = {"code": content.code, "name": content.name, "search": fold(content.name)}
        _check_code(content.code, item.procedure_id)
        Procedure.objects.filter(pk=item.procedure_id).update(
            **facts,
            field=content.field,
            link_kind=content.link_kind,
            non_territorial=content.non_territorial,
        )
    version = actions.revise(item.version, levels=content.levels, papers=content.papers, **content.version)
    PublicationItem.objects.filter(pk=item.pk).update(version=version, changes=changes)
    record(publication, PublicationStep.CHANGED, by, note=content.name)


@transaction.atomic
def remove(by: Person, item: PublicationItem) -> None:
    """Take a procedure out of a draft. Raises Refused, PermissionDenied."""
    publication = _own_draft(by, item.publication_id)
    if item.version.state == VersionState.DRAFT:
        actions.drop(item.version)
    record(publication, PublicationStep.CHANGED, by, note=_("Bỏ: {name}").format(name=item.procedure))
    item.delete()


def _new_procedure(publication: Publication, content: Content) -> Procedure:
    _check_code(content.code, None)
    stem = slugify(fold(content.name))[:80] or "tthc"
    key, number = stem, 1
    while Procedure.objects.filter(key=key).exists():
        number += 1
        key = f"{stem}-{number}"
    return Procedure.objects.create(
        key=key,
        code=content.code,
        name=content.name,
        search=fold(content.name),
        field=content.field,
        org=publication.signer,
        department=publication.drafter,
        link_kind=content.link_kind,
        non_territorial=content.non_territorial,
        sample=publication.sample,
    )


def _check_code(code: str, own: int | None) -> None:
    held = Procedure.objects.filter(code=code).first() if code else None
    if held is not None and held.pk != own:
        raise Refused(_("Mã {code} đã là của thủ tục “{name}”.").format(code=code, name=held))


def _set_papers(version: ProcedureVersion, papers: list[ProcedurePaper]) -> None:
    for paper in papers:
        paper.version = version
    ProcedurePaper.objects.bulk_create(papers)


def _keep_steps(before: ProcedureVersion, version: ProcedureVersion) -> None:
    """The internal process in force goes on until another is approved."""
    steps = list(before.steps.all())
    for step in steps:
        step.pk, step.version = None, version
    ProcedureStep.objects.bulk_create(steps)


def _add(
    by: Person, publication: Publication, kind: str, version: ProcedureVersion, **said: Any
) -> PublicationItem:
    if publication.items.filter(procedure=version.procedure_id).exists():
        raise Refused(_("Thủ tục “{name}” đã có trong quyết định.").format(name=version.procedure))
    made = PublicationItem.objects.create(
        publication=publication, kind=kind, procedure=version.procedure, version=version, **said
    )
    record(publication, PublicationStep.CHANGED, by, note=version.procedure.name)
    return made


def _own_draft(by: Person, pk: int) -> Publication:
    publication = locked(pk)
    need(able(by, timezone.localdate()).writes(publication.drafter_id))
    if publication.state != PublicationState.DRAFT:
        raise Refused(_("Quyết định không còn là dự thảo; đề nghị Văn phòng UBND trả lại để sửa."))
    return publication
