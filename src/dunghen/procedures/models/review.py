"""The yearly review of procedures: plans, what was found, what it costs to comply, what was simplified."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dunghen.core.known import Known, known_in_order
from dunghen.org.models import Unit
from dunghen.procedures.models.procedure import Procedure


class ReviewBasis(models.TextChoices):
    """NĐ 63/2010/NĐ-CP art. 30.1."""

    DIRECTED = "directed", _("Chỉ đạo của Chính phủ, Thủ tướng Chính phủ")
    CHOSEN = "chosen", _("Lựa chọn của Ủy ban nhân dân")
    PETITIONED = "petitioned", _("Phản ánh, kiến nghị của cá nhân, tổ chức")


class Proposal(models.TextChoices):
    """What becomes of the procedure (art. 31.1)."""

    ABOLISH = "abolish", _("Bãi bỏ")
    REPLACE = "replace", _("Thay thế")
    AMEND = "amend", _("Sửa đổi, bổ sung")
    KEEP = "keep", _("Giữ nguyên")


class Side(models.TextChoices):
    BEFORE = "before", _("Trước đơn giản hóa")
    AFTER = "after", _("Sau đơn giản hóa")


class ReviewPlan(models.Model):
    """Kế hoạch rà soát, đánh giá TTHC of a year; sent before 31 January of it (art. 30.3)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("năm kế hoạch"))
    decision = models.CharField(_("quyết định phê duyệt"), max_length=60)
    decided = models.DateField(_("ngày phê duyệt"))
    sent = models.DateField(_("ngày gửi"), null=True)
    source = models.TextField(_("nguồn"), blank=True)

    class Meta:
        verbose_name = _("kế hoạch rà soát TTHC")
        constraints = (models.UniqueConstraint("unit", "year", name="review_plan_once_a_year"),)


class ReviewItem(models.Model):
    """A procedure to be reviewed: who, when, why, what comes of it (art. 30.2), and what was found (28.1).
    `gdp_per_head`: the income the cost was computed with, copied, with its year."""

    plan = models.ForeignKey(ReviewPlan, models.PROTECT, related_name="items")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan thực hiện"))
    basis = models.CharField(_("căn cứ lựa chọn"), max_length=10, choices=ReviewBasis)
    starts = models.DateField(_("từ ngày"))
    ends = models.DateField(_("đến ngày"))
    product = models.CharField(_("dự kiến sản phẩm"), max_length=300)
    necessity = models.TextField(_("sự cần thiết"), blank=True)
    reasonableness = models.TextField(_("tính hợp lý"), blank=True)
    legality = models.TextField(_("tính hợp pháp"), blank=True)
    proposal = models.CharField(_("phương án"), max_length=7, choices=Proposal, blank=True)
    proposal_text = models.TextField(_("nội dung phương án"), blank=True)
    income_year = models.PositiveSmallIntegerField(_("thu nhập bình quân của năm"), null=True)
    gdp_per_head = models.BigIntegerField(_("GDP bình quân đầu người (đồng)"), null=True)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    class Meta:
        verbose_name = _("TTHC được rà soát")
        constraints = (
            models.UniqueConstraint("plan", "procedure", name="review_item_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="review_item_in_order"),
        )


class CostSide(models.Model):
    """What is paid each time, and how many go through it, before or after."""

    item = models.ForeignKey(ReviewItem, models.CASCADE, related_name="sides")
    side = models.CharField(_("thời điểm"), max_length=6, choices=Side)
    fee = models.BigIntegerField(_("phí, lệ phí (đồng/lần)"), default=0)
    other = models.BigIntegerField(_("chi phí khác (đồng/lần)"), default=0)
    times = models.DecimalField(_("số lần thực hiện trong năm"), max_digits=8, decimal_places=2)
    subjects = models.PositiveIntegerField(_("số đối tượng tuân thủ trong năm"))

    class Meta:
        verbose_name = _("chi phí tuân thủ")
        constraints = (models.UniqueConstraint("item", "side", name="cost_side_once"),)


class CostLine(models.Model):
    """A task, once; hours of work and đồng."""

    side = models.ForeignKey(CostSide, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    name = models.CharField(_("công việc"), max_length=200)
    hours = models.DecimalField(_("giờ"), max_digits=7, decimal_places=2, default=0)
    services = models.BigIntegerField(_("tư vấn, dịch vụ (đồng)"), default=0)
    travel = models.BigIntegerField(_("đi lại (đồng)"), default=0)
    copies = models.BigIntegerField(_("in ấn, sao chụp, bưu chính (đồng)"), default=0)

    class Meta:
        verbose_name = _("công việc phải làm")
        constraints = (models.UniqueConstraint("side", "position", name="cost_line_once"),)


class Simplification(Known):
    """An approved simplification, with the yearly costs (đồng) it was approved with: form 3 row 1.1."""

    item = models.ForeignKey(ReviewItem, models.PROTECT, related_name="approvals")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    decision = models.CharField(_("quyết định phê duyệt phương án"), max_length=60)
    approved = models.DateField(_("ngày phê duyệt"))
    before = models.BigIntegerField(_("chi phí trước (đồng/năm)"))
    after = models.BigIntegerField(_("chi phí sau (đồng/năm)"))

    class Meta:
        verbose_name = _("phương án đơn giản hóa đã phê duyệt")
        constraints = (
            models.UniqueConstraint("item", condition=Q(known_to=None), name="simplification_once"),
            known_in_order("simplification_known_in_order"),
        )
