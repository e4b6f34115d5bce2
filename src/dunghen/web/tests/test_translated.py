"""`{% translate %}` says a constant in the language of each reader, and all else as Django does."""

from django.template import Context, Template
from django.utils.translation import override


def said(source: str, **context: object) -> list[str]:
    template = Template("{% load i18n %}" + source)
    found = list[str]()
    for language in ("vi", "en", "vi"):
        with override(language):
            found.append(template.render(Context(context)))
    return found


def test_a_constant_is_said_in_the_language_of_each_page() -> None:
    assert said('{% translate "Đăng xuất" %}') == ["Đăng xuất", "Sign out", "Đăng xuất"]


def test_what_is_no_constant_is_looked_up_each_time() -> None:
    assert said("{% translate word %}", word="Đăng xuất") == ["Đăng xuất", "Sign out", "Đăng xuất"]
    assert said('{% translate "Đăng xuất" as it %}<{{ it }}>')[1] == "<Sign out>"
    assert said('{% translate "Đăng xuất" noop %}')[1] == "Đăng xuất"
    assert said('{% translate "Đăng xuất"|upper %}')[1] == "SIGN OUT"
