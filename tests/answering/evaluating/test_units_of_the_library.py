"""The same amount of many units: the year they share, what is left out; units of measure that a table does not state."""

import sys
from pathlib import Path

import pytest

from answering.evaluating import evaluate
from answering.evaluating.arithmetic import amount_of
from answering.evaluating.result import Amounted, Listed
from answering.query.tree import Cell, Count, List, Query, Rank, Scope, Sum, Units
from disclosure.document import TableKind

sys.path.insert(0, str(Path(__file__).parent.parent / "binding"))

from shelf_samples import Paper, Sheet, row, shelf_of


def paper(entity, year, amount, unit="万元"):
    spent = Sheet("支出总表", TableKind.EXPENDITURE, [row("合计", amount, total=True), row("培训费", amount)], unit=unit)
    stated = [
        Sheet("收支总表", TableKind.SUMMARY, [row("收入总计", "90.00")]),
        Sheet("收入总表", TableKind.REVENUE, [row("合计", "90.00", total=True)]),
    ]
    return Paper(entity, year, [*stated, spent])


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    papers = [paper("云岭县水务局", 2026, "7.00"), paper("云岭县水务局", 2025, "1.00"), paper("云岭县林业局", 2025, "2.00")]
    papers += [paper("青溪县民政局", 2025, "4.00"), paper("青溪县民政局", 2024, "9.00"), paper("青溪县司法局", 2024, "3.00")]
    made = shelf_of(tmp_path_factory.mktemp("shelf"), *papers)
    made.warm()
    return made


@pytest.mark.parametrize(
    ("ask", "shown"),
    [
        (Sum((Units(Cell("培训费")),)), "7.00万元"),
        (Rank((Units(Cell("培训费")),)), "4.00万元"),
        (Count(Units(Cell("培训费"))), "3个"),
        (Sum((Units(Cell("培训费"), scope=Scope(year=2024)),)), "12.00万元"),
        (Sum((Units(Cell("培训费"), scope=Scope(units="云岭县")),)), "3.00万元"),
    ],
)
def test_no_year_is_the_newest_that_most_units_share(shelf, ask, shown):
    result = evaluate(Query(Scope(), ask), shelf).outcome
    first = result.items[0] if isinstance(result, Listed) else result
    assert str(amount_of(first.operand)) == shown


def test_a_unit_of_another_year_is_left_out_and_told(shelf):
    listed = evaluate(Query(Scope(), List(Units(Cell("培训费")))), shelf).outcome
    assert [(one.label, one.why) for one in listed.left_out] == [("青溪县司法局2024年预算", "是2024年的")]


@pytest.mark.parametrize(("amount", "shown", "noted"), [("8.00", "8.00万元", True), ("80000.00", "80,000.00", False), ("8", "8", False)])
def test_a_table_without_a_unit_of_measure_has_that_of_all_others(tmp_path, amount, shown, noted):
    shelf = shelf_of(tmp_path, paper("云岭县水务局", 2026, amount, unit=None))
    result = evaluate(Query(Scope(), Cell("培训费")), shelf).outcome
    assert isinstance(result, Amounted)
    assert (str(amount_of(result.operand)), "没有注明计量单位" in (result.note or "")) == (shown, noted)
