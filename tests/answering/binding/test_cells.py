"""One cell in small libraries: resolved, blank, several, or missing."""

import pytest
from shelf_samples import Paper, Said, Sheet, row, shelf_of

from answering.binding.cells import bind
from answering.binding.columns import Want
from answering.binding.decision import Blank, Bound, Missing, Several
from answering.binding.scopes import documents_of
from answering.query.tree import Cell, CellAspect, Place, Scope
from disclosure.document import Stage, TableKind
from disclosure.figure import Aspect

SPENT = (("合计",), ("基本支出",), ("项目支出",))
PUBLIC = (
    ("“三公”经费预算数", "合计"),
    ("“三公”经费预算数", "公务用车购置及运行费", "购置费"),
    ("“三公”经费预算数", "公务用车购置及运行费", "运行费"),
)
WIDE = (("“三公”经费支出预算", "小计"), ("“三公”经费支出预算", "公务接待费"), ("会议费",))
FUNDS = (("公务接待费", "一般公共预算"), ("公务接待费", "政府性基金预算"))

BUDGET = Paper(
    "云岭县水务局",
    2026,
    [
        Sheet(
            "2026年收支总表",
            TableKind.SUMMARY,
            [row("收入总计", "120.00", columns=(("收入", "预算数"),)), row("支出总计", "120.00", columns=(("支出", "预算数"),))],
        ),
        Sheet(
            "2026年支出总表",
            TableKind.EXPENDITURE,
            [
                row("合计", "120.00", "70.00", "50.00", columns=SPENT, total=True),
                row("农林水支出", "120.00", "70.00", "50.00", columns=SPENT, code="213", total=True),
                row("行政运行", "60.00", "60.00", "", columns=SPENT, code="2130301", depth=2),
                row("一般行政管理事务", "20.00", "", "20.00", columns=SPENT, code="2130302", depth=2),
                row("一般行政管理事务", "40.00", "10.00", "30.00", columns=SPENT, code="2130202", depth=2),
            ],
        ),
        Sheet(
            "2026年项目支出表",
            TableKind.PROJECT,
            [
                row("云岭县水务局", "50.00", total=True),
                row("2026年河道巡查经费", "30.00", depth=1),
                row("2025年巡护费", "4.00", depth=1),
                row("2024年巡护费", "2.00", depth=1),
                row("闸门修缮", "14.00", depth=1),
            ],
        ),
        Sheet("2026年“三公”经费和机关运行经费预算表", TableKind.THREE_PUBLIC, [row("", "9.00", "0", "8.00", columns=PUBLIC)]),
        Sheet("2026年政府性基金预算支出表", TableKind.GOVERNMENT_FUND, [row("合计", "")]),
        Sheet(
            "2026年基本支出表",
            TableKind.BASIC_ECONOMIC,
            [row("[30201]办公费", "3.00", code="30201"), row("[30205]水费", "1.00", code="30205")],
        ),
        Sheet("2026年一般公共预算支出表（按经济分类）", TableKind.OTHER, [row("30205-水费", "5.00", code="30205")]),
    ],
    [
        Said("12.50万元", "机关运行经费财政拨款预算", "机关运行经费财政拨款预算12.50万元，比上年增加0.50万元，增长4.17%。"),
        Said("0.50万元", "机关运行经费财政拨款预算", "机关运行经费财政拨款预算12.50万元，比上年增加0.50万元，增长4.17%。", Aspect.INCREASE),
        Said("7辆", "车辆", "截至2025年12月31日，共有车辆7辆。", over=("国有资产占有情况",), year=2025),
        Said("0万元", "政府性基金预算支出", "政府性基金预算支出0万元。"),
        Said("7名", "河道巡查经费", "河道巡查经费用于7名巡查员。"),
    ],
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    shelf = shelf_of(tmp_path_factory.mktemp("shelf"), BUDGET)
    return shelf.index(shelf.records[0])


def bound(index, cell):
    return bind(index, cell, Want(2026, aspect=cell.aspect, column=cell.column, dimension=cell.counted))


@pytest.mark.parametrize(
    ("cell", "text", "rung"),
    [
        (Cell("行政运行"), "60.00", "exact"),
        (Cell("2130301"), "60.00", "code"),
        (Cell("2130301行政运行"), "60.00", "code"),
        (Cell("行政运行", column="基本支出"), "60.00", "exact"),
        (Cell("河道巡查经费"), "30.00", "normalised"),  # the sentence of that very name counts people
        (Cell("2026年河道巡查经费"), "30.00", "exact"),
        (Cell("2024年巡护费"), "2.00", "exact"),
        (Cell("30201"), "3.00", "code"),
        (Cell("办公费"), "3.00", "normalised"),
        (Cell("水费"), "5.00", "normalised"),  # of all money, before that of 基本支出 alone
        (Cell("水费", table="基本支出表"), "1.00", "normalised"),
        (Cell("总预算"), "120.00", "synonym"),
        (Cell("支出总计"), "120.00", "exact"),
        (Cell("项目支出"), "50.00", "exact"),
        (Cell("三公经费"), "9.00", "synonym"),
        (Cell("公务用车运行费"), "8.00", "normalised"),
        (Cell("运行费", under="三公经费"), "8.00", "exact"),
        (Cell("机关运行经费"), "12.50万元", "core"),
        (Cell("农林水支出", column="项目支出", table="支出总表"), "50.00", "exact"),
    ],
)
def test_a_name_is_bound(index, cell, text, rung):
    found = bound(index, cell)
    assert isinstance(found, Bound)
    assert (found.pick.figure.text, found.pick.reached.rung) in {(text, rung), (text, "exact")}


def test_money_split_by_source_is_not_told_by_one_of_them(tmp_path):
    sheet = Sheet("“三公”经费支出表", TableKind.THREE_PUBLIC, [row("合计", "2.00", "1.00", columns=FUNDS, total=True)])
    shelf = shelf_of(tmp_path, Paper("云岭县水务局", 2026, [sheet]))
    assert isinstance(bind(shelf.index(shelf.records[0]), Cell("公务接待费"), Want(2026)), Several)


def test_a_table_of_more_than_three_public_names_its_own_total(tmp_path):
    sheet = Sheet("“三公”经费及会议费预算表", TableKind.THREE_PUBLIC, [row("合计", "6.00", "2.00", "9.00", columns=WIDE, total=True)])
    shelf = shelf_of(tmp_path, Paper("云岭县水务局", 2026, [sheet]))
    found = bind(shelf.index(shelf.records[0]), Cell("三公经费"), Want(2026))
    assert isinstance(found, Bound)
    assert found.pick.figure.text == "6.00"


def test_a_blank_stays_blank(index):
    found = bound(index, Cell("行政运行", column="项目支出"))
    assert isinstance(found, Blank)
    assert found.pick.figure.text == ""


def test_a_nought_of_the_text_answers_an_empty_table(index):
    found = bound(index, Cell("政府性基金预算支出"))
    assert isinstance(found, Bound)
    assert found.pick.figure.text == "0万元"


def test_rows_of_one_name_in_one_table_are_several_whatever_their_codes(index):
    found = bound(index, Cell("一般行政管理事务"))
    assert isinstance(found, Several)
    assert {pick.figure.text for pick in found.picks} == {"20.00", "40.00"}


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        (Cell("局长年薪"), "row"),
        (Cell("电费"), "row"),
        (Cell("2023年巡护费"), "row"),
        (Cell("行政运行", column="政府采购"), "column"),
        (Cell("闸门修缮", counted="人"), "counted"),
        (Cell("闸门修缮", under="教育支出"), "under"),
        (Cell("河道巡查经费", aspect=CellAspect.CHANGE), "aspect"),
    ],
)
def test_what_is_not_there_is_missing_by_its_part(index, cell, part):
    found = bound(index, cell)
    assert isinstance(found, Missing)
    assert found.part == part


def test_a_count_of_what_there_was_at_the_end_of_last_year(index):
    found = bound(index, Cell("车辆", counted="辆"))
    assert isinstance(found, Bound)
    assert found.pick.figure.text == "7辆"


def test_places_are_kept_apart(index):
    assert isinstance(bound(index, Cell("河道巡查经费", place=Place.TEXT)), Bound)
    assert isinstance(bound(index, Cell("机关运行经费", place=Place.TABLE)), Blank | Missing)


def test_a_hint_at_a_table_falls_through_and_is_told_but_not_where_it_is_strict(index):
    cell = Cell("行政运行", table="政府购买服务明细表")
    assert bind(index, cell, Want(2026)).astray
    assert isinstance(bind(index, cell, Want(2026), strict=True), Missing)


def test_budget_and_spending_of_a_final_account(tmp_path):
    columns = (("年初预算数",), ("决算数",))
    sheet = Sheet("支出决算表", TableKind.EXPENDITURE, [row("行政运行", "5.00", "4.00", columns=columns, code="2130301")])
    shelf = shelf_of(tmp_path, Paper("云岭县水务局", 2024, [sheet], stage=Stage.FINAL_ACCOUNTS))
    index = shelf.index(shelf.records[0])
    for want, text in (
        (Want(2024, final=True, column="决算数"), "4.00"),
        (Want(2024, final=True, column="年初预算数"), "5.00"),
    ):
        found = bind(index, Cell("行政运行", column=want.column), want)
        assert isinstance(found, Bound)
        assert found.pick.figure.text == text


OFFICES = (("总计",), ("财政拨款",))
DEPARTMENT = Paper(
    "云岭县水务局",
    2026,
    [
        Sheet(
            "部门收入总表",
            TableKind.REVENUE,
            [
                row("合计", "90.00", "80.00", columns=OFFICES, total=True),
                row("云岭县水务局", "90.00", "80.00", columns=OFFICES, total=True),
                row("云岭县水务局", "60.00", "55.00", columns=OFFICES, depth=1),
                row("云岭县水库管理中心", "30.00", "25.00", columns=OFFICES, depth=1),
            ],
        ),
        Sheet("支出总表", TableKind.EXPENDITURE, [row("项目支出", "50.00"), row("行政运行", "40.00", code="2130301")]),
        Sheet("政府性基金预算支出表", TableKind.GOVERNMENT_FUND, [row("项目支出", "0.00")]),
        Sheet("财政拨款支出表", TableKind.APPROPRIATION, [row("项目支出", "45.00")]),
        Sheet("一般公共预算基本支出表", TableKind.BASIC_ECONOMIC, [row("培训费", "1.00", code="30216")]),
        Sheet("“三公”经费及培训费表", TableKind.THREE_PUBLIC, [row("培训费", "3.00")]),
        Sheet("2026年支出总表（续）", TableKind.EXPENDITURE, [row("行政运行", "41.00", code="2130301")]),
    ],
)


@pytest.fixture(scope="module")
def department(tmp_path_factory):
    return shelf_of(tmp_path_factory.mktemp("shelf"), DEPARTMENT)


@pytest.mark.parametrize(
    ("cell", "text", "rivals"),
    [
        (Cell("项目支出"), "50.00", []),  # of a fund and of appropriations it is another thing
        (Cell("培训费"), "3.00", []),  # of basic expenditure alone it is another thing
        (Cell("行政运行"), "40.00", ["41.00"]),  # the same thing out of the same money
        (Cell("云岭县水务局", table="收入总表"), "90.00", []),
        (Cell("云岭县水务局本级", table="收入总表"), "60.00", []),
        (Cell("云岭县水库管理中心", column="财政拨款"), "25.00", []),
    ],
)
def test_another_amount_contradicts_only_where_it_is_the_same_thing_out_of_the_same_money(department, cell, text, rivals):
    found = bound(department.index(department.records[0]), cell)
    assert isinstance(found, Bound)
    assert (found.pick.figure.text, [figure.text for figure in found.rivals]) == (text, rivals)


def test_a_departments_own_office_is_a_unit_of_its_file(department):
    found = documents_of(department, Scope(unit="水务局本级"))
    assert found.part == "云岭县水务局本级"
    index = department.part_index(found.records[0], found.part)
    assert bound(index, Cell("收入总计")).pick.figure.text == "60.00"
    assert documents_of(department, Scope(unit="水务局")).part is None


WORDS = Paper(
    "云岭县水务局",
    2026,
    [
        Sheet(
            "收入总表",
            TableKind.REVENUE,
            [row("合计", "9.00", "3.00", columns=(("上年结转结余", "小计"), ("上年结转结余", "单位资金")), total=True)],
        ),
        Sheet("一般公共预算基本支出表", TableKind.BASIC_ECONOMIC, [row("差旅费", "", code="30211")]),
        Sheet("“三公”经费支出表", TableKind.THREE_PUBLIC, [row("2026年", "5.00", year=2026), row("2025年", "4.00", year=2025)]),
        Sheet(
            "支出表",
            TableKind.EXPENDITURE,
            [
                row("水利", "8.00", code="21303", depth=1),
                row("行政运行", "6.00", code="2130301", depth=2),
                row("林业", "2.00", code="21302", depth=1),
                row("行政运行", "2.00", code="2130201", depth=2),
            ],
        ),
    ],
    [
        Said("6个", "项目纳入绩效目标管理", "本单位共6个项目纳入绩效目标管理，涉及财政性资金合计80万元。", over=("绩效目标设置情况",)),
        Said("80万元", "项目纳入绩效目标管理涉及财政性资金合计", "本单位共6个项目纳入绩效目标管理，涉及财政性资金合计80万元。"),
        Said("7辆", "当年部门预算安排购置车辆", "当年部门预算安排购置车辆7辆。"),
        Said("5台", "车辆", "共有车辆5台。"),
        Said("500台", "完成加梯", "完成加梯不少于500台。"),
        Said("3.10%", "研发投入", "研发投入占GDP比重3.10%。", Aspect.SHARE, basis="GDP"),
        Said("40万元", "污染防治资金", "安排节能减排专项-污染防治资金40万元。", over=("节能减排专项",)),
        Said("12万元", "参公事业单位的机关运行经费财政拨款预算", "参公事业单位的机关运行经费财政拨款预算12万元。", over=("机关运行经费",)),
    ],
)  # fmt: skip


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    shelf = shelf_of(tmp_path_factory.mktemp("shelf"), WORDS)
    return shelf.index(shelf.records[0])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell("上年结转结余", column="单位资金"), "3.00"),  # two heads of a total row
        (Cell("2025年", table="三公经费支出表"), "4.00"),  # a row that is a year is of that year
        (Cell("水利（款）行政运行（项）"), "6.00"),  # with what it stands under in front
        (Cell("节能减排专项-污染防治资金"), "40万元"),
        (Cell("纳入绩效目标管理的项目", counted="个"), "6个"),
        (Cell("项目", under="绩效目标设置情况", counted="个"), "6个"),
        (Cell("项目纳入绩效目标管理", column="涉及财政性资金"), "80万元"),
        (Cell("购置车辆", counted="辆"), "7辆"),
        (Cell("加梯", counted="台"), "500台"),
        (Cell("车辆", counted="辆"), "5台"),
        (Cell("研发投入占GDP比重", counted="%"), "3.10%"),
        (Cell("研发投入", column="占GDP"), "3.10%"),
        (Cell("机关运行经费"), "12万元"),  # under a heading that is the name
    ],
)
def test_the_words_of_a_cell_may_be_divided_otherwise_than_the_document_divides_them(words, cell, text):
    found = bound(words, cell)
    assert isinstance(found, Bound)
    assert found.pick.figure.text == text


def test_a_column_that_is_no_column_may_be_the_table(words):
    assert isinstance(bound(words, Cell("差旅费", column="基本支出")), Blank)
    assert isinstance(bound(words, Cell("差旅费", column="政府采购")), Missing)


def test_what_a_source_pays_is_all_of_it_before_what_it_pays_of_a_part(tmp_path):
    sources = (("合计",), ("财政拨款", "一般公共预算拨款"))
    paper = Paper(
        "云岭县水务局",
        2026,
        [
            Sheet("2026年基本支出总表", TableKind.BASIC_ECONOMIC, [row("云岭县水务局", "80.00", "70.00", columns=sources, total=True)]),
            Sheet("2026年收支总表", TableKind.SUMMARY, [row("1.一般公共预算拨款", "100.00", columns=(("收入", "预算数"),))]),
        ],
    )
    shelf = shelf_of(tmp_path, paper)
    found = bound(shelf.index(shelf.records[0]), Cell("一般公共预算拨款"))
    assert isinstance(found, Bound) and found.pick.figure.text == "100.00"


def test_a_public_expense_is_the_one_of_its_own_table_whatever_name_that_prints(tmp_path):
    public = (("“三公”经费", "合计"), ("“三公”经费", "公务用车购置及运行费", "公务用车运行费"))
    paper = Paper(
        "云岭县水务局",
        2026,
        [
            Sheet("2026年基本支出表", TableKind.BASIC_ECONOMIC, [row("公务用车运行维护费", "8.00", code="30231")]),
            Sheet("2026年“三公”经费表", TableKind.THREE_PUBLIC, [row("", "12.00", "11.00", columns=public)]),
        ],
    )
    shelf = shelf_of(tmp_path, paper)
    index = shelf.index(shelf.records[0])
    assert bound(index, Cell("公务用车运行维护费")).pick.figure.text == "11.00"
    assert bound(index, Cell("公务用车运行维护费", table="基本支出表")).pick.figure.text == "8.00"
