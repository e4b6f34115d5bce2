"""Text files in the encodings that are met, and those that are refused."""

from io import BytesIO
from pathlib import Path
from typing import Literal
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunghen.proofing.reading import Unreadable, read
from dunghen.proofing.reading.tests.files import refusal

SAID = "Cộng hòa xã hội chủ nghĩa Việt Nam: 86.643 hồ sơ, đạt 99,94%\nĐộc lập - Tự do - Hạnh phúc"
TCVN3 = (
    "Céng hßa x· héi chñ nghÜa ViÖt Nam. §éc lËp - Tù do - H¹nh phóc. Tæng sè hå s¬ ®· gi¶i quyÕt lµ 86.643"
)
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam. Ñoäc laäp - Töï do - Haïnh phuùc."
# How Windows' own code page takes letters apart: the vowel with its hat, then the tone.
WINDOWS = str.maketrans(
    {"ộ": "ô\u0323", "ò": "o\u0300", "ã": "a\u0303", "ủ": "u\u0309", "ĩ": "i\u0303", "ệ": "ê\u0323"}
    | {"ồ": "ô\u0300", "ạ": "a\u0323", "ậ": "â\u0323", "ự": "ư\u0323"}
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_is_read_in_every_way_it_is_written(encoding: str, form: Literal["NFC", "NFD"]) -> None:
    written = normalize(form, SAID).replace("\n", "\r\n")
    assert read(BytesIO(written.encode(encoding)), "a.txt") == SAID


def test_the_code_page_of_windows_is_read() -> None:
    assert read(BytesIO(SAID.translate(WINDOWS).encode("cp1258")), "a.txt") == SAID


@pytest.mark.parametrize(("name", "text"), [("TCVN3", TCVN3), ("VNI", VNI)])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_old_fonts_are_refused_by_name(name: str, text: str, encoding: str) -> None:
    with pytest.raises(Unreadable, match=name):
        read(BytesIO(text.encode(encoding)), "a.txt")


def test_other_bytes_are_refused() -> None:
    with pytest.raises(Unreadable, match="bảng mã"):
        read(BytesIO(b"caf\xe9 \xfe\xfd\xfc 12"), "a.txt")


def test_markdown_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Báo cáo\n\n| a | b |\n|---|---|\n| 1 | **2** |\n", encoding="utf-8")
    assert read(path) == "# Báo cáo\n\n| a | b |\n|---|---|\n| 1 | **2** |\n"


def test_foreign_words_and_signs_are_no_old_font() -> None:
    text = "Diện tích 12 m², 37°C, «résumé», naïve café, 5 ± 1 µm, Köln, São Paulo – đạt 98% " * 20
    assert read(BytesIO(text.encode()), "a.txt") == text


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in ("a.txt", "a.docx", "a.pdf", "a.xlsx"):
        reason = refusal(data, name)
        assert reason[-1:] in {"", "."}
        assert reason or is_normalized("NFC", read(BytesIO(data), name))
