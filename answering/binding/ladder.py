"""Which things of a document a name means, rung by rung: the best rung that brings something alone counts.

    climb(index, "驻矿人员工资")  →  normalised: 2026年驻矿人员工资 of the project table

code, exact, normalised, synonym are sure; core, containment and slip are told as what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from answering.binding.names import Name, code_in, core, holds, is_slip, less_brackets, name_of, other_words
from answering.binding.things import DocumentIndex, Thing
from answering.binding.wholes import Whole, whole_of, whole_things

CODE, EXACT, NORMALISED, SYNONYM, CORE, CONTAINMENT, SLIP, MEANING = (
    "code", "exact", "normalised", "synonym", "core", "containment", "slip", "meaning",
)  # fmt: skip
RUNGS = (CODE, EXACT, NORMALISED, SYNONYM, CORE, CONTAINMENT, SLIP, MEANING)
SURE = frozenset((CODE, EXACT, NORMALISED, SYNONYM))
SHORTEST_PART = 3  # characters of a name that is looked for inside labels
LEAST_HELD = 0.34  # of a label that a name must explain that it holds
LEAST_OF_ASKED = 0.6  # of a name that a label inside it must make up


@dataclass(frozen=True, slots=True)
class Reached:
    """A thing that a name reached, and how."""

    thing: Thing
    rung: str
    score: float
    reason: str
    standing: int = 0  # orders totals of tables that stand for one whole, low first


class _Asked(NamedTuple):
    name: Name
    bare: str
    code: str | None


def climb(index: DocumentIndex, text: str) -> Iterator[tuple[Reached, ...]]:
    """The things that a name reaches, one tuple a rung, best first; rungs that bring nothing are passed over."""
    name = name_of(text)
    asked = _Asked(name, name_of(less_brackets(text)).key, code_in(text))
    whole = whole_of(name.key)
    if whole is not None and (whole.sides or whole.named):
        found = tuple(_total(thing, name, standing) for standing, thing in whole_things(index, whole))
        if found:
            yield found
    for rung in (_by_code, _same, lambda i, a: _synonymous(i, a, whole), _by_core, _containing, _slipped):
        if reached := tuple(rung(index, asked)):
            yield reached


def _total(thing: Thing, name: Name, standing: int) -> Reached:
    same = any(one.key == name.key for one in thing.names)
    return Reached(thing, EXACT if same else SYNONYM, 1.0, "与标签相同" if same else f"“{name.printed}”指该表的合计", standing)


def _by_code(index: DocumentIndex, asked: _Asked) -> Iterator[Reached]:
    if asked.code is not None:
        for thing in index.by_code.get(asked.code, ()):
            yield Reached(thing, CODE, 1.0, f"科目编码 {asked.code}")


def _same(index: DocumentIndex, asked: _Asked) -> Iterator[Reached]:
    """Printed alike, or alike less year, numbering and punctuation: 驻矿人员工资 of a sentence is 2026年驻矿人员工资 of a table."""
    exact = {id(thing) for thing in index.by_printed.get(asked.name.printed, ())}
    for thing in index.by_printed.get(asked.name.printed, ()):
        yield Reached(thing, EXACT, 1.0, "与标签完全相同")
    for thing in index.by_key.get(asked.name.key, ()):
        if id(thing) not in exact and years_fit(asked.name.year, thing, index.record.fiscal_year):
            yield Reached(thing, NORMALISED, 1.0, "去掉年度、序号和标点后与标签相同")


def years_fit(year: int | None, thing: Thing, own: int | None) -> bool:
    """Whether a year said in a name is that of a thing: 2025年经费 is not 2026年经费, nor 经费 of the disclosure of 2026."""
    theirs = thing.names[0].year
    return year is None or year == (theirs or own)


def _synonymous(index: DocumentIndex, asked: _Asked, whole: Whole | None) -> Iterator[Reached]:
    seen: set[int] = set()
    for word in other_words(asked.name.key):
        for thing in index.by_key.get(word, ()):
            if id(thing) not in seen and years_fit(asked.name.year, thing, index.record.fiscal_year):
                seen.add(id(thing))
                yield Reached(thing, SYNONYM, 1.0, f"“{asked.name.key}”与“{thing.label}”是同义说法")
    if asked.bare != asked.name.key:
        for thing in index.by_key.get(asked.bare, ()):
            yield Reached(thing, SYNONYM, 1.0, "去掉括号里的话后与标签相同")
    if whole is not None and not whole.sides and not whole.named:
        for standing, thing in whole_things(index, whole):
            if id(thing) not in seen:
                yield Reached(thing, SYNONYM, 1.0, f"“{asked.name.printed}”指该表的合计", standing)


def _by_core(index: DocumentIndex, asked: _Asked) -> Iterator[Reached]:
    for bare in dict.fromkeys((core(asked.name.key), core(asked.bare))):
        for thing in index.by_core.get(bare, ()) if bare else ():
            if years_fit(asked.name.year, thing, index.record.fiscal_year):
                yield Reached(thing, CORE, 1.0, f"去掉“支出”“经费”等字后与“{thing.label}”相同")


def _containing(index: DocumentIndex, asked: _Asked) -> Iterator[Reached]:
    key = asked.name.key
    bare = core(key)
    if len(key) < SHORTEST_PART and len(bare) < SHORTEST_PART:
        return
    for label in index.keys:
        score = holds(key, label) if len(key) >= SHORTEST_PART else 0.0
        if not score and len(bare) >= SHORTEST_PART:
            score = 0.9 * holds(bare, label)
        if score < LEAST_HELD:
            score = (
                0.9 * len(label) / len(key)
                if len(label) > SHORTEST_PART and label in key and len(label) >= LEAST_OF_ASKED * len(key)
                else 0.0
            )
        if score:
            for thing in index.by_key[label]:
                if years_fit(asked.name.year, thing, index.record.fiscal_year):
                    yield Reached(thing, CONTAINMENT, score, f"“{thing.label}”与所问的文字相互包含")


def _slipped(index: DocumentIndex, asked: _Asked) -> Iterator[Reached]:
    key = asked.name.key
    for label in index.keys:
        if len(label) == len(key) and is_slip(key, label):
            for thing in index.by_key[label]:
                if years_fit(asked.name.year, thing, index.record.fiscal_year):
                    yield Reached(thing, SLIP, 0.9, f"“{key}”与“{thing.label}”只差形近或音近的字")
