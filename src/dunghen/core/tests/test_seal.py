"""Seals: what was signed can be read again, and nothing of it can be changed unseen."""

import gzip
import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dunghen.core import seal
from dunghen.core.seal import Head, SealError, make_seal, newest_heads, read_seals, sealed_to

START = datetime(2024, 5, 1, tzinfo=UTC)


def head(chain: int, number: int = 1) -> Head:
    return Head(chain, number, bytes([chain % 256, number]) * 16, f"H{chain}")


def sealed(folder: Path, day: int, *heads: Head) -> seal.Seal:
    at = START + timedelta(days=day)
    return make_seal(folder, heads, made_at=at, sealed_to=at, events=len(heads))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sealed(tmp_path, 1, head(1), head(2), head(5))
    sealed(tmp_path, 2)
    sealed(tmp_path, 3, head(2, 4), head(9))
    return tmp_path


def test_untouched_seals_hold(folder: Path) -> None:
    seals = read_seals(folder)
    assert seals.wrong == ()
    assert [made.number for made in seals.good] == [1, 2, 3]
    assert sealed_to(folder) == START + timedelta(days=3)
    with newest_heads(folder, seals.good) as heads:
        assert list(heads) == [(head(1), 1), (head(2, 4), 3), (head(5), 1), (head(9), 3)]


def test_key_is_its_owners_alone(folder: Path) -> None:
    assert stat.S_IMODE((folder / "keys" / "seal.key").stat().st_mode) == 0o600


def test_newest_head_among_more_seals_than_may_be_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(7):
        sealed(tmp_path, day, head(1, day + 1), head(day + 2))
    monkeypatch.setattr(seal, "FAN_IN", 2)
    with newest_heads(tmp_path, read_seals(tmp_path).good) as heads:
        assert list(heads) == [(head(1, 7), 7), *((head(day + 2), day + 1) for day in range(7))]


def _edit_json(field: str, value: object) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / "seals" / "000002.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), field: value}))

    return edit


def _edit_heads(folder: Path) -> None:
    path = folder / "seals" / "000001.heads"
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b"H5", b"H6")))


def _other_key(folder: Path) -> None:
    """A seal signed anew by somebody else's key."""
    for path in (folder / "keys").iterdir():
        path.unlink()


TAMPERED: list[tuple[str, Callable[[Path], object]]] = [
    ("Niêm phong số 2: chữ ký không đúng", _edit_json("events", 7)),
    ("Niêm phong số 2: chữ ký không đúng", _edit_json("sealed_to", "2024-05-02T12:00:00.000000Z")),
    ("Niêm phong số 2: tệp không đọc được", _edit_json("extra", 1)),
    ("Niêm phong số 1: danh sách đầu chuỗi đã bị sửa", _edit_heads),
    ("Niêm phong số 1: danh sách đầu chuỗi bị mất", lambda f: (f / "seals" / "000001.heads").unlink()),
    ("Niêm phong số 2: mất tệp", lambda f: (f / "seals" / "000002.json").unlink()),
    ("Niêm phong số 2: tệp không đọc được", lambda f: (f / "seals" / "000002.json").write_bytes(b"\xff{")),
    ("Niêm phong số 1: không có khóa công khai", _other_key),
]


@pytest.mark.parametrize(("said", "tamper"), TAMPERED)
def test_tampering_is_named(folder: Path, said: str, tamper: Callable[[Path], object]) -> None:
    before = read_seals(folder).digest
    tamper(folder)
    after = read_seals(folder)
    assert any(what.startswith(said) for what in after.wrong), after.wrong
    assert after.digest != before


def test_replaced_seal_breaks_the_row(folder: Path) -> None:
    """Even the key's owner cannot put another seal in the place of an old one."""
    later = (folder / "seals" / "000003.json").read_bytes()
    heads = (folder / "seals" / "000003.heads").read_bytes()
    for number in (2, 3):
        (folder / "seals" / f"{number:06}.json").unlink()
    sealed(folder, 2, head(7))
    (folder / "seals" / "000003.json").write_bytes(later)
    (folder / "seals" / "000003.heads").write_bytes(heads)
    assert read_seals(folder).wrong == (
        "Niêm phong số 3: không nối tiếp niêm phong trước (tệp trước đã bị thay).",
    )


def test_sealing_goes_forward_on_sound_seals_only(folder: Path) -> None:
    with pytest.raises(SealError, match="chưa có khoảng thời gian mới"):
        sealed(folder, 3)
    _edit_json("events", 7)(folder)
    sealed(folder, 4)  # the last one is sound; the damage is for verify to tell
    (folder / "seals" / "000004.json").write_text("{}")
    with pytest.raises(SealError, match="hỏng"):
        sealed(folder, 5)


def test_heads_out_of_order_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not in order"):
        sealed(tmp_path, 1, head(2), head(1))
    assert read_seals(tmp_path) == read_seals(tmp_path / "none")
