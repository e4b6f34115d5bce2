"""Who may see what: roles × rights × scope, one table. Pure.

Three rights are granted apart: figures; rows without persons (code, procedure, unit, times, flags); persons.
Eight duties stand beside them in the same table: accounts, the roles of other people, the log of who looked
at persons, receiving dossiers, the control of procedures (publication decisions, reviews), plans with their
tasks, inspections (of one's own: those of the teams one is a member of), and who answers for what
(accountability). A scope says of which units: one's own work, one's unit, the units below it too, or the
whole city.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from django.utils.translation import gettext_lazy as _


class Right(StrEnum):
    FIGURES = "figures"
    ROWS = "rows"
    PERSONS = "persons"
    ACCOUNTS = "accounts"
    ROLES = "roles"
    VIEWS = "views"
    RECEIVE = "receive"
    CONTROL = "control"
    TASKS = "tasks"
    INSPECT = "inspect"
    ACCOUNTABILITY = "accountability"


class Scope(IntEnum):
    """Wider scopes are greater."""

    OWN = 1
    UNIT = 2
    SUBTREE = 3
    CITY = 4


class Role(StrEnum):
    """The roles of the field; at a commune one person may hold several."""

    RECEIVING_OFFICER = "receiving_officer"
    CASE_OFFICER = "case_officer"
    HEAD_OF_DIVISION = "head_of_division"
    HEAD_OF_AGENCY = "head_of_agency"
    CLERK = "clerk"
    CASHIER = "cashier"
    HEAD_OF_ONE_STOP = "head_of_one_stop"
    POSTAL_STAFF = "postal_staff"
    REPORTING_OFFICER = "reporting_officer"
    FIELD_LEAD = "field_lead"
    REFORM_OFFICE = "reform_office"
    COMMITTEE_OFFICE = "committee_office"
    LEADER = "leader"
    INSPECTION_MEMBER = "inspection_member"
    INSPECTORATE = "inspectorate"
    CADRES = "cadres"
    CITY_ADMIN = "city_admin"
    TECHNICAL_ADMIN = "technical_admin"


ROLE_NAMES = {
    Role.RECEIVING_OFFICER: _("Công chức, viên chức tiếp nhận hồ sơ"),
    Role.CASE_OFFICER: _("Công chức thụ lý hồ sơ"),
    Role.HEAD_OF_DIVISION: _("Lãnh đạo phòng"),
    Role.HEAD_OF_AGENCY: _("Lãnh đạo cơ quan"),
    Role.CLERK: _("Văn thư"),
    Role.CASHIER: _("Cán bộ thu phí, lệ phí"),
    Role.HEAD_OF_ONE_STOP: _("Người đứng đầu Bộ phận Một cửa"),
    Role.POSTAL_STAFF: _("Nhân viên bưu chính, hỗ trợ"),
    Role.REPORTING_OFFICER: _("Cán bộ báo cáo của đơn vị"),
    Role.FIELD_LEAD: _("Cơ quan chủ trì lĩnh vực"),
    Role.REFORM_OFFICE: _("Đầu mối cải cách hành chính"),
    Role.COMMITTEE_OFFICE: _("Văn phòng UBND"),
    Role.LEADER: _("Lãnh đạo UBND"),
    Role.INSPECTION_MEMBER: _("Thành viên Đoàn kiểm tra"),
    Role.INSPECTORATE: _("Thanh tra"),
    Role.CADRES: _("Công tác tổ chức, cán bộ"),
    Role.CITY_ADMIN: _("Quản trị nghiệp vụ"),
    Role.TECHNICAL_ADMIN: _("Quản trị kỹ thuật"),
}
# What a person holds by an appointment to themselves alone: not handed on, not even for a day.
PERSONAL = frozenset({Role.INSPECTION_MEMBER, Role.CITY_ADMIN, Role.TECHNICAL_ADMIN})
_F, _R, _P, _C, _T = Right.FIGURES, Right.ROWS, Right.PERSONS, Right.CONTROL, Right.TASKS
_I = Right.INSPECT
TABLE: dict[Role, dict[Right, Scope]] = {
    Role.RECEIVING_OFFICER: {
        _F: Scope.UNIT,
        _R: Scope.UNIT,
        _P: Scope.UNIT,
        Right.RECEIVE: Scope.UNIT,
        _C: Scope.UNIT,
    },
    Role.CASE_OFFICER: {_F: Scope.UNIT, _R: Scope.UNIT, _P: Scope.OWN, _T: Scope.OWN},
    Role.HEAD_OF_DIVISION: {_F: Scope.UNIT, _R: Scope.UNIT, _P: Scope.UNIT, _T: Scope.UNIT},
    Role.HEAD_OF_AGENCY: {
        _F: Scope.SUBTREE,
        _R: Scope.SUBTREE,
        _P: Scope.UNIT,
        Right.VIEWS: Scope.UNIT,
        _C: Scope.UNIT,
        _T: Scope.SUBTREE,
        Right.ACCOUNTABILITY: Scope.SUBTREE,
        _I: Scope.SUBTREE,
    },
    Role.CLERK: {
        _F: Scope.UNIT,
        _R: Scope.UNIT,
        _P: Scope.UNIT,
        _C: Scope.UNIT,
        _T: Scope.UNIT,
        _I: Scope.UNIT,
    },
    Role.CASHIER: {_F: Scope.UNIT, _R: Scope.UNIT, _P: Scope.UNIT},
    Role.HEAD_OF_ONE_STOP: {_F: Scope.SUBTREE, _R: Scope.SUBTREE, _P: Scope.UNIT, _C: Scope.UNIT},
    Role.POSTAL_STAFF: {_R: Scope.OWN},
    Role.REPORTING_OFFICER: {_F: Scope.SUBTREE, _R: Scope.SUBTREE, _T: Scope.SUBTREE, _I: Scope.UNIT},
    Role.FIELD_LEAD: {_F: Scope.CITY, _R: Scope.UNIT, _C: Scope.UNIT, _T: Scope.UNIT},
    Role.REFORM_OFFICE: {_F: Scope.CITY, _R: Scope.CITY, _C: Scope.CITY, _T: Scope.CITY, _I: Scope.CITY},
    Role.COMMITTEE_OFFICE: {_F: Scope.CITY, _R: Scope.CITY, _C: Scope.CITY, _T: Scope.CITY, _I: Scope.CITY},
    Role.LEADER: {
        _F: Scope.CITY,
        _R: Scope.CITY,
        _C: Scope.CITY,
        _T: Scope.CITY,
        _I: Scope.CITY,
        Right.ACCOUNTABILITY: Scope.CITY,
    },
    Role.INSPECTION_MEMBER: {_F: Scope.CITY, _R: Scope.CITY, _I: Scope.OWN},
    Role.INSPECTORATE: {
        _F: Scope.CITY,
        _R: Scope.CITY,
        _P: Scope.CITY,
        Right.VIEWS: Scope.CITY,
        _C: Scope.CITY,
        _T: Scope.CITY,
        _I: Scope.CITY,
    },
    # of the unit that manages the person: at the committee, those whom the city manages
    Role.CADRES: {Right.ACCOUNTABILITY: Scope.SUBTREE},
    Role.CITY_ADMIN: {_F: Scope.CITY, Right.ACCOUNTS: Scope.CITY, Right.ROLES: Scope.CITY},
    # keeps the machines and the accounts running, sees no business data and gives no role
    Role.TECHNICAL_ADMIN: {Right.ACCOUNTS: Scope.CITY},
}


@dataclass(frozen=True, slots=True)
class Holding:
    """A role somebody holds at a unit."""

    role: Role
    unit: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Of which units a right holds: everything, these units, and one's own work beyond them."""

    everything: bool
    units: frozenset[int]
    subtrees: frozenset[int]
    own: bool

    @property
    def nothing(self) -> bool:
        return not (self.everything or self.units or self.subtrees or self.own)


def reach(holdings: Iterable[Holding], right: Right) -> Reach:
    """How far a right goes for somebody who holds these roles: the union of what each gives."""
    units, subtrees, everything, own = set(), set(), False, False
    for holding in holdings:
        match TABLE[holding.role].get(right):
            case Scope.CITY:
                everything = True
            case Scope.SUBTREE:
                subtrees.add(holding.unit)
            case Scope.UNIT:
                units.add(holding.unit)
            case Scope.OWN:
                own = True
    return Reach(everything, frozenset(units), frozenset(subtrees), own)


def answered_for(
    reach: Reach, parents: Mapping[int, int | None], origins: Iterable[tuple[int, int]]
) -> frozenset[int]:
    """The units a right reaches: its units, all that stand or stood below its subtrees, and of each of these
    the units that passed into it, however far back. Not the other way: who worked at a unit that ended does
    not reach what became of it. `origins`: pairs of predecessor and successor, of a split each one recorded.
    """
    below: dict[int, list[int]] = {}
    for unit, parent in parents.items():
        if parent is not None:
            below.setdefault(parent, []).append(unit)
    before: dict[int, list[int]] = {}
    for predecessor, successor in origins:
        before.setdefault(successor, []).append(predecessor)
    return _closed(reach.units | _closed(reach.subtrees, below), before)


def _closed(found: frozenset[int], onward: Mapping[int, list[int]]) -> frozenset[int]:
    """`found` and everything that is reached from it."""
    known, waiting = set(found), list(found)
    while waiting:
        more = [unit for unit in onward.get(waiting.pop(), ()) if unit not in known]
        known.update(more)
        waiting += more
    return frozenset(known)
