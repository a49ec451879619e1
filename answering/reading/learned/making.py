"""Nodes of what the network wrote: each part of its tree with its names linked as the rules' are.

Maker(heard, reader, …).node(Part("cell", {"": (10, 13)}))  →  Cell("培训费")
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from answering.query import tree
from answering.query.tree import Cell, CellAspect, Node, RowKind, Rows, RowSet, Scope, Where
from answering.reading.building import Builder
from answering.reading.cells import Reader
from answering.reading.clauses import Clause, Leaf, dimension
from answering.reading.coverage import WHOLES
from answering.reading.judging import NEARLY
from answering.reading.learned.grammar import ALL, BOUNDS, Span
from answering.reading.learned.heard import Heard
from answering.reading.learned.spoken import Part
from answering.reading.leaves import NO_WISH, SURE, Linked, Wish, link, phrase_of, titles_of
from answering.reading.lexicon import name_key
from answering.reading.many import unit_rows
from answering.reading.sets import given
from answering.reading.words import light_ends
from disclosure.mention import chinese_number

UNHEARD = ("指标", "采购", "三公", "款")  # kinds of rows that are meant only where they are said
ROUGHLY = (*NEARLY, "左右", "上下", "大概", "几乎", "出头")  # words that say a number roughly, beside those within it: 20多万, 三十来个
SIDE_OF = {"above": ("above", "at_least", "equal"), "below": ("below", "at_most", "equal")}
SIDES = SIDE_OF.keys()
TITLE = 0.2  # how well a title must hold the words of a table that a set is of
BUDGET = frozenset({"budget"})  # the cues of 预算数
NEXT = 1  # character between two names, of which the first says where the second stands: 的, 里
LONG_TITLE = 0.3  # … of it what the title says besides: a year, a unit, 部门综合预算
PAIRS: dict[str, Callable[[tuple[Node, Node]], Node]] = {
    "minus": tree.Minus,
    "ratio": tree.Ratio,
    "share": tree.Share,
    "growth": tree.Growth,
    "per": tree.Per,
}
MANY: dict[str, Callable[[tuple[Node, ...]], Node]] = {
    "sum": tree.Sum,
    "mean": tree.Mean,
    "compare": tree.Compare,
    "agree": tree.Agree,
    "several": tree.Several,
}


@dataclass(slots=True)
class Maker:
    """Makes nodes of parts: each name linked as the rules' are."""

    heard: Heard
    reader: Reader
    leaves: dict[int, Leaf]
    builder: Builder
    asked: Clause

    def node(self, part: Part) -> Node:
        """The node of a part; ValueError where its words are none that it can be made of."""
        kind, of = part.kind, part.of
        if kind == "cell":
            return self._cell(part)
        if kind == "given":
            return self._given(part.span(""))
        if kind in PAIRS:
            years = [leaf.year for one in of if (leaf := self.leaves.get(id(one))) is not None and leaf.year is not None]
            if kind == "growth" and len(years) == 2 and years[0] < years[1]:
                of = of[::-1]  # the new on the old
            return PAIRS[kind]((self.node(of[0]), self.node(of[1])))
        if kind in MANY and of:
            return MANY[kind](tuple(map(self.node, of)))
        if kind == "rank" and of:
            number = None if part.said["n"] == ALL[2:] else int(str(part.said["n"]))
            how = "nth" * self._is_place(number) + str(part.said["how"])
            return tree.Rank(tuple(map(self.node, of)), None if "nth" in how else number, number if "nth" in how else None, "asc" in how)
        if kind in ("count", "list"):
            return (tree.Count if kind == "count" else tree.List)(self.node(of[0]))
        if kind == "convert":
            return tree.Convert(self.node(of[0]), str(part.said["to"]))
        if kind == "verify":
            relation = tree.Relation(str(part.said["relation"]))
            claimed = self.heard.words(span) if (span := of[1].span("")) is not None else ""
            rough = any(word in self.heard.question.text for word in ROUGHLY) or "多" in claimed or "来" in claimed
            if relation is tree.Relation.ABOUT and not rough:
                relation = tree.Relation.EQUAL  # an exact claim is never taken for a rough one
            return tree.Verify(self.node(of[0]), self.node(of[1]), relation)
        return self._set_or_words(part)

    def _set_or_words(self, part: Part) -> Node:
        kind, name = part.kind, part.span("")
        if kind == "rows":
            return self._rows(part)
        if kind == "units":
            inside = unit_rows(self.builder, self.asked, list(self.asked.leaves)) if "unit" in self.heard.spoken.scope else None
            if inside is not None and not (inside.of.row or "").endswith(WHOLES):  # the units of the one that is named: rows of its tables
                return replace(inside, where=self._where(part) or inside.where)
            span = part.span("units") or self.heard.spoken.scope.get("units")
            pattern = self.heard.words(span) if isinstance(span, tuple) else "*"
            return tree.Units(self.node(part.of[0]), self._where(part), Scope(units=pattern))
        if kind == "nothing" or name is None:
            return tree.Nothing("不是查数的问题")
        words = self.heard.words(name)
        if kind == "entries":
            return tree.Entries(words)
        if kind == "define":
            return tree.Define(words)
        way = self.reader.topic(self.leaves[id(part)])
        return tree.Passage(way.row if way is not None and way.how != "none" else words, part.word("facet"), said=words)

    def _is_place(self, number: int | None) -> bool:
        """Whether the question says a number as a place in a row: 排在第三位."""
        said = [span.text for span in self.heard.question.spans if span.kind == "ordinal" and span.text[0] == "第"]
        return number is not None and any(chinese_number(text.strip("第名位大个")) == number for text in said)

    def _given(self, span: Span | None) -> tree.Given:
        """The amount that a stretch states."""
        found = [one for one in self.heard.cuts(span) if one.kind in ("amount", "ordinal") and one.amount is not None] if span else []
        if not found:
            raise ValueError("no amount")
        return given(found[0])

    def _bound(self, name: str, span: Span) -> tree.Given:
        """The amount that rows are bounded by; ValueError where the word beside it says the other side: 不低于, of at most."""
        amount, (start, end) = self._given(span), self.heard.compact(span)
        sides = {side for one in self.heard.question.spans if one.end == start or one.start == end for side in one.cues & SIDES}
        if len(sides) == 1 and name not in SIDE_OF[sides.pop()]:
            raise ValueError("a bound that is said the other way round")
        return amount

    def _where(self, part: Part) -> Where | None:
        held: dict[str, Any] = {}
        for name, span in part.where:
            if name == "not":
                ways = link(self.heard.spans(span), self.reader.context.lexicon, self.reader.context.bits(Leaf()), NO_WISH)
                whole = self._found(ways) and (ways[0].how in ("exact", "synonym") or self.heard.words(span) in ways[0].row)
                if not whole or ways[0].missed:
                    raise ValueError("no such row to leave out")
                held["not_"] = (*held.get("not_", ()), ways[0].row)
            else:
                held[name] = self._bound(name, span) if name in BOUNDS else self.heard.words(span)
        return Where(**held) if held else None

    def _cell(self, part: Part) -> Cell:
        """The figure of a leaf: all that is said of it linked together, else what it stands under by itself."""
        leaf, over, before = self._bare(self.leaves[id(part)]), part.span("under"), self.reader.worst
        cell = replace(self.reader.cell(leaf), said=self.heard.words(part.span("") or (0, 0)))
        if (table := part.span("table")) is not None and self.heard.numbered(table):
            cell = replace(cell, table=self.heard.words(table))
        if over is None or cell.under is not None:
            return cell
        bits, lexicon = self.reader.context.bits(leaf), self.reader.context.lexicon
        alone = self.heard.spans(part.span(""), part.span("column"), part.span("table"))
        ways = link(alone, lexicon, bits, Wish(dimension(leaf.measure)))
        above = link(self.heard.spans(over), lexicon, bits, NO_WISH)
        if not (self._found(ways) and self._found(above)) or above[0].row == ways[0].row:
            return cell
        self.reader.worst = min(before, ways[0].score, above[0].score)
        together = self.reader.linked(leaf)
        self.reader.missed = [word for word in self.reader.missed if not (together and word in together[0].missed)]
        return replace(cell, row=ways[0].row, column=ways[0].column, table=ways[0].table, under=above[0].row)

    def _bare(self, leaf: Leaf) -> Leaf:
        """A leaf that nothing is found for without the verbs and light words at its ends, where that finds something: 办…河灯节."""
        if self._found(self.reader.linked(leaf)) or not leaf.spans:
            return leaf
        start, end = leaf.spans[0].start, leaf.spans[-1].end
        whole, of = self.reader.context.lexicon.words.moves.get(self.heard.question.text[start:end], ("", ""))
        if whole and of == (leaf.measure if dimension(leaf.measure) else ""):  # 局里的钱: all that a unit spends
            spans = [replace(leaf.spans[0], end=end, text=whole, kind="name" if of else "total", cues=frozenset())]
            return replace(leaf, spans=spans, at=-leaf.at - 1)
        for left, right in light_ends(self.heard.question.text[start:end]):
            spans = self.heard.between(start + left, start + right)
            bare = replace(leaf, spans=spans)
            ways = self.reader.linked(bare)
            if self._found(ways) and ways[0].score >= SURE and not ways[0].missed:
                return bare
        return leaf

    @staticmethod
    def _found(ways: Sequence[Linked]) -> bool:
        return bool(ways) and ways[0].how != "none"

    def _titled(self, span: Span, way: Linked) -> str | None:
        """The name in a stretch, or right before it, that the row does not hold and a title does: 基本支出, of 基本支出的工资福利支出."""
        lexicon, bits, (start, end) = self.reader.context.lexicon, self.reader.context.bits(Leaf()), self.heard.compact(span)
        near = (one for one in self.heard.question.spans if one.kind == "name" and start - NEXT <= one.end and one.end <= end)
        for text in (one.text for one in near if one.text not in name_key(way.row)):
            if any(hit.name.as_title & bits and text in hit.name.key for hit in lexicon.match(text, bits)):
                return text
        return None

    def _rows(self, part: Part) -> Rows:
        context = self.reader.context
        lexicon, bits, held = context.lexicon, context.bits(Leaf()), dict[str, str]()
        for name in ("table", "under", "row", "column"):
            if (span := part.span(name)) is None:
                continue
            phrase, words = self.heard.spans(span), self.heard.words(span)
            if name == "table" and self.heard.numbered(span):
                held[name] = words
                continue
            if name == "table":
                title, soft = phrase_of(phrase)
                hits = titles_of(lexicon.match(title, bits, soft), title, bits)
                said = part.word("kind") or ""
                said = said if len(said) > 1 else ""  # 款 stands in 拨款
                best = hits[0].score if hits else 0.0
                hits.sort(key=lambda hit: said not in hit.name.key or hit.score < best - LONG_TITLE)  # 项目 in 绩效目标表: of projects
                near = hits and hits[0].score + LONG_TITLE * hits[0].unasked > TITLE
                held[name] = hits[0].name.label if near else words
                continue
            ways = link(phrase, lexicon, bits, NO_WISH)
            if name == "column" and words in lexicon.words.totals and (lexicon.find(name_key(words), bits) is None):
                continue  # 资金总额, where no column is called so: what the rows come to
            if name == "column" and lexicon.words.cues.get(words) == BUDGET and not context.final_only(Leaf()):
                continue  # 预算数, of a budget
            held[name] = ways[0].row if self._found(ways) else words
            if name == "under" and self._found(ways) and (of_table := self._titled(span, ways[0])) is not None:
                held.setdefault("table", of_table)
                ways = (replace(ways[0], missed=tuple(word for word in ways[0].missed if word not in of_table)),)
            self.reader.worst = min(self.reader.worst, ways[0].score if ways else 0.0)
            self.reader.missed += [word for word in (ways[0].missed if self._found(ways) else (words,)) if word not in self.reader.missed]
        kind, aspect = part.word("kind"), part.word("asp")
        if kind in UNHEARD and kind not in self.heard.question.text:
            raise ValueError("a kind that nobody names")
        if not (held.keys() - {"column"} or kind):
            raise ValueError("no set")
        of = RowSet(held.get("table"), held.get("under"), RowKind(kind) if kind else None, held.get("row"))
        return Rows(of, held.get("column"), self._where(part), CellAspect(aspect) if aspect else CellAspect.VALUE)
