"""Dossiers, their versions, events and payments. Written by actions and the import only."""

from datetime import date, datetime
from typing import NamedTuple, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dunghen.core.folded import FoldedWords
from dunghen.core.known import Known, known_at, known_in_order
from dunghen.dossiers.rules import Channel, EventKind, Outcome, Status
from dunghen.org.models import Day, Level, Person, Unit
from dunghen.org.rights import Right
from dunghen.procedures.models import LimitKind, OnlineLevel, Procedure, ProcedureVersion

CURRENT = Q(known_to__isnull=True)
OPEN = CURRENT & Q(outcome="")
# Ended after the legal due date; few, so that finding them among millions takes an index of their own.
LATE = CURRENT & Q(resolved_at__gt=F("due_at"))


class ImportRun(models.Model):
    """One run of the import over one file."""

    started_at = models.DateTimeField(_("bắt đầu"))
    file_name = models.CharField(_("tệp"), max_length=200)
    file_digest = models.CharField("SHA-256", max_length=64)
    rows = models.PositiveIntegerField(_("số dòng vào"), default=0)
    attested = models.BooleanField(_("lịch sử trước khi vận hành"))
    reason = models.CharField(_("lý do đính chính"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("lần nhập dữ liệu")


class Applicant(models.Model):
    """Who asked, as declared on the dossier. The only place of personal data: it may be corrected or
    erased, and no event repeats it (Law 91/2025/QH15)."""

    kind = models.CharField(_("loại"), max_length=12)
    name = models.CharField(_("họ tên, tên tổ chức"), max_length=300, blank=True)
    number = models.CharField(_("số định danh"), max_length=20, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True, db_default="")
    # the units that decide what they asked for: a name is looked for only among those one may see
    units = ArrayField(models.BigIntegerField(), verbose_name=_("cơ quan giải quyết"), db_default=[])
    salt = models.BinaryField(max_length=16)
    erased_at = models.DateTimeField(_("xóa lúc"), null=True)
    search = models.GeneratedField(
        expression=FoldedWords("name"), output_field=SearchVectorField(), db_persist=True, editable=False
    )

    class Meta:
        verbose_name = _("người nộp hồ sơ")
        indexes = (
            GinIndex(fields=["search", "units"], name="applicant_search_units"),
            # who comes again is found by their number, the latest dossier first
            models.Index(fields=["number", "-id"], name="applicant_number", condition=~Q(number="")),
        )


class Dossier(models.Model):
    """A dossier's lasting identity."""

    code = models.CharField(_("mã hồ sơ"), max_length=60)
    applicant = models.ForeignKey(Applicant, models.PROTECT, null=True, related_name="dossiers")
    import_run = models.ForeignKey(ImportRun, models.PROTECT, null=True, related_name="dossiers")

    class Meta:
        verbose_name = _("hồ sơ")
        # not unique=True, which brings a second index for LIKE
        constraints = (models.UniqueConstraint(fields=("code",), name="dossier_code_once"),)

    def __str__(self) -> str:
        return self.code


class Area(NamedTuple):
    """The dossiers that a right reaches: those that `units` decide (None: all), and those that `officer`
    handles."""

    units: frozenset[int] | None
    officer: int | None

    @classmethod
    def of(cls, person: Person, right: Right, day: date) -> Self:
        """How far a person's right goes on a day; three queries at most."""
        reach = person.reach(right, day)
        return cls(Unit.objects.within(reach, day), person.pk if reach.own else None)

    @property
    def condition(self) -> Q:
        if self.units is None:
            return Q()
        mine = Q(officer=self.officer) if self.officer else Q(pk__in=())
        return mine | Q(unit__in=self.units) if self.units else mine

    @property
    def nothing(self) -> bool:
        return self.units == frozenset() and self.officer is None

    def covers(self, version: "DossierVersion") -> bool:
        mine = self.officer is not None and version.officer_id == self.officer
        return mine or self.units is None or version.unit_id in self.units


class DossierVersionQuerySet(models.QuerySet["DossierVersion"]):
    def known_at(self, moment: datetime | None) -> "DossierVersionQuerySet":
        return self.filter(known_at(moment))

    def visible_to(self, person: Person, right: Right, day: date) -> "DossierVersionQuerySet":
        """The dossiers of which a person has a right on a day: by the unit that decides, and by who handles
        them where the right goes as far as one's own work."""
        return self.filter(Area.of(person, right, day).condition)

    def within_reach(self, person: Person, right: Right, day: date) -> "DossierVersionQuerySet":
        """As visible_to, with what one's own desk received for others; of one dossier, or of those of
        a day, asked for by code: no list of dossiers is in the order of where they were received."""
        area = Area.of(person, right, day)
        here = Unit.objects.within(person.reach(Right.RECEIVE, day), day)
        if area.units is None or not here:
            return self.filter(area.condition)
        return self.filter(area.condition | Q(received_unit__in=here))


# What the counting reads, so that it finds everything in the index.
_COUNTED = (
    *("unit", "level", "outcome", "due_at", "resolved_recorded_at", "apologised_at", "digitised"),
    *("e_result", "result_paper", "reused", "channel", "online_level", "fee", "paid_online"),
    *("procedure", "received_at", "resolved_at", "known_from", "known_to"),
)

# What the list of dossiers is filtered by.
_LISTED = ("procedure", "status", "channel", "outcome", "resolved_at", "apologised_at")

# What the records of a figure that ended are narrowed by.
_ENDED = ("level", "outcome", "due_at", "apologised_at", "known_from", "procedure")

_STOCK = ("unit", "level", "due_at", "known_from")


def _covering(anchor: str, name: str, condition: Q) -> models.Index:
    include = tuple(column for column in _COUNTED if column != anchor)
    return models.Index(fields=[anchor, "id"], name=name, include=include, condition=condition)


class DossierVersion(Known):
    """The counted columns of a dossier as known from `known_from` until `known_to`.

    `number` is that of the last event folded into it. `due_at` is the legal due date: moved only by a
    lawful supplement, a pause with its basis or a recorded re-dating; an apology moves `appointment_at`
    (NĐ 61/2018/NĐ-CP art. 19.4, 19.9). Amounts are whole đồng.

    No index for each foreign key: units and procedures are never deleted, and the indexes below answer
    what is asked; more of them only make writing slower. The migration adds the statistics `version_unended`,
    by which the database knows that few current versions have not ended.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+", db_index=False)
    procedure_version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan giải quyết"), db_index=False
    )
    helped_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("nơi hỗ trợ nộp"), db_index=False
    )
    received_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("nơi tiếp nhận"), db_index=False
    )
    level = models.CharField(_("cấp"), max_length=12, choices=Level)
    channel = models.CharField(_("hình thức nộp"), max_length=8, choices=Channel)
    online_level = models.CharField(_("mức độ trực tuyến"), max_length=10, choices=OnlineLevel)
    status = models.CharField(_("trạng thái"), max_length=20, choices=Status)
    outcome = models.CharField(_("kết quả"), max_length=20, choices=Outcome, blank=True)
    received_at = models.DateTimeField(_("tiếp nhận lúc"))
    limit_amount = models.DecimalField(_("thời hạn"), max_digits=6, decimal_places=2, null=True)
    limit_unit = models.CharField(_("đơn vị thời hạn"), max_length=12, choices=LimitKind, blank=True)
    due_at = models.DateTimeField(_("hạn giải quyết"), null=True)
    computed_due_at = models.DateTimeField(_("hạn do hệ thống tính"), null=True)
    appointment_at = models.DateTimeField(_("ngày hẹn trả"), null=True)
    apologised_at = models.DateTimeField(_("xin lỗi lúc"), null=True)
    resolved_at = models.DateTimeField(_("kết thúc lúc"), null=True)
    resolved_recorded_at = models.DateTimeField(_("kết thúc, theo hệ thống"), null=True)
    returned_at = models.DateTimeField(_("trả kết quả lúc"), null=True)
    digitised = models.BooleanField(_("đã số hóa"), default=False)
    e_result = models.BooleanField(_("kết quả điện tử"), default=False)
    result_paper = models.BooleanField(_("có kết quả bằng văn bản"), default=True)
    reused = models.BooleanField(_("sử dụng lại dữ liệu số hóa"), default=False)
    fee = models.BigIntegerField(_("phí, lệ phí"), default=0)
    paid = models.BigIntegerField(_("đã nộp"), default=0)
    paid_online = models.BooleanField(_("thanh toán trực tuyến"), default=False)
    officer = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người đang thụ lý"),
        db_index=False,
    )
    case_code = models.CharField(_("mã nhóm liên thông"), max_length=60, blank=True)
    content_digest = models.CharField(max_length=64, blank=True)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    objects = DossierVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ theo thời điểm")
        constraints = (
            models.UniqueConstraint("dossier", "number", name="version_once"),
            models.UniqueConstraint("dossier", condition=CURRENT, name="version_one_current"),
            known_in_order("dossier_version_known_in_order"),
            models.CheckConstraint(condition=Q(fee__gte=0, paid__gte=0), name="version_amounts_not_negative"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(resolved_at__isnull=False), name="version_outcome_has_a_time"
            ),
        )
        indexes = (
            _covering("resolved_at", "current_resolved", CURRENT & Q(resolved_at__isnull=False)),
            _covering("received_at", "current_received", CURRENT),
            _covering("resolved_at", "past_resolved", ~CURRENT & Q(resolved_at__isnull=False)),
            _covering("received_at", "past_received", ~CURRENT),
            # The records behind a unit's figures, as they are narrowed.
            models.Index(
                fields=["unit", "resolved_at", "id"],
                name="current_unit_resolved",
                include=(*_ENDED, "received_at"),
                condition=CURRENT,
            ),
            models.Index(
                fields=["unit", "received_at", "id"], name="current_unit_received", condition=CURRENT
            ),
            # The list of dossiers, by due date: of all, of some units, of a procedure, and of what is rare.
            # Those of units carry what the list is filtered by, so that any filter of a unit's own dossiers
            # is answered by the index.
            models.Index(fields=["due_at", "id"], name="current_due", condition=CURRENT),
            # what one officer handles; no more rows than were ever given to somebody
            models.Index(
                fields=["officer", "due_at", "id"],
                name="current_officer_due",
                condition=CURRENT & Q(officer__isnull=False),
            ),
            models.Index(
                fields=["unit", "due_at", "id"], name="current_unit_due", include=_LISTED, condition=CURRENT
            ),
            # What stands open at a unit, and what was received there: the queue.
            models.Index(
                fields=["unit", "due_at", "id"],
                name="current_unit_open",
                include=("status", "officer"),
                condition=OPEN,
            ),
            models.Index(
                fields=["received_unit", "due_at", "id"],
                name="current_received_open",
                include=("status", "officer", "unit"),
                condition=OPEN,
            ),
            models.Index(
                fields=["received_unit", "resolved_at", "id"],
                name="current_to_return",
                condition=CURRENT & Q(status=Status.RESOLVED),
            ),
            models.Index(
                fields=["procedure", "due_at", "id"], name="current_procedure_due", condition=CURRENT
            ),
            models.Index(
                fields=["due_at", "id"], name="current_open_due", include=("unit", *_LISTED), condition=OPEN
            ),
            models.Index(
                fields=["due_at", "id"], name="current_late_due", include=("unit", *_LISTED), condition=LATE
            ),
            models.Index(
                fields=["status", "due_at", "id"],
                name="current_status_due",
                condition=CURRENT & ~Q(status=Status.RETURNED),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="current_postal_due",
                condition=CURRENT & Q(channel=Channel.POSTAL),
            ),
            # The late ones are three in a thousand: their list must not read all the others.
            models.Index(
                fields=["resolved_at", "id"],
                name="current_late",
                include=("unit", *_ENDED),
                condition=CURRENT & Q(resolved_at__gt=F("due_at")),
            ),
            # A stock asks for what had not ended: few rows now, and at T those known otherwise since. Of a
            # moment ago these are next to none, for whatever is asked.
            models.Index(
                fields=["received_at", "id"],
                name="current_unended",
                include=(*_STOCK, "status"),
                condition=CURRENT & Q(resolved_at__isnull=True),
            ),
            models.Index(
                fields=["known_to", "id"],
                name="past_known",
                include=("received_at", "resolved_at", *_STOCK),
                condition=~CURRENT,
            ),
        )


class DossierEvent(models.Model):
    """What happened. `text` is the canonical content that `hash` seals; the other columns repeat it for
    search and are compared with it by `verify`. Never changed, never removed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="events", db_index=False)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("việc"), max_length=20, choices=EventKind)
    occurred_at = models.DateTimeField(_("xảy ra lúc"))
    recorded_at = models.DateTimeField(_("ghi lúc"))
    source_recorded_at = models.DateTimeField(_("hệ thống cũ ghi lúc"), null=True)
    text = models.TextField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("nhật ký xử lý")
        constraints = (models.UniqueConstraint("dossier", "number", name="event_once"),)
        indexes = (models.Index(fields=["recorded_at"], name="event_recorded"),)


class Payment(Known):
    """Money received for a dossier; counted in the period of `paid_at`."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="payments", db_index=False)
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    level = models.CharField(_("cấp"), max_length=12, choices=Level)
    amount = models.BigIntegerField(_("số tiền (đồng)"))
    paid_at = models.DateTimeField(_("nộp lúc"))
    online = models.BooleanField(_("trực tuyến"))

    class Meta:
        verbose_name = _("khoản nộp")
        constraints = (
            models.UniqueConstraint("dossier", "number", "known_from", name="payment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_positive"),
            known_in_order("payment_known_in_order"),
        )
        indexes = (
            models.Index(
                fields=["paid_at", "id"],
                name="payment_paid",
                include=("unit", "level", "amount", "known_from", "known_to"),
            ),
        )


class DossierSerial(models.Model):
    """The last serial given at a receiving unit on a day: codes without gaps (TT 01/2018/TT-VPCP art. 19)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint("unit", "day", name="dossier_serial_once"),)


class Redating(models.Model):
    """A decision by which open dossiers were re-dated after the calendar changed."""

    day = models.ForeignKey(Day, models.PROTECT, related_name="+")
    decision = models.CharField(_("quyết định"), max_length=300)
    decided_at = models.DateTimeField(_("thời điểm"))
    dossiers = models.PositiveIntegerField(_("số hồ sơ"))

    class Meta:
        verbose_name = _("quyết định tính lại hạn")
