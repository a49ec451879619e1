"""Numbers of the text, asked for in loose words: what stands around them, dates, quarters, what is bought and what is there."""

from dataclasses import replace

import pytest
from answering_samples import ENTITY, Maker

from answering.engine import Engine
from answering.passages import level_with
from disclosure.answer import Status
from disclosure.document import Chunk, ChunkKind, Provenance, Stage, TableKind
from disclosure.question import Turn
from retrieval.library import Library

PROJECT = ("项目经费情况说明", "一、项目概况")
PLAN = ("项目经费情况说明", "六、年度预算安排")
ASSETS = ("其他情况说明", "五、国有资产占有情况")
SITE = "位于东渠路的水情教育馆改建工程，占地面积约为2300.4平方米，主楼5层，裙楼2层。"
HOUSE = "改建后布展面积1800平方米。"
QUARTERS = "各季度的用款计划：第一季度用款计划10.00万元；第二季度用款计划20.00万元；第三季度用款计划30.00万元；第四季度用款计划40.00万元。"
LIMIT = "省级和县级的工程类分散采购，限额标准定为70万元；货物和服务类公开招标，数额标准定为500万元。"


def budget(year, day, cars):
    made = Maker(f"told{year}", ENTITY, year)
    made.said(SITE, "占地面积", "2300.4平方米", 8, above=PROJECT)
    made.said(SITE, "主楼", "5层", 8, above=PROJECT)
    made.said(SITE, "裙楼", "2层", 8, above=PROJECT)
    made.said(HOUSE, "布展面积", "1800平方米", 8, above=PROJECT)
    for number, amount in zip("一二三四", ("10.00", "20.00", "30.00", "40.00"), strict=True):
        made.said(QUARTERS, f"第{number}季度用款计划", f"{amount}万元", 8, above=PLAN)
    made.said(LIMIT, "省级和县级工程项目分散采购限额标准", "70万元", 9)
    made.said(LIMIT, "货物和服务类公开招标数额标准", "500万元", 9)
    made.said("可在浙江省采购电子卖场购买小于3万元的货物。", "小额货物", "3万元", 9)
    made.said(f"截至{day}，共有车辆{cars}辆，无形资产12项34.50万元。", "车辆", f"{cars}辆", 7, year=year - 1, above=ASSETS)
    made.said(f"截至{day}，共有车辆{cars}辆，无形资产12项34.50万元。", "无形资产", "12项", 7, year=year - 1, above=ASSETS)
    made.said(f"截至{day}，共有车辆{cars}辆，无形资产12项34.50万元。", "无形资产", "34.50万元", 7, year=year - 1, above=ASSETS)
    made.said(f"{year}年部门预算安排购置车辆1辆。", "部门预算安排购置车辆", "1辆", 7, above=ASSETS)
    made.said("其中：水利类项目6个，涉及金额90.00万元。", "水利类项目", "6个", 6)
    made.said("其中：水利类项目6个，涉及金额90.00万元。", "水利类项目涉及金额", "90.00万元", 6)
    return made.disclosure()


def accounts():
    made = Maker("told2023", ENTITY, 2023, Stage.FINAL_ACCOUNTS)
    made.table(TableKind.EXPENDITURE, "支出决算表", 3, (("本年支出合计",), ("项目支出",)),
               ((("合计",), None, "380.00", "190.00"), (("2130301", "行政运行"), "2130301", "190.00", "")))  # fmt: skip
    whole = "财政拨款支出年初预算为350.00万元，全年预算为400.00万元，支出决算为380.00万元。"
    part = "行政运行全年预算为200.00万元，支出决算为190.00万元。"
    for sentence, measure, column, text in (
        (whole, "财政拨款支出", "年初预算", "350.00万元"), (whole, "财政拨款支出", "全年预算", "400.00万元"),
        (whole, "财政拨款支出", "支出决算", "380.00万元"), (part, "行政运行", "全年预算", "200.00万元"),
        (part, "行政运行", "支出决算", "190.00万元"),
    ):  # fmt: skip
        made.said(sentence, measure, text, 5, column=(column,))
        stage = Stage.FINAL_ACCOUNTS if "决算" in column else Stage.BUDGET
        made.figures[-1] = replace(made.figures[-1], stage=stage)
    made.said("绩效自评的2023年度项目3个，平均得分98.60分。", "绩效自评的2023年度项目平均得分", "98.60分", 6)
    return made.disclosure()


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("told")
    library = Library.open(folder / "index")
    for disclosure in (budget(2026, "2025年8月31日", 9), budget(2025, "2024年12月31日", 8), accounts()):
        path = folder / disclosure.file_name
        path.write_bytes(b"%PDF-1.4 " + disclosure.file_name.encode())
        library.add(disclosure, path)
    yield Engine(library)
    library.close()


def numbers(answer):
    return [str(claim.amount) for claim in answer.claims]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("2026年水情教育馆改建工程占地面积是多少", ["2,300.4平方米"]),  # the project stands in the sentence
        ("2026年水情教育馆布展面积多少平方米", ["1,800平方米"]),  # in the overview of the section
        ("2026年水情教育馆第三季度打算用款多少", ["30.00万元"]),
        ("2026年教育馆改建工程每个季度用款计划是多少", ["10.00万元", "20.00万元", "30.00万元", "40.00万元"]),
        ("2026年教育馆改建工程四个季度用款计划一共多少", ["100.00万元", "10.00万元", "20.00万元", "30.00万元", "40.00万元"]),
        ("2026年教育馆改建工程主楼几层、裙楼几层", ["5层", "2层"]),
        ("2026年浙江县级工程项目分散采购限额标准", ["70万元"]),
        ("2026年货物和服务公开招标的数额标准多少万元起", ["500万元"]),
        ("2026年要买几辆车", ["1辆"]),
        ("2026年文件里有几辆车", ["9辆"]),
        ("截至2025年8月31日有几辆车", ["9辆"]),
        ("截至2024年底有几辆车", ["8辆"]),
        ("2026年水利类项目有几个，涉及多少钱", ["6个", "90.00万元"]),
        ("2026年无形资产有几项、值多少钱", ["12项", "34.50万元"]),
        ("2023年绩效自评平均得了多少分", ["98.60分"]),
        ("2023年总的决算完成了全年预算的百分之多少", ["95.00%", "380.00万元", "400.00万元"]),
        ("2023年总支出年初预算数是多少", ["350.00万元"]),  # not that of 行政运行
    ],
)
def test_a_number_of_the_text(engine, question, shown):
    answer = engine.ask(question)
    assert numbers(answer) == shown, answer.text


@pytest.mark.parametrize(
    "question",
    [
        "2026年体育馆改建工程占地面积是多少",
        "2026年水情教育馆停车位多少个",
        "2026年水情教育馆绿化面积多少平方米",
        "2026年四川县级工程项目分散采购限额标准",
        "截至2023年12月31日有几辆车",
        "2026年水情教育馆第五季度用款计划",
        "2026年货物和服务预算是多少",  # a limit is no budget
    ],
)
def test_a_number_of_another_thing_does_not_answer(engine, question):
    assert engine.ask(question).status is Status.NOT_FOUND


def test_the_next_year_of_a_number_of_the_text(engine):
    assert numbers(engine.ask("那2025年的呢", history=[Turn("2026年要买几辆车")])) == ["1辆"]


def test_what_stayed_as_it_was_may_be_said_in_a_sentence_of_its_own():
    text = "公务接待费2万元。与2025年预算数持平，主要原因是任务未变。差旅费3万元。比上年增加1万元。"
    chunk = Chunk("c", ChunkKind.TEXT, text, text, (), Provenance("d", 1), 1)
    (passage,) = level_with("公务接待费", (chunk,))
    assert passage.chunk.text == "公务接待费2万元。与2025年预算数持平，主要原因是任务未变。"
    assert not level_with("差旅费", (chunk,))
