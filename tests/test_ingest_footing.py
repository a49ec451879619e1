"""Arithmetic between figures: what holds, what fails, what it says of trust."""

import dataclasses
from decimal import Decimal

import pytest
from text_samples import FACTS, blocks_of, figure, table

from disclosure.document import TableKind
from disclosure.figure import Trust
from ingest.checks.footing import check_footings, with_trust
from ingest.checks.relation import add_up, plain_label
from ingest.prose.prose import prose_figures

F = figure


def column(*rows, **common):
    """One column of a table: (label, text, depth)."""
    return [F(n, text, label, depth=depth, **common) for n, (label, text, depth) in enumerate(rows)]


def row(*cells, first=0, **common):
    """One row of a table: (column path, text)."""
    return [F(first + n, text, "水利", column_path=path, row=3, column=n, **common) for n, (path, text) in enumerate(cells)]


def results(figures, tables=()):
    footings, discrepancies = check_footings(tables, figures)
    return [(f.rule, f.holds) for f in footings], discrepancies


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("合计", "10.00", 0), ("水利", "7.00", 0), ("林业", "3.00", 0)], [("parts_of_total", True)]),
        ([("水利", "7.00", 0), ("林业", "3.00", 0), ("合计", "10.00", 0)], [("parts_of_total", True)]),
        ([("合计", "10.50", 0), ("水利", "7.00", 0), ("林业", "3.00", 0)], [("parts_of_total", False)]),
        ([("水利", "7.00", 0), ("林业", "3.00", 0), ("支 出 总 计", "10.00", 0)], [("parts_of_total", True)]),
        # levels that nothing tells apart are no parts: each level is the total once
        ([("合计", "10.00", 0), ("服务", "10.00", 0), ("某局", "10.00", 0), ("安保", "7.00", 0), ("保洁", "3.00", 0)], []),
        # 尾差: each part rounds by half a last place
        ([("合计", "10.01", 0), ("水利", "7.00", 0), ("林业", "3.00", 0)], [("parts_of_total", True)]),
        ([("农林水支出", "5.00", 0), ("水利", "5.00", 1), ("防汛", "2.00", 2), ("抗旱", "3.00", 2)],
         [("children_of_subject", True), ("children_of_subject", True)]),
        ([("农林水支出", "5.00", 0), ("水利", "4.00", 1), ("防汛", "4.00", 2)],
         [("children_of_subject", False), ("children_of_subject", True)]),
        # a sub-total, what is carried over, and the grand total
        ([("一、拨款", "8.00", 0), ("二、其他", "1.00", 0), ("本年收入合计", "9.00", 0), ("上年结转", "2.00", 0), ("收入总计", "11.00", 0)],
         [("parts_of_total", True), ("parts_of_total", True)]),
        ([("水利", "7.00", 0), ("林业", "3.00", 0)], []),
        ([("水利", "0.00", 0), ("合计", "0.00", 0)], []),
        ([("水利", "", 0), ("合计", "7.00", 0)], []),
        # 其中 names some of the parts
        ([("车辆购置", "7.00", 0), ("其中：轿车", "3.00", 1)], []),
    ],
)  # fmt: skip
def test_down_a_column(rows, expected):
    assert results(column(*rows))[0] == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([(("数", "合计"), "9.00"), (("数", "基本支出"), "4.00"), (("数", "项目支出"), "5.00")], [("basic_plus_project", True)]),
        ([(("数", "合计"), "9.00"), (("数", "基本支出"), "4.00"), (("数", "项目支出"), "6.00")], [("basic_plus_project", False)]),
        ([(("合计",), "9.00"), (("基本支出", "人员经费"), "3.00"), (("基本支出", "公用经费"), "1.00"), (("项目支出",), "5.00")],
         [("basic_plus_project", True)]),
        ([(("合计",), "9.00"), (("车辆", "小计"), "4.00"), (("车辆", "购置"), "1.00"), (("车辆", "运行"), "3.00"), (("接待",), "5.00")],
         [("columns_of_total", True), ("columns_of_total", True)]),
        ([(("合计", "预算数"), "9.00"), (("合计", "决算数"), "8.00"), (("接待", "预算数"), "9.00"), (("接待", "决算数"), "8.00")],
         [("columns_of_total", True), ("columns_of_total", True)]),
        ([(("合计",), "9.00"), (("一般公共预算",), "9.00"), (("上年预算数",), "7.00")], [("columns_of_total", True)]),
        ([(("合计",), "9.00"), (("一般公共预算",), "")], []),
        ([(("合计",), "9.00"), (("一般公共预算",), "5.00"), (("上年结转",), "4.00")], [("columns_of_total", True)]),
        ([(("合计",), "9.00"), (("一般公共预算",), "5.00"), (("上年实户资金余额",), "4.00")], [("columns_of_total", True)]),
        ([(("合计",), "9.00"), (("接待",), "4.00"), (("车辆", "小计"), ""), (("车辆", "购置"), "2.00"), (("车辆", "运行"), "3.00")],
         [("columns_of_total", True)]),
        ([(("合计",), "9.00"), (("基本支出",), "4.00"), (("项目支出",), "5.00"), (("除基建后",), "5.00")], [("basic_plus_project", True)]),
        # each year for itself
        ([(("2030年", "合计"), "9.00"), (("2030年", "接待"), "4.00"), (("2030年", "会议"), "5.00"),
          (("2031年", "合计"), "9.00"), (("2031年", "接待"), "4.00"), (("2031年", "会议"), "6.00")],
         [("columns_of_total", True), ("columns_of_total", False)]),
    ],
)  # fmt: skip
def test_across_a_row(cells, expected):
    assert results(row(*cells))[0] == expected


def summary(expenditure_total):
    common = {"table_id": "s", "table_kind": TableKind.SUMMARY}
    return [
        F(20, "9.00", "收入总计", row=9, column=1, column_path=("收入", "预算数"), **common),
        F(21, expenditure_total, "支出总计", row=9, column=3, column_path=("支出", "预算数"), **common),
    ]


def test_revenue_equals_expenditure_and_tables_repeat_totals():
    expenditure = [F(1, "9.00", "合计"), F(2, "9.00", "水利")]
    rules, found = results(expenditure + summary("9.00"))
    assert ("revenue_is_expenditure", True) in rules
    assert ("same_total", True) in rules
    assert not found
    rules, found = results(expenditure + summary("8.00"))
    assert ("revenue_is_expenditure", False) in rules
    assert ("same_total", False) in rules
    assert any("两张表的同一数字不一致" in each.message for each in found)


def form(total, source, *, project="2026年渠道维修", table_id="f"):
    common = {"table_id": table_id, "table_kind": TableKind.PERFORMANCE_FORM, "unit": "元", "project": project}
    return [
        F(40, total, "年度资金总额:", row_path=("项目资金(元)", "年度资金总额:"), column_path=("年度资金总额:",), **common),
        F(41, source, "县级财政资金", row_path=("项目资金(元)", "县级财政资金"), column_path=("年度资金总额:",), **common),
    ]


@pytest.mark.parametrize(
    ("row_text", "total", "source", "failing"),
    [
        ("12.00", "120,000", "120,000", set()),
        ("36.655", "366,545", "366,545", set()),
        ("12.00", "120,000", "100,000", {"funds_of_form"}),
        ("1.20", "120,000", "120,000", {"form_is_project_row"}),
    ],
)
def test_a_form_in_yuan_against_its_row_in_ten_thousands(row_text, total, source, failing):
    rows = [F(1, row_text, "2026年渠道维修", table_kind=TableKind.PROJECT)]
    rules, found = results(rows + form(total, source))
    assert {rule for rule, _ in rules} == {"funds_of_form", "form_is_project_row"}
    assert {rule for rule, holds in rules if not holds} == failing
    assert len(found) == len(failing)


def prose(*texts, first=100):
    return list(prose_figures("0" * 64, blocks_of(*texts), FACTS, first))


def form_prose(text):
    (said,) = prose(text)
    place = dataclasses.replace(said.provenance, table_id="f", row=5, column=1)
    return [dataclasses.replace(said, project="2026年渠道维修", provenance=place)]


@pytest.mark.parametrize(
    ("text", "failing"),
    [
        ("现申请2026年渠道维修12万元。", []),
        (
            "现申请2026年渠道维修120万元。",
            ["绩效目标表的文字与资金总额不一致：第1页“渠道维修”120万元，第1页“年度资金总额:”120,000元，相差108万元"],
        ),
        ("其中水泵购置3万元。", []),
        ("其中3万元为上年结转资金。", []),
        ("合计3万元。", []),
    ],
)
def test_what_a_form_says_against_its_total(text, failing):
    assert [each.message for each in results(form("120,000", "120,000") + form_prose(text))[1]] == failing


def test_a_contradiction_names_every_place_that_repeats_the_figure():
    rows = [F(1, "12.00", "2026年渠道维修", table_kind=TableKind.PROJECT)]
    (found,) = results(rows + form("120,000", "120,000") + form_prose("现申请2026年渠道维修120万元。"))[1]
    assert [each.text for each in found.figures] == ["120万元", "120,000", "12.00"]


@pytest.mark.parametrize(
    ("text", "failing"),
    [
        ("收入预算120万元，比上年增加20万元，增长20.00%。", []),
        ("收入预算120万元，比上年增加20万元，增长16.67%。", ["增减幅度与金额不符"]),
        ("收入预算80万元，比上年减少20万元，下降20%。", []),
        ("“农林水支出（类）水利（款）”3.00万元。2025年预算执行数为2.00万元，2026年预算安排3.00万元，比2025年预算执行数增加50%。", []),
        ("“农林水支出（类）水利（款）”3.00万元。2025年当年预算执行数为2.00万元，2026年预算安排3.00万元，比2025年预算执行数增加5.00%。",
         ["增减幅度与金额不符"]),
        ("支出预算80万元，其中：基本支出60.00万元，占75.00%；项目支出20.00万元，占25.00%。", []),
        ("支出预算80万元，其中：基本支出60.00万元，占57.00%。", ["占比与金额不符"]),
        # cut off rather than rounded
        ("支出预算30万元，其中：基本支出20.00万元，占66.66%。", []),
        ("水利支出年初预算为0万元，全年预算为5.00万元，支出决算为4.00万元，完成年初预算的80.00%。", ["占比与金额不符"]),
        ("水利支出全年预算为5.00万元，支出决算为4.00万元，完成全年预算数的80.00%。", []),
        ("基金支出预算0万元，比2025年预算增加20万元。", ["增加额大于现有数"]),
    ],
)  # fmt: skip
def test_growth_and_share_recomputed(text, failing):
    assert [each.message.split("：")[0] for each in results(prose(text))[1]] == failing


@pytest.mark.parametrize(
    ("text", "held", "failing"),
    [
        ("水利工程支出预算7.10万元。", ["narrative"], []),
        ("水利工程支出预算8.10万元。", [], ["正文与表格不一致"]),
        ("支出预算9.00万元，其中：项目支出5.00万元。", ["narrative", "narrative"], []),
        ("支出预算7.00万元。", [], ["正文与表格不一致"]),
        # 基本支出 of one subject is not the unit's
        ("水利工程支出7.10万元，其中：基本支出1.00万元。", ["narrative"], []),
        ("林业支出7.10万元。", [], []),
        # cut off, not rounded; a list of one kind of money alone
        ("水利工程支出预算7.09万元。", ["narrative"], []),
        ("从人员经费来看，人员经费：水利工程支出预算6.10万元。", [], []),
    ],
)
def test_narrative_against_tables(text, held, failing):
    title = {"table_title": "支出预算总表"}
    cells = [
        F(1, "71,000.00", "水利工程支出", unit="元", **title),
        F(2, "90,000.00", "合计", unit="元", **title),
        F(3, "50,000.00", "合计", unit="元", column_path=("项目支出",), row=2, column=3, **title),
        F(4, "40,000.00", "合计", unit="元", column_path=("基本支出",), row=2, column=2, **title),
    ]
    footings, found = check_footings((), [*cells, *prose(text)])
    assert [f.rule for f in footings if f.holds and f.rule == "narrative"] == held
    assert [each.message.split("：")[0] for each in found if "narrative" in each.message or "正文" in each.message] == failing


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("收入预算120万元，比上年增加20万元，增长16.67%。",
         "增减幅度与金额不符：第1页“收入预算”写明16.67%，按第1页“收入预算”20万元与第1页“收入预算”120万元计算为20.00%"),
        ("水利支出年初预算为0万元，全年预算为5.00万元，支出决算为4.00万元，完成年初预算的80.00%。",
         "占比与金额不符：第1页“水利支出”写明占年初预算的80.00%，而第1页“水利支出·支出决算”4.00万元与第1页“水利支出·年初预算”0万元"
         "算不出这个比例；按第1页“水利支出·全年预算”5.00万元计算则相符"),
    ],
)  # fmt: skip
def test_a_wrong_percentage_is_told_with_what_it_should_be(text, message):
    assert [each.message for each in results(prose(text))[1]] == [message]


def test_one_measure_stated_twice_differently():
    found = results(prose("“农林水支出（类）水利（款）”3.00万元。2026年预算安排4.00万元。"))[1]
    assert [each.message for each in found] == ["正文前后不一致：第1页“水利”3.00万元，第1页“水利·2026年预算安排”4.00万元"]
    assert not results(prose("共有车辆3辆，其中：其他用车1辆。", "购置车辆1辆，其中：其他用车0辆。"))[1]


def test_a_note_that_calls_a_table_with_figures_empty():
    grid = table([["项目", "合计"], ["接待", "1.35"]], title="接待费表", notes=("注：本单位无此项支出，故本表为空表。",))
    found = results([F(1, "1.35", "接待")], [grid])[1]
    assert [each.message for each in found] == [
        "第1页《接待费表》表下注明“注：本单位无此项支出，故本表为空表。”，表中却有数字：第1页“接待·合计”1.35万元"
    ]
    assert not results([F(1, "0.00", "接待")], [grid])[1]


def test_trust_follows_the_footings():
    figures = column(("合计", "10.00", 0), ("水利", "7.00", 0), ("林业", "3.00", 0))
    alone = F(9, "5.00", "渔业", table_id="other", table_kind=TableKind.OTHER)
    confirmed = with_trust([*figures, alone], check_footings((), [*figures, alone])[0])
    assert [f.trust for f in confirmed] == [Trust.CONFIRMED] * 3 + [Trust.PLAIN]
    wrong = column(("合计", "10.00", 0), ("水利", "7.00", 0), ("林业", "4.00", 0))
    assert [f.trust for f in with_trust(wrong, check_footings((), wrong)[0])] == [Trust.DOUBTED] * 3


def test_a_figure_that_holds_elsewhere_is_not_doubted():
    figures = [
        F(0, "9.00", "水利", column_path=("合计",), row=1, column=1),
        F(1, "4.00", "水利", column_path=("基本支出",), row=1, column=2),
        F(2, "6.00", "水利", column_path=("项目支出",), row=1, column=3),
        F(3, "9.00", "合计", column_path=("合计",), row=2, column=1),
    ]
    trust = [f.trust for f in with_trust(figures, check_footings((), figures)[0])]
    assert trust == [Trust.PLAIN, Trust.DOUBTED, Trust.DOUBTED, Trust.CONFIRMED]


def test_a_recognised_figure_is_confirmed_only_by_an_exact_sum():
    def trust(*rows):
        read = [dataclasses.replace(f, trust=Trust.RECOGNISED) for f in column(*rows)]
        return {f.trust for f in with_trust(read, check_footings((), read)[0])}

    assert trust(("合计", "10.00", 0), ("水利", "7.00", 0), ("林业", "3.00", 0)) == {Trust.CONFIRMED}
    # one cell misread like the other, and a last digit misread within the tolerance
    assert trust(("合计", "10.00", 0), ("水利", "10.00", 0)) == {Trust.RECOGNISED}
    assert trust(("合计", "10.00", 0), ("水利", "7.00", 0), ("林业", "3.01", 0)) == {Trust.RECOGNISED}


@pytest.mark.parametrize(
    ("total", "unit", "parts", "difference", "tolerance"),
    [
        ("75.00", "万元", [("750,000", "元")], "0.0000", "0.00505"),
        ("75.00", "万元", [("750,060", "元")], "-0.0060", "0.00505"),
        ("2221.42", "万元", [("605.15", "万元"), ("1616.27", "万元")], "0.00", "0.015"),
        ("5", "万元", [("0", "万元"), ("5.2", "万元")], "-0.2", "0.55"),
    ],
)
def test_tolerance_comes_from_the_printed_places(total, unit, parts, difference, tolerance):
    footing = add_up("rule", F(0, total, "x", unit=unit), [F(n, text, "y", unit=u) for n, (text, u) in enumerate(parts, 1)])
    assert footing.difference == Decimal(difference)
    assert footing.tolerance == Decimal(tolerance)


def test_unlike_units_and_percentages_are_not_added():
    assert add_up("rule", F(0, "5", "x"), [F(1, "5", "y", unit="人")]) is None
    assert add_up("rule", F(0, "5", "x", unit="%"), [F(1, "5", "y", unit="%")]) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [("一、农林水支出", "农林水支出"), ("其中：（一）“三公”经费", "三公经费"), ("2026年 渠道维修：", "渠道维修"), ("①购置费", "购置费")],
)
def test_plain_labels(text, label):
    assert plain_label(text) == label


def test_outermost_rows_without_codes_against_their_rows_in_the_summary():
    titles = {"table_id": "s", "table_kind": TableKind.SUMMARY, "column_path": ("支出", "预算数")}
    receipts = [F(10, "6.65", "一般公共服务支出", row=1, **titles), F(11, "2.00", "教育支出", row=2, **titles)]
    rows = [F(1, "6.70", "一般公共服务支出", row=1), F(2, "2.00", "教育支出", row=2), F(3, "2.00", "职业教育", row=3, depth=1)]
    (found,) = results(rows + receipts)[1]
    assert found.message.startswith("两张表的同一数字不一致") and {f.number for f in found.figures} == {1, 10}


def test_a_contradicted_statement_names_every_cell_that_prints_the_other_amount():
    cells = [F(n, "1682.76", "支出合计", unit="万元", table_id=f"t{n}", table_title="支出预算总表") for n in (1, 2)]
    footings, (found,) = check_footings((), [*cells, *prose("支出预算1682.76元。")])
    assert [f.number for f in found.figures] == [100, 1, 2]
    assert [f.trust for f in with_trust(cells, footings)][1] is not Trust.DOUBTED  # blamed once, on the first cell
