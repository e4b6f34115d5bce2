"""One PAdES signature put onto a PDF, which stays PDF/A: everything before it stays byte for byte."""

import http.client
from datetime import datetime
from io import BytesIO
from urllib.parse import urlsplit

from asn1crypto.tsp import TimeStampReq, TimeStampResp
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle

from dunghen.documents.signing.appearance import Look, Place, Shown

FIELDS: dict[Look, str] = {"person": "NguoiKy", "agency": "CoQuan"}
PATIENCE = 10  # seconds for the timestamp authority


class TimestampAuthority(TimeStamper):
    """Asks an authority for the time by RFC 3161 over HTTP."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = urlsplit(address)

    async def async_request_tsa_response(self, req: TimeStampReq) -> TimeStampResp:
        """Raises OSError where the authority is not reached or does not answer with a timestamp."""
        secure = self._address.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(self._address.netloc, timeout=PATIENCE)
        try:
            heads = {"Content-Type": "application/timestamp-query"}
            connection.request("POST", self._address.path or "/", req.dump(), heads)
            answer = connection.getresponse()
            if answer.status != http.client.OK:
                raise OSError(f"{self._address.netloc}: {answer.status}")
            return TimeStampResp.load(answer.read())
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()


def timestamp_authority() -> TimeStamper | None:
    """The authority of this installation, if one is set (TIMESTAMP_AUTHORITY)."""
    return TimestampAuthority(settings.TIMESTAMP_AUTHORITY) if settings.TIMESTAMP_AUTHORITY else None


def put_signature(
    pdf: bytes,
    signer: Signer,
    *,
    look: Look,
    name: str,
    place: Place,
    at: datetime,
    image: bytes = b"",
    timestamps: TimeStamper | None = None,
) -> bytes:
    """The PDF with one more signature and its visible box. `name`, `at`: what the box says.

    Raises pyhanko's PdfError and SigningError for what cannot be signed, OSError where the timestamp
    authority does not answer: a signature that was to have a timestamp is not made without.
    """
    out = BytesIO()
    PdfSigner(
        PdfSignatureMetadata(
            field_name=FIELDS[look], name=name, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        ),
        signer,
        timestamper=timestamps,
        stamp_style=StaticStampStyle(
            border_width=0, background=Shown(look, name, at, image), background_opacity=1.0
        ),
        new_field_spec=SigFieldSpec(FIELDS[look], on_page=place.page, box=place.box),
    ).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=out)
    return out.getvalue()
