"""The catalogue of Cần Thơ in the database, and what happens when the file changes."""

import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Count
from pytest_django import DjangoAssertNumQueries

from dunghen.core.known import transaction_time
from dunghen.core.worktime_calendar import VIETNAM
from dunghen.org.load import PackError, load_units
from dunghen.org.models import Unit
from dunghen.procedures.catalogue import read_catalogue
from dunghen.procedures.load import load_catalogue
from dunghen.procedures.models import Procedure, ProcedureScope, ProcedureVersion

PACK = Path(__file__).parents[4] / "packs" / "cantho"
END = date(2024, 5, 14)

pytestmark = pytest.mark.django_db

ONE = """
[[procedure]]
key = "thu-nghiem"
name = "Đăng ký  thử nghiệm"
field = "Thử nghiệm"
authority = "commune"
department = "ct-so-tu-phap"
[[procedure.version]]
valid_from = 2020-01-01
state = "published"
decision = "12/QĐ-UBND"
decision_date = "2019-12-20"
legal_basis = ["Luật thử nghiệm"]
levels = ["commune", "district"]
limit = "1.5"
limit_unit = "day"
pause_basis = "không được tạm dừng"
online = "full"
eligible_full = true
issues_result_paper = true
unsure = ["online"]
papers = [{code = "tk", name = "Tờ khai", originals = 1}, {code = "bc", name = "Báo cáo", copies = 1}]
steps = [{name = "Tiếp nhận", role = "receiving_officer", hours = "0.5"}]
"""


@pytest.fixture
def city() -> Unit:
    """The old city, whether or not the database came with the pack."""
    load_units(PACK)
    return Unit.objects.get(key="ct-thanh-pho")


@pytest.fixture
def own_pack(tmp_path: Path) -> Path:
    """A pack with one procedure that a test may change."""
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / "a.toml").write_text(ONE, encoding="utf-8")
    return tmp_path


def change(pack: Path, old: str, new: str) -> None:
    file = pack / "procedures" / "a.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_real_catalogue(city: Unit, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    load_catalogue(PACK, city)
    catalogue = read_catalogue(PACK)
    assert Procedure.objects.filter(key__in=[entry.key for entry in catalogue]).count() == len(catalogue)
    in_force = ProcedureVersion.objects.in_force(END).filter(known_to=None)
    levels = ProcedureScope.objects.filter(version__in=in_force).values_list("level").annotate(Count("pk"))
    assert dict(levels) == {"city": 1456, "district": 260, "commune": 134}
    with django_assert_max_num_queries(14):
        assert load_catalogue(PACK, city) == 0


def test_what_is_written(city: Unit, own_pack: Path) -> None:
    assert load_catalogue(own_pack, city) == 2
    procedure = Procedure.objects.get(key="thu-nghiem")
    assert (procedure.search, procedure.org, procedure.sample) == ("dang ky thu nghiem", city, False)
    version = procedure.versions.get()
    assert version.known_from == datetime(2019, 12, 20, tzinfo=VIETNAM)
    assert (version.attested, version.number, version.known_to) == (True, 1, None)
    assert (version.fee, version.unsure) == (0, ["fee", "online"])
    assert version.pause_basis == ""
    assert {scope.level for scope in version.scopes.all()} == {"commune", "district"}
    assert [paper.code for paper in version.papers.order_by("pk")] == ["tk", "bc"]


def test_a_changed_version_ends_and_begins_anew(city: Unit, own_pack: Path) -> None:
    load_catalogue(own_pack, city)
    change(own_pack, 'hours = "0.5"', 'hours = "1"')
    assert load_catalogue(own_pack, city) == 1
    old, new = Procedure.objects.get(key="thu-nghiem").versions.order_by("known_from")
    assert old.known_to == new.known_from == transaction_time()
    assert (new.attested, new.number, new.steps.get().hours) == (False, 1, Decimal(1))
    assert load_catalogue(own_pack, city) == 0


def test_a_name_is_put_right_in_place(city: Unit, own_pack: Path) -> None:
    load_catalogue(own_pack, city)
    change(own_pack, "Đăng ký  thử nghiệm", "Đăng ký lại")
    assert load_catalogue(own_pack, city) == 1
    assert Procedure.objects.get(key="thu-nghiem").search == "dang ky lai"


def test_a_version_to_come_is_known_from_now_only(city: Unit, own_pack: Path) -> None:
    change(own_pack, "2020-01-01", "2999-01-01")
    change(own_pack, '"2019-12-20"', '""')
    load_catalogue(own_pack, city)
    version = Procedure.objects.get(key="thu-nghiem").versions.get()
    assert (version.known_from, version.attested) == (transaction_time(), False)


def test_an_unknown_department_is_named(city: Unit, own_pack: Path) -> None:
    change(own_pack, "ct-so-tu-phap", "ct-so-khong-co")
    with pytest.raises(PackError, match=r"thu-nghiem.*ct-so-khong-co"):
        load_catalogue(own_pack, city)


def test_a_pack_without_procedures_is_empty(city: Unit, tmp_path: Path) -> None:
    shutil.copy(PACK / "units.csv", tmp_path)
    assert load_catalogue(tmp_path, city) == 0
