"""Words of talk go by their part of speech; a word that tells one thing from another never does."""

import pytest

from answering.talk import spoken, without_adverbs, without_chatter

LABELS = ("培训费", "护林员工资", "上年结转", "群众团体事务", "公共法律服务")


def holds(word):
    return any(word in label for label in LABELS)


@pytest.mark.parametrize("text", ["居然", "摆着呢", "老百姓", "县里", "拿出来", "给大家"])
def test_talk(text):
    assert spoken(text, holds)


@pytest.mark.parametrize(
    "text",
    ["制服费", "局长", "不含", "以外", "每个月", "第三季度", "结转", "群众", "培训", "增加的", "平均摊到", "退役军人", "三人", "去年"],
)
def test_words_that_tell_things_apart(text):
    assert not spoken(text, holds)


def test_adverbs_and_hearsay_are_left_out_of_what_is_stated():
    assert without_adverbs("听街坊讲", holds) == ""
    assert without_adverbs("足足250万元", holds) == "250万元"
    assert without_adverbs("不足250万元", holds) == "不足250万元"
    assert without_adverbs("居然有938万元", holds) == "有938万元"


CHATTER = [
    ("刚成立就大吃大喝吧?护林员工资报个数", "护林员工资报个数"),
    ("护林员工资是10万元,别糊弄我,对吗", "护林员工资是10万元,对吗"),
    ("我在写一篇稿子,想确认护林员工资占多少", "想确认护林员工资占多少"),
    ("平均下来一个人要花多少?(护林员工资)", "平均下来一个人要花多少?(护林员工资)"),
    ("今天天气不错", "今天天气不错"),
]


@pytest.mark.parametrize(("text", "left"), CHATTER, ids=[row[0] for row in CHATTER])
def test_clauses_that_name_nothing(text, left):
    assert without_chatter(text, lambda clause: "护林员工资" in clause) == left
