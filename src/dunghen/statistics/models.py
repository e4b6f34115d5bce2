"""Reports, observations, what was published, locks; documents that were proofread, and what was decided
about them. Form rows are law, read from law/forms."""

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from dunghen.core.known import Known, known_in_order
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.statistics.proofs.rules import Act


class Report(models.Model):
    """A periodic report: which time it speaks of and when it was signed."""

    code = models.CharField(_("kỳ báo cáo"), max_length=20, unique=True)
    name = models.CharField(_("tên kỳ"), max_length=100)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports")
    window_from = models.DateTimeField(_("số liệu từ"))
    window_to = models.DateTimeField(_("đến trước"))
    signed = models.DateField(_("ngày ký"), null=True)
    number = models.CharField(_("số, ký hiệu"), max_length=40, blank=True)
    reading = models.TextField(_("cách hiểu bản nguồn"), blank=True)

    class Meta:
        verbose_name = _("báo cáo")
        constraints = (
            models.CheckConstraint(
                condition=Q(window_to__gt=F("window_from")), name="report_window_in_order"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Declaration(Known):
    """A figure that was declared, not counted, with where it comes from."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="declarations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    cell = models.CharField(_("mã chỉ tiêu"), max_length=40)
    value = models.DecimalField(_("số liệu"), max_digits=20, decimal_places=4)
    source = models.TextField(_("nguồn"))

    class Meta:
        verbose_name = _("số liệu khai báo")
        constraints = (
            models.UniqueConstraint("report", "unit", "cell", "known_from", name="declaration_once"),
            models.UniqueConstraint(
                "report", "unit", "cell", condition=Q(known_to__isnull=True), name="declaration_one_current"
            ),
            known_in_order("declaration_known_in_order"),
        )


class Published(models.Model):
    """A figure as printed in the issued report, and the reason where ours differs."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="published")
    cell = models.CharField(_("mã chỉ tiêu"), max_length=40)
    text = models.CharField(_("như bản in"), max_length=60, blank=True)
    value = models.DecimalField(_("số liệu"), max_digits=20, decimal_places=4, null=True)
    place = models.TextField(_("vị trí trong văn bản"), blank=True)
    reason = models.TextField(_("lý do chênh lệch"), blank=True)

    class Meta:
        verbose_name = _("số liệu đã công bố")
        constraints = (models.UniqueConstraint("report", "cell", name="published_once"),)


class Lock(models.Model):
    """The figures of a report were closed (chốt số liệu) as known at a moment."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="locks")
    known_at = models.DateTimeField(_("theo hiểu biết đến"))
    locked_at = models.DateTimeField(_("chốt lúc"))
    seal = models.PositiveIntegerField(_("số niêm phong"))

    class Meta:
        verbose_name = _("chốt số liệu")


class LockedFigure(models.Model):
    """A cell of a unit as it stood in a lock."""

    lock = models.ForeignKey(Lock, models.PROTECT, related_name="figures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    cell = models.CharField(_("mã chỉ tiêu"), max_length=40)
    origin = models.CharField(_("nguồn số liệu"), max_length=10)
    value = models.DecimalField(_("số liệu"), max_digits=20, decimal_places=4, null=True)
    numerator = models.DecimalField(_("tử số"), max_digits=20, decimal_places=4, null=True)
    denominator = models.DecimalField(_("mẫu số"), max_digits=20, decimal_places=4, null=True)

    class Meta:
        verbose_name = _("số liệu đã chốt")
        constraints = (models.UniqueConstraint("lock", "unit", "cell", name="locked_figure_once"),)


class ChartImage(models.Model):
    """A chart as the worker drew it, under the digest of its content; thrown away when it is old."""

    digest = models.CharField(_("dấu nội dung"), max_length=64, primary_key=True)
    light = models.TextField(_("hình trên nền sáng"))
    dark = models.TextField(_("hình trên nền tối"))
    drawn_at = models.DateTimeField(_("vẽ lúc"))

    class Meta:
        verbose_name = _("hình biểu đồ")


class ProofRunQuerySet(models.QuerySet["ProofRun"]):
    def visible_to(self, person: Person) -> "ProofRunQuerySet":
        """A report that is proofread belongs to who brought it and to who sees the whole city's figures."""
        if person.reach(Right.FIGURES, localdate()).everything:
            return self
        return self.filter(uploaded_by=person)

    def with_counts(self) -> "ProofRunQuerySet":
        """With how many findings contradict (`contradictions`) and are to be looked at (`warnings`)."""
        wrong, doubtful = (
            Q(findings__verdict=ProofVerdict.CONTRADICTION),
            Q(findings__verdict=ProofVerdict.WARNING),
        )
        return self.annotate(
            contradictions=Count("findings", filter=wrong), warnings=Count("findings", filter=doubtful)
        )


class ProofRun(models.Model):
    """A document that was proofread: its bytes as they came, and the text to which quotes refer.

    A PDF is read by the worker: until then there is no `read_at`. `report`: the period whose own figures
    the prose was set beside, as known at `known_at`. One that was removed has neither bytes, text nor digest.
    """

    name = models.CharField(_("tên tệp"), max_length=200)
    digest = models.CharField(_("dấu nội dung"), max_length=64)
    content = models.BinaryField(_("tệp gốc"))
    text = models.TextField(_("phần chữ"), blank=True)
    claims = models.PositiveIntegerField(_("số liệu đọc được"), default=0)
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+")
    known_at = models.DateTimeField(_("đối chiếu theo hiểu biết đến"), null=True)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("nhận lúc"))
    read_at = models.DateTimeField(_("đọc xong lúc"), null=True)
    problem = models.TextField(_("vì sao không đọc được"), blank=True)

    objects = ProofRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản rà soát")
        constraints = (
            models.UniqueConstraint(
                fields=("digest", "uploaded_by"), name="proof_run_once", condition=~Q(digest="")
            ),
        )

    def __str__(self) -> str:
        return self.name


class ProofRemoval(models.Model):
    """Who took a document away for good, and when; `digest`: of the bytes that are gone. Never changed."""

    run = models.OneToOneField(ProofRun, models.PROTECT, related_name="removal")
    digest = models.CharField(_("dấu nội dung"), max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("xóa văn bản rà soát")


class ProofKind(models.TextChoices):
    SUM = "sum", _("Tổng và các thành phần")
    PERCENT = "percent", _("Tỷ lệ")
    DIFFERENCE = "difference", _("Phần còn lại, chênh lệch")
    GROWTH = "growth", _("Tăng, giảm")
    RANK = "rank", _("Thứ hạng")
    COUNT_LIST = "count_list", _("Số lượng và danh sách")
    SAME_QUANTITY = "same_quantity", _("Cùng một số liệu ở hai chỗ")
    CITATION = "citation", _("Số, ngày văn bản")
    FORMAT = "format", _("Cách ghi số")


class ProofVerdict(models.TextChoices):
    CONTRADICTION = "contradiction", _("Số liệu không khớp")
    WARNING = "warning", _("Cần rà soát")
    CONSISTENT = "consistent", _("Số liệu khớp")


class ProofFinding(models.Model):
    """One relation between figures that was re-computed. `quotes`: [{text, start, end}] of the run's text,
    the stated figure first. Amounts are exact decimals as text, empty where the finding is not about one.
    `cell`: the indicator of the run's period that the figure was compared with. `registered`: the document of
    the registers that a citation was held against; who may not see it is not told."""

    run = models.ForeignKey(ProofRun, models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField(_("số thứ tự"))
    kind = models.CharField(_("loại"), max_length=14, choices=ProofKind)
    verdict = models.CharField(_("kết quả"), max_length=14, choices=ProofVerdict)
    quotes = models.JSONField(_("trích dẫn"))
    stated = models.TextField(_("văn bản ghi"), blank=True)
    computed = models.TextField(_("tính lại"), blank=True)
    difference = models.TextField(_("chênh lệch"), blank=True)
    explanation = models.TextField(_("giải thích"))
    cell = models.CharField(_("mã chỉ tiêu"), max_length=40, blank=True)
    registered = models.ForeignKey(
        "documents.OfficialDocument", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("kết quả rà soát")
        ordering = ("number",)
        constraints = (models.UniqueConstraint("run", "number", name="proof_finding_once"),)


WAITING = Q(last__in=(Act.SEND, Act.AGAIN))  # of slips()


class ProofEventQuerySet(models.QuerySet["ProofEvent"]):
    def slips(self) -> "ProofEventQuerySet":
        """The slips that were sent, each with what became of it: `last` is its latest event's act and
        `answer_by` the day it is to be answered by."""
        own = ProofEvent.objects.filter(slip=OuterRef("pk")).order_by("-number")
        asked = own.filter(due__isnull=False)
        return self.filter(act=Act.SEND).annotate(
            last=Coalesce(Subquery(own.values("act")[:1]), F("act")),
            answer_by=Coalesce(Subquery(asked.values("due")[:1]), F("due")),
        )

    def waiting(self) -> "ProofEventQuerySet":
        """The slips that a unit has still to answer."""
        return self.slips().filter(WAITING)

    def visible_to(self, person: Person) -> "ProofEventQuerySet":
        """Slips at the units whose figures somebody may see, and those of reports they may see."""
        today = localdate()
        reach = person.reach(Right.FIGURES, today)
        if reach.everything:
            return self
        units = Unit.objects.within(reach, today)
        return self.filter(Q(unit__in=units) | Q(finding__run__uploaded_by=person))


class ProofEvent(models.Model):
    """What was decided or said about a finding; never changed. `number` counts from 1 for each finding.
    An event about a slip that was sent (PHIẾU ĐỀ NGHỊ RÀ SOÁT SỐ LIỆU) names it; the slip names none."""

    finding = models.ForeignKey(ProofFinding, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField(_("lần thứ"))
    act = models.CharField(_("việc"), max_length=8, choices=Act)
    slip = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("nội dung"), blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    due = models.DateField(_("trả lời trước hết ngày"), null=True)
    corrected = models.CharField(_("số liệu đúng"), max_length=60, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"))

    objects = ProofEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("xử lý kết quả rà soát")
        ordering = ("number",)
        constraints = (models.UniqueConstraint("finding", "number", name="proof_event_once"),)


class CellReading(models.Model):
    """A person confirmed what a printed report says of an indicator; never changed. `declaration` is the
    declared figure this gave, or the one that said the same already."""

    run = models.ForeignKey(ProofRun, models.PROTECT, related_name="readings")
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    cell = models.CharField(_("mã chỉ tiêu"), max_length=40)
    printed = models.CharField(_("như bản in"), max_length=200)
    value = models.DecimalField(_("số liệu"), max_digits=20, decimal_places=4)
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("số liệu đọc từ bản in")
