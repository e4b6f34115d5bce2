"""What a signature is worth: each way of being wrong is told apart, and no changed byte passes."""

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

import pdfplumber
import pytest
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.timestamps import DummyTimeStamper
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject

from dunghen.documents.signing.authority import Authority
from dunghen.documents.signing.certificates import fingerprint
from dunghen.documents.signing.trust import Trust
from dunghen.documents.signing.verifying import Unreadable, Verdict, verify
from dunghen.documents.tests.signed import (
    AGENCY,
    LONG_AGO,
    NOW,
    PERSON,
    Keys,
    keys,
    plain,
    sign,
    signed_twice,
)

DAY = timedelta(days=1)
FIVE_MINUTES = timedelta(minutes=5)


@cache
def ours() -> Keys:
    return keys()


@cache
def ours_signed() -> bytes:
    return signed_twice(ours())


def verdict(pdf: bytes, trust: Trust, **more: Any) -> Verdict:
    return verify(pdf, trust, now=datetime.now(UTC), **more).verdict


def test_a_person_and_the_agency_signed() -> None:
    seen = verify(ours_signed(), ours().trust(), now=datetime.now(UTC))
    assert seen.verdict == Verdict.VALID
    assert [one.signer for one in seen.signatures] == [PERSON, AGENCY]
    assert [one.organisation for one in seen.signatures] == ["", AGENCY]
    for one in seen.signatures:
        assert one.at is not None
        assert abs(one.at - datetime.now(UTC)) < FIVE_MINUTES
        assert not one.proved
        assert one.checked_until is not None


def test_it_stays_pdf_a_with_its_tags_and_fonts_embedded() -> None:
    signed = PdfReader(BytesIO(ours_signed()))
    root: Any = signed.trailer["/Root"]
    assert ours_signed().startswith(plain())
    assert {"/StructTreeRoot", "/MarkInfo", "/OutputIntents", "/Metadata"} <= set(root)
    assert b"pdfaid:part" in root["/Metadata"].get_object().get_data()
    annotations: Any = signed.pages[-1]["/Annots"]
    for annotation in annotations:
        widget = annotation.get_object()
        assert widget["/F"] & 4, "it is printed"
        box = widget["/AP"]["/N"]["/Resources"]["/XObject"]["/Box"].get_object()
        fonts = [each.get_object() for each in box["/Resources"]["/Font"].values()]
        described = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
        assert described
        assert all({"/FontFile2", "/FontFile3"} & set(each.get_object()) for each in described)


def test_the_boxes_stand_between_the_position_and_the_name() -> None:
    page = PdfReader(BytesIO(ours_signed())).pages[-1]
    with pdfplumber.open(BytesIO(plain())) as opened:
        shown = opened.pages[-1]
        found = {said: shown.height - shown.search(said)[-1]["bottom"] for said in ("CHỦ TỊCH", PERSON)}
    annotations: Any = page["/Annots"]
    person, agency = ([float(each) for each in one.get_object()["/Rect"]] for one in annotations)
    assert found[PERSON] < person[1] < person[3] < found["CHỦ TỊCH"]
    assert agency[0] < person[0] < agency[2] < person[2], "the agency's over the person's left third"


def test_nobody_signed() -> None:
    assert verdict(plain(), ours().trust()) == Verdict.UNSIGNED


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"nothing", b"PK\x03\x04"])
def test_what_is_no_pdf_is_not_read(content: bytes) -> None:
    with pytest.raises(Unreadable):
        verify(content, ours().trust(), now=NOW)


def test_a_changed_byte_shows() -> None:
    at = ours_signed().index(b"endstream") - 20
    changed = bytearray(ours_signed())
    changed[at] ^= 1
    assert verdict(bytes(changed), ours().trust()) == Verdict.TAMPERED


def note_added(pdf: bytes) -> bytes:
    writer = PdfWriter(BytesIO(pdf), incremental=True)
    writer.add_annotation(0, FreeText(text="Đã nộp đủ", rect=(50, 50, 200, 100)))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def page_added(pdf: bytes) -> bytes:
    writer = PdfWriter(BytesIO(pdf), incremental=True)
    writer.add_blank_page(200, 200)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def text_replaced(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(type(page["/Contents"])(stream_data=b"0 0 200 200 re f"))
    writer.update_container(page)
    out = BytesIO()
    written: Any = writer
    written.write(out)
    return out.getvalue()


def box_moved(pdf: bytes) -> bytes:
    writer = PdfWriter(BytesIO(pdf), incremental=True)
    annotations: Any = writer.pages[-1]["/Annots"]
    widget = annotations[0].get_object()
    widget[next(key for key in widget if key == "/Rect")] = ArrayObject(widget["/Rect"][::-1])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def anything_appended(pdf: bytes) -> bytes:
    return pdf + b"% x\n"


@pytest.mark.parametrize("change", [note_added, page_added, text_replaced, box_moved, anything_appended])
def test_what_was_added_after_signing_shows(change: Any) -> None:
    assert change(ours_signed()) != ours_signed()
    assert verdict(change(ours_signed()), ours().trust()) == Verdict.TAMPERED


def test_a_stranger_who_signs_after_is_not_trusted() -> None:
    added = sign(sign(plain(), ours().person), keys("CA khác").agency, "agency")
    seen = verify(added, ours().trust(), now=datetime.now(UTC))
    assert [one.verdict for one in seen.signatures] == [Verdict.VALID, Verdict.UNTRUSTED]
    assert seen.verdict == Verdict.UNTRUSTED


def test_an_authority_of_the_same_name_is_another_one() -> None:
    assert verdict(signed_twice(keys()), ours().trust()) == Verdict.UNTRUSTED


def test_expired_when_signed() -> None:
    old = keys(until=NOW - DAY)
    assert verdict(sign(plain(), old.person), old.trust()) == Verdict.EXPIRED
    early = keys(since=NOW + DAY)
    assert verdict(sign(plain(), early.person), early.trust()) == Verdict.EXPIRED


def test_expired_since_is_no_fault() -> None:
    soon = keys(until=NOW + DAY)
    pdf = sign(plain(), soon.person)
    assert verify(pdf, soon.trust(), now=datetime.now(UTC) + 2 * DAY).verdict == Verdict.VALID


def test_revoked() -> None:
    taken = keys()
    pdf = sign(plain(), taken.person)
    assert verdict(pdf, taken.trust()) == Verdict.VALID
    taken.authority.revoke(taken.person.certificate, NOW - DAY)
    assert verdict(pdf, taken.trust()) == Verdict.REVOKED


def test_a_list_that_the_authority_did_not_sign_says_nothing() -> None:
    forged = Authority.create("CA MẪU", since=LONG_AGO)
    forged.revoke(ours().person.certificate, NOW - DAY)
    other = Keys(forged, ours().person, ours().agency).trust()
    seen = verify(ours_signed(), Trust(ours().trust().roots, (), other.lists), now=datetime.now(UTC))
    assert seen.verdict == Verdict.VALID
    assert seen.signatures[0].checked_until is None


def test_revoked_later_counts_unless_the_signature_is_known_to_be_older() -> None:
    """The signer's own computer proves no time: whoever stole the key could have set it back."""
    taken = keys()
    pdf = sign(plain(), taken.person)
    taken.authority.revoke(taken.person.certificate, NOW + DAY)
    assert verdict(pdf, taken.trust()) == Verdict.REVOKED
    assert verdict(pdf, taken.trust(), held_since=NOW) == Verdict.VALID
    assert verdict(pdf, taken.trust(), held_since=NOW + 2 * DAY) == Verdict.REVOKED


def clock(by: Keys, at: datetime) -> DummyTimeStamper:
    issued = by.authority.issue("TSA MẪU", since=LONG_AGO, timestamps=True)
    key = issued.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = Certificate.load(issued.certificate.public_bytes(Encoding.DER))
    return DummyTimeStamper(certificate, PrivateKeyInfo.load(key), fixed_dt=at)


def test_a_timestamp_proves_the_time() -> None:
    old = keys(until=NOW - DAY)
    pdf = sign(plain(), old.person, timestamps=clock(old, NOW - 2 * DAY))
    old.authority.revoke(old.person.certificate, NOW - DAY)
    (one,) = verify(pdf, old.trust(), now=datetime.now(UTC)).signatures
    assert (one.verdict, one.at, one.proved) == (Verdict.VALID, NOW - 2 * DAY, True)


def test_the_timestamp_of_a_stranger_proves_nothing() -> None:
    pdf = sign(plain(), ours().person, timestamps=clock(keys("CA khác"), NOW - 2 * DAY))
    (one,) = verify(pdf, ours().trust(), now=datetime.now(UTC)).signatures
    assert not one.proved
    assert one.at is not None
    assert one.at > NOW - FIVE_MINUTES


def test_who_should_have_signed() -> None:
    person, agency = (fingerprint(each.certificate) for each in (ours().person, ours().agency))
    other = fingerprint(keys().person.certificate)
    trust = ours().trust()
    assert verdict(ours_signed(), trust, expected=[person, agency]) == Verdict.VALID
    assert verdict(ours_signed(), trust, expected=[other, agency]) == Verdict.WRONG_SIGNER
    assert verdict(ours_signed(), trust, expected=[agency]) == Verdict.WRONG_SIGNER, "nobody else"
    assert verdict(sign(plain(), ours().person), trust, expected=[person, agency]) == Verdict.WRONG_SIGNER


def covered() -> list[tuple[int, int]]:
    """The bytes the last signature covers."""
    root: Any = PdfReader(BytesIO(ours_signed())).trailer["/Root"]
    first, length, second, rest = root["/AcroForm"]["/Fields"][-1].get_object()["/V"]["/ByteRange"]
    assert second + rest == len(ours_signed())
    return [(first, first + length), (second, second + rest)]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_flipped_bit_is_valid(data: st.DataObject) -> None:
    begin, end = data.draw(st.sampled_from(covered()))
    changed = bytearray(ours_signed())
    changed[data.draw(st.integers(begin, end - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = verdict(bytes(changed), ours().trust())
    except Unreadable:
        return
    assert found != Verdict.VALID


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_no_cut_file_is_valid(data: st.DataObject) -> None:
    """Cut after the first signature a file is what it was then; nowhere else does it count."""
    end = data.draw(st.integers(0, len(ours_signed()) - 2))
    try:
        seen = verify(ours_signed()[:end], ours().trust(), now=datetime.now(UTC))
    except Unreadable:
        return
    assert seen.verdict != Verdict.VALID or len(seen.signatures) == 1
