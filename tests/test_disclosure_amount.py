"""Amounts are exact: what is printed is what is read, through every conversion."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.amount import BARE_SCALES, COUNTERS, LONGEST_NUMBER, MONEY_SCALES, PERCENT_WORDS, Amount, Unit, fold_width, parse_amount
from disclosure.errors import AmountError

MONEY = [Unit.parse(name) for name in MONEY_SCALES]
numbers = st.decimals(min_value=-(10**15), max_value=10**15, places=4, allow_nan=False, allow_infinity=False)
money = st.sampled_from(MONEY)


def yuan(text):
    return parse_amount(text, Unit.parse("元"))


PRINTED = [
    # as printed, number, unit
    ("75.00", "75.00", None),
    ("3,665,450", "3665450", None),
    ("86,959,408.34", "86959408.34", None),
    ("２，２２１．４２", "2221.42", None),
    (" 1 234.5 ", "1234.5", None),
    ("0", "0", None),
    ("0.00", "0.00", None),
    ("-12.30", "-12.30", None),
    ("－12.30", "-12.30", None),
    ("−12.30", "-12.30", None),
    ("(12.30)", "-12.30", None),
    ("（1,200）", "-1200", None),
    ("+5", "5", None),
    ("—20.25", "-20.25", None),
    ("‐20.25", "-20.25", None),
    ("△11.25", "-11.25", None),
    ("▲1,200", "-1200", None),
    ("11.65-", "-11.65", None),
    (".75", "0.75", None),
    ("13'310.50", "13310.50", None),
    ("≈40", "40", None),
    ("41.00注1", "41.00", None),
    ("24.00*", "24.00", None),
    ("22.00(2)", "22.00", None),
    ("￥5.00", "5.00", None),
    ("¥1,000元", "1000", "元"),
    ("≥98%", "98", "%"),
    ("≤2小时", "2", "小时"),
    ("不低于95％", "95", "%"),
    ("10.7万元", "10.7", "万元"),
    ("人民币500万元", "500", "万元"),
    ("500人民币万元", "500", "万元"),
    ("1837600元元", "1837600", "元"),
    ("20元/人/年", "20", "元/人/年"),
    ("80元/天/人", "80", "元/天/人"),
    ("4.5万元/座", "4.5", "万元/座"),
    ("142059人", "142059", "人"),
    ("33辆", "33", "辆"),
    ("0台（套）", "0", "台(套)"),
    ("950平方米", "950", "平方米"),
    ("12.6平方公里", "12.6", "平方公里"),
    ("3.2万人", "3.2", "万人"),
    ("12个月", "12", "个月"),
    ("1年", "1", "年"),
    ("370万", "370", "万"),
    # no single number
    ("", None, None),
    ("  ", None, None),
    ("-", None, None),
    ("—", None, None),
    ("无", None, None),
    ("提高", None, None),
    ("1,00", None, None),
    ("1,2345", None, None),
    ("1.2.3", None, None),
    ("5-10", None, None),
    ("5-", None, None),
    ("-5.00-", None, None),
    ("22(2)", None, None),
    ("13.310,50", None, None),
    ("(1)", None, None),
    ("（12）", None, None),
    ("2026年", None, None),
    ("5月", None, None),
    ("2026年5月底", None, None),
    ("2026-01-15", None, None),
    ("98%以上", None, None),
    ("3吋", None, None),
    ("∞", None, None),
    ("NaN", None, None),
    ("1e5", None, None),
    ("9" * (LONGEST_NUMBER + 1), None, None),
]


@pytest.mark.parametrize(("text", "number", "unit"), PRINTED)
def test_a_cell_is_one_amount_or_none(text, number, unit):
    amount = parse_amount(text)
    if number is None:
        assert amount is None
    else:
        assert (str(amount.number), amount.unit.name if amount.unit else None) == (number, unit)


def test_the_units_of_the_cell_win_over_those_of_the_table():
    assert yuan("75.00").unit.name == "元"
    assert yuan("75.00万元").unit.name == "万元"
    assert yuan("≥98%").dimension == "%"


UNITS = [
    ("万元", "money", 4),
    ("人民币万元", "money", 4),
    (" 万 元 ", "money", 4),
    ("万元/人/年", "money/人/年", 4),
    ("元/年/人", "money/人/年", 0),
    ("元每人", "money/人", 0),
    ("元/平方米", "money/平方米", 0),
    ("元/公里", "money/米", -3),
    ("‰", "%", -1),
    ("公斤", "千克", 0),
    ("万", "number", 4),
    ("万亩", "亩", 4),
    ("十万吨", "千克", 8),
    ("万平方公里", "平方米", 10),
    ("元/户、年", "money/年/户", 0),
    ("个（套）", "个", 0),
    ("人（次）", "人次", 0),
]


@pytest.mark.parametrize(("text", "dimension", "scale"), UNITS)
def test_a_unit_has_its_dimension_and_scale(text, dimension, scale):
    unit = Unit.parse(text)
    assert (unit.dimension, unit.scale) == (dimension, scale)


@pytest.mark.parametrize("text", ["", "元元", "/人", "元/", "某种单位", "万元/某", "5", "万某", "个（某）", "元/户、"])
def test_an_unknown_unit_is_an_error_or_none(text):
    assert Unit.find(text) is None
    with pytest.raises(AmountError, match="不认识的计量单位"):
        Unit.parse(text)


def test_every_unit_word_names_itself():
    for name in [*MONEY_SCALES, *BARE_SCALES, *COUNTERS, *PERCENT_WORDS]:
        assert Unit.parse(name).name == fold_width(name)


@given(numbers, money)
def test_what_is_formatted_is_read_back(number, unit):
    amount = Amount(number, unit)
    assert parse_amount(amount.format()) == amount
    assert parse_amount(amount.plain, unit) == amount
    assert str(parse_amount(amount.format()).number) == str(number) or number == 0


@given(numbers, money, money)
def test_conversion_there_and_back_keeps_the_amount_and_its_precision(number, one, other):
    amount = Amount(number, one)
    there = amount.to(other)
    assert there.in_base == amount.in_base
    assert there.step == amount.step
    assert there.to(one) == amount
    assert amount.agrees_with(there)


@given(numbers, numbers, money, money)
def test_sums_are_exact_in_any_unit(a, b, one, other):
    left, right = Amount(a, one), Amount(b, other)
    total = left + right
    assert total.unit == one
    assert total.in_base == left.in_base + right.in_base
    assert (total - right).in_base == left.in_base
    assert (-left + left).number == 0


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_agreement_is_symmetric_and_within_half_a_printed_place(cents, other_cents):
    fine = Amount(Decimal(cents).scaleb(-2), Unit.parse("元"))
    coarse = Amount(Decimal(other_cents).scaleb(-2), Unit.parse("万元"))
    assert fine.agrees_with(coarse) == coarse.agrees_with(fine)
    assert fine.agrees_with(coarse) == (abs(fine.in_base - coarse.in_base) <= 50)


AGREE = [
    ("3665450元", "366.55万元", True),
    ("3665450元", "366.54万元", True),  # exactly half a place: either rounding prints it
    ("3665449元", "366.55万元", False),
    ("800万元", "80.00万元", False),
    ("0元", "0.00万元", True),
    ("98%", "98%", True),
    ("98%", "98人", False),
    ("75.00万元", "75.00", False),
    ("1亿", "1亿元", False),
    ("5‰", "0.5%", True),
]


@pytest.mark.parametrize(("one", "other", "agree"), AGREE)
def test_two_prints_agree_when_one_quantity_can_print_both(one, other, agree):
    assert parse_amount(one).agrees_with(parse_amount(other)) is agree


ROUNDED = [
    ("2.675", 2, "2.68"),
    ("-2.675", 2, "-2.68"),
    ("2.674", 2, "2.67"),
    ("0.005", 2, "0.01"),
    ("12", 2, "12.00"),
    ("9.995", 2, "10.00"),
]


@pytest.mark.parametrize(("number", "places", "shown"), ROUNDED)
def test_rounding_is_half_up(number, places, shown):
    assert str(Amount(Decimal(number), None).rounded(places).number) == shown


UNLIKE = [("5元", "5人"), ("5元", "5%"), ("5", "5元"), ("5万", "5万元"), ("5元/人", "5元"), ("5%", "5个百分点")]


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_unlike_amounts_are_never_put_together(one, other):
    left, right = parse_amount(one), parse_amount(other)
    for operation in (lambda: left + right, lambda: right - left):
        with pytest.raises(AmountError):
            operation()


CONVERTED = [("5人", "元"), ("5%", "元"), ("5", "元"), ("5元/人", "元"), ("5万", "元")]


@pytest.mark.parametrize(("text", "unit"), CONVERTED)
def test_an_amount_does_not_convert_to_another_dimension(text, unit):
    with pytest.raises(AmountError, match="不能换算"):
        parse_amount(text).to(Unit.parse(unit))


AS_MONEY = [("80万", "80万元"), ("80", "80元"), ("1.2亿", "1.2亿元"), ("80人", "80人"), ("80%", "80%"), ("80元", "80元")]


@pytest.mark.parametrize(("text", "money_text"), AS_MONEY)
def test_a_question_means_money_by_a_bare_number(text, money_text):
    assert parse_amount(text).as_money().format() == money_text


@pytest.mark.parametrize("number", [1.5, 1, "1.5", None, True])
def test_only_a_decimal_makes_an_amount(number):
    with pytest.raises(TypeError, match="Decimal"):
        Amount(number, None)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_an_amount_is_finite(number):
    with pytest.raises(AmountError):
        Amount(Decimal(number), None)


@given(st.text(max_size=40))
def test_any_text_is_an_amount_or_none_and_never_an_exception(text):
    amount = parse_amount(text)
    assert amount is None or amount.number.is_finite()
    assert len(fold_width(text)) == len(text)


@given(st.integers(0, 10**15), st.sampled_from(["元", "万元", "人", "%", None]))
def test_full_width_and_separators_change_nothing(number, unit):
    plain = str(number) + (unit or "")
    wide = f"{number:,}".translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789,"}) + (unit or "")
    assert parse_amount(wide) == parse_amount(plain) == Amount(Decimal(number), Unit.parse(unit) if unit else None)
