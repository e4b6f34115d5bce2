"""Where words and data go: data on stdout, messages and progress on stderr."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

Advance = Callable[[int], None]

messages = Console(stderr=True, highlight=False, soft_wrap=True)
data = Console(highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """One message for the person at the keyboard."""
    messages.print(text, markup=False)


@contextmanager
def progress(label: str, total: int | None) -> Iterator[Advance]:
    """A bar on a terminal; elsewhere a line at the start and at every tenth."""
    if messages.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*columns, console=messages, transient=True) as bar:
            task = bar.add_task(label, total=total)
            yield lambda done: bar.update(task, completed=done)
        return
    say(f"{label} …")
    tenths = 0

    def line(done: int) -> None:
        nonlocal tenths
        if total and done * 10 // total > tenths:
            tenths = done * 10 // total
            say(f"  {label}: {min(tenths, 10) * 10} %")

    yield line
