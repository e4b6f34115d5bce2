"""The pages in Chromium on a slow processor and a slow line, and the memory of the web processes that
served them: the real server, as `dunghen serve` starts it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from shutil import which

from playwright.sync_api import Page, sync_playwright

from bench.databases import current
from dunghen.web.serve import Serving

SLOWER = 6  # times, the processor
LINE = 1_600_000 / 8  # bytes a second, both ways
LATENCY = 150  # milliseconds to and fro
PATIENCE = 60
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@dataclass(frozen=True, slots=True)
class Paint:
    """Seconds to the first contents, and bytes on the wire, of a first visit and of one after it."""

    cold: float
    warm: float
    cold_bytes: int
    warm_bytes: int


@contextmanager
def serving(database: str) -> Iterator[tuple[int, int]]:
    """The web server on this database: its port and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", *Serving(port).commands["web"]]
    server = subprocess.Popen(command, env=os.environ | {"DUNGHEN_DATABASE": database})
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(port):
            assert server.poll() is None
            assert time.monotonic() < until
            time.sleep(0.2)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def paints(visits: Sequence[tuple[str, str]], rounds: int) -> dict[str, Paint]:
    """By address; each visit is a session and an address. The slowest of the rounds."""
    found: dict[str, Paint] = {}
    with serving(current()) as (port, _process), sync_playwright() as driver:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = driver.chromium.launch(executable_path=which("chromium"), args=flags)
        for session, address in visits:
            taken: list[Paint] = []
            for _round in range(rounds):
                context = browser.new_context(base_url=f"http://localhost:{port}", service_workers="block")
                url = f"http://localhost:{port}"
                context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
                page = context.new_page()
                count = _slow(page)
                cold, cold_bytes = _visit(page, address, count)
                warm, warm_bytes = _visit(page, address, count)
                taken.append(Paint(cold, warm, cold_bytes, warm_bytes))
                context.close()
            found[address] = max(taken, key=lambda paint: paint.cold)
        browser.close()
    return found


def _slow(page: Page) -> Callable[[], int]:
    """Slow the page down; gives the number of bytes that came since it was last asked."""
    session = page.context.new_cdp_session(page)
    came: list[int] = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda said: came.append(int(said["encodedDataLength"])))
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    line = {"offline": False, "latency": LATENCY, "downloadThroughput": LINE, "uploadThroughput": LINE}
    session.send("Network.emulateNetworkConditions", line)

    def since() -> int:
        number = sum(came)
        came.clear()
        return number

    return since


def _visit(page: Page, address: str, count: Callable[[], int]) -> tuple[float, int]:
    count()
    answer = page.goto(address, wait_until="load")
    assert answer is not None
    assert answer.status == 200, (answer.status, address)
    page.wait_for_function(PAINTED)
    return float(page.evaluate(PAINTED)) / 1000, count()


def memory(visits: Iterable[tuple[str, str]]) -> float:
    """MiB of the largest web process after it served every visit (a header and an address)."""
    with serving(current()) as (port, process):
        for header, address in visits:
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            name = "Authorization" if header.startswith("Bearer") else "Cookie"
            headers = {"Host": "localhost", name: header, "Accept-Encoding": "gzip"}
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, (answer.status, address)
            connection.close()
        return max(_resident(child) for child in _children(process))


def _children(process: int) -> list[int]:
    told = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(child) for child in told.split()]


def _resident(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
