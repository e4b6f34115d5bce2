"""Procedures, their versions, levels, papers and steps."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from dunghen.core.known import Known, known_in_order
from dunghen.org.models import Level, Unit


class OnlineLevel(models.TextChoices):
    """NĐ 42/2022/NĐ-CP art. 11 until 30/6/2026, then NĐ 224/2026/NĐ-CP art. 14 and 16."""

    NONE = "none", "Cung cấp thông tin trực tuyến"
    PARTIAL = "partial", "Dịch vụ công trực tuyến một phần"
    FULL = "full", "Dịch vụ công trực tuyến toàn trình"


class LinkKind(models.TextChoices):
    NONE = "none", "Không liên thông"
    SAME_LEVEL = "same_level", "Liên thông cùng cấp"
    BETWEEN_LEVELS = "between_levels", "Liên thông giữa các cấp"


class VersionState(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    PUBLISHED = "published", "Đã công bố"
    ABOLISHED = "abolished", "Bãi bỏ"


class LimitKind(models.TextChoices):
    DAY = "day", "ngày làm việc"
    HOUR = "hour", "giờ làm việc"
    SAME_DAY = "same-day", "trong ngày"
    CALENDAR_DAY = "calendar-day", "ngày"
    MONTH = "month", "tháng"


class Procedure(models.Model):
    """An administrative procedure, whatever its version."""

    key = models.SlugField("khóa", max_length=100, unique=True)
    code = models.CharField("mã TTHC", max_length=10, blank=True)
    code_source = models.TextField("nguồn của mã", blank=True)
    name = models.CharField("tên TTHC", max_length=500)
    search = models.CharField(max_length=500, editable=False)
    field = models.CharField("lĩnh vực", max_length=150)
    org = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="thẩm quyền của địa phương")
    department = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="sở quản lý"
    )
    link_kind = models.CharField("liên thông", max_length=15, choices=LinkKind, default=LinkKind.NONE)
    non_territorial = models.BooleanField("không phụ thuộc địa giới", default=False)
    sample = models.BooleanField("dữ liệu mẫu", default=False)

    class Meta:
        verbose_name = "thủ tục hành chính"
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
    number = models.PositiveSmallIntegerField("phiên bản")
    state = models.CharField("trạng thái", max_length=10, choices=VersionState)
    valid_from = models.DateField("hiệu lực từ")
    valid_to = models.DateField("đến trước ngày", null=True)
    decision = models.CharField("quyết định công bố", max_length=60, blank=True)
    decision_date = models.DateField("ngày quyết định", null=True)
    legal_basis = models.JSONField("căn cứ pháp lý", default=list)
    limit_amount = models.DecimalField("thời hạn", max_digits=6, decimal_places=2, null=True)
    limit_unit = models.CharField("đơn vị thời hạn", max_length=12, choices=LimitKind, blank=True)
    limit_source = models.CharField("nguồn của thời hạn", max_length=300, blank=True)
    pause_basis = models.CharField("căn cứ tạm dừng tính thời hạn", max_length=300, blank=True)
    fee = models.BigIntegerField("phí, lệ phí (đồng)", default=0)
    fee_note = models.TextField("ghi chú phí, lệ phí", blank=True)
    online_level = models.CharField("mức độ trực tuyến", max_length=10, choices=OnlineLevel)
    eligible_full = models.BooleanField("đủ điều kiện toàn trình", default=False)
    issues_result_paper = models.BooleanField("có kết quả bằng văn bản", default=True)
    unsure = models.JSONField("giá trị chưa xác minh", default=list)

    objects = ProcedureVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên bản TTHC"
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
    level = models.CharField("cấp thực hiện", max_length=12, choices=Level)

    class Meta:
        verbose_name = "cấp thực hiện TTHC"
        constraints = (models.UniqueConstraint("version", "level", name="procedure_scope_once"),)


class ProcedurePaper(models.Model):
    """A component of the dossier (NĐ 63/2010/NĐ-CP art. 8.2.d)."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="papers")
    code = models.SlugField("mã", max_length=40)
    name = models.CharField("tên giấy tờ", max_length=500)
    originals = models.PositiveSmallIntegerField("bản chính", default=1)
    copies = models.PositiveSmallIntegerField("bản sao", default=0)
    required = models.BooleanField("bắt buộc", default=True)

    class Meta:
        verbose_name = "thành phần hồ sơ"
        constraints = (models.UniqueConstraint("version", "code", name="procedure_paper_once"),)


class ProcedureStep(models.Model):
    """A step of the internal process with its allotted working hours."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("bước", max_length=300)
    role = models.CharField("vai trò", max_length=40)
    hours = models.DecimalField("giờ làm việc được giao", max_digits=7, decimal_places=2)

    class Meta:
        verbose_name = "bước quy trình nội bộ"
        constraints = (models.UniqueConstraint("version", "position", name="procedure_step_once"),)
