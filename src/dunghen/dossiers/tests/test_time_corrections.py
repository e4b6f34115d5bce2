"""Returned in time, entered late (story 5.3): three people, a signed page, both times and both counts."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from dunghen.dossiers import actions
from dunghen.dossiers.late.law import actual_time_within
from dunghen.dossiers.late.report import late_report
from dunghen.dossiers.late.views_times import _counted
from dunghen.dossiers.models import CorrectedTime, DossierVersion, TimeCorrection
from dunghen.dossiers.populations import LATE, ON_TIME, ON_TIME_BY_SYSTEM
from dunghen.dossiers.tests.desk import DISTRICT, WARD, person, refused, signed_page
from dunghen.dossiers.tests.files import vn
from dunghen.dossiers.tests.test_actions import MARRIAGE, kinds, start
from dunghen.org.calendar import calendar
from dunghen.org.rights import Role

pytestmark = pytest.mark.usefixtures("fresh_db")
ACTUAL = vn("2024-04-26T15:10")


def late_by_the_system(count: int) -> dict[int, datetime]:
    """Dossiers due on 26 April at 17:00, handed out that day and entered on 2 May."""
    found = {}
    for each in range(count):
        dossier = start(replace(MARRIAGE, received_at=vn("2024-04-23T09:00")))
        actions.resolve(dossier, at=vn("2024-05-02T08:10"), by="pho")
        found[dossier] = ACTUAL + timedelta(minutes=8 * each)
    return found


def test_thirteen_dossiers_handed_out_while_the_software_stood_still() -> None:
    actual = late_by_the_system(14)
    deputy = person("pho", Role.RECEIVING_OFFICER)
    khoa, chair = person("khoa", Role.HEAD_OF_ONE_STOP), person("chu-tich", Role.HEAD_OF_AGENCY)
    fourteenth = max(actual)
    batch = {dossier: at for dossier, at in actual.items() if dossier != fourteenth}
    said: dict[str, Any] = {"reason": "phần mềm ngừng từ 14:00", "evidence_note": "sổ 2024, trang 12"}
    versions = DossierVersion.objects.filter(known_to=None)
    assert versions.filter(LATE).count() == 14
    made = actions.enter_times(batch, **said, evidence=signed_page(deputy), who=deputy)
    # the fourteenth has no signed page
    refused("minh chứng", actions.enter_times, {fourteenth: ACTUAL}, **said, evidence=None, who=deputy)
    refused("chưa xác nhận", actions.approve_times, made.pk, who=chair)
    refused("không tự xác nhận", actions.confirm_times, made.pk, who=deputy)
    actions.confirm_times(made.pk, who=khoa)
    refused("đã được xác nhận", actions.confirm_times, made.pk, who=khoa)
    refused("ba người khác nhau", actions.approve_times, made.pk, who=khoa)
    assert versions.filter(LATE).count() == 14
    actions.approve_times(made.pk, who=chair)
    assert (versions.filter(ON_TIME).count(), versions.filter(ON_TIME_BY_SYSTEM).count()) == (13, 0)
    (counted,) = _counted([TimeCorrection.objects.get()])
    assert (counted.total, counted.late_by_system, counted.late_by_fact) == (13, 13, 0)
    refused("xử lý xong", actions.approve_times, made.pk, who=chair)
    today = timezone.localdate()
    report = late_report(chair, date(2024, 4, 1), today, today, calendar())
    assert (report.sums.late, report.sums.only_on_system) == (1, 13)
    assert report.sentences[-1] == "13 hồ sơ trả kết quả đúng hạn nhưng trễ hạn trên hệ thống"


def test_what_is_not_corrected() -> None:
    actual = late_by_the_system(2)
    deputy, page = person("pho", Role.RECEIVING_OFFICER), signed_page(person("pho"))
    said: dict[str, Any] = {"reason": "r", "evidence": page, "evidence_note": "trang 1", "who": deputy}
    refused("Chọn từ 1", actions.enter_times, {}, **said)
    refused("lý do", actions.enter_times, actual, **{**said, "reason": ""})
    refused("minh chứng", actions.enter_times, actual, **{**said, "evidence_note": ""})
    early = dict.fromkeys(actual, vn("2024-04-22T09:00"))
    refused("trước thời điểm tiếp nhận", actions.enter_times, early, **said)
    elsewhere = start(replace(MARRIAGE, decided_unit=DISTRICT, received_unit=DISTRICT))
    refused("của một cơ quan", actions.enter_times, {**actual, elsewhere: ACTUAL}, **said)
    assert not CorrectedTime.objects.exists()
    made = actions.enter_times(actual, **said)
    refused("đã được đề nghị", actions.enter_times, actual, **said)
    head = person("khoa", Role.HEAD_OF_ONE_STOP)
    refused("lý do", actions.reject_times, made.pk, who=head, reason="")
    actions.reject_times(made.pk, who=head, reason="trang sổ không rõ chữ ký")
    refused("xử lý xong", actions.confirm_times, made.pk, who=head)
    # what was rejected may be entered anew, with better evidence
    actions.enter_times(actual, **said)
    assert [kinds(dossier)[-1] for dossier in actual] == ["resolved", "resolved"]
    assert made.unit.key == WARD


@pytest.mark.parametrize(
    ("day", "days"), [(date(2018, 6, 20), 0), (date(2018, 6, 21), 10), (date(2026, 1, 5), 10)]
)
def test_how_long_a_time_may_be_corrected_is_of_the_day(day: date, days: int) -> None:
    assert actual_time_within(day) == timedelta(days=days)
