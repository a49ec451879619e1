"""Desk, check, overview and documents, driven without a browser."""

import ast
import zipfile
from io import BytesIO

import pytest
from conftest import ROOT
from editions import second_edition
from page_driver import elements, opening, press, said, tables
from pdf_maker import encrypted_pdf, text_pdf

from retrieval.library import Library
from views.english import ENGLISH
from views.links import packed
from views.session import current_workspace
from views.sign_in import Lock
from workspace import read_file

PDF = "application/pdf"


@pytest.fixture
def open_page(monkeypatch):
    with opening(monkeypatch) as opened:
        yield opened


@pytest.fixture
def desk(open_page, sample_index):
    return open_page(sample_index, "desk")


def rows(page, key="desk-table"):
    return tables(page)[key]["rows"]


def test_the_desk_finds_by_words(desk):
    desk.text_input(key="desk_text").set_value("公务接待").run()
    assert not desk.exception
    assert rows(desk)
    assert all("公务接待" in " ".join(row["cells"]) + row["copy"] for row in rows(desk))


def test_a_row_that_is_open_shows_its_cell_and_the_same_cell_elsewhere(open_page, sample_index):
    page = open_page(sample_index, "desk", desk_text="公务接待费")
    page.session_state["desk_open"] = rows(page)[0]["id"]
    page.run()
    assert not page.exception
    assert tables(page)["desk-table"]["open"] == rows(page)[0]["id"]
    assert tables(page)["desk-page"]["boxes"]
    pivot = rows(page, "pivot-table")
    assert rows(page)[0]["id"] in {row["id"] for row in pivot}
    assert "同一格在别处" in said(page)


def test_filters_narrow_and_can_be_cleared(desk):
    whole = desk.caption[0].value
    desk.text_input(key="desk_row").set_value("接待").run()
    assert desk.caption[0].value != whole
    press(desk, "清除筛选")
    assert desk.caption[0].value == whole


def test_amounts_bound_the_search(desk):
    desk.text_input(key="desk_least").set_value("1000").run()
    assert rows(desk)
    desk.text_input(key="desk_least").set_value("一千").run()
    assert not desk.exception
    assert "数字" in said(desk)


def test_nothing_found_is_said(desk):
    desk.text_input(key="desk_text").set_value("火星探测器").run()
    assert "没有这样的数" in said(desk)


def test_words_of_the_box_become_filters_by_a_click(desk):
    desk.text_input(key="desk_text").set_value("公务接待").run()
    press(desk, "行：")
    assert desk.session_state["desk_row"].startswith("公务接待")
    assert rows(desk)


def test_words_of_the_box_lead_to_a_pin(open_page, sample_index):
    query = {"v": 1, "scope": {"year": 2026}, "ask": {"cell": {"row": "公务接待费"}}}
    desk = open_page(sample_index, "desk", pins=[packed(query, "1 元", "接待费的钉")])
    assert not [button for button in desk.button if "接待费的钉" in button.label]
    desk.text_input(key="desk_text").set_value("接待").run()
    assert [button.label for button in desk.button if "接待费的钉" in button.label] == ["固定的回答：接待费的钉 1 元"]


def test_an_empty_library_says_so_on_every_page(open_page, tmp_path):
    for name in ("desk", "check", "overview", "documents"):
        page = open_page(tmp_path / "index", name)
        assert not page.exception
        assert "没有收录" in said(page)


def test_the_check_counts_footings_and_shows_failing_ones_side_by_side(open_page, sample_index):
    page = open_page(sample_index, "check")
    assert not page.exception
    assert {metric.label for metric in page.metric} == {"加总对得上", "加总对不上", "表文不一致", "须留意"}
    for record in current_workspace().documents():
        page.selectbox(key="document").set_value(record.id).run()
        assert not page.exception
        library = current_workspace().library
        failed = sum(not footing.holds for footing in library.footings(record.id))
        assert next(metric.value for metric in page.metric if metric.label == "加总对不上") == str(failed)
        assert ("check-failed-0" in tables(page)) == bool(failed)


def test_the_check_lists_the_files_the_worst_first_and_opens_its_first_bad_place(open_page, sample_index):
    page = open_page(sample_index, "check")
    library = current_workspace().library
    listed = rows(page, "check-documents")
    wrong = [sum(map(int, row["cells"][1:3])) for row in listed]
    assert wrong == sorted(wrong, reverse=True)
    assert {row["id"] for row in listed} == {record.id for record in current_workspace().documents()}
    worst = listed[0]["id"]
    assert page.selectbox(key="document").value == worst
    assert bool(tables(page)["check-page"]["boxes"]) is bool(wrong[0])
    headings = [element.value for element in page.markdown if "四舍五入最多可差" in element.value]
    assert len(headings) == min(60, sum(not footing.holds for footing in library.footings(worst)))
    assert all("不" in heading.partition("相差")[0] for heading in headings)


def test_the_overview_is_a_matrix_of_units_and_years(open_page, sample_index):
    page = open_page(sample_index, "overview")
    records = current_workspace().documents()
    matrix = tables(page)["overview-table"]
    assert {row["id"] for row in matrix["rows"]} == {record.entity for record in records}
    assert [column["label"] for column in matrix["columns"]][1:] == [
        str(year) for year in range(max(record.fiscal_year for record in records), min(record.fiscal_year for record in records) - 1, -1)
    ]
    assert any("预算" in cell for row in matrix["rows"] for cell in row["cells"])


def test_uploads_are_taken_in_one_by_one(open_page, tmp_path, sample_pdf):
    page = open_page(tmp_path / "index", "documents")
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("内/包中.pdf", text_pdf("测试二"))
    files = [
        (sample_pdf.name, sample_pdf.read_bytes(), PDF),
        ("加密.pdf", encrypted_pdf(), PDF),
        ("../../坏.pdf", b"no", PDF),
        ("另名.pdf", sample_pdf.read_bytes(), PDF),
        ("![图](x).pdf", text_pdf("测试"), PDF),
        ("包.zip", archive.getvalue(), "application/zip"),
    ]
    page.file_uploader[0].set_value(files).run()
    assert not page.exception
    assert [("加密" in error.value, "不是 PDF" in error.value) for error in page.error] == [(True, False), (False, True)]
    assert sum(success.value.startswith("已收录") for success in page.success) == 3
    assert sum("内容相同" in success.value for success in page.success) == 1
    assert "![图](" not in said(page)
    assert len(current_workspace().documents()) == 3


def test_the_editions_of_a_document_are_put_side_by_side(open_page, tmp_path, sample_pdf):
    changed = second_edition(read_file(sample_pdf), lambda figure: "260,000.00" if figure.row_label == "五、单位资金收入" else None)
    with Library.open(tmp_path / "index") as library:
        library.add(read_file(sample_pdf), sample_pdf)
        library.add(changed, sample_pdf)
        older, newer = (record.id for record in library.documents())
    page = open_page(tmp_path / "index", "documents", document=older)
    assert not page.exception
    assert [row["id"] for row in rows(page, "documents-table") if "旧版" in " ".join(row["cells"])] == [older]
    assert any("这是较早的一版" in one.value and "1处数字不同" in one.value for one in page.warning)
    (differing,) = rows(page, f"differing-{newer}")
    assert differing["cells"][-2:] == ["200,000.00", "260,000.00"]
    page = open_page(tmp_path / "index", "documents", document=newer)
    assert any("还有较早的一版" in one.value for one in page.warning)


def test_a_document_is_corrected_read_again_and_deleted(open_page, tmp_path, sample_pdf):
    page = open_page(tmp_path / "index", "documents")
    page.file_uploader[0].set_value([(sample_pdf.name, sample_pdf.read_bytes(), PDF)]).run()
    (record,) = current_workspace().documents()
    press(page, "不对，更正")
    box = next(box for box in page.text_input if box.label == "单位全称")
    box.set_value("柏溪县示例局")
    next(number for number in page.number_input).set_value(record.fiscal_year - 1)
    next(button for button in page.button if button.label == "更正").click().run()
    assert not page.exception
    (now,) = current_workspace().documents()
    assert (now.entity, now.fiscal_year, now.stage) == ("柏溪县示例局", record.fiscal_year - 1, record.stage)
    press(page, "重新读取")
    assert not page.exception
    (again,) = current_workspace().documents()
    assert (again.entity, again.fiscal_year) == (now.entity, now.fiscal_year)
    press(page, "确认删除")
    assert current_workspace().documents() == ()


def test_without_a_way_in_uploading_is_off_and_says_how_to_turn_it_on(open_page, sample_index, monkeypatch):
    page = open_page(sample_index, "documents")
    monkeypatch.setattr("views.sign_in._on_this_machine", lambda: False)
    page.run()
    assert not page.file_uploader
    assert "MINGZHANG_PASSWORD" in said(page)
    assert not [button for button in page.button if "删除" in button.label]


def test_a_password_opens_the_forms_and_a_wrong_one_does_not(open_page, sample_index, monkeypatch):
    monkeypatch.setenv("MINGZHANG_PASSWORD", "对的密码")
    monkeypatch.setattr("views.sign_in.LOCK", Lock())
    page = open_page(sample_index, "documents")
    assert not page.file_uploader
    for given, opened in (("错的", False), ("对的密码", True)):
        next(box for box in page.text_input if box.label == "密码").set_value(given)
        next(button for button in page.button if button.label == "登录").click().run()
        assert not page.exception
        assert bool(page.file_uploader) is opened


HOSTILE = "<script>alert(1)</script>\u202e![x](https://h.invalid/y) $x^2$ 支出总计"


def test_hostile_words_of_a_pdf_reach_the_page_as_data_or_escaped(open_page, tmp_path):
    page = open_page(tmp_path / "index", "documents")
    page.file_uploader[0].set_value([("甲.pdf", text_pdf(f"测试市示例局2026年部门预算\n2026年{HOSTILE}100.00万元。"), PDF)]).run()
    for name in ("desk", "check", "overview", "documents"):
        page = open_page(tmp_path / "index", name, desk_text="100")
        assert not page.exception
        for element in elements(page.main):
            if element.type in ("markdown", "caption", "success", "warning", "info"):
                words = element.value.replace("[下载原文件](/original/", "").replace("[:material/download: 下载原文件](/original/", "")
                assert "<script" not in words.replace("\\<", "")
                assert "![x" not in words


def literals(source):
    """The words that a page's file gives to `t`."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "t" and node.args and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value


@pytest.mark.parametrize("source", sorted((ROOT / "views").glob("*.py")), ids=lambda path: path.name)
def test_every_word_of_a_page_has_its_english(source):
    assert not [words for words in literals(source) if words not in ENGLISH]
