"""The sample that ships: its files come from the script, its tables add up, and its gold questions ask what is printed."""

import ast
import json
import operator
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from data.sample import figures
from data.sample.figures import ACCOUNTS_2025, BUDGET_2025, BUDGET_2026, PLANTED, THREE_PUBLIC, tree
from data.sample.layout import FONT_FILE

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "data" / "disclosures"
QUESTIONS = [json.loads(line) for line in (ROOT / "data" / "gold" / "sample.jsonl").read_text(encoding="utf-8").splitlines()]


@lru_cache(maxsize=8)
def lines_of(document):
    """The text lines of one sample file, page by page, without separators in numbers."""
    import pdfplumber

    with pdfplumber.open(DOCUMENTS / f"{document}.pdf") as pdf:
        return [line.replace(",", "") for page in pdf.pages for line in (page.extract_text() or "").splitlines()]


def text_of(document):
    return "\n".join(lines_of(document))


def phrases_of(document):
    return re.sub(r"\s", "", text_of(document))


@pytest.mark.skipif(not FONT_FILE.exists(), reason="the font of the sample is not installed: apt-get install fonts-wqy-microhei")
def test_the_files_are_what_the_script_makes(tmp_path):
    pytest.importorskip("reportlab")
    from data.make_sample import make_sample

    made = make_sample(tmp_path)
    assert sorted(p.name for p in made) == sorted(p.name for p in DOCUMENTS.glob("*.pdf"))
    for path in made:
        assert path.read_bytes() == (DOCUMENTS / path.name).read_bytes(), f"{path.name}: run python data/make_sample.py"


def test_every_page_needs_no_font_of_the_reader_and_the_cover_says_sample():
    for path in sorted(DOCUMENTS.glob("*.pdf")):
        assert figures.NOTICE in text_of(path.stem)
        assert path.stat().st_size < 400_000


@pytest.mark.parametrize("year", [BUDGET_2026, BUDGET_2025, ACCOUNTS_2025], ids=["2026", "2025", "2025 accounts"])
def test_leaves_add_up_in_every_classification(year):
    figures.check()
    rows = tree(year.basic, year.project)
    for code, _, values in rows:
        children = [v for c, _, v in rows if len(c) == len(code) + 2 and c.startswith(code)]
        if children:
            assert tuple(map(sum, zip(*children, strict=True))) == values
    assert sum(sum(values) for code, _, values in rows if len(code) == 3) == year.total
    assert year.personnel + year.public == year.basic_total


def test_three_public_is_the_sum_of_its_economic_subjects():
    for key, year in (("2026", BUDGET_2026), ("2025", BUDGET_2025), ("2025 accounts", ACCOUNTS_2025)):
        assert THREE_PUBLIC[key][1] == year.economic["30217"]
        assert THREE_PUBLIC[key][3] == year.economic["30231"]


def test_the_planted_contradictions_are_printed_beside_the_true_figures():
    text = phrases_of("sample_water_2026_budget")
    reception = THREE_PUBLIC["2026"][1] / 10_000
    assert PLANTED["公务接待费"] != reception
    assert f"公务接待费{PLANTED['公务接待费']}万元" in text and "31500.00" in text
    (project,) = (p for p in BUDGET_2026.projects if p.name in PLANTED)
    assert PLANTED[project.name] != project.amount / 10_000
    assert f"投入{PLANTED[project.name]:.0f}万元" in text and f"{project.amount:.0f}" in text


KINDS = (
    "lookup zero blank unit sum diff share rank count growth per_capita definition text list conflict ambiguous unanswerable "
    "followup colloquial typo traditional english verify crossyear budget_final"
)


def test_the_gold_set_is_wide_enough():
    assert len(QUESTIONS) >= 60
    assert len({q["id"] for q in QUESTIONS}) == len(QUESTIONS) == len({(q["question"], *q.get("history", ())) for q in QUESTIONS})
    assert set(KINDS.split()) <= {q["kind"] for q in QUESTIONS}


# Whatever is counted or read off the figures rather than printed as asked.
COUNTED = {
    "柏溪县水务局2026年有多少个项目？": len(BUDGET_2026.projects),
    "预算超过100万元的项目有几个": sum(p.amount > 1_000_000 for p in BUDGET_2026.projects),
    "不到30万元的项目有几个？": sum(p.amount < 300_000 for p in BUDGET_2026.projects),
    "公开了几张绩效目标表": 4,
}
RANKED = {
    "2026年哪个项目金额最大，多少钱": sorted((p.amount for p in BUDGET_2026.projects), reverse=True)[:1],
    "项目支出预算排前三的是哪几个项目": sorted((p.amount for p in BUDGET_2026.projects), reverse=True)[:3],
    "2025年预算里金额最小的项目是哪个": sorted(p.amount for p in BUDGET_2025.projects)[:1],
    "商品和服务支出里哪一项最高": [max(a for code, a in BUDGET_2026.economic.items() if code.startswith("302"))],
}
SCALES = {"元": 1, "万元": 10_000, "千元": 1_000, "亿元": 100_000_000}


@pytest.mark.parametrize("question", QUESTIONS, ids=[q["id"] for q in QUESTIONS])
def test_a_gold_question_is_whole_and_its_figures_are_printed_or_follow(question):
    expected = question["expected"]
    assert expected["status"] in ("answered", "not_found", "ambiguous")
    assert all((DOCUMENTS / f"{name}.pdf").exists() for name in [*question.get("documents", ()), *question["answered_by"]])
    if expected["status"] == "not_found":
        assert set(expected) == {"status"} and question["kind"] == "unanswerable"
        return
    asked = [(expected["value"], expected["unit"])] if "value" in expected else []
    asked += [tuple(pair) for pair in [*expected.get("values", ()), *expected.get("any_value", ())]]
    assert asked or expected.get("includes"), "nothing is expected"
    printed = "\n".join(text_of(name) for name in question["answered_by"])
    for operand, _ in question.get("operands", ()):
        assert _is_printed(operand, printed), operand
    for number, unit in asked:
        assert _supported(question, number, unit, printed), (number, unit)
    for evidence in expected.get("evidence", ()):
        _check_evidence(question, evidence, asked)
    if question["kind"] in ("definition", "text", "list", "reason", "rank"):
        phrases = "".join(phrases_of(name) for name in question["answered_by"])
        assert all(any(word in phrases for word in group) for group in expected.get("includes", ()))


def _supported(question, number, unit, printed):
    if question["question"] in COUNTED:
        return Decimal(number) == COUNTED[question["question"]]
    if question["question"] in RANKED:
        return Decimal(number) * SCALES[unit] in RANKED[question["question"]]
    if question["kind"] == "zero":
        return Decimal(number) == 0
    if "op" in question:
        names = {chr(ord("a") + n): Decimal(value) for n, (value, _) in enumerate(question["operands"])}
        exact = _compute(ast.parse(question["op"], mode="eval").body, names)
        choices = {exact, exact / 10_000} if question["expected"].get("any_value") else {exact}
        places = Decimal(1).scaleb(Decimal(number).as_tuple().exponent)
        return any(c.quantize(places, ROUND_HALF_UP) == Decimal(number) for c in choices) or _is_printed(number, printed)
    if _is_printed(number, printed):
        return True
    # the same amount printed in another unit: 640000 元 as 64.00 万元
    return unit == "万元" and any(_is_printed(f"{Decimal(number) * 10_000:.{n}f}", printed) for n in (0, 2))


_OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def _compute(node, names):
    if isinstance(node, ast.BinOp):
        return _OPERATIONS[type(node.op)](_compute(node.left, names), _compute(node.right, names))
    return names[node.id] if isinstance(node, ast.Name) else Decimal(str(node.value))


def _is_printed(number, text):
    return bool(re.search(rf"(?<![\d.]){re.escape(number)}(?!\.?\d)", text))


def _check_evidence(question, evidence, asked):
    """The row is printed on one line with one of the figures asked for; the table's title is printed."""
    lines = [line for name in question["answered_by"] for line in lines_of(name)]
    assert any(evidence.get("table", "") in line for line in lines), evidence
    if "row" in evidence:
        rows = [line for line in lines if evidence["row"] in line]
        assert any(_is_printed(number, line) for number, _ in asked for line in rows), evidence
