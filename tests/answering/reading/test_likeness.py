"""How a name and a phrase explain each other; each row of things.csv has an example that is explained by a word of its own."""

import pytest

from answering.reading.lexicon import name_key
from answering.reading.likeness import explain, whose
from answering.reading.words import rows

THINGS = list(rows("things.csv"))


@pytest.mark.parametrize("row", THINGS, ids=[row["example"] for row in THINGS])
def test_an_everyday_word_is_what_is_printed_inside_a_longer_name(row):
    asked = [*row["words"].split(), *row["printed"].split()]
    assert any(word in row["example"] for word in asked)
    like = explain(name_key(row["name"]), row["example"])
    assert like.exchanged and not like.slips
    assert like.said.bit_count() == len(row["example"])


LIKE = [
    ("驻矿人员工资", "驻矿女工资", "11011", "110011", 0, False),
    ("驻矿人员工资", "住矿人员工资", "111111", "111111", 1, False),
    ("诉讼费", "打官司费", "1111", "111", 0, True),
    ("宣传经费", "宣传经费", "1111", "1111", 0, False),  # printed as it is asked: nothing stands for anything
    ("卫生健康支出", "打扫卫生", "0011", "110000", 0, False),  # 打扫卫生 is no 保洁 where none is printed
]


@pytest.mark.parametrize(("name", "phrase", "said", "told", "slips", "exchanged"), LIKE)
def test_characters_are_explained_once(name, phrase, said, told, slips, exchanged):
    like = explain(name, phrase)
    assert (like.said, like.told) == (int(said[::-1], 2), int(told[::-1], 2))
    assert (like.slips, like.exchanged) == (slips, exchanged)


@pytest.mark.parametrize(("name", "size"), [("当年本部门政府采购预算", 5), ("政府采购服务类预算", 0), ("部门预算", 0)])
def test_a_name_begins_with_whose_it_is(name, size):
    assert whose(name) == (1 << size) - 1
