"""What a prediction is worth: the same rules, to the letter, as the scorer that stands outside the project.

    judge({"expected": {"status": "answered", "value": "75.00", "unit": "万元"}, …}, prediction)  →  Judgement(right=True, …)

right           status, headline value, listed values, required words and evidence all as expected
wrong_verified  a wrong figure shown as a cell's or as computed from cells: the failure that must never happen
refused         a question that has an answer, answered by not_found

Amounts are compared after conversion of money; a derived figure may differ by half of the coarser last written place.
The rules are written out here, and not taken from `disclosure.amount`, so that a fault there does not judge itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

Row = Mapping[str, Any]  # one gold question or one prediction, as JSON
Pair = tuple[Any, Any]  # number and unit, as written

MONEY = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
COUNTERS = {
    "名": "人",
    "位": "人",
    "部": "辆",
    "台（套）": "台",
    "台(套)": "台",
    "项": "个",
    "㎡": "平方米",
    "m²": "平方米",
    "百分点": "%",
    "％": "%",
}
NONE_WORDS = ("无", "没有", "未安排", "不涉及", "为0", "0")
# Kinds whose value is computed: the asker's rounding and ours may differ by half of the coarser last place.
DERIVED_KINDS = {"share", "growth", "ratio", "avg", "per_capita", "unit", "sum", "diff", "rate", "compare"}
VERIFIED = ("cell", "computed")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one prediction is worth."""

    complaints: tuple[str, ...] = ()  # empty: right
    wrong_verified: bool = False  # a wrong figure shown as a cell's or as computed
    refused: bool = False  # not_found for something that is there
    figures_right: bool | None = None  # every expected figure is where it is expected; None: none is expected
    wrong_shown: bool = False  # a wrong figure shown as the answer, whatever its verdict
    shown_somewhere: bool = False  # every expected figure and every expected row is in the answer, wherever it stands

    @property
    def right(self) -> bool:
        """Status, values, words and evidence are all as expected."""
        return not self.complaints


def plain(text: object) -> str:
    """Width-folded, quote-folded, without white space."""
    folded = unicodedata.normalize("NFKC", str(text))
    for quote in "“”「」":
        folded = folded.replace(quote, '"')
    return re.sub(r"\s+", "", folded)


@dataclass(frozen=True, slots=True)
class Measured:
    """A number in the base of its dimension."""

    value: Decimal
    dimension: str  # money, 人, % …; "": no unit was written
    step: Decimal  # one unit in the last written place


def measured(number: object, unit: object) -> Measured | None:
    """A written number with its unit; None where it is no number."""
    try:
        value = Decimal(str(number).replace(",", "").replace("，", "").strip())
        step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    except (InvalidOperation, ValueError):
        return None
    name = plain(unit or "")
    for money in sorted(MONEY, key=len, reverse=True):
        if name == money or name.startswith(money + "/"):
            return Measured(value * MONEY[money], "money", step * MONEY[money])
    return Measured(value, COUNTERS.get(name, name), step)


def same(expected: Pair, got: Pair, derived: bool, tolerance: Decimal | None = None) -> bool:
    """Whether two written amounts are equal; `tolerance` is a share of the expected one (0.01: one per cent)."""
    left, right = measured(*expected), measured(*got)
    if left is None or right is None:
        return False
    if left.dimension != right.dimension and left.dimension and right.dimension:
        return False
    allowed = max(left.step, right.step) / 2 if derived else Decimal(0)
    if tolerance is not None:
        allowed = max(allowed, abs(left.value) * tolerance)
    return abs(left.value - right.value) <= allowed


def judge(gold: Row, prediction: Row) -> Judgement:
    """Compare a prediction with what was expected of it; a gold question without `expected` counts as right."""
    expected = gold.get("expected")
    if expected is None:
        return Judgement()
    status = prediction.get("status")
    verified = status == "answered" and any(value.get("verdict") in VERIFIED for value in values_of(prediction)[:1])
    if expected["status"] == "not_found":
        if status == "not_found":
            return Judgement(shown_somewhere=True)
        return Judgement((f"答为 {status}，应为 not_found",), verified, wrong_shown=status == "answered" and bool(values_of(prediction)))
    loose = kind_of(gold) == "ambiguous"
    allowed = {expected["status"]} | ({"answered", "ambiguous"} if loose else set())
    about_status = [] if status in allowed else [f"答为 {status}，应为 {expected['status']}"]
    about_values, wrong_value = _judge_values(gold, prediction)
    about_words, about_rows = _judge_words(expected, prediction), _judge_rows(expected, prediction)
    return Judgement(
        complaints=(*about_status, *about_values, *about_words, *about_rows),
        wrong_verified=verified and wrong_value,
        refused=status == "not_found",
        figures_right=None if not expects_figures(gold) else status in allowed and not about_values,
        wrong_shown=status == "answered" and wrong_value,
        shown_somewhere=status in allowed and not about_rows and _all_shown(gold, prediction),
    )


def kind_of(gold: Row) -> str:
    """The kind of a question, without what stands behind a slash."""
    return str(gold.get("kind", "?")).split("/")[0]


def is_derived(gold: Row) -> bool:
    """Whether the expected figure is computed, so that roundings may differ."""
    return kind_of(gold) in DERIVED_KINDS or "op" in gold


def expects_figures(gold: Row) -> bool:
    """Whether an answer must show a figure."""
    expected = gold.get("expected") or {}
    return kind_of(gold) == "zero" or any(expected.get(name) for name in ("value", "values", "any_value"))


def values_of(prediction: Row) -> list[Row]:
    """The values of a prediction, headline first."""
    return list(prediction.get("values") or ())


def pairs_of(values: Sequence[Row]) -> list[Pair]:
    """Values as number and unit."""
    return [(value.get("number"), value.get("unit")) for value in values]


def _judge_values(gold: Row, prediction: Row) -> tuple[list[str], bool]:
    """What is wrong with the figures, and whether a wrong one is shown."""
    expected, derived, loose = gold["expected"], is_derived(gold), kind_of(gold) == "ambiguous"
    values = pairs_of(values_of(prediction))
    if kind_of(gold) == "zero":
        right = _is_nought(values[0]) if values else any(word in plain(prediction.get("text", "")) for word in NONE_WORDS)
        return ([] if right else [f"应为零或无，却是 {_written(values[:1])}"]), bool(values) and not right
    shown = values + pairs_of(prediction.get("alternatives") or ()) if loose or expected["status"] == "ambiguous" else values
    complaints = []
    if "value" in expected and not (values and same((expected["value"], expected.get("unit", "")), values[0], derived)):
        complaints.append(f"值 {_written(values[:1])}，应为 {expected['value']}{expected.get('unit') or ''}")
    any_value = expected.get("any_value")
    if any_value and not any(same(tuple(want), got, derived) for want in any_value for got in shown[: None if loose else 1]):
        complaints.append(f"值 {_written(shown[:1])}，应为 {any_value} 之一")
    for want in expected.get("values") or ():
        if not any(same(tuple(want), got, derived) for got in shown):
            complaints.append(f"没有给出 {''.join(str(part or '') for part in want)}")
    return complaints, bool(values) and bool(complaints)


def _is_nought(pair: Pair) -> bool:
    amount = measured(*pair)
    return amount is not None and amount.value == 0


def _written(values: Sequence[Pair]) -> str:
    return "".join(str(part or "") for part in values[0]) if values else "没有"


def _judge_words(expected: Row, prediction: Row) -> list[str]:
    text = plain(prediction.get("text", ""))
    return [f"没有提到 {group} 之一" for group in expected.get("includes") or () if not any(plain(word) in text for word in group)]


def _judge_rows(expected: Row, prediction: Row) -> list[str]:
    complaints = []
    for evidence in expected.get("evidence") or ():
        table, row = plain(evidence.get("table", "")), plain(evidence.get("row", ""))
        cited = prediction.get("citations") or ()
        if not any(table in plain(one.get("table") or "") and row in plain("".join(one.get("row") or ())) for one in cited):
            complaints.append(f"没有引用表“{evidence.get('table', '')}”的行“{evidence.get('row', '')}”")
    return complaints


def _all_shown(gold: Row, prediction: Row) -> bool:
    """Whether every expected figure is among the values or choices, in whatever order and under whatever headline."""
    expected, derived = gold["expected"], is_derived(gold)
    shown = pairs_of([*values_of(prediction), *(prediction.get("alternatives") or ())])
    if kind_of(gold) == "zero":
        return not _judge_values(gold, prediction)[0]
    wanted: list[Sequence[Pair]] = [[(expected["value"], expected.get("unit", ""))]] if "value" in expected else []
    wanted += [[tuple(one) for one in expected["any_value"]]] if expected.get("any_value") else []
    wanted += [[tuple(one)] for one in expected.get("values") or ()]
    return all(any(same(want, got, derived) for want in either for got in shown) for either in wanted)
