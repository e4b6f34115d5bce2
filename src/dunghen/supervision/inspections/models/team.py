"""Teams: their plan of the year, the decision that founded them, their members."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right


class Regime(models.TextChoices):
    """Never mixed: one is announced beforehand, the other is not."""

    PLANNED = "planned", _("Kiểm tra theo kế hoạch")
    SURPRISE = "surprise", _("Kiểm tra đột xuất")


class Duty(models.TextChoices):
    HEAD = "head", _("Trưởng đoàn")
    DEPUTY = "deputy", _("Phó Trưởng đoàn")
    SECRETARY = "secretary", _("Thư ký")
    MEMBER = "member", _("Thành viên")


def within(person: Person, day: date, *lookups: str, team: str) -> Q | None:
    """Rows whose unit, by one of the lookups, is within the right to inspections, and those of teams the
    person is a member of; None for all. `team`: the lookup of the team, "" for a team itself."""
    units = Unit.objects.within(person.reach(Right.INSPECT, day), day)
    if units is None:
        return None
    mine = TeamMember.objects.filter(person=person).values("team")
    found = Q(**{f"{team}__in" if team else "pk__in": mine})
    for lookup in lookups:
        found |= Q(**{f"{lookup}__in": units})
    return found


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, person: Person, day: date) -> "TeamQuerySet":
        """Those of one's units, and those one is a member of."""
        seen = within(person, day, "organiser", team="")
        return self if seen is None else self.filter(seen)


class Team(models.Model):
    """A team with its plan of the year. `counted_for`: the unit in whose figures its work stands (the group
    of the home affairs department works for the city). Without a founding decision it inspects nobody."""

    regime = models.CharField(_("hình thức"), max_length=10, choices=Regime)
    organiser = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan lập Đoàn"))
    counted_for = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("tính vào số liệu của")
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    name = models.CharField(_("tên Đoàn"), max_length=200)
    plan_number = models.CharField(_("kế hoạch số"), max_length=60)
    plan_day = models.DateField(_("ngày ban hành kế hoạch"))
    decision_number = models.CharField(_("quyết định thành lập số"), max_length=60, blank=True)
    decision_day = models.DateField(_("ngày quyết định"), null=True)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("Đoàn kiểm tra")
        constraints = (
            models.UniqueConstraint("organiser", "plan_number", "plan_day", name="inspection_plan_once"),
            models.CheckConstraint(
                condition=Q(decision_number="", decision_day=None)
                | (~Q(decision_number="") & Q(decision_day__isnull=False)),
                name="inspection_team_founded_by_decision",
            ),
        )

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """A member: an official, or somebody of the People's Council or a Party body. Who signs in here has a
    `person`; `body` is where they come from."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("tài khoản")
    )
    name = models.CharField(_("họ và tên"), max_length=120)
    title = models.CharField(_("chức vụ"), max_length=120, blank=True)
    body = models.CharField(_("cơ quan"), max_length=200)
    duty = models.CharField(_("nhiệm vụ trong Đoàn"), max_length=10, choices=Duty)

    class Meta:
        verbose_name = _("thành viên Đoàn kiểm tra")
        constraints = (
            models.UniqueConstraint("team", "person", name="inspection_member_once"),
            models.UniqueConstraint("team", condition=Q(duty="head"), name="inspection_team_one_head"),
        )

    def __str__(self) -> str:
        return self.name
