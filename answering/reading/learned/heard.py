"""A tree of the network and the question whose stretches it names: words, phrases, units and leaves of stretches.

Heard(spoken, question, …).spans((10, 13))  →  the phrase that can be linked: [name 培训费]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from answering.binding.unit_sets import ENDS as ENDS_OF_UNITS
from answering.binding.units import is_unit_like
from answering.query.tree import CellAspect, Place, QueryStage
from answering.reading.clauses import Leaf
from answering.reading.coverage import ASIDE_AT
from answering.reading.directory import Directory, UnitSpan, entity_key
from answering.reading.learned.grammar import Span
from answering.reading.learned.spoken import Part, Spoken
from answering.reading.lexicon import Lexicon, name_key
from answering.reading.likeness import in_order
from answering.reading.roles import likely_talk
from answering.reading.spans import Question
from answering.reading.spans import Span as Cut
from answering.reading.units import SHORTEST_PART, find_units
from answering.reading.words import is_talk
from disclosure.document import Level
from retrieval.names import table_number

NAMING = ("name", "piece", "rest", "code", "total")
PLAIN = ("cue", "stop")  # kinds of stretches that name nothing by being cut off
ENDS = frozenset("?？。！!；;")  # of a sentence, which no name runs over
OWN = "本我全该贵咱这那他她它你您"


@dataclass(slots=True)
class Heard:
    """A tree and the question whose stretches it names."""

    spoken: Spoken
    question: Question
    own: Question  # without what the question before lends, whose words were told when it was asked
    names: tuple[Lexicon, Directory]
    taken: Sequence[Span]  # all stretches of the tree

    def passed_over(self, one: Cut) -> bool:
        """Whether a code, or a word of another alphabet, is in no part of the tree."""
        foreign = one.kind in NAMING and one.text.isascii() and any(map(str.isalpha, one.text))
        if not (foreign or one.kind == "code"):
            return False
        return not any(start <= self.question.places[at] < end for start, end in self.taken for at in range(one.start, one.end))

    def words(self, span: Span) -> str:
        """A stretch as it is written."""
        return self.question.original[slice(*span)]

    def compact(self, span: Span) -> tuple[int, int]:
        """Where a stretch stands in the folded question; ValueError where it has no letter, or runs over a sentence's end."""
        places = [at for at, place in enumerate(self.question.places) if span[0] <= place < span[1]]
        if not places or ENDS & set(self.words(span)):
            raise ValueError("a stretch without a letter, or over the end of a sentence")
        return places[0], places[-1] + 1

    def cuts(self, span: Span) -> list[Cut]:
        """What the question was cut into where a stretch is."""
        start, end = self.compact(span)
        return [one for one in self.question.spans if one.start < end and start < one.end]

    def spans(self, *stretches: Span | None) -> list[Cut]:
        """Stretches as a phrase that can be linked: what is cut in two counts by what is inside, talk as words."""
        out: list[Cut] = []
        for span in sorted(one for one in stretches if one is not None):
            out += [one for one in self.between(*self.compact(span)) if one not in out]
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
        start, end = self.compact(span)
        found = [(min(end, one.end) - max(start, one.start), one) for one in self.cuts(span) if one.unit is not None]
        if not found:
            return self._by_itself(start, end)
        held = max(found, key=lambda one: one[0])[1]
        if held.unit is None or held.unit.entities or (held.start, held.end) == (start, end):
            return held.unit
        return self._alone(start, end, held) or held.unit  # what is known of none is more than the unit: 那场花展也是园林局

    def _by_itself(self, start: int, end: int) -> UnitSpan | None:
        """The unit that a stretch alone names, where the whole question was cut otherwise: 应急局, before 在岗人员补助; 万里街到."""
        lexicon, directory = self.names
        text = self.question.text[start:end]
        found = [*find_units(text, directory, lexicon, lexicon.everywhere), *directory.slipped(text)]
        whole = [one for one in found if one.entities and one.end - one.start == len(text)]
        return replace(whole[0], start=start, end=end) if whole else None

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
                    rest -= set(range(*self.compact(stretch)))
        likely, place = likely_talk(self.question.text), directory.place_size(self.question.text, held.start)
        rest -= {at for at in rest if likely[at] > ASIDE_AT or at < held.start + place}
        if rest or not units:
            return None
        where = self.question.text[held.start : held.start + place]
        near = tuple(one for one in units[0].entities if in_order(where, entity_key(one))) if place else units[0].entities
        return replace(units[0], start=start, end=end, entities=near) if near else None

    def numbered(self, span: Span) -> bool:
        """Whether a stretch names a table by its number."""
        return table_number(self.words(span)) is not None

    def _whose(self, stretch: Span) -> UnitSpan | None:
        """The unit of a stretch, also one that no document is of; None where the words only point to one."""
        unit = self.unit(stretch)
        if unit is None and not self._own(self.words(stretch)):
            start, end = self.compact(stretch)
            row = self.names[0].find(name_key(self.question.text[start:end]), self.names[0].everywhere)
            if not is_unit_like(self.question.text[start:end]) and not (row and row.as_row):
                raise ValueError("a unit that nobody knows")
            return UnitSpan(start, end, self.question.text[start:end], ())
        return unit

    def _own(self, words: str) -> bool:
        """Whether words for a unit only point to one: 我们局, 本部门, 单位."""
        return words[0] in OWN or is_talk(words, self.names[0].words) or (words[-1] in ENDS_OF_UNITS and len(words) < SHORTEST_PART)

    def leaf(self, part: Part, *names: str) -> Leaf:
        """What a part of the tree says as one leaf: its name with those of its fields, whose and when; ValueError as `compact`."""
        said: dict[str, Any] = {
            **{name: self.spoken.scope[name] for name in ("unit", "year", "stage", "level") if name in self.spoken.scope},
            **part.said,
        }
        leaf = Leaf()
        if (name := part.span("")) is not None:
            leaf.at = self.compact(name)[0]
            others = (part.span(other) for other in names if part.kind == "cell")
            leaf.spans = self.spans(name, *(one for one in others if one is not None and not self.numbered(one)))
        unit, year = said.get("unit"), said.get("year")
        leaf.unit = self._whose(unit) if isinstance(unit, tuple) else None
        leaf.year = next((one.year for one in self.cuts(year) if one.year is not None), None) if isinstance(year, tuple) else None
        leaf.stages = [QueryStage(str(said["stage"]))] if "stage" in said else []
        leaf.level = Level(str(said["level"])) if "level" in said else None
        leaf.place = Place(str(said["place"])) if "place" in said else None
        leaf.aspect = CellAspect(str(said["asp"])) if "asp" in said else None
        counted = part.span("counted")
        shown = self.spoken.show if self.spoken.show != "%" else None
        leaf.measure = self.words(counted) if counted else part.word("counter") or shown
        return leaf
