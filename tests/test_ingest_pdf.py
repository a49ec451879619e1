"""The doorway to pdfplumber: what a file must be, what a glyph says, and files that are damaged."""

import random
import re
from pathlib import Path

import pytest
from pdf_maker import encrypted_pdf, picture_pdf, text_pdf

from disclosure.errors import EmptyDocumentError, EncryptedError, NotPdfError, SourceError, TooLargeError
from ingest.pages.pdf import PdfFile, clean_text
from ingest.read import read_disclosure

PAGES = Path(__file__).parent / "pages"
LIGATURE = "\ufdfa"

# bytes, the error, what its line says
BROKEN = [
    (b"", EmptyDocumentError, "空文件"),
    (b"plain text", NotPdfError, "不是 PDF"),
    (b"%PDF-1.7\nnothing more", NotPdfError, "不完整"),
    (b"%PDF-1.7\n%%EOF\n", NotPdfError, "损坏"),
    (text_pdf("一页")[:700], NotPdfError, "不完整"),
    (text_pdf(), EmptyDocumentError, "没有任何页面"),
    (encrypted_pdf(), EncryptedError, "加密"),
]


@pytest.mark.parametrize(("content", "error", "says"), BROKEN, ids=[case[2] for case in BROKEN])
def test_a_file_that_cannot_be_read_says_why(tmp_path, content, error, says):
    path = tmp_path / "某局.pdf"
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        read_disclosure(path, file_name="别名.pdf")
    assert says in str(caught.value)
    assert str(caught.value).startswith("别名.pdf")
    assert "\n" not in str(caught.value)


def test_what_follows_a_whole_file_is_passed_over(tmp_path):
    """A server's page or rubbish behind the end mark, more than a reader looks back over."""
    path = tmp_path / "某局.pdf"
    path.write_bytes(text_pdf("支出总计100.00万元") + b"<p>404</p>\n\x00\xff" * 2000)
    assert read_disclosure(path).pages[0].text == "支出总计100.00万元"


def test_a_file_cut_off_behind_an_earlier_end_mark_is_refused(tmp_path):
    """As one made to be shown while it comes in: its first part has an end mark of its own."""
    path = tmp_path / "某局.pdf"
    path.write_bytes(text_pdf("一") + b"9 0 obj\n<< /Length 9000 >>\nstream\n" + b"0 0 m " * 1000)
    with pytest.raises(NotPdfError, match="不完整"):
        read_disclosure(path)


def test_a_missing_file_is_a_source_error(tmp_path):
    with pytest.raises(SourceError, match=r"没有\.pdf"):
        read_disclosure(tmp_path / "没有.pdf")


def test_too_many_pages_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.pages.pdf.MAX_PAGES", 2)
    path = tmp_path / "厚.pdf"
    path.write_bytes(text_pdf("一", "二", "三"))
    with pytest.raises(TooLargeError, match="3 页"):
        PdfFile(path)


def test_progress_counts_pages(tmp_path):
    path = tmp_path / "三页.pdf"
    path.write_bytes(text_pdf("一", "二", "三"))
    seen = []
    read_disclosure(path, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_page_without_text_is_a_finding(tmp_path):
    path = tmp_path / "扫描.pdf"
    path.write_bytes(picture_pdf())
    read = read_disclosure(path)
    assert read.pages[0].text.strip() == "" or read.pages[0].recognised
    assert any(f.provenance and f.provenance.page == 1 for f in read.findings)


# what the file says, what is kept
CHARACTERS = [
    ("中", "中"),
    ("a\x00b", "ab"),
    ("\ud800", ""),
    ("\u200b", ""),
    ("\u202e", ""),
    ("\u00a0", " "),
    ("\t", " "),
    ("⽉", "月"),  # a Kangxi radical
    ("⻓", "长"),  # a radical that NFKC leaves alone
    ("豈", "豈"),  # a compatibility ideograph
    ("（", "（"),
    ("①", "①"),
    ("￥", "￥"),
    (LIGATURE, LIGATURE),
]


@pytest.mark.parametrize(("raw", "kept"), CHARACTERS)
def test_characters_are_made_clean_but_not_changed(raw, kept):
    assert clean_text(raw) == kept


def test_hostile_characters_in_a_file_are_harmless(tmp_path):
    path = tmp_path / "怪.pdf"
    path.write_bytes(text_pdf("零\x00字\ud800节" + LIGATURE * 60 + "\n支出100.00万元"))
    text = read_disclosure(path).pages[0].text
    assert "零字节" in text
    assert "支出100.00万元" in text
    text.encode("utf-8")


def damaged(content: bytes, rng: random.Random) -> bytes:
    kind = rng.choice(["flip", "cut", "swap", "zero", "numbers"])
    data = bytearray(content)
    if kind == "flip":
        for _ in range(rng.choice([1, 10, 200])):
            data[rng.randrange(len(data))] = rng.randrange(256)
    elif kind == "cut":
        data = data[: rng.randrange(len(data))] + b"\n%%EOF"
    elif kind == "swap":
        spans = [m.span(1) for m in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)]
        (a, b), (c, d) = sorted(rng.sample(spans, 2))
        data = data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]
    elif kind == "zero":
        start = rng.randrange(len(data))
        data[start : start + 500] = bytes(len(data[start : start + 500]))
    else:
        for match in rng.sample(list(re.finditer(rb"\d+", content)), 10):
            data[match.start() : match.end()] = rng.choice([b"9", b"0"]) * len(match.group())
    return bytes(data)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_read_or_refused_with_a_line(tmp_path, seed):
    rng = random.Random(seed)
    content = rng.choice(sorted(PAGES.glob("*.pdf"))).read_bytes()
    path = tmp_path / "损坏.pdf"
    path.write_bytes(damaged(content, rng))
    try:
        read = read_disclosure(path)
    except SourceError as error:
        assert re.search("[一-鿿]", str(error))
    else:
        assert read.pages
