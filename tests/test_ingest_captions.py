"""What stands above and below a table."""

import pytest

from disclosure.document import BBox
from ingest.pages.pdf import PageContent, TextLine
from ingest.tables.captions import note_texts, read_caption, read_notes
from ingest.tables.layout import PageLayout, mark_furniture

TABLE = BBox(50, 300, 550, 500)


def page_of(*lines, number=1):
    """A page with lines (top, text) or (top, text, size), centred when they are short."""
    made = []
    for top, text, *size in lines:
        height = size[0] if size else 10.0
        width = min(480.0, height * len(text))
        left = 300 - width / 2
        made.append(TextLine(number, text, BBox(left, top, left + width, top + height), height))
    return PageLayout(number, 600, 840, PageContent(number, 600, 840), [], made)


def caption_of(*lines):
    return read_caption(page_of(*lines), TABLE, 0.0)


CASES = [
    ("title and unit", [(250, "2026年部门收支总表", 16), (280, "单位：万元")], None, "2026年部门收支总表", "万元"),
    (
        "number, title, name and unit",
        [(220, "预算公开表1"), (240, "2026年收支总表", 16), (280, "单位名称：某局 单位：元")],
        "预算公开表1",
        "2026年收支总表",
        "元",
    ),
    (
        "number and title in one line",
        [(250, "表十二 2026年项目支出预算表（本年预算）", 16), (280, "单位：万元")],
        "表十二",
        "2026年项目支出预算表（本年预算）",
        "万元",
    ),
    ("a year below the title", [(240, "项目支出绩效目标表", 16), (270, "（2026年度）")], None, "项目支出绩效目标表", None),
    (
        "a title over two lines",
        [(230, "2026年一般公共预算基本支出", 16), (248, "部门预算经济分类预算表", 16), (280, "单位：元")],
        None,
        "2026年一般公共预算基本支出部门预算经济分类预算表",
        "元",
    ),
    ("a heading serves", [(240, "一、政府集中采购目录", 14)], None, "一、政府集中采购目录", None),
    ("a sentence is no title", [(270, "纳入编制范围的单位包括：", 14)], None, "", None),
    (
        "text above the title stays out",
        [(200, "本年预算按规定编制。"), (240, "收入总表", 16), (280, "单位：万元")],
        None,
        "收入总表",
        "万元",
    ),
]


@pytest.mark.parametrize(("lines", "number", "title", "unit"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_number_title_and_unit(lines, number, title, unit):
    caption = caption_of(*lines)
    assert (caption.number, caption.title, caption.unit.name if caption.unit else None) == (number, title, unit)


def test_the_name_of_the_unit_stays_in_the_text():
    caption = caption_of((240, "收支总表", 16), (280, "编制单位：某局 单位：元"))
    assert [line.text for line in caption.lines] == ["收支总表"]
    assert not caption.foreign


def test_text_between_is_foreign():
    assert caption_of((100, "第三部分 说明"), (240, "收支总表", 16)).foreign
    assert caption_of().bare


NOTES = [
    ([(510, "注：本表无数据")], ("注：本表无数据",)),
    ([(510, "注：本表反映收支情况，"), (524, "含上年结转。")], ("注：本表反映收支情况，含上年结转。",)),
    ([(510, "注：本表反映收支情况。"), (524, "说明：本表无数据。")], ("注：本表反映收支情况。", "说明：本表无数据。")),
    ([(510, "注：本表无数据"), (530, "二、收入预算情况说明")], ("注：本表无数据",)),
    ([(510, "本年预算总额增加。")], ()),
    ([(700, "注：离得很远")], ()),
]


@pytest.mark.parametrize(("lines", "notes"), NOTES)
def test_notes_below(lines, notes):
    assert note_texts(read_notes(page_of(*lines), TABLE, 840)) == notes


def test_page_numbers_and_running_heads_are_furniture():
    pages = [page_of((20, "某局2026年预算"), (100, f"第{n}段正文"), (815, f"- {n} -"), number=n) for n in range(1, 6)]
    mark_furniture(pages)
    assert all([line.text for line in page.lines_between(0, 840)] == [f"第{page.number}段正文"] for page in pages)
