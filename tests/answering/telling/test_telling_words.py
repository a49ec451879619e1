import pytest
from telling_samples import passage, said, told, values

from answering.evaluating.result import Quoted
from answering.query.tree import Count, Define, Entries, Passage
from disclosure.answer import Status


@pytest.mark.parametrize(
    ("facet", "lead"),
    [
        ("原因", "文件给出的原因："),
        ("依据", "文件写明的依据："),
        ("职责", "文件所列职责："),
        ("主线", "文件里的相关说明："),
        (None, "文件里的相关说明："),
    ],
)
def test_what_the_documents_say_is_quoted_whole(facet, lead):
    long = "一是" + "增加河道清淤工程，" * 60 + "共计36处。"
    answer = told(Quoted(Passage("收入总计", facet), (passage(long, "一、收支变动情况"), passage("二是人员增加。", page=22))))
    assert said(answer) == [lead, f"> {long}[1]", "> 二是人员增加。[2]", "云岭县水务局 · 2026年单位预算 · 文字说明第21页"]
    assert (answer.status, answer.claims) == (Status.ANSWERED, ())
    assert answer.citations[0].quote == long


def test_a_term_is_explained_in_the_documents_words():
    answer = told(Quoted(Define("机关运行经费", said="运行经费"), (passage("机关运行经费：指为保障行政单位运行的资金。"),)))
    assert said(answer)[:2] == ["运行经费在文件里这样解释：", "> 机关运行经费：指为保障行政单位运行的资金。[1]"]


TEXT = passage("本单位设办公室、规划股（挂河长办牌子）和河湖股。")


def test_a_list_shows_its_entries_and_how_many_there_are_as_a_value_of_the_text():
    for node in (Entries("内设机构"), Count(Entries("内设机构"))):
        answer = told(Quoted(node, (TEXT,), ("办公室", "规划股（挂河长办牌子）", "河湖股")))
        assert said(answer)[:2] == ["文件逐条列出的共 **3 个**（仅见正文）[1]：", "- 办公室\n- 规划股（挂河长办牌子）\n- 河湖股"]
        assert values(answer) == [("3", "个", "prose")]


def test_entries_that_the_text_does_not_print_are_not_shown():
    answer = told(Quoted(Count(Entries("内设机构")), (TEXT,), ("办公室", "财务股")))
    assert "财务股" not in answer.text
    assert answer.claims == ()
    assert answer.verification.removed


def test_a_code_is_shown_as_printed():
    answer = told(Quoted(Passage("车辆维修", "编码"), (passage("C23120301 | 车辆维修和保养服务 | 框架协议"),), code="C23120301"))
    assert said(answer)[0] == "文件所列编码：C23120301[1]"
    forged = told(Quoted(Passage("车辆维修", "编码"), (passage("C23120301 | 车辆维修和保养服务"),), code="C23120302"))
    assert "C23120302" not in forged.text
