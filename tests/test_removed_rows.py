"""Where the thing asked is not printed no figure of another thing is shown as its own."""

from pathlib import Path

import pytest

from evaluation.gold import read_gold
from evaluation.removed import PARTS, less_rows, wrong

GOLD = Path(__file__).parent.parent / "data" / "gold" / "sample.jsonl"


@pytest.mark.parametrize("part", range(PARTS))
def test_no_other_row_stands_in_for_one_that_is_not_there(sample_index, tmp_path, part):
    found = list(wrong(less_rows(sample_index, tmp_path, part), read_gold(GOLD)))
    assert [(row["question"], answer["values"][0]["label"]) for row, answer in found] == []
