"""What long tables say of each row is what the components say."""

from django.template import engines
from django.utils.html import escape
from django.utils.translation import override

from dunghen.documents.models import DocumentKind, OfficialDocument

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
