"""What the cells of a table are for, from its texts and spans alone."""

import pytest

from disclosure.document import BBox, CellRole
from ingest.tables.captions import Caption
from ingest.tables.draft import Draft, DraftCell
from ingest.tables.headers import assign_roles, header_extent

LETTERS = {
    CellRole.TITLE: "T",
    CellRole.HEADER: "H",
    CellRole.STUB: "S",
    CellRole.CODE: "C",
    CellRole.NUMBERING: "N",
    CellRole.VALUE: "V",
    CellRole.TEXT: "X",
    CellRole.NOTE: "O",
}


def draft_of(*rows):
    """A draft from rows of texts: "<" goes on from the left, "^" from above."""
    cells = {}
    columns = len(rows[0])
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text == "<":
                cell = next(x for x in cells.values() if x.row <= r < x.row_end and x.column_end == c)
                cell.column_span += 1
            elif text == "^":
                cell = next(x for x in cells.values() if x.row_end == r and x.column <= c < x.column_end)
                cell.row_span += c == cell.column
            else:
                cells[r, c] = DraftCell(r, c, 1, 1, text, 1, BBox(c * 50, r * 20, c * 50 + 50, r * 20 + 20))
    box = BBox(0, 0, columns * 50, len(rows) * 20)
    ruled = (True,) * columns
    return Draft(Caption(), list(cells.values()), [50.0 * n for n in range(columns + 1)], len(rows), [(1, box)], ruled, ruled)


def roles(draft):
    assign_roles(draft)
    grid = [["."] * draft.column_count for _ in range(draft.row_count)]
    for cell in draft.cells:
        grid[cell.row][cell.column] = LETTERS[cell.role]
    return ["".join(row) for row in grid]


CASES = [
    (
        "dates and numbers of documents are no amounts",
        [
            ["项目名称", "预算金额", "批复日期", "文号"],
            ["图书购置", "12.50", "20310105", "20310012"],
            ["馆舍维修", "80.00", "20310210", "20310013"],
        ],
        ["HHHH", "SVXX", "SVXX"],
    ),
    (
        "two halves",
        [
            ["收入", "<", "支出", "<"],
            ["项目", "2026年", "项目", "2026年合计"],
            ["一、预算", "2221.42", "一、教育", ""],
            ["合计", "2221.42", "合计", "8.00"],
        ],
        ["H.H.", "HHHH", "SVSV", "SVSV"],
    ),
    (
        "codes and a total over code and name",
        [
            ["项目", "<", "预算数", "<"],
            ["科目编码", "科目名称", "合计", "基本支出"],
            ["合计", "<", "2.00", ""],
            ["208", "社会保障", "2.00", "2.00"],
        ],
        ["H.H.", "HHHH", "S.VV", "CSVV"],
    ),
    (
        "three rows of header",
        [["项目", "金额", "<", "<"], ["^", "合计", "其中", "<"], ["^", "^", "甲", "乙"], ["教育", "3", "1", "2"]],
        ["HH..", ".HH.", "..HH", "SVVV"],
    ),
    (
        "numbering below the header",
        [["项目名称", "合计", "财政拨款"], ["栏次", "1", "2"], ["甲项目", "80.00", "80.00"]],
        ["HHH", "NNN", "SVV"],
    ),
    (
        "numbers of columns alone",
        [["项目名称", "合计", "财政拨款"], ["1", "2", "3"], ["甲项目", "80.00", "80.00"]],
        ["HHH", "NNN", "SVV"],
    ),
    (
        "sequence numbers and remarks",
        [["序号", "项目名称", "金额", "备注"], ["1", "甲项目", "5", "按期"], ["2", "乙项目", "6", ""], ["合计", "", "11", ""]],
        ["HHHH", "NSVX", "NSVX", "SSVX"],
    ),
    (
        "title and unit inside the grid",
        [["2026年收支总表", "<", "<"], ["编制单位：某局", "<", "单位：元"], ["项目", "预算数", "比例(%)"], ["收入", "1.00", "2.5"]],
        ["T..", "O.O", "HHH", "SVV"],
    ),
    (
        "an empty table",
        [["科目编码", "科目名称", "合计", "基本支出"], ["合计", "<", "", ""], ["", "", "", ""]],
        ["HHHH", "S.VV", "CSVV"],
    ),
    (
        "one wide row",
        [["“三公”经费", "<", "<"], ["合计", "出国费", "接待费"], ["10.71", "0.00", "0.73"]],
        ["H..", "HHH", "VVV"],
    ),
    (
        "a unit column describes, it does not name",
        [["采购项目", "数量", "单位", "金额"], ["电脑", "12", "台", "6.00"], ["桌椅", "30", "套", "9.00"]],
        ["HHHH", "SVXV", "SVXV"],
    ),
    (
        "an owner between values names no row",
        [["项目名称", "总投资", "建设单位", "年度投资"], ["甲项目", "90.00", "某中心", "30.00"], ["乙项目", "80.00", "某学校", "20.00"]],
        ["HHHH", "SVXV", "SVXV"],
    ),
    (
        "a right half with unknown header words",
        [["来源", "数额", "去向", "数额"], ["拨款", "3.00", "人员工资", "1.00"], ["其他", "1.00", "办公经费", "3.00"]],
        ["HHHH", "SVSV", "SVSV"],
    ),
    (
        "a continuation without header",
        [["302", "办公费", "1.00"], ["303", "退休费", "2.00"]],
        ["CSV", "CSV"],
    ),
]


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_roles(rows, expected):
    assert roles(draft_of(*rows)) == expected


def test_a_label_with_blank_amounts_is_no_header():
    draft = draft_of(["项目", "预算数"], ["合计", ""], ["教育", "3.00"])
    extent = header_extent(draft)
    assert (extent.first, extent.body) == (0, 1)
