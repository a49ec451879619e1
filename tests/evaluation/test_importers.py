import json

import pytest

from disclosure.errors import MingzhangError
from evaluation.importers import read_questions

MONEY = {"status": "answered", "value": "75.00", "unit": "万元"}
NONE = {"status": "not_found"}


def lines(*rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


# name, file name, what it holds, (question, expected) of each row, words of the note
CASES = [
    ("ours", "a.jsonl", lines({"id": "1", "question": "甲", "expected": NONE}), [("甲", NONE)], None),
    ("csv, an amount", "a.csv", "question,answer\n甲,75.00万元\n", [("甲", MONEY)], "CSV"),
    ("csv, number and unit apart", "a.csv", "id,question,value,unit\nx,甲,75.00,万元\n", [("甲", MONEY)], "CSV"),
    ("csv, nothing there", "a.csv", "question,expected\n甲,没有\n", [("甲", NONE)], "CSV"),
    ("csv, words alone", "a.csv", "question,answer\n甲,因为人员增加\n", [("甲", None)], "0 题可以判对错"),
    (
        "csv, a sentence with figures",
        "a.csv",
        "question,answer\n甲,2026年为75.00万元，占3%\n",
        [("甲", {"status": "answered", "values": [["75.00", "万元"], ["3", "%"]]})],
        "CSV",
    ),
    ("csv of promptfoo", "a.csv", "question,__expected\n甲,75.00万元\n", [("甲", MONEY)], "CSV"),
    ("ragas lines", "a.jsonl", lines({"user_input": "甲", "reference": "75.00万元", "response": "乙"}), [("甲", MONEY)], "ragas"),
    ("ragas of old", "a.json", json.dumps([{"question": "甲", "ground_truth": "75.00万元"}]), [("甲", MONEY)], "ragas"),
    ("ragas by columns", "a.json", json.dumps({"user_input": ["甲"], "reference": ["75.00万元"]}), [("甲", MONEY)], "ragas"),
    ("ragas csv", "a.csv", "user_input,reference\n甲,75.00万元\n", [("甲", MONEY)], "ragas"),
    (
        "promptfoo yaml",
        "a.yaml",
        "tests:\n- vars: {question: 甲}\n  assert:\n"
        "  - {type: equals, value: 75.00万元}\n  - {type: icontains, value: 工资}\n  - {type: llm-rubric, value: x}\n",
        [("甲", {**MONEY, "includes": [["工资"]]})],
        "promptfoo",
    ),
    (
        "promptfoo json",
        "a.json",
        json.dumps({"tests": [{"vars": {"query": "甲"}, "assert": [{"type": "contains-all", "value": ["一", "二"]}]}]}),
        [("甲", {"status": "answered", "includes": [["一"], ["二"]]})],
        "promptfoo",
    ),
    (
        "FinanceBench",
        "a.jsonl",
        lines({"financebench_id": "f1", "question": "甲", "answer": "75.00万元", "doc_name": "D", "evidence": [{"evidence_page_num": 3}]}),
        [("甲", MONEY)],
        "FinanceBench",
    ),
    ("RAG challenge, questions", "a.json", json.dumps([{"text": "甲", "kind": "number"}]), [("甲", None)], "Enterprise"),
    (
        "RAG challenge, answers",
        "a.json",
        json.dumps({"answers": [{"question_text": "甲", "kind": "number", "value": "N/A", "references": [{"page_index": 4}]}]}),
        [("甲", NONE)],
        "Enterprise",
    ),
]


@pytest.mark.parametrize(("name", "held", "wanted", "note"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_shape_is_read(tmp_path, name, held, wanted, note):
    path = tmp_path / name
    path.write_text(held, encoding="utf-8")
    imported = read_questions(path)
    assert [(row["question"], row.get("expected")) for row in imported.rows] == wanted
    assert note is None if imported.note is None else note in imported.note


def test_pages_are_counted_from_one_and_documents_kept(tmp_path):
    path = tmp_path / "f.jsonl"
    path.write_text(
        lines({"financebench_id": "f", "question": "甲", "answer": "1", "doc_name": "D", "evidence": [{"evidence_page_num": 3}]})
    )
    (row,) = read_questions(path).rows
    assert (row["id"], row["page"], row["answered_by"]) == ("f", [4], ["D"])


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("a.json", "{}"),
        ("a.json", "[]"),
        ("a.json", "[1]"),
        ("a.json", "nothing"),
        ("a.yaml", "tests: [1]"),
        ("a.yaml", "a: [b"),
        ("a.csv", "frage,antwort\n1,2\n"),
        ("a.csv", b"\xff\xfe\x00question"),
        ("a.jsonl", '{"id": "1", "question": "a"}\n{"id": "1", "question": "b"}\n'),
        ("a.jsonl", '{"id": "1", "question": "a", "expected": 3}\n'),
        ("a.jsonl", b"\xff\xfe{}"),
    ],
)
def test_what_is_no_question_file_is_told_in_a_line(tmp_path, name, held):
    path = tmp_path / name
    path.write_bytes(held if isinstance(held, bytes) else held.encode())
    with pytest.raises(MingzhangError, match=name):
        read_questions(path)
