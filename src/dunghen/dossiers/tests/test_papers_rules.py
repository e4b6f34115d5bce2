"""What is asked of an applicant and what is not, case by case."""

from itertools import product

import pytest

from dunghen.dossiers.store.rules import Asked, Said, Taken, Verification, check

HANDED, REUSED, ABSENT = Taken.HANDED.value, Taken.REUSED.value, Taken.ABSENT.value
DECLARED, COMPARED, SIGNED, ORIGINAL = (each.value for each in Verification)
BINDS = {"": False, DECLARED: False, COMPARED: True, SIGNED: True, ORIGINAL: True}


def wrong(offered: str, said: Said, *, required: bool = True) -> str:
    return check([Asked("gt1", "Giấy", required, offered)], {"gt1": said}).wrong.get("gt1", "")


@pytest.mark.parametrize("offered", BINDS)
def test_what_the_store_holds_is_asked_for_again_only_with_a_reason(offered: str) -> None:
    said = Said(HANDED, originals=1)
    assert ("phải ghi lý do" in wrong(offered, said)) == BINDS[offered]
    with_reason = Said(HANDED, originals=1, reason="bản lưu bị mờ")
    found = check([Asked("gt1", "Giấy", required=True, offered=offered)], {"gt1": with_reason})
    assert found.wrong == {}
    assert found.asked_again == (frozenset({"gt1"}) if BINDS[offered] else frozenset())


@pytest.mark.parametrize("offered", BINDS)
def test_used_again_only_if_it_binds_or_was_compared(offered: str) -> None:
    assert (wrong(offered, Said(REUSED)) == "") == BINDS[offered]
    assert (wrong(offered, Said(REUSED, compared=True)) == "") == (offered != "")


@pytest.mark.parametrize(("required", "reason"), list(product([True, False], ["", "thuộc diện miễn"])))
def test_a_required_paper_is_absent_only_with_a_reason(required: bool, reason: str) -> None:
    assert (wrong("", Said(ABSENT, reason=reason), required=required) == "") == (not required or reason != "")


def test_nothing_noted_and_nothing_counted() -> None:
    assert "Chọn cách nhận" in wrong("", Said())
    assert "Chọn cách nhận" in wrong("", Said("gi-cung-duoc"))
    assert "Chọn cách nhận" in check([Asked("gt1", "Giấy", required=False)], {}).wrong["gt1"]
    assert "số bản chính hoặc bản sao" in wrong("", Said(HANDED))
    assert wrong("", Said(HANDED, copies=1)) == ""
