"""The review of pending work, acted as the reform office and three units do it."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from dunghen.org.models import Person, Unit, UnitKind
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.supervision.errors import Refused
from dunghen.supervision.given.models import GivenTask
from dunghen.supervision.pending import actions, reading, sheet
from dunghen.supervision.pending.models import Answer, Campaign, PendingItem
from dunghen.supervision.pending.rules import Said, flaws
from dunghen.supervision.plans.importing import BadFile

CITY, OFFICE, HEALTH, JUSTICE, TAX = (
    *("ct-thanh-pho", "ct-so-noi-vu", "ct-so-y-te"),
    *("ct-so-tu-phap", "ct-so-tai-chinh"),
)
OPENED, DEADLINE, DUE = date(2024, 10, 30), date(2024, 11, 15), date(2025, 3, 31)
A = Said(
    content="Chưa ban hành quy chế phối hợp",
    since="Quý II/2023",
    group="a",
    causes=("coordination", "attitude"),
    responsible="Trưởng phòng Nghiệp vụ",
    way_out="Trình ban hành quy chế phối hợp",
    due=DUE,
)
B = replace(
    A, content="Chồng chéo thẩm quyền cấp phép", group="b", causes=("mechanism",), waits="Công ty mẫu"
)
HEAD = [str(label) for label in sheet.LABELS.values()]


def by(role: Role, unit: str) -> Person:
    sign_in(role, unit)
    return Person.objects.get(username=f"{role}-{unit}")


@pytest.fixture
def campaign(db: None) -> Campaign:
    office = Unit.objects.get(key=OFFICE)
    return actions.open_campaign(
        by(Role.REFORM_OFFICE, OFFICE),
        unit=office,
        units=list(Unit.objects.filter(key__in=(HEALTH, JUSTICE, TAX))),
        title="Rà soát công việc tồn đọng năm 2024",
        number="09/SNV-THU",
        opened=OPENED,
        deadline=DEADLINE,
    )


def answer(campaign: Campaign, unit: str) -> Answer:
    return campaign.answers.get(unit__key=unit)


def sent(campaign: Campaign, unit: str, *rows: Said) -> list[PendingItem]:
    """A unit's answer, listed and sent."""
    writer, row = by(Role.REPORTING_OFFICER, unit), answer(campaign, unit)
    if rows:
        actions.add(writer, row.pk, row.version, rows)
    actions.send(writer, row.pk, answer(campaign, unit).version)
    return list(row.items.order_by("number"))


def table(*rows: list[str], above: int = 0) -> BytesIO:
    file = BytesIO()
    with Workbook(file) as book:
        page = book.add_worksheet()
        lines = [["BẢNG RÀ SOÁT"]] * above + [HEAD, *rows]
        for line, cells in enumerate(lines):
            for place, cell in enumerate(cells):
                page.write_string(line, place, cell)
    file.seek(0)
    return file


GOOD = ["Việc tồn", "2022", "Nhóm A", "Cơ chế, Năng lực", "Phó Giám đốc", "Trình UBND", "31/03/2025", ""]


def test_an_item_has_who_answers_a_way_out_and_a_day() -> None:
    assert flaws(A, OPENED) == []
    assert len(flaws(replace(A, responsible="", way_out="", due=None, causes=(), group="c"), OPENED)) == 5
    assert flaws(replace(A, due=date(2024, 10, 29)), OPENED)


def test_a_table_is_read_wherever_its_headings_stand() -> None:
    (said,) = sheet.read(table(GOOD, above=1), OPENED)
    assert (said.group, said.causes, said.due) == ("a", ("mechanism", "capacity"), DUE)


@pytest.mark.parametrize(
    ("place", "text", "words"),
    [
        (2, "C", "nhóm phải là A hoặc B"),
        (3, "do trời", "chưa ghi nguyên nhân"),
        (6, "sớm", "chưa ghi thời hạn"),
        (4, "", "người chịu trách nhiệm"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_taken(place: int, text: str, words: str) -> None:
    wrong = [*GOOD[:place], text, *GOOD[place + 1 :]]
    with pytest.raises(BadFile) as bad:
        sheet.read(table(GOOD, wrong), OPENED)
    assert len(bad.value.rows) == 1
    assert bad.value.rows[0].startswith("Dòng 3: ")
    assert words in bad.value.rows[0]


def test_a_row_that_slid_is_named_as_such() -> None:
    with pytest.raises(BadFile) as bad:
        sheet.read(table(["", *GOOD]), OPENED)
    assert bad.value.rows == ("Dòng 2: các ô bị lệch sang phải 1 cột.",)


def test_group_a_becomes_a_task_and_group_b_a_recommendation(campaign: Campaign) -> None:
    runner = by(Role.REFORM_OFFICE, OFFICE)
    first, second = sent(campaign, HEALTH, A, B)
    version = answer(campaign, HEALTH).version
    with pytest.raises(Refused, match="nhóm B ghi kiến nghị"):
        actions.give_task(runner, second, version)
    task = actions.give_task(runner, first, version)
    given = GivenTask.objects.get(task=task)
    assert (task.lead.key if task.lead else "", task.due, given.item.source.symbol) == (
        *(HEALTH, DUE),
        "09/SNV-THU",
    )
    version = answer(campaign, HEALTH).version
    with pytest.raises(Refused, match="đã được giao"):
        actions.give_task(runner, first, version)
    said = {"way": "innovation", "addressee": "UBND thành phố", "document": "12/TTr-SYT"}
    with pytest.raises(Refused, match="nhóm A giao nhiệm vụ"):
        actions.recommend(runner, first, version, **said)
    with pytest.raises(Refused, match="Người khác vừa xử lý"):
        actions.recommend(runner, second, version - 1, **said)
    actions.recommend(by(Role.REPORTING_OFFICER, HEALTH), second, version, **said)
    version = answer(campaign, HEALTH).version
    with pytest.raises(PermissionDenied):
        actions.finish(by(Role.REPORTING_OFFICER, HEALTH), second, version, DEADLINE, "")
    assert actions.closes(runner, answer(campaign, HEALTH))
    own = Answer(unit=campaign.unit, campaign=campaign)  # the unit that asks lists its own too
    assert not actions.closes(runner, own)
    assert actions.closes(by(Role.HEAD_OF_AGENCY, OFFICE), own)
    actions.finish(runner, second, version, DEADLINE, "Đã có hướng dẫn")
    # a second task of the campaign comes from the same letter
    (third,) = sent(campaign, TAX, A)
    other = actions.give_task(runner, third, answer(campaign, TAX).version)
    assert GivenTask.objects.get(task=other).item.source_id == given.item.source_id


def test_what_was_sent_waits_for_who_asked(campaign: Campaign) -> None:
    runner, writer = by(Role.REFORM_OFFICE, OFFICE), by(Role.REPORTING_OFFICER, HEALTH)
    (item,) = sent(campaign, HEALTH, A)
    row = answer(campaign, HEALTH)
    with pytest.raises(Refused, match="đã gửi"):
        actions.change(writer, item, row.version, B)
    with pytest.raises(PermissionDenied):
        actions.send_back(writer, row.pk, row.version, "Sửa")
    actions.send_back(runner, row.pk, row.version, "Ghi rõ thời điểm")
    actions.change(writer, item, row.version + 1, replace(A, since="tháng 3 năm 2022"))
    with pytest.raises(PermissionDenied):
        actions.add(by(Role.REPORTING_OFFICER, JUSTICE), row.pk, row.version + 2, [A])
    actions.close(runner, campaign.pk, campaign.version)
    with pytest.raises(Refused, match="đã kết thúc"):
        actions.send(writer, row.pk, row.version + 2)


def test_the_board_counts_what_was_sent_once(campaign: Campaign) -> None:
    sent(campaign, HEALTH, A, A, B)
    sent(campaign, JUSTICE)
    row = answer(campaign, TAX)
    actions.add(by(Role.CLERK, TAX), row.pk, row.version, [B])  # not sent: counted for nobody
    found = reading.lines(Answer.objects.all(), campaign, DEADLINE)
    by_unit = {line.unit.key: line for line in found}
    health = by_unit[HEALTH]
    assert (health.items, health.a, health.b, health.causes) == (3, 2, 1, (1, 0, 2, 2))
    assert health.unregistered
    assert not by_unit[JUSTICE].unregistered
    assert by_unit[TAX].standing == reading.WAITING
    assert reading.totals(found) == (3, 2, 3, 2, 1, (1, 0, 2, 2), 0)
    assert reading.sentence(reading.totals(found)).startswith("02 cơ quan, đơn vị đã gửi")


def test_all_units_of_a_kind_are_asked(db: None) -> None:
    asked = actions.asked_units(Unit.objects.get(key=OFFICE), {UnitKind.DISTRICT}, OPENED)
    assert len(asked) == 9
    assert {unit.parent.key for unit in asked if unit.parent} == {CITY}
    communes = actions.asked_units(Unit.objects.get(key=OFFICE), {UnitKind.COMMUNE}, OPENED)
    assert len(communes) == 83  # three fewer two days later


def test_the_pages_from_the_letter_to_the_report(campaign: Campaign) -> None:
    unit, runner = sign_in(Role.REPORTING_OFFICER, HEALTH), sign_in(Role.REFORM_OFFICE, OFFICE)
    row = answer(campaign, HEALTH)
    here = f"/ra-soat-ton-dong/tra-loi/{row.pk}/"
    bad = unit.post(f"{here}nhap/", {"phien-ban": "1", "file": named(table(GOOD, ["", *GOOD]))})
    assert bad.status_code == 422
    assert "Dòng 3: các ô bị lệch" in bad.content.decode()
    assert unit.post(f"{here}nhap/", {"phien-ban": "1", "file": named(table(GOOD, GOOD))}).status_code == 302
    # what is exported is read again as it was
    book = BytesIO(unit.get(f"{here}bang.xlsx").content)
    assert len(sheet.read(book, OPENED)) == 2
    typed = {"phien-ban": "2", "content": B.content, "since": "2021", "group": "b", "causes": ["mechanism"]}
    typed |= {"responsible": "Giám đốc", "way_out": "Kiến nghị", "due": "31/3/2025"}
    assert unit.post(f"{here}them/", typed | {"due": "mai"}).status_code == 422
    assert unit.post(f"{here}them/", typed).status_code == 302
    assert unit.post(f"{here}viec/gui/", {"phien-ban": "3"}).status_code == 302
    first = row.items.get(number=1)
    given = f"/ra-soat-ton-dong/noi-dung/{first.pk}/"
    assert unit.post(f"{given}viec/giao-viec/", {"phien-ban": "4"}).status_code == 403
    assert runner.post(f"{given}viec/giao-viec/", {"phien-ban": "3"}).status_code == 422
    assert runner.post(f"{given}viec/giao-viec/", {"phien-ban": "4"}).status_code == 302
    for client in (unit, runner):
        assert "Đã giao nhiệm vụ" in client.get(given).content.decode()
    paper(runner, campaign)


def named(file: BytesIO) -> BytesIO:
    file.name = "bang.xlsx"
    return file


def paper(client: Client, campaign: Campaign) -> None:
    """The report with its tables, and the list."""
    here = f"/ra-soat-ton-dong/{campaign.pk}/"
    word = docx.Document(BytesIO(client.get(f"{here}ket-qua.docx").content))
    text = "\n".join(each.text for each in word.paragraphs)
    assert "có 03 công việc tồn đọng, trong đó nhóm A 02, nhóm B 01" in text
    assert "Sở Tài chính; Sở Tư pháp" in text  # did not answer
    cells = [cell.text for each in word.tables for line in each.rows for cell in line.cells]
    assert B.content in cells
    rows = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{here}ket-qua.xlsx").content))
    assert len([row for row in rows.get_sheet_by_index(0).to_python() if row[1] == "Sở Y tế"]) == 3


def test_what_is_not_sent_is_read_where_it_is_written(campaign: Campaign) -> None:
    row = answer(campaign, HEALTH)
    actions.add(by(Role.REPORTING_OFFICER, HEALTH), row.pk, row.version, [A])
    here = f"/ra-soat-ton-dong/tra-loi/{row.pk}/"
    own, runner = sign_in(Role.REPORTING_OFFICER, HEALTH), sign_in(Role.REFORM_OFFICE, OFFICE)
    assert A.content in own.get(here).content.decode()
    page = runner.get(here).content.decode()
    assert (A.content in page, "chưa gửi kết quả" in page) == (False, True)
    item = row.items.get()
    for path in (f"{here}bang.xlsx", f"/ra-soat-ton-dong/noi-dung/{item.pk}/"):
        assert (own.get(path).status_code, runner.get(path).status_code) == (200, 404)


def test_a_unit_sees_its_own_and_no_other(campaign: Campaign) -> None:
    (item,) = sent(campaign, HEALTH, A)
    other = sign_in(Role.HEAD_OF_AGENCY, JUSTICE)
    assert other.get(f"/ra-soat-ton-dong/{campaign.pk}/").status_code == 200
    assert A.content not in other.get(f"/ra-soat-ton-dong/{campaign.pk}/").content.decode()
    for path in (f"tra-loi/{item.answer_id}/", f"tra-loi/{item.answer_id}/bang.xlsx", f"noi-dung/{item.pk}/"):
        assert other.get(f"/ra-soat-ton-dong/{path}").status_code == 404
    rows = CalamineWorkbook.from_filelike(
        BytesIO(other.get(f"/ra-soat-ton-dong/{campaign.pk}/ket-qua.xlsx").content)
    )
    assert A.content not in str(rows.get_sheet_by_index(0).to_python())
    assert (
        sign_in(Role.HEAD_OF_AGENCY, "ct-quan-ninh-kieu").get(f"/ra-soat-ton-dong/{campaign.pk}/").status_code
        == 404
    )
