"""What is wrong with a tree that a model wrote, beyond the rules of the language: words it says that nobody said, words it drops.

heard = Heard.of(question, earlier, scopes, shelf, documents)
fitted(query, heard)           →  the tree less years, units and `said` words that no question holds
left_over(query, heard)        →  ("光伏",): telling words of the question that no part of the tree holds
unsupported(query)             →  ("年薪",): words that share nothing with the names they are said to mean
absences(outcome, heard)       →  Issues with the nearest names that exist
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from answering.evaluating.result import Absent, Amounted, Empty, Judged, Open, Operand, Outcome, Quoted
from answering.query.check import Issue
from answering.query.codec import parse_query, query_json
from answering.query.tree import CellAspect, Given, Nothing, Passage, Query, Scope, Where, walk
from answering.reading.coverage import is_aside
from answering.reading.directory import entity_key, names_of
from answering.reading.folding import DROPPED
from answering.reading.likeness import exchanges
from answering.reading.spans import Question, Span, cut
from answering.reading.words import words
from disclosure.amount import fold_width
from disclosure.figure import Figure
from disclosure.terms import english_terms
from retrieval.names import core, normalise_label, simplify, sound_of

TELLING = frozenset({"unit", "year", "code", "name", "piece", "rest", "amount"})
SHORTEST = 2  # characters of a word that tells something
SUPPORTED = 0.3  # of the asker's telling characters, what the name must hold or stand for
_NAMES = ("row", "column", "under", "table", "topic", "heading", "term", "kind", "facet")
_COMPARED = (CellAspect.CHANGE, CellAspect.RATE, CellAspect.PRIOR, CellAspect.EXECUTED)
_LIGHT = frozenset("的之与和及等其他类费支出经用款项目总计合金额数资多少是有在这那个了些里每各一二三四五六七八九十0123456789年度钱花要")


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, as far as a tree may use it."""

    question: Question  # cut into spans by the library's names
    texts: tuple[str, ...]  # this question and the earlier ones, folded
    scopes: tuple[Scope, ...]  # of earlier queries and of the other reader

    @classmethod
    def of(cls, question: str, earlier: Sequence[str], scopes: Sequence[Scope], shelf: Any, documents: Sequence[str] | None) -> Heard:
        """Cut the question by the names of the library."""
        lexicon, directory = names_of(shelf)
        held = frozenset(documents or ())
        scope = lexicon.told(*held) if held else lexicon.everywhere
        return cls(cut(question, lexicon, directory, scope), tuple(map(compact, (question, *earlier))), tuple(scopes))

    def says(self, text: str) -> bool:
        """Whether a question holds these words."""
        return any(compact(text) in heard for heard in self.texts)

    @property
    def units(self) -> tuple[tuple[str, ...], ...]:
        """For each unit that the question names: the names of the library that it may mean."""
        return tuple(span.unit.entities for span in self.question.spans if span.unit is not None)


def compact(text: str) -> str:
    """Text as spans have it: width and case folded, simplified, without quotation marks, brackets and spaces."""
    return "".join(character for character in simplify(fold_width(text)).lower() if character not in DROPPED and not character.isspace())


# what nobody said


def fitted(query: Query, heard: Heard) -> Query:
    """The tree less what it says of words, years and units that no question said; what is left open is settled by binding."""
    return parse_query(_fit(query_json(query), heard))


def _fit(value: Any, heard: Heard) -> Any:
    if isinstance(value, list):
        return [_fit(one, heard) for one in value]
    if not isinstance(value, Mapping):
        return value
    out: dict[str, Any] = {}
    for key, held in value.items():
        if key == "said":
            kept = {field: text for field, text in held.items() if heard.says(text)} if isinstance(held, Mapping) else held
            if kept and (isinstance(kept, Mapping) or heard.says(kept)):
                out[key] = kept
        elif key == "scope":
            out[key] = _scope(held, value.get("said"), heard)
        elif key == "unused":
            out[key] = [text for text in held if heard.says(text)]
        else:
            out[key] = _fit(held, heard)
    return out


def _scope(scope: Mapping[str, Any], said: Any, heard: Heard) -> dict[str, Any]:
    kept = dict(scope)
    if "year" in kept and not _year_said(kept["year"], heard):
        del kept["year"]
    if "unit" in kept and not _unit_said(kept["unit"], said.get("unit", "") if isinstance(said, Mapping) else "", heard):
        del kept["unit"]
    return kept


def _year_said(year: int, heard: Heard) -> bool:
    known = {scope.year for scope in heard.scopes} | {span.year for span in heard.question.spans}
    return year in known or any(str(year) in text or f"{year % 100:02}年" in text for text in heard.texts)


def _unit_said(unit: str, said: str, heard: Heard) -> bool:
    """Whether a question names this unit: as the offline reader hears it, by a part of its name, or by a slip of it."""
    named = [entity for entities in heard.units for entity in entities]
    if unit in named or any(unit == scope.unit for scope in heard.scopes) or heard.says(unit):
        return True
    if any(not entities for entities in heard.units) and not named:
        return False  # a unit is named that the library does not hold: no other stands in for it
    if not any("\u4e00" <= character <= "\u9fff" for character in heard.texts[0]):
        return True  # asked in another language
    key = entity_key(unit)
    return bool(said) and heard.says(said) and 2 * sum(character in key for character in compact(said)) >= len(compact(said))


def other_units(query: Query, heard: Heard) -> tuple[Issue, ...]:
    """Units that a question names and the tree replaces by another or leaves out."""
    held = [scope for scope in _scopes(query) if scope.unit or scope.units]
    issues = []
    for span in heard.question.spans if not isinstance(query.ask, Nothing) else ():
        if span.unit is None or not span.unit.entities or span.unit.place_only or any(scope.units for scope in held):
            continue
        keys = {entity_key(entity) for entity in span.unit.entities}
        texts = [text for text in (*(scope.unit for scope in held), *literals(query)) if text]
        if not any(
            entity_key(text) in keys or compact(span.text) in compact(text) or compact(text) in compact(span.text) for text in texts
        ):
            issues.append(Issue("单位", "scope.unit", f"问题说的是“{span.said}”，查询式里没有", span.unit.entities[:3], "写它的全称"))
    return tuple(issues)


# what was dropped


def left_over(query: Query, heard: Heard, context: Sequence[str] = ()) -> tuple[str, ...]:
    """Telling words of the question that no part of the tree holds, as the question writes them, in order.

    `context` is what is printed around the cells that the tree binds: a word of it is used.
    """
    if isinstance(query.ask, Nothing):
        return ()
    question = heard.question
    covered = [False] * len(question.text)
    for words_said in _said(query):
        _cover(covered, question.text, compact(words_said))
    spelled = [compact(text) for text in (*literals(query), *context)]
    left = []
    for span in question.spans:
        if not is_telling(span) or _is_talk(span, question) or _is_used(span, query, spelled):
            continue
        if 2 * sum(covered[span.start : span.end]) < span.end - span.start:
            left.append(span.said)
    return tuple(dict.fromkeys(left))


def is_telling(span: Span) -> bool:
    """Whether a stretch of the question says what is looked for."""
    if span.kind not in TELLING or span.end - span.start < SHORTEST:
        return False
    if span.kind == "amount":  # 四项, 两年: how many things there are is seen from the things
        return span.amount is not None and span.amount.unit is not None and (span.amount.unit.is_money or span.amount.unit.name == "%")
    return span.kind in ("year", "code") or any("\u4e00" <= character <= "\u9fff" for character in span.text)


def tells(word: str, heard: Heard) -> bool:
    """Whether a word of the question is more than talk."""
    question, part = heard.question, compact(word)
    at = question.text.find(part)
    inside = (span for span in question.spans if span.start < at + len(part) and at < span.end)
    return at < 0 or any(span.kind in TELLING and not _is_talk(span, question) for span in inside)


def _is_talk(span: Span, question: Question) -> bool:
    """Whether a stretch that is no name is likely to be talk where it stands."""
    return span.kind in ("piece", "rest") and is_aside(span.text, question)


def _cover(covered: list[bool], text: str, part: str) -> None:
    compact = "".join(character for character in part if character in text)
    at = text.find(compact) if compact else -1
    while at >= 0:
        covered[at : at + len(compact)] = [True] * len(compact)
        at = text.find(compact, at + 1)


def _is_used(span: Span, query: Query, spelled: Sequence[str]) -> bool:
    scopes = [*_scopes(query)]
    nodes = walk(query.ask)
    if any(compact(span.text) in text for text in spelled):
        return True
    if span.kind == "unit":
        return any(scope.unit or scope.units for scope in scopes) or bool(span.unit and span.unit.place_only)
    if span.kind == "year":
        years = {scope.year for scope in scopes}
        compared = any(getattr(node, "aspect", None) in _COMPARED or isinstance(node, Passage) for node in nodes)
        before = span.year is not None and (span.year + 1 in years or years == {None})
        return span.year is None or span.year in years or (compared and before)
    if span.kind == "amount":
        return any(isinstance(node, Passage) for node in nodes) or any(True for _ in _givens(query))
    return False


# what is a leap


def unsupported(
    query: Query, heard: Heard, context: Sequence[str] = (), near: Callable[[str, str], bool] = lambda said, name: False
) -> tuple[str, ...]:
    """The asker's words that share too little with the names they are said to mean, synonyms included: a guess, to be asked back.

    `near` tells whether words and a name are near in meaning; what is printed around the bound cells, `context`, counts as named.
    """
    leaps = []
    around = "".join(map(compact, context))
    for node in walk(query.ask):
        said, name = getattr(node, "said", None), getattr(node, "row", None) or getattr(node, "topic", None) or getattr(node, "term", None)
        if not said or not name or near(said, name):
            continue
        held = "".join(str(getattr(node, field)) for field in _NAMES if getattr(node, field, None)) + (getattr(node, "counted", None) or "")
        known = frozenset(compact(held) + around) | _stands_for(said, held + around)
        sounds = frozenset(sound_of("".join(sorted(known))).split())
        telling = [character for character in _telling(said, heard) if character not in _LIGHT]
        shared = sum(character in known or sound_of(character) in sounds for character in telling)
        if telling and shared < SUPPORTED * len(telling):
            leaps.append(said)
        named = frozenset("".join(map(compact, literals(query)))) | known
        leaps += [part for part in _parts(said, heard) if not any(character in named for character in part if character not in _LIGHT)]
    return tuple(dict.fromkeys(leaps))


def _telling(said: str, heard: Heard) -> str:
    """What is said of one name, without talk, cues and measures: 车, of 手里有几台车."""
    text, said = heard.question.text, compact(said)
    at = text.find(said)
    if at < 0:
        return said  # of an earlier question
    kept = (text[max(span.start, at) : min(span.end, at + len(said))] for span in heard.question.spans if span.kind in (*TELLING, "total"))
    return "".join(kept) or said


def _parts(said: str, heard: Heard) -> Iterator[str]:
    """The telling words inside what is said of one name, which a long `said` must not hide."""
    at = heard.question.text.find(compact(said))
    for span in heard.question.spans if at >= 0 else ():
        inside = at <= span.start and span.end <= at + len(compact(said))
        if inside and span.kind in ("name", "piece", "rest") and sum(character not in _LIGHT for character in span.text) >= SHORTEST:
            yield span.text


def _stands_for(said: str, names: str) -> frozenset[str]:
    """The characters of words in `said` that may stand for a word of `names`."""
    text, keys = compact(said), normalise_label(names)
    held: set[str] = set()
    for word, meant in words().names.items():
        if word in text and any(name in keys or 2 * len({*core(name)} & {*keys}) > len({*core(name)}) for name in meant):
            held |= set(word)
    for _, word, printed in exchanges(text):
        if any(other in keys for other in printed):
            held |= set(word)
    for total in words().totals:
        if total in text and ("总计" in names or "合计" in names):
            held |= set(total)
    spoken = said.lower()
    for terms in english_terms().values():
        for english, chinese in terms.items():
            if english in spoken and any(character in names for character in chinese if character not in _LIGHT):
                return frozenset(text)
    return frozenset(held)


# what does not exist


def absences(outcome: Outcome, heard: Heard) -> tuple[Issue, ...]:
    """Names of a tree that binding did not find, with the nearest that would answer; not the asker's own that nothing is near to."""
    return tuple(
        Issue("名称", one.part, one.why, one.near, "写表里印出的名称" if one.near else "目录里没有它：写目录里的名称，或照抄问题里的字")
        for one in _parts_of(outcome)
        if isinstance(one, Absent) and one.part in _NAMES and (one.near or not heard.says(one.name))
    )


def printed_around(outcome: Outcome) -> tuple[str, ...]:
    """What is printed around the cells that an outcome rests on: titles, rows, columns, projects, headings."""
    held: dict[str, None] = {}
    for one in _parts_of(outcome):
        for figure in _figures(one):
            texts = (figure.table_title, figure.project, figure.basis, figure.measure, *figure.row_path, *figure.column_path)
            held.update(dict.fromkeys(text for text in texts if text))
        if isinstance(one, Open):
            held.update(
                dict.fromkeys(
                    text for label, choice in one.choices for text in (label, *choice.figure.row_path, *choice.figure.column_path)
                )
            )
        if isinstance(one, Quoted):
            held.update(dict.fromkeys(text for chunk in one.passages for text in (*chunk.heading, chunk.text)))
    return tuple(held)


def _parts_of(outcome: Outcome) -> Iterator[Outcome]:
    yield outcome
    if isinstance(outcome, Judged):
        yield from (part for held in (outcome.left, outcome.right) if held is not None for part in _parts_of(held))
    for name in ("parts", "items", "places"):
        for part in getattr(outcome, name, ()):
            yield from _parts_of(part)


def _figures(outcome: Outcome) -> Iterator[Figure]:
    if isinstance(outcome, Amounted):
        yield from _leaves(outcome.operand)
    elif isinstance(outcome, Empty) and outcome.figure is not None:
        yield outcome.figure


def _leaves(operand: Operand) -> Iterator[Figure]:
    if isinstance(operand, Figure):
        yield operand
    else:
        for part in operand.operands:
            yield from _leaves(part)


# the parts of a tree


def _scopes(query: Query) -> Iterator[Scope]:
    yield query.scope
    yield from (scope for node in walk(query.ask) if isinstance(scope := getattr(node, "scope", None), Scope))


def _said(query: Query) -> Iterator[str]:
    yield from (text for _, text in query.said)
    yield from query.unused
    for node in walk(query.ask):
        yield from filter(None, (getattr(node, "said", None), *(text for _, text in getattr(node, "spans", ()))))
    yield from (given.said or given.number for given in _givens(query))


def _givens(query: Query) -> Iterator[Given]:
    for node in walk(query.ask):
        if isinstance(node, Given):
            yield node
        where = getattr(node, "where", None)
        if isinstance(where, Where):
            yield from (one for one in (where.above, where.below, where.at_least, where.at_most, where.equal) if one is not None)


def literals(query: Query) -> Iterator[str]:
    """Every name of a tree."""
    yield from filter(None, (query.scope.unit, query.scope.units, query.show))
    for node in walk(query.ask):
        held = getattr(node, "of", None)
        where = getattr(node, "where", None)
        scope = getattr(node, "scope", None)
        for value in (node, held, where, scope):
            for name in (*_NAMES, "unit", "units", "name", "begins", "source", "as_of", "counted"):
                text = getattr(value, name, None)
                if isinstance(text, str):
                    yield str(text)


def names(query: Query) -> tuple[str, ...]:
    """The printed names that a tree holds, for a catalogue to show."""
    return tuple(
        dict.fromkeys(
            text
            for node in walk(query.ask)
            for value in (node, getattr(node, "of", None))
            for name in ("row", "column", "under", "table", "topic", "heading", "term")
            if isinstance(text := getattr(value, name, None), str)
        )
    )


def things(query: Query) -> tuple[str, ...]:
    """The names of what is asked for, less tables and units."""
    return tuple(
        text
        for node in walk(query.ask)
        for name in ("row", "column", "under", "topic", "term")
        if isinstance(text := getattr(node, name, None), str)
    )
