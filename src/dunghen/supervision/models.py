"""The nouns of this room, area by area."""

from dunghen.supervision.plans.models import Plan, PlanKind, PlanQuerySet, PlanState, PlanStep
from dunghen.supervision.registers.models import (
    DutyReport,
    Meeting,
    MeetingConclusion,
    RegisterEntry,
    RegisterStep,
)
from dunghen.supervision.steps import Step
from dunghen.supervision.targets.models import Observation, Target, TargetStep
from dunghen.supervision.tasks.models import (
    Evidence,
    EvidenceState,
    NamedAs,
    Product,
    ProductKind,
    ProductVersion,
    Task,
    TaskQuerySet,
    TaskStatus,
    TaskStep,
    TaskUnit,
    TaskVersion,
)

__all__ = [
    "DutyReport",
    "Evidence",
    "EvidenceState",
    "Meeting",
    "MeetingConclusion",
    "NamedAs",
    "Observation",
    "Plan",
    "PlanKind",
    "PlanQuerySet",
    "PlanState",
    "PlanStep",
    "Product",
    "ProductKind",
    "ProductVersion",
    "RegisterEntry",
    "RegisterStep",
    "Step",
    "Target",
    "TargetStep",
    "Task",
    "TaskQuerySet",
    "TaskStatus",
    "TaskStep",
    "TaskUnit",
    "TaskVersion",
]
