"""Units as tables state them, and the amounts of cells."""

from decimal import Decimal

import pytest

from disclosure.amount import Unit
from ingest.figures.units import bracketed_unit, is_dash, is_nothing, is_number, label_unit, read_amount, unit_note

NOTES = [
    ("单位：万元", "单位：万元", "万元"),
    ("编制部门：示例市某局 单位：元", "单位：元", "元"),
    ("金额单位:万元", "金额单位:万元", "万元"),
    ("公开01表 金额单位：人民币元", "金额单位：人民币元", "元"),
    ("单 位 ： 万 元", "单 位 ： 万 元", "万元"),
    ("单位：万", None, None),
    ("单位：示例市某局", None, None),
    ("单位名称：示例市某局", None, None),
    ("编制单位：某局", None, None),
    ("表中单位均为预算单位", None, None),
]


@pytest.mark.parametrize(("text", "words", "unit"), NOTES)
def test_the_note_above_a_table(text, words, unit):
    found = unit_note(text)
    assert (found[0], found[1].name) == (words, unit) if words else found is None


LABELS = [
    ("项目资金(元)", True, "元"),
    ("金额（万元）", True, "万元"),
    ("增减比例(%)", True, "%"),
    ("决算为预算的%", True, "%"),
    ("编制人数(人)", True, "人"),
    ("在编人数", True, None),
    ("公务用车保有量", True, None),
    ("因公出国（境）费", False, None),
    ("因公出国（境）团组数（个）", True, "个"),
    ("编制外人员经费", False, None),
    ("合计", False, None),
]


@pytest.mark.parametrize(("text", "decides", "unit"), LABELS)
def test_what_a_label_says_of_the_unit(text, decides, unit):
    decided, found = label_unit(text)
    assert (decided, found.name if found else None) == (decides, unit)


def test_a_bracket_that_is_no_unit_is_none():
    assert bracketed_unit("维修(护)费") is None


CELLS = [
    ("1,234.50", "1234.50", "万元"),
    ("3,665,450", "3665450", "万元"),
    ("≥98%", "98", "%"),
    ("=100.00(%)", "100.00", "%"),
    ("≥13459.00(平方米)", "13459.00", "平方米"),
    ("≥100.00(人数)", "100.00", "人"),
    ("不低于95%以上", "95", "%"),
    ("20元/人/年", "20", "元/人/年"),
    ("142059人", "142059", "人"),
    ("1837600元元", "1837600", "元元"),
    ("(12.5)", "-12.5", "万元"),
    ("１２．５０", "12.50", "万元"),
]


@pytest.mark.parametrize(("text", "number", "unit"), CELLS)
def test_the_amount_of_a_cell(text, number, unit):
    amount = read_amount(text, Unit.parse("万元"))
    assert amount.number == Decimal(number)
    assert amount.number.as_tuple().exponent == Decimal(number).as_tuple().exponent
    assert amount.unit.name in (unit, "元")


@pytest.mark.parametrize(
    "text", ["", "-", "—", "无", "2026年", "2026年3月至2026年6月", "有效提升", "2025年12月底", "按月发放", "80-90%", "①"]
)
def test_what_is_no_amount(text):
    assert read_amount(text, Unit.parse("万元")) is None
    assert not is_number(text)


def test_dash_and_nothing_are_told_apart():
    assert [is_dash(t) for t in ("-", "--", "——", "", "无", "0")] == [True, True, True, False, False, False]
    assert [is_nothing(t) for t in ("无", "不适用", "", "-", "无锡")] == [True, True, False, False, False]
