"""What the bound figures speak against: words of the question for another year, measure, table, unit or thing than theirs.

    contradicted("一个人一月拿多少", …)  →  ("一月",): the figure is of all, and of a year

Such words are told as unused, and what was found is no sure answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from answering.binding.unit_sets import BUT, how_many
from answering.binding.units import is_unit_like
from answering.evaluating.arithmetic import leaves
from answering.evaluating.result import Amounted, Listed, Outcome, Together
from answering.query import tree
from answering.query.tree import Cell, CellAspect, Growth, Mean, Minus, Query, Rows, Share, Sum, walk
from answering.reading.coverage import HOLDERS, WHOLES, candidates, numbered, places_of, printed_of, told_places, within
from answering.reading.lexicon import TOTAL_ROWS, compact, name_key
from answering.reading.likeness import in_order
from answering.reading.roles import tagged
from answering.reading.spans import Question
from answering.reading.words import Words, known_places, less_ending
from answering.reading.words import words as cues
from disclosure.amount import Unit
from disclosure.figure import Derivation, Figure
from retrieval.names import core, table_number
from retrieval.subjects import prints, subjects, terms

APIECE = ("均", "每", "标准", "单价")  # what prints one of these may be of one, or of a month
MONTHLY = ("每个月", "每月", "月均")
APART = "月天时台辆套张部架艘本册吨亩棵株只"  # counters of what is paid or bought one by one
MONEY, AREA, AREAS = ("资金", "金额", "款项"), "面积", ("平方米", "亩")
SOURCES = ("财政拨款", "一般公共预算", "政府性基金", "国有资本")  # of whose money a table is, where its title says so
COUNTED = {"人": ("人", "人次"), "辆": ("辆", "台", "部"), "平方米": ("平方米", "亩"), "户": ("户",)}  # in what each is printed
LEAST_MISPRINTED = 6  # characters of a title that may lack one
PERSON_OR_HOUR = "人钟小"  # 一个人, 一个钟头, 一个小时
PLACE, PROVINCES = "ns", ("省", "自治区")  # the tagger's mark of a place; places that units of their cities need not bear
PROJECT = "项目"
FINAL, BUDGET = "决算", "预算"
WHOLE = 100  # percent


def unheld_units(question: Question, query: Query, outcome: Outcome) -> Iterator[str]:
    """Units that are said and whose figures are not told: of two in one question, the one that another name was taken for."""
    nodes = walk(query.ask)
    if any(isinstance(node, tree.Units) for node in nodes):
        return
    bound = [candidate.figure for candidate in candidates(outcome)]
    held = {query.scope.unit, *(node.scope.unit for node in nodes if isinstance(node, (Cell, Rows)))}
    held |= set(told_places(outcome))
    held |= {part for node in nodes if isinstance(node, Cell) for part in (node.row, node.under)}
    held |= {part for node in nodes if isinstance(node, Rows) for part in (node.of.under, node.of.table, node.of.row)}
    printed = "".join(map(compact, filter(None, held)))
    for span in question.spans if bound else ():
        unit = span.unit
        if unit is None or unit.place_only or unit.many or any(name == "unit" and text in unit.text for name, text in query.said):
            continue
        if not any(compact(entity) in printed for entity in unit.entities) and compact(unit.text) not in printed:
            yield span.text


def other_places(question: Question, query: Query, outcome: Outcome) -> Iterator[str]:
    """Places that are said and that neither the bound figures' units and places nor the tree's names hold: 石滩, of a figure of 松岭."""
    bound = [candidate.figure for candidate in candidates(outcome)]
    held = [*printed_of(query, outcome), *(compact(one.entity or "") for one in bound), compact(query.scope.unit or "")]
    held += [(node.scope.units or "").partition(BUT)[2] for node in walk(query.ask) if isinstance(node, tree.Units)]
    named = dict.fromkeys(word for word, tag, _, _ in tagged(question.text) if tag == PLACE and not word.endswith(PROVINCES))
    for word in (word for word in named if bound and word in known_places()):
        if not any(in_order(less_ending(word), name) for name in held):
            yield word


def renamed(question: Question, query: Query, outcome: Outcome) -> tuple[str, ...]:
    """Standard subjects that are said and that no bound figure's place prints: 基本工资, of a figure of 工资福利支出."""
    printed, text = printed_of(query, outcome), question.text
    units = [span for span in question.spans if span.kind == "unit"]
    slips = [(span.start, span.end, span.text) for span in question.spans if span.kind == "name" and span.text in subjects()]
    out = list[str]()
    for start, end, term in (*terms(text), *slips) if printed else ():
        longer = end < len(text) and any(text[start : end + 1] in name for name in printed)  # 公务用车购置及运行费
        if not (longer or prints(printed, term) or any(span.start < end and start < span.end for span in units)):
            out.append(text[start:end])
    for cell in (node for node in walk(query.ask) if isinstance(node, Cell)):
        row = name_key(cell.row)  # 公务用车购置费, of a row that is for 公务用车购置及运行费
        if any(core(row) in name for name in printed) and not any(prints(printed, one) for one in (row, *cues().names.get(row, ()))):
            out.append(cell.said or cell.row)
    return tuple(dict.fromkeys(out))


def inside(question: Question, outcome: Outcome, words: Words) -> tuple[str, ...]:
    """Words for a whole whose figure is another thing inside of it: 三公经费, of a column below it for 公务用车运行费."""
    out = list[str]()
    units = {compact(entity) for span in question.spans if span.unit is not None for entity in span.unit.entities}
    for one in within(outcome):
        cells = [node for node in walk(one.node) if isinstance(node, Cell)]
        for cell, figure in zip(cells, (each.figure for each in one.bound), strict=False) if isinstance(one, Amounted) else ():
            row, own, title = name_key(cell.row), name_key(figure.measure), name_key(figure.table_title or "")
            if row in TOTAL_ROWS and cell.table and title and name_key(cell.table) not in title:
                out.append(cell.said or cell.table)  # the total of a table, which stands in another
            for whole, part in (("收入总计", "本年收入"), ("支出总计", "本年支出")):  # the first holds what was carried over too
                if (whole in question.text and own.startswith(part)) or (part in question.text and own == whole):
                    out.append(whole if whole in question.text else part)
            columns = [name_key(part) for part in figure.column_path]
            others = {core(part) for part in (*columns, *map(name_key, figure.row_path)) if part != own}
            part_of = core(row) in others or row in name_key(figure.project or "") or (own in columns and row in title)
            plain = cell.aspect is CellAspect.VALUE and not (cell.column or cell.under or row.isdecimal() or own in question.text)
            of_unit = is_unit_like(figure.measure) or compact(figure.measure) in units
            if part_of and plain and not of_unit and not _same(row, own, words):
                out.append(cell.said or cell.row)
    return tuple(out)


def _same(row: str, own: str, words: Words) -> bool:
    """Whether a figure's own name is that of the row, in other words or in more, or says no thing: 合计, 资金总额, 2026年."""
    if row in own or own in row or own in words.totals or own.endswith(WHOLES) or all(c in words.light or c in "0123456789年" for c in own):
        return True
    return any(core(own) == core(name) for name in (row, *words.names.get(row, ())))


def contradicted(question: Question, query: Query, outcome: Outcome) -> tuple[str, ...]:
    """Words that the bound figures speak against: another year than theirs, a measure that theirs is none of, a share in itself."""
    out: list[str] = []
    bound = [candidate.figure for candidate in candidates(outcome)]
    years = {str(span.year) for span in question.spans if span.kind == "year" and span.year is not None}
    for one in bound if len(bound) == 1 and len(years) == 1 else ():
        dated = {label[:4] for label in (*one.row_path, one.project or "") if label[4:5] == "年" and label[:4].isdecimal()}
        if dated and not dated & years and str(one.fiscal_year) not in dated:
            out += [f"{year}年" for year in years]
    units = [one.amount.unit for one in bound if one.amount is not None and one.amount.unit is not None]
    if units and not any(unit.is_money or "money" in unit.dimension for unit in units):
        rate = any(unit.dimension == "%" for unit in units) and not (isinstance(query.ask, Cell) and query.ask.aspect is CellAspect.VALUE)
        asked = [span.text for span in question.spans if "howmuch" in span.cues or (span.kind == "talk" and span.text in MONEY)]
        out += [] if rate else [text for text in asked if "钱" in text or text in MONEY]  # 一台多少钱, of a number of them
        out += [text for text in asked if text.endswith("多大") and not any(unit.dimension in AREAS for unit in units)]
    sized = any(unit.dimension in AREAS for unit in units) or any(AREA in label for one in bound for label in places_of(one))
    out += [AREA] if AREA in question.text and units and not sized else []
    if FINAL in question.text and BUDGET not in question.text:
        told = [name_key(part) for one in bound for part in one.column_path]
        out += [FINAL] if any(part.endswith(BUDGET + "数") for part in told) and not any(FINAL in part for part in told) else []
    printed = printed_of(query, outcome)
    plain = isinstance(query.ask, Cell) and PROJECT in question.text and all(unit.is_money for unit in units)  # 从项目里出的, of all
    out += [PROJECT] if plain and printed and not any(PROJECT in name for name in printed) else []
    out += _other_counts(question, outcome, units)
    out += _other_years(question, query, bound)
    out += filter(None, _unlike(query, outcome))
    shown = Unit.find(query.show) if query.show else None
    in_money = shown is not None and shown.is_money and not any(unit.is_money for unit in units)
    for part in outcome.parts if isinstance(outcome, Together) else (outcome,):
        out += _other_many(question, part)
        if not isinstance(part, Amounted):
            continue
        if in_money and isinstance(part.operand, Figure) and part.operand.amount is not None and part.operand.amount.unit is not None:
            out.append(query.show or "")
        out += _apiece(question, part)
        if isinstance(part.node, Share) and isinstance(part.operand, Derivation) and part.operand.exact > WHOLE:
            out += [span.text for span in question.spans if span.cues & {"share", "portion", "percent"}]  # no part is more than its whole
        if isinstance(part.node, (Sum, Mean, Share, tree.Ratio, Minus, Growth, tree.Per)) and _twice(part):
            marks = [span.text for span in question.spans if span.cues & set(HOLDERS)]
            out += marks or ([question.original] if isinstance(part.node, tree.Per) else [])
    return tuple(dict.fromkeys(out))


def _unlike(query: Query, outcome: Outcome) -> Iterator[str]:
    """A unit's row held against a thing of another unit, and the first of one row: 水校跟护校哪家三公多."""
    for node in walk(query.ask):
        cells = [one for one in node.of if isinstance(one, Cell)] if isinstance(node, (tree.Compare, Minus, tree.Rank)) else []
        whole = [one for one in cells if is_unit_like(one.row)]
        if whole and len(whole) < len(cells):
            yield from (one.said or one.row for one in whole)
    ranked = outcome.node if isinstance(outcome, Listed) and isinstance(outcome.node, tree.Rank) else None
    rows = ranked.of[0] if ranked is not None and isinstance(ranked.of[0], Rows) else None
    if rows is not None and isinstance(outcome, Listed) and outcome.total == 1 and rows.where is None:
        yield rows.said or rows.of.under or rows.of.table or ""


def _other_counts(question: Question, outcome: Outcome, units: Sequence[Unit]) -> Iterator[str]:
    """What is asked for a number of, where no figure counts it: 多少人, of a number of 个."""
    shown = [part.operand.shown.unit for part in within(outcome) if isinstance(part, Amounted) and isinstance(part.operand, Derivation)]
    told = {name for unit in (*units, *filter(None, shown)) for name in (unit.dimension, unit.name.partition("/")[2])}
    for before, span in zip(question.spans, question.spans[1:], strict=False):
        counter = Unit.find(span.text) if span.kind == "measure" and before.cues & {"howmuch", "howmany"} else None
        if units and counter is not None and not told & set(COUNTED.get(counter.dimension, told)):
            yield span.text


def _other_years(question: Question, query: Query, bound: Sequence[Figure]) -> Iterator[str]:
    """Years that are said and that no bound figure is of, nor its document."""
    nodes = walk(query.ask)
    scopes = [query.scope, *(node.scope for node in nodes if isinstance(node, (Cell, Rows)))]
    held = {scope.year for scope in scopes} | {one.fiscal_year for one in bound}
    held |= {int(label[:4]) for one in bound for label in places_of(one) if label[4:5] == "年" and label[:4].isdecimal()}
    held |= {int(node.as_of[:4]) for node in nodes if isinstance(node, Cell) and node.as_of and node.as_of[:4].isdecimal()}
    if any(isinstance(node, Cell) and node.aspect is not CellAspect.VALUE for node in nodes):
        held |= {year - 1 for year in held if year}
    if bound and not any(isinstance(node, tree.Units) for node in nodes):
        yield from (f"{span.year}年" for span in question.spans if span.kind == "year" and span.year is not None and span.year not in held)


def _other_many(question: Question, part: Outcome) -> Iterator[str]:
    """Sets that are said to be so many, and are not: 三地的审计局, of which there are two; 五个科目里最少的, of seven rows."""
    of = getattr(part.node, "of", None)
    first = of[0] if isinstance(of, tuple) and of else of
    ranked = part.node if isinstance(part, Listed) and isinstance(part.node, tree.Rank) else None
    if not isinstance(part, (Listed, Amounted)):
        return
    size = part.total if isinstance(part, Listed) else len(part.items) or len(part.bound)
    if isinstance(first, tree.Units) and first.where is None:
        held = (None, size, size + len(part.left_out))
        yield from (span.text for span in question.spans if span.unit is not None and span.unit.many and how_many(span.text) not in held)
    if ranked is not None and size < (ranked.n or 0):
        yield from (span.text for span in question.spans if span.amount and span.amount.number == ranked.n)
    if (ranked is not None and isinstance(first, Rows)) or isinstance(part.node, (Sum, Mean)):
        meant = (size, ranked.n, ranked.nth) if ranked is not None else (size,)
        yield from (span.text for span in question.spans if numbered(span) and span.amount and span.amount.number not in meant)


def _apiece(question: Question, part: Amounted) -> Iterator[str]:
    """Words that ask what one gets, or a month costs, where the figure is the whole (补贴一个人一月拿多少), or the other way round."""
    figures = leaves(part.operand)
    printed = "".join(label for one in figures for label in (*one.row_path, *one.column_path, one.sentence or ""))
    units = [one.amount.unit.name for one in figures if one.amount is not None and one.amount.unit is not None]
    counters = {f"一{name.rsplit('/')[-1]}" for name in units if "/" in name}
    if counters and not any(word in question.text for word in (*APIECE, "价", *counters)):
        yield from (span.text for span in question.spans if "howmuch" in span.cues)  # all of it, and one of it is printed
    monthly = next((word for word in MONTHLY if word in question.text), None)
    if monthly and "月" not in printed:
        yield monthly
    if isinstance(part.node, (tree.Per, Mean)) or counters or any(word in printed for word in APIECE):
        return
    for span, behind in zip(question.spans, (*question.spans[1:], None), strict=True):
        one = span.kind == "amount" and span.amount is not None and span.amount.number == 1
        if one and (span.text[-1] in APART or (span.text == "一个" and behind is not None and behind.text[0] in PERSON_OR_HOUR)):
            yield span.text


def _twice(part: Amounted) -> bool:
    """Whether a figure is held against itself, or added to itself."""
    operands = [one.operand for one in part.items] or list(getattr(part.operand, "operands", ()))
    return any(one in operands[:at] for at, one in enumerate(operands))


def unseen_tables(question: Question, query: Query, outcome: Outcome) -> tuple[str, ...]:
    """Titles that the question names and that no bound figure stands under: 收入决算表, of a figure of 支出决算表."""
    bound = [candidate.figure for candidate in candidates(outcome)]
    titles = [compact(one.table_title or "") for one in bound]
    if not any(titles):
        return ()
    titles += [compact(node.of.table) for node in walk(query.ask) if isinstance(node, Rows) and node.of.table]
    tables = [node.table for node in walk(query.ask) if isinstance(node, Cell)] + [
        node.of.table for node in walk(query.ask) if isinstance(node, Rows)
    ]
    numbers = {table_number(table) for table in tables if table}
    numbered = (span for span in question.spans if "tablenumber" in span.cues)
    out, said = [span.text for span in numbered if table_number(span.text) not in numbers], ""
    for span in question.spans:
        if ("intable" in span.cues or (span.kind == "name" and span.text in question.text)) and span.text.endswith("表"):
            said += span.text
            wanted = said.removesuffix("表").removesuffix("总")
            sources = [source for source in SOURCES if source not in question.text] if said.endswith("总表") else []
            seen = (title for title in titles if in_order(wanted, title) or _misprinted(wanted, title))
            if len(wanted) > 1 and all(any(source in title for source in sources) for title in seen):
                out.append(said)
        said = said + span.text if span.kind in ("name", "piece", "total") else ""
    return tuple(out)


def _misprinted(wanted: str, title: str) -> bool:
    """Whether a title prints a name less one character: 支预算总表, of 收支预算总表."""
    return len(wanted) >= LEAST_MISPRINTED and any(wanted[:at] + wanted[at + 1 :] in title for at in range(len(wanted)))
