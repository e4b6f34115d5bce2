"""The third reading: hypotheses, what is said of them, and what their weights decide."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunghen.proofing import check
from dunghen.proofing.engine import read
from dunghen.proofing.figures.passage import Document, Passage, read_document
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.known import Known
from dunghen.proofing.weighing.called import called
from dunghen.proofing.weighing.features import features
from dunghen.proofing.weighing.find import find_weighed
from dunghen.proofing.weighing.hypotheses import Hypothesis, hypotheses
from dunghen.proofing.weighing.nearness import told
from dunghen.proofing.weighing.scene import Scene
from dunghen.proofing.weighing.weights import FILE, Weights, keys, learned

RATE = "Thanh tra kiểm tra 1.190 công trình, phát hiện 41 vi phạm, chiếm tỷ lệ 4,35%."
LIST = "Có 1.318 nhà hư hỏng (mái ngói: 1.106 nhà; mái tôn: 187 nhà; sập: 15 nhà)."
STOCK = "Đầu kỳ có 74 đơn vị. Giải thể 02, thành lập mới 03; cuối kỳ có 72 đơn vị."


def scene(text: str, shown: str) -> tuple[Document, Passage, Quantity]:
    document = read_document(text)
    at = text.index(shown)
    return next((document, p, q) for p in document.passages for q in p.quantities if q.start == at)


def tried(text: str, shown: str) -> list[Hypothesis]:
    return list(hypotheses(*scene(text, shown)))


@pytest.mark.parametrize(
    ("text", "shown", "form", "sources", "computed"),
    [
        (RATE, "4,35", "share", (41, 1190), "3.445"),
        ("Nợ là 586 tỷ đồng, giảm 8,9% so với (671 tỷ đồng).", "8,9", "growth", (586, 671), "12.668"),
        ("Tuyển 1.718 người, giảm 94 người so với năm 2020 (1.837).", "94", "change", (1837, 1718), "119"),
        ("Đủ điều kiện 587; có mặt 552, vắng 45.", "45", "rest", (587, 552), "35"),
        (LIST, "1.318", "after", (1106, 187, 15), "1308"),
        (STOCK, "72", "stock", (74, 2, 3), "75"),
    ],
)
def test_every_relation_is_tried(
    text: str, shown: str, form: str, sources: tuple[int, ...], computed: str
) -> None:
    units = 10**9 if "tỷ đồng" in text else 1
    found = [one for one in tried(text, shown) if one.form == form]
    by_sources = {tuple(int(q.value) // units for q in one.sources): one for one in found}
    assert sources in by_sources
    assert abs(by_sources[sources].computed - Decimal(computed)) < Decimal("0.001")
    assert not by_sources[sources].exact


def test_nothing_is_tried_of_all_of_them() -> None:
    assert tried("Kiểm tra 377 việc trong 401 việc, đạt 100%.", "100") == []


def test_the_window_is_bounded() -> None:
    text = ", ".join(f"xã {at} có {at * 7} hộ" for at in range(1, 100)) + ", đạt 12,5%."
    assert len(tried(text, "12,5")) < 200


def test_features_tell_form_and_nearness() -> None:
    document, passage, stated = scene(LIST, "1.318")
    found = (one for one in hypotheses(document, passage, stated) if one.form == "after")
    one = next(one for one in found if len(one.sources) == 3)
    said = features(Scene(passage, Known(())), one, told(one), 0, called(stated, [one]))
    assert {"joined bracket", "ends sentence", "parallel", "parts unit one", "digits alike"} <= {*said}
    assert "partial" not in said
    assert len(said) == len(set(said))


def test_a_figure_that_holds_is_more_telling_than_one_that_is_near() -> None:
    holds = next(one for one in tried(RATE.replace("4,35", "3,45"), "3,45") if one.form == "share")
    near = next(one for one in tried(RATE, "4,35") if one.form == "share")
    assert holds.exact
    assert told(holds) > told(near) > 0


def weights(contradiction: float, **odds: float) -> Weights:
    return Weights({key.replace("_", " "): value for key, value in odds.items()}, contradiction, 0.3)


@pytest.mark.parametrize(
    ("odds", "verdict"), [(3.0, "contradiction"), (0.0, "warning"), (-3.0, None)], ids=str
)
def test_the_probability_decides(odds: float, verdict: str | None) -> None:
    found = find_weighed(read_document(RATE), (), weights(0.9, form_share=odds, form_rest=-9, form_after=-9))
    said = [draft.verdict for draft in found if draft.stated == Decimal("4.35")]
    assert said == ([verdict] if verdict else [])


def test_a_likely_relation_that_holds_silences_the_others() -> None:
    text = "Trong 1.190 công trình có 41 vi phạm, chiếm 3,45%, năm trước 1.200 công trình."
    found = list(find_weighed(read_document(text), (), weights(0.9, form_share=3, share_told_6=1)))
    about = [draft.verdict for draft in found if draft.stated == Decimal("3.45")]
    assert about == ["consistent"]


def test_the_explanation_is_arithmetic() -> None:
    wrong = [one for one in check(LIST).findings if one.verdict == "contradiction"]
    assert [one.explanation for one in wrong] == ["1.106 + 187 + 15 = 1.308, văn bản ghi 1.318, lệch 10."]


def test_a_rate_the_rules_misread_is_given_back() -> None:
    text = (
        "Thụ lý 38.642 hồ sơ, gồm 34.455 hồ sơ mới và 4.187 hồ sơ tồn từ kỳ trước chuyển sang; trong số hồ sơ"
        " mới có 12.906 hồ sơ nộp qua Cổng dịch vụ công (của 84 thủ tục), chiếm 37,46%, còn lại 21.549 hồ sơ"
        " nộp tại quầy."
    )
    nothing = Weights({}, 1.1, 1.1)
    assert any(one.verdict == "contradiction" for one in read(text, nothing).findings)
    assert not any(one.verdict == "contradiction" for one in check(text).findings)


def test_the_weights_are_few_and_readable() -> None:
    read_ = learned()
    assert 50 < len(read_.odds) < 200
    assert list(read_.odds) == sorted(read_.odds)
    assert 0 < read_.warning < read_.contradiction < 1
    assert keys("rest", ["", "x rest"]) == ["gap", "gap x rest", "form rest"]
    assert FILE.stat().st_size < 12_000


FIGURES = st.lists(st.integers(0, 99_999), min_size=3, max_size=9)


@given(FIGURES, st.sampled_from([", ", "; ", ". Có ", " và ", " (", ": "]))
@settings(max_examples=40, deadline=None)
def test_hypotheses_compute_what_they_say(figures: list[int], sign: str) -> None:
    document = read_document("Có " + sign.join(f"{figure} hồ sơ" for figure in figures) + ", đạt 45,6%.")
    for passage in document.passages:
        for stated in passage.quantities:
            for one in hypotheses(document, passage, stated):
                values = [q.value for q in one.sources]
                if one.form in {"after", "before"}:
                    assert one.computed == sum(values)
                if one.form == "rest":
                    assert one.computed == values[0] - sum(values[1:])
                assert one.exact or one.computed != stated.value
                assert stated not in one.sources
