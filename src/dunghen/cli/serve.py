"""`dunghen serve`: the pages at http://localhost:8000 and the worker behind them, until Ctrl-C."""

import socket

import click
from django.core.management import call_command

from dunghen.cli.errors import BadInput
from dunghen.cli.output import say
from dunghen.web.serve import Serving

PORT = 8000
PORTS = click.IntRange(1, 65535)


@click.command(help="Chạy trang web và tiến trình nền trên máy này; Ctrl-C để dừng.")
@click.option("--port", type=PORTS, default=PORT, help=f"Cổng (mặc định {PORT}).")
def serve(port: int) -> int:
    return start(port)


def start(port: int = PORT) -> int:
    """Serve until a signal; the exit code. Raises BadInput where the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise BadInput(f"Không mở được cổng {port}: chọn cổng khác bằng --port.") from error
    call_command("collectstatic", interactive=False, verbosity=0)
    say(f"Mở http://localhost:{port} trong trình duyệt; nhấn Ctrl-C để dừng.")
    return Serving(port).run(say)
