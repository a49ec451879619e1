"""Whether a tree holds all that its question says: every mark of an operation, every year, every amount.

    unheld("A和B加起来多少", Cell(A))  →  ("加起来",)

What is not held is told as unused; nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from answering.binding.unit_sets import BUT
from answering.evaluating.result import Amounted, Candidate, Outcome, Quoted
from answering.query import tree
from answering.query.tree import Cell, CellAspect, Growth, Mean, Minus, Node, Passage, Query, Rows, Share, Sum, Verify, walk
from answering.reading.clauses import Clause, Mark
from answering.reading.leaves import BOUGHT, BUYING
from answering.reading.lexicon import compact
from answering.reading.likeness import explain, runs
from answering.reading.roles import likely_talk, likely_things
from answering.reading.spans import Question, Span
from answering.reading.words import Words
from answering.reading.words import words as cues
from disclosure.amount import Unit
from disclosure.figure import Figure

# What holds a mark: one of these nodes, or a cell of one of these aspects.
_RATES = (CellAspect.RATE, CellAspect.DONE, CellAspect.PRINTED_SHARE)
_MOVED = (CellAspect.CHANGE, CellAspect.RATE)
HOLDERS: dict[str, tuple[tuple[type[Node], ...], tuple[CellAspect, ...]]] = {cue: held for said, held in {
    "share portion": ((Share, Passage), _RATES), "percent": ((Share, Growth, Passage), _RATES), "ratio": ((tree.Ratio,), ()),
    "per mean": ((tree.Per, Mean, Passage), ()), "most least": ((tree.Rank, Verify, tree.Compare, Passage), ()),
    "top order": ((tree.Rank,), ()), "compare": ((tree.Compare, tree.Rank, Minus), ()), "less": ((Minus, Verify, Growth), _MOVED),
    "differ": ((Minus, Verify, Growth, tree.Agree, Passage), _MOVED), "moved": ((Minus, Growth, Verify, Passage), _MOVED),
    "moved_rate": ((Growth, tree.Rank, Passage), _RATES), "sum": ((Sum, Mean, tree.Rank, tree.Count), ()), "plus": ((Sum, Passage), ()),
    "up down": ((Minus, Growth, Verify, tree.Compare, Passage, tree.Rank, Rows, tree.Units), _MOVED),
    "each": ((tree.Several, tree.List, tree.Compare, Sum, tree.Units, Rows, tree.Agree, Passage, Minus, tree.Entries), ()),
    "agree": ((tree.Agree, Verify, Minus), ()), "define": ((tree.Define, Passage), ()),
    "howmany": ((tree.Count, tree.Rank, tree.List, tree.Entries, Passage), ()), "not": ((Passage, Minus), ()), "between": ((Passage,), ()),
    "plan": ((Passage,), (CellAspect.PLAN, CellAspect.DONE, CellAspect.PRIOR, *_MOVED)),  # 2025年初预算, in the budget of 2026
    "adjusted": ((Passage,), (CellAspect.ADJUSTED, CellAspect.DONE)), "done": ((Passage, Verify), (CellAspect.DONE,)),
    "executed": ((Passage,), (CellAspect.EXECUTED, CellAspect.PRIOR, *_MOVED)),
    "prior": ((Passage, Verify), (CellAspect.PRIOR, CellAspect.EXECUTED, *_MOVED)),
    "above below": ((Verify, Minus, Growth, tree.Compare, Passage), _MOVED),
}.items() for cue in said.split()}  # fmt: skip
NEWLY = BUYING + "新"  # what people say of things that are to be bought
ASIDE_AT = 0.6  # likelier than this, a word that nothing explains is talk
TELLING_AT = 0.8  # likelier than this, a word of talk tells a thing where it stands: 高速
WHOLES = ("合计", "总计", "小计", "总额", "预算数", "决算数")  # what ends the name of a whole
HEADS = frozenset("个笔项家所类种条块")  # counters of rows and units, where a number of them is said
THING_AT = 0.6  # how likely a character must tell a thing to be asked for
BOUNDS = frozenset({"above", "below", "between"})
OF_AMOUNTS = frozenset({"most", "least", "share", "portion", "percent", "per", "mean"})  # what is said of amounts, where one is asked
# In these cues a single word may be part of a name or of talk, so that it binds no operation by itself.
_LOOSE = frozenset(
    "个数 数量 合计 总计 共 一共 共计 总共 累计 多 高 大 小 少 低 贵 增 减 降 超 执行 完成 完成了 差 倍 一起 拢共 统共 更多".split()
)


def unheld(query: Query, clauses: Sequence[Clause]) -> tuple[str, ...]:
    """Words of the question that say an operation, a year or an amount which the tree does not hold."""
    nodes = walk(query.ask)
    kinds = {type(node) for node in nodes}
    aspects = {node.aspect for node in nodes if isinstance(node, (Cell, Rows))}
    dated = {mark.at for clause in clauses for mark in clause.marks if "asof" in mark.cues}  # 去年底: a day, and no figure of that year
    marks = [mark for clause in clauses for mark in clause.marks if not ("prior" in mark.cues and mark.at + len(mark.text) in dated)]
    out = [mark.text for mark in marks if not _held(mark, kinds, aspects, nodes, bound=any(clause.amounts for clause in clauses))]
    return tuple(dict.fromkeys((*out, *_years(query, clauses, nodes), *_amounts(clauses, nodes))))


def _held(mark: Mark, kinds: set[type[Node]], aspects: set[CellAspect], nodes: Sequence[Node], *, bound: bool) -> bool:
    if "not" in mark.cues and any(isinstance(node, tree.Units) and BUT in (node.scope.units or "") for node in nodes):
        return True
    if mark.cues & BOUNDS and not bound:
        return True  # 时间不超过多少分钟: no condition, the thing itself
    if mark.cues & OF_AMOUNTS and Cell in kinds:
        kinds = kinds - {Passage}  # 哪个用钱最省, beside the goal of a project: the words of the goal hold no least
    wanted = [HOLDERS[cue] for cue in mark.cues if cue in HOLDERS]
    if not wanted or mark.text in _LOOSE or kinds & {tree.Define, tree.Entries}:
        return True
    if any(kinds & set(types) or aspects & set(of) for types, of in wanted):
        return True
    if "howmany" in mark.cues and not (len(nodes) == 1 and isinstance(nodes[0], Cell) and not nodes[0].counted):
        return True
    return any(_says(node, mark.text) or (mark.cues & BOUNDS and getattr(node, "where", None) is not None) for node in nodes)


def _says(node: Node, text: str) -> bool:
    """Whether a name in the tree has the word itself: a column 年初预算数, a row 增长率, where it leaves rows out."""
    if isinstance(node, Cell):
        return any(text in part for part in (node.row, node.column or "", node.under or "", node.table or ""))
    return isinstance(node, Rows) and bool(node.where and node.where.not_)


def _years(query: Query, clauses: Sequence[Clause], nodes: Sequence[Node]) -> Iterator[str]:
    years = {leaf.year for clause in clauses for leaf in clause.leaves if leaf.year is not None}
    moved = any(isinstance(node, Cell) and node.aspect is not CellAspect.VALUE for node in nodes)
    yield from (f"{year}年" for year in sorted(years) if str(year) not in str(query) and not moved)


def _amounts(clauses: Sequence[Clause], nodes: Sequence[Node]) -> Iterator[str]:
    given = {node.number for node in nodes if isinstance(node, tree.Given)}
    for node in nodes:
        where = getattr(node, "where", None)
        if where is not None:
            bounds = (where.above, where.below, where.at_least, where.at_most, where.equal)
            given |= {bound.number for bound in bounds if bound is not None}
    named = "".join(str(node) for node in nodes)
    asked = {mark.at + len(mark.text) for clause in clauses for mark in clause.marks if "which" in mark.cues}
    chosen = any(isinstance(node, (tree.Rank, tree.Compare, tree.List, tree.Count, Verify, Minus)) for node in nodes)
    picks = any(isinstance(node, Rows) for node in nodes)
    for span in (span for clause in clauses for span in clause.amounts):
        if span.start in asked and numbered(span) and not chosen:
            yield span.text  # 哪两项, of a tree that picks none
        unread = span.amount is None and (picks or "几" not in span.text)  # 几十万的项目: a condition; 到底几十万: a question
        told = unread if span.amount is None else span.amount.dimension in ("money", "%") and span.amount.plain not in given
        if told and span.text not in named:
            yield span.text


def unexplained(words: Iterable[str], question: Question, query: Query, outcome: Outcome) -> tuple[str, ...]:
    """What is left of unused words where the places of the bound figures are known: 信访, of a row under 信访业务, is used.

    So are what stands for what they print, 养 of 养公车, and words for what they count, 面积 of 平方米.
    """
    bound = [candidate.figure for candidate in candidates(outcome)]
    if not bound:
        quoted = compact("".join(chunk.text for one in within(outcome) if isinstance(one, Quoted) for chunk in one.passages))
        return tuple(word for word in words if compact(word) not in quoted)
    held = list(told_places(outcome))
    held += [part for node in walk(query.ask) if isinstance(node, Cell) for part in (node.row, node.under, node.table) if part]
    held += [part for node in walk(query.ask) if isinstance(node, Rows) for part in names_in(node)]
    printed = "\n".join(map(compact, dict.fromkeys(held)))
    used = {f"{one.fiscal_year}年" for one in bound} | _counters(bound)
    if any(one.amount is not None and one.amount.dimension != "money" for one in bound):
        used |= {word for word in words if "howmany" in cues().cues.get(word, ())}  # 有几个, of what is printed as a number
    stated = [(span.text, span.amount) for span in question.spans if span.kind == "amount" and span.amount is not None]
    used |= {text for text, amount in stated if any(one.amount is not None and one.amount.agrees_with(amount) for one in bound)}
    free = _stood_for(question.text, printed.split("\n"), cues())
    plain = {word for word in words if word[-1:] not in "%％" or any(word in part for part in held)}  # the 8 of 8% stands in many a code
    used |= {word for word in plain if (compact(word) and compact(word) in printed) or free_at(word, question.text, free)}
    return tuple(word for word in words if word not in used)


def _counters(bound: Sequence[Figure]) -> set[str]:
    """Words for what the bound figures count: 面积, of 平方米."""
    dimensions = {one.amount.dimension for one in bound if one.amount is not None} - {None, "money"}
    return {word for word, counter in cues().counting.items() if (unit := Unit.find(counter)) and unit.dimension in dimensions}


def beside_given(question: Question, query: Query) -> int:
    """Characters that describe a number which the asker states, in a clause of their own: 按去年在编的30人算."""
    nodes = walk(query.ask)
    stated = {node.said for per in nodes if isinstance(per, tree.Per) for node in per.of if isinstance(node, tree.Given) and node.said}
    named = [compact(node.said) for node in nodes if isinstance(node, Cell) and node.said]
    bits, start = 0, 0
    for end in (*(span.start for span in question.spans if span.kind == "stop"), len(question.text)):
        clause = question.text[start:end]
        if any(text in clause for text in stated) and not any(text in clause for text in named):
            bits |= ((1 << end - start) - 1) << start
        start = end
    return bits


def free_at(word: str, text: str, free: int) -> bool:
    """Whether a word, wherever it stands, is explained with what it is a part of."""
    bits, places = (1 << len(word)) - 1, [at for at in range(len(text)) if text.startswith(word, at)]
    return bool(places) and all(free >> at & bits == bits for at in places)


def said_again(question: Question) -> list[Span]:
    """Nouns that only point to the thing before them: 河堤路9号那栋楼, 学校扩建那个工程."""
    kinds, spans = ("name", "piece", "rest"), question.spans
    return [
        span for before, pointing, span in zip(spans, spans[1:], spans[2:], strict=False)
        if "them" in pointing.cues and pointing.text[0] in "那这" and before.kind in kinds and span.kind in kinds
    ]  # fmt: skip


def untold(question: Question, query: Query, outcome: Outcome, words: Words) -> tuple[str, ...]:
    """Words that tell which thing is meant, and that no bound figure's place prints or stands for: 年末结余, of a row's 支出."""
    bound, printed = [candidate.figure for candidate in candidates(outcome)], printed_of(query, outcome)
    free, out = _free(question, printed, words), list[str]()
    foreign = sum(map(str.isascii, question.text)) * 2 > len(question.text)  # an English sentence, of which the tagger knows little
    for start, end in _things(question) if printed else ():
        phrase = question.text[start:end]
        if foreign and phrase.isascii():
            continue
        open_bits = ((1 << len(phrase)) - 1) & ~_stood_for(phrase, printed, words)
        if any(BOUGHT in name for name in printed):
            open_bits &= ~sum(1 << at for at, character in enumerate(phrase) if character in NEWLY)
        for name in printed:
            open_bits &= ~explain(name, phrase).said
        out += [
            phrase[at:to]
            for at, to in runs(open_bits, len(phrase))
            if not free & ((1 << to - at) - 1 << start + at)
            and any(c not in words.light for c in phrase[at:to])
            and to - at > 1
            and phrase[at:to] not in _counters(bound)
        ]
    return tuple(dict.fromkeys(out))


def printed_of(query: Query, outcome: Outcome) -> list[str]:
    """What the places of the bound figures print, and what the sets that are asked of are called; [] where nothing is bound."""
    bound = list(told_places(outcome))
    sets = [part for node in walk(query.ask) if isinstance(node, Rows) for part in names_in(node)]
    sets += [node.under for node in walk(query.ask) if isinstance(node, Cell) and node.under]
    ranked = [one for node in walk(query.ask) if isinstance(node, tree.Rank) for one in node.of if isinstance(one, Cell)]
    sets += [one.row for one in ranked]  # what is compared, of which only the first is told
    return list(dict.fromkeys(map(compact, (*bound, *sets)))) if bound else []


def numbered(span: Span) -> bool:
    """Whether a span says of how many things: 两个, 四所, 三笔."""
    amount = span.amount
    if span.kind != "amount" or amount is None or amount.unit is None or amount.number is None:
        return False
    return amount.unit.name in HEADS and amount.number == int(amount.number) and 2 <= amount.number < 100


def _things(question: Question) -> Iterator[tuple[int, int]]:
    """Stretches that tell a row, a parent, a column or a table."""
    likely = likely_things(question.text)
    yield from runs(sum(1 << at for at, one in enumerate(likely) if one > THING_AT), len(likely))


def _free(question: Question, printed: Sequence[str], words: Words) -> int:
    """Characters that other parts of a query hold: units, years, amounts, measures, cues; and slips of what is printed."""
    kinds = ("unit", "year", "date", "amount", "measure", "stop", "code", "cue", "talk")
    likely, bits = likely_things(question.text), 0
    again = said_again(question)
    for span in question.spans:
        slip = span.kind == "name" and span.text != question.text[span.start : span.end]
        thing = (
            span.kind == "talk"
            and span.text not in words.talk
            and sum(likely[span.start : span.end]) > TELLING_AT * (span.end - span.start)
        )
        wholes = words.totals.get(span.text) if span.kind == "total" else None
        whole = wholes is not None and any(name in one for name in (*wholes.budget, *wholes.final) for one in printed)
        whole = whole or span in again
        slip = slip and bool(_stood_for(span.text, printed, words) or any(span.text in one for one in printed))
        if (span.kind in kinds and not thing) or whole or slip:
            bits |= ((1 << span.end - span.start) - 1) << span.start
    return bits


def is_aside(word: str, question: Question) -> bool:
    """Whether a word, wherever it stands, is likely to be talk: 纳税人的钱, 砸进去."""
    likely, places = likely_talk(question.text), [at for at in range(len(question.text)) if question.text.startswith(word, at)]
    again = any(word in span.text for span in said_again(question))
    return again or (bool(places) and all(sum(likely[at : at + len(word)]) >= ASIDE_AT * len(word) for at in places))


def _stood_for(phrase: str, printed: Sequence[str], words: Words) -> int:
    """Characters of words that stand for what is printed: 请客吃饭, of 公务接待费."""
    bits = 0
    for start in range(len(phrase)):
        for end in range(start + 1, min(len(phrase), start + words.longest_name) + 1):
            for name in words.names.get(phrase[start:end], ()):
                if any(name in one for one in printed):
                    bits |= ((1 << end - start) - 1) << start
    return bits


def places_of(figure: Figure) -> Iterator[str]:
    """The words that a figure's place prints."""
    yield from (*figure.row_path, *figure.column_path, figure.measure)
    yield from filter(None, (figure.table_title, figure.project, figure.entity))


def candidates(outcome: Outcome) -> Iterator[Candidate]:
    """The figures that an outcome was bound to, with how they were found."""
    for one in within(outcome):
        yield from one.bound if isinstance(one, Amounted) else (candidate for _, candidate in getattr(one, "choices", ()))


def names_in(rows: Rows) -> Iterator[str]:
    """What a set of rows is called by, and the names that its conditions hold."""
    where = rows.where
    conditions = (where.name, where.begins, where.source, *where.not_) if where else ()
    yield from filter(None, (rows.of.under, rows.of.table, rows.of.row, rows.column, *conditions))


def told_places(outcome: Outcome) -> Iterator[str]:
    """What the places of the bound figures print; of rows that are counted, listed or added up what all of them print.

    What only some members of a set print tells nothing of the set, but singles those out.
    """
    members = {id(candidate.figure): shared for one in within(outcome) for candidate, shared in _members(one)}
    for figure in (candidate.figure for candidate in candidates(outcome)):
        shared = members.get(id(figure))
        yield from (part for part in places_of(figure) if shared is None or part in shared)


def _members(outcome: Outcome) -> Iterator[tuple[Candidate, frozenset[str]]]:
    """The rows that an outcome counts, lists or adds up, each with what all of them print."""
    of = getattr(outcome.node, "of", None) if isinstance(outcome.node, (Sum, Mean, tree.Count, tree.List)) else None
    of = of[0] if isinstance(of, tuple) and len(of) == 1 else of
    bound = list(candidates(outcome)) if isinstance(of, Rows) else []
    shared = [frozenset(places_of(one.figure)) - {one.figure.measure, one.figure.row_label, one.figure.subject_code} for one in bound]
    common = frozenset.intersection(*shared) if shared else frozenset()
    yield from ((candidate, common) for candidate in bound)


def within(outcome: Any) -> Iterator[Outcome]:
    """An outcome with all that it is made of."""
    yield outcome
    parts = [one for name in ("items", "parts", "places") for one in getattr(outcome, name, ())]
    for part in (*parts, getattr(outcome, "left", None), getattr(outcome, "right", None)):
        yield from within(part) if part is not None else ()
