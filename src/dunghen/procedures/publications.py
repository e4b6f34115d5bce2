"""The life of publication decisions: submitted, checked, signed, entered, posted. Each leaves an event.

A decision's effect is that of its procedures: signed, it publishes and ends versions from the day its text
takes force (actions.publish, actions.abolish); the desk finds them by that day and needs no switch.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.org.models import Person, Unit
from dunghen.procedures import actions
from dunghen.procedures import publication_rules as rules
from dunghen.procedures.models import (
    Procedure,
    ProcedureChange,
    ProcedureStep,
    ProcedureVersion,
    Publication,
    PublicationItem,
    PublicationPosting,
    PublicationState,
    PublicationStep,
    VersionState,
)
from dunghen.procedures.publication_record import locked, move, need, record
from dunghen.procedures.rules import Refused
from dunghen.procedures.who import able


@transaction.atomic
def submit(by: Person, pk: int) -> None:
    """To the committee's office. Raises Refused, PermissionDenied."""
    publication = locked(pk)
    need(able(by, timezone.localdate()).writes(publication.drafter_id))
    rules.check_submission(publication.state, list(publication.items.values_list("kind", flat=True)))
    move(publication, by, PublicationStep.SUBMITTED, state=PublicationState.SUBMITTED)


@transaction.atomic
def check(by: Person, pk: int) -> None:
    """The office found all parts. Raises Refused, PermissionDenied."""
    publication = locked(pk)
    need(able(by, timezone.localdate()).controls)
    items = list(publication.items.select_related("procedure", "version", "replaced_by"))
    made = {item.procedure_id for item in items if item.kind == rules.NEW}
    orphans = [
        str(item.procedure) for item in items if item.replaced_by_id and item.replaced_by_id not in made
    ]
    rules.check_check(publication.state, gaps(items), orphans)
    move(publication, by, PublicationStep.CHECKED, state=PublicationState.CHECKED)


@transaction.atomic
def send_back(by: Person, pk: int, reason: str) -> None:
    """To the department, as a draft again. Raises Refused, PermissionDenied."""
    publication = locked(pk)
    need(able(by, timezone.localdate()).controls)
    rules.check_return(publication.state, reason)
    move(publication, by, PublicationStep.RETURNED, note=reason, state=PublicationState.DRAFT)


@transaction.atomic
def sign(by: Person, pk: int, *, number: str, signed: date) -> None:
    """Record the leader's signature: the procedures are published and ended from the day the text takes
    force, and counted by the day of the decision. Raises Refused, PermissionDenied."""
    today = timezone.localdate()
    publication = locked(pk)
    need(able(by, today).signs)
    rules.check_signing(publication.state, number, signed, today)
    taken = Publication.objects.filter(signer=publication.signer_id, number=number, signed=signed)
    if taken.exists():
        raise Refused(_("Số {number} ngày {signed:%d/%m/%Y} đã có.").format(number=number, signed=signed))
    move(
        publication,
        by,
        PublicationStep.SIGNED,
        day=signed,
        state=PublicationState.SIGNED,
        number=number,
        signed=signed,
    )
    since = rules.takes_effect(publication.effective, signed)
    for item in publication.items.select_related("procedure", "version"):
        _put_in_force(item, number, signed, since)


def _put_in_force(item: PublicationItem, number: str, signed: date, since: date) -> None:
    if item.kind in rules.MAKING:
        made = actions.publish(item.version, decision=number, decided=signed, valid_from=since)
    else:
        made = actions.abolish(current(item.procedure), decision=number, decided=signed, ends=since)
    PublicationItem.objects.filter(pk=item.pk).update(version=made)
    now = transaction_time()
    ProcedureChange.objects.bulk_create(
        ProcedureChange(
            publication_id=item.publication_id,
            procedure_id=item.procedure_id,
            level=scope.level,
            kind=item.kind,
            decided=signed,
            known_from=now,
        )
        for scope in made.scopes.all()
    )


@transaction.atomic
def enter(by: Person, pk: int, entered: date) -> None:
    """Into the national database. Raises Refused, PermissionDenied."""
    today = timezone.localdate()
    publication = locked(pk)
    need(able(by, today).controls)
    rules.check_entry(publication.state, entered, publication.signed, today)
    move(
        publication,
        by,
        PublicationStep.ENTERED,
        day=entered,
        state=PublicationState.ENTERED,
        entered=entered,
    )


@transaction.atomic
def post(by: Person, pk: int, unit: Unit, posted: date) -> None:
    """A unit confirms that it made the decision public where it takes in dossiers. Raises Refused,
    PermissionDenied."""
    today = timezone.localdate()
    publication = locked(pk)
    need(unit.pk in able(by, today).posts_at)
    rules.check_posting(publication.state, posted, publication.signed, today)
    if publication.postings.filter(unit=unit).exists():
        raise Refused(_("{unit} đã xác nhận niêm yết.").format(unit=unit))
    PublicationPosting.objects.create(publication=publication, unit=unit, day=posted, by=by)
    record(publication, PublicationStep.POSTED, by, day=posted, note=unit.name)


@transaction.atomic
def approve_process(
    by: Person, item: PublicationItem, steps: list[ProcedureStep], *, decision: str, decided: date
) -> None:
    """The internal process of a procedure in a decision, by its own decision; it holds with the version.
    Raises Refused, PermissionDenied."""
    today = timezone.localdate()
    publication = locked(item.publication_id)
    may = able(by, today)
    need(may.controls or may.writes(publication.drafter_id))
    if item.kind not in rules.MAKING:
        raise Refused(_("Thủ tục bị bãi bỏ, thay thế không có quy trình nội bộ."))
    if decided > today:
        raise Refused(_("Ngày phê duyệt không được sau ngày hôm nay."))
    version = _latest(item.version)
    hours = [step.hours for step in steps]
    rules.check_process(hours, version.limit_amount, version.limit_unit, decision)
    made = actions.approve_process(version, steps, decision=decision, decided=decided)
    PublicationItem.objects.filter(pk=item.pk).update(version=made)
    record(
        publication,
        PublicationStep.PROCESS,
        by,
        day=decided,
        note=_("{decision}: {name}").format(decision=decision, name=item.procedure),
    )


def gaps(items: Iterable[PublicationItem]) -> dict[str, list[str]]:
    """Of each new procedure the parts a to g it lacks; an amended one says its changed parts alone."""
    return {
        str(item.procedure): rules.missing_parts(said(item.procedure, item.version))
        for item in items
        if item.kind == rules.NEW
    }


def said(procedure: Procedure, version: ProcedureVersion) -> dict[str, object]:
    """What a version says of each part a to g."""
    return {
        "name": procedure.name,
        "sequence": version.sequence,
        "channels": version.channels,
        "papers": version.dossier_sets and list(version.papers.all()),
        "limit": version.limit_amount and version.limit_unit,
        "subjects": version.subjects,
        "agency": version.agency,
    }


def current(procedure: Procedure) -> ProcedureVersion:
    """The published version that has no end yet. Raises Refused."""
    rows = ProcedureVersion.objects.filter(
        procedure=procedure, known_to=None, valid_to=None, state=VersionState.PUBLISHED
    )
    found = rows.order_by("-number").first()
    if found is None:
        raise Refused(_("{name}: không có phiên bản đang có hiệu lực.").format(name=procedure))
    return found


def _latest(version: ProcedureVersion) -> ProcedureVersion:
    """The row that is known now of a version."""
    return ProcedureVersion.objects.get(procedure=version.procedure_id, number=version.number, known_to=None)
