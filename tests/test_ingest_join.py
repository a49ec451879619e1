"""Whether a part goes on from the page before, and what becomes of its cells."""

import dataclasses

import pytest
from test_ingest_headers import draft_of

from ingest.tables.captions import Caption
from ingest.tables.join import join_parts

HEADER = ["科目编码", "科目名称", "合计"]


def part(*rows, page=2, title="", foreign=False, last=True, shift=0.0):
    draft = draft_of(*rows)
    for cell in draft.cells:
        cell.page = page
    return dataclasses.replace(
        draft,
        xs=[x + shift for x in draft.xs],
        parts=[(page, draft.parts[0][1])],
        caption=Caption(title=title, foreign=foreign),
        last_on_page=last,
    )


def texts(draft):
    grid = [[""] * draft.column_count for _ in range(draft.row_count)]
    for cell in draft.cells:
        grid[cell.row][cell.column] = cell.text
    return grid


BODY = ["210", "卫生健康", "2.00"]
# name, the second part, how many tables come out, rows of the first
CASES = [
    ("rows go on", part(BODY), 1, 4),
    ("the header again", part(HEADER, BODY), 1, 4),
    ("the header and the title again", part(HEADER, BODY, title="收入总表"), 1, 4),
    ("a margin on the other side", part(BODY, shift=12.0), 1, 4),
    ("text between", part(BODY, foreign=True), 2, 3),
    ("another title", part(HEADER, BODY, title="支出总表"), 2, 3),
    ("another header", part(["项目名称", "单位名称", "预算数"], ["甲", "某局", "1.00"]), 2, 3),
    ("not the next page", part(BODY, page=3), 2, 3),
    ("other columns", part(["210", "卫生健康", "2.00", "1.00"]), 2, 3),
]


@pytest.mark.parametrize(("after", "tables", "rows"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_continuation(after, tables, rows):
    before = part(HEADER, ["208", "社会保障", "5.00"], ["20805", "养老", "5.00"], page=1, title="收入总表")
    joined = join_parts([before, dataclasses.replace(after, cells=[dataclasses.replace(c) for c in after.cells])])
    assert (len(joined), joined[0].row_count) == (tables, rows)


def test_a_table_that_is_whole_does_not_go_on_under_its_own_title():
    first = part(HEADER, BODY, ["合计", "<", "2.00"], page=1, title="收入总表")
    second = part(HEADER, BODY, ["合计", "<", "2.00"], title="收入总表")
    assert len(join_parts([first, second])) == 2


def test_something_below_the_table_ends_it():
    assert len(join_parts([part(HEADER, BODY, page=1, last=False), part(BODY)])) == 2


def test_a_label_cut_by_the_page_is_one_cell():
    first = part(["类别", "项目", "金额"], ["甲类", "一", "1.00"], ["^", "二", "2.00"], page=1)
    second = part(["", "三", "3.00"], ["乙类", "四", "4.00"])
    (table,) = join_parts([first, second])
    assert [(c.text, c.row, c.row_span) for c in table.cells if c.column == 0] == [("类别", 0, 1), ("甲类", 1, 3), ("乙类", 4, 1)]


def test_a_row_cut_by_the_page_is_one_row_only_where_no_rule_is_printed():
    def halves(ruled):
        first = part(["项目", "金额"], ["长长的", "1.00"], page=1)
        second = part(["名称", ""], ["二", "2.00"])
        first.bottom_ruled = second.top_ruled = (ruled, ruled)
        return texts(join_parts([first, second])[0])

    assert halves(False) == [["项目", "金额"], ["长长的名称", "1.00"], ["二", "2.00"]]
    assert halves(True) == [["项目", "金额"], ["长长的", "1.00"], ["名称", ""], ["二", "2.00"]]


def test_two_numbers_are_never_run_together():
    first, second = part(["项目", "金额"], ["甲", "1.00"], page=1), part(["乙", "2.00"])
    first.bottom_ruled = second.top_ruled = (False, False)
    assert texts(join_parts([first, second])[0]) == [["项目", "金额"], ["甲", "1.00"], ["乙", "2.00"]]


def test_the_row_of_column_numbers_need_not_be_printed_again():
    first = part(HEADER, ["栏次", "<", "1"], ["208", "社会保障", "5.00"], page=1, title="收入总表")
    (joined,) = join_parts([first, part(HEADER, BODY)])
    assert texts(joined)[-1] == BODY and joined.row_count == 4
