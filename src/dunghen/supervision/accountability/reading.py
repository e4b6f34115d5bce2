"""What the pages of accountability read: the register by what was asked, its counts, one case."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.excel import Listed
from dunghen.core.text import fold
from dunghen.org.access_page import number
from dunghen.org.models import Person
from dunghen.supervision.accountability.law import discipline_on
from dunghen.supervision.accountability.models import (
    Case,
    CaseQuerySet,
    CaseResult,
    CaseState,
    ManagedBy,
    Origin,
    ResultKind,
    Subject,
)

PAGE = 50
KINDS = {
    CaseState.RECORDED: "info",
    CaseState.ASKED: "wait",
    CaseState.EXPLAINED: "wait",
    CaseState.REVIEWED: "wait",
    CaseState.MET: "soon",
    CaseState.PROPOSED: "soon",
    CaseState.SETTLED: "ok",
}
UNSETTLED = "chua-xong"  # a proposal not yet carried out
RESULTS = Prefetch("results", CaseResult.objects.filter(known_to=None).order_by("pk"))


class Asked(NamedTuple):
    """The register as it is asked for."""

    rows: CaseQuerySet
    state: str
    subject: str
    origin: str
    text: str
    year: str


class Counts(NamedTuple):
    """Of the cases asked for."""

    total: int
    collectives: int
    persons: int
    disciplined: int
    unsettled: int


def asked(said: QueryDict, reader: Person, today: date) -> Asked:
    """The cases the reader may see, by state, kind of subject, origin, year, and name or unit without
    accents."""
    rows = Case.objects.visible_to(reader, today)
    found = {name: said.get(name, "").strip() for name in ("trang-thai", "doi-tuong", "nguon", "tim", "nam")}
    if found["trang-thai"] == UNSETTLED:
        rows = rows.exclude(state=CaseState.SETTLED)
    elif found["trang-thai"] in CaseState.values:
        rows = rows.filter(state=found["trang-thai"])
    if found["doi-tuong"] in Subject.values:
        rows = rows.filter(subject=found["doi-tuong"])
    if found["nguon"] in Origin.values:
        rows = rows.filter(origin=found["nguon"])
    if year := number(found["nam"]):
        rows = rows.filter(opened__year=year)
    if text := fold(found["tim"]):
        rows = rows.filter(Q(search__contains=text) | Q(origin_key__icontains=found["tim"]))
    return Asked(rows, *found.values())


def counts(rows: CaseQuerySet) -> Counts:
    """In one query."""
    disciplined = Q(results__known_to=None, results__kind=ResultKind.DISCIPLINED)
    found = rows.aggregate(
        total=Count("pk", distinct=True),
        collectives=Count("pk", filter=Q(subject=Subject.COLLECTIVE), distinct=True),
        persons=Count("pk", filter=Q(subject=Subject.PERSON), distinct=True),
        disciplined=Count("pk", filter=disciplined, distinct=True),
        unsettled=Count("pk", filter=~Q(state=CaseState.SETTLED), distinct=True),
    )
    return Counts(**found)


def sentence(found: Counts) -> str:
    """The paragraph of the report, in its own words (3719/BC-SNV, mục I.2)."""
    return _(
        "Đã kiến nghị kiểm điểm, xử lý trách nhiệm đối với {total:02} trường hợp "
        "(gồm: {collectives:02} tập thể và {persons:02} cá nhân)."
    ).format(total=found.total, collectives=found.collectives, persons=found.persons)


def listed(rows: CaseQuerySet) -> QuerySet[Case]:
    """Newest first, with unit and results at hand."""
    return rows.select_related("unit", "manager").prefetch_related(RESULTS).order_by("-opened", "-pk")


def results_of(case: Case) -> list[CaseResult]:
    """What is known of it now; `case` comes from `listed`."""
    return list(case.results.all())


def result_words(result: CaseResult) -> str:
    """Kỷ luật: Cảnh cáo; kỷ luật Đảng: Khiển trách."""
    words = [str(result.get_form_display())] if result.form else []
    if result.party_form:
        words.append(_("kỷ luật Đảng: {form}").format(form=result.get_party_form_display()))
    return f"{result.get_kind_display()}: {'; '.join(words)}" if words else str(result.get_kind_display())


def outcome(case: Case) -> str:
    """What came of it, in words; of whom the Standing Committee manages, that it was proposed."""
    words = "; ".join(result_words(one) for one in results_of(case))
    if not words and case.state == CaseState.PROPOSED:
        return str(_("Đề xuất Ban Thường vụ Thành ủy xem xét"))
    return words


def limit(case: Case) -> date:
    """By when it is to be settled."""
    return case.opened + timedelta(days=discipline_on(case.opened).days)


def late(case: Case, today: date) -> bool:
    """Whether its day passed while the city had something to do: of whom the Standing Committee manages,
    that ends with the proposal."""
    return case.state not in (CaseState.PROPOSED, CaseState.SETTLED) and limit(case) < today


def shown(cases: Iterable[Case]) -> list[tuple[int, int]]:
    """For the log of looks: each case with the unit that manages its person."""
    return [(case.pk, case.manager_id) for case in cases]


COLUMNS: tuple[Listed[Case], ...] = (
    Listed("number", gettext_lazy("Số vụ việc"), lambda case: case.pk),
    Listed("opened", gettext_lazy("Ngày ghi nhận"), lambda case: case.opened),
    Listed("origin", gettext_lazy("Nguồn"), lambda case: str(case.get_origin_display())),
    Listed("key", gettext_lazy("Số, mã của bản ghi nguồn"), lambda case: case.origin_key),
    Listed("subject", gettext_lazy("Đối tượng"), lambda case: str(case.get_subject_display())),
    Listed("unit", gettext_lazy("Tên tập thể, họ tên cá nhân"), lambda case: case.name),
    Listed("post", gettext_lazy("Chức vụ"), lambda case: case.post),
    Listed("procedure", gettext_lazy("Cơ quan, đơn vị"), lambda case: case.unit.name),
    Listed("managed", gettext_lazy("Cấp quản lý"), lambda case: str(ManagedBy(case.managed).label)),
    Listed("reason", gettext_lazy("Lý do"), lambda case: str(case.get_reason_display())),
    Listed("content", gettext_lazy("Nội dung"), lambda case: case.facts),
    Listed("note", gettext_lazy("Kiến nghị"), lambda case: case.proposal),
    Listed("state", gettext_lazy("Trạng thái"), lambda case: str(case.get_state_display())),
    Listed("result", gettext_lazy("Kết quả"), outcome),
)
