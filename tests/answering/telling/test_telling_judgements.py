from dataclasses import replace
from decimal import Decimal

import pytest
from telling_samples import cell, found, passage, said, spoken, told, values, wan

from answering.evaluating import arithmetic
from answering.evaluating.result import Absent, Agreed, Amounted, Compared, Empty, Judged, Listed
from answering.query.tree import Agree, Cell, CellAspect, Compare, Given, Relation, RowKind, Rows, RowSet, Verify
from disclosure.answer import Status
from disclosure.figure import Aspect

WAGES = cell("120.00", "护堤员工资")
RIVERS = cell("400.00", "河道清淤工程")
ROWS = Rows(RowSet(kind=RowKind.PROJECT))


def claim(number, unit="万元", relation=Relation.EQUAL, of=None):
    return Verify(of or Cell("护堤员工资"), Given(number, unit), relation)


def judged(node, holds, left=WAGES, why=None):
    gap = arithmetic.subtract(arithmetic.given(left.amount), arithmetic.given(wan(node.claimed.number)))
    return Judged(node, holds, found(left, node.of), None, gap, why)


def test_a_claim_that_holds_is_confirmed_first():
    answer = told(judged(claim("120"), True))
    assert said(answer)[0] == "是的，属实：护堤员工资：**120.00 万元**（已核对）[1]"
    assert values(answer) == [("120.00", "万元", "cell")]
    assert "相差" not in answer.text


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (Relation.EQUAL, "，而所说的是 57万元"),
        (Relation.MORE, "，而所说的是多于 57万元"),
        (Relation.AT_MOST, "，而所说的是不多于 57万元"),
        (Relation.ABOUT, "，而所说的是约 57万元"),
    ],
)
def test_a_claim_that_does_not_hold_is_denied_with_the_figure_and_the_difference(relation, words):
    answer = told(judged(claim("57", relation=relation), False))
    assert said(answer)[:2] == [
        f"不是，不属实：护堤员工资：**120.00 万元**（已核对）[1]{words}",
        "相差 63.00 万元[1]；算式：120.00万元 − 57万元 = 63.00万元",
    ]
    assert values(answer) == [("120.00", "万元", "cell"), ("63.00", "万元", "computed")]


def test_a_fall_that_is_claimed_as_a_size_is_held_against_its_size():
    change = cell("-30.00", "护堤员工资", "比上年增减")
    node = claim("20", of=Cell("护堤员工资", aspect=CellAspect.CHANGE))
    gap = arithmetic.subtract(arithmetic.given(wan("30.00")), arithmetic.given(wan("20")))
    answer = told(Judged(node, False, found(change, node.of), None, gap))
    assert "比上年减少 **30.00 万元**" in said(answer)[0]
    assert said(answer)[1].startswith("相差 10.00 万元[1]")


def test_a_claim_about_rounding_says_so():
    answer = told(judged(claim("120.0"), True, why="按四舍五入相符"))
    assert said(answer)[1] == "按四舍五入相符。"


def test_two_amounts_of_the_documents_are_both_shown():
    node = Verify(Cell("护堤员工资"), Cell("河道清淤工程"), Relation.MORE)
    answer = told(Judged(node, False, found(WAGES), found(RIVERS), arithmetic.subtract(WAGES, RIVERS)))
    assert said(answer)[0] == "不是，不属实：护堤员工资：**120.00 万元**（已核对）[1]"
    assert "与之相比的 河道清淤工程：400.00 万元[2]" in said(answer)
    assert said(answer)[-1] == "相差 280.00 万元[1][2]；算式：120.00万元 − 400.00万元 = -280.00万元"
    assert [number for number, _, _ in values(answer)] == ["120.00", "400.00", "280.00"]


def test_whether_it_is_the_greatest():
    node = Verify(Cell("护堤员工资"), ROWS, Relation.FIRST)
    for right in (found(RIVERS), Listed(node, (found(RIVERS),), 3)):
        answer = told(Judged(node, False, found(WAGES), right, arithmetic.subtract(WAGES, RIVERS)))
        assert "最大的是 河道清淤工程：400.00 万元[2]" in said(answer)


def test_a_claim_about_a_blank_and_about_what_is_not_there():
    nothing = Empty(Cell("护堤员工资"), "护堤员工资", cell("", "护堤员工资"), None, (passage("无此项预算。"),))
    answer = told(Judged(claim("5"), False, nothing, None, why="这一格没有印数"))
    assert said(answer)[0] == "不是，不属实：护堤员工资：这一格是空白，没有列出数额。[1]，而所说的是 5万元"
    assert said(answer)[1:] == [
        "云岭县水务局 · 2026年单位预算 · 《2026年项目支出预算表》第17页",
        "文字说明写的是：",
        "> 无此项预算。[2]",
    ]
    absent = told(Judged(claim("5"), None, Absent(Cell("护堤员工资"), "row", "护堤员工资", "没有“护堤员工资”"), None))
    assert (absent.status, absent.text.split("\n")[0]) == (Status.NOT_FOUND, "没有找到：没有“护堤员工资”。")


def test_a_claim_that_cannot_be_judged():
    answer = told(Judged(claim("7", "人"), None, found(WAGES), None, why="计量单位不同类"))
    assert said(answer)[:2] == ["不能判断是否属实：护堤员工资：**120.00 万元**（已核对）[1]，而所说的是 7人", "计量单位不同类。"]


def test_of_two_the_greater_is_the_headline_with_the_difference():
    node = Compare((Cell("护堤员工资"), Cell("河道清淤工程")))
    answer = told(Compared(node, (found(WAGES), found(RIVERS)), arithmetic.subtract(RIVERS, WAGES)))
    assert said(answer)[:3] == [
        "河道清淤工程更多：**400.00 万元**（已核对）[1]",
        "- 护堤员工资：120.00 万元[2]",
        "比 护堤员工资 多 280.00 万元[1][2]；算式：400.00万元 − 120.00万元 = 280.00万元",
    ]
    assert [number for number, _, _ in values(answer)] == ["400.00", "120.00", "280.00"]
    same = told(Compared(node, (found(WAGES), found(cell("120.00", "测量费"))), None, same=True))
    assert said(same)[0] == "一样多：护堤员工资：**120.00 万元**（已核对）[1]"


TEXT = spoken("3.45万元", "公务接待费", "公务接待费3.45万元。", page=15)
TABLE = cell("3.15", "公务接待费", page=12)


def test_places_that_disagree_are_all_shown_with_the_difference():
    answer = told(Agreed(Agree((Cell("公务接待费"),)), (found(TABLE), found(TEXT)), same=False))
    assert said(answer) == [
        "不一致，对不上：公务接待费：云岭县水务局 · 2026年单位预算 · 《2026年项目支出预算表》第12页：**3.15 万元**（表文不一致）[1]",
        "- 云岭县水务局 · 2026年单位预算 · 文字说明第15页：3.45 万元[2]",
        "相差 0.30 万元[1][2]；算式：3.15万元 − 3.45万元 = -0.30万元",
        "> 公务接待费3.45万元。[2]",
    ]
    assert [verdict for _, _, verdict in values(answer)] == ["conflict", "conflict", "prose"]
    assert answer.discrepancies[0].message == "公务接待费：第12页表格为3.15万元，第15页文字为3.45万元"


def test_places_that_agree_and_a_single_one():
    answer = told(
        Agreed(Agree((Cell("公务接待费"),)), (found(TABLE), found(replace(TEXT, text="3.15万元", amount=TABLE.amount))), same=True)
    )
    assert said(answer)[0].startswith("一致，各处相符：公务接待费：")
    assert answer.discrepancies == ()
    alone = told(Agreed(Agree((Cell("公务接待费"),)), (found(TABLE),), same=True))
    assert said(alone)[-1] == "只有这一处印有，没有别处可比。"


def test_places_of_two_names_are_named():
    share = Amounted(Cell("甲"), arithmetic.share(TABLE, RIVERS), "占比")
    answer = told(Agreed(Agree((Cell("甲"), Cell("乙"))), (share, found(WAGES)), same=False))
    assert "护堤员工资，云岭县水务局" in answer.text
    assert "（3.15万元 ÷ 400.00万元 × 100% = 0.79%）" in answer.text


def test_a_claimed_change_is_told_by_its_direction():
    change = spoken("30.00万元", "护堤员工资", "护堤员工资比上年减少30.00万元。", aspect=Aspect.DECREASE, basis="比上年")
    node = claim("0", relation=Relation.MORE, of=Cell("护堤员工资", aspect=CellAspect.CHANGE))
    gap = arithmetic.subtract(arithmetic.given(-wan("30.00")), arithmetic.given(wan("0")))
    answer = told(Judged(node, False, found(change, node.of), None, gap))
    assert said(answer)[0].startswith("不是，不属实：护堤员工资：比上年减少 **30.00 万元**（仅见正文）[1]")
    assert Decimal(values(answer)[0][0]) == 30
