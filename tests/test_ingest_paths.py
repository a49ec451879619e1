"""Cells of a table → the labels and headers of each value."""

import pytest

from disclosure.document import Cell, CellRole, Provenance, Table, TableKind
from ingest.figures.paths import value_places

ROLES = {"h": CellRole.HEADER, "s": CellRole.STUB, "c": CellRole.CODE, "v": CellRole.VALUE, "n": CellRole.NUMBERING}


def places(*rows):
    cells = [
        Cell(r, c, 1, 1, text, ROLES[role], Provenance("d", 1, None, "t", r, c))
        for r, row in enumerate(rows)
        for c, (role, text) in enumerate(row)
    ]
    table = Table("t", None, "表", TableKind.PROCUREMENT, None, None, tuple(cells), (Provenance("d", 1),))
    return {(place.row_path, place.column_path): place for place in value_places(table)}


def test_codes_between_two_columns_of_values_are_no_labels_of_the_second():
    found = places(
        [("h", "采购项目"), ("h", "数量"), ("h", "类"), ("h", "款"), ("h", "预算金额")],
        [("s", "平板式计算机"), ("v", "40"), ("c", "310"), ("c", "02"), ("v", "57,800.00")],
        [("s", "打印机"), ("v", "6"), ("c", "310"), ("c", "02"), ("v", "12,000.00")],
    )
    assert {path[0][0] for path in found if path[1] == ("预算金额",)} == {"平板式计算机", "打印机"}


@pytest.mark.parametrize("code", ["\ufffd2510", "A-2510"])
def test_a_row_is_named_by_words_and_not_by_a_code(code):
    found = places(
        [("h", "单位编码"), ("h", "单位名称"), ("h", "培训费")],
        [("s", f"{code}01"), ("s", "青山县水务局"), ("v", "1.00")],
        [("s", f"{code}02"), ("s", "青山县水务局"), ("v", "2.00")],
    )
    assert {place.name for place in found.values()} == {"青山县水务局"}
