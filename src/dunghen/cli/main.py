"""The command `dunghen`: its groups, and how a command that fails ends."""

import sys
from collections.abc import Sequence
from typing import ClassVar

import click
from django.db import OperationalError

from dunghen.cli import WITHOUT_DATABASE
from dunghen.cli.calendar import calendar
from dunghen.cli.certificates import certificates
from dunghen.cli.demo import demo
from dunghen.cli.dossiers import export, go_live, import_, simulate_dossiers
from dunghen.cli.due import due
from dunghen.cli.errors import BadInput, RefusedByRule
from dunghen.cli.output import say
from dunghen.cli.people import people
from dunghen.cli.proof import proof
from dunghen.cli.read import read
from dunghen.cli.ready import make_ready
from dunghen.cli.report import report
from dunghen.cli.report_export import export_report
from dunghen.cli.serve import serve
from dunghen.cli.token import token
from dunghen.cli.verify import seal, verify
from dunghen.dossiers.rules import Refused

DONE, FINDINGS, BAD_INPUT, REFUSED = 0, 1, 2, 3


class Formatter(click.HelpFormatter):
    """Help with its headings in Vietnamese."""

    HEADINGS: ClassVar[dict[str, str]] = {"Options": "Tùy chọn", "Commands": "Lệnh"}

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(self.HEADINGS.get(heading, heading))


click.Context.formatter_class = Formatter


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help="Đúng Hẹn: hồ sơ tại Bộ phận Một cửa và các số liệu báo cáo từ hồ sơ.",
)
def dunghen() -> None:
    if click.get_current_context().invoked_subcommand not in WITHOUT_DATABASE:
        make_ready(say)


report.add_command(export_report)
DOSSIERS = (due, import_, export, simulate_dossiers, go_live, verify, seal)
for command in (report, *DOSSIERS, proof, read, calendar, people, certificates, token, serve, demo):
    dunghen.add_command(command)


def main(arguments: Sequence[str]) -> int:
    """Run a command; returns the exit code: 0 done, 1 findings, 2 bad input, 3 refused."""
    try:
        code = dunghen.main(args=list(arguments), prog_name="dunghen", standalone_mode=False)
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except (click.ClickException, click.Abort, BadInput, KeyboardInterrupt, OperationalError) as error:
        say(_words(error))
        return BAD_INPUT
    except (RefusedByRule, Refused) as error:
        say(str(error))
        return REFUSED
    return code if isinstance(code, int) else DONE


def _words(error: BaseException) -> str:
    """What to tell the person at the keyboard."""
    match error:
        case click.ClickException():
            return _in_vietnamese(error)
        case OperationalError():
            return f"Không kết nối được cơ sở dữ liệu: {error}"
        case click.Abort() | KeyboardInterrupt():
            return "Đã dừng theo yêu cầu; chưa ghi gì của lệnh này."
    return str(error)


def _in_vietnamese(error: click.ClickException) -> str:
    """Click's own complaints, in the words of this command line."""
    said = error.format_message()
    match error:
        case click.exceptions.NoArgsIsHelpError():
            return said
        case click.NoSuchOption(option_name=name):
            said = f"Không có tùy chọn {name}."
        case click.exceptions.NoSuchCommand(command_name=name):
            said = f"Không có lệnh {name}."
        case click.MissingParameter(param=click.Parameter() as param):
            said = f"Thiếu {_called(param)}."
        case click.BadParameter(param=click.Parameter() as param):
            return f"{_called(param)}: {_value_problem(error)}"
        case click.FileError(ui_filename=name):
            return f"Không mở được tệp {name}."
        case click.UsageError():
            said = f"Lệnh không đúng: {said}"
    return f"{said} Xem: dunghen --help"


def _called(param: click.Parameter) -> str:
    return param.opts[0] if isinstance(param, click.Option) else str(param.human_readable_name)


def _value_problem(error: click.BadParameter) -> str:
    param = error.param
    if param is not None and isinstance(param.type, click.Choice):
        return f"giá trị phải là một trong: {', '.join(map(str, param.type.choices))}."
    if param is not None and isinstance(param.type, click.File | click.Path):
        return "không mở được tệp này."
    if param is not None and isinstance(param.type, click.types.IntParamType):
        return "phải là số nguyên trong giới hạn cho phép."
    return error.message
