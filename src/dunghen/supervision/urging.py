"""Letters that urge a unit: all that is overdue in one table, one letter a unit, drafted into the register of
documents. From there it is submitted, signed, numbered and issued like any other."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from dunghen.documents.files import keep
from dunghen.documents.model import Document
from dunghen.documents.models import DocumentKind, OfficialDocument
from dunghen.documents.official.actions import draft
from dunghen.documents.word import to_word
from dunghen.org.models import Person, Unit
from dunghen.supervision.errors import Refused
from dunghen.supervision.steps import Step
from dunghen.supervision.tasks.models import Task, TaskStep


def claim(tasks: Collection[int], unit: Unit, today: date) -> None:
    """The tasks until the transaction ends, if no letter to the unit named all of them today: pressed twice,
    one letter. Raises Refused."""
    held = set(Task.objects.select_for_update().filter(pk__in=tasks).values_list("pk", flat=True))
    told = Step.objects.filter(subject="task", subject_id__in=held, kind=TaskStep.URGED, day=today)
    told = told.filter(detail__unit=unit.pk)  # one of several leads is told by a letter of its own
    if held <= set(told.values_list("subject_id", flat=True)):
        raise Refused(
            _(
                "Hôm nay đã dự thảo công văn đôn đốc %(unit)s."
                " Mở sổ văn bản đi để trình ký, hoặc bỏ chọn đơn vị này."
            )
            % {"unit": unit}
        )


def drafted(
    by: Person, office: Unit, unit: Unit, paper: Document, abstract: str, today: date
) -> OfficialDocument:
    """The letter as a draft of the office. Raises official.rules.Refused, PermissionDenied."""
    return draft(
        by,
        office,
        kind=DocumentKind.LETTER,
        abstract=abstract,
        recipients=[unit.name],
        file=keep(f"don-doc-{unit.key}-{today:%Y-%m-%d}.docx", to_word(paper), by=by),
    )
