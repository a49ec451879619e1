"""Readings of what the network wrote: its names linked to the library's, its units and years to documents, and evaluated.

    readings("那差旅费呢", "水利局办公费多少", history, shelf)  →  readings, likeliest first, each with its evaluation

What the question before lends is read as a part of the text, so that a follow-up is a tree like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from answering.binding.unit_sets import ENDS as ENDS_OF_UNITS
from answering.query import tree
from answering.query.tree import Cell, CellAspect, Node, Place, Query, QueryStage, RowKind, Rows, RowSet, Scope, Where
from answering.reading.building import Builder
from answering.reading.cells import Reader
from answering.reading.clauses import Clause, Leaf, clauses, dimension
from answering.reading.context import Context, settle
from answering.reading.coverage import ASIDE_AT, WHOLES
from answering.reading.directory import Directory, UnitSpan, entity_key, names_of
from answering.reading.finishing import Reading, explained, finished, tried_in_scope
from answering.reading.learned.grammar import ALL, BOUNDS, Span, Token
from answering.reading.learned.network import written
from answering.reading.learned.spoken import Part, Spoken, tree_of
from answering.reading.leaves import NO_WISH, SURE, Linked, Wish, link
from answering.reading.lexicon import Lexicon
from answering.reading.likeness import in_order
from answering.reading.many import unit_rows
from answering.reading.roles import likely_talk
from answering.reading.sets import given
from answering.reading.spans import Question, cut
from answering.reading.spans import Span as Cut
from answering.reading.units import SHORTEST_PART, find_units
from answering.reading.words import is_talk, light_ends
from disclosure.document import Level
from disclosure.mention import chinese_number

NAMING = ("name", "piece", "rest", "code", "total")
PLAIN = ("cue", "stop")  # kinds of stretches that name nothing by being cut off
ENDS = frozenset("?？。！!；;")  # of a sentence, which no name runs over
UNHEARD = ("指标", "采购", "三公", "款")  # kinds of rows that are meant only where they are said
OWN = "本我全该贵咱这那他她它你您"
TITLE = 0.2  # how well a title must hold the words of a table that a set is of
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


def readings(
    question: str, before: str, history: Sequence[Query], shelf: Any, documents: Sequence[str] = (), *, everything: int = 0
) -> Iterator[tuple[float, Reading]]:
    """What the network makes of a question behind the one before it, "" for none: (logarithm of how likely, reading) in turn."""
    lexicon, directory = names_of(shelf)
    text = f"{before}\n{question}" if before else question
    scope, cuts = everything or lexicon.everywhere, dict[str, Question]()
    for one in written(text):
        lent = bool(before) and any(token[0] < len(before) for token in one.tokens if not isinstance(token, str))
        whole, tokens = (text, one.tokens) if lent or not before else (question, _moved(one.tokens, len(before) + 1))
        if whole not in cuts:
            cuts[whole] = cut(whole.replace("\n", "。"), lexicon, directory, scope)
        held = cuts[whole]
        try:
            heard = _Heard(
                tree_of(tokens),
                _less(held, tokens, len(before) + 1) if lent else held,
                (lexicon, directory),
                [token for token in tokens if not isinstance(token, str)],
            )
            context = Context(shelf, lexicon, heard.question, scope)
            reading = heard.reading(context, history[-1] if before and history else None)
        except ValueError:
            continue  # a tree whose names stand for nothing that can be asked
        tried = tried_in_scope(reading.query, shelf, documents)
        yield one.score, replace(explained(reading, tried[1].outcome, heard.question), tried=tried)


def _moved(tokens: Sequence[Token], by: int) -> tuple[Token, ...]:
    return tuple(token if isinstance(token, str) else (token[0] - by, token[1] - by) for token in tokens)


def _less(question: Question, tokens: Sequence[Token], begin: int) -> Question:
    """The two questions as one, of the first only what the second's tree takes from it."""
    taken = {at for token in tokens if not isinstance(token, str) for at in range(*token)}
    used = {at for at, place in enumerate(question.places) if place in taken or place >= begin}
    return replace(question, spans=tuple(span for span in question.spans if used & set(range(span.start, span.end))))


@dataclass(slots=True)
class _Heard:
    """A tree and the question whose stretches it names."""

    spoken: Spoken
    question: Question
    names: tuple[Lexicon, Directory]
    taken: Sequence[Span]  # all stretches of the tree

    def reading(self, context: Context, last: Query | None) -> Reading:
        """The tree over the library's names, held against the question's words."""
        parts = clauses(self.question)
        leaves = {id(part): self._leaf(part, "under", "column", "table") for part in self.spoken.ask.leaves()}
        marks = [mark for part in parts for mark in part.marks]
        held = list(leaves.values()) or [self._leaf(Part("cell"))]
        asked = Clause(held, marks, [amount for part in parts for amount in part.amounts])
        if last is not None:
            context.default = last.scope
        settle(context, [asked])
        reader = Reader(context)
        builder = Builder(reader)
        node = _Maker(self, reader, leaves, builder, asked).node(self.spoken.ask)
        nodes: list[Node] = list(node.of) if isinstance(node, tree.Several) else [node]
        reader.missed += [one.text for one in self.question.spans if self._passed_over(one)]
        return finished(self.question, [asked], builder, context, last, nodes, followed=last is not None)

    def _passed_over(self, one: Cut) -> bool:
        """Whether a code, or a word of another alphabet, is in no part of the tree."""
        foreign = one.kind in NAMING and one.text.isascii() and any(map(str.isalpha, one.text))
        if not (foreign or one.kind == "code"):
            return False
        return not any(start <= self.question.places[at] < end for start, end in self.taken for at in range(one.start, one.end))

    def words(self, span: Span) -> str:
        """A stretch as it is written."""
        return self.question.original[slice(*span)]

    def _compact(self, span: Span) -> tuple[int, int]:
        places = [at for at, place in enumerate(self.question.places) if span[0] <= place < span[1]]
        if not places or ENDS & set(self.words(span)):
            raise ValueError("a stretch without a letter, or over the end of a sentence")
        return places[0], places[-1] + 1

    def cuts(self, span: Span) -> list[Cut]:
        """What the question was cut into where a stretch is."""
        start, end = self._compact(span)
        return [one for one in self.question.spans if one.start < end and start < one.end]

    def spans(self, *stretches: Span | None) -> list[Cut]:
        """Stretches as a phrase that can be linked: what is cut in two counts by what is inside, talk as words."""
        out: list[Cut] = []
        for span in sorted(one for one in stretches if one is not None):
            out += [one for one in self.between(*self._compact(span)) if one not in out]
        return out

    def between(self, start: int, end: int) -> list[Cut]:
        """What the folded question was cut into from here to there, as parts of a name."""
        out: list[Cut] = []
        if start < end:
            for one in (one for one in self.question.spans if one.start < end and start < one.end):
                left, right = max(start, one.start), min(end, one.end)
                if (left, right) != (one.start, one.end):
                    said = self.question.said(left, right)
                    one = Cut(left, right, self.question.text[left:right], "piece", said=said)
                elif one.kind == "cue":
                    one = replace(one, named=True)
                elif one.kind not in (*NAMING, *PLAIN):
                    one = replace(one, kind="piece", unit=None)
                if one not in out and one.kind != "stop":
                    out.append(one)
        return out

    def unit(self, span: Span) -> UnitSpan | None:
        """The unit that most of a stretch names."""
        start, end = self._compact(span)
        found = [(min(end, one.end) - max(start, one.start), one) for one in self.cuts(span) if one.unit is not None]
        if not found:
            return None
        held = max(found, key=lambda one: one[0])[1]
        if held.unit is None or held.unit.entities or (held.start, held.end) == (start, end):
            return held.unit
        return self._alone(start, end, held) or held.unit  # what is known of none is more than the unit: 那场花展也是园林局

    def _alone(self, start: int, end: int, held: Cut) -> UnitSpan | None:
        """The unit that a part of an unknown one names, where the rest is its place, another part of the tree, or talk."""
        lexicon, directory = self.names
        text = self.question.text[start:end]
        found = find_units(text, directory, lexicon, lexicon.everywhere)
        units = [one for one in found if one.entities and one.end - one.start == len(text)]
        rest = {at for at in range(held.start, held.end) if not start <= at < end}
        for part in self.spoken.ask.leaves():
            for name in ("", "under", "column", "table"):
                if (stretch := part.span(name)) is not None:
                    rest -= set(range(*self._compact(stretch)))
        likely, place = likely_talk(self.question.text), directory.place_size(self.question.text, held.start)
        rest -= {at for at in rest if likely[at] > ASIDE_AT or at < held.start + place}
        if rest or not units:
            return None
        where = self.question.text[held.start : held.start + place]
        near = tuple(one for one in units[0].entities if in_order(where, entity_key(one))) if place else units[0].entities
        return replace(units[0], start=start, end=end, entities=near) if near else None

    def _own(self, words: str) -> bool:
        """Whether words for a unit only point to one: 我们局, 本部门, 单位."""
        return words[0] in OWN or is_talk(words, self.names[0].words) or (words[-1] in ENDS_OF_UNITS and len(words) < SHORTEST_PART)

    def _leaf(self, part: Part, *names: str) -> Leaf:
        said: dict[str, Any] = {
            **{name: self.spoken.scope[name] for name in ("unit", "year", "stage", "level") if name in self.spoken.scope},
            **part.said,
        }
        leaf = Leaf()
        if (name := part.span("")) is not None:
            leaf.at = self._compact(name)[0]
            leaf.spans = self.spans(name, *(part.span(other) for other in names if part.kind == "cell"))
        unit, year = said.get("unit"), said.get("year")
        leaf.unit = self.unit(unit) if isinstance(unit, tuple) else None
        if isinstance(unit, tuple) and leaf.unit is None and not self._own(self.words(unit)):
            raise ValueError("a unit that nobody knows")
        leaf.year = next((one.year for one in self.cuts(year) if one.year is not None), None) if isinstance(year, tuple) else None
        leaf.stages = [QueryStage(str(said["stage"]))] if "stage" in said else []
        leaf.level = Level(str(said["level"])) if "level" in said else None
        leaf.place = Place(str(said["place"])) if "place" in said else None
        leaf.aspect = CellAspect(str(said["asp"])) if "asp" in said else None
        counted = part.span("counted")
        shown = self.spoken.show if self.spoken.show != "%" else None
        leaf.measure = self.words(counted) if counted else part.word("counter") or shown
        return leaf


@dataclass(slots=True)
class _Maker:
    """Makes nodes of parts: each name linked as the rules' are."""

    heard: _Heard
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
            return tree.Verify(self.node(of[0]), self.node(of[1]), tree.Relation(str(part.said["relation"])))
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
                held[name] = self._given(span) if name in BOUNDS else self.heard.words(span)
        return Where(**held) if held else None

    def _cell(self, part: Part) -> Cell:
        """The figure of a leaf: all that is said of it linked together, else what it stands under by itself."""
        leaf, over, before = self._bare(self.leaves[id(part)]), part.span("under"), self.reader.worst
        cell = replace(self.reader.cell(leaf), said=self.heard.words(part.span("") or (0, 0)))
        if over is None or cell.under is not None:
            return cell
        bits, lexicon = self.reader.context.bits(leaf), self.reader.context.lexicon
        alone = self.heard.spans(part.span(""), part.span("column"), part.span("table"))
        ways = link(self.reader.bought(leaf, alone), lexicon, bits, Wish(dimension(leaf.measure)))
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

    def _rows(self, part: Part) -> Rows:
        context = self.reader.context
        lexicon, bits, held = context.lexicon, context.bits(Leaf()), dict[str, str]()
        for name in ("table", "under", "row", "column"):
            if (span := part.span(name)) is None:
                continue
            phrase, words = self.heard.spans(span), self.heard.words(span)
            if name == "table":
                hits = [hit for hit in lexicon.match("".join(one.text for one in phrase), bits) if hit.name.as_title & bits]
                held[name] = hits[0].name.label if hits and hits[0].score > TITLE else words
                continue
            ways = link(phrase, lexicon, bits, NO_WISH)
            held[name] = ways[0].row if self._found(ways) else words
            self.reader.worst = min(self.reader.worst, ways[0].score if ways else 0.0)
            self.reader.missed += [word for word in (ways[0].missed if self._found(ways) else (words,)) if word not in self.reader.missed]
        kind, aspect = part.word("kind"), part.word("asp")
        if kind in UNHEARD and kind not in self.heard.question.text:
            raise ValueError("a kind that nobody names")
        if not (held.keys() - {"column"} or kind):
            raise ValueError("no set")
        of = RowSet(held.get("table"), held.get("under"), RowKind(kind) if kind else None, held.get("row"))
        return Rows(of, held.get("column"), self._where(part), CellAspect(aspect) if aspect else CellAspect.VALUE)
