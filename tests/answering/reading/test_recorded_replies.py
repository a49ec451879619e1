"""What a capable reader wrote to the prompts of question sets, replayed: it fits the language and stays within the question.

The replies were written by somebody who saw the prompts alone; `data/gold/corpus_*.jsonl` hold the questions.
"""

import json
from pathlib import Path

import pytest

from answering.model import parse_json
from answering.query.check import QueryError, check, check_spans
from answering.query.codec import parse_query, query_json
from answering.query.say import say
from answering.reading.model_reader import _mended

RECORDED = Path(__file__).parents[2] / "recorded"
SETS = [path.name for path in sorted(RECORDED.glob("replies_*.jsonl"))]


def read(name):
    with (RECORDED / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def fits(row):
    try:
        query = parse_query(_mended(parse_json(row["reply"])))
    except QueryError:
        return False
    assert parse_query(query_json(query)) == query
    assert say(query).line
    return not check(query)


@pytest.mark.parametrize("name", SETS)
def test_nearly_every_reply_is_a_query_at_once(name):
    rows = read(name)
    assert sum(map(fits, rows)) >= 0.97 * len(rows), [row["id"] for row in rows if not fits(row)]


@pytest.mark.parametrize("name", SETS)
def test_an_amount_that_was_not_said_is_found_out(name):
    """A capable reader writes a number its own way once in a while (十 as 10辆): the check tells it, and it goes back to be mended."""
    rows = [row for row in read(name) if fits(row)]
    told = []
    for row in rows:
        heard = [other["question"] for other in rows if other["id"] == row["id"]]
        issues = check_spans(parse_query(_mended(parse_json(row["reply"]))), heard)
        told += [row["id"]] if any(issue.place == "given" for issue in issues) else []
    assert len(told) <= 0.05 * len(rows), told
