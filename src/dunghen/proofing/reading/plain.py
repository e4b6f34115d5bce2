"""Text files, and the old Vietnamese encodings that look like text and are not."""

import re

from dunghen.proofing.reading.model import Limits, Unreadable, clean

_MANY = 5  # signs of an old encoding that are no accident
# In TCVN3 (ABC) these signs are letters, so they stand inside words: "Céng hßa x· héi chñ nghÜa ViÖt Nam".
_LETTER = r"[^\W\d_]"
_SIGNS = "[\u00a8-\u00aa\u00ac\u00ae\u00b5-\u00b9\u00bc-\u00be]"
_TCVN3 = re.compile(
    rf"(?<={_LETTER}){_SIGNS}|{_SIGNS}(?={_LETTER})|§(?={_LETTER})|(?<={_LETTER})[«»](?={_LETTER})"
)
# VNI writes a tone as a letter after the vowel: "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam".
_VNI = re.compile(r"[aeouyôö][äøùûõïåáàãâëéèêúüÿñ]", re.IGNORECASE)
_UNICODE = re.compile(r"[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_TONE = re.compile(r"[AEIOUYaeiouyÂÊÔâêôĂăƠơƯư][\u0300\u0301\u0303\u0309\u0323]")
_OLD = (
    "Văn bản dùng bảng mã cũ {name}, không phải Unicode; hãy chuyển sang Unicode "
    "(công cụ chuyển mã của bộ gõ) rồi thử lại."
)


def read_plain(data: bytes, limits: Limits) -> str:
    """The text of a .txt or .md file. Raises Unreadable."""
    text = clean(_decoded(data))
    if len(text) > limits.text:
        raise Unreadable("Văn bản quá dài nên không đọc.")
    return text


def _decoded(data: bytes) -> str:
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    encoding = next((name for mark, name in marks if data.startswith(mark)), None)
    tries = [encoding] if encoding else [*_without_mark(data)]
    for name in tries:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return _windows(data)


def _without_mark(data: bytes) -> list[str]:
    """UTF-16 without its mark shows by the zero bytes of its blanks and digits, all on one side."""
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    if max(even, odd) * 10 > len(data[:4096]):
        return ["utf-16-le" if odd > even else "utf-16-be"]
    return ["utf-8"]


def _windows(data: bytes) -> str:
    """Windows' own Vietnamese code page; tones stand as signs of their own after the vowel."""
    refuse_old(data.decode("cp1252", "replace"))
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError as error:
        raise Unreadable("Không nhận ra bảng mã của tệp; hãy lưu lại dạng UTF-8.") from error
    if not _TONE.search(text) or "\0" in text:
        raise Unreadable("Không nhận ra bảng mã của tệp; hãy lưu lại dạng UTF-8.")
    return text


def refuse_old(text: str) -> None:
    """Refuse text whose letters are those of an old font (TCVN3, VNI). Raises Unreadable."""
    ours = len(_UNICODE.findall(text))
    for name, signs in (("TCVN3 (ABC)", _TCVN3), ("VNI", _VNI)):
        found = sum(1 for _ in signs.finditer(text))
        if found >= _MANY and found > 3 * ours:
            raise Unreadable(_OLD.format(name=name))
