"""PDFs made on the spot for the tests: any Unicode text without a font file, and files that are broken in one way each."""

import zlib
from collections.abc import Sequence
from io import BytesIO


def text_pdf(*pages: str) -> bytes:
    """A PDF whose text layer says exactly what is given, one string a page; it shows nothing, since no font is embedded."""
    to_unicode = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
    to_unicode += b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end"
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 4 0 R >>"
    descendant = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /FontDescriptor 6 0 R "
    descendant += b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    described = b"<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] /Ascent 900 /Descent -200 >>"
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font, _stream(to_unicode), descendant, described]
    kids = []
    for page in pages:
        kids.append(len(bodies) + 1)
        resources = b"<< /Font << /F 3 0 R >> >>"
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents %d 0 R >>" % (resources, len(bodies) + 2)
        )
        bodies.append(_stream(b"BT /F 12 Tf 15 TL 60 780 Td " + b" ".join(_line(line) for line in page.split("\n")) + b" ET"))
    bodies[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return _assemble(bodies)


def drawn_pdf(content: bytes, forms: Sequence[bytes] = ()) -> bytes:
    """A page of this content stream, bare or packed, and an empty one; the page and each form may draw the forms, /X0, /X1 …"""
    names = b" ".join(b"/X%d %d 0 R" % (n, 6 + n) for n in range(len(forms)))
    resources = b"/Resources << /XObject << %s >> >>" % names
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s /Contents %d 0 R >>"
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>", page % (resources, 5)]
    bodies += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>", content]
    made = b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] %s /Length %d >>\nstream\n%s\nendstream"
    return _assemble([*bodies, *(made % (resources, len(form), form) for form in forms)])


def packed(content: bytes, spoilt: bool = False) -> bytes:
    """A content stream that is packed; where spoilt, a byte in its middle is another one."""
    small = bytearray(zlib.compress(content))
    if spoilt:
        small[len(small) // 2] ^= 0x55
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(small), small)


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password."""
    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made, encrypt="secret")
    canvas.drawString(100, 700, "locked")
    canvas.save()
    return made.getvalue()


def picture_pdf() -> bytes:
    """A page that is only drawn upon, without a text layer."""
    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made)
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.save()
    return made.getvalue()


def _line(text: str) -> bytes:
    return b"<" + text.encode("utf-16-be", "surrogatepass").hex().encode() + b"> Tj T*"


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _assemble(bodies: list[bytes]) -> bytes:
    made, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    made += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(made)
