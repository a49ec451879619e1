"""The one-page PDFs of tests/pages, one for each thing that is hard to read: `python tests/make_pages.py`.

Figures and labels are invented; the file's name says what is hard.  Made the same, byte for byte, each time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pages_of_cells
import pages_of_forms
import pages_of_halves
import pages_of_levels
import pages_of_places
import pages_of_rules
import pages_of_signs
import pages_of_tables
import pages_of_units
from page_drawing import Sheet

PAGES = Path(__file__).parent / "pages"
FONT_FILE = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")  # Apache-2.0; only the glyphs used are embedded

MAKERS = (
    pages_of_tables.halves_with_merged_headers,
    pages_of_tables.horizontal_rules_only,
    pages_of_tables.three_rules_only,
    pages_of_tables.no_rules,
    pages_of_tables.split_codes,
    pages_of_tables.numbers_that_are_no_amounts,
    pages_of_tables.row_broken_over_pages,
    pages_of_tables.header_again_and_total_alone,
    pages_of_tables.two_tables_two_units,
    pages_of_tables.one_wide_row_of_pairs,
    pages_of_tables.page_turned_by_its_entry,
    pages_of_tables.text_running_sideways,
    pages_of_cells.form_broken_over_pages,
    pages_of_cells.self_assessment_form,
    pages_of_cells.note_under_the_table,
    pages_of_cells.units_in_headers_and_labels,
    pages_of_cells.merged_labels_and_wrapped_cells,
    pages_of_cells.sides_left_open,
    pages_of_cells.bold_printed_twice_and_a_crop,
    pages_of_cells.blank_boxes_for_merged_headers,
    pages_of_cells.years_side_by_side,
    pages_of_cells.unit_codes_owners_and_kinds,
    pages_of_cells.second_header_further_down,
    pages_of_cells.several_projects_in_one_form,
    pages_of_cells.text_wider_than_its_cell,
    pages_of_places.titles_and_margins_inside_the_grid,
    pages_of_places.total_in_the_header_and_stars_that_number,
    pages_of_places.projects_with_one_level_of_indicators,
    pages_of_places.two_classifications_and_tasks_with_amounts,
    pages_of_places.wrapped_labels_that_hang_back,
    pages_of_halves.two_tables_side_by_side,
    pages_of_halves.two_pages_on_one_sheet,
    pages_of_halves.halves_that_words_run_over,
    pages_of_halves.one_amount_for_several_rows,
    pages_of_halves.units_of_rows_and_below,
    pages_of_halves.right_half_on_the_next_page,
    pages_of_halves.rows_stuck_and_numbers_split,
    pages_of_halves.projects_over_pages_with_the_header_again,
    pages_of_halves.amounts_in_plain_columns_of_a_form,
    pages_of_forms.projects_listed_with_their_aims,
    pages_of_forms.forms_with_one_side_and_units_of_two_words,
    pages_of_levels.one_name_under_several_parents,
    pages_of_levels.lists_side_by_side_under_one_header,
    pages_of_levels.heading_alone_above_the_table,
    pages_of_levels.title_at_the_end_of_the_page_before,
    pages_of_units.unit_changes_by_page,
    pages_of_units.tables_stacked_in_one_grid,
    pages_of_units.years_alone_head_columns,
    pages_of_units.units_in_other_places,
    pages_of_signs.sign_in_a_column_of_its_own,
    pages_of_signs.plus_or_minus_beside_the_amount,
    pages_of_signs.increase_and_decrease_in_two_columns,
    pages_of_signs.sign_as_a_word_in_the_cell,
    pages_of_signs.decrease_in_the_header,
    pages_of_rules.rules_missing_between_columns,
    pages_of_rules.rules_missing_between_rows,
    pages_of_rules.rules_missing_around,
)


def make(maker: Callable[[Callable[..., Sheet]], None], path: Path) -> None:
    """Draw one file."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    if not FONT_FILE.exists():
        sys.exit(f"{FONT_FILE} is missing: apt-get install fonts-wqy-microhei")
    pdfmetrics.registerFont(TTFont("Hei", FONT_FILE, subfontIndex=0))  # anew for each file, so that each embeds its own glyphs
    canvas = Canvas(str(path), invariant=True, pageCompression=1)
    started = []

    def new(size: tuple[float, float]) -> Sheet:
        if started:
            canvas.showPage()
        started.append(size)
        return Sheet(canvas, size, "Hei")

    maker(new)
    canvas.save()


def main() -> None:
    """Make all of them anew."""
    PAGES.mkdir(exist_ok=True)
    for maker in MAKERS:
        make(maker, PAGES / f"{maker.__name__}.pdf")


if __name__ == "__main__":
    main()
