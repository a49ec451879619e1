"""What the pages compute without drawing: links, edits of a query, files to take away, uploads unpacked, who may write."""

import csv
import io
import json
import zipfile
from decimal import Decimal

import pytest

from disclosure.amount import Amount, Unit
from disclosure.answer import Citation
from disclosure.document import BBox, Level, Stage
from views import sign_in
from views.answer import text_below
from views.candidates import struck
from views.editing import asking, bare, changed, only_cell, value_at
from views.english import ENGLISH
from views.export import HEADINGS, as_csv, as_xlsx, citation_line
from views.links import LARGEST, packed, unpacked
from views.sign_in import SHUT_SECONDS, TRIES, Lock, is_editor, is_local
from views.unpacking import unpack

QUERY = {
    "v": 1,
    "scope": {"unit": "水务局", "year": 2026},
    "ask": {"share": [{"cell": {"row": "电费", "said": "电"}}, {"cell": {"row": "支出总计"}}]},
    "said": {"year": "今年"},
    "unused": ["麻烦"],
}


def test_a_link_holds_the_query_and_what_it_gave():
    link = packed(QUERY, "75.00 万元", "驻矿")
    assert link.replace("-", "").replace("_", "").isalnum()
    kept = unpacked(link)
    assert (kept.query, kept.shown, kept.label) == (QUERY, "75.00 万元", "驻矿")


@pytest.mark.parametrize(
    ("question", "unused", "shown"),
    [
        ("2026年大厅的差旅费", ["大厅"], "2026年~~大厅~~的差旅费"),
        ("接访大厅差旅费", ["接访大厅", "大厅"], "~~接访大厅~~差旅费"),
        ("矫正中心水电费", ["矫正心水电费"], "~~矫正~~中~~心水电费~~"),
        ("差旅费", ["大厅"], "差旅费 ~~大厅~~"),
        ("<b>费", ["<b>"], r"~~\<b\>~~费"),
    ],
)
def test_what_was_not_used_is_struck_in_the_question(question, unused, shown):
    assert struck(question, unused) == shown


@pytest.mark.parametrize("text", [None, 3, "", "%", "abc", "A" * 10_000, packed({}, "x")[:-4], packed({"a": "x" * (2 * LARGEST)}, "")])
def test_what_is_no_link_is_none(text):
    assert unpacked(text) is None


@pytest.mark.parametrize("value", [[], [1, "a", "b"], [{}, 1, "b"], "text", [[], "a", "b"]])
def test_a_link_with_other_things_in_it_is_none(value):
    import base64
    import zlib

    assert unpacked(base64.urlsafe_b64encode(zlib.compress(json.dumps(value).encode())).decode().rstrip("=")) is None


EDITS = [
    ("scope.year", 2023, {"unit": "水务局", "year": 2023}, "scope"),
    ("scope.unit", None, {"year": 2026}, "scope"),
    ("ask.share[0].cell.row", "水费", {"row": "水费"}, "ask.share[0].cell"),
    ("ask.share[1].cell.column", "决算数", {"row": "支出总计", "column": "决算数"}, "ask.share[1].cell"),
    ("show", "元", "元", "show"),
]


@pytest.mark.parametrize(("place", "value", "expected", "at"), EDITS)
def test_an_edit_changes_one_field_and_drops_what_was_said_of_it(place, value, expected, at):
    made = changed(QUERY, place, value)
    assert value_at(made, at) == expected
    assert "unused" not in made
    assert QUERY["scope"] == {"unit": "水务局", "year": 2026}
    assert ("said" in made) == (place != "scope.year")


def test_another_thing_is_asked_in_the_same_scope():
    cell = only_cell({"v": 1, "scope": {}, "ask": {"cell": {"row": "电费", "said": "电"}}})
    assert bare(cell) == {"row": "电费"}
    made = asking(QUERY, {"cell": bare(cell)}, unit=None, units="*")
    assert made == {"v": 1, "scope": {"year": 2026, "units": "*"}, "ask": {"cell": {"row": "电费"}}}


def line(name="公务接待费", number="1234.50", quote="1,234.50"):
    citation = Citation(1, "d", "甲.pdf", "某局", 2026, Stage.BUDGET, Level.UNIT, 7, "支出表", (name,), ("合计",), quote, BBox(0, 0, 1, 1))
    return citation_line(name, Amount(Decimal(number), Unit.parse("万元")), citation, "已核对")


def test_csv_has_a_column_for_each_part_of_the_citation_and_no_formula():
    rows = list(csv.reader(io.StringIO(as_csv([line(), line("=HYPERLINK(1)", "-3.20")]).decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADINGS
    told = dict(zip(rows[0], rows[1], strict=True))
    assert (told["数额"], told["计量单位"], told["页"], told["原文"]) == ("1234.50", "万元", "7", "1,234.50")
    assert rows[2][0] == "'=HYPERLINK(1)"
    assert rows[2][1] == "-3.20"


def test_xlsx_keeps_numbers_as_numbers_and_words_as_words():
    with zipfile.ZipFile(io.BytesIO(as_xlsx([line(), line('=cmd|"/c"', "1")]))) as book:
        sheet, strings = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/sharedStrings.xml").decode()
    assert "<v>1234.5</v>" in sheet
    assert "<f>" not in sheet
    assert "=cmd|" in strings


def test_a_copied_line_names_everything():
    assert line().text == "某局2026年单位预算《支出表》公务接待费·合计：1,234.50万元（甲.pdf 第7页）"


def packed_zip(**files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def test_a_zip_gives_its_pdfs_each_in_a_place_of_its_own(tmp_path):
    content = packed_zip(**{"../../甲.pdf": b"1", "夹/甲.PDF": b"2", "说明.txt": b"3", "__MACOSX/._甲.pdf": b"4", "/etc/乙.pdf": b"5"})
    found = unpack(tmp_path / "in", "包.zip", content)
    assert [(each.name, each.path.read_bytes()) for each in found] == [("甲.pdf", b"1"), ("甲.PDF", b"2"), ("乙.pdf", b"5")]
    assert all(each.path.is_relative_to(tmp_path / "in") for each in found)


def test_names_that_windows_wrote_are_read(tmp_path):
    content = packed_zip(**{"ABCD.pdf": b"1"}).replace(b"ABCD", "预算".encode("gb18030"))
    (found,) = unpack(tmp_path, "包.zip", content)
    assert found.name == "预算.pdf"


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("坏.zip", b"no", "ZIP"),
        ("空.zip", packed_zip(**{"a.txt": b""}), "没有 PDF"),
        ("多.zip", packed_zip(**{f"{n}.pdf": b"" for n in range(501)}), "最多"),
    ],
)
def test_a_zip_that_cannot_be_used_is_one_line(tmp_path, name, content, problem):
    (found,) = unpack(tmp_path, name, content)
    assert found.path is None
    assert problem in found.problem


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("views.unpacking.LARGEST_FILE", 1000)
    found = unpack(tmp_path, "包.zip", packed_zip(**{"大.pdf": b"0" * 100_000, "小.pdf": b"1"}))
    assert [each.path is None for each in found] == [True, False]


def test_wrong_passwords_shut_the_door_longer_each_time():
    lock, now = Lock(), 1000.0
    for shut in (SHUT_SECONDS, 2 * SHUT_SECONDS):
        for _ in range(TRIES):
            assert not lock.seconds_left(now)
            assert not lock.try_password("falsch", "richtig", now)
        assert lock.seconds_left(now) == shut
        assert not lock.try_password("richtig", "richtig", now)  # not even the right one
        now += shut
    assert lock.try_password("richtig", "richtig", now)
    assert lock.wrong == 0


@pytest.mark.parametrize("given", ["", "密码", "p\ud800", "x" * 10_000])
def test_any_text_may_be_given_as_a_password(given):
    assert not Lock().try_password(given, "richtig", 0.0)


DOORS = [
    ("127.0.0.1", "127.0.0.1:8501", "127.0.0.1", False, True),
    ("127.0.0.1", "localhost:8501", "::1", False, True),
    ("::1", "[::1]:8501", "::1", False, True),
    ("0.0.0.0", "127.0.0.1:8501", "127.0.0.1", False, False),
    ("", "localhost", "127.0.0.1", False, False),
    ("127.0.0.1", "budget.example.cn", "127.0.0.1", False, False),
    ("127.0.0.1", "127.0.0.1.evil.cn:80", "127.0.0.1", False, False),
    ("127.0.0.1", "localhost:8501", "10.0.0.9", False, False),
    ("127.0.0.1", "localhost:8501", "127.0.0.1", True, False),
]


@pytest.mark.parametrize(("address", "host", "peer", "forwarded", "local"), DOORS)
def test_only_a_browser_of_this_very_machine_needs_no_password(address, host, peer, forwarded, local):
    assert is_local(address, host, peer, forwarded=forwarded) is local


EDITORS = [
    ("a@b.cn", "a@b.cn", True, True),
    ("A@B.cn", "a@b.cn", None, True),
    ("x@b.cn", "@b.cn", True, True),
    ("x@evil-b.cn", "@b.cn", True, False),
    ("x@b.cn", "@b.cn", False, False),
    ("a@b.cn", "", True, False),
    ("", "@b.cn", True, False),
    ("anyone@x.y", "*", True, True),
]


@pytest.mark.parametrize(("email", "listed", "verified", "may"), EDITORS)
def test_accounts_are_held_against_the_list(monkeypatch, email, listed, verified, may):
    monkeypatch.setattr(sign_in, "environment", lambda: {"MINGZHANG_EDITORS": listed})
    assert is_editor(email, verified) is may


def test_every_english_line_keeps_its_places():
    import re

    for chinese, english in ENGLISH.items():
        assert set(re.findall(r"\{\w+\}", chinese)) == set(re.findall(r"\{\w+\}", english)), chinese


def test_what_was_not_found_is_said_above_the_choices_of_what_was(workspace):
    answer = workspace.ask("柏溪县水务局2026年电费多少，食堂厨师工资又是多少")
    assert answer.alternatives and "没有找到：" in answer.text
    below = text_below(answer, None)
    assert "没有找到：" in below and "查找范围" not in below
