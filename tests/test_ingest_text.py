"""Lines → headings, paragraphs, contents, furniture."""

import pytest
from text_samples import LEFT, RIGHT, SIZE, centred, line, paragraph

from ingest.prose.numbering import numbering
from ingest.prose.text import BlockKind, build_blocks, join_text
from ingest.tables.furniture import entry_words


def kinds(blocks):
    return [(block.kind.value, block.text) for block in blocks if block.kind is not BlockKind.FURNITURE]


@pytest.mark.parametrize(
    ("pieces", "text", "starts"),
    [
        (("收入总计307.82", "万元"), "收入总计307.82万元", (0, 10)),
        (("共计1,531.", "38万元"), "共计1,531.38万元", (0, 8)),
        (("本单位 2024 年度", "收入 合计"), "本单位2024年度收入合计", (0, 9)),
        (("Microsoft", "Office"), "Microsoft Office", (0, 9)),
        (("增长（100", ".00%）"), "增长（100.00%）", (0, 6)),
    ],
)
def test_lines_join_without_layout_spaces(pieces, text, starts):
    joined, offsets = join_text(pieces)
    assert joined == text
    assert [joined[start:][:1] for start in offsets] == [piece.strip()[:1] for piece in pieces]
    assert len(offsets) == len(starts)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("第一部分 概况", 1),
        ("一、收支情况", 2),
        ("十二、其他", 2),
        ("（一）基本情况", 3),
        ("(二)结构", 3),
        ("1、车辆", 4),
        ("2．房屋", 4),
        ("1.5万元", None),
        ("（3）说明", 5),
        ("①购置", 6),
        ("一般公共预算", None),
        ("2026年预算", None),
    ],
)
def test_numbering_has_levels(text, level):
    found = numbering(text)
    assert (found[0] if found else None) == level


def test_headings_nest_and_paragraphs_run_over_lines_and_pages():
    lines = [
        centred("第一部分 概况"),
        line("一、主要工作", top=100, size=15),
        *paragraph("本年安排河道整治、水库除险和农村饮水，", "工程三类支出。", top=130),
        line("（一）河道整治", top=200, x0=LEFT + 2 * SIZE),
        *paragraph("整治十二条河道，", "涉及五个乡", top=230),
        line("镇的沿河村庄，长年实施。", page=2, top=60),
        line("二、机构", page=2, top=100, size=15),
        *paragraph("设办公室等科室，", "人员在编。", page=2, top=130),
    ]
    lines[6] = line("涉及五个乡", top=250, x1=RIGHT)
    blocks = build_blocks(lines, 2)
    assert kinds(blocks) == [
        ("heading", "第一部分 概况"),
        ("heading", "一、主要工作"),
        ("paragraph", "本年安排河道整治、水库除险和农村饮水，工程三类支出。"),
        ("heading", "（一）河道整治"),
        ("paragraph", "整治十二条河道，涉及五个乡镇的沿河村庄，长年实施。"),
        ("heading", "二、机构"),
        ("paragraph", "设办公室等科室，人员在编。"),
    ]
    broken = blocks[4]
    assert (broken.page, broken.end_page) == (1, 2)
    assert broken.heading == ("第一部分 概况", "一、主要工作", "（一）河道整治")
    assert blocks[6].heading == ("第一部分 概况", "二、机构")


def test_lines_of_a_list_that_is_set_in_as_a_whole_go_on():
    inner = LEFT + 2 * SIZE
    lines = [
        line("按照综合预算的原则，所有收支都在预算之内。"),
        line("（一）支出预算：支出预算99万元，其中：基本支出", top=120, x0=inner, x1=RIGHT),
        line("66万元，项目支出33万元。", top=140, x0=inner),
        line("（二）主要原因是人员增加。", top=160, x0=inner),
    ]
    assert [text for _, text in kinds(build_blocks(lines, 1))][1:] == [
        "（一）支出预算：支出预算99万元，其中：基本支出66万元，项目支出33万元。",
        "（二）主要原因是人员增加。",
    ]


def test_contents_and_page_numbers_are_no_text():
    lines = [
        centred("青山县水务局2026年预算", size=30),
        centred("目 录", page=2),
        line("第一部分 概况........1", page=2, top=100),
        line("一、主要职责........1", page=2, top=130),
        line("第二部分 说明........3", page=2, top=160),
        line("2", page=2, top=780, x0=300),
        centred("第一部分 概况", page=3),
        line("一、主要职责", page=3, top=100),
        *paragraph("负责全县水务工作，", "并指导节约用水。", page=3, top=130),
        line("3", page=3, top=780, x0=300),
    ]
    blocks = build_blocks(lines, 3)
    assert [block.text for block in blocks if block.kind is BlockKind.HEADING] == ["第一部分 概况", "一、主要职责"]
    assert [block.text for block in blocks if block.kind is BlockKind.FURNITURE] == ["2", "3"]
    assert sum(block.kind is BlockKind.CONTENTS for block in blocks) == 4
    assert [block.text for block in blocks if block.kind is BlockKind.COVER] == ["青山县水务局2026年预算"]


def test_a_page_number_may_be_set_with_its_digits_apart():
    lines = [
        row
        for page in (41, 42)
        for row in (*paragraph("正文写满一整行，", "到此为止。", page=page), line(" ".join(str(page)), page=page, top=780))
    ]
    assert [block.text for block in build_blocks(lines, 42) if block.kind is BlockKind.FURNITURE] == ["4 1", "4 2"]


def test_a_contents_entry_marks_its_heading_of_body_size():
    lines = [
        centred("目录", page=1),
        line("第一部分 收支总表", page=1, top=100),
        line("第二部分 名词解释", page=1, top=130),
        centred("收支总表", page=2, size=SIZE),
        *paragraph("正文第一行写满整行，", "第二行。", page=2, top=100),
    ]
    heading = next(block for block in build_blocks(lines, 2) if block.kind is BlockKind.HEADING)
    assert (heading.text, heading.level) == ("收支总表", 1)


def test_running_heads_are_the_same_words_at_the_same_place():
    lines = []
    for page in range(1, 7):
        lines.append(line("青山县水务局预算公开", page=page, top=30, size=9))
        lines += paragraph("本页正文写满一整行，", "正文到此为止。" + "水" * page, page=page, top=100 + page * 7)
    blocks = build_blocks(lines, 6)
    assert sum(block.kind is BlockKind.FURNITURE for block in blocks) == 6
    assert len([block for block in blocks if block.kind is BlockKind.PARAGRAPH]) == 6


def test_a_lone_number_in_the_text_is_no_page_number():
    lines = [
        *paragraph("截至年末共有水库管护人员，", "合计如下：", page=4),
        line("33", page=4, top=160),
        *paragraph("其中在编若干。", page=4, top=190),
    ]
    assert all(block.kind is not BlockKind.FURNITURE for block in build_blocks(lines, 4))


def test_short_numbered_lines_are_a_list_and_a_lone_one_is_a_heading():
    lines = [
        line("一、机构设置", top=40, size=15),
        line("1.办公室", top=70, x0=LEFT + 28),
        line("2.水资源股", top=100, x0=LEFT + 28),
        line("二、资产", top=130, size=15),
        line("1、车辆情况", top=160, x0=LEFT + 28),
        *paragraph("截至上年末共有车辆，", "数量如下。", top=190),
    ]
    assert kinds(build_blocks(lines, 1))[1:] == [
        ("paragraph", "1.办公室"),
        ("paragraph", "2.水资源股"),
        ("heading", "二、资产"),
        ("heading", "1、车辆情况"),
        ("paragraph", "截至上年末共有车辆，数量如下。"),
    ]


def test_a_number_on_another_baseline_belongs_to_its_sentence():
    pieces = [
        line("年末共有水泵", top=100, x0=LEFT, x1=LEFT + 84),
        line("台，已检修。", top=100, x0=LEFT + 120),
        line("12", top=96, x0=LEFT + 90, x1=LEFT + 110, size=12.0),
    ]
    (block,) = build_blocks(pieces, 1)
    assert block.text == "年末共有水泵12台，已检修。"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("一、主要职责........1", "主要职责"),
        ("表三 支出总表 6", "支出总表"),
        ("第二部分 说明", "说明"),
        ("12. 2026年收入表", "2026年收入表"),
    ],
)
def test_entry_words_compare_contents_with_headings(text, words):
    assert entry_words(text) == words


def test_a_number_has_its_place_in_its_line():
    (block,) = build_blocks(paragraph("本年预算安排七百万元用于修缮，", "其中渠道12.50万元。"), 1)
    start = block.text.index("12.50")
    page, box = block.place(start, start + 5)
    assert page == 1
    assert (box.top, box.bottom) == (120.0, 134.0)
    assert LEFT + 4 * SIZE - 1 < box.x0 < box.x1 < LEFT + 8 * SIZE
