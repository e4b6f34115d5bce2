"""Procedures, their versions, levels, papers and steps."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dunghen.core.known import Known, known_in_order
from dunghen.org.models import Level, Unit


class OnlineLevel(models.TextChoices):
    """NĐ 42/2022/NĐ-CP art. 11 until 30/6/2026, then NĐ 224/2026/NĐ-CP art. 14 and 16."""

    NONE = "none", _("Cung cấp thông tin trực tuyến")
    PARTIAL = "partial", _("Dịch vụ công trực tuyến một phần")
    FULL = "full", _("Dịch vụ công trực tuyến toàn trình")


class LinkKind(models.TextChoices):
    NONE = "none", _("Không liên thông")
    SAME_LEVEL = "same_level", _("Liên thông cùng cấp")
    BETWEEN_LEVELS = "between_levels", _("Liên thông giữa các cấp")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    PUBLISHED = "published", _("Đã công bố")
    ABOLISHED = "abolished", _("Bãi bỏ")


class LimitKind(models.TextChoices):
    DAY = "day", _("ngày làm việc")
    HOUR = "hour", _("giờ làm việc")
    SAME_DAY = "same-day", _("trong ngày")
    CALENDAR_DAY = "calendar-day", _("ngày")
    MONTH = "month", _("tháng")


class Procedure(models.Model):
    """An administrative procedure, whatever its version."""

    key = models.SlugField(_("khóa"), max_length=100, unique=True)
    code = models.CharField(_("mã TTHC"), max_length=10, blank=True)
    code_source = models.TextField(_("nguồn của mã"), blank=True)
    name = models.CharField(_("tên TTHC"), max_length=500)
    search = models.CharField(max_length=500, editable=False)
    field = models.CharField(_("lĩnh vực"), max_length=150)
    org = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("thẩm quyền của địa phương")
    )
    department = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("sở quản lý")
    )
    link_kind = models.CharField(_("liên thông"), max_length=15, choices=LinkKind, default=LinkKind.NONE)
    non_territorial = models.BooleanField(_("không phụ thuộc địa giới"), default=False)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    class Meta:
        verbose_name = _("thủ tục hành chính")
        constraints = (
            models.UniqueConstraint("code", condition=~Q(code=""), name="procedure_code_once"),
            models.CheckConstraint(
                condition=Q(code="") | Q(code__regex=r"^[1-3]\.\d{6}$"), name="procedure_code_pattern"
            ),
        )

    def __str__(self) -> str:
        return self.name


class ProcedureVersionQuerySet(models.QuerySet["ProcedureVersion"]):
    def in_force(self, day: date) -> "ProcedureVersionQuerySet":
        """Published versions valid on a day."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day, state=VersionState.PUBLISHED
        )


class ProcedureVersion(Known):
    """What the law said of a procedure from `valid_from` until before `valid_to`."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("phiên bản"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=VersionState)
    valid_from = models.DateField(_("hiệu lực từ"))
    valid_to = models.DateField(_("đến trước ngày"), null=True)
    decision = models.CharField(_("quyết định công bố"), max_length=60, blank=True)
    decision_date = models.DateField(_("ngày quyết định"), null=True)
    legal_basis = models.JSONField(_("căn cứ pháp lý"), default=list)
    limit_amount = models.DecimalField(_("thời hạn"), max_digits=6, decimal_places=2, null=True)
    limit_unit = models.CharField(_("đơn vị thời hạn"), max_length=12, choices=LimitKind, blank=True)
    limit_source = models.CharField(_("nguồn của thời hạn"), max_length=300, blank=True)
    pause_basis = models.CharField(_("căn cứ tạm dừng tính thời hạn"), max_length=300, blank=True)
    fee = models.BigIntegerField(_("phí, lệ phí (đồng)"), default=0)
    fee_note = models.TextField(_("ghi chú phí, lệ phí"), blank=True)
    online_level = models.CharField(_("mức độ trực tuyến"), max_length=10, choices=OnlineLevel)
    eligible_full = models.BooleanField(_("đủ điều kiện toàn trình"), default=False)
    issues_result_paper = models.BooleanField(_("có kết quả bằng văn bản"), default=True)
    sequence = models.TextField(_("trình tự thực hiện"), blank=True)
    channels = models.TextField(_("cách thức thực hiện"), blank=True)
    dossier_sets = models.PositiveSmallIntegerField(_("số bộ hồ sơ"), null=True)
    subjects = models.TextField(_("đối tượng thực hiện"), blank=True)
    agency = models.TextField(_("cơ quan giải quyết"), blank=True)
    process_decision = models.CharField(_("quyết định phê duyệt quy trình nội bộ"), max_length=60, blank=True)
    process_decided = models.DateField(_("ngày phê duyệt quy trình nội bộ"), null=True)
    unsure = models.JSONField(_("giá trị chưa xác minh"), default=list)

    objects = ProcedureVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên bản TTHC")
        constraints = (
            models.UniqueConstraint("procedure", "number", "known_from", name="procedure_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="version_valid_in_order",
            ),
            known_in_order("procedure_version_known_in_order"),
        )


class ProcedureScope(models.Model):
    """A version at one level. A procedure handled at two levels counts once per level (form 3, 1.4)."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="scopes")
    level = models.CharField(_("cấp thực hiện"), max_length=12, choices=Level)

    class Meta:
        verbose_name = _("cấp thực hiện TTHC")
        constraints = (models.UniqueConstraint("version", "level", name="procedure_scope_once"),)


class ProcedurePaper(models.Model):
    """A component of the dossier (NĐ 63/2010/NĐ-CP art. 8.2.d)."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="papers")
    code = models.SlugField(_("mã"), max_length=40)
    name = models.CharField(_("tên giấy tờ"), max_length=500)
    originals = models.PositiveSmallIntegerField(_("bản chính"), default=1)
    copies = models.PositiveSmallIntegerField(_("bản sao"), default=0)
    required = models.BooleanField(_("bắt buộc"), default=True)

    class Meta:
        verbose_name = _("thành phần hồ sơ")
        constraints = (models.UniqueConstraint("version", "code", name="procedure_paper_once"),)


class ProcedureStep(models.Model):
    """A step of the internal process with its allotted working hours."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    name = models.CharField(_("bước"), max_length=300)
    role = models.CharField(_("vai trò"), max_length=40)
    hours = models.DecimalField(_("giờ làm việc được giao"), max_digits=7, decimal_places=2)

    class Meta:
        verbose_name = _("bước quy trình nội bộ")
        constraints = (models.UniqueConstraint("version", "position", name="procedure_step_once"),)


class PaperType(models.Model):
    """A kind of paper, whatever code each procedure gives it: by it one procedure finds what another took in
    or issued."""

    code = models.SlugField(_("mã loại giấy tờ"), max_length=140, unique=True)
    name = models.CharField(_("loại giấy tờ"), max_length=300)

    class Meta:
        verbose_name = _("loại giấy tờ")

    def __str__(self) -> str:
        return self.name


class PaperTypeUse(models.Model):
    """That a component of a procedure is of a type, or its result, for which `paper` is empty."""

    type = models.ForeignKey(PaperType, models.CASCADE, related_name="uses")
    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="paper_types")
    paper = models.SlugField(_("mã thành phần"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("thành phần thuộc loại giấy tờ")
        constraints = (models.UniqueConstraint("procedure", "paper", name="paper_type_use_once"),)
