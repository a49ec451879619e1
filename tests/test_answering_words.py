"""Questions that a sentence answers: purpose, basis, who, when, which units; and what no sentence says."""

import pytest
from answering_samples import ENTITY, Maker

from answering.engine import Engine
from disclosure.answer import Status, Verdict
from disclosure.document import ChunkKind, TableKind
from retrieval.library import Library

FORM = "项目支出绩效目标表"
DIVER = "2026年潜水巡检费用"
NOTICE = ("云岭县财政局文件",)
PROSE = "情况说明"
GOALS = ("实施期目标", "指标值"), ("年度目标", "指标值")
CHUNKS = (
    ("云岭县水务局是主管水利的工作部门，加挂云岭县移民办公室、云岭县河湖保护中心牌子。", ("水务局主要职能",), 2, ChunkKind.TEXT),
    ("1.办公室（政策法规股）\n2.规划建设股\n3.河湖管理股\n4.水旱灾害防御股", ("第一部分 概况", "二、机构设置情况"), 2, ChunkKind.TEXT),
    ("水务局预算包括：水务局本级、下属云岭县水文站。", ("第一部分 概况", "三、部门预算单位构成"), 2, ChunkKind.TEXT),
    ("3.“农林水支出（类）水利（款）水文测报（项）”9.80万元，主要用于水文测报。2025年预算执行数7.00万元，比2025年增加40.00%。"
     "主要原因是：测站增加。4.“农林水支出（类）水利（款）防汛（项）”5.00万元，主要用于防汛物资。", (PROSE,), 5, ChunkKind.TEXT),
    ("云财购〔2025〕9号", NOTICE, 8, ChunkKind.TEXT),
    ("现将《云岭县采购目录及限额标准》印发给你们，请遵照执行。", (*NOTICE, "关于印发采购目录及限额标准的通知"), 8, ChunkKind.TEXT),
    ("A0203 | 水文测船\nA0204 | 巡检车", ("采购目录",), 9, ChunkKind.TABLE_ROW),
    ("2019年由县政府聘用6名潜水巡检员驻库巡检。", (FORM, DIVER, "项目概况"), 10, ChunkKind.TEXT),
    ("云水发〔2019〕3号关于提高潜水巡检人员生活补贴标准的通知", (FORM, DIVER, "立项依据"), 10, ChunkKind.TEXT),
    ("为解决水下设施无人查看的问题，委托第三方检测。", (FORM, DIVER, "项目设立必要性"), 10, ChunkKind.TEXT),
    ("主管部门及代码 | 071-云岭县能源局 | 实施单位 | 云岭县水务局", (FORM, DIVER), 10, ChunkKind.TABLE_ROW),
    ("水情教育馆改建工程位于东渠路。", ("项目经费情况说明", "一、项目概况"), 12, ChunkKind.TEXT),
    ("第一季度设计，第二季度施工。", ("项目经费情况说明", "五、实施周期"), 12, ChunkKind.TEXT),
    ("“三公”经费：是指因公出国、公务接待和公务用车的经费。", ("名词解释", "“三公”经费"), 14, ChunkKind.DEFINITION),
)  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    made = Maker("words2026", ENTITY, 2026)
    rows = (
        (("绩效指标", "产出指标", "数量指标", "采购氧气瓶数量"), None, "8个", "8个"),
        (("绩效指标", "产出指标", "数量指标", "采购潜水服数量"), None, "6套", "6套"),
        (("绩效指标", "产出指标", "数量指标", "巡检次数"), None, "12次", "12次"),
    )
    made.table(TableKind.PERFORMANCE_FORM, FORM, 10, GOALS, rows, project=DIVER)
    for text, heading, page, kind in CHUNKS:
        made.chunk(text, heading, page, kind)
    library = Library.open(folder / "index")
    path = folder / "words2026.pdf"
    path.write_bytes(b"%PDF-1.4 words")
    library.add(made.disclosure(), path)
    yield Engine(library)
    library.close()


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("水务局加挂了哪些牌子", ["移民办公室", "河湖保护中心"]),
        ("水务局预算包括哪几个单位", ["本级", "水文站"]),
        ("水文测报的钱主要用在哪", ["主要用于水文测报"]),
        ("水文测报经费主要干什么用、为什么增加", ["主要用于水文测报", "测站增加"]),
        ("水文测报增加，文件给的原因是什么", ["测站增加"]),
        ("采购目录及限额标准是哪个文号印发的", ["云财购〔2025〕9号"]),
        ("潜水巡检补贴标准提高依据的是哪份文件", ["云水发〔2019〕3号"]),
        ("采购目录里巡检车的编码是什么", ["A0204"]),
        ("潜水巡检员是哪一年聘的", ["2019年"]),
        ("干嘛要请第三方做潜水巡检，什么原因", ["水下设施无人查看"]),
        ("潜水巡检是哪个部门主管的", ["云岭县能源局"]),
        ("潜水巡检项目准备买哪些东西", ["采购氧气瓶数量：8 个", "采购潜水服数量：6 套"]),
        ("水情教育馆改建工程的实施周期是怎样的", ["第一季度设计"]),
        ("How does the document define 三公经费?", ["是指因公出国"]),
    ],
)
def test_a_sentence_answers(engine, question, shown):
    answer = engine.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert all(words in answer.text.replace("\\", "") for words in shown), answer.text


def test_entries_numbered_line_by_line_are_counted(engine):
    answer = engine.ask("水务局内设几个股室")
    assert [(str(claim.amount), claim.verdict) for claim in answer.claims] == [("4个", Verdict.PROSE)]


@pytest.mark.parametrize(
    "question",
    [
        "航标维护的钱主要用在哪",
        "航标维护是哪个部门主管的",
        "采购目录里挖泥船的编码是什么",
        "为什么要请第三方做航标维护",
        "航道馆改建工程的实施周期是怎样的",
        "航标员是哪一年聘的",
    ],
)
def test_what_no_sentence_says(engine, question):
    assert engine.ask(question).status is Status.NOT_FOUND


def test_purchases_are_not_mixed_with_other_indicators(engine):
    assert "巡检次数" not in engine.ask("潜水巡检项目准备买哪些东西").text
