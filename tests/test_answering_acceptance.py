import pytest
from answering_samples import bureau_2026

from answering.acceptance import Strength, strength
from answering.coverage import core, cover, is_common
from answering.document_index import DocumentIndex
from answering.passages import definition, reasons, under_heading
from answering.slips import alike, is_slip
from answering.totals import is_document_total, whole_meant
from disclosure.document import Chunk, ChunkKind, Provenance, TableKind
from disclosure.question import Selector

BUREAU = bureau_2026()
INDEX = DocumentIndex(BUREAU.document_id, BUREAU.entity, 2026, BUREAU.figures, BUREAU.tables)


def entry_like(label):
    from dataclasses import replace

    from retrieval.matching import normalise_label

    some = next(entry for entry in INDEX.entries if entry.key == "办公费")
    key = normalise_label(label)
    return replace(some, key=key, label=label, characters=frozenset(key), context="", project=None)


@pytest.mark.parametrize(
    ("phrase", "label", "expected"),
    [
        ("消防协管员", "消防协管员工资", Strength.FULL),
        ("意外伤害险", "人口投保意外伤害险费用", Strength.FULL),
        ("养老保险", "机关事业单位基本养老保险缴费", Strength.FULL),
        ("公积金", "住房公积金", Strength.FULL),
        ("电费", "邮电费", Strength.NO),  # a subject of its own
        ("医疗费补助", "公务员医疗补助", Strength.NO),
        ("事业单位医疗", "行政事业单位医疗", Strength.NO),
        ("经营支出", "国有资本经营预算支出", Strength.NO),
        ("体育", "文化旅游体育与传媒支出", Strength.NO),
        ("其他支出", "其他教育支出", Strength.NO),
        ("经费", "工会经费", Strength.WEAK),
        ("工资", "基本工资", Strength.WEAK),
        ("局长年薪", "基本工资", Strength.NO),
    ],
)
def test_what_a_label_that_holds_a_phrase_answers_for(phrase, label, expected):
    assert strength(phrase, entry_like(label), cover(phrase, label), Selector(label=phrase), "云岭县水务局") is expected


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("住矿人员工资", "驻矿人员工资", True),
        ("津帖补贴", "津贴补贴", True),
        ("租货费", "租赁费", True),
        ("办公公费", "办公费", False),
        ("河道清理工程", "河道清淤工程", False),
        ("公务接代费", "公务接待费", True),
        ("局长年薪", "基本工资", False),
        ("水费", "电费", False),
        ("办公没备购置", "办公设备购置", True),
        ("住房公织金", "住房公积金", True),
        ("日长养护费", "日常养护费", True),
        ("专用设备购置", "通用设备购置", False),
    ],
)
def test_slips_and_other_words(one, other, slip):
    assert is_slip(one, other) is slip


def test_characters_alike_in_sound_or_shape():
    assert alike("住", "驻")
    assert alike("未", "末")
    assert not alike("水", "电")


@pytest.mark.parametrize(("label", "short"), [("因公出国境费用", "因公出国境"), ("办公费", "办公"), ("费", "费")])
def test_the_core_of_a_label(label, short):
    assert core(label) == short


@pytest.mark.parametrize(("phrase", "common"), [("经费", True), ("其他支出", True), ("工资", True), ("驻矿", False), ("公积金", False)])
def test_common_words_choose_nothing(phrase, common):
    assert is_common(phrase) is common


@pytest.mark.parametrize(
    ("label", "total"),
    [
        ("总预算", True), ("支出总计", True), ("收入合计", True), ("本年支出", True), ("2026年预算", True), ("部门预算总额", True),
        ("决算本年支出合计", True), ("三公经费", False), ("项目支出", False), ("教育支出", False), ("基本支出", False), ("办公费", False),
    ],
)  # fmt: skip
def test_what_means_the_whole_document(label, total):
    assert is_document_total(label) is total


def test_tables_that_are_a_measure():
    assert whole_meant("“三公”经费预算数", Selector()).kinds == (TableKind.THREE_PUBLIC,)
    assert whole_meant("机关运行经费", Selector()).kinds == (TableKind.OPERATING,)
    assert whole_meant("政府性基金预算收入", Selector()).kinds == (TableKind.GOVERNMENT_FUND,)
    assert whole_meant("护堤员工资", Selector()) is None


def chunk(text, heading=("情况说明",), kind=ChunkKind.TEXT):
    return Chunk("c", kind, text, text, heading, Provenance("d", 1), 1)


def test_a_reason_belongs_to_the_thing_named_before_it():
    text = (
        "1.“普查活动”25.00万元，用于普查。2024年执行数为60.00万元，比上年减少58.33%。主要原因是：普查结束。"
        "2.“宣传活动”30.00万元，比上年增加20.00%。主要原因是：场次增加。"
    )
    assert "普查结束" in reasons("普查活动", [chunk(text)])[0].chunk.text
    assert "场次增加" in reasons("宣传活动", [chunk(text)])[0].chunk.text
    assert not reasons("绿化活动", [chunk(text)])


def test_a_definition_is_of_its_term():
    terms = [
        chunk("基本支出：指为保障机构正常运转发生的支出。", ("名词解释", "基本支出"), ChunkKind.DEFINITION),
        chunk("项目支出：指在基本支出之外发生的支出。", ("名词解释", "项目支出"), ChunkKind.DEFINITION),
    ]
    assert "正常运转" in definition("基本支出", terms).chunk.text
    assert definition("机关运行经费", terms) is None


def test_a_section_of_a_project_is_found_by_both():
    import re

    made = [chunk("甲文件", ("表", "2026年护堤员工资", "立项依据")), chunk("乙文件", ("表", "2026年河道清淤工程", "立项依据"))]
    (found,) = under_heading(re.compile("立项依据"), made, "护堤员工资")
    assert found.chunk.text == "甲文件"
