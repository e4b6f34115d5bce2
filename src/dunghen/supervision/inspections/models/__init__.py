"""What an inspection leaves behind: teams, the two regimes, audits, and what is counted of them."""

from dunghen.supervision.inspections.models.audit import Audit, AuditQuerySet
from dunghen.supervision.inspections.models.counted import FactKind, InspectionFact, InspectionStep
from dunghen.supervision.inspections.models.planned import (
    Attendance,
    Inspection,
    InspectionQuerySet,
    InspectionState,
    Problem,
    Remedy,
    UnitRequest,
)
from dunghen.supervision.inspections.models.surprise import (
    SurpriseVisit,
    SurpriseVisitQuerySet,
)
from dunghen.supervision.inspections.models.team import Duty, Regime, Team, TeamMember, TeamQuerySet

__all__ = [
    "Attendance",
    "Audit",
    "AuditQuerySet",
    "Duty",
    "FactKind",
    "Inspection",
    "InspectionFact",
    "InspectionQuerySet",
    "InspectionState",
    "InspectionStep",
    "Problem",
    "Regime",
    "Remedy",
    "SurpriseVisit",
    "SurpriseVisitQuerySet",
    "Team",
    "TeamMember",
    "TeamQuerySet",
    "UnitRequest",
]
