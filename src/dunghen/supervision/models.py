"""The nouns of this room, area by area."""

from dunghen.supervision.accountability.models import Case, CaseEvent, CaseResult
from dunghen.supervision.given.models import (
    Extension,
    ExtensionState,
    GivenState,
    GivenStep,
    GivenTask,
    Giver,
    ItemVersion,
    Source,
    SourceItem,
    SourceReport,
)
from dunghen.supervision.pending.models import Answer, Campaign, PendingItem
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
    "Answer",
    "Campaign",
    "Case",
    "CaseEvent",
    "CaseResult",
    "Evidence",
    "EvidenceState",
    "Extension",
    "ExtensionState",
    "GivenState",
    "GivenStep",
    "GivenTask",
    "Giver",
    "ItemVersion",
    "NamedAs",
    "PendingItem",
    "Plan",
    "PlanKind",
    "PlanQuerySet",
    "PlanState",
    "PlanStep",
    "Product",
    "ProductKind",
    "ProductVersion",
    "Source",
    "SourceItem",
    "SourceReport",
    "Step",
    "Task",
    "TaskQuerySet",
    "TaskStatus",
    "TaskStep",
    "TaskUnit",
    "TaskVersion",
]
