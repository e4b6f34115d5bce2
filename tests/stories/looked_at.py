"""Which pages are looked at: each address of the site once, the richer ones in each of their shapes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from uuid import uuid4

from dunghen.core.access import PUBLIC
from dunghen.documents.models import OfficialDocument
from dunghen.dossiers.models import DossierVersion, RegisterSerial
from dunghen.org.models import Person
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.procedures.models import PublicationItem, ReviewItem
from dunghen.statistics.models import ProofEvent, ProofRun
from dunghen.statistics.proofs.rules import Act
from dunghen.supervision.models import (
    Answer,
    Audit,
    Campaign,
    Case,
    GivenTask,
    Inspection,
    PendingItem,
    Plan,
    RegisterEntry,
    Source,
    SurpriseVisit,
    Target,
    Task,
    Team,
)
from tests.routes import API, addresses

CITY, CELL, RATE, DECLARED = "ct-thanh-pho", "B3.3.1.1", "B3.3.1", "B1.1"
NO_PAGES = (
    ".xlsx",
    ".svg",
    ".docx",
    ".pdf",
    ".json",
    "hinh/<slug:name>/",
    "setlang/",
    "download/",
    "logout/",
)
# Who looks sees rows and persons of the whole city, the accounts and the desk; drafts and checks decisions.
LOOKING = (
    *(Role.INSPECTORATE, Role.CITY_ADMIN, Role.RECEIVING_OFFICER),
    *(Role.COMMITTEE_OFFICE, Role.FIELD_LEAD, Role.CADRES),
)
CATALOGUE, DECISIONS = "/thu-tuc/danh-muc/", "/thu-tuc/cong-bo/"
BIRTH = "khai-sinh-thuong-tru-bao-hiem-y-te"


@cache
def dossier() -> str:
    """A dossier that was late, with a long history."""
    late = DossierVersion.objects.filter(known_to__isnull=True, apologised_at__isnull=False)
    return late.order_by("-number", "pk").values_list("dossier__code", flat=True)[0]


@cache
def owned() -> str:
    """A dossier of somebody who has a number."""
    of_somebody = DossierVersion.objects.filter(known_to__isnull=True).exclude(dossier__applicant__number="")
    with_owner = of_somebody.filter(dossier__applicant__isnull=False)
    return with_owner.order_by("pk").values_list("dossier__code", flat=True)[0]


def linked_case() -> str:
    """A birth received at a ward of the sample: opened here, as the sample's own cases come from a file."""
    client = sign_in(Role.RECEIVING_OFFICER, "ct-phuong-an-thoi")
    papers = ("khai-sinh.gt1", "khai-sinh.gt2", "khai-sinh.gt3", "thuong-tru.gt1", "thuong-tru.gt2")
    said = {f"g-{name}": "handed" for name in (*papers, "bao-hiem-y-te.gt1")} | {"g-khai-sinh.gt4": "absent"}
    slip = {
        "phieu": str(uuid4()),
        "buoc": "nhan",
        "nhom": BIRTH,
        "luc": "09:00 15/07/2024",
        "ten": "Người Mẫu",
    }
    answer = client.post("/ho-so/lien-thong/tiep-nhan/", slip | said)
    return answer.headers["Location"].split("/")[3]


@cache
def book() -> str:
    """A unit with a register."""
    return RegisterSerial.objects.order_by("-last", "pk").values_list("unit__key", flat=True)[0]


@cache
def person() -> int:
    """Somebody of the sample, with a role."""
    return Person.objects.get(username="lanh-dao").pk


@cache
def finding(act: str) -> str:
    """The address of the finding of the sample document about which this was last decided."""
    last = ProofEvent.objects.filter(act=act).order_by("-pk")[0].finding
    return f"/ra-soat/{last.run_id}/{last.number}/"


@cache
def document(name: str) -> str:
    """The address of a document that was brought."""
    return f"/ra-soat/{ProofRun.objects.get(name=name).pk}/"


@cache
def slip() -> str:
    """A slip that waits for the unit."""
    return f"/ra-soat/phieu/{ProofEvent.objects.waiting().order_by('pk')[0].pk}/"


@dataclass(frozen=True)
class Look:
    """A page to look at: its address, worked out when the site stands; whether by nobody signed in. The
    libraries know addresses that answer nobody here."""

    name: str
    address: Callable[[], str]
    public: bool = False
    status: int = 200
    library: bool = False


def _at(path: str) -> Callable[[], str]:
    return lambda: path


@cache
def decision() -> tuple[int, int]:
    """A signed decision of the sample, and a procedure it made."""
    item = PublicationItem.objects.filter(kind="new", publication__sample=True).order_by("pk")[0]
    return item.publication_id, item.pk


@cache
def issued() -> int:
    """A document of the sample."""
    return OfficialDocument.objects.get(symbol="125/QĐ-UBND").pk


@cache
def meeting() -> int:
    """A meeting of the sample with conclusions."""
    return RegisterEntry.objects.filter(register="hoi-nghi-doi-thoai").order_by("day")[0].pk


@cache
def target() -> int:
    """A target of the sample with what was observed of it."""
    return Target.objects.filter(cell="B7.6.7")[0].pk


@cache
def review() -> int:
    """The procedure of the sample's review."""
    return ReviewItem.objects.filter(sample=True)[0].pk


@cache
def inspection() -> int:
    """The sample's inspection with a problem."""
    return Inspection.objects.filter(problems__isnull=False)[0].pk


@cache
def team(regime: str) -> int:
    """The sample's team of a regime."""
    return Team.objects.filter(regime=regime, sample=True)[0].pk


@cache
def case(result: str) -> int:
    """A case of the sample with a result, or one on its way."""
    rows = Case.objects.filter(sample=True).order_by("pk")
    return (rows.filter(results__kind=result) if result else rows.filter(state="reviewed"))[0].pk


@cache
def campaign() -> int:
    """The review of pending work of the sample."""
    return Campaign.objects.get(sample=True).pk


@cache
def answer(*, sent: bool) -> int:
    """A unit of it that answered, or one that did not."""
    rows = Answer.objects.filter(campaign__sample=True, answered__isnull=not sent)
    return (rows.filter(items__isnull=False) if sent else rows).order_by("pk")[0].pk


@cache
def pending_item() -> int:
    """An item that nothing became of yet."""
    return PendingItem.objects.filter(sample=True, way="", finished=None).order_by("pk")[0].pk


def stage() -> int:
    """The city's plan of the stage of the sample."""
    return Plan.objects.get(kind="stage", unit__key=CITY).pk


def plan() -> str:
    """The address of the city's plan of the sample."""
    return f"/ke-hoach/{Plan.objects.get(year=2024, unit__key=CITY).pk}/"


@cache
def plan_task(number: int) -> str:
    """The address of a task of that plan."""
    return f"/ke-hoach/nhiem-vu/{Task.objects.get(plan__year=2024, plan__unit__key=CITY, number=number).pk}/"


@cache
def source() -> str:
    """The address of a document of the sample that gave tasks."""
    return f"/nhiem-vu/van-ban/{Source.objects.get(symbol='29/NQ-HĐND').pk}/"


@cache
def extended() -> str:
    """The address of a task of the sample whose day was moved."""
    return f"/nhiem-vu/{GivenTask.objects.filter(extensions__state='granted').order_by('pk')[0].pk}/"


# The shapes of addresses with arguments, and of pages that change with the question.
SHAPES: dict[str, list[Callable[[], str]]] = {
    "bao-cao/<slug:code>/": [
        *(_at(f"/bao-cao/2024-H1/?form={form}") for form in (1, 3, 7)),
        _at("/bao-cao/2024-H1/?form=3&compare=2024-05-20&known_at=2024-06-01"),
        _at("/bao-cao/2024-H1/?form=3&map=today&known_at=hom-qua"),
    ],
    "bao-cao/<slug:code>/<str:cell>/": [
        _at(f"/bao-cao/2024-H1/{CELL}/"),
        _at(f"/bao-cao/2024-H1/{RATE}/?inside=no"),
        _at(f"/bao-cao/2024-H1/{DECLARED}/"),
        _at(f"/bao-cao/2024-H1/{CELL}/?tab=units&map=today"),
    ],
    "ho-so/": [_at("/ho-so/"), _at("/ho-so/?trang-thai=tat-ca&han=tre-han"), _at("/ho-so/?ma=KHONG-CO")],
    "ho-so/<str:code>/": [
        lambda: f"/ho-so/{dossier()}/",
        lambda: f"/ho-so/{dossier()}/?luc=2024-03-30T08:00",
    ],
    "ho-so/can-xu-ly/": [_at("/ho-so/can-xu-ly/"), _at("/ho-so/can-xu-ly/?nhom=don-vi")],
    "ho-so/can-xu-ly/thuc-hien/": [],
    "ho-so/ban-giao/": [_at("/ho-so/ban-giao/")],
    "ho-so/ban-giao/<int:pk>/": [],  # looked at in the story of the hand-over
    "ho-so/ban-giao/<int:pk>/ky-nhan/": [],
    "tin-nhan/": [_at("/tin-nhan/"), _at("/tin-nhan/?tinh-trang=chua-gui")],
    "tin-nhan/<int:pk>/gui-lai/": [],
    "ho-so/<str:code>/giay-to/kiem-soat.<str:kind>": [],
    "ho-so/<str:code>/giay-to/<slug:form>.<str:kind>": [],
    "ho-so/tiep-nhan/": [
        _at("/ho-so/tiep-nhan/"),
        _at("/ho-so/tiep-nhan/?luc=15:20+14/03/2024&tim=chung+thuc"),
        _at("/ho-so/tiep-nhan/?luc=15:20+14/03/2024&thu-tuc=chung-thuc-ban-sao"),
    ],
    "ho-so/<str:code>/da-tiep-nhan/": [],  # looked at in its story, where it was received
    "ho-so/<str:code>/kho/": [lambda: f"/ho-so/{owned()}/kho/"],
    "ho-so/kho/tep/<str:token>/": [],
    "so-theo-doi/": [_at("/so-theo-doi/"), lambda: f"/so-theo-doi/?don-vi={book()}&thang=3"],
    "ho-so/<str:code>/viec/<slug:act>/": [
        lambda: f"/ho-so/{dossier()}/viec/tra-ket-qua/",
        lambda: f"/ho-so/{dossier()}/viec/nguyen-nhan-tre/",
    ],
    "ho-so/<str:code>/van-ban/<int:pk>/": [],  # a file
    # tests/stories/test_handling.py looks at these where they hold something
    "ho-so/lay-y-kien/<int:pk>/": [],
    "ho-so/dieu-chinh-thoi-diem/<int:pk>/": [],
    "ho-so/dieu-chinh-thoi-diem/<int:pk>/minh-chung/": [],
    "ho-so/giai-trinh-tre-han/": [_at("/ho-so/giai-trinh-tre-han/?tu=01/01/2024&den=30/06/2024")],
    "ho-so/giai-trinh-tre-han/danh-sach.<slug:kind>": [],
    "huong-dan/<slug:name>/": [_at("/huong-dan/tiep-nhan-ho-so/")],
    "ho-so/chat-luong/": [_at("/ho-so/chat-luong/?don-vi=ct-quan-binh-thuy&quy=2024-Q1")],
    "ho-so/chat-luong/ghi/": [],  # takes only what is sent by a form
    "ho-so/lien-thong/tiep-nhan/": [
        _at("/ho-so/lien-thong/tiep-nhan/"),
        _at(f"/ho-so/lien-thong/tiep-nhan/?luc=09:00+15/07/2024&nhom={BIRTH}"),
    ],
    "ho-so/lien-thong/<str:code>/": [lambda: f"/ho-so/lien-thong/{linked_case()}/"],
    "ho-so/lien-thong/<str:code>/cham-dut/": [],  # takes only what is sent by a form
    "ho-so/lien-thong/<str:code>/giay-tiep-nhan.<str:kind>": [],
    "ho-so/lich/xem-truoc/": [_at("/ho-so/lich/xem-truoc/"), _at("/ho-so/lich/xem-truoc/?ngay=2024-05-10")],
    "trach-nhiem/": [_at("/trach-nhiem/"), _at("/trach-nhiem/?tim=khong-co-ai")],
    "trach-nhiem/<int:pk>/": [
        lambda: f"/trach-nhiem/{case('lessons')}/",
        lambda: f"/trach-nhiem/{case('')}/",
    ],
    "trach-nhiem/<int:pk>/viec/<slug:slug>/": [],
    "trach-nhiem/<int:pk>/tep/<int:event>/": [],  # a file
    "ra-soat-ton-dong/<int:pk>/": [lambda: f"/ra-soat-ton-dong/{campaign()}/"],
    "ra-soat-ton-dong/<int:pk>/ket-thuc/": [],
    "ra-soat-ton-dong/<int:pk>/ket-qua.<slug:kind>": [],
    "ra-soat-ton-dong/tra-loi/<int:pk>/": [
        lambda: f"/ra-soat-ton-dong/tra-loi/{answer(sent=True)}/",
        lambda: f"/ra-soat-ton-dong/tra-loi/{answer(sent=False)}/",
    ],
    "ra-soat-ton-dong/tra-loi/<int:pk>/nhap/": [],
    "ra-soat-ton-dong/tra-loi/<int:pk>/them/": [],  # the story of pending work looks at these
    "ra-soat-ton-dong/tra-loi/<int:pk>/viec/<slug:slug>/": [],
    "ra-soat-ton-dong/noi-dung/<int:pk>/": [lambda: f"/ra-soat-ton-dong/noi-dung/{pending_item()}/"],
    "ra-soat-ton-dong/noi-dung/<int:pk>/sua/": [],
    "ra-soat-ton-dong/noi-dung/<int:pk>/bo/": [],
    "ra-soat-ton-dong/noi-dung/<int:pk>/viec/<slug:slug>/": [],
    "thu-tuc/": [_at("/thu-tuc/?tim=dang+ky+khai+sinh"), _at("/thu-tuc/")],
    "thu-tuc/danh-muc/": [_at(CATALOGUE), _at(f"{CATALOGUE}?linh-vuc=Hộ tịch&ngay=01/06/2024")],
    "thu-tuc/danh-muc/danh-muc.<slug:kind>": [],
    "thu-tuc/cong-bo/": [
        _at(f"{DECISIONS}?tu=15/12/2023&den=14/05/2024"),
        _at(f"{DECISIONS}?tu=01/01/2020&den=02/01/2020"),
    ],
    "thu-tuc/cong-bo/<int:pk>/": [lambda: f"/thu-tuc/cong-bo/{decision()[0]}/"],
    # of a decision that is signed there is nothing left to draft; the story of its drafting looks at these
    "thu-tuc/cong-bo/<int:pk>/sua/": [],
    "thu-tuc/cong-bo/<int:pk>/them/<slug:kind>/": [],
    "thu-tuc/cong-bo/<int:pk>/thu-tuc/<int:item>/": [],
    "thu-tuc/cong-bo/<int:pk>/thu-tuc/<int:item>/quy-trinh/": [
        lambda: f"/thu-tuc/cong-bo/{decision()[0]}/thu-tuc/{decision()[1]}/quy-trinh/"
    ],
    "thu-tuc/cong-bo/<int:pk>/thu-tuc/<int:item>/bo/": [],
    "thu-tuc/cong-bo/<int:pk>/niem-yet/<slug:unit>/": [],
    "thu-tuc/cong-bo/<int:pk>/buoc/<slug:verb>/": [],
    "thu-tuc/cong-bo/<int:pk>/quyet-dinh.<slug:kind>": [],
    "thu-tuc/ra-soat/<int:year>/them/": [_at("/thu-tuc/ra-soat/2024/them/")],
    "thu-tuc/ra-soat/thu-tuc/<int:pk>/": [lambda: f"/thu-tuc/ra-soat/thu-tuc/{review()}/"],
    "thu-tuc/ra-soat/thu-tuc/<int:pk>/danh-gia/": [],  # the agency's own; its story looks at them
    "thu-tuc/ra-soat/thu-tuc/<int:pk>/chi-phi/<slug:side>/": [],
    "thu-tuc/ra-soat/thu-tuc/<int:pk>/phe-duyet/": [
        lambda: f"/thu-tuc/ra-soat/thu-tuc/{review()}/phe-duyet/"
    ],
    "thu-tuc/<slug:key>/": [_at("/thu-tuc/xac-nhan-tinh-trang-hon-nhan/")],
    "kiem-tra/": [_at("/kiem-tra/"), _at("/kiem-tra/?tim=niem+yet")],
    "kiem-tra/<int:pk>/": [lambda: f"/kiem-tra/{inspection()}/"],
    "kiem-tra/<int:pk>/buoc/<slug:verb>/": [],
    "kiem-tra/<int:pk>/tep/<int:file>/": [],
    # of who founds a team and of its members: their story looks at these
    "kiem-tra/doan/them/": [],
    "kiem-tra/dot-xuat/lap-bien-ban/": [],
    "kiem-tra/dot-xuat/ngoai-tuyen.js": [],
    "kiem-tra/doan/<int:pk>/": [
        lambda: f"/kiem-tra/doan/{team('planned')}/",
        lambda: f"/kiem-tra/doan/{team('surprise')}/",
    ],
    "kiem-tra/doan/<int:pk>/ghi/<slug:verb>/": [],
    "kiem-tra/dot-xuat/<int:pk>/": [
        lambda: f"/kiem-tra/dot-xuat/{SurpriseVisit.objects.get(number='MẪU-05/BB-ĐKT').pk}/"
    ],
    "kiem-tra/dot-xuat/<int:pk>/vu-viec/": [],
    "kiem-tra/dot-xuat/<int:pk>/tep/<int:file>/": [],
    "kiem-tra/thanh-tra/<int:pk>/": [lambda: f"/kiem-tra/thanh-tra/{Audit.objects.order_by('pk')[0].pk}/"],
    "kiem-tra/thanh-tra/<int:pk>/ghi/<slug:verb>/": [],
    "ke-hoach/": [
        _at("/ke-hoach/"),
        _at("/ke-hoach/?nam=2001"),
        _at("/ke-hoach/?nam=2024&tim=chi+so"),
        lambda: f"/ke-hoach/?thuc-hien={stage()}",
    ],
    "ke-hoach/<int:pk>/": [plan, lambda: f"{plan()}?ket-qua=chua-toi&cua-toi=1"],
    "ke-hoach/<int:pk>/them/": [lambda: f"{plan()}them/"],
    "ke-hoach/nhiem-vu/<int:pk>/": [lambda: plan_task(11), lambda: plan_task(22)],
    "ke-hoach/nhiem-vu/<int:pk>/sua/": [lambda: f"{plan_task(29)}sua/"],
    # of a draft: the story of the plan looks at these
    "ke-hoach/<int:pk>/sua/": [],
    "ke-hoach/<int:pk>/nhap-tep/": [],
    "ke-hoach/<int:pk>/<slug:name>.<slug:kind>": [],  # a file
    "ke-hoach/<int:pk>/buoc/<slug:verb>/": [],
    "ke-hoach/<int:pk>/don-doc/": [],
    "ke-hoach/nhiem-vu/<int:pk>/bo/": [],
    "ke-hoach/nhiem-vu/<int:pk>/van-ban/<int:product>/": [],
    "ke-hoach/nhiem-vu/<int:pk>/dieu-kien/<int:product>/": [],
    "ke-hoach/nhiem-vu/<int:pk>/tep/<int:evidence>/": [],
    "ke-hoach/nhiem-vu/<int:pk>/<slug:verb>/<int:evidence>/": [],
    "viec-cua-don-vi/": [
        _at("/viec-cua-don-vi/"),
        _at("/viec-cua-don-vi/?don-vi=ct-quan-binh-thuy&han=qua-han"),
    ],
    "tuan-cong-viec/nhac-viec/da-doc/": [],
    "so-van-ban/": [_at("/so-van-ban/"), _at("/so-van-ban/?so=den"), _at("/so-van-ban/?tim=khong-co-gi")],
    "so-van-ban/<int:pk>/": [lambda: f"/so-van-ban/{issued()}/"],
    "so-van-ban/<int:pk>/sua/": [],  # of a draft; looked at in the story of a document
    "so-van-ban/<int:pk>/tep/": [],
    "so-van-ban/<int:pk>/buoc/<slug:verb>/": [],
    "so-van-ban/<int:pk>/nhan/<slug:unit>/": [],
    "so-van-ban/dang-ky/": [],  # the clerk's, as the next
    "so-van-ban/da-phat-hanh/": [],
    "so-van-ban/tap-ho-so/<int:pk>/": [],  # the sample has none
    "so-van-ban/tap-ho-so/<int:pk>/buoc/<slug:verb>/": [],
    "so-van-ban/tap-ho-so/<int:pk>/dua-ra/<int:item>/": [],
    "so-nghiep-vu/": [_at("/so-nghiep-vu/?nam=2024")],
    "so-nghiep-vu/<slug:key>/": [_at("/so-nghiep-vu/chi-dao-dieu-hanh/?nam=2024")],
    "so-nghiep-vu/<slug:key>/ghi/": [_at("/so-nghiep-vu/chi-dao-dieu-hanh/ghi/")],
    "so-nghiep-vu/dong/<int:pk>/": [lambda: f"/so-nghiep-vu/dong/{meeting()}/"],
    "so-nghiep-vu/dong/<int:pk>/dinh-chinh/": [],
    "so-nghiep-vu/dong/<int:pk>/buoc/<slug:verb>/": [],
    "chi-tieu/": [_at("/chi-tieu/?ngay=14/05/2024")],
    "chi-tieu/<int:pk>/": [lambda: f"/chi-tieu/{target()}/"],
    "che-do-bao-cao/": [_at("/che-do-bao-cao/?nam=2024")],
    "che-do-bao-cao/<slug:key>/<int:year>/<slug:period>/": [_at("/che-do-bao-cao/cchc/2024/H1/")],
    "che-do-bao-cao/<slug:key>/<int:year>/<slug:period>/gui/<slug:unit>/": [],
    "che-do-bao-cao/tra-lai/<int:pk>/": [],
    "nhiem-vu/": [
        _at("/nhiem-vu/"),
        _at("/nhiem-vu/?nguon=council&thoi-han=gia-han"),
        _at("/nhiem-vu/?tim=chat+van&trang-thai=done"),
    ],
    "nhiem-vu/hop-viec/": [_at("/nhiem-vu/hop-viec/"), _at("/nhiem-vu/hop-viec/?phan=new")],
    "nhiem-vu/van-ban/": [_at("/nhiem-vu/van-ban/"), _at("/nhiem-vu/van-ban/?tim=chat+van")],
    "nhiem-vu/van-ban/<int:pk>/": [source],
    "nhiem-vu/van-ban/<int:pk>/ket-qua/<slug:unit>/": [lambda: f"{source()}ket-qua/ct-so-noi-vu/"],
    "nhiem-vu/van-ban/<int:pk>/ket-qua/<slug:unit>/bao-cao.<slug:kind>": [],  # a file
    "nhiem-vu/<int:pk>/": [extended],
    "nhiem-vu/<int:pk>/buoc/<slug:verb>/": [],
    "nhiem-vu/<int:pk>/tep/<int:evidence>/": [],
    "ho-so-cong-viec/nhiem-vu/<slug:kind>/<int:pk>/": [lambda: f"/ho-so-cong-viec{source()}"],
    "ho-so-cong-viec/kiem-tra/<slug:kind>/<int:pk>/": [
        lambda: f"/ho-so-cong-viec/kiem-tra/theo-ke-hoach/{inspection()}/"
    ],
    "bao-cao/<slug:code>/ho-so-cong-viec/": [_at("/bao-cao/2024-H1/ho-so-cong-viec/")],
    "don-vi/": [_at("/don-vi/?tim=binh+thuy&ngay=2024-06-01"), _at("/don-vi/")],
    "don-vi/lich/": [],  # leads to this year's
    "don-vi/lich/<int:year>/": [_at("/don-vi/lich/2024/")],
    "don-vi/<slug:key>/": [_at("/don-vi/ct-quan-binh-thuy/"), _at("/don-vi/ct-thanh-pho-2025/")],
    "bao-cao/<slug:code>/bao-cao.<slug:kind>": [],
    "ra-soat/<key:run>/": [
        lambda: document("bao-cao.md"),
        lambda: f"{document('bao-cao.md')}?verdict=all",
        lambda: document("da-xoa.txt"),
        lambda: document("cho-doc.pdf"),
    ],
    "ra-soat/<key:run>/<key:number>/": [lambda: finding(Act.DISMISS), lambda: finding(Act.SEND)],
    "ra-soat/<key:run>/bieu-mau/": [
        lambda: f"{document('bao-cao.md')}bieu-mau/?report=2024-H1",
        lambda: f"{document('bao-cao.md')}bieu-mau/?report=2024-H1&form=plan",
        lambda: f"{document('da-doc.txt')}bieu-mau/?report=2024-H1",
    ],
    "ra-soat/<key:run>/ky/": [],  # taken from a form, as the next
    "ra-soat/<key:run>/so-van-ban/": [],
    "ra-soat/<key:run>/xoa/": [],
    "ra-soat/phieu/": [_at("/ra-soat/phieu/"), _at("/ra-soat/phieu/?box=done")],
    "ra-soat/phieu/<key:slip>/": [slip],
    "tra-cuu/": [_at("/tra-cuu/"), _at("/tra-cuu/?ma=H13.33.05-240417-0031")],
    "tra-cuu/<str:code>/<slug:token>/": [],  # looked at in the story of signing: one has to be issued
    "nguoi-dung/": [_at("/nguoi-dung/?trang-thai=tat-ca"), _at("/nguoi-dung/?tim=khong-co-ai")],
    "nguoi-dung/<int:pk>/": [lambda: f"/nguoi-dung/{person()}/"],
    # they take only what is sent by a form
    "nguoi-dung/<int:pk>/giao-vai-tro/": [],
    "nguoi-dung/<int:pk>/vai-tro/<int:assignment>/": [],
    "nguoi-dung/<int:pk>/khoa/": [],
    "nguoi-dung/<int:pk>/mo-lai/": [],
    "nguoi-dung/<int:pk>/mat-khau/": [],
    "nguoi-dung/<int:pk>/hai-lop/": [],
    "uy-quyen/<int:assignment>/cham-dut/": [],
    "accounts/2fa/recovery-codes/": [],  # who looks has none
}


def looks() -> list[Look]:
    """Raises KeyError for an address with arguments of which no shape is told."""
    found = []
    for each in addresses():
        if each.route.startswith(API) or each.route.endswith(NO_PAGES):
            continue
        named = SHAPES[each.route] if each.route in SHAPES or "<" in each.route else [_at(f"/{each.route}")]
        name, library = each.route or "/", each.library
        found += [Look(f"{name}-{n}", address, library=library) for n, address in enumerate(named)]
        if library or each.right == PUBLIC:
            found += [Look(f"{name}-public", at, public=True, library=library) for at in named[:1]]
    return [*found, Look("404", _at("/bao-cao/khong-co/"), status=404)]
