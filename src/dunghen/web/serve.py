"""The web server and the worker side by side, for a trial on one machine: both start, both end together."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

GRACE = 20.0  # seconds a child may take to finish what it is doing
PAUSE = 0.2
WORKERS = 2


class Serving:
    """The two programs. `stop` may be called by a signal at any moment."""

    def __init__(self, port: int) -> None:
        web = ["gunicorn", "dunghen.config.wsgi:application", "--bind", f"127.0.0.1:{port}"]
        # read once, before the port answers, so that nobody's first page waits for it
        web += ["--preload", "--workers", str(WORKERS), "--worker-class", "sync", "--log-level", "warning"]
        self.commands = {
            "web": web,
            "worker": [
                "dunghen.config.manage",
                "procrastinate",
                "worker",
                "--shutdown-graceful-timeout",
                "10",
            ],
        }
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def run(self, say: Callable[[str], None]) -> int:
        """Run both until a signal or until one of them ends by itself: 0 after a signal, else 1."""
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self.stop)
        for name_of, command in self.commands.items():
            # A session of its own, so that Ctrl-C reaches this process alone and the order is ours.
            self.children[name_of] = subprocess.Popen(
                [sys.executable, "-m", *command], start_new_session=True
            )
        while not self.stopping and all(child.poll() is None for child in self.children.values()):
            time.sleep(PAUSE)
        ended = [name for name, child in self.children.items() if child.poll() is not None]
        self._end()
        if ended and not self.stopping:
            say(f"Tiến trình {', '.join(ended)} đã tự kết thúc; xem thông báo ở trên.")
            return 1
        return 0

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _end(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        for child in self.children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(GRACE)
            if child.poll() is None:
                child.kill()
                child.wait()
