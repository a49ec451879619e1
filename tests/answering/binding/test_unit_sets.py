"""Which units a description means: places × works × kinds, several of each, less some; what nobody is, is given back."""

import pytest

from answering.binding.unit_sets import UnitSets

UNITS = (
    "临江市公安局(本级)", "临江市交通运输局", "临江市审计局", "中共临江市委宣传部", "临江市城市管理和综合执法局",
    "青川县审计局", "青川县信访局", "青川县人民政府城关街道办事处", "敦化市发展和改革委员会", "敦化市信访办公室", "敦化市交通运输局",
)  # fmt: skip
SETS = UnitSets(UNITS)
DESCRIBED = [
    ("临江各部门", "临江各部门", 5), ("临江的部门里谁最高", "临江的部门", 5), ("临江这五家单位2026年", "临江这五家单位", 5),
    ("临江和青川的审计局谁高", "临江和青川的审计局", 2),
    ("临江、青川两地审计局", "临江、青川两地审计局", 2),
    ("敦化、青川两市的信访部门", "敦化、青川两市的信访部门", 2), ("各地审计局平均", "各地审计局", 2),
    ("几个城市的交通局", "几个城市的交通局", 2), ("各市县审计局", "各市县审计局", 2),
    ("临江市公安局、审计局和城管局一共", "临江市公安局、审计局和城管局", 3),
    ("青川各街道", "青川各街道", 1),
    ("两家党委宣传部", "两家党委宣传部", 1),
    ("各市发改委", "各市发改委", 1), ("临江那些公布了的", "临江那些", 5), ("省里各县审计局", "", 0),
]  # fmt: skip
ONE = ["临江市审计局三公经费", "临江2026年三公经费", "临江市部门预算", "青川大学2026年", "临江那个局", "审计局的三公经费"]


@pytest.mark.parametrize(("text", "said", "units"), DESCRIBED, ids=[text for text, _, _ in DESCRIBED])
def test_a_description_is_read_to_its_end(text, said, units):
    found = SETS.read(text, 0)
    assert (text[: found.end], found.many, len(SETS.of(found)[0])) == (said, True, units) if found else (said, units) == ("", 0)


@pytest.mark.parametrize("text", ONE)
def test_one_unit_or_none_is_no_set(text):
    assert (found := SETS.read(text, 0)) is None or not found.many


@pytest.mark.parametrize(
    ("pattern", "units", "missing"),
    [
        ("临江各部门，除公安局外", 4, ()), ("临江各部门，除城管局和审计局外", 3, ()), ("各地审计局，除临江外", 1, ()),
        ("临江各部门，除水务局外", 5, ("水务局",)), ("临江、宝应两市的审计局", 1, ("宝应审计局",)), ("各市卫健委", 0, ("卫健委",)),
        ("临江市审计局、敦化市信访办公室", 2, ()), ("所有信访局", 2, ()), ("青川", 3, ()), ("普陀", 0, ("普陀",)), ("审计局", 2, ()),
    ],
)  # fmt: skip
def test_what_is_left_out_is_left_out_and_what_nobody_is_is_given_back(pattern, units, missing):
    held, lost = SETS.members(pattern)
    assert (len(held), lost) == (units, missing)
