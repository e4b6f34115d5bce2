"""`dunghen token`: access for programs, given and ended."""

import click
from django.utils import timezone

from dunghen.cli.errors import BadInput, RefusedByRule
from dunghen.cli.output import say
from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.org.tokens import GRANTED, LONGEST, TokenRefusedError, create_token, revoke_tokens


@click.group(help="Mã truy cập cho phần mềm khác đọc dữ liệu qua API.")
def token() -> None:
    pass


@token.command("create", help="Cấp mã truy cập; mã chỉ hiện một lần.")
@click.argument("user")
@click.option(
    *("--right", "rights"),
    type=click.Choice([right.value for right in GRANTED]),
    multiple=True,
    required=True,
    help="Quyền được cấp; lặp lại được.",
)
@click.option("--name", required=True, help="Phần mềm hoặc việc dùng mã này.")
@click.option("--days", type=click.IntRange(1, LONGEST), required=True, help="Số ngày có hiệu lực.")
def create(user: str, rights: tuple[str, ...], name: str, days: int) -> int:
    granted = {Right(right) for right in rights}
    try:
        text = create_token(_person(user), name=name, rights=granted, days=days, now=timezone.now())
    except TokenRefusedError as error:
        raise RefusedByRule(str(error)) from error
    click.echo(text)
    say(f"Mã có hiệu lực {days} ngày và không hiện lại; giữ như mật khẩu.")
    return 0


@token.command("revoke", help="Thu hồi các mã truy cập có tên này.")
@click.argument("user")
@click.option("--name", required=True, help="Tên đã đặt khi cấp.")
def revoke(user: str, name: str) -> int:
    ended = revoke_tokens(_person(user), name=name, now=timezone.now())
    if not ended:
        raise BadInput(f"Người dùng “{user}” không có mã truy cập “{name}” còn hiệu lực.")
    say(f"Đã thu hồi {ended} mã truy cập.")
    return 0


def _person(user: str) -> Person:
    found = Person.objects.filter(username=user).first()
    if found is None:
        raise BadInput(f"Không có người dùng “{user}”.")
    return found
