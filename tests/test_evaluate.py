import json

import pytest

from evaluate import ask_all, judge, main, read_gold, summarise


def gold(expected, kind="lookup", **more):
    return {"id": "g1", "question": "工资多少", "kind": kind, "expected": expected, **more}


def prediction(status="answered", values=(), verdict="cell", text="", citations=(), alternatives=()):
    return {
        "id": "g1",
        "status": status,
        "text": text,
        "values": [{"number": number, "unit": unit, "verdict": verdict} for number, unit in values],
        "citations": list(citations),
        "alternatives": [{"number": number, "unit": unit} for number, unit in alternatives],
        "elapsed_ms": 3.0,
    }


LOOKUP = gold({"status": "answered", "value": "75.00", "unit": "万元"})
SHARE = gold({"status": "answered", "value": "4.64", "unit": "%"}, kind="share")
ABSENT = gold({"status": "not_found"}, kind="absent")
ZERO = gold({"status": "answered"}, kind="zero")
EITHER = gold({"status": "answered", "any_value": [["4.07", "万元"], ["2.58", "万元"]]}, kind="ambiguous")
BOTH = gold({"status": "answered", "values": [["1.00", "万元"], ["2.00", "万元"]]}, kind="list")
WORDS = gold({"status": "answered", "includes": [["驻矿", "安监"], ["工资"]]}, kind="explain")
CITED = gold({"status": "answered", "evidence": [{"table": "项目支出", "row": "工资"}]})
IN_TABLE = {"table": "2026年项目支出预算表", "row": ["2026年", "驻矿人员工资"]}

# name, gold, prediction, right, wrong_verified, refused
CASES = [
    ("same number and unit", LOOKUP, prediction(values=[("75.00", "万元")]), True, False, False),
    ("the same in another unit", LOOKUP, prediction(values=[("750000", "元")]), True, False, False),
    ("another number shown as checked", LOOKUP, prediction(values=[("75.01", "万元")]), False, True, False),
    ("another number from prose", LOOKUP, prediction(values=[("75.01", "万元")], verdict="prose"), False, False, False),
    ("the right digits in another unit", LOOKUP, prediction(values=[("75.00", "元")]), False, True, False),
    ("the right number, but not the headline", LOOKUP, prediction(values=[("1.00", "万元"), ("75.00", "万元")]), False, True, False),
    ("money without a unit is taken as 元", LOOKUP, prediction(values=[("75.00", None)]), False, True, False),
    ("refused", LOOKUP, prediction("not_found"), False, False, True),
    ("asked back", LOOKUP, prediction("ambiguous"), False, False, False),
    ("a share rounded otherwise", SHARE, prediction(values=[("4.6", "%")], verdict="computed"), True, False, False),
    ("a share that is off", SHARE, prediction(values=[("4.7", "%")], verdict="computed"), False, True, False),
    ("percentage points are per cent", SHARE, prediction(values=[("4.64", "百分点")], verdict="computed"), True, False, False),
    ("a looked up figure is not rounded", LOOKUP, prediction(values=[("75", "万元")]), True, False, False),
    ("nor off within the rounding", LOOKUP, prediction(values=[("75.2", "万元")]), False, True, False),
    ("absent, and said so", ABSENT, prediction("not_found"), True, False, False),
    ("absent, yet a figure is shown", ABSENT, prediction(values=[("1.00", "万元")]), False, True, False),
    ("absent, asked back", ABSENT, prediction("ambiguous"), False, False, False),
    ("zero", ZERO, prediction(values=[("0.00", "万元")]), True, False, False),
    ("none in words", ZERO, prediction(text="没有安排"), True, False, False),
    ("not zero", ZERO, prediction(values=[("3.00", "万元")]), False, True, False),
    ("one of two as an alternative", EITHER, prediction("ambiguous", alternatives=[("9", "万元"), ("2.58", "万元")]), True, False, False),
    ("one of two as the answer", EITHER, prediction(values=[("4.07", "万元")]), True, False, False),
    ("neither of two", EITHER, prediction(values=[("4.08", "万元")]), False, True, False),
    ("all listed", BOTH, prediction(values=[("2.00", "万元"), ("1.00", "万元")]), True, False, False),
    ("one missing", BOTH, prediction(values=[("2.00", "万元")]), False, True, False),
    ("words of each group", WORDS, prediction(text="支付 安监员 工资"), True, False, False),
    ("a group without a word", WORDS, prediction(text="支付工资"), False, False, False),
    ("cited", CITED, prediction(citations=[IN_TABLE]), True, False, False),
    ("not cited", CITED, prediction(citations=[{"table": None, "row": []}]), False, False, False),
    ("nothing expected", {"id": "g1", "question": "?"}, prediction("not_found"), True, False, False),
]


@pytest.mark.parametrize(
    ("gold", "prediction", "right", "wrong_verified", "refused"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_judgement(gold, prediction, right, wrong_verified, refused):
    judgement = judge(gold, prediction)
    assert (judgement.right, judgement.wrong_verified, judgement.refused) == (right, wrong_verified, refused)


def test_summary_counts_by_kind_and_takes_percentiles():
    golds, predictions = (
        [LOOKUP, SHARE, ABSENT],
        [prediction(values=[("75.00", "万元")]), prediction(values=[("9", "%")]), prediction("not_found")],
    )
    summary = summarise(golds, predictions, [judge(g, p) for g, p in zip(golds, predictions, strict=True)])
    assert summary["kinds"] == {"absent": "1/1", "lookup": "1/1", "share": "0/1"}
    assert (summary["right"], summary["share_right"], summary["wrong_verified"], summary["p50_ms"]) == (2, 0.6667, 1, 3.0)


@pytest.mark.parametrize("line", ["not json", '{"question": "无编号"}', '["a"]'])
def test_a_gold_line_that_is_none_is_named(tmp_path, capsys, line):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "1", "question": "好"}\n' + line + "\n", encoding="utf-8")
    assert main([str(path), "--predictions", str(tmp_path / "p.jsonl")]) == 2
    assert "第2行" in capsys.readouterr().err
    assert not (tmp_path / "p.jsonl").exists()


def test_a_byte_order_mark_and_blank_lines_are_no_trouble(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('\ufeff{"id": "1", "question": "好"}\n\n', encoding="utf-8")
    assert [row["id"] for row in read_gold(path)] == ["1"]


def test_asks_the_sample_and_writes_one_prediction_a_question(tmp_path, sample_index, capsys):
    gold_path, out = tmp_path / "gold.jsonl", tmp_path / "p.jsonl"
    rows = [
        {"id": "a", "question": "2026年农村饮水安全维修养护资金是多少", "kind": "lookup", "expected": {"status": "answered"}},
        {
            "id": "b",
            "question": "那2019年的呢",
            "history": ["2026年农村饮水安全维修养护资金是多少"],
            "kind": "absent",
            "expected": {"status": "not_found"},
        },
        {
            "id": "c",
            "question": "2026年农村饮水安全维修养护资金是多少",
            "documents": ["没有这份文件"],
            "kind": "absent",
            "expected": {"status": "not_found"},
        },
    ]
    gold_path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert main([str(gold_path), "--predictions", str(out), "--index", str(sample_index), "--min-right", "1"]) == 0
    predictions = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in predictions] == ["a", "b", "c"]
    assert predictions[0]["values"][0]["verdict"] == "cell"
    assert json.loads(capsys.readouterr().out)["kinds"] == {"absent": "2/2", "lookup": "1/1"}


def test_misses_the_bar_with_status_one(tmp_path, sample_index):
    gold_path = tmp_path / "gold.jsonl"
    row = {
        "id": "a",
        "question": "2026年农村饮水安全维修养护资金是多少",
        "kind": "lookup",
        "expected": {"status": "answered", "value": "0.01", "unit": "万元"},
    }
    gold_path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert main([str(gold_path), "--predictions", str(tmp_path / "p.jsonl"), "--index", str(sample_index)]) == 1


class BreaksOnce:
    """A workspace whose first question meets a programming error."""

    def __init__(self, workspace):
        self.workspace, self.asked = workspace, 0

    def ask_after(self, *arguments, **named):
        self.asked += 1
        if self.asked == 1:
            raise ZeroDivisionError("one question")
        return self.workspace.ask_after(*arguments, **named)


def test_a_question_that_breaks_the_program_loses_no_other(workspace):
    rows = ask_all(
        BreaksOnce(workspace), [{"id": "a", "question": "支出总计"}, {"id": "b", "question": "2026年农村饮水安全维修养护资金多少"}]
    )
    assert [row["status"] for row in rows] == ["not_found", "answered"]
    assert "ZeroDivisionError" in rows[0]["error"]
    assert "error" not in rows[1]
