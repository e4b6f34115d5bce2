"""Units valid in time, their successions, the calendar's days."""

from collections.abc import Collection
from datetime import date, timedelta

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dunghen.org.rights import ROLE_NAMES, Holding, Reach, Right, Role, answered_for, reach

ROLES = [(one.value, ROLE_NAMES[one]) for one in Role]


class Level(models.TextChoices):
    """The level at which a unit counts on its day (form 3 rows 3.1 to 3.3)."""

    CITY = "city", "Cấp thành phố"
    DEPARTMENT = "department", "Sở, ngành"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"
    VERTICAL = "vertical", "Cơ quan ngành dọc"


class UnitKind(models.TextChoices):
    CITY = "city", "UBND thành phố"
    DEPARTMENT = "department", "Sở, ban, ngành"
    OFFICE = "office", "Văn phòng UBND"
    INSPECTORATE = "inspectorate", "Thanh tra"
    INDUSTRIAL_ZONES = "industrial_zones", "Ban Quản lý các khu chế xuất và công nghiệp"
    SERVICE_CENTRE = "service_centre", "Trung tâm Phục vụ hành chính công"
    DISTRICT = "district", "UBND cấp huyện"
    COMMUNE = "commune", "UBND cấp xã"
    VERTICAL_AGENCY = "vertical_agency", "Cơ quan ngành dọc"
    NOT_NAMED = "not_named", "Đơn vị không nêu trong báo cáo"


class UnitQuerySet(models.QuerySet["Unit"]):
    def on(self, day: date) -> "UnitQuerySet":
        """The units that existed on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)

    def within(self, reach: Reach, day: date) -> frozenset[int] | None:
        """The units a right reaches on a day, with those that passed into them by then (answered_for); None
        for all. Two queries at most."""
        if reach.everything:
            return None
        parents = dict(self.values_list("id", "parent")) if reach.subtrees else {}
        if not parents and not reach.units:
            return frozenset()
        passed = Succession.objects.filter(day__lte=day)
        return answered_for(reach, parents, passed.values_list("predecessor", "successor"))


class Unit(models.Model):
    """An authority in the form it had from `valid_from` until before `valid_to`. A change of level,
    parent or territory makes a new unit and a succession."""

    key = models.SlugField("khóa", max_length=80, unique=True)
    code = models.CharField("mã định danh", max_length=35)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=120)
    level = models.CharField("cấp", max_length=12, choices=Level)
    kind = models.CharField("loại", max_length=20, choices=UnitKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True)
    statistical_code = models.CharField("mã đơn vị hành chính", max_length=10, blank=True)
    office_hours = models.CharField("giờ làm việc", max_length=80, default="07:00-11:00,13:00-17:00")
    sample = models.BooleanField("dữ liệu mẫu", default=False)
    code_verified = models.BooleanField("mã đã xác minh", default=False)
    source = models.TextField("nguồn", blank=True)
    unsure = models.BooleanField("chưa chắc chắn", default=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
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
    def counts(self) -> bool:
        """Whether dossiers may be counted here: the Service Centre only receives (docs/counting.md)."""
        return self.kind != UnitKind.SERVICE_CENTRE


class SuccessionKind(models.TextChoices):
    MERGE = "merge", "Sáp nhập"
    SPLIT = "split", "Chia tách"
    RENAME = "rename", "Đổi tên"
    DISSOLVE = "dissolve", "Giải thể"


class Succession(models.Model):
    """What became of a unit. A merger or renaming carries its figures whole; a split is never
    apportioned; a dissolved unit's figures show at the unit that took over, as unallotted."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="origins")
    kind = models.CharField("hình thức", max_length=10, choices=SuccessionKind)
    day = models.DateField("ngày hiệu lực")
    decision = models.CharField("văn bản", max_length=200, blank=True)
    source = models.TextField("nguồn", blank=True)
    unsure = models.BooleanField("chưa chắc chắn", default=False)

    class Meta:
        verbose_name = "kế thừa đơn vị"
        constraints = (
            models.UniqueConstraint("predecessor", "successor", name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_to_another"),
        )


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", "Nghỉ lễ"
    COMPENSATORY = "compensatory", "Nghỉ bù"
    SWAPPED_OFF = "swapped_off", "Nghỉ hoán đổi"
    MADE_UP = "made_up", "Ngày làm bù"


class Day(models.Model):
    """A day that is not what its weekday says (Labour Code 2019 art. 112; yearly swaps)."""

    day = models.DateField("ngày", unique=True)
    kind = models.CharField("loại", max_length=14, choices=DayKind)
    name = models.CharField("tên", max_length=120)
    basis = models.CharField("căn cứ", max_length=300, blank=True)

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        ordering = ("day",)


class Installation(models.Model):
    """This installation: its pack, and the moment from which work is recorded here. History may be
    loaded with its own times before that moment only. One row."""

    pack = models.CharField("gói địa phương", max_length=40)
    go_live_at = models.DateTimeField("thời điểm vận hành chính thức", null=True)
    first_day = models.DateField("lịch từ ngày")
    last_day = models.DateField("lịch đến ngày")
    content_digest = models.CharField("dấu của luật và gói đã nạp", max_length=64, blank=True)

    class Meta:
        verbose_name = "cài đặt hệ thống"
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="installation_one_row"),)


class Person(AbstractUser):
    """Somebody who signs in. What they may do follows from the roles they hold today, never from a flag."""

    full_name = models.CharField("họ và tên", max_length=120)
    title = models.CharField("chức vụ", max_length=120, blank=True)
    sample = models.BooleanField("dữ liệu mẫu", default=False)
    setup_password = models.CharField("mật khẩu cấp lần đầu, đã băm", max_length=128, blank=True)

    class Meta:
        verbose_name = "người dùng"

    def __str__(self) -> str:
        return self.full_name or self.username

    def holdings(self, day: date) -> list[Holding]:
        """The roles this person holds on a day, their own and those delegated to them; one query."""
        held = self.assignments.on(day).values_list("role", "unit")
        return [Holding(Role(role), unit) for role, unit in held]

    def reach(self, right: Right, day: date) -> Reach:
        """How far a right goes for this person on a day; one query."""
        return reach(self.holdings(day), right)

    def works_for(self, unit: int, roles: Collection[Role], day: date) -> bool:
        """Whether this person holds one of the roles on a day at a unit or at one it passed into."""
        at = frozenset(held.unit for held in self.holdings(day) if held.role in roles)
        units = Unit.objects.within(Reach(everything=False, units=at, subtrees=frozenset(), own=False), day)
        return units is not None and unit in units

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
    role = models.CharField("vai trò", max_length=20, choices=ROLES)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True)
    delegated_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="delegations")
    document = models.CharField("số, ký hiệu văn bản", max_length=120, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công vai trò"
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
    ACCOUNT_CREATED = "account_created", "Tạo tài khoản"
    ACCOUNT_CLOSED = "account_closed", "Khóa tài khoản"
    PASSWORD_SET = "password_set", "Cấp lại mật khẩu"
    FACTOR_RESET = "factor_reset", "Đặt lại xác thực bước hai"
    ROLE_GIVEN = "role_given", "Giao vai trò"
    ROLE_ENDED = "role_ended", "Kết thúc vai trò"
    DELEGATED = "delegated", "Ủy quyền"
    DELEGATION_ENDED = "delegation_ended", "Chấm dứt ủy quyền"


class AccessChange(models.Model):
    """Who changed whose account or role, when, and to what. Never changed, never removed; no personal
    numbers. `by` is empty for what was done at the server's command line."""

    at = models.DateTimeField("lúc")
    kind = models.CharField("việc", max_length=20, choices=AccessKind)
    by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="người thực hiện"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="access_changes", verbose_name="cho ai")
    role = models.CharField("vai trò", max_length=20, choices=ROLES, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    valid_from = models.DateField("từ ngày", null=True)
    valid_to = models.DateField("đến trước ngày", null=True)
    document = models.CharField("văn bản", max_length=120, blank=True)

    class Meta:
        verbose_name = "thay đổi quyền truy cập"
        ordering = ("-id",)


class ApiToken(models.Model):
    """What a program shows to read in a person's name; only its SHA-256 is kept. `rights` are some of the
    person's own, and hold as far as the person's roles reach on the day of use."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField("tên", max_length=80)
    digest = models.BinaryField("SHA-256", max_length=32, unique=True)
    rights = ArrayField(models.CharField(max_length=10), verbose_name="quyền")
    created_at = models.DateTimeField("cấp lúc")
    expires_at = models.DateTimeField("hết hiệu lực lúc")
    last_used_at = models.DateTimeField("dùng lần cuối", null=True)

    class Meta:
        verbose_name = "mã truy cập"
