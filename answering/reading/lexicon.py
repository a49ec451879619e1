"""The names of a library, as a reader needs them: every distinct label once, where it stands, and what it stands beside.

    lexicon = Lexicon.of(library)
    lexicon.match("驻矿的人工资", lexicon.everywhere)  →  Hit(2026年驻矿人员工资, mask 0b110011, …)
    lexicon.places[name.no]                            →  Place(row, columns, parents, table, project, …)

Built once a library version.  Only names are kept here, never an amount.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import or_
from threading import Lock
from typing import TYPE_CHECKING

from answering.reading.likeness import aside, exchanges, explain, one_slip, owner_of
from answering.reading.words import Words, reads_as_unit, words
from disclosure.amount import fold_width
from disclosure.document import Level, Stage
from retrieval.figure_store import Placing
from retrieval.names import core, normalise_label, simplify, sound_of

if TYPE_CHECKING:
    from retrieval.library import Library

RANK = 0.002  # what a name is meant less than the one before it, by the same everyday word
PARTED = 0.1  # of a name that says a phrase with other words between, before one that says it whole
CONSIDERED = 60  # names that are compared character by character
LONGEST_KEY = 60
SHORTEST_UNIT = 5  # characters of a unit's name in a row
NO_COUNTS = frozenset({None, "money", "number", "%", "百分点"})  # dimensions of what is no number of things
TOTAL_ROWS = frozenset({"合计", "总计", "支出合计", "本年支出合计", "支出总计"})
_BUILDING = Lock()


@dataclass(slots=True)
class Name:
    """A distinct name, whatever its punctuation and numbering."""

    no: int
    key: str  # normalised
    prints: Counter[str] = field(default_factory=Counter)
    as_row: int = 0  # documents that print it so, as bits by their order
    as_column: int = 0
    as_parent: int = 0
    as_project: int = 0
    as_title: int = 0
    owner: int = 0  # how many of its first characters only say whose it is: 县水务局 of 县水务局政府采购预算总额

    documents: int = 0  # documents that print it at all; set by `finish`

    @property
    def label(self) -> str:
        """As it is printed most often."""
        return self.prints.most_common(1)[0][0] if self.prints else self.key


@dataclass(frozen=True, slots=True)
class Place:
    """What one row of a table, or one sentence, says of its row: names by number."""

    row: int
    columns: frozenset[int]
    parents: frozenset[int]
    table: int  # -1: running text
    project: int  # -1: no form
    documents: int  # that print it so, as bits by their order
    dimension: str | None
    code: str | None
    prose: bool

    @property
    def beside(self) -> frozenset[int]:
        """All names that it stands beside."""
        return self.columns | self.parents | {self.table, self.project}


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader knows of a document."""

    order: int
    id: str
    file_name: str
    entity: str | None
    year: int | None
    stage: Stage | None
    level: Level | None

    @property
    def bit(self) -> int:
        """Its bit in a set of documents."""
        return 1 << self.order


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that a phrase may mean."""

    name: Name
    mask: int  # characters of the phrase that it explains
    score: float  # 1: the phrase, the whole phrase and nothing but the phrase
    how: str  # exact, synonym, part, slip
    unasked: float = 0.0  # of the name's own telling weight, what the phrase does not say: 0 to 1


class Lexicon:
    """All names of a library; made by `Lexicon.of`."""

    def __init__(self, documents: Sequence[Document]) -> None:
        """Empty; `of` fills it."""
        self.documents = tuple(documents)
        self.everywhere = (1 << len(self.documents)) - 1
        self.names: list[Name] = []
        self.by_key: dict[str, int] = {}
        self._by_label: dict[str, Name] = {}
        self.places: dict[int, list[Place]] = defaultdict(list)
        self.children: dict[int, list[Place]] = defaultdict(list)  # places by what they stand under
        self.codes: dict[str, list[Place]] = defaultdict(list)
        self.counting: dict[str, list[int]] = defaultdict(list)  # rows whose numbers count something, by what they count
        self.grams: dict[str, list[int]] = defaultdict(list)
        self.cores: dict[str, list[int]] = defaultdict(list)
        self.pieces: set[str] = set()
        self._sounds: dict[str, list[int]] | None = None
        self._weights: dict[str, float] = {}
        self._within: dict[tuple[int, int], tuple[Place, ...]] = {}
        self._found: dict[tuple[str, int, str], tuple[Hit, ...]] = {}

    @staticmethod
    def of(shelf: Library) -> Lexicon:
        """The lexicon of a library as it stands."""
        with _BUILDING:  # who asks while it is built waits for it: two builds at once would take twice as long
            return shelf.kept("lexicon", lambda: _build(shelf))

    @cached_property
    def unit_rows(self) -> tuple[Name, ...]:
        """Units that print a row in a department's tables and have no document of their own."""
        own = {name_key(document.entity) for document in self.documents if document.entity}
        return tuple(
            name
            for name in self.names
            if (name.as_row | name.as_parent) and len(name.key) >= SHORTEST_UNIT and name.key not in own and reads_as_unit(name.label)
            and sum(1 if place.code else -1 for place in self.places[name.no]) <= 0
            and any(not place.prose and place.dimension == "money" for place in (*self.places[name.no], *self.children[name.no]))
        )  # fmt: skip

    @cached_property
    def _sets(self) -> dict[object, int]:
        """The documents of each unit, year, stage and id."""
        sets: dict[object, int] = defaultdict(int)
        for one in self.documents:
            for told in {one.entity, one.year, one.stage, one.id} - {None}:
                sets[told] |= one.bit
        return sets

    def told(self, *told: object) -> int:
        """The documents of any of some units, years, stages or ids, as bits."""
        return reduce(or_, (self._sets.get(one, 0) for one in told), 0)

    def within(self, scope: int) -> Iterator[Document]:
        """The documents of a set."""
        return (self.documents[at] for at in range(scope.bit_length()) if scope >> at & 1)

    def find(self, key: str, scope: int) -> Name | None:
        """The name of exactly this key, where a document of the scope prints it."""
        no = self.by_key.get(key)
        if no is None or not self.names[no].documents & scope:
            return None
        return self.names[no]

    def weight(self, text: str) -> float:
        """How much a text tells: the rarer its characters are among names, the more."""
        return sum(self._weights.get(character, 1.0) for character in text)

    def weights(self, text: str) -> list[float]:
        """The same by character."""
        return [self._weights.get(character, 1.0) for character in text]

    def places_of(self, no: int, scope: int) -> tuple[Place, ...]:
        """Where the documents of a set print a row."""
        if (no, scope) not in self._within:
            if len(self._within) > 20_000:
                self._within.clear()
            self._within[no, scope] = tuple(place for place in self.places.get(no, ()) if scope & place.documents)
        return self._within[no, scope]

    # matching

    def match(self, phrase: str, scope: int, soft: int = 0) -> tuple[Hit, ...]:
        """Names that may be meant by a phrase or a part of it, best first.  `soft`: characters that need not be explained."""
        key = (phrase, scope, bin(soft))
        if key not in self._found:
            if len(self._found) > 4096:
                self._found.clear()
            self._found[key] = self._match(phrase, scope, soft)
        return self._found[key]

    def _match(self, phrase: str, scope: int, soft: int) -> tuple[Hit, ...]:
        found: dict[int, Hit] = {}
        weights = self.weights(phrase)
        for no, mask, less in self._said(phrase, scope):
            self._keep(found, self._hit(self.names[no], phrase, mask, less, weights, soft, "synonym"))
        whole: int | None = self.by_key.get(phrase)
        if whole is not None and self.names[whole].documents & scope:
            self._keep(found, Hit(self.names[whole], (1 << len(phrase)) - 1, 1.0, "exact"))
        for start in range(len(phrase) - 5):
            if phrase[start : start + 4].isdecimal():
                for end in range(start + 6, len(phrase) + 1):
                    dated = self.by_key.get(phrase[start:end])
                    if dated is not None and self.names[dated].documents & scope and self.names[dated].key != phrase[start:end]:
                        mask = ((1 << (end - start)) - 1) << start
                        self._keep(found, self._hit(self.names[dated], phrase, mask, 0.0, weights, soft, "exact"))
        for no in self._near(phrase, scope):
            name = self.names[no]
            like = explain(name.key, phrase)
            if not like.said:
                continue
            own = [w / 8 if mine >> at & 1 else w for mine in (aside(name.key, name.owner),) for at, w in enumerate(self.weights(name.key))]
            unasked = sum(w for at, w in enumerate(own) if not like.told >> at & 1) / (sum(own) or 1.0)
            how = "slip" if like.slips else "synonym" if like.exchanged else "part" if unasked else "exact"
            parted = PARTED if how == "part" and phrase not in name.key else 0.0
            self._keep(found, self._hit(name, phrase, like.said, unasked + parted, weights, soft, how))
        return tuple(sorted(found.values(), key=lambda hit: (-hit.score, hit.unasked, hit.name.no)))

    def _near(self, phrase: str, scope: int) -> list[int]:
        """The names that share the most with a phrase, or with what may be printed for its words."""
        grams = [phrase[start : start + 2] for start in range(len(phrase) - 1)]
        grams += {word[at : at + 2] for _, _, printed in exchanges(phrase) for word in printed for at in range(len(word) - 1)}
        counts: Counter[int] = Counter(no for gram in grams for no in self.grams.get(gram, ()) if self.names[no].documents & scope)
        return sorted(counts, key=lambda no: (-counts[no] * 2 + len(self.names[no].key) * 0.2, no))[:CONSIDERED]

    def _hit(self, name: Name, phrase: str, mask: int, unasked: float, weights: Sequence[float], soft: int, how: str) -> Hit:
        explained = sum(weight for at, weight in enumerate(weights) if mask >> at & 1)
        missed = sum(weight for at, weight in enumerate(weights) if not (mask | soft) >> at & 1)
        whole = explained + missed or 1.0
        score = (explained - missed) / whole - 0.4 * unasked - (0.1 if how == "slip" else 0.03 if how == "synonym" else 0.0)
        return Hit(name, mask, score, how, unasked)

    @staticmethod
    def _keep(found: dict[int, Hit], hit: Hit) -> None:
        held = found.get(hit.name.no)
        if held is None or hit.score > held.score:
            found[hit.name.no] = hit

    def _said(self, phrase: str, scope: int) -> Iterator[tuple[int, int, float]]:
        """Names whose synonym or everyday word stands in the phrase, and how much less what is named behind others is meant."""
        known = self.words.names
        for start in range(len(phrase)):
            for end in range(min(len(phrase), start + self.words.longest_name), start, -1):
                piece = phrase[start:end]
                if len(piece) == 1 and len(phrase) > 1:
                    continue
                for at, other in enumerate(known.get(piece, ())):
                    for no in self._printing(other, piece, scope):
                        yield no, ((1 << (end - start)) - 1) << start, RANK * at

    def _printing(self, key: str, piece: str, scope: int) -> Iterator[int]:
        """The name of this key, or where none is printed those that say it with another word for money: 会议经费 for 会议费."""
        name = self.find(key, scope)
        bare = core(key)
        if name is not None:
            yield name.no
        elif bare != key and key.startswith(bare) and bare not in self.words.totals and bare != core(piece):
            yield from (no for no in self.cores.get(bare, ()) if self.names[no].documents & scope)

    @property
    def words(self) -> Words:
        """The standing tables of words."""
        return words()

    def sounding(self, piece: str, scope: int) -> list[str]:
        """Names that sound as a piece does."""
        if self._sounds is None:
            self._sounds = defaultdict(list)
            for name in self.names:
                if 2 <= len(name.key) <= 12:
                    self._sounds[sound_of(name.key)].append(name.no)
        found = [self.names[no] for no in self._sounds.get(sound_of(piece), ()) if self.names[no].documents & scope]
        return [name.key for name in found]

    def off_by_one(self, piece: str, scope: int) -> list[str]:
        """Names of the same length that differ in one character."""
        counts: Counter[int] = Counter(no for at in range(len(piece) - 1) for no in self.grams.get(piece[at : at + 2], ()))
        near = [self.names[no] for no, count in counts.items() if count >= len(piece) - 3 and len(self.names[no].key) == len(piece)]
        return [name.key for name in near if name.documents & scope and one_slip(name.key, piece)]

    # building

    def add(self, label: str, times: int = 1) -> Name:
        """The name of a label that is printed so many times; made when it is new."""
        if (held := self._by_label.get(label)) is not None:
            held.prints[label] += times
            return held
        key = name_key(label)
        no = self.by_key.get(key)
        if no is None:
            no = self.by_key[key] = len(self.names)
            self.names.append(Name(no, key))
        name = self.names[no]
        if label not in name.prints:
            dated = compact(label)
            if dated != key and dated[:4].isdecimal() and dated[4:5] == "年":
                self.by_key.setdefault(dated, no)
        name.prints[label] += times
        self._by_label[label] = name
        return name

    def finish(self) -> None:
        """Index what was added."""
        frequency: Counter[str] = Counter()
        for no, places in self.places.items():
            for dimension in {place.dimension for place in places} - NO_COUNTS:
                self.counting[str(dimension)].append(no)
        for name in self.names:
            name.documents = name.as_row | name.as_column | name.as_parent | name.as_project | name.as_title
            frequency.update(set(name.key))
            for gram in {name.key[at : at + 2] for at in range(len(name.key) - 1)}:
                self.grams[gram].append(name.no)
            if (bare := core(name.key)) and name.key.startswith(bare):
                self.cores[bare].append(name.no)
            key = name.key[:LONGEST_KEY]
            for size in range(3, min(9, len(key)) + 1):
                self.pieces.update(key[at : at + size] for at in range(len(key) - size + 1))
        total = math.log(2 + len(self.names))
        self._weights = {c: max(0.25, 1 - 0.9 * math.log(1 + count) / total) for c, count in frequency.items()}
        for character in self.words.light:
            self._weights[character] = 0.2


def name_key(label: str) -> str:
    """A label as names are compared: simplified characters, no numbering, year in front, punctuation or width."""
    key = simplify(normalise_label(label))
    bare = key.lstrip("0123456789").rstrip("0123456789")
    # a code glued to a name is no part of it; 2025年… and 30万元以上 keep their digits
    return bare if len(bare) > 1 and len(key) - len(bare) >= 3 and not bare.startswith("年") else key


def compact(label: str) -> str:
    """A label without punctuation, quotation marks and spaces, its year kept."""
    return simplify("".join(character for character in fold_width(label).lower() if character.isalnum()))


def _build(shelf: Library) -> Lexicon:
    records = shelf.documents()
    lexicon = Lexicon([
        Document(order, one.id, one.file_name, one.entity, one.fiscal_year, one.stage, one.level) for order, one in enumerate(records)
    ])  # fmt: skip
    years: dict[int, int] = defaultdict(int)
    for document in lexicon.documents:
        years[document.year or 0] |= document.bit
    newest = sorted(years.items(), reverse=True)
    for placing in sorted(shelf.placings(), key=lambda one: -next((year for year, bits in newest if one.documents & bits), 0)):
        _place(lexicon, placing)
    lexicon.finish()
    return lexicon


def _place(lexicon: Lexicon, placing: Placing) -> None:
    if not placing.measure.strip():
        return
    bits = placing.documents
    row = lexicon.add(placing.measure, bits.bit_count())
    row.as_row |= bits
    if placing.table is None and not row.owner:
        row.owner = max((owner_of(row.key, name_key(one.entity)) for one in lexicon.within(bits) if one.entity), default=0)
    outer = [part for part in placing.row_path if part != placing.measure and not part.isdecimal()]
    # in a wide table what names the figure stands in the column's header
    columns = [part for part in placing.column_path if part != placing.measure]
    place = Place(
        row.no,
        frozenset(_add(lexicon, columns, "as_column", bits)),
        frozenset(_add(lexicon, outer, "as_parent", bits)),
        next(iter(_add(lexicon, [placing.table or ""], "as_title", bits)), -1),
        next(iter(_add(lexicon, [placing.project or ""], "as_project", bits)), -1),
        bits,
        placing.dimension,
        placing.subject_code,
        placing.table is None,
    )
    lexicon.places[row.no].append(place)
    for no in place.parents:
        lexicon.children[no].append(place)
    if row.key in TOTAL_ROWS:  # a column's own total: 人员经费 is 合计 in the column 人员经费
        for no in place.columns:
            lexicon.places[no].append(replace(place, row=no))
    if placing.subject_code:
        lexicon.codes[placing.subject_code].append(place)


def _add(lexicon: Lexicon, labels: Sequence[str], role: str, bits: int) -> Iterator[int]:
    for label in labels:
        if label.strip():
            name = lexicon.add(label, bits.bit_count())
            setattr(name, role, getattr(name, role) | bits)
            yield name.no
