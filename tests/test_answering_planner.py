"""Questions as people ask them, and the plan that each must become; no figure is looked at."""

from decimal import Decimal

import pytest

from answering.planner import understand
from disclosure.document import Stage, TableKind
from disclosure.question import Operation, Relation, RowKind
from tests.understanding_samples import STREET, NamesOnly

LIBRARY = NamesOnly()
WATER_ONLY = ["water26"]


def plan_of(question, documents=WATER_ONLY):
    return understand(question, (), LIBRARY, documents).plan


LOOKUPS = [
    ("河道巡查员工资多少", "河道巡查员工资"),
    ("河道巡查员工资安排了多少钱", "河道巡查员工资"),
    ("河道巡查员的工资一年要发多少啊", "河道巡查员的工资"),
    ("请问，帮我查一下河道巡查员工资是多少？谢谢！", "河道巡查员工资"),
    ("你知道办公费是多少吗", "办公费"),
    ("河道巡查员一年开多少钱工资", "河道巡查员工资"),
    ("退休费的预算", "退休费"),
    ("津贴补贴预算数", "津贴补贴"),
    ("一般行政管理事务科目安排多少资金", "一般行政管理事务"),
    ("社会保障和就业支出编了多少万的预算", "社会保障和就业支出"),
    ("水情监测平台专线及电信、移动服务费是多少", "水情监测平台专线及电信、移动服务费"),
    ("本年支出合计要多少", "本年支出合计"),
    ("项目支出总共要多少", "项目支出"),
    ("基本支出总额有多大", "基本支出总额"),
    ("花在水费上的钱有多少", "水费"),
    ("政府采购预算总额有多少", "政府采购预算总额"),
    ("①公务用车购置费多少", "公务用车购置费"),
    ("单价100万元以上设备有几台", "单价100万元以上设备"),
    ("總預算是多少", "总预算"),
    ("2026年预算是多少", "总预算"),
    ("其中:住房公积金多少", "住房公积金"),
    ("办公费（含印刷）多少", "办公费"),
]


@pytest.mark.parametrize(("question", "label"), LOOKUPS, ids=[row[0] for row in LOOKUPS])
def test_a_question_for_one_figure_keeps_its_label_alone(question, label):
    plan = plan_of(question)
    assert plan.operation is Operation.LOOKUP
    assert [s.label for s in plan.selectors] == [label]


SEVERAL = [
    ("公用经费与人员经费各有多少", ["公用经费", "人员经费"]),
    ("水费、电费、邮电费分别是多少", ["水费", "电费", "邮电费"]),
    ("社会保障和就业支出与住房公积金", ["社会保障和就业支出", "住房公积金"]),
    ("固定资产有多少万元，房屋面积多大？", ["固定资产", "房屋面积"]),
    ("河道巡查员和护林员工资各多少", ["河道巡查员工资", "护林员工资"]),
    ("有几辆执法执勤用车、几辆一般公务用车", ["执法执勤用车", "一般公务用车"]),
    ("政府采购货物和服务预算各多少", ["政府采购货物", "政府采购服务"]),
    ("水电费多少", ["水费", "电费"]),
]


@pytest.mark.parametrize(("question", "labels"), SEVERAL, ids=[row[0] for row in SEVERAL])
def test_several_things_are_several_selectors_and_no_name_is_cut(question, labels):
    plan = plan_of(question)
    assert plan.operation is Operation.LOOKUP
    assert [s.label for s in plan.selectors] == labels


COLUMNED = [
    ("行政运行的基本支出是多少", "行政运行", "基本支出", None),
    ("公共法律服务里头项目支出有多少", "公共法律服务", "项目支出", None),
    ("行政运行基本支出多少", "行政运行", "基本支出", None),
    ("事业运行的全年预算数", "事业运行", "全年预算数", Stage.BUDGET),
    ("事业运行决算多少", "事业运行", None, Stage.FINAL_ACCOUNTS),
    ("支出总计中的项目支出", "项目支出", None, None),
    ("预算编制说明里，行政运行的年初预算是多少", "行政运行", "年初预算", Stage.BUDGET),
]


@pytest.mark.parametrize(("question", "label", "column", "stage"), COLUMNED, ids=[row[0] for row in COLUMNED])
def test_a_column_named_of_a_row_is_told_from_a_row(question, label, column, stage):
    (selector,) = plan_of(question, None).selectors
    assert (selector.label, selector.column_label, selector.stage) == (label, column, stage)


def test_two_states_of_one_row_are_two_selectors():
    first, second = plan_of("社区治理部2024年事业运行的全年预算和决算分别是多少万元", None).selectors
    assert (first.label, first.column_label, first.stage) == ("事业运行", "全年预算", Stage.BUDGET)
    assert (second.label, second.column_label, second.stage) == ("事业运行", None, Stage.FINAL_ACCOUNTS)


TABLES = [
    ("三公经费表上的公务接待费是多少", TableKind.THREE_PUBLIC),
    ("支出预算总表里行政运行是多少", TableKind.EXPENDITURE),
    ("基本支出经济分类表中公务接待费", TableKind.BASIC_ECONOMIC),
    ("收入总表里的合计", TableKind.REVENUE),
    ("项目支出绩效目标表里的资金总额", TableKind.PERFORMANCE_FORM),
]


@pytest.mark.parametrize(("question", "kind"), TABLES, ids=[row[0] for row in TABLES])
def test_a_table_that_is_named_restricts_the_place(question, kind):
    assert plan_of(question).selectors[0].table_kind is kind


def test_one_thing_in_two_tables_is_asked_of_each():
    plan = plan_of("人员经费合计，收支总表和经济分类表里各写的多少")
    assert [(s.label, s.table_kind) for s in plan.selectors] == [("人员经费", TableKind.SUMMARY), ("人员经费", TableKind.BASIC_ECONOMIC)]


WITHIN = [
    ("三公经费里的公务用车购置费是多少", "三公经费", "公务用车购置费"),
    ("“文体活动经费”项目的资金总额多少元", "文体活动经费", "资金总额"),
    ("水库管护经费的绩效目标表，其他资金那一栏填的是什么", "水库管护经费", "其他资金"),
]


@pytest.mark.parametrize(("question", "outer", "label"), WITHIN, ids=[row[0] for row in WITHIN])
def test_what_a_thing_stands_under_is_kept_apart(question, outer, label):
    (selector,) = plan_of(question, None).selectors
    assert (selector.within, selector.label) == (outer, label)


UNITS = [
    ("办公费是多少元", "元", "money"),
    ("总预算有几亿", "亿元", "money"),
    ("总预算换算成万元", "万元", "money"),
    ("总预算有多少个亿", "亿元", "money"),
    ("办公费多少（单位：万元）", "万元", "money"),
    ("公务用车有几辆", "辆", "辆"),
    ("河道巡查员有几个人", "人", "人"),
    ("房屋面积多少平方米", "平方米", "平方米"),
    ("采购多少箱沙袋", "箱", "箱"),
    ("补助标准是多少元/人/年", "元/人/年", "money/人/年"),
]


@pytest.mark.parametrize(("question", "unit", "dimension"), UNITS, ids=[row[0] for row in UNITS])
def test_the_asked_unit_is_read_and_taken_out(question, unit, dimension):
    plan = plan_of(question)
    assert (plan.unit.name, plan.selectors[0].dimension) == (unit, dimension)


NOT_UNITS = ["多少支出用于水费", "多少项目支出", "多少人员经费", "多少部门"]


@pytest.mark.parametrize("question", NOT_UNITS)
def test_a_word_that_begins_like_a_counter_is_no_unit(question):
    assert plan_of(question).unit is None


def test_a_count_without_a_thing_never_becomes_the_total_of_money():
    plan = plan_of("司法局有多少人", None)
    assert plan.selectors[0].label == "编制人数" and plan.selectors[0].dimension == "人"


def test_codes_are_taken_with_their_names():
    (selector,) = plan_of("2210201 这个科目合计数").selectors
    assert (selector.subject_code, selector.label) == ("2210201", None)
    (selector,) = plan_of("事业运行（2010350）的项目支出").selectors
    assert (selector.subject_code, selector.label, selector.column_label) == ("2010350", "事业运行", "项目支出")


RELATIONS = [
    ("项目支出占了总支出多大比重", Operation.SHARE, ["项目支出"], "总支出"),
    ("水费占公用经费的百分之几", Operation.SHARE, ["水费"], "公用经费"),
    ("公用经费在基本支出里占多少", Operation.SHARE, ["公用经费"], "基本支出"),
    ("基本支出中，公用经费占比多少", Operation.SHARE, ["公用经费"], "基本支出"),
    ("项目支出占比多少", Operation.SHARE, ["项目支出"], "支出总计"),
    ("总预算里有百分之多少是项目支出", Operation.SHARE, ["项目支出"], "总预算"),
    ("公用经费是基本支出的百分之几", Operation.SHARE, ["公用经费"], "基本支出"),
    ("项目支出比基本支出多多少", Operation.DIFFERENCE, ["项目支出", "基本支出"], None),
    ("项目支出和基本支出相差多少", Operation.DIFFERENCE, ["项目支出", "基本支出"], None),
    ("项目支出减去基本支出是多少", Operation.DIFFERENCE, ["项目支出", "基本支出"], None),
    ("项目支出是基本支出的几倍", Operation.RATIO, ["项目支出", "基本支出"], None),
    ("水费、电费和邮电费加起来多少", Operation.SUM, ["水费", "电费", "邮电费"], None),
    ("水费加电费是多少", Operation.SUM, ["水费", "电费"], None),
    ("水费和电费哪个高", Operation.COMPARE, ["水费", "电费"], None),
    ("比较一下水费和电费", Operation.COMPARE, ["水费", "电费"], None),
    ("水费多还是电费多", Operation.COMPARE, ["水费", "电费"], None),
]


@pytest.mark.parametrize(("question", "operation", "labels", "whole"), RELATIONS, ids=[row[0] for row in RELATIONS])
def test_things_set_against_each_other(question, operation, labels, whole):
    plan = plan_of(question)
    assert plan.operation is operation
    assert [s.label for s in plan.selectors] == labels
    assert (plan.share_of.label if plan.share_of else None) == whole


def test_a_sum_of_items_with_a_common_ending_offers_it_to_each():
    plan = plan_of("养老保险、职业年金、公积金三项单位缴费一共多少元")
    assert plan.operation is Operation.SUM and [s.label for s in plan.selectors] == ["养老保险", "职业年金", "公积金"]
    assert all(f"{s.label}单位缴费" in s.variants for s in plan.selectors)


def test_final_against_budget_of_one_row_is_a_share_of_its_own_column():
    plan = plan_of("社区治理部2024年住房公积金决算占全年预算的百分之几", None)
    assert plan.operation is Operation.SHARE and plan.selectors[0].stage is Stage.FINAL_ACCOUNTS
    assert (plan.share_of.label, plan.share_of.column_label, plan.share_of.stage) == ("住房公积金", "全年预算", Stage.BUDGET)


GROWTH = [
    ("青溪街道2024年办公费比2023年增加多少", 2024, 2023, ("street23",), False, None),
    ("青溪街道办公费2024年比2023年少了百分之几", 2024, 2023, ("street23",), True, "%"),
    ("青溪街道2023年和2024年的办公费各是多少，涨了多少", 2024, 2023, ("street23",), False, None),
    ("青溪街道办公费从2023年到2024年增加了多少", 2024, 2023, ("street23",), False, None),
    ("水务局2026年办公费比上年增加多少", 2026, 2025, (), False, None),
    ("水务局办公费同比增长多少", None, 2025, (), False, "%"),
    ("水务局办公费增长率", None, 2025, (), False, "%"),
    ("水务局今年办公费比去年少多少", 2026, 2025, (), True, None),
    ("水务局办公费比上年增加多少，增幅多大", None, 2025, (), False, None),
]


@pytest.mark.parametrize(("question", "now", "base", "documents", "decrease", "unit"), GROWTH, ids=[row[0] for row in GROWTH])
def test_a_change_against_another_year_names_both(question, now, base, documents, decrease, unit):
    plan = plan_of(question, None)
    assert plan.operation is Operation.GROWTH
    later, earlier = plan.selectors
    assert (later.label, later.fiscal_year) == ("办公费", now)
    assert (earlier.label, earlier.fiscal_year, earlier.document_ids) == ("办公费", base, documents)
    assert plan.decrease is decrease and (plan.unit.name if plan.unit else None) == unit


def test_the_same_row_of_two_years_in_one_document_is_a_difference_of_rows():
    plan = plan_of("2026年和2025年的河道巡查员工资差多少钱")
    assert plan.operation is Operation.DIFFERENCE
    assert [(s.label, s.label_year) for s in plan.selectors] == [("河道巡查员工资", 2026), ("河道巡查员工资", 2025)]


RANKS = [
    ("哪个项目金额排第一", RowKind.PROJECT, None, True, None),
    ("用钱最多的四个项目", RowKind.PROJECT, 4, True, None),
    ("钱给得最少的项目", RowKind.PROJECT, None, False, None),
    ("项目按金额从大到小排前五", RowKind.PROJECT, 5, True, None),
    ("支出最多的两个“类”", RowKind.CLASS, 2, True, None),
    ("支出最大的类是哪个", RowKind.CLASS, None, True, None),
    ("项级科目前十名", RowKind.ITEM, 10, True, None),
    ("公用经费里哪项最多", RowKind.PART, None, True, "公用经费"),
    ("绩效目标表里4个项目谁的金额最大", RowKind.PROJECT, None, True, None),
    ("花钱最多的是什么", RowKind.PROJECT, None, True, None),
    ("top 3 项目", RowKind.PROJECT, 3, True, None),
]


@pytest.mark.parametrize(("question", "rows", "limit", "descending", "label"), RANKS, ids=[row[0] for row in RANKS])
def test_rows_are_ranked(question, rows, limit, descending, label):
    plan = plan_of(question)
    assert plan.operation is Operation.RANK
    (selector,) = plan.selectors
    assert (selector.rows, plan.limit, plan.descending, selector.label) == (rows, limit, descending, label)


def test_the_second_largest_is_not_the_two_largest():
    plan = plan_of("金额第二大的项目是哪个")
    assert (plan.operation, plan.limit, plan.nth, plan.descending) == (Operation.RANK, 2, True, True)
    plan = plan_of("倒数第二的项目")
    assert (plan.limit, plan.nth, plan.descending) == (2, True, False)


def test_units_compared_without_being_named_are_all_compared():
    plan = plan_of("哪个单位的公务接待费最高", None)
    assert plan.operation is Operation.COMPARE and len(plan.selectors) == 5
    assert {s.label for s in plan.selectors} == {"公务接待费"}
    street = next(s for s in plan.selectors if s.entity == STREET)
    assert street.fiscal_year == 2024


BOUNDS = [
    ("大于100万元的项目一共几个", Operation.COUNT, "1000000", True, False, None),
    ("50万以上的项目有哪些", Operation.LIST, "500000", True, True, None),
    ("不超过5万元的项目有几个", Operation.COUNT, "50000", False, True, None),
    ("低于十万元的项目有多少个", Operation.COUNT, "100000", False, False, None),
    ("50万到100万之间的项目有几个", Operation.COUNT, "500000", True, True, "1000000"),
]


@pytest.mark.parametrize(("question", "operation", "threshold", "above", "inclusive", "upper"), BOUNDS, ids=[row[0] for row in BOUNDS])
def test_bounds_of_rows(question, operation, threshold, above, inclusive, upper):
    plan = plan_of(question)
    assert plan.operation is operation and plan.selectors[0].rows is RowKind.PROJECT
    assert plan.threshold.in_base == Decimal(threshold) and plan.above is above and plan.inclusive is inclusive
    assert (plan.upper.in_base if plan.upper else None) == (Decimal(upper) if upper else None)


COUNTS = [
    ("总共安排了几个项目", None),
    ("项目有几个", None),
    ("设置绩效目标的项目有几个", "设置绩效目标的项目"),
]


@pytest.mark.parametrize(("question", "label"), COUNTS, ids=[row[0] for row in COUNTS])
def test_rows_are_counted_and_a_printed_count_can_be_found(question, label):
    plan = plan_of(question)
    assert plan.operation is Operation.COUNT and plan.selectors[0].rows is RowKind.PROJECT and plan.selectors[0].label == label


CLAIMS = [
    ("河道巡查员工资是57万元吗", "河道巡查员工资", ["570000"]),
    ("河道巡查员工资是不是75万", "河道巡查员工资", ["750000"]),
    ("河道巡查员工资有三百七十万吗", "河道巡查员工资", ["3700000"]),
    ("水库管护经费是80万还是800万", "水库管护经费", ["800000", "8000000"]),
    ("办公费18.31万元，对不对", "办公费", ["183100"]),
    ("单价100万元以上设备是0台吗", "单价100万元以上设备", ["0"]),
    ("项目有21个吗", "项目", ["21"]),
    ("公务用车不是有3辆吗", "公务用车", ["3"]),
    ("不是有办公费12万元吗", "办公费", ["120000"]),
    ("办公费不是12万元吗", "办公费", ["120000"]),
]


@pytest.mark.parametrize(("question", "label", "claimed"), CLAIMS, ids=[row[0] for row in CLAIMS])
def test_an_amount_that_is_stated_is_verified(question, label, claimed):
    plan = plan_of(question)
    assert plan.operation is Operation.VERIFY and [s.label for s in plan.selectors] == [label]
    assert [amount.in_base for amount in plan.claimed] == [Decimal(number) for number in claimed]


def test_a_bound_that_is_asked_about_is_verified():
    plan = plan_of("水务局总预算超过2000万了吗", None)
    assert plan.operation is Operation.VERIFY and plan.claimed == () and plan.threshold.in_base == Decimal("20000000")


def test_the_document_is_checked_against_itself():
    plan = plan_of("支出预算总表“事业运行”这一行，合计是不是等于基本支出加上项目支出")
    assert (plan.operation, plan.relation) == (Operation.VERIFY, Relation.SUM)
    assert [(s.label, s.column_label) for s in plan.selectors] == [("事业运行", "合计"), ("事业运行", "基本支出"), ("事业运行", "项目支出")]
    assert {s.table_kind for s in plan.selectors} == {TableKind.EXPENDITURE}
    plan = plan_of("收入总计和支出总计一样吗")
    assert (plan.relation, [s.label for s in plan.selectors]) == (Relation.EQUAL, ["收入总计", "支出总计"])
    plan = plan_of("说明里却写“比2022年增加1421.25万元”，办公费说得通吗")
    assert plan.operation is Operation.VERIFY and [s.label for s in plan.selectors] == ["办公费"]
    assert [amount.in_base for amount in plan.claimed] == [Decimal("14212500")]


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("办公费23和24年各多少", [2023, 2024]),
        ("办公费前后两年（23、24）分别是多少", [2023, 2024]),
        ("办公费23、24两年各多少", [2023, 2024]),
        ("第23和24条是什么", [None]),
    ],
)
def test_years_are_said_shortly_side_by_side(question, years):
    assert [s.fiscal_year for s in plan_of(question, None).selectors] == years


@pytest.mark.parametrize(
    ("question", "unit"), [("藏书多少万册", "册"), ("接待了几批", "批"), ("接待了多少万人次", "万人次"), ("办公费几万块", "元")]
)
def test_counters_may_be_scaled(question, unit):
    plan = plan_of(question)
    assert plan.unit is not None and plan.unit.dimension == {"册": "册", "批": "批次", "万人次": "人次", "元": "money"}[unit]


@pytest.mark.parametrize(("question", "label"), [("公务接待费三公表里多少", "公务接待费"), ("住房公积金基本支出表里多少", "住房公积金")])
def test_a_row_in_front_of_its_table_is_no_part_of_the_tables_name(question, label):
    selector = plan_of(question).selectors[0]
    assert selector.label == label and selector.table_kind is not None


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("给职工发的基本工资多少", "基本工资"),
        ("给局长发的基本工资多少", "给局长发的基本工资"),
        ("办公费怎么这么高，多少元", "办公费"),
        ("办公费花得不算多吧，多少万", "办公费"),
        ("扒一扒办公费到底有多少", "办公费"),
        ("办公费几十几万", "办公费"),
    ],
)
def test_what_is_thought_of_a_thing_is_no_part_of_its_name(question, label):
    assert [s.label for s in plan_of(question).selectors] == [label]


@pytest.mark.parametrize("question", ["有绩效目标的项目有几个，涉及多少资金", "有绩效目标的项目有几个 牵扯多少资金"])
def test_a_count_and_the_money_of_what_is_counted_are_both_asked(question):
    plan = plan_of(question)
    assert plan.operation is Operation.LOOKUP and [s.dimension for s in plan.selectors] == ["个", "money"]
