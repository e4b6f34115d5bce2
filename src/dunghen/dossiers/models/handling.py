"""What is on its way at a desk: papers to be signed, opinions asked for, corrections of time, causes of
lateness, ratings, notices. What happened stands in the chain of events; these rows say what waits."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dunghen.documents.models import File
from dunghen.dossiers.models.dossier import Dossier
from dunghen.dossiers.rules import Cause, Often, Paper, Score, Stage
from dunghen.org.models import ROLES, Person, Unit

WAITING = Q(stage__in=(Stage.DRAFTED, Stage.SIGNED))


def _by(label: Any) -> "models.ForeignKey[Person | None, Person | None]":
    return models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=label, db_index=False
    )


class Draft(models.Model):
    """A paper from its draft to its sending: Forms 02 to 05, a letter of urging, a result. `content` holds
    what its kind asks for (rules.Paper) and no personal data. One that was sent back is never taken up
    again: a new one is drafted. `drafted_by` is empty for what the system drafted."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="drafts")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan ban hành"), db_index=False
    )
    kind = models.CharField(_("loại văn bản"), max_length=12, choices=Paper)
    stage = models.CharField(_("trạng thái"), max_length=10, choices=Stage, default=Stage.DRAFTED)
    content = models.JSONField(_("nội dung"), default=dict)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("tệp"))
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    drafted_by = _by(_("người dự thảo"))
    drafted_at = models.DateTimeField(_("dự thảo lúc"))
    signed_by = _by(_("người ký"))
    signed_at = models.DateTimeField(_("ký lúc"), null=True)
    sent_by = _by(_("người gửi"))
    sent_at = models.DateTimeField(_("gửi lúc"), null=True)
    returned_by = _by(_("người trả lại"))
    returned_at = models.DateTimeField(_("trả lại lúc"), null=True)
    return_reason = models.CharField(_("lý do trả lại"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("văn bản đang xử lý")
        constraints = (
            models.UniqueConstraint("dossier", "kind", condition=WAITING, name="draft_one_waiting"),
            models.CheckConstraint(
                condition=~Q(stage__in=(Stage.SIGNED, Stage.SENT)) | Q(signed_at__isnull=False),
                name="draft_signed_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.SENT) | Q(sent_at__isnull=False), name="draft_sent_at_a_time"
            ),
        )
        indexes = (models.Index(fields=["unit", "drafted_at"], name="draft_waiting", condition=WAITING),)


class Consultation(models.Model):
    """An opinion asked of another unit (NĐ 61/2018/NĐ-CP art. 19.5). `closed_at`: the dossier ended before
    the answer came. `told_at`: when the head of the one-stop was told that it is late (art. 19.5.b)."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="consultations")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan được lấy ý kiến")
    )
    lead = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan chủ trì"), db_index=False
    )
    question = models.TextField(_("nội dung lấy ý kiến"), blank=True)
    asked_at = models.DateTimeField(_("gửi lúc"))
    asked_by = _by(_("người gửi"))
    due_at = models.DateTimeField(_("trả lời trước"))
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True)
    answered_by = _by(_("người trả lời"))
    answer = models.TextField(_("ý kiến"), blank=True)
    document = models.CharField(_("số, ký hiệu văn bản trả lời"), max_length=120, blank=True)
    told_at = models.DateTimeField(_("báo chậm lúc"), null=True)
    closed_at = models.DateTimeField(_("khép lại lúc"), null=True)

    class Meta:
        verbose_name = _("lấy ý kiến")
        constraints = (
            models.UniqueConstraint(
                "dossier",
                "unit",
                condition=Q(answered_at__isnull=True, closed_at__isnull=True),
                name="consultation_one_open",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="consultation_due_after"),
        )
        indexes = (
            models.Index(
                fields=["due_at"],
                name="consultation_open",
                condition=Q(answered_at__isnull=True, closed_at__isnull=True),
            ),
            models.Index(fields=["asked_at"], name="consultation_asked"),
        )

    def was_late(self, now: datetime) -> bool:
        """Answered after its limit, or open past it."""
        return (self.answered_at or self.closed_at or now) > self.due_at


class TimeCorrection(models.Model):
    """Actual times that differ from the recorded ones, entered together on one evidence: entered by one,
    confirmed by the head of the one-stop, approved by the head of the agency."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan giải quyết"))
    reason = models.CharField(_("lý do"), max_length=500)
    evidence = models.ForeignKey(
        File, models.PROTECT, related_name="+", verbose_name=_("minh chứng"), db_index=False
    )
    evidence_note = models.CharField(_("sổ, trang"), max_length=200)
    entered_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("người nhập"), db_index=False
    )
    entered_at = models.DateTimeField(_("nhập lúc"))
    confirmed_by = _by(_("người xác nhận"))
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True)
    approved_by = _by(_("người phê duyệt"))
    approved_at = models.DateTimeField(_("phê duyệt lúc"), null=True)
    rejected_by = _by(_("người từ chối"))
    rejected_at = models.DateTimeField(_("từ chối lúc"), null=True)
    rejection = models.CharField(_("lý do từ chối"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("điều chỉnh thời điểm")
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="correction_confirmed_before_approved",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("entered_by"))
                & ~Q(approved_by=F("entered_by"))
                & ~Q(approved_by=F("confirmed_by")),
                name="correction_by_three",
            ),
        )


class CorrectedTime(models.Model):
    """A dossier of such a batch, with both times. Nothing of it is ever changed."""

    correction = models.ForeignKey(TimeCorrection, models.PROTECT, related_name="times")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    due_at = models.DateTimeField(_("hạn giải quyết"), null=True)
    recorded_at = models.DateTimeField(_("ghi trên hệ thống"))
    actual_at = models.DateTimeField(_("thời điểm thực tế"))

    class Meta:
        verbose_name = _("thời điểm được điều chỉnh")
        constraints = (models.UniqueConstraint("correction", "dossier", name="corrected_time_once"),)


class LateCause(models.Model):
    """Why a dossier was late, as its unit says and the head of the one-stop confirms. A dossier has one; one
    given anew is confirmed anew."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="late_cause")
    cause = models.CharField(_("nguyên nhân"), max_length=12, choices=Cause)
    other_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("cơ quan phối hợp trễ"),
        db_index=False,
    )
    note = models.CharField(_("giải trình"), max_length=500, blank=True)
    given_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("người ghi"), db_index=False
    )
    given_at = models.DateTimeField(_("ghi lúc"))
    confirmed_by = _by(_("người xác nhận"))
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True)

    class Meta:
        verbose_name = _("nguyên nhân trễ hạn")


class Rating(models.Model):
    """What an applicant thought of it (NĐ 61/2018/NĐ-CP art. 31), if they cared to say; nobody is named. What
    was not answered is empty. `contacts`, `places`, `complaint`: indicators 3, 4 and 7 of
    TT 01/2018/TT-VPCP art. 13, asked of the applicant by its art. 14.3.a."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField(_("mức độ hài lòng"), choices=Score, null=True)
    contacts = models.PositiveSmallIntegerField(_("số lần phải liên hệ"), choices=Often, null=True)
    places = models.PositiveSmallIntegerField(_("số nơi phải liên hệ"), choices=Often, null=True)
    complaint = models.BooleanField(_("có phản ánh về hành vi, thái độ"), null=True)
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("đánh giá của người nộp")
        constraints = (
            models.CheckConstraint(
                condition=~Q(score=None, contacts=None, places=None, complaint=None),
                name="rating_says_something",
            ),
        )


class NoticeKind(models.TextChoices):
    OPINION_LATE = "opinion_late", _("Cơ quan phối hợp chậm trả lời")
    APOLOGY_DUE = "apology_due", _("Sắp hết hạn, chưa có kết quả")


class Notice(models.Model):
    """What the system tells those who hold a role at a unit, or one person there; made once."""

    kind = models.CharField(_("loại"), max_length=12, choices=NoticeKind)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="notices")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField(_("vai trò"), max_length=20, choices=ROLES)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    about = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField(_("hạn"))
    made_at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("thông báo trong hệ thống")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "dossier", "about", "due_at"), name="notice_once", nulls_distinct=False
            ),
        )
