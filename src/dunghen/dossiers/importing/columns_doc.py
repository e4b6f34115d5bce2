"""The table of docs/import.md, written from the columns that the import reads."""

from dunghen.dossiers.importing.columns import COLUMNS, Column

BEGIN, END = "<!-- columns: generated -->", "<!-- end of columns -->"
HEAD = ("| Cột | Bắt buộc | Dữ liệu cá nhân | Nội dung |", "| --- | --- | --- | --- |")


def replaced(document: str) -> str:
    """The document with its generated part written anew. Raises ValueError where a mark is missing."""
    before, rest = document.split(BEGIN)
    _, after = rest.split(END)
    lines = [BEGIN, "", *HEAD, *map(_line, COLUMNS), "", END]
    return before + "\n".join(lines) + after


def _line(column: Column) -> str:
    required, personal = ("có" if told else "" for told in (column.required, column.personal))
    meaning = column.meaning.replace("|", "\\|")
    return f"| `{column.name}` | {required} | {personal} | {meaning} |"
