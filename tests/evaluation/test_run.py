"""A run of evaluate.py on the sample: order, resuming, comparing, reports and exit statuses."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from conftest import SAMPLE

import evaluate
from evaluation.asking import asked
from evaluation.judging import judge
from evaluation.kept import folder_key, open_kept
from evaluation.measures import Run, columns, measure, wilson
from evaluation.queries import Lost, canonical, read
from evaluation.report import Report, junit
from workspace import NO_MODEL, Settings

RIGHT = {"id": "a", "question": "2026年支出总计是多少", "kind": "lookup", "expected": {"status": "answered"}, "answered_by": ["x"]}
ABSENT = {"id": "b", "question": "2019年支出总计是多少", "kind": "absent", "expected": {"status": "not_found"}}
WRONG = {
    "id": "c",
    "question": "2026年收入总计<b>&\x01",
    "kind": "lookup",
    "expected": {"status": "answered", "value": "0.01", "unit": "元"},
}


@pytest.fixture
def gold(tmp_path):
    def write(*rows, name="gold.jsonl"):
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def run(sample_index, capsys):
    def main(*arguments):
        status = evaluate.main([*map(str, arguments), "--index", str(sample_index), "--no-embed"])
        printed = capsys.readouterr()
        return status, json.loads(printed.out) if printed.out else None, printed.err

    return main


def test_output_is_in_order_whatever_runs_at_once(workspace):
    rows = [{**RIGHT, "id": str(number), "question": f"202{number % 10}年支出总计"} for number in range(30)]
    one, many = list(asked(workspace, rows)), list(asked(workspace, rows, concurrency=4))
    assert [row["id"] for row in many] == [row["id"] for row in rows]
    assert [row["text"] for row in one] == [row["text"] for row in many]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 0),
        (["--min-right", "1.1"], 1),
        (["--kind", "share"], 2),
        (["--limit", "1", "--min-right", "1"], 0),
        (["--id", "b"], 0),
        (["--baseline", "/nonexistent"], 2),
        (["--model", "some"], 2),
    ],
)
def test_exit_status(gold, run, tmp_path, arguments, status):
    assert run(gold(RIGHT, ABSENT), "--predictions", tmp_path / "p.jsonl", *arguments)[0] == status


def test_without_a_place_for_the_answers_it_is_wrong_usage(gold, run):
    assert run(gold(RIGHT))[0] == 2


def test_a_question_that_breaks_the_program_makes_the_run_incomplete(gold, run, tmp_path, monkeypatch):
    monkeypatch.setattr("workspace.Workspace.ask_after", lambda *_, **__: 1 / 0)
    status, _, err = run(gold(RIGHT), "--predictions", tmp_path / "p.jsonl")
    assert status == 3
    assert "ZeroDivisionError" in err


def test_an_interrupted_run_is_incomplete_and_goes_on_where_it_stopped(gold, run, tmp_path, monkeypatch):
    from workspace import Workspace

    asked_for, real = [], Workspace.ask_after

    def interrupted(self, earlier, text, **more):
        asked_for.append(text)
        if len(asked_for) == 2:
            raise KeyboardInterrupt
        return real(self, earlier, text, **more)

    monkeypatch.setattr(Workspace, "ask_after", interrupted)
    path, out = gold(RIGHT, ABSENT), tmp_path / "p.jsonl"
    assert run(path, "--predictions", out)[0] == 3
    assert len(out.read_text().splitlines()) == 1
    out.write_text(out.read_text() + '{"id": "b", "quest')  # as a kill would leave it
    status, summary, _ = run(path, "--predictions", out, "--resume")
    assert (status, summary["questions"], asked_for) == (0, 2, [RIGHT["question"], ABSENT["question"], ABSENT["question"]])
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["a", "b"]


def test_another_run_is_not_resumed(gold, run, tmp_path):
    out = tmp_path / "p.jsonl"
    assert run(gold(RIGHT), "--predictions", out)[0] == 0
    record = out.with_name("p.jsonl.run.json")
    record.write_text(json.dumps({**json.loads(record.read_text()), "library": "another"}))
    status, _, err = run(gold(RIGHT), "--predictions", out, "--resume")
    assert (status, "library" in err) == (2, True)


def test_what_changed_since_a_run_is_told(gold, run, tmp_path):
    path = gold(RIGHT, ABSENT)
    run(path, "--report", tmp_path / "one")
    held = tmp_path / "one" / "predictions.jsonl"
    rows = [json.loads(line) for line in held.read_text(encoding="utf-8").splitlines()]
    rows[0] |= {"status": "not_found", "values": []}
    held.write_text("".join(json.dumps(row) + "\n" for row in rows))
    _, summary, err = run(path, "--report", tmp_path / "two", "--baseline", tmp_path / "one")
    assert summary["changed"] == 1
    assert "变对 a" in err
    assert "变对 a" in (tmp_path / "two" / "report.md").read_text(encoding="utf-8")


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.outside = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs).get("class")))
        self.outside += [value for name, value in attrs if name in ("src", "href")]


def test_the_report_has_failures_first_and_holds_no_foreign_markup(gold, run, tmp_path):
    status, _, _ = run(gold(RIGHT, WRONG), "--report", tmp_path / "r", "--max-wrong-verified", "9")
    page = Tags()
    page.feed((tmp_path / "r" / "report.html").read_text(encoding="utf-8"))
    assert status == 0
    assert [kind in ("wrong", "bad") for tag, kind in page.tags if tag == "details"] == [True, False]
    assert not page.outside
    assert not {"script", "img", "link"} & {tag for tag, _ in page.tags}
    suite = ET.parse(tmp_path / "r" / "junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    figures = json.loads((tmp_path / "r" / "figures.json").read_text(encoding="utf-8"))
    assert figures["accuracy"]["right"] == 1
    assert figures["times"]["whole"]["p50"] > 0
    assert {"code", "prompts", "library", "documents", "embedding", "gold"} <= set(json.loads((tmp_path / "r" / "run.json").read_text()))


def test_a_folder_is_read_once_and_kept_until_a_file_changes(tmp_path, monkeypatch):
    folder, cache, settings = tmp_path / "pdfs", tmp_path / "cache", replace(Settings(tmp_path / "unused"), embedding_model=NO_MODEL)
    folder.mkdir()
    first, second = sorted(SAMPLE.glob("*.pdf"))[:2]
    (folder / first.name).write_bytes(first.read_bytes())
    with open_kept(folder, settings, cache, report=lambda _: None) as workspace:
        assert len(workspace.documents()) == 1
    monkeypatch.setattr("workspace.read_file", lambda *_: pytest.fail("read anew"))
    told = []
    with open_kept(folder, settings, cache, report=told.append) as workspace:
        assert len(workspace.documents()) == len(told) == 1
    key = folder_key(folder, NO_MODEL)
    (folder / second.name).write_bytes(second.read_bytes())
    assert folder_key(folder, NO_MODEL) != key
    assert sorted(path.name for path in cache.iterdir()) == [key]


def test_an_interval_is_narrower_the_more_was_asked():
    assert wilson(0, 0) == (None, None)
    assert wilson(10, 10) == (0.7225, 1.0)
    low, high = wilson(950, 1000)
    assert (round(low, 3), round(high, 3)) == (0.935, 0.962)


# expected status, (status, headline) of the answer to the question and of that to the gold query, same trees → columns
CELL = {"marker": 1, "document_id": "d", "page": 3, "bbox": [1, 2, 3, 4], "quote": "75.00", "table": "T", "row": ["工资"]}


def answer(status="answered", number="75.00", cell=CELL, row="工资"):
    values = [{"number": number, "unit": "万元", "verdict": "cell", "citations": [1]}] if number else []
    return {
        "status": status,
        "text": "",
        "values": values,
        "citations": [cell] if cell else [],
        "query": {"v": 1, "scope": {}, "ask": {"cell": {"row": row}}},
    }


GOLD = {
    "id": "g",
    "question": "工资",
    "kind": "lookup",
    "expected": {"status": "answered", "value": "75.00", "unit": "万元"},
    "query": {"v": 1, "scope": {}, "ask": {"cell": {"row": "工资", "said": "工钱"}}},
}
OTHER = {**CELL, "page": 4, "quote": "1.00"}


@pytest.mark.parametrize(
    ("prediction", "oracle", "query", "cells", "told", "lost"),
    [
        (answer(), answer(), True, True, True, None),
        (answer(row="工资总额"), answer(), True, True, True, None),  # another tree, the same cell
        (answer(row="奖金", number="1.00", cell=OTHER), answer(), False, False, False, Lost.READING),
        (answer(number="1.00", cell=OTHER), answer(number="1.00", cell=OTHER), True, False, False, Lost.BINDING),
        ({**answer(), "values": [*answer(number="1.00")["values"], *answer()["values"]]}, answer(), True, True, False, Lost.TELLING),
        (answer("not_found", None, None, row="奖金"), answer(), False, False, False, Lost.READING),
        (answer("not_found", None, None), answer("not_found", None, None), True, False, False, Lost.BINDING),
    ],
)
def test_the_columns_tell_where_a_question_was_lost(prediction, oracle, query, cells, told, lost):
    reading = read(GOLD, prediction, judge(GOLD, prediction), oracle, judge(GOLD, oracle))
    assert (reading.query_right, reading.cells_right, reading.told_right, reading.lost) == (query, cells, told, lost)
    counted = columns([reading, None])
    assert (counted["questions"], counted["query_right"], counted["told_right"]) == (1, int(query), int(told))


def test_a_tree_is_compared_without_the_askers_words():
    bare = {"v": 1, "scope": {"year": 2026}, "ask": {"cell": {"row": "工资"}}}
    spoken = {**bare, "ask": {"cell": {"row": "工资", "said": "工钱"}}, "unused": ["急"], "from": {"year": "default"}}
    assert canonical(bare) == canonical(spoken) is not None
    assert canonical({"v": 1, "ask": {"nonsense": {}}}) is None


def test_measures_of_nothing_are_no_error():
    empty = Run([], [], [])
    assert measure(empty)["accuracy"]["share"] is None
    assert "testsuite" in junit(Report("", empty, measure(empty), {}))
