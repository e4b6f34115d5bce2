"""Which pages are looked at: each address of the site once, the richer ones in each of their shapes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from uuid import uuid4

from dunghen.core.access import PUBLIC
from dunghen.dossiers.models import DossierVersion, RegisterSerial
from dunghen.org.models import Person
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from tests.routes import API, addresses

CITY, CELL, RATE, DECLARED = "ct-thanh-pho", "B3.3.1.1", "B3.3.1", "B1.1"
BIRTH = "khai-sinh-thuong-tru-bao-hiem-y-te"
NO_PAGES = (".xlsx", ".svg", ".docx", ".pdf", "hinh/<slug:name>/", "setlang/", "download/", "logout/")
# Who looks sees rows and persons of the whole city, the accounts, and the desk.
LOOKING = (Role.INSPECTORATE, Role.CITY_ADMIN, Role.RECEIVING_OFFICER)


@cache
def dossier() -> str:
    """A dossier that was late, with a long history."""
    late = DossierVersion.objects.filter(known_to__isnull=True, apologised_at__isnull=False)
    return late.order_by("-number", "pk").values_list("dossier__code", flat=True)[0]


@cache
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
    "ho-so/<str:code>/giay-to/kiem-soat.<str:kind>": [],
    "ho-so/<str:code>/giay-to/<slug:form>.<str:kind>": [],
    "ho-so/tiep-nhan/": [
        _at("/ho-so/tiep-nhan/"),
        _at("/ho-so/tiep-nhan/?luc=15:20+14/03/2024&tim=chung+thuc"),
        _at("/ho-so/tiep-nhan/?luc=15:20+14/03/2024&thu-tuc=chung-thuc-ban-sao"),
    ],
    "ho-so/<str:code>/da-tiep-nhan/": [lambda: f"/ho-so/{dossier()}/da-tiep-nhan/"],
    "ho-so/<str:code>/kho/": [lambda: f"/ho-so/{dossier()}/kho/"],
    "ho-so/kho/tep/<str:token>/": [],
    "so-theo-doi/": [_at("/so-theo-doi/"), lambda: f"/so-theo-doi/?don-vi={book()}&thang=3"],
    "ho-so/lien-thong/tiep-nhan/": [
        _at("/ho-so/lien-thong/tiep-nhan/"),
        _at(f"/ho-so/lien-thong/tiep-nhan/?luc=09:00+15/07/2024&nhom={BIRTH}"),
    ],
    "ho-so/lien-thong/<str:code>/": [lambda: f"/ho-so/lien-thong/{linked_case()}/"],
    "ho-so/lien-thong/<str:code>/cham-dut/": [],  # takes only what is sent by a form
    "ho-so/lien-thong/<str:code>/giay-tiep-nhan.<str:kind>": [],
    "ho-so/lich/xem-truoc/": [_at("/ho-so/lich/xem-truoc/"), _at("/ho-so/lich/xem-truoc/?ngay=2024-05-10")],
    "thu-tuc/": [_at("/thu-tuc/?tim=dang+ky+khai+sinh"), _at("/thu-tuc/")],
    "thu-tuc/<slug:key>/": [_at("/thu-tuc/xac-nhan-tinh-trang-hon-nhan/")],
    "don-vi/": [_at("/don-vi/?tim=binh+thuy&ngay=2024-06-01"), _at("/don-vi/")],
    "don-vi/lich/": [],  # leads to this year's
    "don-vi/lich/<int:year>/": [_at("/don-vi/lich/2024/")],
    "don-vi/<slug:key>/": [_at("/don-vi/ct-quan-binh-thuy/"), _at("/don-vi/ct-thanh-pho-2025/")],
    "bao-cao/<slug:code>/bao-cao.<slug:kind>": [],
    "nguoi-dung/": [_at("/nguoi-dung/?trang-thai=tat-ca"), _at("/nguoi-dung/?tim=khong-co-ai")],
    "nguoi-dung/<int:pk>/": [lambda: f"/nguoi-dung/{person()}/"],
    # they take only what is sent by a form
    "nguoi-dung/<int:pk>/giao-vai-tro/": [],
    "nguoi-dung/<int:pk>/vai-tro/<int:assignment>/": [],
    "nguoi-dung/<int:pk>/khoa/": [],
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
