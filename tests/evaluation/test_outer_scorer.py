"""evaluate.py and the scorer that stands outside the project call the same predictions right and wrong."""

import importlib.util
import json
import random
from collections import Counter

import pytest
from conftest import SHARED

from evaluation.asking import ask_all
from evaluation.gold import read_gold
from evaluation.judging import judge

SCORER = SHARED / "tools" / "score.py"
SETS = sorted(path for path in (SHARED / "qa").glob("*.jsonl") if not path.name.startswith("queries_"))
pytestmark = pytest.mark.skipif(not SCORER.is_file(), reason="the outer scorer (../shared/tools) is not beside the project")

UNITS = ["元", "万元", "亿元", "千元", "百万元", None, "", "%", "百分点", "个百分点", "人", "名", "辆", "部", "台（套）", "万元/人", "㎡"]
NUMBERS = ["0", "0.00", "75", "75.00", "1,234.5", "-3", "", None, "约75", "1e3"]
VERDICTS = ["cell", "computed", "prose", "conflict", None]


@pytest.fixture(scope="module")
def scorer():
    spec = importlib.util.spec_from_file_location("outer_scorer", SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def expected_pairs(expected):
    pairs = [(expected["value"], expected.get("unit"))] if "value" in expected else []
    return pairs + [tuple(pair) for name in ("any_value", "values") for pair in expected.get(name) or ()]


def invented(gold, draw):
    """A prediction for a gold question, right or wrong in one of many ways."""
    expected = gold["expected"]
    pairs = expected_pairs(expected) + [(draw.choice(NUMBERS), draw.choice(UNITS)) for _ in range(draw.choice([0, 0, 1, 2]))]
    pairs = [(number, draw.choice(UNITS) if draw.random() < 0.2 else unit) for number, unit in pairs]
    pairs = [(f"{number}0" if number and "." in number and draw.random() < 0.2 else number, unit) for number, unit in pairs]
    if draw.random() < 0.3:
        draw.shuffle(pairs)
    values = [{"number": number, "unit": unit, "verdict": draw.choice(VERDICTS)} for number, unit in pairs]
    cut = draw.randint(0, len(values)) if draw.random() < 0.3 else len(values)
    words = [draw.choice(group) for group in expected.get("includes") or () if draw.random() < 0.8]
    citations = [
        {"table": f"2026年{each.get('table', '')}（表）", "row": [each.get("row", "")]}
        for each in expected.get("evidence") or ()
        if draw.random() < 0.8
    ]
    status = expected["status"] if draw.random() < 0.75 else draw.choice(["answered", "not_found", "ambiguous"])
    text = "“" + "，".join(words) + "”" + draw.choice(["", "无", "没有安排", "0.00万元"])
    return {"id": gold["id"], "status": status, "values": values[:cut], "alternatives": values[cut:], "text": text, "citations": citations}


def both(scorer, gold, prediction):
    ours, (right, _, wrong_verified) = judge(gold, prediction), scorer.judge(gold, prediction)
    return (ours.right, ours.wrong_verified), (right, wrong_verified)


@pytest.mark.parametrize("path", SETS, ids=[path.stem for path in SETS])
def test_invented_predictions_are_judged_alike(scorer, path):
    draw, seen = random.Random(20261128), Counter()
    for gold in read_gold(path):
        for _ in range(40):
            prediction = invented(gold, draw)
            ours, theirs = both(scorer, gold, prediction)
            assert ours == theirs, json.dumps([gold, prediction], ensure_ascii=False)
            seen[ours] += 1
    assert set(seen) == {(True, False), (False, False), (False, True)}  # each way a prediction can end was tried


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("path", SETS, ids=[path.stem for path in SETS])
def test_real_predictions_are_judged_alike(scorer, path, shared_workspace):
    golds = read_gold(path)
    for gold, prediction in zip(golds, ask_all(shared_workspace, golds), strict=True):
        ours, theirs = both(scorer, gold, prediction)
        assert ours == theirs, gold["id"]
