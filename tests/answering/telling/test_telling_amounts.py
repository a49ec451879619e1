from dataclasses import replace
from decimal import Decimal

import pytest
from telling_samples import BUREAU, DOCUMENT, EARLIER, SUMMARY, cell, empty_table, found, passage, said, spoken, told, values

from answering.evaluating import arithmetic
from answering.evaluating.result import Amounted, DocumentScope, Empty, LeftOut
from answering.query.tree import Cell, CellAspect, Count, Given, Growth, Mean, Minus, Per, Ratio, RowKind, Rows, RowSet, Share, Sum
from disclosure.amount import Amount, Unit
from disclosure.answer import Status
from disclosure.document import TableKind
from disclosure.figure import Aspect, Discrepancy, Trust

WAGES = cell("120.00", "2026年护堤员工资")
RIVERS = cell("400.00", "2026年河道清淤工程")
TOTAL = cell("1,000.00", "支出总计", "2026年预算数", title=SUMMARY, kind=TableKind.SUMMARY, page=3)
OFFICE = cell("5,811,753", "办公费", unit="元", kind=TableKind.BASIC_ECONOMIC)
PLACE = "云岭县水务局 · 2026年单位预算 · 《2026年项目支出预算表》第17页"
HEADS = replace(cell("20人", "护堤员人数", "指标值", kind=TableKind.PERFORMANCE_FORM, unit=None), project="2026年护堤员工资")


def pair(node, combine, *items):
    return Amounted(node(tuple(item.node for item in items)), combine(*(item.operand for item in items)), "", items=items)


def test_a_printed_figure_is_large_checked_and_placed():
    answer = told(found(WAGES))
    assert said(answer) == ["2026年护堤员工资：**120.00 万元**（已核对）[1]", PLACE]
    assert values(answer) == [("120.00", "万元", "cell")]
    assert answer.claims[0].label == "云岭县水务局2026年单位预算 · 2026年护堤员工资"
    assert (answer.citations[0].page, answer.citations[0].quote) == (17, "120.00")


def test_the_unit_that_is_asked_for_comes_first_and_the_printed_amount_beside_it():
    answer = told(found(WAGES), show="元")
    assert said(answer)[:2] == [
        "2026年护堤员工资：**1,200,000 元**（由单元格计算）[1]",
        "原文印的是 120.00 万元[1]；换算：120.00万元 = 1,200,000元",
    ]
    assert values(answer) == [("1200000", "元", "computed"), ("120.00", "万元", "cell")]


@pytest.mark.parametrize(
    ("text", "unit", "asked", "shown"),
    [
        ("5,811,753", "元", "万元", "581.18"),
        ("250000", "元", "万元", "25.00"),
        ("260.00", "元", "万元", "0.026"),
        ("2221.42", "万元", "亿元", "0.222142"),
        ("457,747.10", "万元", "亿元", "45.77471"),
        ("75.00", "万元", "元", "750000"),
        ("0.00", "元", "万元", "0.00"),
        ("3.00", "万元", "万元", "3.00"),
        ("7人", None, "万元", "7"),
    ],
)
def test_amounts_in_another_unit(text, unit, asked, shown):
    assert values(told(found(cell(text, "某项", unit=unit)), show=asked))[0][0] == shown


def test_a_rounded_print_of_the_text_decides_the_decimals_and_is_cited():
    printed = spoken("635.10万元", "公益性岗位补贴", "公益性岗位补贴635.10万元。")
    answer = told(found(cell("6,351,000", "公益性岗位补贴", unit="元"), also=(printed,)), show="万元")
    assert values(answer)[0] == ("635.10", "万元", "computed")
    assert answer.claims[0].citations == (1, 2)


def test_the_same_amount_printed_otherwise_is_shown_and_its_other_places_cited():
    other = cell("1,200,000", "年度资金总额", unit="元", title="项目支出绩效目标表", page=9)
    answer = told(found(WAGES, also=(other, cell("120.00", "护堤员工资", page=8))))
    assert said(answer)[2:] == ["同一数额在第9页《项目支出绩效目标表》印作 1,200,000 元[2]", "同一数额还见于[3]"]


def test_rivals_make_a_conflict_and_both_are_shown():
    text = spoken("4000万元", "河道清淤工程", "河道清淤工程安排资金4000万元。", page=13)
    answer = told(found(RIVERS, rivals=(text,)))
    assert said(answer)[0] == "2026年河道清淤工程：**400.00 万元**（表文不一致）[1]"
    assert said(answer)[2] == "不一致：第17页《2026年项目支出预算表》为 400.00 万元[1]，第13页文字为 4,000 万元[2]，请对照原文。"
    assert answer.discrepancies[0].message == "2026年河道清淤工程：第17页表格为400.00万元，第13页文字为4,000万元"


def test_a_contradiction_that_reading_the_document_found_is_told():
    text = spoken("4000万元", "河道清淤工程", "河道清淤工程安排资金4000万元。", page=13)
    answer = told(found(RIVERS), discrepancies=(Discrepancy((RIVERS, text), "两处不一致"),))
    assert values(answer)[0] == ("400.00", "万元", "conflict")
    parts = Discrepancy((RIVERS, WAGES, TOTAL), "合计不等于各项之和：400.00万元，120.00万元与1,000.00万元，相差480.00万元")
    assert "注意，原文有对不上的地方：合计不等于各项之和" in told(found(RIVERS), discrepancies=(parts,)).text


@pytest.mark.parametrize(
    ("figure", "verdict", "note"),
    [
        (replace(WAGES, trust=Trust.RECOGNISED), "prose", "该页是扫描件"),
        (replace(WAGES, trust=Trust.DOUBTED), "cell", "勾稽关系不成立"),
        (replace(WAGES, trust=Trust.CONFIRMED), "cell", None),
        (replace(WAGES, amount=Amount(Decimal("120.00"), None)), "prose", "没有注明计量单位"),
        (spoken("88.80万元", "政府采购预算总额", "政府采购预算总额88.80万元。"), "prose", None),
        (HEADS, "cell", None),
    ],
)
def test_what_vouches_for_a_figure(figure, verdict, note):
    answer = told(found(figure))
    assert values(answer)[0][2] == verdict
    assert (note or "") in answer.text
    assert note or "注意" not in answer.text


SENTENCE = "2026年预算支出总计1,000.00万元，比上年增加200.00万元，增长25.00%，人员减少3人。"


@pytest.mark.parametrize(
    ("figure", "aspect", "line", "number"),
    [
        (spoken("200.00万元", "预算支出总计", SENTENCE, aspect=Aspect.INCREASE, basis="比上年"), CellAspect.CHANGE,
         "预算支出总计：比上年增加 **200.00 万元**（仅见正文）[1]", "200.00"),
        (spoken("3人", "人员", SENTENCE, aspect=Aspect.DECREASE), CellAspect.CHANGE, "人员：比上年减少 **3 人**（仅见正文）[1]", "3"),
        (spoken("25.00%", "预算支出总计", SENTENCE, aspect=Aspect.GROWTH_RATE, basis="比上年"), CellAspect.RATE,
         "预算支出总计：比上年增长 **25.00%**（仅见正文）[1]", "25.00"),
        (cell("-10.69%", "培训费", "增减%", unit=None), CellAspect.RATE, "培训费 · 增减%：比上年下降 **10.69%**（已核对）[1]", "10.69"),
        (cell("-12.00", "培训费", "比上年增减"), CellAspect.CHANGE,
         "培训费 · 比上年增减：比上年减少 **12.00 万元**（已核对）[1]", "12.00"),
        (cell("0.00", "培训费", "比上年增减"), CellAspect.CHANGE,
         "培训费 · 比上年增减：比上年持平，相差 **0.00 万元**（已核对）[1]", "0.00"),
    ],
)  # fmt: skip
def test_a_printed_change_is_told_by_direction_and_size(figure, aspect, line, number):
    label = figure.row_label + (f" · {figure.column_path[-1]}" if figure.column_path else "")
    answer = told(Amounted(Cell(figure.row_label, aspect=aspect), figure, label))
    assert said(answer)[0] == line
    assert values(answer)[0][0] == number


def test_a_computed_change_of_two_years_names_both():
    before = cell("150.00", "护堤员工资", document=EARLIER)
    outcome = pair(Minus, arithmetic.subtract, found(replace(WAGES, measure="护堤员工资", row_path=("护堤员工资",))), found(before))
    answer = told(outcome, scopes=both_years())
    assert said(answer) == [
        "2026年预算 · 护堤员工资 比 2025年预算 · 护堤员工资 减少 **30.00 万元**（由单元格计算）[1][2]",
        "算式：120.00万元 − 150.00万元 = -30.00万元",
        "- 2026年预算 · 护堤员工资：120.00 万元[1]\n- 2025年预算 · 护堤员工资：150.00 万元[2]",
    ]
    assert values(answer)[0] == ("30.00", "万元", "computed")
    grown = told(pair(Growth, arithmetic.growth, *outcome.items), scopes=both_years())
    assert said(grown)[0].endswith("下降 **20.00%**（由单元格计算）[1][2]")


def both_years():
    return tuple(DocumentScope(BUREAU, year, "budget", "unit", (key,), True) for year, key in ((2026, DOCUMENT), (2025, EARLIER)))


def test_the_difference_of_two_things_is_told_as_more_or_less():
    answer = told(pair(Minus, arithmetic.subtract, found(WAGES), found(RIVERS)))
    assert said(answer)[0] == "2026年护堤员工资 比 2026年河道清淤工程 少 **280.00 万元**（由单元格计算）[1][2]"
    same = told(pair(Minus, arithmetic.subtract, found(WAGES), found(cell("120.00", "2026年测量费"))))
    assert "相等，相差 **0.00 万元**" in same.text


def total(*of):
    return arithmetic.add_up(of)


def mean(*of):
    return arithmetic.average(of)


@pytest.mark.parametrize(
    ("outcome", "name", "shown", "formula"),
    [
        (pair(Share, arithmetic.share, found(WAGES), found(TOTAL)), "2026年护堤员工资占支出总计的比重", "12.00%",
         "120.00万元 ÷ 1,000.00万元 × 100% = 12.00%"),
        (pair(Ratio, arithmetic.ratio, found(RIVERS), found(WAGES)), "2026年河道清淤工程是2026年护堤员工资的倍数", "3.33",
         "400.00万元 ÷ 120.00万元 = 3.33"),
        (pair(Per, arithmetic.per_capita, found(WAGES), found(HEADS)), "2026年护堤员工资按护堤员人数平均", "6.00 万元/人",
         "120.00万元 ÷ 20人 = 6.00万元/人"),
        (pair(Sum, total, found(WAGES), found(RIVERS)), "2026年护堤员工资、2026年河道清淤工程合计", "520.00 万元",
         "120.00万元 + 400.00万元 = 520.00万元"),
        (pair(Mean, mean, found(WAGES), found(RIVERS)), "2026年护堤员工资、2026年河道清淤工程平均", "260.00 万元",
         "（120.00万元 + 400.00万元） ÷ 2 = 260.00万元"),
    ],
)  # fmt: skip
def test_a_computed_amount_shows_its_formula_and_its_operands(outcome, name, shown, formula):
    answer = told(outcome)
    assert said(answer)[:2] == [f"{name}：**{shown}**（由单元格计算）[1][2]", f"算式：{formula}"]
    assert [claim.verdict.value for claim in answer.claims] == ["computed", "cell", "cell"]
    assert answer.verification.passed


def test_what_is_computed_from_the_text_is_not_computed_from_cells():
    answer = told(pair(Share, arithmetic.share, found(spoken("88.80万元", "采购", "采购88.80万元。")), found(TOTAL)))
    assert values(answer)[0] == ("8.88", "%", "prose")
    assert answer.claims[0].formula == "88.80万元 ÷ 1,000.00万元 × 100% = 8.88%"


def test_an_amount_of_the_asker_is_an_operand_and_no_value():
    heads = Given("6", "人", "6个人")
    node = Per((Cell("2026年护堤员工资"), heads))
    given = Amounted(heads, arithmetic.given(Amount(Decimal(6), Unit.parse("人"))), "问题中给出的数")
    answer = told(Amounted(node, arithmetic.per_capita(WAGES, given.operand), "", items=(found(WAGES), given)))
    assert values(answer) == [("20.00", "万元/人", "computed"), ("120.00", "万元", "cell")]


def test_what_falls_to_one_of_so_many_ten_thousand_is_told_a_head():
    heads = arithmetic.given(Amount(Decimal(5), Unit.parse("万人")))
    each = arithmetic.per_capita(WAGES, heads)
    assert (str(each.shown), each.formula) == ("0.0024万元/人", "120.00万元 ÷ 50,000人 = 0.0024万元/人")


def test_the_change_of_a_share_shows_both_shares_with_their_own_operands():
    shares = [pair(Share, arithmetic.share, found(one), found(TOTAL)) for one in (RIVERS, WAGES)]
    answer = told(pair(Minus, arithmetic.subtract, *shares))
    assert "增加 **28.00 个百分点**" in said(answer)[0]
    assert "（400.00万元 ÷ 1,000.00万元 × 100% = 40.00%）" in answer.text
    assert [claim.amount.plain for claim in answer.claims] == ["28.00", "40.00", "400.00", "1000.00", "12.00", "120.00"]


PROJECTS = Rows(RowSet(kind=RowKind.PROJECT))


def test_a_count_names_what_was_counted_and_what_could_not_be():
    items = (found(WAGES), found(RIVERS))
    out = (LeftOut("2026年测量费", "没有印出数额"),)
    node = Count(PROJECTS)
    answer = told(Amounted(node, arithmetic.count([WAGES, RIVERS]), "个数", items=items, left_out=out))
    assert said(answer) == [
        "各项目：共 **2 个**（由单元格计算）[1][2]",
        "- 2026年护堤员工资：120.00 万元[1]\n- 2026年河道清淤工程：400.00 万元[2]",
        "未计入 1 个：2026年测量费（没有印出数额）。",
    ]


def test_a_sum_over_a_set_is_told_with_its_rows():
    node = Sum((PROJECTS,))
    answer = told(Amounted(node, arithmetic.add_up([WAGES, RIVERS]), "2项合计", items=(found(WAGES), found(RIVERS))))
    assert said(answer)[0] == "各项目合计：**520.00 万元**（由单元格计算）[1][2]"
    assert answer.verification.removed == ()


@pytest.mark.parametrize(
    ("figure", "table", "line"),
    [
        (cell("", "行政运行", "项目支出"), None, "行政运行 · 项目支出：这一格是空白，没有列出数额。[1]"),
        (cell("-", "行政运行", "项目支出"), None, "行政运行 · 项目支出：这一格没有列出数额，印的是“-”。[1]"),
        (cell("无", "行政运行", "项目支出"), None, "行政运行 · 项目支出：这一格没有列出数额，印的是“无”。[1]"),
        (None, empty_table("“三公”经费表", "注：本表无数据"), "行政运行 · 项目支出：是空表，没有列出数额，表下注明“注：本表无数据”。[1]"),
    ],
)
def test_a_cell_that_prints_nothing_is_told_without_a_number(figure, table, line):
    answer = told(Empty(Cell("行政运行", "项目支出"), "行政运行 · 项目支出", figure, table, (passage("本单位无此项支出。"),)))
    assert said(answer)[0] == line
    assert said(answer)[-2:] == ["文字说明写的是：", "> 本单位无此项支出。[2]"]
    assert (answer.status, answer.claims) == (Status.ANSWERED, ())


def test_a_printed_nought_is_a_number():
    assert said(told(found(cell("0.00", "会议费"))))[0] == "会议费：**0.00 万元**（已核对）[1]"


@pytest.mark.parametrize("rung", ["core", "containment", "slip", "meaning"])
def test_a_name_that_is_not_printed_as_such_is_told(rung):
    node = Cell("维修养护费", said="维修养护的钱")
    answer = told(found(cell("43.00", "维修（护）费"), node, rung))
    assert "“维修养护的钱”按“维修（护）费”查。" in answer.text
    assert "查。" not in told(found(WAGES, rung="synonym")).text


def test_last_years_number_that_was_worked_out_says_how():
    change = spoken("200.00万元", "支出总计", SENTENCE, aspect=Aspect.INCREASE)
    node = Cell("支出总计", aspect=CellAspect.PRIOR)
    note = "上年数由本年数减增减额得出"
    answer = told(Amounted(node, arithmetic.subtract(TOTAL, change), "支出总计", note=note))
    assert said(answer)[0] == "支出总计 · 上年数：**800.00 万元**（仅见正文）[1][2]"
    assert "上年数由本年数减增减额得出。" in answer.text


def test_a_year_that_nobody_said_is_told():
    scope = (DocumentScope(BUREAU, 2026, "budget", "unit", (DOCUMENT,), False),)
    assert said(told(found(WAGES), scopes=scope))[-1] == "未说年度，按最新的2026年。"
    assert "未说年度" not in told(found(WAGES), query=None, scopes=()).text
    assert told(found(WAGES), scopes=scope).understood == "云岭县水务局 · 2026年单位预算 · “2026年护堤员工资”"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("2026年电费 · 2026年预算数 · 合计", "2026年电费"),
        ("2026年行政运行 · 支出预算 · 项目支出", "2026年行政运行 · 项目支出"),
        ("2026年公务用车运行维护费 · 运行维护费 · “三公”经费预算数 · 运行维护费", "2026年公务用车运行维护费 · “三公”经费预算数"),
        ("2026年预算数 · 合计", "三公经费"),
    ],
)
def test_a_name_holds_no_column_that_says_nothing(label, name):
    assert said(told(Amounted(Cell("三公经费"), WAGES, label)))[0].split("：")[0] == name


def test_the_same_thing_in_other_years_is_told_with_its_value_where_no_year_was_said():
    before = cell("150.00", "护堤员工资", document=EARLIER)
    answer = told(found(WAGES, other_years=(before,)), scopes=both_years())
    assert "- 2025年预算 · 护堤员工资：150.00 万元[2]" in said(answer)
    assert values(answer) == [("120.00", "万元", "cell"), ("150.00", "万元", "cell")]
