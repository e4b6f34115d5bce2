"""`dunghen verify` and `dunghen seal`."""

from time import perf_counter

import click
from django.utils import timezone

from dunghen.cli.errors import RefusedByRule
from dunghen.cli.output import progress, say
from dunghen.core.ledger import moment
from dunghen.core.paths import VAR
from dunghen.core.seal import SealError
from dunghen.core.text import thousands
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.models import Dossier
from dunghen.dossiers.verify import Verdict, seal_now
from dunghen.dossiers.verify import verify as verify_all

PROGRESS = VAR / "verify.json"


@click.command(help="Kiểm tra nhật ký xử lý hồ sơ có bị sửa, xóa, chèn thêm hay cắt bớt không.")
@click.option("--restart", is_flag=True, help="Kiểm tra lại từ đầu, bỏ phần đã làm dở.")
def verify(*, restart: bool) -> int:
    if PROGRESS.exists() and not restart:
        say("Lần kiểm tra trước bị gián đoạn: tiếp tục từ chỗ dừng nếu niêm phong không thay đổi.")
    begun = perf_counter()
    with progress("Kiểm tra nhật ký hồ sơ", Dossier.objects.count()) as advance:
        verdict = verify_all(VAR, PROGRESS, timezone.now(), restart=restart, on_progress=advance)
    for finding in verdict.findings:
        click.echo(str(finding))
    _summarise(verdict, perf_counter() - begun)
    return 1 if verdict.findings else 0


def _summarise(verdict: Verdict, seconds: float) -> None:
    read = f"{thousands(verdict.events)} sự kiện của {thousands(verdict.chains)} hồ sơ"
    say(f"Đã kiểm tra {read}; lần chạy này mất {thousands(round(seconds))} giây.")
    if verdict.unsealed_events:
        say(
            f"Chưa niêm phong: {thousands(verdict.unsealed_events)} sự kiện của "
            f"{thousands(verdict.unsealed_chains)} hồ sơ (ghi sau lần niêm phong gần nhất)."
        )
    found = len(verdict.findings) + verdict.more
    if verdict.more:
        say(f"Chỉ liệt kê {thousands(len(verdict.findings))} phát hiện đầu tiên.")
    say(f"Có {thousands(found)} phát hiện." if found else "Không phát hiện sai khác.")


@click.command(help="Niêm phong nhật ký xử lý hồ sơ; khóa và niêm phong để ngoài cơ sở dữ liệu.")
def seal() -> int:
    try:
        made = seal_now(VAR, timezone.now())
    except SealError as error:
        raise RefusedByRule(str(error)) from error
    upto = moment(made.sealed_to).astimezone(VIETNAM)
    say(
        f"Niêm phong số {made.number}: {thousands(made.events)} sự kiện của {thousands(made.chains)} hồ sơ, "
        f"ghi đến {upto:%H:%M:%S %d/%m/%Y}."
    )
    click.echo(made.heads_sha256)
    return 0
