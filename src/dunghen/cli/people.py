"""`dunghen people`: the first administrator of an installation, and sign-ins of invented people for a trial,
which a server in production refuses."""

import base64
import hashlib
import hmac
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dunghen.cli.errors import BadInput, RefusedByRule
from dunghen.cli.ready import pack
from dunghen.core.known import transaction_time
from dunghen.documents.signing.sample import make_sample_keys
from dunghen.dossiers.actions import assign
from dunghen.dossiers.models import DossierVersion
from dunghen.org.actions.accounts import create_account
from dunghen.org.actions.roles import give_role
from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import ROLE_NAMES, Role
from dunghen.org.rules import AccessRefused

P = ParamSpec("P")
FIRST_DAY = date(2024, 1, 1)
# whose sample sign-ins get a key, they and their agencies
SIGN = (Role.CASE_OFFICER, Role.HEAD_OF_AGENCY, Role.LEADER)
WORK = 5  # dossiers a sample case officer starts with


@dataclass(frozen=True, slots=True)
class SignIn:
    """A ready sign-in, as it is printed."""

    username: str
    role: str
    unit: str
    password: str


@click.group(help="Quản trị viên đầu tiên; tài khoản mẫu để dùng thử.")
def people() -> None:
    pass


def for_trial(command: Callable[P, int]) -> Callable[P, int]:
    """Invented people whose codes anybody at the keyboard can print have no place beside real data."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> int:
        if settings.PRODUCTION:
            raise RefusedByRule("Máy chủ chính thức không dùng tài khoản mẫu.")
        return command(*args, **kwargs)

    return wrapped


@people.command("admin", help="Tạo quản trị viên đầu tiên và in mật khẩu cấp lần đầu (chỉ in một lần).")
@click.argument("user")
@click.option("--name", required=True, help="Họ và tên.")
@click.option("--title", default="", help="Chức vụ.")
@click.option("--unit", required=True, help="Khóa của đơn vị (trang Đơn vị).")
def admin(user: str, name: str, title: str, unit: str) -> int:
    click.echo(f"{user}\t{first_administrator(user, name, title, unit)}")
    return 0


@transaction.atomic
def first_administrator(user: str, name: str, title: str, unit: str) -> str:
    """Make the account from which all others are made; returns its password. Raises RefusedByRule where an
    administrator is at work already."""
    today = timezone.localdate()
    try:
        person, password = create_account(username=user, full_name=name, title=title, by=None)
        held = Assignment.objects.on(today).filter(role=Role.CITY_ADMIN)
        if held.filter(person__is_active=True, person__sample=False).exists():
            raise RefusedByRule("Đã có quản trị viên; tạo tài khoản tại trang Người dùng và phân quyền.")
        give_role(person, role=Role.CITY_ADMIN, unit=unit, first=today, by=None)
    except AccessRefused as refusal:
        raise RefusedByRule(str(refusal)) from refusal
    return password


@people.command("sample", help="Tạo các tài khoản mẫu (nếu chưa có) và in tên đăng nhập, mật khẩu.")
@for_trial
def sample() -> int:
    show(make_sample(pack().folder / "people.toml"))
    return 0


@people.command("code", help="In mã xác thực 6 số hiện tại của một tài khoản mẫu.")
@click.argument("user")
@for_trial
def code(user: str) -> int:
    click.echo(current_code(user))
    return 0


def show(signs: list[SignIn]) -> None:
    """The sign-ins, how to get the second factor of each, and the passphrases of the sample keys."""
    for sign in signs:
        click.echo(f"{sign.username}\t{sign.role}\t{sign.unit}\t{sign.password}")
    click.echo(f"Mã xác thực 6 số: bin/dunghen people code {signs[0].username}")
    click.echo("Mật khẩu khóa ký số (chứng thư mẫu):")
    for owner in _signers():
        click.echo(f"{_login(owner)}\t{owner}\t{_passphrase(owner)}")


@transaction.atomic
def make_sample(path: Path) -> list[SignIn]:
    """The people of a file with their roles and second factors; who is there stays as they are."""
    with path.open("rb") as file:
        rows = tomllib.load(file)["person"]
    made = [_sign_in(row) for row in rows]
    _give_work()
    make_sample_keys(_signers(), _passphrase, now=timezone.now())
    return made


def _signers() -> list[Person | Unit]:
    """Who signs in the sample: case officers and leaders, then their agencies."""
    held = Assignment.objects.filter(role__in=SIGN, person__sample=True).select_related("person", "unit")
    found = list(held.order_by("pk"))
    return [*dict.fromkeys(each.person for each in found), *dict.fromkeys(each.unit for each in found)]


def _login(owner: Person | Unit) -> str:
    return owner.username if isinstance(owner, Person) else owner.key


def _passphrase(owner: Person | Unit) -> str:
    return _password(f"key of {_login(owner)}")


def _give_work() -> None:
    """Each sample case officer without dossiers gets a few open sample ones of their unit."""
    officers = Assignment.objects.filter(role=Role.CASE_OFFICER, person__sample=True)
    for held in officers.select_related("person"):
        current = DossierVersion.objects.known_at(None).filter(sample=True)
        if current.filter(officer=held.person).exists():
            continue
        waiting = current.filter(unit=held.unit_id, outcome="", officer=None).order_by("due_at", "pk")
        for dossier in waiting.values_list("dossier", flat=True)[:WORK]:
            assign(dossier, officer=held.person, at=transaction_time(), by="people sample")


def _sign_in(row: dict[str, str]) -> SignIn:
    unit, role = Unit.objects.get(key=row["unit"]), Role(row["role"])
    named = {"full_name": row["full_name"], "title": row["title"], "sample": True}
    person, _ = Person.objects.get_or_create(username=row["username"], defaults=named)
    if not person.sample:
        raise BadInput(f"Tên đăng nhập “{person.username}” đã thuộc về một người dùng thật.")
    password = _password(person.username)
    if not person.check_password(password):
        person.set_password(password)
        person.save(update_fields=["password"])
    if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(person, generate_totp_secret())
    Assignment.objects.get_or_create(person=person, role=role, unit=unit, valid_from=FIRST_DAY)
    if "now" in row:
        heir = Unit.objects.get(key=row["now"])
        Assignment.objects.get_or_create(person=person, role=role, unit=heir, valid_from=heir.valid_from)
    return SignIn(person.username, str(ROLE_NAMES[role]), unit.name, password)


def _password(username: str) -> str:
    """Always the same on this installation and different on every other: it can be printed again and
    stands in no file."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"sample:{username}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made)[:16].decode().lower()


def current_code(username: str) -> str:
    """The code a sample person's phone would show now. Raises BadInput for anybody else."""
    factor = Authenticator.objects.filter(
        user__username=username, user__sample=True, type=Authenticator.Type.TOTP
    ).first()
    if factor is None:
        raise BadInput(f"Không có tài khoản mẫu “{username}”; tạo bằng: dunghen people sample.")
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    return str(format_hotp_value(hotp_value(decrypt(factor.data["secret"]), counter)))
