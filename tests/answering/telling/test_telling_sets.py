import pytest
from telling_samples import OTHER_DOCUMENT, cell, found, said, told, values

from answering.evaluating.result import LeftOut, Listed
from answering.query.tree import Cell, List, Rank, RowKind, Rows, RowSet, Units
from disclosure.answer import Status

PROJECTS = Rows(RowSet(kind=RowKind.PROJECT))
RIVERS, WAGES, SURVEY = (cell(text, name) for text, name in (("400.00", "河道清淤工程"), ("120.00", "护堤员工资"), ("60.00", "测量费")))


def members(*figures):
    return tuple(found(figure) for figure in figures)


@pytest.mark.parametrize(
    ("node", "lead"),
    [
        (Rank((PROJECTS,)), "最大的是 "),
        (Rank((PROJECTS,), ascending=True), "最小的是 "),
        (Rank((PROJECTS,), nth=2), "第2大的是 "),
        (Rank((PROJECTS,), nth=3, ascending=True), "第3小的是 "),
    ],
)
def test_one_of_a_rank_is_the_headline(node, lead):
    answer = told(Listed(node, members(RIVERS), 21))
    assert said(answer) == [
        f"{lead}河道清淤工程：**400.00 万元**（已核对）[1]",
        "云岭县水务局 · 2026年单位预算 · 《2026年项目支出预算表》第17页",
        "从 21 项 中比较得出。",
    ]


def test_the_first_of_many_come_in_order():
    answer = told(Listed(Rank((PROJECTS,), 3), members(RIVERS, WAGES, SURVEY), 21))
    assert said(answer) == [
        "从大到小（21 项 中的前 3 项）：",
        "- 河道清淤工程：**400.00 万元**（已核对）[1]\n- 护堤员工资：120.00 万元[2]\n- 测量费：60.00 万元[3]",
    ]
    assert [number for number, _, _ in values(answer)] == ["400.00", "120.00", "60.00"]
    everything = told(Listed(Rank((PROJECTS,), None, ascending=True), members(SURVEY, WAGES), 2))
    assert said(everything)[0] == "从小到大，共 2 项："


def test_equals_at_the_top_are_all_shown():
    other = cell("400.00", "堤防加固")
    answer = told(Listed(Rank((PROJECTS,)), members(RIVERS, other), 21))
    assert "河道清淤工程" in answer.text
    assert "堤防加固：400.00 万元" in answer.text


def test_a_list_shows_each_with_its_figure_and_says_what_is_left_out():
    out = (LeftOut("云岭县文化局", "没有印出这一项"), LeftOut("云岭县交通局", "是2024年的"))
    answer = told(Listed(List(PROJECTS), members(RIVERS, WAGES), 2, out))
    assert said(answer) == [
        "共 2 项：",
        "- 河道清淤工程：400.00 万元[1]\n- 护堤员工资：120.00 万元[2]",
        "未计入 2 个：云岭县文化局（没有印出这一项）；云岭县交通局（是2024年的）。",
    ]
    assert [verdict for _, _, verdict in values(answer)] == ["cell", "cell"]


def test_units_are_told_apart_by_name_and_amounts_come_in_the_unit_asked_for():
    theirs = cell("3,200,000", "会议费", unit="元", document=OTHER_DOCUMENT)
    node = Rank((Units(Cell("会议费")),), None)
    answer = told(Listed(node, members(theirs, cell("1.50", "会议费")), 2), show="万元")
    assert said(answer)[1].split("\n") == [
        "- 云岭县林业局 · 会议费：**320.00 万元**（由单元格计算）[1]",
        "- 云岭县水务局 · 会议费：1.50 万元[2]",
    ]


def test_names_without_figures_may_be_the_answer():
    answer = told(Listed(List(PROJECTS), (), 2, (), ("打印机2台", "便携式计算机")))
    assert said(answer) == ["共 2 项：", "- 打印机2台\n- 便携式计算机"]


def test_an_empty_set_is_an_answer():
    answer = told(Listed(List(PROJECTS), (), 0, (LeftOut("测量费", "没有印出数额"),)))
    assert (answer.status, said(answer)) == (Status.ANSWERED, ["没有符合条件的。", "未计入 1 个：测量费（没有印出数额）。"])


def test_a_long_list_is_cut_and_says_so():
    figures = [cell(f"{number}.00", f"项目{'甲乙丙丁'[number % 4] * (1 + number)}") for number in range(64)]
    answer = told(Listed(List(PROJECTS), members(*figures), 64))
    assert said(answer)[0] == "共 64 项："
    assert said(answer)[1].endswith("- 另有 4 项 没有逐一列出")
