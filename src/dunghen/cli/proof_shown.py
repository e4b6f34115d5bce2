"""What the proofreader found, on the terminal: by verdict, each with its quotes in their place."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from dunghen.cli.report_tables import stdout
from dunghen.core.text import thousands
from dunghen.proofing.model import Finding, Kind, Quote, Report, Verdict

AROUND = 45  # characters of context on each side of a quote
VERDICTS: dict[Verdict, str] = {
    "contradiction": "Số liệu không khớp",
    "warning": "Cần rà soát",
    "consistent": "Số liệu khớp",
}
KINDS: dict[Kind, str] = {
    "sum": "Tổng và các thành phần",
    "percent": "Tỷ lệ",
    "difference": "Phần còn lại, chênh lệch",
    "growth": "Tăng, giảm",
    "rank": "Thứ hạng",
    "count_list": "Số lượng và danh sách",
    "same_quantity": "Cùng một số liệu ở hai chỗ",
    "citation": "Số, ngày văn bản",
    "format": "Cách ghi số",
}


def show_report(name: str, text: str, report: Report, findings: Sequence[Finding]) -> None:
    """Print the findings that ask for a look; what agrees is only counted."""
    console = stdout()
    console.print(Text(name, style="bold"))
    for verdict in ("contradiction", "warning"):
        group = [found for found in findings if found.verdict == verdict]
        if group:
            console.print(Text(f"\n{VERDICTS[verdict]} ({len(group)})", style="bold"))
        for number, found in enumerate(group, 1):
            console.print(Text(f"{number}. {KINDS[found.kind]}: {found.explanation}"), soft_wrap=True)
            for place in _places(text, found.quotes):
                console.print(Text("   ").append_text(place), soft_wrap=True)
    console.print(Text(f"\n{summary(report)}"))


def summary(report: Report) -> str:
    """One line: how much was understood, compared, and with what result."""
    counts = {
        verdict: sum(1 for found in report.findings if found.verdict == verdict) for verdict in VERDICTS
    }
    said = (
        f"Đọc được {thousands(len(report.claims))} số liệu, đối chiếu {thousands(len(report.findings))} chỗ: "
        f"{counts['contradiction']} số liệu không khớp, {counts['warning']} cần rà soát, "
    )
    return f"{said}{counts['consistent']} khớp."


def _places(text: str, quotes: Sequence[Quote]) -> Iterator[Text]:
    """The quotes with the words around them, marked; those that stand together in one line."""
    together: list[Quote] = []
    for quote in sorted(quotes, key=lambda quote: quote.start):
        if together and quote.start - together[-1].end > AROUND:
            yield _place(text, together)
            together = []
        together.append(quote)
    if together:
        yield _place(text, together)


def _place(text: str, quotes: Sequence[Quote]) -> Text:
    start, end = _word_start(text, quotes[0].start - AROUND), _word_end(text, quotes[-1].end + AROUND)
    line, at = Text("…" if start else ""), start
    for quote in quotes:
        line.append(_flat(text[at : max(at, quote.start)]))
        line.append(f"«{_flat(text[max(at, quote.start) : quote.end])}»", style="bold")
        at = max(at, quote.end)
    return line.append(_flat(text[at:end]) + ("…" if end < len(text) else ""))


def _flat(text: str) -> str:
    return " ".join(f"_{text}_".split())[1:-1]


def _word_start(text: str, at: int) -> int:
    while 0 < at < len(text) and not text[at - 1].isspace():
        at -= 1
    return max(at, 0)


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return min(at, len(text))
