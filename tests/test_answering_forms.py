"""Performance forms: rows asked by the project and in loose words; neighbours that must not answer."""

import pytest
from answering_samples import ENTITY, Maker

from answering.engine import Engine
from disclosure.answer import Status
from disclosure.document import ChunkKind, TableKind
from disclosure.question import Turn
from retrieval.library import Library

FORM = "项目支出绩效目标表"
BOTH = ("实施期资金总额:",), ("年度资金总额:",)
GOALS = ("实施期目标", "指标值"), ("年度目标", "指标值")


def funds(whole, year, province):
    return (
        (("项目资金(元)", "实施期资金总额:"), None, whole, whole),
        (("项目资金(元)", "年度资金总额:"), None, year, year),
        (("项目资金(元)", "其中:中央财政资金"), None, "0", year),
        (("项目资金(元)", "省级财政资金"), None, province, "0"),
    )


def indicator(level, second, label, text):
    return ("绩效指标", level, second, label), None, text, text


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    made = Maker("forms2026", ENTITY, 2026)
    rows = {
        "2026年湖堤看护经费": (
            *funds("91,000", "45,000", "91,000"),
            indicator("产出指标", "数量指标", "看护人员数量", "17人"),
            indicator("产出指标", "数量指标", "看护湖堤长度", "23公里"),
            indicator("产出指标", "质量指标", "巡堤到位率", "≥97%"),
            indicator("产出指标", "成本指标", "看护工资及意外险标准", "2.4万元/人"),
            indicator("满意度指标", "服务对象满意度", "沿湖居民满意度", "≥93%"),
        ),
        "2026年湖堤看护经费（装备费）": (
            *funds("8,000", "8,000", "0"),
            indicator("产出指标", "数量指标", "购置救生衣数量", "60件"),
            indicator("产出指标", "数量指标", "受训人数", "9人"),
        ),
        "2026年堤岸绿化和修补费用": (*funds("70,000", "70,000", "0"), indicator("产出指标", "数量指标", "补种草皮", "300平方米")),
        "2026年水质监测船租赁费": (
            *funds("150,000", "150,000", "0"),
            indicator("产出指标", "数量指标", "监测船数量", "3艘"),
            indicator("产出指标", "数量指标", "监测次数", "12次/年"),
            indicator("产出指标", "质量指标", "船况完好率", "100%"),
            indicator("产出指标", "质量指标", "数据有效率", "≥95%"),
        ),
    }
    for page, (project, of_project) in enumerate(rows.items(), 20):
        money = tuple(row for row in of_project if row[0][0].startswith("项目资金"))
        made.table(TableKind.PERFORMANCE_FORM, FORM, page, BOTH, money, unit="元", project=project)
        made.table(TableKind.PERFORMANCE_FORM, FORM, page, GOALS, of_project[len(money) :], unit="元", project=project)
    made.chunk("时效指标 | 监测报告提交时限 | 每季度末 | 时效指标 | 监测报告提交时限 | 每季度末",
               (FORM, "2026年水质监测船租赁费"), 22, ChunkKind.TABLE_ROW)  # fmt: skip
    library = Library.open(folder / "index")
    path = folder / "forms2026.pdf"
    path.write_bytes(b"%PDF-1.4 forms")
    library.add(made.disclosure(), path)
    yield Engine(library)
    library.close()


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("湖堤看护经费项目保障多少人", "17人"),  # nothing but the dimension tells the row
        ("湖堤看护经费要看护多少公里湖堤", "23公里"),
        ("看护工资及意外险的成本指标是多少", "2.4万元/人"),  # 及 inside a name
        ("湖堤看护经费的群众满意度目标定在百分之几以上", None),  # 群众 is not 沿湖居民
        ("湖堤看护经费居民满意度目标定在百分之几以上", "93%"),
        ("湖堤看护经费实施期省级财政资金多少元", "91,000元"),
        ("湖堤看护经费年度中央财政资金多少元", "45,000元"),
        ("湖堤看护经费绩效目标表填列的年度资金总额是多少元", "45,000元"),
        ("水质监测船租赁项目租几艘船", "3艘"),
        ("水质监测船一年监测几次", "12次/年"),
        ("购置几件救生依", "60件"),  # a slip, and the label's 数量 not said
    ],
)
def test_a_row_of_a_form_in_loose_words(engine, question, shown):
    answer = engine.ask(question)
    assert (str(answer.claims[0].amount) if answer.claims else None) == shown, answer.text


@pytest.mark.parametrize(
    "question",
    [
        "湖堤看护经费项目培训多少人",  # 受训 is of another project, and 看护 is not 培训
        "水质监测船租赁项目购置救生衣几件",  # of another project
        "湖堤看护经费的生态效益指标是多少",  # no such level
        "水质监测船租赁项目租几辆车",
        "水质监测船租赁项目的用电量",
        "堤岸绿化和修补项目的巡堤到位率是多少",  # 和 inside the name: the project's total is no answer to what is asked of it
        "湖堤看护经费（装备费）项目的巡堤到位率是多少",  # the bracket is part of the name
        "水质监测船租赁项目的补贴标准是多少",  # a standard is not the total
    ],
)
def test_a_neighbouring_row_does_not_answer(engine, question):
    assert engine.ask(question).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("水质监测船租赁项目的质量指标是多少", ("100%", "95%")),
        ("水质监测船租赁项目的质量指标有哪些", ("船况完好率", "数据有效率")),
        ("水质监测船租赁项目的时效指标是什么", ("每季度末",)),
    ],
)
def test_all_that_stands_on_a_level(engine, question, shown):
    answer = engine.ask(question)
    assert answer.status is Status.ANSWERED
    assert all(words in answer.text for words in shown), answer.text


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("平均每艘监测船多少元", "50,000.00元/艘"),  # a count of the form, and the form's own money
        ("租监测船摊到每艘船上是多少元", "50,000.00元/艘"),
        ("监测船租赁费平均每艘每个月多少元", "4,166.67元/艘/月"),
        ("补种草皮平均每平方米多少元", "233.33元/平方米"),
        ("看护湖堤每人工资什么标准", "2.4万元/人"),  # a printed standard, where no mean is asked for
        ("堤岸绿化费用按50人算，每人多少元", "1,400.00元/人"),  # the asker's count
        ("堤岸绿化费用按50人算，每人每月多少元", "116.67元/人/月"),
        ("平均每件救生衣多少元", None),  # the form buys other things from the same money
        ("湖堤看护经费平均每艘监测船多少元", None),  # boats of another project
        ("堤岸绿化费用平均到每个看护人员是多少元", None),
        ("监测船租赁费平均每辆车多少元", None),
        ("平均每头水牛多少元", None),
    ],
)
def test_money_is_spread_over_what_the_same_form_counts(engine, question, shown):
    answer = engine.ask(question)
    if shown is None:
        assert answer.status is not Status.ANSWERED
        return
    assert answer.status is Status.ANSWERED
    assert str(answer.claims[0].amount) == shown


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("监测一年得跑几趟", "12次/年"),
        ("租了几艘船搞水质监测", "3艘"),
        ("看护湖堤的那几个干部一共几个人", "17人"),
        ("绿化补种多大面积", "300平方米"),
        ("水质监测出海几趟", None),
        ("湖堤看护经费有几艘船", None),
    ],
)
def test_a_row_is_told_by_the_unit_asked_for(engine, question, shown):
    answer = engine.ask(question)
    assert (str(answer.claims[0].amount) if answer.status is Status.ANSWERED else None) == shown


def test_what_the_chat_was_about_tells_the_form(engine):
    first = engine.ask("2026年水质监测船租赁费多少")
    answer = engine.ask("一共几艘", history=(Turn(first.question, first.plan),))
    assert str(answer.claims[0].amount) == "3艘"
