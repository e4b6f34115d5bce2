"""The command `dunghen`: its groups, and how a command that fails ends."""

import sys
from collections.abc import Sequence

import click
from django.db import OperationalError

from dunghen.cli.calendar import calendar
from dunghen.cli.demo import demo
from dunghen.cli.dossiers import export, go_live, import_, simulate_dossiers
from dunghen.cli.due import due
from dunghen.cli.errors import BadInput, RefusedByRule
from dunghen.cli.output import say
from dunghen.cli.ready import make_ready
from dunghen.cli.report import report
from dunghen.cli.verify import seal, verify

DONE, FINDINGS, BAD_INPUT, REFUSED = 0, 1, 2, 3


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help="Đúng Hẹn: hồ sơ tại Bộ phận Một cửa và các số liệu báo cáo từ hồ sơ.",
)
def dunghen() -> None:
    make_ready(say)


for command in (report, due, import_, export, simulate_dossiers, go_live, calendar, verify, seal, demo):
    dunghen.add_command(command)


def main(arguments: Sequence[str]) -> int:
    """Run a command; returns the exit code: 0 done, 1 findings, 2 bad input, 3 refused."""
    try:
        code = dunghen.main(args=list(arguments), prog_name="dunghen", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return BAD_INPUT
    except click.ClickException as error:
        say(_in_vietnamese(error))
        return BAD_INPUT
    except BadInput as error:
        say(str(error))
        return BAD_INPUT
    except RefusedByRule as error:
        say(str(error))
        return REFUSED
    except (click.Abort, KeyboardInterrupt):
        say("Đã dừng theo yêu cầu; chưa ghi gì của lệnh này.")
        return BAD_INPUT
    except OperationalError as error:
        say(f"Không kết nối được cơ sở dữ liệu: {error}")
        return BAD_INPUT
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    return code if isinstance(code, int) else DONE


def _in_vietnamese(error: click.ClickException) -> str:
    """Click's own complaints, in the words of this command line."""
    match error:
        case click.NoSuchOption(option_name=name):
            return f"Không có tùy chọn {name}. Xem: dunghen --help"
        case click.MissingParameter(param=click.Parameter() as param):
            name = param.opts[0] if isinstance(param, click.Option) else str(param.human_readable_name)
            return f"Thiếu {name}. Xem: dunghen --help"
        case click.BadParameter(param=click.Parameter() as param):
            name = param.opts[0] if isinstance(param, click.Option) else str(param.human_readable_name)
            return f"{name}: {_value_problem(error)}"
        case click.FileError(ui_filename=name):
            return f"Không mở được tệp {name}."
        case click.UsageError():
            return f"Lệnh không đúng: {error.format_message()} Xem: dunghen --help"
    return error.format_message()


def _value_problem(error: click.BadParameter) -> str:
    param = error.param
    if param is not None and isinstance(param.type, click.Choice):
        return f"giá trị phải là một trong: {', '.join(map(str, param.type.choices))}."
    if param is not None and isinstance(param.type, click.File | click.Path):
        return "không mở được tệp này."
    if param is not None and isinstance(param.type, click.types.IntParamType):
        return "phải là số nguyên trong giới hạn cho phép."
    return error.message
