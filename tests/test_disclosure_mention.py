"""Numbers in running text: quantities and what only looks like one."""

import pytest

from disclosure.mention import MentionKind, find_numbers


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("措施：1.成立小组；2.加强检查，3.年底验收", []),
        ("采购3.5万元的水泵", ["3.5万元"]),
        ("费用：3.5万元", ["3.5万元"]),
        ("W-07、W-08街坊", []),
        ("048-某县水务局", []),
        ("编号0039，金额0.39万元", ["0.39万元"]),
        ("包括人员经费和公用经费两部分", []),
        ("购置消防车两部", ["两部"]),
        ("比上一年度增加", []),
        ("“十四五”规划和党的十九大精神", []),
        ("聘用十二人", ["十二人"]),
        ("司法（06款）行政运行（01项）12万元", ["12万元"]),
        ("2025年1月-2025年3月", []),
        ("5-10万元", ["5", "10万元"]),
        ("结余为-3.20万元", ["-3.20万元"]),
        ("2025全年度", []),
        ("地上7层", ["7层"]),
    ],
)
def test_only_quantities_are_quantities(text, quantities):
    assert [m.text for m in find_numbers(text) if m.kind is MentionKind.QUANTITY] == quantities


@pytest.mark.parametrize("text", ["二〇二六年拨款３，６６５，４５０元（约３６６.５万元）", "第十二条 共十二条，占12.5%", ""])
def test_offsets_are_those_of_the_text(text):
    found = find_numbers(text)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert [m.start for m in found] == sorted(m.start for m in found)
