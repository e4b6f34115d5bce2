"""The options of a list to choose from."""

from dunghen.web.templatetags.choices import options


def test_the_chosen_one_is_marked_and_texts_are_escaped() -> None:
    assert options([("", "Tất cả"), ("a&b", "<A>")], "a&b") == (
        '<option value="">Tất cả</option><option value="a&amp;b" selected>&lt;A&gt;</option>'
    )
