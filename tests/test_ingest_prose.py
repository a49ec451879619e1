"""Sentences → figures: measure, aspect, basis, year, stage."""

import dataclasses

import pytest
from text_samples import FACTS, blocks_of, table

from disclosure.document import CellRole, Stage, TableKind
from disclosure.figure import Aspect
from ingest.facts import DocumentFacts
from ingest.prose.prose import form_prose_figures, prose_figures

A, UP, DOWN, RATE, SHARE = Aspect.AMOUNT, Aspect.INCREASE, Aspect.DECREASE, Aspect.GROWTH_RATE, Aspect.SHARE


def figures(*texts, facts=FACTS, heading="一、收支情况说明"):
    return prose_figures("0" * 64, blocks_of(*texts, heading=heading), facts, 7)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2026年青山县水务局政府采购预算总额46.20万元。", [("46.20万元", "政府采购预算总额", A)]),
        ("本单位机关运行经费预算9.10万元，比上年增加1.30万元，增长16.67%。",
         [("9.10万元", "机关运行经费预算", A), ("1.30万元", "机关运行经费预算", UP), ("16.67%", "机关运行经费预算", RATE)]),
        ("公务接待费0.80万元，较2025年预算数减少0.20万元，下降20.00%。",
         [("0.80万元", "公务接待费", A), ("0.20万元", "公务接待费", DOWN), ("20.00%", "公务接待费", RATE)]),
        ("支出预算80万元，其中：基本支出60万元，占75%；项目支出20万元，占25%。",
         [("80万元", "支出预算", A), ("60万元", "基本支出", A), ("75%", "基本支出", SHARE), ("20万元", "项目支出", A),
          ("25%", "项目支出", SHARE)]),
        ("公用经费3万元（办公费1万元，比上年增加0.1万元；水费2万元，比上年减少0.2万元。）比上年减少0.1万元，下降3.23%。",
         [("3万元", "公用经费", A), ("1万元", "办公费", A), ("0.1万元", "办公费", UP), ("2万元", "水费", A), ("0.2万元", "水费", DOWN),
          ("0.1万元", "公用经费", DOWN), ("3.23%", "公用经费", RATE)]),
        ("公务接待费0.80万元，和2025年相比预算减低0.20万元。", [("0.80万元", "公务接待费", A), ("0.20万元", "公务接待费", DOWN)]),
        ("安排农林水支出5.50万元、住房保障支出2.10万元等。", [("5.50万元", "农林水支出", A), ("2.10万元", "住房保障支出", A)]),
        ("与2025年度相比，收入总计增加8.00万元，增长10.00%。", [("8.00万元", "收入总计", UP), ("10.00%", "收入总计", RATE)]),
        ("青山县水务局设6个内设机构。", [("6个", "内设机构", A)]),
        ("青山县水务局下设2个管理站和3个抽水站。", [("2个", "管理站", A), ("3个", "抽水站", A)]),
        ("车辆购置支出4万元，主要用于经县里同意更新的2辆巡河车。", [("4万元", "车辆购置支出", A), ("2辆", "经县里同意更新的巡河车", A)]),
        ("纳入绩效管理的项目4个，涉及金额20.00万元。", [("4个", "纳入绩效管理的项目", A), ("20.00万元", "纳入绩效管理的项目涉及金额", A)]),
        ("共有公务用车编制5辆，实有4辆。", [("5辆", "公务用车编制", A), ("4辆", "公务用车编制实有", A)]),
        ("单价100万元（含）以上设备（不含车辆）2台（套）。", [("2台（套）", "单价100万元（含）以上设备（不含车辆）", A)]),
        ("在建工程1项30.50万元。", [("1项", "在建工程", A), ("30.50万元", "在建工程", A)]),
        ("项目资金70万元，其中35万元为上年结转资金。", [("70万元", "项目资金", A), ("35万元", "上年结转资金", A)]),
        ("其中20万元用于设备购置。", [("20万元", "设备购置", A)]),
        ("没有购置单价100万元以上设备的计划。", [("没有", "购置单价100万元以上设备的计划", A)]),
        ("本年支出12万元，为年初预算10万元的120%。", [("12万元", "本年支出", A), ("10万元", "本年支出", A), ("120%", "本年支出", SHARE)]),
        ("这是一项惠民工程，根据〔2024〕3号文件实施。", []),
        ("按照“十四五”规划，措施：1.落实责任；2.加强检查。", []),
    ],
)  # fmt: skip
def test_what_a_number_measures(sentence, expected):
    assert [(f.text, f.measure, f.aspect) for f in figures(sentence)] == expected


@pytest.mark.parametrize(
    "said",
    ["收入预算80万元，比2025年年初预算数60万元增加20万元，增长33.33%。", "收入预算80万元，较上年的60万元，增加20万元，增长33.33%。",
     "收入预算80万元，与2025年预算数60万元相比，增加20万元，增长33.33%。"],
)  # fmt: skip
def test_the_amount_that_a_change_is_told_from_is_of_the_year_before(said):
    now, before, change, rate = figures(said)
    assert [one.measure for one in (now, before, change, rate)] == ["收入预算"] * 4
    assert [one.aspect for one in (now, before, change, rate)] == [A, A, UP, RATE]
    assert [one.fiscal_year for one in (now, before, change, rate)] == [2026, 2025, 2026, 2026]
    assert before.column_path


def test_a_figure_of_prose_is_bound_to_its_place():
    first, change, rate = figures("2026年度青山县水务局收入预算80万元，比2025年预算减少20万元，下降20.00%。", heading="二、收入情况")
    assert (first.number, first.table_id, first.entity, first.fiscal_year, first.stage) == (7, None, "青山县水务局", 2026, Stage.BUDGET)
    assert first.sentence == "2026年度青山县水务局收入预算80万元，比2025年预算减少20万元，下降20.00%。"
    assert first.row_path == ("二、收入情况", "收入预算")
    assert first.provenance.page == 1
    assert first.provenance.bbox is not None and change.provenance.bbox is not None
    assert first.provenance.bbox.x1 < change.provenance.bbox.x0
    assert (change.basis, change.amount.plain, rate.amount.plain) == ("比2025年预算", "20", "-20.00")


@pytest.mark.parametrize(
    ("sentence", "text", "year", "column", "stage"),
    [
        (
            "“农林水支出（类）水利（款）防汛（项）”3万元。2025年当年预算执行数为2万元，2026年预算安排3万元。",
            "2万元",
            2025,
            "2025年当年预算执行数",
            None,
        ),
        (
            "“农林水支出（类）水利（款）防汛（项）”3万元。2025年当年预算执行数为2万元，2026年预算安排3万元。",
            "3万元",
            2026,
            "2026年预算安排",
            Stage.BUDGET,
        ),
        ("截至2024年12月31日，本单位共有车辆9辆。", "9辆", 2024, None, Stage.BUDGET),
        ("水利支出年初预算为5万元，支出决算为4万元。", "4万元", 2026, "支出决算", Stage.FINAL_ACCOUNTS),
        ("制定幸福河湖方案（2026-2030年），年度计划完成521条建设任务。", "521条", 2026, None, Stage.BUDGET),
        ("水利支出年初预算为5万元，支出决算为4万元。", "5万元", 2026, "年初预算", Stage.BUDGET),
    ],
)
def test_year_and_stage_of_a_number(sentence, text, year, column, stage):
    found = [f for f in figures(sentence) if f.text == text][-1]
    assert (found.fiscal_year, found.column_path, found.stage) == (year, (column,) if column else (), stage)


def test_budget_columns_of_a_final_account_are_of_the_budget():
    facts = dataclasses.replace(FACTS, stage=Stage.FINAL_ACCOUNTS)
    budget, final, done = figures("水利支出全年预算为5万元，支出决算为4万元，完成全年预算数的80.00%。", facts=facts)
    assert (budget.stage, final.stage, done.aspect, done.basis) == (Stage.BUDGET, Stage.FINAL_ACCOUNTS, SHARE, "全年预算数")
    assert {f.measure for f in (budget, final, done)} == {"水利支出"}


@pytest.mark.parametrize(
    ("sentence", "changed"),
    [
        # the whole: nothing carried over can have grown by 20
        ("预算收入总计120万元，其中：财政拨款收入120万元，其他资金0万元，比上年增加20万元，增长20.00%。", "预算收入总计"),
        # the part it follows directly
        ("收入预算120万元，其中：财政拨款收入120万元，比2025年预算增加20万元；事业收入0万元。", "财政拨款收入"),
        # the whole of the sentence before, which the printed rate is of
        ("支出预算120万元，其中：基本支出90万元、项目支出30万元。比上年增加20万元，增长20.00%。", "支出预算"),
        # the whole before a bracket that ends with a full stop
        ("车辆费60万元（购置费20万元，比上年无变化；运行费40万元，支出平稳。）比上年增加10万元，增长20.00%。", "车辆费"),
        # the verb left out: by its rate the change, not the year before's amount
        ("机关运行经费安排101万元，比上年1万元，增加1.00%。", "机关运行经费安排"),
    ],
)
def test_a_change_belongs_to_the_amount_that_can_have_changed(sentence, changed):
    assert {f.measure for f in figures(sentence) if f.aspect in (UP, RATE)} == {changed}


@pytest.mark.parametrize(
    ("sentence", "changed"),
    [
        ("收入预算20万元，其中：拨款17万元，其他收入3万元；收入比2025年增加5万元。", "收入预算"),
        ("支出预算20万元。按功能分类，包括教育支出17万元，住房保障支出3万元。比2025年增加5万元。", "支出预算"),
        ("预算收入103万元。预算支出103元，其中：基本支出80万元；项目支出23万元。2026年预算比2025年增加3万元，增长3%。", "预算收入"),
        ("拨款预算20万元；基金预算0万元，比2025年增加5万元。", "基金预算"),  # printed so, and told as impossible
    ],
)
def test_a_change_told_apart_from_parts_that_cannot_have_it_is_of_the_whole(sentence, changed):
    (change,) = (f for f in figures(sentence) if f.aspect is UP)
    assert change.measure == changed


def test_parts_stand_under_their_whole_and_a_semicolon_ends_them():
    found = figures("截至2025年8月31日，共有车辆3辆，其中：执法用车2辆、其他用车1辆；单价50万元以上设备0台。")
    assert [f.row_path[1:] for f in found] == [
        ("车辆",),
        ("车辆", "执法用车"),
        ("车辆", "其他用车"),
        ("单价50万元以上设备",),
    ]


def test_parts_of_a_part_end_with_it():
    found = figures(
        "“三公”经费预算安排12万元，其中：出国费0万元；用车费10万元，其中，购置费4万元，运行费6万元；接待费2万元（不包括会议）。"
    )
    assert [f.row_path[1:] for f in found] == [
        ("“三公”经费",),
        ("“三公”经费", "出国费"),
        ("“三公”经费", "用车费"),
        ("“三公”经费", "用车费", "购置费"),
        ("“三公”经费", "用车费", "运行费"),
        ("“三公”经费", "接待费"),
    ]
    assert found[0].column_path == ("预算安排",)


def test_brackets_hold_parts_of_what_stands_before_them():
    found = figures("固定资产30万元，其中：车辆3辆（轿车2辆，货车1辆）；房屋500平方米。")
    assert [f.row_path[1:] for f in found] == [
        ("固定资产",),
        ("固定资产", "车辆"),
        ("固定资产", "车辆", "轿车"),
        ("固定资产", "车辆", "货车"),
        ("固定资产", "房屋"),
    ]


def test_items_of_a_paragraph_that_ends_with_among_them():
    found = figures("2026年“三公”经费预算数为7万元。其中：", "（一）公务接待费2万元。", "（二）公务用车运行费5万元。")
    assert [f.row_path[1:] for f in found] == [("“三公”经费",), ("“三公”经费", "公务接待费"), ("“三公”经费", "公务用车运行费")]


@pytest.mark.parametrize(
    ("words", "chain", "code"),
    [
        ("公共安全支出（204类）司法（06款）行政运行（01项）12万元。", ("公共安全支出", "司法", "行政运行"), "2040601"),
        ("“农林水支出-水利-水利行业业务管理”科目12万元。", ("农林水支出", "水利", "水利行业业务管理"), None),
        ("1、卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）。全年预算为12万元。",
         ("卫生健康支出", "行政事业单位医疗", "行政单位医疗"), None),
    ],
)  # fmt: skip
def test_functional_subjects_are_a_chain(words, chain, code):
    (found,) = figures(words)
    assert (found.row_path[1:], found.measure, found.subject_code) == (chain, chain[-1], code)


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("本单位无“三公”经费预算。", "“三公”经费预算"),
        ("青山县水务局2026年度没有政府性基金预算财政拨款收入和支出。", "政府性基金预算财政拨款收入和支出"),
        ("无政府性基金预算收入的，仍保留本表。", None),
        ("主要原因是公务用车数量无变化。", None),
    ],
)
def test_there_is_none_is_a_figure_without_an_amount(sentence, measure):
    assert [(f.measure, f.amount) for f in figures(sentence)] == ([(measure, None)] if measure else [])


def test_prose_cells_of_a_form_are_prose_with_the_cell_as_their_place():
    form = table(
        [["项目", "内容"], ["项目概况", "本项目申请2026年渠道维修经费12万元，由专人管理。"], ["项目期", "1年"]],
        kind=TableKind.PERFORMANCE_FORM,
    )
    cells = tuple(dataclasses.replace(c, role=CellRole.TEXT) if c.role is CellRole.VALUE else c for c in form.cells)
    form = dataclasses.replace(form, cells=cells, project="渠道维修经费", title="绩效目标表")
    (found,) = form_prose_figures([form], FACTS, 3)
    assert (found.number, found.text, found.measure, found.project, found.table_id) == (3, "12万元", "渠道维修经费", "渠道维修经费", None)
    assert (found.provenance.table_id, found.provenance.row) == ("t1", 1)
    assert found.row_path == ("绩效目标表", "渠道维修经费", "项目概况", "渠道维修经费")


def test_without_a_unit_of_its_own_nothing_is_guessed():
    unknown = DocumentFacts(None, None, None, None, ())
    (found,) = figures("项目得分95.50，等级为优。", facts=unknown)
    assert (found.amount.unit, found.entity, found.fiscal_year, found.stage) == (None, None, None, None)
