"""Publication decisions: what they say of which procedures, what was done with them, what they changed."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dunghen.core.known import Known, known_in_order
from dunghen.org.models import Level, Person, Unit, UnitKind
from dunghen.org.rights import Right
from dunghen.procedures.models.procedure import Procedure, ProcedureVersion


class PublicationState(models.TextChoices):
    DRAFT = "draft", _("Đang dự thảo")
    SUBMITTED = "submitted", _("Chờ Văn phòng UBND kiểm tra")
    CHECKED = "checked", _("Đã kiểm tra, chờ ký")
    SIGNED = "signed", _("Đã ký, chờ nhập CSDL quốc gia")
    ENTERED = "entered", _("Đã nhập CSDL quốc gia")


class ContentKind(models.TextChoices):
    """NĐ 63/2010/NĐ-CP art. 14.2."""

    NEW = "new", _("Mới ban hành")
    AMENDED = "amended", _("Sửa đổi, bổ sung")
    REPLACED = "replaced", _("Bị thay thế")
    ABOLISHED = "abolished", _("Bãi bỏ")


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, person: Person, day: date) -> "PublicationQuerySet":
        """Signed decisions are public law; those on their way are seen where they are drafted, once submitted
        also at the committee and its office, and by who controls the whole city's procedures."""
        units = Unit.objects.within(person.reach(Right.CONTROL, day), day)
        if units is None:
            return self
        seen = Q(state__in=(PublicationState.SIGNED, PublicationState.ENTERED)) | Q(drafter__in=units)
        if Unit.objects.filter(pk__in=units, kind__in=(UnitKind.CITY, UnitKind.OFFICE)).exists():
            seen |= Q(state__in=(PublicationState.SUBMITTED, PublicationState.CHECKED))
        return self.filter(seen)


class Publication(models.Model):
    """A decision of the chairman that publishes procedures. `number` and `signed` are known once it is
    signed."""

    drafter = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị trình công bố")
    )
    signer = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan ban hành"))
    subject = models.CharField(_("trích yếu"), max_length=300)
    ministry_decision = models.CharField(_("quyết định công bố của Bộ"), max_length=200, blank=True)
    ministry_received = models.DateField(_("ngày nhận quyết định của Bộ"), null=True)
    legal_text = models.CharField(_("văn bản quy phạm pháp luật"), max_length=300)
    effective = models.DateField(_("ngày văn bản có hiệu lực"))
    promulgated = models.DateField(_("ngày công bố hoặc ký văn bản rút gọn"), null=True)
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    signed = models.DateField(_("ngày ký"), null=True)
    entered = models.DateField(_("ngày nhập CSDL quốc gia"), null=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=PublicationState)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("quyết định công bố TTHC")
        constraints = (
            models.UniqueConstraint(
                "signer", "number", "signed", condition=~Q(number=""), name="publication_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "submitted", "checked"), number="", signed=None)
                | (Q(state__in=("signed", "entered"), signed__isnull=False) & ~Q(number="")),
                name="publication_signed_with_number",
            ),
        )

    def __str__(self) -> str:
        return self.number or self.subject


class PublicationItem(models.Model):
    """What a decision says of one procedure. `version`: the one it makes (a draft until it is signed), or the
    one it ends; `changes`: the changed parts, or the text that abolishes."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="items")
    kind = models.CharField(_("loại nội dung"), max_length=10, choices=ContentKind)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="publication_items")
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    replaced_by = models.ForeignKey(Procedure, models.PROTECT, null=True, related_name="+")
    changes = models.TextField(_("nội dung thay đổi, căn cứ"), blank=True)

    class Meta:
        verbose_name = _("TTHC trong quyết định công bố")
        constraints = (
            models.UniqueConstraint("publication", "procedure", name="publication_item_once"),
            models.CheckConstraint(
                condition=Q(kind="replaced", replaced_by__isnull=False)
                | (~Q(kind="replaced") & Q(replaced_by=None)),
                name="publication_item_replaced_by",
            ),
        )


class PublicationPosting(models.Model):
    """That a unit made a decision public where it takes in dossiers (NĐ 63/2010/NĐ-CP art. 17.1.b)."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="postings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.DateField(_("ngày niêm yết"))
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("niêm yết TTHC")
        constraints = (models.UniqueConstraint("publication", "unit", name="publication_posting_once"),)


class PublicationStep(models.TextChoices):
    DRAFTED = "drafted", _("Lập dự thảo")
    CHANGED = "changed", _("Sửa dự thảo")
    SUBMITTED = "submitted", _("Trình Văn phòng UBND kiểm tra")
    RETURNED = "returned", _("Trả lại")
    CHECKED = "checked", _("Kiểm tra xong, trình ký")
    SIGNED = "signed", _("Ghi nhận ký")
    ENTERED = "entered", _("Nhập CSDL quốc gia")
    PROCESS = "process", _("Phê duyệt quy trình nội bộ")
    POSTED = "posted", _("Xác nhận niêm yết")


class PublicationEvent(models.Model):
    """Who did what with a decision, and when the system learned of it. Never changed, never removed."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="events")
    at = models.DateTimeField(_("lúc"))
    kind = models.CharField(_("việc"), max_length=10, choices=PublicationStep)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    day = models.DateField(_("ngày"), null=True)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("lịch sử xử lý quyết định công bố")


class ProcedureChange(Known):
    """What a signed decision changed at one level: form 3 rows 1.2 and 1.3 count these. A procedure at two
    levels counts once per level, as in the stock of row 1.4."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="changes")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="changes")
    level = models.CharField(_("cấp thực hiện"), max_length=12, choices=Level)
    kind = models.CharField(_("loại nội dung"), max_length=10, choices=ContentKind)
    decided = models.DateField(_("ngày ký quyết định"))

    class Meta:
        verbose_name = _("thay đổi TTHC")
        constraints = (
            models.UniqueConstraint(
                "publication", "procedure", "level", "known_from", name="procedure_change_once"
            ),
            known_in_order("procedure_change_known_in_order"),
        )
