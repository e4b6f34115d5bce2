"""Cases of accountability, what was done with them, and what came of them."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dunghen.core.known import Known
from dunghen.documents.models import File
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right


class Subject(models.TextChoices):
    COLLECTIVE = "collective", _("Tập thể")
    PERSON = "person", _("Cá nhân")


class ManagedBy(models.TextChoices):
    """The level that manages the person, and so decides."""

    STANDING_COMMITTEE = "standing_committee", _("Diện Ban Thường vụ Thành ủy quản lý")
    COMMITTEE = "committee", _("Diện UBND thành phố quản lý")
    UNIT = "unit", _("Diện cơ quan, đơn vị quản lý")


class Rank(models.TextChoices):
    """By which the forms of discipline differ, and rows 4.1 to 4.3 of form 5."""

    LEADER = "leader", _("Lãnh đạo sở, ngành, UBND cấp huyện")
    DIVISION = "division", _("Lãnh đạo phòng thuộc sở, ngành, UBND cấp huyện")
    OFFICIAL = "official", _("Công chức không giữ chức vụ lãnh đạo, quản lý")
    COMMUNE = "commune", _("Cán bộ, công chức cấp xã")
    SERVICE_MANAGER = "service_manager", _("Viên chức quản lý")
    SERVICE_STAFF = "service_staff", _("Viên chức, người lao động tại đơn vị sự nghiệp công lập")


class Origin(models.TextChoices):
    """What the case goes back to."""

    AUDIT = "audit", _("Kết luận thanh tra")
    INSPECTION = "inspection", _("Kết luận kiểm tra")
    SURPRISE = "surprise", _("Biên bản kiểm tra đột xuất")
    LATE_DOSSIER = "late_dossier", _("Hồ sơ trễ hạn")
    DISBURSEMENT = "disbursement", _("Chậm giải ngân")
    FEEDBACK = "feedback", _("Phản ánh, kiến nghị")
    LATE_TASK = "late_task", _("Nhiệm vụ quá hạn")
    PENDING = "pending", _("Công việc tồn đọng")


class Reason(models.TextChoices):
    DUTY = "duty", _("Thực hiện nhiệm vụ, công vụ")
    HOURS = "hours", _("Giờ giấc làm việc")
    HARASSMENT = "harassment", _("Gây phiền hà")
    PROCUREMENT = "procurement", _("Đấu thầu, mua sắm")
    OVERSIGHT = "oversight", _("Thiếu kiểm tra cấp dưới")
    CORRUPTION = "corruption", _("Tham nhũng")


class CaseState(models.TextChoices):
    RECORDED = "recorded", _("Mới ghi nhận")
    ASKED = "asked", _("Đã yêu cầu giải trình")
    EXPLAINED = "explained", _("Đã giải trình")
    REVIEWED = "reviewed", _("Đã có bản kiểm điểm")
    MET = "met", _("Đã họp kiểm điểm")
    PROPOSED = "proposed", _("Đã đề xuất cấp có thẩm quyền")
    SETTLED = "settled", _("Đã có kết quả")


class Verb(models.TextChoices):
    """What is done with a case."""

    RECORD = "record", _("Ghi nhận")
    ASK = "ask", _("Yêu cầu giải trình")
    EXPLAIN = "explain", _("Nhận giải trình")
    REVIEW = "review", _("Nhận bản kiểm điểm")
    MEET = "meet", _("Họp kiểm điểm")
    PROPOSE = "propose", _("Đề xuất cấp có thẩm quyền")
    SUSPEND = "suspend", _("Tạm đình chỉ công tác")
    SETTLE = "settle", _("Ghi kết quả")
    REVOKE = "revoke", _("Hủy kết quả đã ghi")


class ResultKind(models.TextChoices):
    """What comes of a case. Criticism and lessons learnt are no discipline."""

    NONE = "none", _("Không vi phạm")
    REMINDED = "reminded", _("Nhắc nhở")
    CRITICISED = "criticised", _("Phê bình")
    LESSONS = "lessons", _("Kiểm điểm rút kinh nghiệm")
    DISCIPLINED = "disciplined", _("Kỷ luật")
    SUSPENDED = "suspended", _("Tạm đình chỉ công tác")


class Form(models.TextChoices):
    """Of discipline by the state."""

    REPRIMAND = "reprimand", _("Khiển trách")
    WARNING = "warning", _("Cảnh cáo")
    PAY = "pay", _("Hạ bậc lương")
    DEMOTION = "demotion", _("Giáng chức")
    REMOVAL = "removal", _("Cách chức")
    DISMISSAL = "dismissal", _("Buộc thôi việc")


class PartyForm(models.TextChoices):
    """Of discipline by the Party, beside or instead of the state's."""

    REPRIMAND = "reprimand", _("Khiển trách")
    WARNING = "warning", _("Cảnh cáo")
    REMOVAL = "removal", _("Cách chức")
    EXPULSION = "expulsion", _("Khai trừ")


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, person: Person, day: date) -> "CaseQuerySet":
        """Those whose managing unit the right to accountability reaches: who stands below it, the head of
        the accused's own unit among them, sees nothing of a case that is decided above."""
        units = Unit.objects.within(person.reach(Right.ACCOUNTABILITY, day), day)
        return self if units is None else self.filter(manager__in=units)


class Case(models.Model):
    """A collective or a person who is asked to answer. `unit`: where they work; `manager`: the unit that
    manages them; `origin_key`: the code or number of the record it goes back to, in whatever room that is."""

    opened = models.DateField(_("ngày ghi nhận"))
    origin = models.CharField(_("nguồn"), max_length=14, choices=Origin)
    origin_key = models.CharField(_("số, mã của bản ghi nguồn"), max_length=80)
    subject = models.CharField(_("đối tượng"), max_length=10, choices=Subject)
    name = models.CharField(_("tên tập thể, họ tên cá nhân"), max_length=200)
    search = models.CharField(max_length=200)
    post = models.CharField(_("chức vụ"), max_length=200, blank=True)
    rank = models.CharField(_("ngạch, chức danh"), max_length=16, choices=Rank, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan, đơn vị"))
    managed = models.CharField(_("cấp quản lý"), max_length=20, choices=ManagedBy)
    manager = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan quản lý"))
    reason = models.CharField(_("lý do"), max_length=12, choices=Reason)
    facts = models.TextField(_("nội dung"))
    proposal = models.TextField(_("kiến nghị"), blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=CaseState)
    version = models.PositiveIntegerField(default=1)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("vụ việc xử lý trách nhiệm")
        constraints = (
            models.CheckConstraint(
                condition=Q(subject="person") & ~Q(rank="") | Q(subject="collective", rank=""),
                name="case_rank_of_persons",
            ),
            models.UniqueConstraint("origin", "origin_key", "unit", "search", name="case_once"),
        )

    def __str__(self) -> str:
        """Without a name: this stands in logs and titles."""
        return _("Vụ việc số %(number)s") % {"number": self.pk}


class CaseEvent(models.Model):
    """Who did what with a case, when it happened and when the system learned of it. Never changed, never
    removed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    at = models.DateTimeField(_("lúc"))
    kind = models.CharField(_("việc"), max_length=10, choices=Verb)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    day = models.DateField(_("ngày"))
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("tệp"))

    class Meta:
        verbose_name = _("lịch sử xử lý trách nhiệm")


class CaseResult(Known):
    """What came of a case; of a discipline the decision, with the form of the state, of the Party, or both.
    Form 5 rows 4 to 4.3 count the disciplined; a suspension settles nothing."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="results")
    kind = models.CharField(_("kết quả"), max_length=12, choices=ResultKind)
    form = models.CharField(_("hình thức kỷ luật"), max_length=10, choices=Form, blank=True)
    party_form = models.CharField(_("kỷ luật Đảng"), max_length=10, choices=PartyForm, blank=True)
    number = models.CharField(_("số quyết định, văn bản"), max_length=60, blank=True)
    decided = models.DateField(_("ngày quyết định"))
    authority = models.CharField(_("cấp có thẩm quyền"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kết quả xử lý trách nhiệm")
        constraints = (
            # one revoked in the transaction that wrote it has no moment in it
            models.CheckConstraint(
                condition=Q(known_to=None) | Q(known_to__gte=F("known_from")),
                name="case_result_known_in_order",
            ),
            models.UniqueConstraint(
                "case",
                condition=Q(known_to=None) & ~Q(kind="suspended"),
                name="case_settled_once",
            ),
            models.CheckConstraint(
                condition=Q(form="", party_form="") ^ Q(kind="disciplined"),
                name="case_forms_of_discipline",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("disciplined", "suspended")) | ~Q(number="") & ~Q(authority=""),
                name="case_decision_has_number",
            ),
        )
