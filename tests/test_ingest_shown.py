"""Pages that show other than their text says: what each must come out as.  tests/make_shown.py draws them."""

from functools import cache
from pathlib import Path

import pytest

from disclosure.figure import Trust
from ingest.pages.content import tokens_of
from ingest.read import read_disclosure

PAGES = Path(__file__).parent / "pages" / "shown"


@cache
def read(name):
    return read_disclosure(PAGES / f"{name}.pdf")


def figure(name, row="展览经费", column="预算数"):
    found = [f for f in read(name).figures if f.table_id and f.row_path[-1:] == (row,) and f.column_path[-1].endswith(column)]
    assert len(found) == 1
    return found[0]


BLANK = None
# page; what the cell 展览经费 · 预算数 prints, None a blank; whether the figure may be 已核对
SHOWN = [
    ("layer_off", "520.00", True),
    ("field", "485.00", True),
    ("field_hidden", BLANK, True),
    ("watermark_turned", "485.00", True),
    ("watermark_large", "485.00", True),
    ("watermark_repeated", "485.00", True),
    ("upside_down", "485.00", True),
    ("sideways", "485.00", True),
    ("white_on_white", BLANK, True),
    ("white_on_dark", "485.00", True),
    ("black_on_black", BLANK, True),
    ("white_below_black", "520.00", True),
    ("covered", "520.00", True),
    ("covered_by_a_picture", BLANK, True),
    ("highlighted", "485.00", True),
    ("see_through", BLANK, True),
    ("unseen_mode", BLANK, True),
    ("clipped_away", BLANK, True),
    ("tiny", BLANK, True),
    ("off_the_page", BLANK, True),
    ("raised_note", "485.00", True),
    ("struck", "485.00", False),
    ("struck_aslant", "485.00", False),
    ("half_struck", "485.00", False),
    ("struck_by_a_bar_along_the_row", "485.00", False),
    ("struck_by_two_lines", "485.00", False),
    ("struck_by_a_slanted_bar", "485.00", False),
    ("struck_aslant_on_a_turned_page", "485.00", False),
    ("struck_by_dashes", "485.00", False),
    ("struck_by_an_annotation", "485.00", False),
    ("struck_by_a_drawn_line", "485.00", False),
    ("cropped", "485.00", True),
    ("cropped_and_turned_90", "485.00", True),
    ("cropped_and_turned_180", "485.00", True),
    ("cropped_and_turned_270", "485.00", True),
    ("crop_larger_than_the_page", "485.00", True),
    ("first_digit_white", "485.00", False),
    ("first_digit_pale", "485.00", False),
    ("point_white", "485.00", False),
    ("minus_white", "-485.00", False),
    ("white_shadow", "485.00", True),
    ("small_cents", "485.00", True),
    ("underlined", "485.00", True),
    ("clipped_in_part", "85.00", False),
    ("uncoded", "4\ufffd5.00", False),
    ("spaces_that_digits_reach_into", "485.00", True),
    ("digits_spaced", "485.00", True),
    ("digits_spaced_widely", "485.00", True),
    ("digits_spaced_without_rules", "485.00", True),
    ("digits_distributed", "485.00", True),
    ("first_spaced_digit_white", "85.00", False),
    ("labels_distributed", "485.00", True),
    ("drawn_backwards", "485.00", True),
    ("header_turned_left", "485.00", True),
    ("header_turned_right", "485.00", True),
    ("header_stacked", "485.00", True),
    ("first_digit_outlined", "485.00", False),
    ("last_digit_outlined", "485.0", False),
    ("minus_drawn", "485.00", False),
    ("number_outlined", BLANK, False),
    ("number_pictured", BLANK, False),
]


@pytest.mark.parametrize(("name", "text", "certain"), SHOWN, ids=[case[0] for case in SHOWN])
def test_only_what_is_shown(name, text, certain):
    found = figure(name)
    assert (found.text or None, found.certain) == (text, certain)


@pytest.mark.parametrize("name", ["overprinted", "one_cell_upside_down", "miscoded"])
def test_what_cannot_be_told_is_never_certain(name):
    assert not figure(name).certain


NO_NUMBER = {"every_number_outlined", "outlined_without_rules"}


@pytest.mark.parametrize("name", sorted({path.stem for path in PAGES.glob("*.pdf")} - NO_NUMBER))
def test_the_cells_beside_it_are_read(name):
    assert (figure(name, "合计").text, figure(name, "合计", "决算数").text) == ("547.40", "530.00")
    assert figure(name, "合计").certain


def test_every_number_of_a_row_struck_out_is_doubtful():
    assert not figure("struck_by_a_bar_along_the_row", column="决算数").certain
    assert figure("struck_by_a_bar_along_the_row", "修缮经费").certain


def test_a_number_struck_out_gives_way_to_the_one_beside_it():
    found = figure("struck", "修缮经费")
    assert (found.text, found.certain) == ("70.00", True)


def test_two_numbers_set_wide_in_one_cell_stay_two():
    found = figure("two_spaced_numbers")
    assert (found.text, found.amount) == ("485 20.00", None)


@pytest.mark.parametrize("name", ["header_turned_in_two_lines", "header_upside_down", "header_stacked_with_a_year"])
def test_a_header_is_read_the_way_it_stands(name):
    found = figure(name)
    assert (found.column_path, found.fiscal_year, found.text) == (("2029年预算数",), 2029, "485.00")


def test_a_table_of_digits_drawn_as_shapes_is_doubtful_throughout():
    found = [f for f in read("every_number_outlined").figures if f.table_id]
    assert len(found) == 6
    assert not any(f.certain or f.text for f in found)


def test_a_ring_in_a_label_is_no_number():
    assert figure("ring_around_a_letter_of_a_label", "展览经费 a").certain
    assert not read("ring_around_a_letter_of_a_label").findings


TOLD = [
    ("first_digit_outlined", "outlined_text", "1 处"),
    ("every_number_outlined", "outlined_text", "6 处"),
    ("outlined_without_rules", "outlined_text", "6 处"),
    ("white_on_white", "hidden_text", "485.00"),
    ("struck", "struck_out", "485.00"),
    ("overprinted", "overlaid_text", "485"),
    ("raised_note", "footnote_mark", "12)"),
    ("clipped_in_part", "cut_number", ""),
    ("uncoded", "unmapped_glyphs", ""),
    ("one_cell_upside_down", "turned_text", ""),
    ("miscoded", "miscoded_digits", ""),
]


@pytest.mark.parametrize(("name", "kind", "says"), TOLD)
def test_it_is_told_with_its_page(name, kind, says):
    found = [f for f in read(name).findings if f.kind == kind]
    assert [f.provenance.page for f in found] == [1]
    assert says in found[0].message


def test_a_doubtful_figure_stays_doubtful_though_its_sum_holds():
    assert figure("half_struck").trust is Trust.DOUBTFUL
    assert figure("half_struck", "合计").trust is Trust.CONFIRMED


STREAMS = [
    (b"1 -2.5 .5 +3", [1, -2.5, 0.5, 3]),
    (b"(a\\)b\\101\\n) Tj", [b"a)bA\n"]),
    (b"<48 65> [1 (x)] ", [b"He", [1, b"x"]]),
    (b"(nested (brackets)) Tj", None),
    (b"BI /W 1 ID x EI", None),
    (b"1.2.3 Td", None),
    (b"[1 >>", None),
    (b"<4> Tj", None),
]


@pytest.mark.parametrize(("data", "tokens"), STREAMS)
def test_a_plain_stream_is_read_and_an_odd_one_left_alone(data, tokens):
    found = tokens_of(data)
    assert (found if found is None else found[: len(tokens)]) == tokens
