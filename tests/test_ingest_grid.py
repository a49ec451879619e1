"""Rules to grids, glyphs to lines, lines to the text of cells."""

import pytest

from ingest.pages.lines import cell_text, group_lines
from ingest.pages.pdf import Glyph, Rule
from ingest.tables.grid import find_grids


def lying(top, x0, x1):
    return Rule(x0, top, x1, top)


def standing(x, top, bottom):
    return Rule(x, top, x, bottom)


def words(text, x, top, size=10.0, step=None):
    """Glyphs of a text; ASCII is half as wide."""
    glyphs = []
    for character in text:
        width = size / 2 if character.isascii() else size
        if character != " ":
            glyphs.append(Glyph(character, x, top, x + width, top + size))
        x += step or width
    return glyphs


def grid_of(rules, glyphs=()):
    (grid,) = find_grids(1, rules, glyphs).grids
    return grid


def spans(grid):
    return [(c.row, c.column, c.row_span, c.column_span) for c in grid.cells]


BOX = [lying(0, 0, 200), lying(100, 0, 200), standing(0, 0, 100), standing(200, 0, 100)]

# rules besides the outer box, and the cells that they make
INSIDE = [
    ("two by two", [lying(50, 0, 200), standing(100, 0, 100)], [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]),
    ("merged above", [lying(50, 0, 200), standing(100, 50, 100)], [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]),
    ("merged at the left", [lying(50, 100, 200), standing(100, 0, 100)], [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]),
    (
        "doubled rules",
        [lying(49, 0, 200), lying(51, 0, 200), standing(100, 0, 100)],
        [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)],
    ),
    (
        "dashes",
        [lying(50, x, x + 4) for x in range(0, 200, 6)] + [standing(100, 0, 100)],
        [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)],
    ),
    ("a rule that stops short is none", [lying(50, 0, 200), standing(100, 0, 20)], [(0, 0, 1, 2), (1, 0, 1, 2)]),
]


@pytest.mark.parametrize(("rules", "cells"), [case[1:] for case in INSIDE], ids=[case[0] for case in INSIDE])
def test_cells_that_walls_enclose(rules, cells):
    assert spans(grid_of(BOX + rules)) == cells


def test_a_grid_cut_by_the_page_is_closed_where_its_rules_end():
    grid = grid_of([lying(0, 0, 200), lying(30, 0, 200), standing(0, 0, 80), standing(100, 0, 80), standing(200, 0, 80)])
    assert grid.row_count == 2
    assert grid.bottom_ruled == (False, False)
    assert grid.top_ruled == (True, True)


def test_open_sides_are_closed_where_the_rules_end():
    grid = grid_of([lying(0, 0, 200), lying(30, 0, 200), lying(60, 0, 200), standing(100, 0, 60)])
    assert grid.column_count == 2


def test_an_l_shaped_cell_is_cut_and_told():
    rules = [lying(50, 100, 200), standing(100, 50, 100)]
    grid = grid_of(BOX + rules)
    assert grid.ragged
    assert sum(c.row_span * c.column_span for c in grid.cells) == grid.row_count * grid.column_count


def test_a_frame_around_a_table_is_no_cell():
    frame = [lying(-50, -50, 300), lying(200, -50, 300), standing(-50, -50, 200), standing(300, -50, 200)]
    assert len(find_grids(1, [*frame, *BOX, lying(50, 0, 200)], []).grids) == 1


def test_glyphs_go_to_the_cell_around_their_middle():
    glyphs = words("收入", 10, 20) + words("支出", 110, 20) + words("外", 400, 20)
    found = find_grids(1, [*BOX, standing(100, 0, 100)], glyphs)
    assert [c.text for c in found.grids[0].cells] == ["收入", "支出"]
    assert [g.text for g in found.outside] == ["外"]


def test_a_drawing_of_very_many_lines_is_no_table():
    rules = [lying(y * 4, 0, 400) for y in range(2100)] + [standing(x * 4, 0, 400) for x in range(2100)]
    assert find_grids(1, rules, []).grids == []


def test_numbers_on_another_baseline_stay_in_their_line():
    glyphs = words("预算", 0, 100, 14) + words("37.20", 28, 102, 12) + words("万元", 60, 100, 14)
    assert [line.text for line in group_lines(glyphs)] == ["预算37.20万元"]


def test_lines_are_told_apart():
    glyphs = words("一行", 0, 100) + words("二行", 0, 114)
    assert [line.text for line in group_lines(glyphs)] == ["一行", "二行"]


LINES = [
    ("75.00 80.00", words("75.00", 0, 0) + words("80.00", 40, 0)),
    ("75.00", words("75.00", 0, 0, step=5.5)),
    ("A3 黑白", words("A3", 0, 0) + words("黑白", 30, 0)),
    ("合计", words("合", 0, 0) + words("计", 15, 0)),
]


@pytest.mark.parametrize(("text", "glyphs"), LINES)
def test_spaces_stand_where_gaps_are_wide(text, glyphs):
    assert group_lines(glyphs)[0].text == text


# the lines of a cell 60 points wide, and its text
WRAPPED = [
    (["国有资本经营", "预算"], "国有资本经营预算"),
    (["91,016,775.", "35"], "91,016,775.35"),
    (["1,016,775,", "350.00"], "1,016,775,350.00"),
    (["2026年3月至", "2026年6月"], "2026年3月至2026年6月"),
    (["12", "31"], "12 31"),
    (["75.00", "-"], "75.00-"),
]


@pytest.mark.parametrize(("lines", "text"), WRAPPED)
def test_lines_of_a_cell_are_joined_as_they_are_read(lines, text):
    glyphs = [g for n, line in enumerate(lines) for g in words(line, 1, n * 12)]
    assert cell_text(glyphs, 60) == text
