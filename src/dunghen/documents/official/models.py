"""The registers of documents in and out, their steps, and files of a matter. Written by actions only.

NĐ 30/2020/NĐ-CP art. 7 (kinds), 14 to 19 (outgoing), 20 to 24 (incoming), 28 to 31 (files of a matter).
"""

from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import ExtractYear, Upper
from django.utils.translation import gettext_lazy as _

from dunghen.core.folded import FoldedWords
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Reach, Right


class Direction(models.TextChoices):
    OUT = "out", _("Văn bản đi")
    IN = "in", _("Văn bản đến")


class DocumentKind(models.TextChoices):
    """The administrative documents of NĐ 30/2020/NĐ-CP art. 7, and what else arrives at an office."""

    RESOLUTION = "nghi-quyet", _("Nghị quyết")
    DECISION = "quyet-dinh", _("Quyết định")
    DIRECTIVE = "chi-thi", _("Chỉ thị")
    STATUTE = "quy-che", _("Quy chế")
    REGULATION = "quy-dinh", _("Quy định")
    COMMUNIQUE = "thong-cao", _("Thông cáo")
    NOTICE = "thong-bao", _("Thông báo")
    GUIDANCE = "huong-dan", _("Hướng dẫn")
    PROGRAMME = "chuong-trinh", _("Chương trình")
    PLAN = "ke-hoach", _("Kế hoạch")
    SCHEME = "phuong-an", _("Phương án")
    PROPOSAL = "de-an", _("Đề án")
    PROJECT = "du-an", _("Dự án")
    REPORT = "bao-cao", _("Báo cáo")
    MINUTES = "bien-ban", _("Biên bản")
    SUBMISSION = "to-trinh", _("Tờ trình")
    CONTRACT = "hop-dong", _("Hợp đồng")
    LETTER = "cong-van", _("Công văn")
    TELEGRAM = "cong-dien", _("Công điện")
    MEMORANDUM = "ban-ghi-nho", _("Bản ghi nhớ")
    AGREEMENT = "ban-thoa-thuan", _("Bản thỏa thuận")
    AUTHORISATION = "giay-uy-quyen", _("Giấy ủy quyền")
    INVITATION = "giay-moi", _("Giấy mời")
    INTRODUCTION = "giay-gioi-thieu", _("Giấy giới thiệu")
    LEAVE = "giay-nghi-phep", _("Giấy nghỉ phép")
    DISPATCH = "phieu-gui", _("Phiếu gửi")
    TRANSFER = "phieu-chuyen", _("Phiếu chuyển")
    ADVICE = "phieu-bao", _("Phiếu báo")
    OPEN_LETTER = "thu-cong", _("Thư công")
    LEGAL_TEXT = "van-ban-qppl", _("Văn bản quy phạm pháp luật")
    PARTY = "van-ban-dang", _("Văn bản của Đảng")
    OTHER = "khac", _("Văn bản khác")


class DocumentState(models.TextChoices):
    DRAFT = "draft", _("Đang dự thảo")
    SUBMITTED = "submitted", _("Đã trình ký")
    SIGNED = "signed", _("Đã ký, chờ cấp số")
    NUMBERED = "numbered", _("Đã cấp số, chờ phát hành")
    ISSUED = "issued", _("Đã phát hành")
    REGISTERED = "registered", _("Đã đăng ký văn bản đến")


ON_ITS_WAY = (DocumentState.DRAFT, DocumentState.SUBMITTED, DocumentState.SIGNED)
NOT_ISSUED = (*ON_ITS_WAY, DocumentState.NUMBERED)


def own_units(person: Person, day: date) -> frozenset[int]:
    """The units where somebody holds a role on a day, with those that passed into them."""
    held = frozenset(one.unit for one in person.holdings(day))
    reach = Reach(everything=False, units=held, subtrees=frozenset(), own=False)
    return Unit.objects.within(reach, day) or frozenset()


class OfficialQuerySet(models.QuerySet["OfficialDocument"]):
    def visible_to(self, person: Person, day: date) -> Self:
        """Documents of the units whose rows a person may see, and those issued to such a unit. What has no
        number yet is seen where the person holds a role only: it is not a document of the unit's yet."""
        reached = Unit.objects.within(person.reach(Right.ROWS, day), day)
        own = own_units(person, day)
        seen = ~Q(state__in=ON_ITS_WAY)
        if reached is not None:
            sent = OfficialRecipient.objects.filter(document=OuterRef("pk"), unit__in=reached)
            seen &= Q(unit__in=reached) | Q(Exists(sent), state=DocumentState.ISSUED)
        return self.filter(seen | Q(unit__in=own)) if reached is None or reached else self.none()

    def registered_at(self, person: Person, day: date) -> Self:
        """What stands in the registers of the units whose rows a person may see: fewer than they may see,
        found by an index."""
        reached = Unit.objects.within(person.reach(Right.ROWS, day), day)
        numbered = self.exclude(state__in=ON_ITS_WAY)
        return numbered if reached is None else numbered.filter(unit__in=reached)

    def under_way_at(self, person: Person, day: date) -> Self:
        """What is not issued yet where a person holds a role."""
        rows = self.filter(direction=Direction.OUT, state__in=NOT_ISSUED)
        return rows.filter(unit__in=own_units(person, day))

    def waiting_at(self, units: frozenset[int]) -> Self:
        """What was issued to these units and is not registered there."""
        arrived = OfficialDocument.objects.filter(unit__in=units, origin__isnull=False).values("origin")
        sent = OfficialRecipient.objects.filter(unit__in=units).exclude(document__in=arrived)
        return self.filter(pk__in=sent.values("document"), state=DocumentState.ISSUED)


class OfficialDocument(models.Model):
    """A document in the register of `unit`.

    Outgoing: made here; `number`, `symbol` and `day` are known once it is numbered. Incoming: `symbol` and
    `day` are the issuer's, `arrival` is our number of the year; `origin` is the outgoing document of this
    system that arrived, if it was one.
    """

    direction = models.CharField(_("sổ"), max_length=3, choices=Direction)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị giữ sổ"), db_index=False
    )
    kind = models.CharField(_("tên loại"), max_length=16, choices=DocumentKind)
    state = models.CharField(_("trạng thái"), max_length=10, choices=DocumentState)
    number = models.PositiveIntegerField(_("số"), null=True)
    symbol = models.CharField(_("số, ký hiệu"), max_length=80, blank=True)
    symbol_tail = models.CharField(_("ký hiệu"), max_length=40, blank=True)
    day = models.DateField(_("ngày văn bản"), null=True)
    abstract = models.CharField(_("trích yếu nội dung"), max_length=1000)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200)
    issuer_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    signer_post = models.CharField(_("chức vụ người ký"), max_length=120, blank=True)
    signer_name = models.CharField(_("người ký"), max_length=120, blank=True)
    drafter = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("người soạn thảo"), db_index=False
    )
    file = models.ForeignKey(
        "documents.File", models.PROTECT, null=True, related_name="+", verbose_name=_("tệp văn bản")
    )
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="arrivals")
    arrival = models.PositiveIntegerField(_("số đến"), null=True)
    received = models.DateField(_("ngày đến"), null=True)
    issued_at = models.DateTimeField(_("phát hành lúc"), null=True)
    version = models.PositiveIntegerField(default=1)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)
    search = models.GeneratedField(
        expression=FoldedWords("abstract"), output_field=SearchVectorField(), db_persist=True, editable=False
    )
    symbol_key = models.GeneratedField(
        expression=Upper("symbol"),
        output_field=models.CharField(max_length=80),
        db_persist=True,
        editable=False,
    )

    objects = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản đi, đến")
        indexes = (
            GinIndex(fields=["search"], name="official_search"),
            models.Index(fields=["symbol_key"], opclasses=["varchar_pattern_ops"], name="official_symbol"),
            models.Index(fields=["direction", "-day", "-id"], name="official_by_day"),
            models.Index(fields=["unit", "direction", "-day", "-id"], name="official_of_unit"),
            models.Index(fields=["direction", "kind", "-day", "-id"], name="official_of_kind"),
            models.Index(
                fields=["unit", "-id"],
                name="official_not_issued",
                condition=Q(state__in=("draft", "submitted", "signed", "numbered")),
            ),
            models.Index(
                fields=["unit", "origin"], name="official_arrived", condition=Q(origin__isnull=False)
            ),
        )
        constraints = (
            models.UniqueConstraint(
                "unit",
                "symbol",
                ExtractYear("day"),
                condition=Q(direction=Direction.OUT) & ~Q(symbol=""),
                name="official_number_once",
            ),
            models.UniqueConstraint(
                "unit",
                ExtractYear("received"),
                "arrival",
                condition=Q(arrival__isnull=False),
                name="official_arrival_once",
            ),
            models.CheckConstraint(
                condition=Q(direction=Direction.IN, state="registered", arrival__isnull=False)
                & Q(received__isnull=False)
                | Q(direction=Direction.OUT, state__in=("draft", "submitted", "signed"), number=None)
                & Q(symbol="")
                | Q(direction=Direction.OUT, state__in=("numbered", "issued"), day__isnull=False)
                & Q(number__isnull=False)
                & ~Q(symbol=""),
                name="official_numbered_in_its_state",
            ),
        )

    def __str__(self) -> str:
        return self.symbol or self.abstract

    @property
    def named(self) -> str:
        """As prose names it: Báo cáo số 137/BC-UBND ngày 10/06/2024."""
        words = str(DocumentKind(self.kind).label)
        if self.symbol:
            words = _("%(kind)s số %(symbol)s") % {"kind": words, "symbol": self.symbol}
        if self.day is None:
            return words
        return _("%(words)s ngày %(day)s") % {"words": words, "day": f"{self.day:%d/%m/%Y}"}


class OfficialRecipient(models.Model):
    """Whom a document is for (nơi nhận): a unit of this system, or somebody named."""

    document = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="recipients", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("nơi nhận"), max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("nơi nhận")
        ordering = ("position",)
        constraints = (models.UniqueConstraint("document", "position", name="official_recipient_once"),)


class DocumentStep(models.TextChoices):
    DRAFTED = "drafted", _("Soạn dự thảo")
    CHANGED = "changed", _("Sửa dự thảo")
    SUBMITTED = "submitted", _("Trình ký")
    RETURNED = "returned", _("Trả lại dự thảo")
    SIGNED = "signed", _("Ký ban hành")
    NUMBERED = "numbered", _("Cấp số, đăng ký văn bản đi")
    ISSUED = "issued", _("Phát hành")
    REGISTERED = "registered", _("Đăng ký văn bản đến")
    ENTERED = "entered", _("Ghi vào sổ văn bản đã phát hành")


class OfficialEvent(models.Model):
    """Who did what with a document, and when. Never changed, never removed."""

    document = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="events")
    at = models.DateTimeField(_("lúc"))
    kind = models.CharField(_("việc"), max_length=10, choices=DocumentStep)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("lịch sử xử lý văn bản")


class CaseFileQuerySet(models.QuerySet["CaseFile"]):
    def visible_to(self, person: Person, day: date) -> Self:
        """Those of the units whose rows a person may see."""
        reached = Unit.objects.within(person.reach(Right.ROWS, day), day)
        return self if reached is None else self.filter(unit__in=reached)


class CaseFile(models.Model):
    """A file of a matter (hồ sơ điện tử): a task, an inspection, a report. `subject` and `key` name the
    matter where another room keeps it; empty for one opened here."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(_("số, ký hiệu hồ sơ"), max_length=40)
    title = models.CharField(_("tiêu đề hồ sơ"), max_length=500)
    retention = models.CharField(_("thời hạn bảo quản"), max_length=60)
    subject = models.CharField(_("loại công việc"), max_length=40, blank=True)
    key = models.CharField(_("khóa công việc"), max_length=80, blank=True)
    opened = models.DateField(_("ngày mở hồ sơ"))
    opened_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("người lập hồ sơ"), db_index=False
    )
    closed = models.DateField(_("ngày kết thúc"), null=True)
    filed = models.DateField(_("ngày nộp lưu"), null=True)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ điện tử")
        constraints = (
            models.UniqueConstraint("unit", "code", name="case_file_code_once"),
            models.UniqueConstraint("subject", "key", condition=~Q(subject=""), name="case_file_once"),
            models.CheckConstraint(
                condition=Q(filed__isnull=True) | Q(closed__isnull=False),
                name="case_file_closed_before_filed",
            ),
        )

    def __str__(self) -> str:
        return self.title


class CaseKept(models.Model):
    """For how long a file is kept, as somebody said it: the last holds. Never changed, never removed."""

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="kept")
    retention = models.CharField(_("thời hạn bảo quản"), max_length=60)
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("thời hạn bảo quản hồ sơ")
        ordering = ("pk",)


class CaseItem(models.Model):
    """A line of a file's list of contents: a document of the registers. Taken out, it keeps its row."""

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="items", db_index=False)
    position = models.PositiveSmallIntegerField(_("số thứ tự"))
    document = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="cases")
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    added_at = models.DateTimeField(_("đưa vào lúc"))
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    removed_at = models.DateTimeField(_("đưa ra lúc"), null=True)
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    removed_why = models.CharField(_("lý do đưa ra"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("văn bản trong hồ sơ")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint("case", "position", name="case_item_position_once"),
            models.UniqueConstraint(
                "case", "document", condition=Q(removed_at__isnull=True), name="case_item_once"
            ),
        )
