"""Which row stands for a whole: 总预算, 收入总计, 三公经费 are rows 合计 of tables, not labels of their own.

"总预算"     →  支出总计 of the summary table, else 合计 of the expenditure table
"三公经费"   →  合计 of the three-public table
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from answering.columns import choose_figures
from answering.document_index import DocumentIndex, Entry, EntryKind
from disclosure.document import Stage, TableKind
from disclosure.question import Selector
from retrieval.matching import normalise_label

_SCOPE = r"(?:(?:全|本)?年度?(?!预算)|(?:本|全|各)?(?:部门|单位|局|街道|机关|区级|县级|市级)|全部|整个|一共|总共|当年)*"
_SPENT = re.compile(
    rf"{_SCOPE}(?:总?预算(?:总额|总数|总量|金额|数|安排|总计|合计|规模|总盘子|资金)?|总盘子|"
    rf"(?:预算|决算)?总?支出(?:总计|合计|总额|总数|总量|总预算|预算|决算|预算数|决算数|规模)?|(?:预算|决算|资金)?(?:总额|总数|总量|总计|总规模|盘子)|"
    rf"总?决算(?:总额|总数|金额|数)?|(?:支出)?(?:预算|决算)总?(?:支出)?(?:总计|合计|总额|总数)?|总资金|总经费|总金额|经费总额|资金总量|合计|支出总预算)"
)
_RECEIVED = re.compile(
    rf"{_SCOPE}(?:(?:预算|决算)?总?收入(?:总计|合计|总额|总数|总量|总预算|预算|决算|预算数|决算数|规模)?|(?:预算|决算)总?收入(?:总计|合计|总额|总数)?|收入总预算)"
)
_BOTH = re.compile(rf"{_SCOPE}(?:收支|收入支出|收入和支出|收支预算|收支决算)(?:总计|总额|合计|总预算|总决算|预算|决算|总数)?")
_STAGE = re.compile(r"^(?:预算|决算)(?=本年|当年|全年|收入|支出|收支|总)")
_ALL_TOLD = re.compile("总计")  # with what was carried over: the last row, in final accounts plain 总计
_THIS_YEAR = re.compile("本年(?:支出|收入)")

_SPENT_ROWS = ("支出总计", "本年支出合计", "支出合计", "本年支出总计", "总支出", "总计", "合计")
_RECEIVED_ROWS = ("收入总计", "本年收入合计", "收入合计", "本年收入总计", "总收入", "总计", "合计")
_SPENT_KINDS = (TableKind.SUMMARY, TableKind.EXPENDITURE, TableKind.APPROPRIATION, TableKind.GENERAL_EXPENDITURE)
_RECEIVED_KINDS = (TableKind.SUMMARY, TableKind.REVENUE, TableKind.APPROPRIATION)

# One half of the table of the appropriation: its year's receipts or spending, or with 总计 all that there is
_GRANTED = re.compile(r"财政拨款(?:预算|决算)?(?P<side>收入|支出)(?:预算|决算)?(?:数|总额|合计|总计|总数|金额|规模)?")

# What a table as a whole is called → its kind.  Matched against the whole normalised label.
_ENDING = r"(?:预算|决算)?(?:支出)?(?:数|总额|合计|总计|总数|金额|规模)?"
_BUDGET_OF = r"(?:财政)?(?:拨款)?(?:安排)?(?:的)?(?:收入|支出|收支)?"
_TABLE_MEASURES: tuple[tuple[re.Pattern[str], tuple[TableKind, ...]], ...] = tuple(
    (re.compile(pattern + _ENDING), kinds)
    for pattern, kinds in (
        (r"(?:财政拨款(?:安排)?)?(?:的)?三公(?:两费)?(?:经费)?(?:支出)?", (TableKind.THREE_PUBLIC,)),
        (r"(?:财政拨款(?:安排)?)?机关运行(?:经费)?(?:支出)?", (TableKind.OPERATING,)),
        (rf"政府性?基金(?:预算)?{_BUDGET_OF}", (TableKind.GOVERNMENT_FUND,)),
        (rf"国有资本经营(?:预算)?{_BUDGET_OF}", (TableKind.STATE_CAPITAL,)),
        (r"一般公共预算(?:财政拨款|拨款|当年)?(?:安排的?)?支出", (TableKind.GENERAL_EXPENDITURE,)),
        (r"一般公共预算(?:财政拨款|安排的?)?基本支出", (TableKind.BASIC_ECONOMIC,)),
        (r"(?:部门|单位)?政府采购(?:支出)?", (TableKind.PROCUREMENT,)),
        (r"财政拨款(?:收支|收入支出)", (TableKind.APPROPRIATION,)),
        (r"项目支出", (TableKind.PROJECT,)),
    )
)


@dataclass(frozen=True, slots=True)
class Whole:
    """What a label stands for as a whole: rows and kinds of table, in the order of preference."""

    kinds: tuple[TableKind, ...]
    rows: tuple[str, ...]  # normalised labels of the total row, best first; (): any total row
    reason: str


def whole_meant(label: str | None, selector: Selector) -> Whole | None:
    """The whole that a label names; None when it names a thing within the document."""
    if label is None:
        kind = selector.table_kind
        if kind in (TableKind.SUMMARY, TableKind.REVENUE, TableKind.EXPENDITURE):
            return _revenue() if kind is TableKind.REVENUE else _expenditure("")
        return Whole((kind,), (), "所指表的合计行") if kind else None
    key = _STAGE.sub("", normalise_label(label)) or normalise_label(label)
    if _RECEIVED.fullmatch(key):
        return _revenue(key)
    if _SPENT.fullmatch(key):
        return _expenditure(key)
    if _BOTH.fullmatch(key):
        return Whole((TableKind.SUMMARY, TableKind.APPROPRIATION), ("支出总计", "总计", "收支总计", "收入总计"), "收支总表的总计行")
    if granted := _GRANTED.fullmatch(key):
        return _side_of_appropriation(granted["side"], all_told=bool(_ALL_TOLD.search(key)))
    for pattern, kinds in _TABLE_MEASURES:
        if pattern.fullmatch(key):
            return Whole(kinds, (), "该表的合计行")
    return None


def is_document_total(label: str | None) -> bool:
    """Whether a label means the budget, the income or the expenditure of the whole document."""
    key = _STAGE.sub("", normalise_label(label or "")) or normalise_label(label or "")
    return bool(_RECEIVED.fullmatch(key) or _SPENT.fullmatch(key) or _BOTH.fullmatch(key))


def total_rows(index: DocumentIndex, whole: Whole) -> Iterator[tuple[int, Entry]]:
    """The total rows that a whole means, each with its standing (0 is best)."""
    for entry in index.totals:
        if entry.table_kind not in whole.kinds:
            continue
        place = whole.kinds.index(entry.table_kind)
        if not whole.rows:
            yield place * 10, entry
            continue
        name = entry.key
        if name in whole.rows and _right_side(entry, whole):
            yield place * 10 + whole.rows.index(name), entry
        elif entry.key not in whole.rows and _is_unit_row(entry):
            yield place * 10 + 9, entry


def totals_in_text(index: DocumentIndex) -> list[Entry]:
    """What a sentence says of the whole beside its final amount: 年初预算0万元，全年预算321.02万元，支出决算307.82万元."""
    final = Selector(stage=Stage.FINAL_ACCOUNTS)
    rows = [figure for _, entry in total_rows(index, _expenditure("")) for figure in choose_figures(entry, final)[:1]]
    printed = [figure.amount for figure in rows if figure.amount]
    told = [entry for entry in index.entries if entry.kind is EntryKind.PROSE and entry.figures[0].column_path]
    whole = {
        (figure.sentence, figure.measure)
        for entry in told
        if (figure := entry.figures[0]).amount is not None
        and figure.stage is Stage.FINAL_ACCOUNTS
        and any(figure.amount.dimension == amount.dimension and figure.amount.agrees_with(amount) for amount in printed)
    }
    return [entry for entry in told if (entry.figures[0].sentence, entry.figures[0].measure) in whole]


def _is_unit_row(entry: Entry) -> bool:
    return entry.kind is EntryKind.ROW and not re.search("收入|支出|收支|结转|计$", entry.key)


def _right_side(entry: Entry, whole: Whole) -> bool:
    """Whether a bare 总计 or 合计 stands on the side meant, in a table with income left and expenditure right."""
    if entry.key not in ("总计", "合计") or entry.table_kind not in (TableKind.SUMMARY, TableKind.APPROPRIATION):
        return True
    side = "收入" if "收入" in whole.rows[0] else "支出"
    other = "支出" if side == "收入" else "收入"
    tops = "".join("".join(part.split()) for figure in entry.figures for part in figure.column_path)
    return side in tops or other not in tops


def _side_of_appropriation(side: str, *, all_told: bool) -> Whole:
    """The total of one half of the table of the appropriation: with what was carried over when 总计 is said."""
    year, whole = (f"本年{side}合计", f"本年{side}", f"{side}合计"), (f"{side}总计", "总计")
    rows = (*whole, *year, "合计") if all_told else (*year, *whole, "合计")
    return Whole((TableKind.APPROPRIATION,), rows, f"财政拨款收支表的{side}合计")


def _expenditure(key: str) -> Whole:
    rows: tuple[str, ...] = ("支出总计", "总计", *_SPENT_ROWS) if _ALL_TOLD.search(key) else _SPENT_ROWS
    if _THIS_YEAR.search(key):
        rows = ("本年支出合计", "本年支出", "支出合计", "支出总计", "总计", "合计")
    return Whole(_SPENT_KINDS, rows, "支出总计所在的行")


def _revenue(key: str = "") -> Whole:
    rows: tuple[str, ...] = ("收入总计", "总计", *_RECEIVED_ROWS) if _ALL_TOLD.search(key) else _RECEIVED_ROWS
    if _THIS_YEAR.search(key):
        rows = ("本年收入合计", "本年收入", "收入合计", "收入总计", "总计", "合计")
    return Whole(_RECEIVED_KINDS, rows, "收入总计所在的行")
