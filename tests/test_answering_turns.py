"""Everyday turns of asking → what they mean; units and names that do not exist."""

import pytest

from answering.cleaning import clean_question
from answering.rewording import TURNS, plain_wording
from answering.unit_names import UnitName
from answering.vocabulary import Vocabulary

NOTHING = Vocabulary(())

SAID = [
    ("水费电费邮电费加起来", "水费、电费、邮电费加起来"),
    ("排老二的项目", "第二大的项目"),
    ("工会经费凭什么涨", "工会经费为什么涨"),
    ("租赁费怎么又涨了", "租赁费为什么涨了"),
    ("会议费花了没", "会议费多少"),
    ("护林队一共几口人", "护林队一共几人"),
    ("接待费,说明里的数和表里一致吗", "接待费前后一致吗"),
    ("接待费表里和说明里一样吗", "接待费前后一致吗"),
    ("接待费,同一段话里怎么冒出两个数", "接待费前后一致吗"),
    ("名词解释里绩效目标指的是什么", "绩效目标是什么意思"),
    ("不足五万的项目数", "不足五万的项目有几个"),
    ("水费多少电费多少钱差旅费多少", "水费多少，电费多少钱，差旅费多少"),
    ("50万到80万之间(含两头)的项目", "50万到80万之间的项目"),
    ("水费和电费一共", "水费和电费一共"),
    ("培训费节约多少", "培训费节约多少"),
    ("占基本支出的七成以上", "占基本支出的比例超过70%"),
    ("占基本支出的七成多", "占基本支出的比例在70%到80%之间"),
    ("占基本支出一半多", "占基本支出的比例超过50%"),
]


@pytest.mark.parametrize(("said", "plain"), SAID, ids=[row[0] for row in SAID])
def test_turns_are_put_plainly(said, plain):
    assert plain_wording(said, NOTHING)[0] == plain


@pytest.mark.parametrize("turn", TURNS, ids=[turn.said for turn in TURNS])
def test_every_turn_reads_its_own_example(turn):
    assert turn.pattern.search(turn.said)
    assert plain_wording(turn.said, NOTHING)[0] != turn.said


CLEANED = [
    ("208 05 05 多少", "2080505多少"),
    ("204|06|13", "2040613"),
    ("据我所知水务局2026年水费是3万元", "水务局2026年水费是3万元"),
    ("请提供水务局2026年水费", "水务局2026年水费"),
    ("水务局 2026 水费", "水务局2026年水费"),
    ("水务局2026 万元", "水务局2026万元"),
    ("水务局2026年2026年管护经费", "水务局2026年管护经费"),
    ("管护经费的其中：省级资金", "管护经费的省级资金"),
]


@pytest.mark.parametrize(("said", "plain"), CLEANED, ids=[row[0] for row in CLEANED])
def test_codes_years_and_politeness(said, plain):
    assert clean_question(said).text == plain


@pytest.mark.parametrize(
    ("full", "said"), [("青石县残疾人联合会", "青石县残联"), ("青石县残疾人联合会", "残联"), ("青石县妇女联合会", "县妇联")]
)
def test_federations_by_one_character(full, said):
    name = UnitName.parse(full)
    match = name.pattern.search(said)
    assert match is not None and name.is_enough(match)
