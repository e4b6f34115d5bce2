"""`dunghen certificates`: which certificate signs for whom. Passphrases are asked for, never given as words
of a command, where others could read them."""

from pathlib import Path

import click
from cryptography import x509
from django.utils import timezone

from dunghen.cli.errors import BadInput
from dunghen.documents.content import MediaType, NotAccepted
from dunghen.documents.files import keep
from dunghen.documents.models import File, SigningCertificate
from dunghen.documents.signing.certificates import CannotSign, record, register
from dunghen.org.models import Person, Unit

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(help="Chứng thư chữ ký số của người ký và cơ quan.")
def certificates() -> None:
    pass


@certificates.command(
    "add", help="Đăng ký tệp PKCS#12, hoặc chứng thư (.crt) có khóa nằm trên thiết bị PKCS#11."
)
@click.argument("file", type=FILE)
@click.option("--person", default="", help="Tên đăng nhập của người ký.")
@click.option("--unit", default="", help="Khóa của cơ quan ký (trang Đơn vị).")
@click.option("--token", default="", help="Tên (label) của thiết bị PKCS#11 giữ khóa.")
@click.option("--image", type=FILE, help="Hình ảnh chữ ký hoặc con dấu (PNG nền trong suốt).")
def add(file: Path, person: str, unit: str, token: str, image: Path | None) -> int:
    owner = _owner(person, unit)
    try:
        shown = _image(image) if image else None
        if token:
            certificate = x509.load_pem_x509_certificate(file.read_bytes())
            made = record(certificate, owner=owner, token=token, image=shown)
        else:
            secret = click.prompt("Mật khẩu của tệp PKCS#12", hide_input=True, err=True)
            made = register(file.read_bytes(), secret, owner=owner, image=shown)
    except (CannotSign, NotAccepted) as error:
        raise BadInput(str(error)) from error
    except ValueError as error:
        raise BadInput("Không đọc được chứng thư: cần tệp PEM (.crt).") from error
    click.echo(_line(made))
    return 0


@certificates.command("list", help="Liệt kê chứng thư đã đăng ký.")
def list_() -> int:
    for one in SigningCertificate.objects.select_related("person", "unit").order_by("valid_to", "pk"):
        click.echo(_line(one))
    return 0


def _owner(person: str, unit: str) -> Person | Unit:
    found: Person | Unit | None = None
    if person and not unit:
        found = Person.objects.filter(username=person).first()
    elif unit and not person:
        found = Unit.objects.filter(key=unit).first()
    if found is None:
        raise BadInput("Ghi đúng một trong hai: --person (tên đăng nhập) hoặc --unit (khóa đơn vị) có thật.")
    return found


def _image(path: Path) -> File:
    file = keep(path.name, path.read_bytes(), by=None)
    if file.media_type != MediaType.PNG:
        raise NotAccepted("Hình ảnh chữ ký, con dấu phải là tệp PNG.")
    return file


def _line(one: SigningCertificate) -> str:
    state = "hết hiệu lực" if one.valid_to <= timezone.now() else "còn hiệu lực"
    where = f"thiết bị {one.token}" if one.token else "tệp PKCS#12"
    whose = one.person.username if one.person else one.unit.key if one.unit else ""
    return f"{whose}\t{one.subject}\tđến {one.valid_to:%d/%m/%Y} ({state})\t{where}\t{one.fingerprint[:16]}"
