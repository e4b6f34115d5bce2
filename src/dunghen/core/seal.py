"""Seals: the ends of all chains, signed and kept outside the database.

A seal covers the chains that got events in (`since`, `sealed_to`]. It is two files under `seals/`:
`000001.heads` (gzip; a line per chain: id, number of its last event, that event's hash, its name) and
`000001.json` (what was sealed, the digest of the heads, the digest of the seal before, an Ed25519
signature). The private key is `keys/seal.key`; public keys stay in `keys/` so that old seals can be
checked after the key changed. Knows no room: whoever seals hands in the heads.
"""

import fcntl
import gzip
import hashlib
import heapq
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from dunghen.core.ledger import canonical, moment, stamp

FIRST = "0" * 64  # what the first seal names as the one before it
FAN_IN = 200  # heads files open at a time: five years of daily seals are more than a process may open
_RAW = (Encoding.Raw, PrivateFormat.Raw, NoEncryption())


class SealError(Exception):
    """Sealing is refused; the text says why, in Vietnamese."""


class Head(NamedTuple):
    """The end of a chain: its id, the number and hash of its last event, and the name people know it by."""

    chain: int
    number: int
    digest: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as signed; the times are stamps (UTC), the digests hexadecimal."""

    number: int
    made_at: str
    since: str | None
    sealed_to: str
    chains: int
    events: int
    heads_sha256: str
    previous: str
    key: str

    @property
    def window(self) -> tuple[datetime | None, datetime]:
        """After the first moment, up to and including the second."""
        return (None if self.since is None else moment(self.since)), moment(self.sealed_to)


@dataclass(frozen=True, slots=True)
class Seals:
    """The seals that hold, in order, and what is wrong with the others. `digest` names them all."""

    good: tuple[Seal, ...]
    wrong: tuple[str, ...]
    digest: str


def make_seal(
    folder: Path, heads: Iterable[Head], *, made_at: datetime, sealed_to: datetime, events: int
) -> Seal:
    """Seal `heads`, sorted by chain, as the one after the last. `events` is how many were recorded since.

    Raises SealError if an earlier seal is damaged, or if `sealed_to` is not later than the last one.
    """
    with _alone(folder):
        last, previous = _last(folder)
        if last is not None and sealed_to <= last.window[1]:
            raise SealError(
                f"Đã niêm phong đến {last.sealed_to}; chưa có khoảng thời gian mới để niêm phong."
            )
        number = 1 if last is None else last.number + 1
        key = _private_key(folder)
        chains, digest = _write_heads(_seals(folder) / f"{number:06}.heads", heads)
        seal = Seal(
            number=number,
            made_at=stamp(made_at),
            since=None if last is None else last.sealed_to,
            sealed_to=stamp(sealed_to),
            chains=chains,
            events=events,
            heads_sha256=digest,
            previous=previous,
            key=_fingerprint(key.public_key()),
        )
        body = asdict(seal)
        body["signature"] = key.sign(canonical(asdict(seal)).encode()).hex()
        _put(_seals(folder) / f"{number:06}.json", lambda file: file.write(canonical(body).encode() + b"\n"))
    return seal


def sealed_to(folder: Path) -> datetime | None:
    """Up to when events are sealed; None before the first seal. Raises SealError if a seal is damaged."""
    last, _ = _last(folder)
    return None if last is None else last.window[1]


def read_seals(folder: Path) -> Seals:
    """Check every seal: its signature, its place in the row, the heads it signed."""
    good: list[Seal] = []
    wrong: list[str] = []
    total = hashlib.sha256()
    keys = _public_keys(folder)
    previous, since, expected = FIRST, None, 1
    for path in sorted(_seals(folder).glob("*.json")):
        content = path.read_bytes()
        total.update(content)
        while path.stem.isdecimal() and expected < int(path.stem):
            wrong.append(f"Niêm phong số {expected}: mất tệp.")
            previous, expected = "", expected + 1
        seal, fault = _check(path, content, keys)
        if not fault and previous and (seal is None or (seal.previous, seal.since) != (previous, since)):
            wrong.append(f"Niêm phong số {expected}: không nối tiếp niêm phong trước (tệp trước đã bị thay).")
        if fault:
            wrong.append(f"Niêm phong số {expected}: {fault}.")
        elif seal is not None:
            good.append(seal)
        previous = hashlib.sha256(content).hexdigest()
        since = None if seal is None else seal.sealed_to
        expected += 1
    total.update("\n".join(wrong).encode())
    return Seals(tuple(good), tuple(wrong), total.hexdigest())


@contextmanager
def newest_heads(folder: Path, seals: Iterable[Seal]) -> Iterator[Iterator[tuple[Head, int]]]:
    """The newest sealed head of every chain with its seal's number, ordered by chain; flat in memory."""
    sources = [(_seals(folder) / f"{seal.number:06}.heads", seal.number) for seal in seals]
    with ExitStack() as stack:
        streams = [_lines(path, number) for path, number in sources]
        while len(streams) > FAN_IN:
            batches = [streams[at : at + FAN_IN] for at in range(0, len(streams), FAN_IN)]
            streams = [_spool(stack.enter_context(tempfile.TemporaryFile()), batch) for batch in batches]
        yield _newest(heapq.merge(*streams))


Line = tuple[int, int, int, str, str]  # chain, seal, number, hash, name: sorts as wanted


def _lines(path: Path, seal: int) -> Iterator[Line]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            chain, number, digest, name = line.rstrip("\n").split("\t", 3)
            yield int(chain), seal, int(number), digest, name


def _spool(file: IO[bytes], streams: list[Iterator[Line]]) -> Iterator[Line]:
    """Merge some streams into one temporary file and read it back, so that few files are open."""
    with gzip.open(file, "wt", compresslevel=1, encoding="utf-8", newline="\n") as out:
        out.writelines("\t".join(map(str, line)) + "\n" for line in heapq.merge(*streams))
    file.seek(0)
    with gzip.open(file, "rt", encoding="utf-8", newline="\n") as back:
        for text in back:
            chain, seal, number, digest, name = text.rstrip("\n").split("\t", 4)
            yield int(chain), int(seal), int(number), digest, name


def _newest(lines: Iterator[Line]) -> Iterator[tuple[Head, int]]:
    held: Line | None = None
    for line in lines:
        if held is not None and held[0] != line[0]:
            yield _head(held)
        held = line
    if held is not None:
        yield _head(held)


def _head(line: Line) -> tuple[Head, int]:
    chain, seal, number, digest, name = line
    return Head(chain, number, bytes.fromhex(digest), name), seal


def _check(path: Path, content: bytes, keys: dict[str, Ed25519PublicKey]) -> tuple[Seal | None, str]:
    """A seal's file, and what is wrong with it; empty if nothing is."""
    try:
        body = json.loads(content)
        signature = bytes.fromhex(body.pop("signature"))
        seal = Seal(**body)
        fault = _signature_fault(seal, signature, keys)
        if not fault and f"{seal.number:06}" != path.stem:
            fault = "số không khớp tên tệp"
    except (ValueError, TypeError, KeyError, AttributeError):
        return None, "tệp không đọc được"
    return seal, fault or _heads_fault(path.with_suffix(".heads"), seal)


def _signature_fault(seal: Seal, signature: bytes, keys: dict[str, Ed25519PublicKey]) -> str:
    key = keys.get(seal.key)
    if key is None:
        return "không có khóa công khai để kiểm tra chữ ký"
    try:
        key.verify(signature, canonical(asdict(seal)).encode())
    except InvalidSignature:
        return "chữ ký không đúng, nội dung đã bị sửa"
    return ""


def _heads_fault(path: Path, seal: Seal) -> str:
    try:
        same = _digest_of_heads(path) == seal.heads_sha256
    except (OSError, EOFError, zlib.error):
        return "danh sách đầu chuỗi bị mất hoặc hỏng"
    return "" if same else "danh sách đầu chuỗi đã bị sửa"


def _digest_of_heads(path: Path) -> str:
    with gzip.open(path, "rb") as file:
        total = hashlib.sha256()
        while block := file.read(1 << 20):
            total.update(block)
    return total.hexdigest()


def _last(folder: Path) -> tuple[Seal | None, str]:
    """The last seal and the digest of its file."""
    paths = sorted(_seals(folder).glob("*.json"))
    if not paths:
        return None, FIRST
    content = paths[-1].read_bytes()
    seal, fault = _check(paths[-1], content, _public_keys(folder))
    if fault or seal is None or seal.number != len(paths):
        raise SealError(
            "Niêm phong trước bị mất hoặc hỏng: chạy lệnh verify và khôi phục tệp rồi mới niêm phong."
        )
    return seal, hashlib.sha256(content).hexdigest()


def _write_heads(path: Path, heads: Iterable[Head]) -> tuple[int, str]:
    total, chains, before = hashlib.sha256(), 0, 0

    def write(file: IO[bytes]) -> None:
        nonlocal chains, before
        with gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as packed:
            for chain, number, digest, name in heads:
                if chain <= before:
                    raise ValueError("heads not in order")
                line = f"{chain}\t{number}\t{digest.hex()}\t{name}\n".encode()
                total.update(line)
                packed.write(line)
                before = chain
                chains += 1

    _put(path, write)
    return chains, total.hexdigest()


def _put(path: Path, write: Callable[[IO[bytes]], object], mode: int = 0o644) -> None:
    """A file appears whole or not at all, also when the power fails."""
    temporary = path.with_name(path.name + ".tmp")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _seals(folder: Path) -> Path:
    return folder / "seals"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    _seals(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    with (_seals(folder) / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _private_key(folder: Path) -> Ed25519PrivateKey:
    """The key of this installation, made at the first seal; only its owner may read it."""
    path = folder / "keys" / "seal.key"
    if path.exists():
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = Ed25519PrivateKey.generate()
    public = key.public_key()
    name = f"{_fingerprint(public)[:16]}.pub"
    _put(path.parent / name, lambda file: file.write(public.public_bytes(Encoding.Raw, PublicFormat.Raw)))
    _put(path, lambda file: file.write(key.private_bytes(*_RAW)), 0o600)
    return key


def _public_keys(folder: Path) -> dict[str, Ed25519PublicKey]:
    found = [
        Ed25519PublicKey.from_public_bytes(path.read_bytes()) for path in (folder / "keys").glob("*.pub")
    ]
    return {_fingerprint(key): key for key in found}


def _fingerprint(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()
