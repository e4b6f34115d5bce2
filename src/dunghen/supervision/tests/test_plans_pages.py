"""The pages of plans: who sees what, what is typed and mended, papers read back, the cost of lists."""

from datetime import date
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx.enum.section import WD_ORIENT

from dunghen.documents.files import read
from dunghen.documents.models import OfficialDocument
from dunghen.documents.official.reading import remarks
from dunghen.org.models import Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.supervision.models import Evidence, Plan, Step, Task
from dunghen.supervision.plans import reading
from dunghen.supervision.tests.test_plans_actions import DISTRICT, HOME, LAW, draft, issued, task

pytestmark = pytest.mark.django_db


def city_plan() -> Plan:
    return Plan.objects.get(year=2024, unit__key="ct-thanh-pho")


def reform() -> Client:
    return sign_in(Role.REFORM_OFFICE, HOME)


def body(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_plan_of_2024_shows_its_tasks_and_each_number_opens_them() -> None:
    pk = city_plan().pk
    page = body(sign_in(Role.REPORTING_OFFICER, DISTRICT), f"/ke-hoach/{pk}/")
    assert "Kế hoạch cải cách hành chính năm 2024" in page
    for words in ("Đã thực hiện", "Đang triển khai thực hiện", "Chưa tới thời gian thực hiện", "03/KH-UBND"):
        assert words in page
    done = body(reform(), f"/ke-hoach/{pk}/?ket-qua=da-thuc-hien")
    assert done.count("/ke-hoach/nhiem-vu/") == Task.objects.filter(plan=pk, status="done").count() > 10


def test_a_draft_is_seen_where_it_is_written_and_nowhere_else() -> None:
    plan = draft()
    assert plan.title in body(reform(), f"/ke-hoach/{plan.pk}/")
    body(sign_in(Role.HEAD_OF_AGENCY, DISTRICT), f"/ke-hoach/{plan.pk}/", 404)
    body(sign_in(Role.CITY_ADMIN), f"/ke-hoach/{plan.pk}/", 403)


def test_a_task_is_typed_marked_and_mended() -> None:
    plan, client = draft(), reform()
    typed = {"version": "1", "content": "Việc mẫu", "lead": "Sở Không Có"}
    typed |= {"product_1": "Nâng cao nhận thức", "time_1": "Sớm"}
    answer = client.post(f"/ke-hoach/{plan.pk}/them/", typed)
    assert answer.status_code == 422
    assert "“Sở Không Có” không phải tên của một cơ quan" in answer.content.decode()
    assert "Nâng cao nhận thức" in answer.content.decode()
    client.post(f"/ke-hoach/{plan.pk}/them/", {**typed, "lead": "sở tư pháp"})
    page = body(client, f"/ke-hoach/{plan.pk}/")
    assert "Chưa có sản phẩm đếm được" in page
    assert "Thời gian không đọc được thành ngày" in page
    row = plan.tasks.get()
    mended = {**typed, "lead": "Sở Tư pháp", "product_1": "Báo cáo", "time_1": "Quý I/2025"}
    answer = client.post(f"/ke-hoach/nhiem-vu/{row.pk}/sua/", mended)
    assert answer.status_code == 302
    stale = client.post(f"/ke-hoach/nhiem-vu/{row.pk}/sua/", mended)
    assert "Người khác vừa xử lý" in stale.content.decode()
    assert "Chưa có sản phẩm đếm được" not in body(client, f"/ke-hoach/{plan.pk}/")


def test_a_typed_number_is_held_against_the_registers_and_refused_by_none() -> None:
    seen, day = OfficialDocument.objects.all(), date(2024, 1, 2)
    held = seen.filter(day__isnull=False).order_by("-pk")[0]
    one = (held.symbol.lower(), held.day)
    said = remarks([one, (held.symbol, day), ("998/BC-KHÔNG", day)], seen)
    assert said == {
        (held.symbol, day): f"sổ văn bản ghi ngày {held.day:%d/%m/%Y}",
        ("998/BC-KHÔNG", day): "chưa có trong sổ văn bản",
    }
    assert remarks([(held.symbol, day)], seen.none()) == {(held.symbol, day): "chưa có trong sổ văn bản"}


def test_a_document_is_offered_and_returned_on_the_task_s_page() -> None:
    row = issued().tasks.get()
    product = row.products.get()
    doer = sign_in(Role.FIELD_LEAD, LAW)
    name = f"van-ban-{product.pk}"
    typed = {f"{name}-version": row.version, f"{name}-number": "03/KH-UBND", f"{name}-day": "03/01/2025"}
    path = f"/ke-hoach/nhiem-vu/{row.pk}/"
    assert doer.post(f"{path}van-ban/{product.pk}/", typed).status_code == 302
    paper = Evidence.objects.get(product=product)
    assert "Xác nhận hoàn thành" not in body(doer, path)
    page = body(reform(), path)
    assert "Xác nhận hoàn thành" in page
    assert "(chưa có trong sổ văn bản)" in page  # the register has the one of the year before
    seen = Task.objects.get(pk=row.pk).version
    back = {f"tra-lai-{paper.pk}-version": seen, f"tra-lai-{paper.pk}-reason": ""}
    assert reform().post(f"{path}tra-lai/{paper.pk}/", back).status_code == 422
    back[f"tra-lai-{paper.pk}-reason"] = "Văn bản là dự thảo"
    assert reform().post(f"{path}tra-lai/{paper.pk}/", back).status_code == 302
    assert "Văn bản là dự thảo" in body(doer, path)


def test_the_plan_and_its_appendix_are_word_documents() -> None:
    pk = city_plan().pk
    for name, words in (("ke-hoach", "KẾ HOẠCH"), ("phu-luc-1", "PHỤ LỤC I")):
        answer = reform().get(f"/ke-hoach/{pk}/{name}.docx")
        file = docx.Document(BytesIO(answer.content))
        assert any(words.lower() in one.text.lower() for one in file.paragraphs)
        table = max(file.tables, key=lambda one: len(one.rows))
        assert len(table.rows) > 35
        assert file.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    text = "\n".join(cell.text for row in table.rows for cell in row.cells)
    assert "03/KH-UBND ngày 03/01/2024" in text
    assert reform().get(f"/ke-hoach/{pk}/so-ket.docx").status_code == 404


def test_a_stage_is_reviewed_from_its_years() -> None:
    plan = issued(task(), task(HOME))
    stage = Plan.objects.get(kind="stage", year=2021)
    Plan.objects.filter(parent=stage).update(parent=None)
    Plan.objects.filter(pk=plan.pk).update(parent=stage)
    answer = reform().get(f"/ke-hoach/{stage.pk}/so-ket.docx")
    file = docx.Document(BytesIO(answer.content))
    assert any("có 02 nhiệm vụ; đã thực hiện 00 nhiệm vụ" in one.text for one in file.paragraphs)
    assert plan.title in body(reform(), f"/ke-hoach/{stage.pk}/")


def test_lists_ask_a_fixed_number_of_questions() -> None:
    client, pk = reform(), city_plan().pk
    with CaptureQueriesContext(
        connection,
    ) as few:
        body(client, f"/ke-hoach/{pk}/")
    issued(*[task() for _ in range(5)])
    with CaptureQueriesContext(connection) as listed:
        body(client, "/ke-hoach/?nam=2025")
    assert len(few) <= 15
    assert len(listed) <= 14


def test_words_are_found_without_accents_in_titles_and_tasks() -> None:
    plan = issued(task(), task(HOME))
    last, client = f"nam={plan.starts.year}", reform()
    for words in ("theo doi thi han", "LUAT ban hành", plan.title):
        assert plan.title in body(client, f"/ke-hoach/?{last}&tim={words}").split("<tbody")[1], words
    assert plan.title not in body(client, f"/ke-hoach/?{last}&tim=thi hanh la").split("<tbody")[1]


def test_below_a_plan_stand_the_slowest_and_the_list_has_all() -> None:
    plan, today = city_plan(), date(2024, 6, 1)
    units = Unit.objects.on(today).filter(parent=plan.unit)[:3]
    below = [
        Plan.objects.create(
            unit=unit, parent=plan, year=2024, starts=plan.starts, ends=plan.ends, title=f"KH {unit.key}"
        )
        for unit in units
    ]
    Task.objects.create(plan=below[2], number=1, status="ongoing", due=date(2024, 5, 1))
    standings, total = reading.slowest(Plan.objects.filter(parent=plan), today, 2)
    assert (standings[0].plan, standings[0].overdue, len(standings)) == (below[2], 1, 2)
    assert total == Plan.objects.filter(parent=plan).count() >= 3
    shown = body(reform(), f"/ke-hoach/?thuc-hien={plan.pk}").split("<tbody")[1]
    assert all(one.title in shown for one in below)


def test_one_letter_urges_a_unit_about_all_its_overdue_tasks_and_each_task_says_so() -> None:
    plan = issued(task(), task(), task(HOME))
    address = f"/ke-hoach/{plan.pk}/don-doc/"
    page = body(reform(), f"/ke-hoach/{plan.pk}/")
    assert f'value="{LAW}"' in page
    assert f'value="{HOME}"' in page
    assert reform().post(address, {}).status_code == 422
    assert reform().post(address, {"don-vi": "ct-so-y-te"}).status_code == 422
    assert sign_in(Role.FIELD_LEAD, LAW).post(address, {"don-vi": LAW}).status_code == 403
    assert not OfficialDocument.objects.filter(abstract__startswith="Đôn đốc", state="draft").exists()
    assert reform().post(address, {"don-vi": LAW}).status_code == 302
    letter = OfficialDocument.objects.get(abstract__startswith="Đôn đốc Sở Tư pháp", state="draft")
    assert (letter.kind, letter.state, letter.unit.key) == ("cong-van", "draft", HOME)
    assert letter.file is not None
    file = docx.Document(BytesIO(read(letter.file)))
    assert any("Sở Tư pháp còn 02 nhiệm vụ đã quá thời gian" in one.text for one in file.paragraphs)
    assert max(len(one.rows) for one in file.tables) == 3
    told = Step.objects.filter(kind="urged", detail__document=letter.pk).values_list("subject_id", flat=True)
    assert {*told} == {*plan.tasks.filter(lead__key=LAW).values_list("pk", flat=True)}
    assert "Đôn đốc Sở Tư pháp" in body(reform(), f"/ke-hoach/nhiem-vu/{told[0]}/")
