"""Units valid in time, their successions, the calendar's days."""

from collections.abc import Collection
from datetime import date, timedelta

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dunghen.org.reference import lasting
from dunghen.org.rights import ROLE_NAMES, Holding, Reach, Right, Role, answered_for, reach

ROLES = [(one.value, ROLE_NAMES[one]) for one in Role]


class Level(models.TextChoices):
    """The level at which a unit counts on its day (form 3 rows 3.1 to 3.3)."""

    CITY = "city", _("Cấp thành phố")
    DEPARTMENT = "department", _("Sở, ngành")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")
    VERTICAL = "vertical", _("Cơ quan ngành dọc")


class UnitKind(models.TextChoices):
    CITY = "city", _("UBND thành phố")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    OFFICE = "office", _("Văn phòng UBND")
    INSPECTORATE = "inspectorate", _("Thanh tra")
    INDUSTRIAL_ZONES = "industrial_zones", _("Ban Quản lý các khu chế xuất và công nghiệp")
    SERVICE_CENTRE = "service_centre", _("Trung tâm Phục vụ hành chính công")
    DISTRICT = "district", _("UBND cấp huyện")
    COMMUNE = "commune", _("UBND cấp xã")
    VERTICAL_AGENCY = "vertical_agency", _("Cơ quan ngành dọc")
    NOT_NAMED = "not_named", _("Đơn vị không nêu trong báo cáo")


class UnitQuerySet(models.QuerySet["Unit"]):
    def on(self, day: date) -> "UnitQuerySet":
        """The units that existed on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)

    def within(self, reach: Reach, day: date) -> frozenset[int] | None:
        """The units a right reaches on a day, with those that passed into them by then (answered_for); None
        for all."""
        if reach.everything:
            return None
        return lasting(("within", reach, day), lambda: self._within(reach, day))

    def _within(self, reach: Reach, day: date) -> frozenset[int]:
        parents = dict(self.values_list("id", "parent")) if reach.subtrees else {}
        if not parents and not reach.units:
            return frozenset()
        return answered_for(reach, parents, Succession.pairs(day))


class Unit(models.Model):
    """An authority in the form it had from `valid_from` until before `valid_to`. A change of level,
    parent or territory makes a new unit and a succession."""

    key = models.SlugField(_("khóa"), max_length=80, unique=True)
    code = models.CharField(_("mã định danh"), max_length=35)
    name = models.CharField(_("tên"), max_length=200)
    short_name = models.CharField(_("tên ngắn"), max_length=120)
    level = models.CharField(_("cấp"), max_length=12, choices=Level)
    kind = models.CharField(_("loại"), max_length=20, choices=UnitKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True)
    statistical_code = models.CharField(_("mã đơn vị hành chính"), max_length=10, blank=True)
    office_hours = models.CharField(_("giờ làm việc"), max_length=80, default="07:00-11:00,13:00-17:00")
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)
    code_verified = models.BooleanField(_("mã đã xác minh"), default=False)
    source = models.TextField(_("nguồn"), blank=True)
    unsure = models.BooleanField(_("chưa chắc chắn"), default=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="unit_valid_in_order",
            ),
            models.UniqueConstraint("code", "valid_from", name="unit_code_once_a_day"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def dated_name(self) -> str:
        """Its name; of one that ended, until when it was: what took over may have the same name."""
        if self.valid_to is None:
            return self.name
        return gettext("{unit} (trước {day:%d/%m/%Y})").format(unit=self.name, day=self.valid_to)

    @property
    def counts(self) -> bool:
        """Whether dossiers may be counted here: the Service Centre only receives (docs/counting.md)."""
        return self.kind != UnitKind.SERVICE_CENTRE


class SuccessionKind(models.TextChoices):
    MERGE = "merge", _("Sáp nhập")
    SPLIT = "split", _("Chia tách")
    RENAME = "rename", _("Đổi tên")
    DISSOLVE = "dissolve", _("Giải thể")


class Succession(models.Model):
    """What became of a unit. A merger or renaming carries its figures whole; a split is never
    apportioned; a dissolved unit's figures show at the unit that took over, as unallotted."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="origins")
    kind = models.CharField(_("hình thức"), max_length=10, choices=SuccessionKind)
    day = models.DateField(_("ngày hiệu lực"))
    decision = models.CharField(_("văn bản"), max_length=200, blank=True)
    source = models.TextField(_("nguồn"), blank=True)
    unsure = models.BooleanField(_("chưa chắc chắn"), default=False)

    class Meta:
        verbose_name = _("kế thừa đơn vị")
        constraints = (
            models.UniqueConstraint("predecessor", "successor", name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_to_another"),
        )

    @classmethod
    def pairs(cls, day: date) -> list[tuple[int, int]]:
        """Which unit had passed into which by a day: pairs of predecessor and successor."""
        rows = cls.objects.filter(day__lte=day)
        return lasting(("passings", day), lambda: list(rows.values_list("predecessor", "successor")))


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("Nghỉ lễ")
    COMPENSATORY = "compensatory", _("Nghỉ bù")
    SWAPPED_OFF = "swapped_off", _("Nghỉ hoán đổi")
    MADE_UP = "made_up", _("Ngày làm bù")


class Day(models.Model):
    """A day that is not what its weekday says (Labour Code 2019 art. 112; yearly swaps)."""

    day = models.DateField(_("ngày"), unique=True)
    kind = models.CharField(_("loại"), max_length=14, choices=DayKind)
    name = models.CharField(_("tên"), max_length=120)
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ngày nghỉ, ngày làm bù")
        ordering = ("day",)


class Installation(models.Model):
    """This installation: its pack, and the moment from which work is recorded here. History may be
    loaded with its own times before that moment only. One row."""

    pack = models.CharField(_("gói địa phương"), max_length=40)
    go_live_at = models.DateTimeField(_("thời điểm vận hành chính thức"), null=True)
    first_day = models.DateField(_("lịch từ ngày"))
    last_day = models.DateField(_("lịch đến ngày"))
    content_digest = models.CharField(_("dấu của luật và gói đã nạp"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("cài đặt hệ thống")
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="installation_one_row"),)


class Reference(models.Model):
    """Which transaction last changed what pages keep of units, roles, the calendar, procedures.
    One row, written by triggers (reference.py)."""

    changed = models.BigIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="reference_one_row"),)


class Person(AbstractUser):
    """Somebody who signs in. What they may do follows from the roles they hold today, never from a flag."""

    full_name = models.CharField(_("họ và tên"), max_length=120)
    title = models.CharField(_("chức vụ"), max_length=120, blank=True)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)
    setup_password = models.CharField(_("mật khẩu cấp lần đầu, đã băm"), max_length=128, blank=True)

    class Meta:
        verbose_name = _("người dùng")

    def __str__(self) -> str:
        return self.full_name or self.username

    def holdings(self, day: date) -> list[Holding]:
        """The roles this person holds on a day, their own and those delegated to them."""
        held: list[Holding] = lasting(("holdings", self.pk, day), lambda: self._holdings(day))
        return held

    def _holdings(self, day: date) -> list[Holding]:
        held = self.assignments.on(day).values_list("role", "unit")
        return [Holding(Role(role), unit) for role, unit in held]

    def reach(self, right: Right, day: date) -> Reach:
        """How far a right goes for this person on a day."""
        return reach(self.holdings(day), right)

    def works_for(self, unit: int, roles: Collection[Role], day: date) -> bool:
        """Whether this person holds one of the roles on a day at a unit or at one it passed into."""
        return unit in self.works_at(roles, day)

    def works_at(self, roles: Collection[Role], day: date) -> frozenset[int]:
        """The units where this person holds one of the roles on a day, with those that passed into them."""
        at = frozenset(held.unit for held in self.holdings(day) if held.role in roles)
        reach = Reach(everything=False, units=at, subtrees=frozenset(), own=False)
        return Unit.objects.within(reach, day) or frozenset()

    @property
    def has_setup_password(self) -> bool:
        """Whether the password is still the one an administrator handed out, to be replaced at once."""
        return bool(self.setup_password) and self.setup_password == self.password


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def on(self, day: date) -> "AssignmentQuerySet":
        """The roles held on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class Assignment(models.Model):
    """A role a person holds at a unit from a day until before another. A delegation names who gave it and by
    which document; it has an end. One withdrawn before it began keeps its row, with no day in it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="assignments")
    role = models.CharField(_("vai trò"), max_length=20, choices=ROLES)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True)
    delegated_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="delegations")
    document = models.CharField(_("số, ký hiệu văn bản"), max_length=120, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công vai trò")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "role", "unit", "valid_from"),
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="assignment_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="assignment_in_order",
            ),
            models.CheckConstraint(
                condition=Q(delegated_by__isnull=True) | Q(valid_to__isnull=False) & ~Q(document=""),
                name="delegation_ends_and_names_its_document",
            ),
        )

    @property
    def last_day(self) -> date | None:
        """The last day on which the role is held, or was to be."""
        return None if self.valid_to is None else self.valid_to - timedelta(days=1)


class AccessKind(models.TextChoices):
    ACCOUNT_CREATED = "account_created", _("Tạo tài khoản")
    ACCOUNT_CLOSED = "account_closed", _("Khóa tài khoản")
    ACCOUNT_REOPENED = "account_reopened", _("Mở lại tài khoản")
    PASSWORD_SET = "password_set", _("Cấp lại mật khẩu")
    FACTOR_RESET = "factor_reset", _("Đặt lại xác thực bước hai")
    ROLE_GIVEN = "role_given", _("Giao vai trò")
    ROLE_ENDED = "role_ended", _("Kết thúc vai trò")
    DELEGATED = "delegated", _("Ủy quyền")
    DELEGATION_ENDED = "delegation_ended", _("Chấm dứt ủy quyền")


class AccessChange(models.Model):
    """Who changed whose account or role, when, and to what. Never changed, never removed; no personal
    numbers. `by` is empty for what was done at the server's command line."""

    at = models.DateTimeField(_("lúc"))
    kind = models.CharField(_("việc"), max_length=20, choices=AccessKind)
    by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("người thực hiện")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="access_changes", verbose_name=_("cho ai")
    )
    role = models.CharField(_("vai trò"), max_length=20, choices=ROLES, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    valid_from = models.DateField(_("từ ngày"), null=True)
    valid_to = models.DateField(_("đến trước ngày"), null=True)
    document = models.CharField(_("văn bản"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("thay đổi quyền truy cập")
        ordering = ("-id",)


class LookedKind(models.TextChoices):
    """Registers whose persons are shown to few."""

    ACCOUNTABILITY = "accountability", _("Xử lý trách nhiệm")


class Looked(models.Model):
    """Who was shown the persons of which records of a register, and when; one row a page. Never changed,
    never removed. No personal data itself: records by their ids, and the units that manage these persons."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("người xem"))
    at = models.DateTimeField(_("lúc"))
    kind = models.CharField(_("sổ"), max_length=20, choices=LookedKind)
    page = models.CharField(_("trang"), max_length=40)
    records = ArrayField(models.BigIntegerField(), verbose_name=_("bản ghi"))
    units = ArrayField(models.BigIntegerField(), verbose_name=_("cơ quan quản lý"))

    class Meta:
        verbose_name = _("lượt xem sổ")
        indexes = (GinIndex(fields=["units"], name="looked_units"),)


class ApiToken(models.Model):
    """What a program shows to read in a person's name; only its SHA-256 is kept. `rights` are some of the
    person's own, and hold as far as the person's roles reach on the day of use."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(_("tên"), max_length=80)
    digest = models.BinaryField("SHA-256", max_length=32, unique=True)
    rights = ArrayField(models.CharField(max_length=10), verbose_name=_("quyền"))
    created_at = models.DateTimeField(_("cấp lúc"))
    expires_at = models.DateTimeField(_("hết hiệu lực lúc"))
    last_used_at = models.DateTimeField(_("dùng lần cuối"), null=True)

    class Meta:
        verbose_name = _("mã truy cập")
