"""Surprise visits: minutes sent from the spot, kept exactly once, and the cases they propose."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.core.ledger import canonical
from dunghen.documents.numbering import next_number, numbered
from dunghen.org.models import Person, Unit
from dunghen.supervision.accountability import actions as accountability
from dunghen.supervision.accountability.actions import Entry, Proposed
from dunghen.supervision.accountability.models import Case, Origin
from dunghen.supervision.errors import Refused, need
from dunghen.supervision.inspections import rules
from dunghen.supervision.inspections.actions.base import Upload, keep, keep_all, state_fact
from dunghen.supervision.inspections.law import terms
from dunghen.supervision.inspections.models import (
    FactKind,
    InspectionStep,
    Regime,
    SurpriseVisit,
    Team,
)
from dunghen.supervision.inspections.who import Able
from dunghen.supervision.steps import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """Minutes as they were written on the spot; `key` is the tablet's, one for each visit."""

    key: UUID
    team: Team
    unit: Unit
    at: datetime
    place: str
    present: str
    findings: str
    unit_opinion: str = ""
    proposal: str = ""
    unsigned_reason: str = ""
    team_signature: "Upload | None" = None
    unit_signature: "Upload | None" = None
    scan: "Upload | None" = None
    photos: "Sequence[Upload]" = ()

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by column."""
        names = ("place", "present", "findings", "unit_opinion", "proposal", "unsigned_reason")
        return {name: getattr(self, name) for name in names}

    @property
    def uploads(self) -> list[Upload]:
        one = (self.team_signature, self.unit_signature, self.scan)
        return [*(each for each in one if each is not None), *self.photos]

    def digest(self) -> str:
        """SHA-256 of all that was written and sent with it: the same minutes sent again have the same."""
        said = {**self.texts, "team": self.team.pk, "unit": self.unit.pk, "at": self.at.isoformat()}
        return hashlib.sha256((canonical(said) + "".join(map(_hash, self.uploads))).encode()).hexdigest()


def _hash(upload: Upload) -> str:
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    upload.seek(0)
    return found.hexdigest()


def record_visit(by: Person, minutes: Minutes) -> SurpriseVisit:
    """Keep the minutes; sent again, they are the ones kept before. Raises Refused, PermissionDenied."""
    try:
        with transaction.atomic():
            return _sent_before(by, minutes) or _keep(by, minutes)
    except IntegrityError:  # the same minutes arrived twice at one moment
        known = _sent_before(by, minutes)
        if known is None:
            raise
        return known


def _sent_before(by: Person, minutes: Minutes) -> SurpriseVisit | None:
    known = SurpriseVisit.objects.filter(key=minutes.key).first()
    if known is not None and (known.by_id != by.pk or known.digest != minutes.digest()):
        raise Refused(
            _("Biên bản này đã được gửi trước đó; nội dung vừa gửi khác nên chưa được lưu. Lập biên bản mới.")
        )
    return known


def _keep(by: Person, minutes: Minutes) -> SurpriseVisit:
    team, day = minutes.team, localtime(minutes.at).date()
    _check(by, minutes, day)
    symbol = terms(day).minutes
    photos = keep_all(minutes.photos, by)
    visit = SurpriseVisit.objects.create(
        team=team,
        number=numbered(next_number(team.organiser, symbol, day), symbol),
        unit=minutes.unit,
        at=minutes.at,
        day=day,
        key=minutes.key,
        digest=minutes.digest(),
        by=by,
        recorded_at=transaction_time(),
        sample=team.sample,
        **minutes.texts,
        **_signed(by, minutes),
    )
    visit.photos.add(*photos)
    record(visit, InspectionStep.VISITED, by, day=day)
    state_fact(FactKind.SURPRISE, team.counted_for, minutes.unit, day, sample=visit.sample, visit=visit)
    return visit


def _check(by: Person, minutes: Minutes, day: date) -> None:
    team = minutes.team
    need(Able(by, timezone.localdate()).belongs_to(team))
    if team.regime != Regime.SURPRISE:
        raise Refused(_("Đoàn kiểm tra theo kế hoạch không lập biên bản kiểm tra đột xuất."))
    rules.visiting(localtime(minutes.at), localtime(), team.plan_day, team.decision_day)
    rules.existing(day, minutes.unit.valid_from, minutes.unit.valid_to)
    rules.signing(
        drawn=minutes.unit_signature is not None,
        scanned=minutes.scan is not None,
        unsigned_reason=minutes.unsigned_reason,
        team=minutes.team_signature is not None,
    )


def _signed(by: Person, minutes: Minutes) -> dict[str, Any]:
    """The signatures and the scan, kept."""
    uploads = {
        "team_signature": minutes.team_signature,
        "unit_signature": minutes.unit_signature,
        "scan": minutes.scan,
    }
    return {name: keep(upload, by) for name, upload in uploads.items() if upload is not None}


@transaction.atomic
def add_case(by: Person, pk: int, proposed: Proposed) -> Case:
    """A collective or a person whose responsibility is to be reviewed: a case of the register of
    accountability, with these minutes as its origin. Raises Refused, PermissionDenied."""
    visit = SurpriseVisit.objects.select_related("team", "unit").get(pk=pk)
    need(Able(by, timezone.localdate()).belongs_to(visit.team))
    entry = Entry(
        opened=visit.day,
        origin=Origin.SURPRISE,
        origin_key=visit.number,
        unit=visit.unit,
        **asdict(proposed),
    )
    case = accountability.record(by, entry)
    # the step is read by more people than the case: it names nobody
    record(visit, InspectionStep.CASE, by, note=str(case.get_subject_display()))
    return case
