"""`dunghen serve`: the pages answer, and a signal ends both programs cleanly."""

import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest

PATIENCE = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=20) as answer:
            return bool(answer.status == 200)
    except (URLError, TimeoutError):
        return False


def children(parent: int) -> list[str]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    return listed.stdout.split()


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_a_signal(number: signal.Signals) -> None:
    port = free_port()
    served = subprocess.Popen([sys.executable, "-m", "dunghen", "serve", "--port", str(port)])
    try:
        until = time.monotonic() + PATIENCE
        while not answers(f"http://127.0.0.1:{port}/accounts/login/"):
            assert served.poll() is None
            assert time.monotonic() < until
            time.sleep(0.5)
        started = children(served.pid)
        assert len(started) == 2
        served.send_signal(number)
        assert served.wait(PATIENCE) == 0
        alive = subprocess.run(
            ["ps", "-o", "pid=", "-p", ",".join(started)], capture_output=True, text=True, check=False
        )
        assert alive.stdout.split() == []
        assert not answers(f"http://127.0.0.1:{port}/accounts/login/")
    finally:
        served.kill()
        served.wait()


def test_a_taken_port_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "dunghen", "serve", "--port", str(taken.getsockname()[1])]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert "Không mở được cổng" in told.stderr
