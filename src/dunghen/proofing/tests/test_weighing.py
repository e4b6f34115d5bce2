"""The third reading: hypotheses, what is said of them, and what the trees decide."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunghen.proofing import check
from dunghen.proofing.engine import by_rule, read
from dunghen.proofing.figures.passage import Document, Passage, read_document
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.known import Known
from dunghen.proofing.weighing.called import called
from dunghen.proofing.weighing.features import Tried, features
from dunghen.proofing.weighing.find import described, find_weighed, forbidden
from dunghen.proofing.weighing.hypotheses import Hypothesis, hypotheses
from dunghen.proofing.weighing.nearness import told
from dunghen.proofing.weighing.scene import Scene
from dunghen.proofing.weighing.siblings import siblings
from dunghen.proofing.weighing.trees import FILE, Grove, Tree, Trees, group_of, learned, signs

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
        ("Có 8.889 vụ (tăng 658 vụ, tỷ lệ 8,24%).", "8,24", "moved", (658, 8889), "7.9942"),
        ("Có 8.889 vụ (giảm 658 vụ, tỷ lệ 8,24%).", "8,24", "moved", (658, 8889), "6.8922"),
        ("Đã sửa 94 cầu, đạt 72,7%; chưa sửa 28 cầu, chiếm 23%.", "72,7", "both", (94, 28), "77.0492"),
        ("Chi y tế 90 tỷ đồng: thuốc 41, vật tư 28, khác 31.", "90", "after", (41, 28, 31), "100000000000"),
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


@pytest.mark.parametrize(
    ("text", "shown", "form", "sources", "slip"),
    [
        (
            "Kiểm tra 54.750 hộ, phát hiện 9.056 hộ vi phạm, chiếm 61,54%.",
            "61,54",
            "share",
            (9056, 54750),
            "x",
        ),
        ("Có 82 chỉ tiêu, đạt 18 chỉ tiêu, tỷ lệ 64,3%.", "64,3", "share", (18, 82), "b"),
        ("Có 28 chỉ tiêu, đạt 81 chỉ tiêu, tỷ lệ 64,3%.", "64,3", "share", (81, 28), "a"),
        ("Có 1.318 nhà: ngói 1.106 nhà, tôn 187 nhà, lá 75 nhà.", "1.318", "after", (1106, 187, 75), "xa"),
        (
            "Đăng ký 12.558 thí sinh, dự thi 22.516 thí sinh, vắng 42 thí sinh.",
            "12.558",
            "after",
            (22516, 42),
            "xa",
        ),
    ],
)
def test_one_slip_explains_a_figure_however_far_off(
    text: str, shown: str, form: str, sources: tuple[int, ...], slip: str
) -> None:
    slips = {
        tuple(int(q.value) for q in one.sources): one.slip for one in tried(text, shown) if one.form == form
    }
    assert slips[sources] == slip


def test_fewer_parts_than_come_to_the_total_may_be_some() -> None:
    """787 + 441 is a slip of 6.228 in its first digit."""
    assert [
        one for one in tried("Có 6.228 hồ sơ: đất 787 hồ sơ, hộ tịch 441 hồ sơ.", "6.228") if one.slip
    ] == []


def test_nothing_is_tried_of_all_of_them() -> None:
    assert tried("Kiểm tra 377 việc trong 401 việc, đạt 100%.", "100") == []


def test_the_window_is_bounded() -> None:
    text = ", ".join(f"xã {at} có {at * 7} hộ" for at in range(1, 100)) + ", đạt 12,5%."
    assert len(tried(text, "12,5")) < 200


def test_features_tell_form_and_nearness() -> None:
    document, passage, stated = scene(LIST, "1.318")
    found = (one for one in hypotheses(document, passage, stated) if one.form == "after")
    one = next(one for one in found if len(one.sources) == 3)
    place = Scene(passage, Known(()))
    tried = Tried(
        called(stated, [one]), siblings(place, stated), holds=False, values=frozenset(), of_stated=()
    )
    said = features(place, one, told(one), 0, tried)
    assert {"joined bracket", "ends sentence", "parallel", "parts unit one", "digits alike"} <= {*said}
    assert "partial" not in said
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("text", "shown", "form", "limit"),
    [
        ("Có hơn 870.000 trẻ, đã tiêm 688.000 trẻ, chiếm 74,3%.", "74,3", "share", "b inexact"),
        ("Nợ từ gần 9.600 triệu đồng, nay 10.264 triệu đồng, tăng 8,91%.", "8,91", "growth", "b inexact"),
        ("Năm nay 412 km, năm trước 385 km đường, tăng lần lượt 6,1% và 5,4%.", "6,1", "growth", "in turn"),
        ("Thu 9 tháng tăng 16%, chi tăng 10,2%, nợ tăng 8,5%.", "8,5", "change", "change of rates"),
        (
            "Số trường giảm 21 trường, số lớp giảm 13 lớp, số điểm giảm 11 lớp.",
            "11",
            "change",
            "change of changes",
        ),
        ("Hạn mức vay 125 tỷ đồng gồm 100 tỷ đồng và 125 tỷ đồng.", "125", "after", "part is all"),
        (
            "Xử lý 644 xe, trong đó 518 xe tải, tăng 20,3% so với năm trước.",
            "20,3",
            "growth",
            "grown out of a part",
        ),
    ],
)
def test_words_forbid(text: str, shown: str, form: str, limit: str) -> None:
    document, passage, stated = scene(text, shown)
    of_form = [
        (forbidden(one, said), said)
        for one, said in described(document, Scene(passage, Known(())), stated)
        if one.form == form and not one.exact
    ]
    assert of_form
    assert any(limit in said for _limit, said in of_form)
    assert all(found for found, said in of_form if limit in said)


def test_what_holds_beside_is_a_sibling() -> None:
    text = "Sửa 16,3/17,9 km đường thôn, đạt 91,06%; sửa 15,7/18,3 km đường xóm, đạt 80,33%."
    document, passage, stated = scene(text, "80,33")
    scene_ = Scene(passage, Known(by_rule(text, document)))
    told_ = {one.sources[0].value: said for one, said in described(document, scene_, stated)}
    assert "sibling" in told_[Decimal("15.7")]
    assert "sibling" not in told_[Decimal("16.3")]


def test_a_figure_that_holds_is_more_telling_than_one_that_is_near() -> None:
    holds = next(one for one in tried(RATE.replace("4,35", "3,45"), "3,45") if one.form == "share")
    near = next(one for one in tried(RATE, "4,35") if one.form == "share")
    assert holds.exact
    assert told(holds) > told(near) > 0


def shares(start: float, *trees: Tree) -> Trees:
    """Trees that know of shares only."""
    return Trees({"share": Grove(0.9, start, trees)})


@pytest.mark.parametrize(
    ("odds", "verdict"), [(3.0, "contradiction"), (1.7, "warning"), (-3.0, None)], ids=str
)
def test_the_probability_decides(odds: float, verdict: str | None) -> None:
    found = find_weighed(read_document(RATE), (), shares(odds))
    said = [draft.verdict for draft in found if draft.stated == Decimal("4.35")]
    assert said == ([verdict] if verdict else [])


def test_a_likely_relation_that_holds_silences_the_others() -> None:
    text = "Trong 1.190 công trình có 41 vi phạm, chiếm 3,45%, năm trước 1.200 công trình."
    found = list(find_weighed(read_document(text), (), shares(3, ("told 6", 0, 1))))
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
    nothing = Trees({})
    assert any(one.verdict == "contradiction" for one in read(text, nothing).findings)
    assert not any(one.verdict == "contradiction" for one in check(text).findings)


def test_a_tree_adds_what_the_signs_lead_to() -> None:
    grove = Grove(0.5, -1.0, [("colon", -0.5, ("told 6", 0.25, 2.0)), ("stop", 0.125, -3.0)])
    assert grove.odds({"colon", "told 6"}) == -1.0 + 2.0 + 0.125
    assert grove.odds({"told 6"}) == -1.0 - 0.5 + 0.125
    assert grove.odds({"colon", "stop"}) == -1.0 + 0.25 - 3.0


def test_what_is_hopeless_after_the_first_trees_is_left() -> None:
    assert Grove(0.5, -3.0, [-1.0] * 200).odds(set()) == -3.0 - 24
    assert Grove(0.5, 3.0, [-0.01] * 200).odds(set()) == pytest.approx(1.0)


def test_the_file_holds_trees_of_every_group() -> None:
    read_ = learned()
    assert set(read_.groves) == {"share", "growth", "gap", "run"}
    assert all(0.5 < grove.sure < 1 for grove in read_.groves.values())
    assert group_of("stock") == "gap"
    assert signs("rest", ["", "x rest"]) == {"", "x rest", "form rest"}
    assert FILE.stat().st_size < 250_000


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
