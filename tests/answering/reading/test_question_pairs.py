"""The pairs of data/questions that a model is shown: each is sound, says only what its question says, and finds something."""

import json

import pytest
from conftest import ROOT

from answering.binding.shelf import Shelf
from answering.evaluating import evaluate
from answering.query.check import check, check_spans
from answering.query.codec import parse_query
from answering.query.tree import NAMES, Given, Nothing, walk
from answering.reading.outcomes import finds
from workspace import NO_MODEL, Settings, Workspace

FILES = {"sample": ROOT / "data" / "disclosures", "forms": ROOT / "tests" / "forms"}
PAIRS = [
    (name, json.loads(line))
    for name in FILES
    for line in (ROOT / "data" / "questions" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
]
GOLD = [*ROOT.glob("data/gold/*.jsonl"), *ROOT.glob("tests/forms/*.jsonl")]


@pytest.fixture(scope="module")
def shelves(tmp_path_factory):
    opened = {name: Workspace.open(Settings(tmp_path_factory.mktemp(name), NO_MODEL)) for name in FILES}
    for name, workspace in opened.items():
        assert not [report.message for report in workspace.ingest([FILES[name]]) if report.failed]
    yield {name: Shelf(workspace.library) for name, workspace in opened.items()}
    for workspace in opened.values():
        workspace.close()


@pytest.mark.parametrize(("name", "pair"), PAIRS, ids=[pair["id"] for _, pair in PAIRS])
def test_a_pair_is_sound_and_finds_something(shelves, name, pair):
    query = parse_query(pair["query"])
    assert not check(query)
    assert not check_spans(query, [pair["question"], *pair.get("history", [])])
    assert isinstance(query.ask, Nothing) or finds(evaluate(query, shelves[name]).outcome)


def test_every_node_type_is_shown():
    used = {type(node) for _, pair in PAIRS for node in walk(parse_query(pair["query"]).ask)}
    assert set(NAMES.values()) - used <= {Given}


def test_no_pair_is_a_gold_question():
    gold = {json.loads(line)["question"] for path in GOLD for line in path.read_text(encoding="utf-8").splitlines() if line.strip()}
    assert not gold & {pair["question"] for _, pair in PAIRS}
