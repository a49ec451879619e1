from decimal import Decimal

import pytest
from answering_samples import bureau_2026
from hypothesis import given
from hypothesis import strategies as st

from answering.calculate import add_up, average, convert, count, growth, per_capita, ranked, ratio, recomputed, share, subtract
from disclosure.amount import Amount, Unit, parse_amount
from disclosure.errors import AmountError
from disclosure.figure import Derivation

SAMPLE = bureau_2026().figures[0]


def figure(text):
    from dataclasses import replace

    return replace(SAMPLE, text=text, amount=parse_amount(text))


def figures(*texts):
    return [figure(text) for text in texts]


@pytest.mark.parametrize(
    ("work", "texts", "shown", "formula"),
    [
        (add_up, ("75.00万元", "370.00万元"), "445.00万元", "75.00万元 + 370.00万元 = 445.00万元"),
        (add_up, ("1万元", "5000元"), "1.50万元", "1万元 + 5,000元 = 1.50万元"),
        (add_up, ("1.00万元", "5000.25元"), "1.500025万元", "1.00万元 + 5,000.25元 = 1.500025万元"),
        (subtract, ("400.00万元", "366.55万元"), "33.45万元", "400.00万元 − 366.55万元 = 33.45万元"),
        (subtract, ("1.00万元", "2.50万元"), "-1.50万元", "1.00万元 − 2.50万元 = -1.50万元"),
        (share, ("75.00万元", "1616.27万元"), "4.64%", "75.00万元 ÷ 1,616.27万元 × 100% = 4.64%"),
        (share, ("3665450元", "1616.27万元"), "22.68%", "3,665,450元 ÷ 1,616.27万元 × 100% = 22.68%"),
        (ratio, ("1万元", "3万元"), "0.33", "1万元 ÷ 3万元 = 0.33"),
        (growth, ("443.18万元", "786.09万元"), "-43.62%", "（443.18万元 − 786.09万元） ÷ 786.09万元 × 100% = -43.62%"),
        (per_capita, ("75.00万元", "7人"), "10.71万元/人", "75.00万元 ÷ 7人 = 10.71万元/人"),
        (per_capita, ("20.0000万元", "4艘"), "5.00万元/艘", "20.0000万元 ÷ 4艘 = 5.00万元/艘"),
        (per_capita, ("1.123456万元", "3人"), "0.3745万元/人", "1.123456万元 ÷ 3人 = 0.3745万元/人"),
        (average, ("1.00万元", "2.00万元", "2.00万元"), "1.67万元", "（1.00万元 + 2.00万元 + 2.00万元） ÷ 3 = 1.67万元"),
    ],
)
def test_results_and_formulas(work, texts, shown, formula):
    operands = figures(*texts)
    made = work(operands) if work in (add_up, average) else work(*operands)
    assert (str(made.shown), made.formula) == (shown, formula)
    assert recomputed(made) == made.shown


def test_halves_are_rounded_up():
    assert str(share(figure("1.005元"), figure("100元")).shown) == "1.01%"
    assert str(share(figure("-1.005元"), figure("100元")).shown) == "-1.01%"


@pytest.mark.parametrize(
    ("text", "unit", "places", "shown"),
    [
        ("75.00万元", "元", None, "750,000元"),
        ("2221.42万元", "亿元", None, "0.222142亿元"),
        ("156211123元", "万元", 2, "15,621.11万元"),
        ("66410000.00元", "亿元", None, "0.6641000000亿元"),
    ],
)
def test_conversion_is_exact_unless_places_are_given(text, unit, places, shown):
    made = convert(figure(text), Unit.parse(unit), places)
    assert str(made.shown) == shown
    assert recomputed(made) == made.shown


@pytest.mark.parametrize(
    ("work", "texts", "message"),
    [
        (share, ("1万元", "0万元"), "除数"),
        (growth, ("1万元", "0万元"), "基数"),
        (subtract, ("1万元", "7人"), "计量单位不同类"),
        (per_capita, ("1万元", "0人"), "数量为"),
        (per_capita, ("1万元", "2万元"), "不能求平均"),
        (subtract, ("1万元", ""), "空白"),
    ],
)
def test_what_cannot_be_computed_says_why(work, texts, message):
    with pytest.raises(AmountError, match=message):
        work(*figures(*texts))


def test_nothing_is_added_up_from_nothing():
    with pytest.raises(AmountError):
        add_up([])


def test_ranking_leaves_blanks_out_and_keeps_ties_in_order():
    first, blank, second, tie = figures("3万元", "", "40000元", "3.00万元")
    assert ranked([first, blank, second, tie]) == (second, first, tie)
    assert ranked([first, second], descending=False) == (first, second)


def test_a_count_is_of_its_operands():
    made = count(figures("1万元", "2万元"))
    assert str(made.shown) == "2个"
    assert recomputed(made) == made.shown
    assert str(count(figures("1万元"), Unit.parse("项")).shown) == "1项"


def test_a_long_sum_is_abbreviated_in_its_formula_only():
    made = add_up(figures(*["1.00万元"] * 12))
    assert len(made.operands) == 12
    assert "…" in made.formula
    assert "共 12 项" in made.formula


MONEY = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False)


@given(MONEY, MONEY)
def test_sum_and_difference_undo_each_other(a, b):
    one, other = (Amount(value, Unit.parse("元")) for value in (a, b))
    from dataclasses import replace

    left, right = replace(SAMPLE, amount=one), replace(SAMPLE, amount=other)
    assert subtract(add_up((left, right)), right).shown.number == a


@given(MONEY, st.decimals(min_value=Decimal("0.01"), max_value=10**9, places=2))
def test_recomputing_finds_a_changed_result(part, whole):
    from dataclasses import replace

    left = replace(SAMPLE, amount=Amount(part, Unit.parse("元")))
    right = replace(SAMPLE, amount=Amount(whole, Unit.parse("元")))
    made = share(left, right)
    wrong = Derivation(made.operation, made.operands, made.exact, made.shown + Amount(Decimal("0.01"), Unit.parse("%")), made.formula)
    assert recomputed(made) == made.shown
    assert recomputed(wrong) != wrong.shown
