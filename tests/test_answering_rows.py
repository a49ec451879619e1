"""Sets of rows: what stands under a name in tables of every build, and the questions that run over them."""

import pytest
from answering_samples import FUNCTIONAL, Maker

from answering.engine import Engine
from answering.ranking import read_rank
from answering.relations import read_most_changed
from answering.row_questions import read_rows, split_rows
from disclosure.amount import Unit, parse_amount
from disclosure.answer import Status
from disclosure.document import BBox, Provenance, Stage, Table, TableKind
from disclosure.question import Operation, RowKind, Turn
from retrieval.library import Library

BUREAU, OFFICE, FARM = "松岗县文化局", "云台县档案馆", "竹溪县林场"
EXPENDITURE_ROWS = (
    (("合计",), None, "600.00", "420.00", "180.00"),
    (("207", "文化旅游体育与传媒支出"), "207", "440.00", "260.00", "180.00"),
    (("20701", "文化和旅游"), "20701", "340.00", "260.00", "80.00"),
    (("2070101", "行政运行"), "2070101", "260.00", "260.00", ""),
    (("2070104", "图书馆"), "2070104", "80.00", "", "80.00"),
    (("20702", "文物"), "20702", "100.00", "", "100.00"),
    (("2070204", "文物保护"), "2070204", "100.00", "", "100.00"),
    (("221", "住房保障支出"), "221", "160.00", "160.00", ""),
    (("22102", "住房改革支出"), "22102", "160.00", "160.00", ""),
    (("2210201", "住房公积金"), "2210201", "110.00", "110.00", ""),
    (("2210203", "购房补贴"), "2210203", "50.00", "50.00", ""),
)
# 津贴补贴 is printed with a misprinted code, as published tables do
ECONOMIC_ROWS = (
    (("合计",), None, "420.00", "350.00", "70.00"),
    (("301", "工资福利支出"), "301", "330.00", "330.00", "0.00"),
    (("30101", "基本工资"), "30101", "150.00", "150.00", "0.00"),
    (("3012", "津贴补贴"), "3012", "120.00", "120.00", "0.00"),
    (("30113", "住房公积金"), "30113", "60.00", "60.00", "0.00"),
    (("302", "商品和服务支出"), "302", "64.00", "0.00", "64.00"),
    (("30201", "办公费"), "30201", "40.00", "0.00", "40.00"),
    (("30207", "邮电费"), "30207", "12.00", "0.00", "12.00"),
    (("30211", "差旅费"), "30211", "12.00", "0.00", "12.00"),
    (("303", "对个人和家庭的补助"), "303", "20.00", "20.00", "0.00"),
    (("30302", "退休费"), "30302", "20.00", "20.00", "0.00"),
    (("310", "资本性支出"), "310", "6.00", "0.00", "6.00"),
    (("31002", "办公设备购置"), "31002", "6.00", "0.00", "6.00"),
)
ECONOMIC = ("2026年预算数", "合计"), ("2026年预算数", "人员经费"), ("2026年预算数", "公用经费")
PROJECT_ROWS = (
    ((BUREAU,), None, "180.00"),
    (("2026年古籍修复经费",), None, "55.00"),
    (("2025年古籍修复经费",), None, "45.00"),
    (("2025年展陈改造",), None, "30.00"),
    (("图书采购",), None, "50.00"),
)
# The two halves of a final account: subject, its code, its amount, whether it has children.
LEFT = (
    ("工资福利支出", "301", "88.20", True), ("基本工资", "30101", "50.00", False), ("津贴补贴", "30102", "38.20", False),
    ("奖金", "30103", "0.00", False), ("对个人和家庭的补助", "303", "4.00", True), ("退休费", "30302", "4.00", False),
    ("人员经费合计", None, "92.20", True),
)  # fmt: skip
RIGHT = (
    ("商品和服务支出", "302", "11.50", True), ("办公费", "30201", "4.50", False), ("印刷费", "30202", "0.00", False),
    ("差旅费", "30211", "7.00", False), ("资本性支出", "310", "0.00", True), ("办公设备购置", "31002", "0.00", False),
    ("公用经费合计", None, "11.50", True),
)  # fmt: skip


def bureau():
    made = Maker("rows2026", BUREAU, 2026)
    made.table(TableKind.EXPENDITURE, "2026年预算支出总表", 4, FUNCTIONAL, EXPENDITURE_ROWS)
    made.table(TableKind.BASIC_ECONOMIC, "2026年一般公共预算基本支出表", 6, ECONOMIC, ECONOMIC_ROWS)
    made.table(TableKind.PROJECT, "2026年项目支出预算表", 7, (("合计",),), PROJECT_ROWS)
    sentence = "2026年政府采购预算90.00万元，其中货物30.00万元、工程48.00万元、服务12.00万元。"
    for measure, text in (("政府采购预算", "90.00万元"), ("货物", "30.00万元"), ("工程", "48.00万元"), ("服务", "12.00万元")):
        made.said(sentence, measure, text, 12)
    return made.disclosure()


def farm():
    """A unit whose projects are paid from two sources, printed in thousands, and whose text calls what is procured by bare names."""
    made = Maker("rows2027", FARM, 2027)
    columns = (("合计",), ("一般公共预算",), ("政府性基金",))
    rows = (
        ((FARM,), None, "9,500.0", "6,500.0", "3,000.0"),
        (("苗圃维护",), None, "4,000.0", "4,000.0", "0.0"),
        (("道路修缮",), None, "3,000.0", "0.0", "3,000.0"),
        (("病虫防治",), None, "2,500.0", "2,500.0", "0.0"),
    )
    made.table(TableKind.PROJECT, "2027年项目支出预算表", 3, columns, rows)
    sentence = "全年政府采购支出总额70.00万元，货物42.00万元，服务28.00万元。"
    for measure, text in (("全年政府采购支出总额", "70.00万元"), ("货物", "42.00万元"), ("服务", "28.00万元")):
        made.said(sentence, measure, text, 6)
    return made.disclosure()


def office():
    """A final account whose basic expenditure has a left and a right half, told apart by the column alone."""
    made = Maker("rows2025", OFFICE, 2025, Stage.FINAL_ACCOUNTS)
    title, table_id = "一般公共预算财政拨款基本支出决算表", f"{made.id[:12]}-t0"
    place = Provenance(made.id, 5, BBox(50, 50, 500, 700), table_id)
    unit = Unit.parse("万元")
    made.tables.append(Table(table_id, None, title, TableKind.BASIC_ECONOMIC, unit, "单位：万元", (), (place,), "", (), False, None))
    for number, line in enumerate(zip(LEFT, RIGHT, strict=True)):
        for column, (name, code, text, has_children) in zip((2, 5), line, strict=True):
            path = (code, name) if code else (name,)
            cell = Provenance(made.id, 5, BBox(60 * column, 60 + 12 * number, 60 * column + 50, 71 + 12 * number), table_id, number, column)
            made._figure(
                text, parse_amount(text, unit), name, code, path, ("决算数",), cell, TableKind.BASIC_ECONOMIC, title, table_id, None,
                is_total=has_children, depth=1 if code and len(code) > 3 else 0,
            )  # fmt: skip
    return made.disclosure()


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rows")
    library = Library.open(folder / "index")
    for disclosure in (bureau(), office(), farm()):
        path = folder / disclosure.file_name
        path.write_bytes(b"%PDF-1.4 hand-made " + disclosure.file_name.encode())
        library.add(disclosure, path)
    yield Engine(library)
    library.close()


@pytest.mark.parametrize(
    ("clause", "operation", "parent", "rows"),
    [
        ("公用经费里科目有几个", Operation.COUNT, "公用经费", RowKind.PART),
        ("公用经费里头科目有哪几个", Operation.LIST, "公用经费", RowKind.PART),
        ("公用经费一共分了几个明细科目", Operation.COUNT, "公用经费", RowKind.DETAIL),
        ("工资福利支出下面列了几个明细科目", Operation.COUNT, "工资福利支出", RowKind.DETAIL),
        ("住房改革支出包括哪两个项级科目", Operation.LIST, "住房改革支出", RowKind.ITEM),
        ("卫生健康支出下设几个款", Operation.COUNT, "卫生健康支出", RowKind.DIVISION),
        ("支出都分在哪几类", Operation.LIST, "", RowKind.CLASS),
        ("一共在几个类里有支出", Operation.COUNT, "", RowKind.CLASS),
        ("功能科目一共几个“类”有支出", Operation.COUNT, "", RowKind.CLASS),
        ("基本支出预算分哪两部分", Operation.LIST, "基本支出预算", RowKind.PART),
    ],
)
def test_the_words_around_the_asking_name_parent_and_rows(clause, operation, parent, rows):
    read = read_rows(clause)
    assert (read.operation, read.phrases, read.rows) == (operation, (parent,), rows)


@pytest.mark.parametrize("clause", ["内设机构有哪些", "有几个人", "项目有几个", "单位里有几辆车", "行政运行多少", "什么是三公经费"])
def test_other_questions_name_no_rows(clause):
    assert read_rows(clause) is None


@pytest.mark.parametrize(
    ("phrase", "parent", "rows"),
    [
        ("人员经费中的单项", "人员经费", RowKind.DETAIL),
        ("差旅费明细", "差旅费", RowKind.DETAIL),
        ("基本支出里公用经费明细", "公用经费", RowKind.DETAIL),
        ("经济科目里", "", RowKind.ECONOMIC),
    ],
)
def test_a_phrase_of_rows_is_cut_at_its_parent(phrase, parent, rows):
    read = split_rows(phrase)
    assert (read.parent, read.rows, read.inside) == (parent, rows, True)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        # a column of the economic table, a misprinted code, a half of a final account
        ("松岗县文化局公用经费里哪项最大", ["40.00万元"]),
        ("松岗县文化局公用经费明细谁最大", ["40.00万元"]),
        ("松岗县文化局工资福利支出里排第二的是哪项", ["120.00万元"]),
        ("松岗县文化局工资福利支出明细里排前两名的是什么", ["150.00万元", "120.00万元"]),
        ("松岗县文化局公用经费里第二大的是哪项", ["12.00万元", "12.00万元"]),
        ("松岗县文化局商品和服务支出里面超过10万元的有几个科目", ["3个"]),
        ("松岗县文化局人员经费一共列了几个明细科目", ["4个"]),
        ("松岗县文化局经济科目里最多的是哪项", ["150.00万元"]),
        ("云台县档案馆公用经费里哪项花得最多", ["7.00万元"]),
        ("云台县档案馆公用经费里最少的是哪项", ["4.50万元"]),
        ("云台县档案馆人员经费里有几个明细科目", ["3个"]),
        # functional subjects
        ("松岗县文化局住房改革支出包括哪几个项级科目", ["110.00万元", "50.00万元"]),
        ("松岗县文化局文化旅游体育与传媒支出下有几个款", ["2个"]),
        ("松岗县文化局一共在几个类里有支出", ["2个"]),
        ("松岗县文化局支出分为哪几类", ["440.00万元", "160.00万元"]),
        ("松岗县文化局基本支出分哪两部分", ["350.00万元", "70.00万元"]),
        ("松岗县文化局2026年文件里基本支出分哪两部分", ["350.00万元", "70.00万元"]),
        # levels of economic subjects, codes in brackets or alone, a parent set apart by a comma
        ("松岗县文化局商品和服务支出各款里排前两名的是哪几款", ["40.00万元", "12.00万元"]),
        ("松岗县文化局工资福利支出各款里金额最小的两款是哪几款", ["60.00万元", "120.00万元"]),
        ("松岗县文化局商品和服务支出（302）中金额最大的款是哪个", ["40.00万元"]),
        ("松岗县文化局302类下面哪一款最多", ["40.00万元"]),
        ("松岗县文化局工资福利支出明细最高的两项", ["150.00万元", "120.00万元"]),
        ("松岗县文化局工资福利支出各科目，谁的最大", ["150.00万元"]),
        ("松岗县文化局公用经费里，最小的是哪项", ["6.00万元"]),
        ("松岗县文化局功能分类里，金额在200万元以上的类有哪几个", ["440.00万元"]),
        ("松岗县文化局功能分类里，哪个类最小", ["160.00万元"]),
        ("松岗县文化局第二大的项目是哪个", ["50.00万元"]),
        ("松岗县文化局公用经费最少的两项", ["6.00万元", "12.00万元"]),
        ("竹溪县林场一般公共预算项目里最小的是哪个", ["2,500.0万元"]),
        ("竹溪县林场一般公共预算安排了几个项目", ["2个"]),
        ("竹溪县林场政府性基金项目里最大的是哪个", ["3,000.0万元"]),
        # each classification at the level that is named
        ("松岗县文化局按经济分类看，哪一类最多", ["330.00万元"]),
        ("松岗县文化局经济分类里，哪个款最少", ["6.00万元"]),
        ("松岗县文化局经济分类里有几个类", ["4个"]),
        ("松岗县文化局按支出功能分类，哪一类支出最多", ["440.00万元"]),
        ("松岗县文化局按功能分类，哪一款最少", ["100.00万元"]),
        ("松岗县文化局不到50万元的项目数", ["2个"]),
        # how many there are by the question, the level before 里, rows that have something in a column
        ("松岗县文化局两大类里钱最少的是哪一类", ["160.00万元"]),
        ("松岗县文化局大类里谁最多", ["440.00万元"]),
        ("松岗县文化局四个项目里哪个最便宜", ["30.00万元"]),
        ("松岗县文化局住房改革支出下面两项，数额居首的是谁", ["110.00万元"]),
        ("松岗县文化局有项目支出的科目（文物保护除外）哪个最大", ["80.00万元"]),
        ("松岗县文化局50万元以上的项目个数", ["2个"]),
    ],
)
def test_rows_under_a_name(engine, question, values):
    answer = engine.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert [str(claim.amount) for claim in answer.claims][: len(values)] == values


@pytest.mark.parametrize(
    "question",
    ["松岗县文化局三个项目里哪个最多", "松岗县文化局五大类里最少的是哪类", "松岗县文化局两个有项目支出的科目（文物保护除外）哪个最大"],
)
def test_rows_that_are_not_as_many_as_said_are_not_ranked(engine, question):
    assert engine.ask(question).status is not Status.ANSWERED


def test_units_are_not_counted_as_rows():
    assert read_rank("三家单位里哪家收入最多").things is None
    assert read_rank("四个项目里哪个最多").things == 4


def test_a_claimed_share_is_worked_out_and_judged(engine):
    right, wrong = (engine.ask(f"松岗县文化局项目支出占支出合计的{rate}，对吗") for rate in ("30%", "35%"))
    assert [str(answer.claims[0].amount) for answer in (right, wrong)] == ["30.00%", "30.00%"]
    assert right.text.startswith("是的") and wrong.text.startswith("不是")


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("松岗县文化局名字里带2025年的项目加起来多少", ["75.00万元"]),
        ("松岗县文化局2026年打头的项目合计多少万元", ["55.00万元"]),
        ("松岗县文化局名称里含“古籍”的项目有几个", ["2个"]),
        ("松岗县文化局2025年开头的项目里哪个最大", ["45.00万元"]),
        ("松岗县文化局除了办公费，公用经费里最多的是哪项", ["12.00万元", "12.00万元"]),
        ("松岗县文化局公用经费里头最小的是啥，有并列都说", ["6.00万元"]),
        ("云台县档案馆公用经费中金额为0的科目有几个", ["2个"]),
        ("松岗县文化局两笔古籍修复经费合起来多少", ["100.00万元"]),
        ("松岗县文化局古籍修复经费2025和2026两年加起来多少", ["100.00万元"]),
        ("松岗县文化局两年的古籍修复经费平均每年多少", ["50.00万元"]),
        ("松岗县文化局公用经费前两项合计多少万元", ["52.00万元"]),
        ("松岗县文化局金额最大的两个项目合计多少", ["105.00万元"]),
        ("云台县档案馆公用经费里有发生额的2项平均多少", ["5.75万元"]),
        ("松岗县文化局公用经费平均每项多少", ["17.50万元"]),
        ("松岗县文化局工程采购是货物采购的几倍", ["1.60"]),
        ("松岗县文化局采购预算里服务占比多少", ["13.33%"]),
        ("松岗县文化局采购里工程占多大比例", ["53.33%"]),
        ("松岗县文化局项目表里两笔古籍修复经费合计多少", ["100.00万元"]),
        ("竹溪县林场服务采购多少", ["28.00万元"]),
        ("竹溪县林场货物采购和服务采购一共多少", ["70.00万元"]),
        ("竹溪县林场货物和服务采购分别支出多少", ["42.00万元", "28.00万元"]),
        ("松岗县文化局4个项目平均下来每个多少万", ["45.00万元"]),
        ("松岗县文化局四个项目平均每个多少万元", ["45.00万元"]),
        ("松岗县文化局货物采购预算和服务采购预算一共多少", ["42.00万元"]),
        ("松岗县文化局办公费和差旅费加起来占公用经费百分之几", ["74.29%"]),
        ("松岗县文化局办公费、邮电费之和占公用经费的比重", ["74.29%"]),
        ("松岗县文化局住房公积金和购房补贴一共占住房改革支出多少", ["100.00%"]),
        ("松岗县文化局办公费和差旅费各占公用经费百分之几", ["57.14%"]),
    ],
)
def test_rows_chosen_and_added_up(engine, question, values):
    answer = engine.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert [str(claim.amount) for claim in answer.claims][: len(values)] == values


@pytest.mark.parametrize(
    "question",
    [
        "松岗县文化局名字里带2023年的项目加起来多少", "松岗县文化局三笔古籍修复经费合起来多少", "松岗县文化局两笔航天经费合起来多少",
        "松岗县文化局除了航天经费，花钱最多的项目是哪个", "云台县档案馆公用经费里有发生额的5项平均多少",
        "松岗县文化局商品和服务支出（303）里最大的款", "松岗县文化局办公费和航天经费加起来占公用经费多少",
        "松岗县文化局5个项目平均每个多少万元", "松岗县文化局基本支出分哪三部分", "竹溪县林场国有资本经营预算项目里最大的是哪个",
        "竹溪县林场工程采购多少", "松岗县文化局项目表里两笔“2024年古籍修复经费”合计多少",
        "松岗县文化局采购里航天占多大比例", "松岗县文化局资本性支出各款里第二大的款是哪个",
    ],
)  # fmt: skip
def test_rows_that_are_not_so_are_refused(engine, question):
    assert engine.ask(question).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("questions", "values"),
    [
        # the rows of the question before are the same rows, as they were chosen
        (("松岗县文化局公用经费前两项合计多少", "用元表示呢"), ["520,000.00元"]),
        (("松岗县文化局名字里带2025年的项目加起来多少", "换算成元呢"), ["750,000.00元"]),
        (("松岗县文化局第二大的项目是哪个", "用元表示"), ["500,000元"]),
        (("松岗县文化局金额最大的两个项目是哪些", "用元表示"), ["550,000元", "55.00万元", "500,000元"]),
        (("松岗县文化局公用经费前两项合计多少", "占公用经费百分之几"), ["74.29%"]),
        (("松岗县文化局金额最大的三个项目是哪些", "一共占项目支出多少"), ["83.33%"]),
        (("松岗县文化局办公费多少", "差旅费呢", "加起来占公用经费百分之几"), ["74.29%"]),
        (("松岗县文化局办公费和差旅费合计多少", "占公用经费百分之几"), ["74.29%"]),
        (("松岗县文化局办公费和差旅费合计多少", "各占公用经费百分之几"), ["57.14%"]),
    ],
)
def test_rows_of_the_question_before(engine, questions, values):
    history: tuple[Turn, ...] = ()
    for question in questions[:-1]:
        history = (*history, Turn(question, engine.ask(question, history=history).plan))
    answer = engine.ask(questions[-1], history=history)
    assert answer.status is Status.ANSWERED, answer.text
    assert [str(claim.amount) for claim in answer.claims][: len(values)] == values


def test_rows_that_were_not_looked_at_have_no_share(engine):
    # a chat without its plans: which rows were meant is not known
    answer = engine.ask("一共占项目支出多少", history=(Turn("松岗县文化局金额最大的三个项目是哪些"),))
    assert answer.status is Status.NOT_FOUND, answer.text


@pytest.mark.parametrize(
    "question",
    ["云台县档案馆交通运输支出里哪项最大", "松岗县文化局债务利息支出有几个明细科目", "松岗县文化局医疗费里超过1万元的科目有哪些"],
)
def test_a_parent_that_is_not_there_has_no_rows(engine, question):
    assert engine.ask(question).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "fits", "value"),
    [
        ("松岗县文化局项目里金额最大的是古建修缮，对吗", None, None),
        ("松岗县文化局住房改革支出里住房公积金最多，是吗", True, "110.00万元"),
        ("松岗县文化局住房改革支出里购房补贴最多，对吗", False, "110.00万元"),
        ("松岗县文化局住房改革支出里是不是购房补贴最少", True, "50.00万元"),
    ],
)
def test_a_row_that_is_said_to_come_first_is_judged(engine, question, fits, value):
    answer = engine.ask(question)
    if fits is None:
        assert answer.status is Status.NOT_FOUND
    else:
        assert answer.text.startswith("是的" if fits else "不是") and str(answer.claims[0].amount) == value


@pytest.mark.parametrize(
    ("text", "down", "rate"),
    [
        ("哪一项增幅最大", False, True),
        ("降得最厉害的是哪项", True, False),
        ("增长最快的是什么", False, False),
        ("下降比例最大的是哪个科目", True, True),
    ],
)
def test_the_largest_change_is_a_rank_of_changes(text, down, rate):
    clause = read_most_changed(text)
    assert clause.rows is RowKind.CHANGE and clause.decrease is down and (clause.unit is not None) is rate


@pytest.mark.parametrize("text", ["办公费增加了多少", "哪一年增幅最大", "公用经费里最多的是哪项", "增幅最大吗"])
def test_other_questions_rank_no_changes(text):
    assert read_most_changed(text) is None
