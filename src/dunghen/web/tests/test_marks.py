"""What long tables say of each row is what the components say."""

from django.template import engines
from django.utils.html import escape
from django.utils.translation import override

from dunghen.documents.models import DocumentKind, OfficialDocument
from dunghen.supervision.given.sums import Sum
from dunghen.supervision.home.duties import Duty
from dunghen.supervision.home.models import DutyKind
from dunghen.supervision.home.reading import Shown

LOAD = "{% load marks %}"


def drawn(source: str, **context: object) -> str:
    return str(engines["django"].from_string(source).render(context))


def test_a_mark_is_drawn_by_its_component_and_escapes_its_words() -> None:
    for label in ("Quá <b>hạn</b>", "Đúng hạn"):
        found = drawn(LOAD + "{% mark 'late' label %}", label=label)
        assert 'class="status is-late"' in found
        assert f"</svg>{escape(label)}</span>" in found


def test_a_choice_is_named_in_the_readers_language() -> None:
    row, said = OfficialDocument(kind=DocumentKind.REPORT), LOAD + "{{ row|words:'kind' }}"
    assert drawn(said, row=row) == row.get_kind_display() == "Báo cáo"
    with override("en"):
        assert drawn(said, row=row) == row.get_kind_display() != "Báo cáo"
    assert drawn(said, row=OfficialDocument(kind="không có")) == "không có"


def test_a_row_is_drawn_for_what_it_says_in_each_language() -> None:
    said = LOAD + "{% row 'supervision/given/_sum.html' words place 'don-vi' %}"
    first, other = Sum("Sở <A>", "a", *[1] * 8), Sum("Sở <A>", "a", *[2] * 8)
    drawn(said, words=first, place="/mot/")
    assert '<td><a href="/hai/?don-vi=a">Sở &lt;A&gt;</a></td>' in drawn(said, words=first, place="/hai/")
    assert '<a href="/mot/?don-vi=a">2</a>' in drawn(said, words=other, place="/mot/")
    said = LOAD + "{% row 'supervision/home/_row.html' one %}"
    row = Shown(Duty(DutyKind.GIVEN, "1", "Việc", "", 1, "a", "Sở A", None, sample=True), "late", "-", "–")
    assert "Dữ liệu mẫu" in drawn(said, one=row)
    with override("en"):
        assert "Sample data" in drawn(said, one=row)
