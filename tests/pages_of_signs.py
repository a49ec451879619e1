"""Changes whose sign is a word or stands in a column of its own; tests/make_pages.py draws them."""

from page_drawing import PORTRAIT, Plan, steps


def _changes(new, heads, rows, second=None):
    sheet = new(PORTRAIT)
    sheet.caption("2030年项目支出预算变动表")
    plan = Plan(steps(50, 495 / len(heads), len(heads)), steps(110, 22, 1 + len(rows) + (second is not None)))
    if second is None:
        plan.put(0, *heads)
    else:
        for column, head in enumerate(heads[:3]):
            plan.merge(0, column, head, rows=2)
        plan.merge(0, 3, heads[3], columns=len(second))
        plan.put(1, *second, start=3)
    for number, row in enumerate(rows, 1 if second is None else 2):
        plan.put(number, *row)
    sheet.table(plan)


def sign_in_a_column_of_its_own(new):
    rows = [
        ("展览经费", "24.10", "10.00", "减", "14.10"),
        ("修缮经费", "60.00", "62.40", "增", "2.40"),
        ("会议经费", "5.00", "5.00", "—", "0.00"),
        ("培训经费", "3.00", "2.00", "", "1.00"),
        ("合计", "92.10", "79.40", "减", "12.70"),
    ]
    _changes(new, ("项目", "2029年预算数", "2030年预算数", "比上年增减", ""), rows, ("增/减", "金额"))


def plus_or_minus_beside_the_amount(new):
    rows = [
        ("展览经费", "24.10", "10.00", "-", "14.10"),
        ("修缮经费", "60.00", "62.40", "+", "2.40"),
        ("合计", "84.10", "72.40", "-", "11.70"),
    ]
    _changes(new, ("项目", "2029年预算数", "2030年预算数", "+/-", "增减额"), rows)


def increase_and_decrease_in_two_columns(new):
    rows = [
        ("展览经费", "24.10", "10.00", "", "14.10"),
        ("修缮经费", "60.00", "62.40", "2.40", ""),
        ("会议经费", "8.00", "5.00", "", "-3.00"),
        ("合计", "92.10", "77.40", "2.40", "17.10"),
    ]
    _changes(new, ("项目", "2029年预算数", "2030年预算数", "比上年增减", ""), rows, ("增加", "减少"))


def sign_as_a_word_in_the_cell(new):
    rows = [
        ("展览经费", "24.10", "10.00", "减少14.10", "下降58.51%"),
        ("修缮经费", "60.00", "62.40", "增加2.40", "增长4.00%"),
        ("会议经费", "8.00", "5.00", "-3.00", "-37.50%"),
        ("培训经费", "3.00", "2.00", "减少-1.00", "↓33.33%"),
        ("合计", "95.10", "79.40", "减少 15.70", "下降16.51%"),
    ]
    _changes(new, ("项目", "2029年预算数", "2030年预算数", "增减额", "增减率"), rows)


def decrease_in_the_header(new):
    rows = [
        ("展览经费", "24.10", "10.00", "14.10", "58.51%"),
        ("修缮经费", "66.00", "62.40", "3.60", "5.45%"),
        ("合计", "90.10", "72.40", "17.70", "19.64%"),
    ]
    _changes(new, ("项目", "2029年预算数", "2030年预算数", "减少额", "下降比例"), rows)
