"""Where the parts of a duty stand in the tables of each area, and the two functions of the database made of
it: one lists, one sums (ADR 42). The database plans them once a connection. A change here is a new migration
with `made()`, which a test asks for.
"""

from dataclasses import asdict, dataclass
from string import Template

from django.db.migrations import RunSQL

from dunghen.supervision.home.models import DutyKind


@dataclass(frozen=True, slots=True)
class Branch:
    """Open duties of a kind. `rows`: its tables with what makes a row an open duty; `said`: the tables of its
    words, joined to the rows that are shown alone."""

    kind: DutyKind
    rows: str
    where: str
    key: str
    unit: str
    due: str
    title: str
    about: str
    sample: str
    said: str = ""
    officer: str = ""
    second: str = ""  # the second part of the key


_OPEN_TASK = "NOT task.status = 'done'"
_PLANNED = f"plan.state = 'issued' AND task.stated = '' AND {_OPEN_TASK}"
_IN_HAND = "given.state IN ('new', 'received', 'ongoing')"
_TASK = "JOIN supervision_task task ON task.id = one.key"
_SOURCE = """JOIN supervision_giventask given ON given.task_id = one.key
JOIN supervision_sourceitem item ON item.id = given.item_id
JOIN supervision_source source ON source.id = item.source_id"""
_PLAN = "JOIN supervision_plan plan ON plan.id = task.plan_id"

_NAMED = "supervision_taskunit named JOIN supervision_task task ON task.id = named.task_id"

# a task of a plan whose document names several leads is each one's to do
SHARED = Branch(
    DutyKind.PLAN,
    f"{_NAMED} {_PLAN}",
    f"named.role = 'co_lead' AND task.lead_id IS NULL AND {_PLANNED} AND NOT task.handed_in",
    key="task.id",
    unit="named.unit_id",
    due="task.due",
    said=f"{_TASK} {_PLAN}",
    title="task.content",
    about="plan.title",
    sample="task.sample",
)
_WORK = (
    Branch(
        DutyKind.PLAN,
        f"supervision_task task {_PLAN}",
        f"{_PLANNED} AND NOT task.handed_in",
        key="task.id",
        unit="task.lead_id",
        due="task.due",
        officer="task.officer_id",
        said=f"{_TASK} {_PLAN}",
        title="task.content",
        about="plan.title",
        sample="task.sample",
    ),
    SHARED,
    Branch(
        DutyKind.GIVEN,
        "supervision_giventask given JOIN supervision_task task ON task.id = given.task_id",
        f"{_IN_HAND} AND {_OPEN_TASK}",  # what is in hand is not done: the index of open tasks is asked for
        key="task.id",
        unit="task.lead_id",
        due="task.due",
        officer="task.officer_id",
        said=f"{_TASK} {_SOURCE}",
        title="task.content",
        about="source.symbol",
        sample="source.sample",
    ),
    Branch(
        DutyKind.REMEDY,
        "supervision_problem problem "
        "JOIN supervision_inspection inspection ON inspection.id = problem.inspection_id",
        "problem.state IN ('open', 'doing') AND inspection.state = 'concluded'",
        key="problem.inspection_id",
        second="problem.number::bigint",
        unit="inspection.unit_id",
        due="problem.due",
        said="JOIN supervision_problem problem ON problem.inspection_id = one.key"
        " AND problem.number = one.second"
        " JOIN supervision_inspection inspection ON inspection.id = one.key",
        title="problem.remedy",
        about="inspection.conclusion_number",
        sample="inspection.sample",
    ),
    Branch(
        DutyKind.ITEM,
        "supervision_pendingitem item JOIN supervision_answer answer ON answer.id = item.answer_id",
        "item.finished IS NULL AND item.task_id IS NULL AND item.way = '' AND answer.answered IS NOT NULL",
        key="item.id",
        unit="answer.unit_id",
        due="item.due",
        said="JOIN supervision_pendingitem item ON item.id = one.key"
        " JOIN supervision_answer answer ON answer.id = item.answer_id"
        " JOIN supervision_campaign campaign ON campaign.id = answer.campaign_id",
        title="item.content",
        about="campaign.number",
        sample="item.sample",
    ),
    # what a meeting concluded and nobody was given as a task
    Branch(
        DutyKind.MEETING,
        """supervision_meetingconclusion conclusion
JOIN supervision_meeting meeting ON meeting.id = conclusion.meeting_id
JOIN supervision_registerentry entry ON entry.unit_id = meeting.unit_id AND entry.register = meeting.register
    AND entry.year = meeting.year AND entry.serial = meeting.serial AND entry.known_to IS NULL""",
        "conclusion.done IS NULL AND conclusion.task_id IS NULL",
        key="entry.id",
        second="conclusion.position::bigint",
        unit="conclusion.unit_id",
        due="conclusion.due",
        said="""JOIN supervision_registerentry entry ON entry.id = one.key
JOIN supervision_meeting meeting ON entry.unit_id = meeting.unit_id AND entry.register = meeting.register
    AND entry.year = meeting.year AND entry.serial = meeting.serial
JOIN supervision_meetingconclusion conclusion ON conclusion.meeting_id = meeting.id
    AND conclusion.position = one.second""",
        title="conclusion.text",
        about="entry.title",
        sample="entry.sample",
    ),
)
_SENT = (
    Branch(
        DutyKind.OUTLINE,
        "supervision_inspection inspection",
        "inspection.state = 'scheduled' AND inspection.outline_day IS NULL",
        key="inspection.id",
        unit="inspection.unit_id",
        due="inspection.outline_due",
        said="JOIN supervision_inspection inspection ON inspection.id = one.key"
        " JOIN supervision_team team ON team.id = inspection.team_id",
        title="team.name",
        about="team.plan_number",
        sample="inspection.sample",
    ),
    Branch(
        DutyKind.ANSWER,
        "supervision_answer answer JOIN supervision_campaign campaign ON campaign.id = answer.campaign_id",
        "answer.answered IS NULL AND campaign.closed IS NULL",
        key="answer.id",
        unit="answer.unit_id",
        due="campaign.deadline",
        said="JOIN supervision_answer answer ON answer.id = one.key"
        " JOIN supervision_campaign campaign ON campaign.id = answer.campaign_id",
        title="campaign.title",
        about="campaign.number",
        sample="campaign.sample",
    ),
    # the report on what a document ordered, until the lead's is numbered or its tasks are confirmed
    Branch(
        DutyKind.REPLY,
        """(SELECT DISTINCT source.id, source.reply_by, task.lead_id FROM supervision_source source
JOIN supervision_sourceitem item ON item.source_id = source.id
JOIN supervision_giventask given ON given.item_id = item.id
JOIN supervision_task task ON task.id = given.task_id
WHERE source.reply_by IS NOT NULL AND given.state IN ('new', 'received', 'ongoing', 'submitted')) asked""",
        """NOT EXISTS (SELECT FROM supervision_sourcereport report
JOIN documents_officialdocument document ON document.id = report.document_id
WHERE report.source_id = asked.id AND report.unit_id = asked.lead_id AND document.day IS NOT NULL)""",
        key="asked.id",
        second="asked.lead_id",
        unit="asked.lead_id",
        due="asked.reply_by",
        said="JOIN supervision_source source ON source.id = one.key",
        title="source.abstract",
        about="source.symbol",
        sample="source.sample",
    ),
)
# what a unit takes part in, while its lead has it in hand
_BESIDE = (
    Branch(
        DutyKind.WITH,
        f"{_NAMED} JOIN supervision_giventask given ON given.task_id = task.id",
        f"named.role = 'partner' AND {_IN_HAND}",
        key="task.id",
        unit="named.unit_id",
        due="task.due",
        said=f"{_TASK} {_SOURCE}",
        title="task.content",
        about="source.symbol",
        sample="task.sample",
    ),
    Branch(
        DutyKind.BESIDE,
        f"{_NAMED} {_PLAN}",
        f"named.role = 'partner' AND {_PLANNED}",
        key="task.id",
        unit="named.unit_id",
        due="task.due",
        said=f"{_TASK} {_PLAN}",
        title="task.content",
        about="plan.title",
        sample="task.sample",
    ),
)
BRANCHES = (*_WORK, *_SENT, *_BESIDE)
_INSPECTED = (DutyKind.REMEDY, DutyKind.OUTLINE)  # seen by the right to inspections


def _within(branch: Branch, everything: bool) -> str:
    """The rows of a scope. Who sees all units passes over no row for its unit; who sees some finds them by an
    index."""
    seen = "inspected" if branch.kind in _INSPECTED else "units"
    some = f"{branch.unit} = ANY ({seen})"
    if branch.officer:
        some = f"({some} OR {branch.officer} = own)"
    if branch.kind in _INSPECTED:
        return f"(inspected IS NULL AND {branch.unit} IS NOT NULL OR {some})"
    return f"{branch.unit} IS NOT NULL" if everything else some


def _asked(branch: Branch, everything: bool) -> str:
    return f"'{branch.kind}' = ANY (kinds) AND {branch.where} AND {_within(branch, everything)}"


_LISTED = Template("""(SELECT '$kind', one.key, one.second, $title::text, $about::text, one.unit, one.due,
    one.officer, $sample
FROM (SELECT $key AS key, $second AS second, $unit AS unit, $due AS due, $officer AS officer
    FROM $rows WHERE $asked AND ($due >= first_day OR $due IS NULL AND undated)
    ORDER BY $order LIMIT most) one
$said
WHERE one.due <= last_day OR one.due IS NULL)""")
_SUMMED = Template("""SELECT '$kind', $unit, count(*) FILTER (WHERE $due < today),
    count(*) FILTER (WHERE $due BETWEEN today AND last_day), count(*)
FROM $rows WHERE $asked GROUP BY $unit""")


def _filled(template: Template, branch: Branch, everything: bool) -> str:
    # of all units the first in the order of an index; of some, which are few, their own rows are sorted
    day = branch.due if everything else f"{branch.due} + 0"
    order = ", ".join(filter(None, (day, branch.key, branch.second)))
    empty = {name: "NULL::bigint" for name in ("second", "officer") if not getattr(branch, name)}
    said = asdict(branch) | empty | {"asked": _asked(branch, everything), "order": order}
    return template.substitute(said)


def _body(template: Template) -> str:
    """Both ways are planned apart: of all units, and of some."""
    of_all, of_some = (
        "\nUNION ALL\n".join(_filled(template, one, everything) for one in BRANCHES)
        for everything in (True, False)
    )
    return f"""
BEGIN
IF units IS NULL THEN RETURN QUERY
{of_all};
ELSE RETURN QUERY
{of_some};
END IF;
END """


def bodies() -> dict[str, str]:
    """What the functions do, by their names."""
    return {"supervision_duties": _body(_LISTED), "supervision_duty_sums": _body(_SUMMED)}


_ASKED = {
    "supervision_duties": "first_day date, last_day date, undated boolean, most integer",
    "supervision_duty_sums": "today date, last_day date",
}
_GIVEN = {
    "supervision_duties": "kind text, key bigint, second bigint, title text, about text, unit bigint,"
    " due date, officer bigint, sample boolean",
    "supervision_duty_sums": "kind text, unit bigint, overdue bigint, soon bigint, open bigint",
}


def made() -> list[RunSQL]:
    """Operations that make the functions, or make them anew."""
    scope = "kinds text[], units bigint[], inspected bigint[], own bigint"
    return [
        RunSQL(
            f"CREATE OR REPLACE FUNCTION {name}({scope}, {_ASKED[name]}) RETURNS TABLE ({_GIVEN[name]}) "
            f"LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan "
            f"SET max_parallel_workers_per_gather = 0 AS $${body}$$",
            f"DROP FUNCTION {name}",
        )
        for name, body in bodies().items()
    ]
