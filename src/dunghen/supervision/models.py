"""The nouns of this room, area by area."""

from dunghen.supervision.plans.models import Plan, PlanKind, PlanQuerySet, PlanState, PlanStep
from dunghen.supervision.steps import Step
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
    "Evidence",
    "EvidenceState",
    "NamedAs",
    "Plan",
    "PlanKind",
    "PlanQuerySet",
    "PlanState",
    "PlanStep",
    "Product",
    "ProductKind",
    "ProductVersion",
    "Step",
    "Task",
    "TaskQuerySet",
    "TaskStatus",
    "TaskStep",
    "TaskUnit",
    "TaskVersion",
]
