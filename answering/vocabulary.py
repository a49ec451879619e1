"""The names that stand in some documents: row labels, columns, projects; so that no rule splits or drops one.

    vocabulary.knows("水情监测平台专线及电信、移动服务费")  →  True
    vocabulary.holds("电信、移动服务费")                              →  True, a row's name contains it

Only names are read here, never figures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Protocol
from weakref import WeakKeyDictionary

from answering.coverage import cover
from answering.unit_names import is_part_of
from disclosure.document import Level, Stage
from disclosure.terms import subject_names
from retrieval.figure_writer import LabelRole
from retrieval.matching import normalise_label

# A scope of more documents than this is too wide for its names to say anything.
MOST_DOCUMENTS = 60
_SHORTEST = 2
# Between the characters of a name these say nothing: “三公”经费, 维修(护)费.
_DROPPED = re.compile(r"[\s“”\"'‘’《》·()\[\]{}、,，/\-—]")


class Record(Protocol):
    """What is read of a document record."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def file_name(self) -> str:
        """The file it came from."""
        ...

    @property
    def entity(self) -> str | None:
        """Whose it is."""
        ...

    @property
    def fiscal_year(self) -> int | None:
        """Of which year."""
        ...

    @property
    def stage(self) -> Stage | None:
        """预算 or 决算."""
        ...

    @property
    def figures(self) -> int:
        """How many figures were read."""
        ...

    @property
    def level(self) -> Level | None:
        """部门 or 单位."""
        ...


class Names(Protocol):
    """What understanding needs of a library: names alone."""

    @property
    def version(self) -> str:
        """Changes with the set of documents."""
        ...

    def documents(self) -> Sequence[Record]:
        """All documents."""
        ...

    def document(self, name: str) -> Record:
        """A document by id or file name; UnknownNameError."""
        ...

    def labels(self, document_ids: Sequence[str] | None = None, roles: Collection[LabelRole] | None = None) -> tuple[str, ...]:
        """The distinct labels of some documents."""
        ...


# Names that are words of asking as well, or say an operation: never taken as one piece.
_COMMON = re.compile(
    r"(?:部门|单位|本年|当年|年度)?(?:预算|决算|支出|收入|收支|经费|资金|费用|项目|金额|总额|数量|编制|合计|总计)(?:数|总额|金额|安排)?|"
    r"基本支出|项目支出|人员经费|公用经费|三公经费|机关运行经费|政府采购|政府采购预算|一般公共预算|"
    r"政府性基金(?:预算)?|国有资本经营(?:预算)?|"
    r"财政拨款|每年|全年|年度|上年|去年|今年|\d+|年初预算|全年预算|预算执行数|总预算|总支出|总收入|绩效目标|内设机构|主要职责"
)
_SAYS_OPERATION = re.compile(
    r"占.*(?:总|支出|预算|收入|%|比)|比上年|比去年|比\d|完成.{0,3}预算|增加|减少|增长|下降|[多几]少?[个大高]?$|是否|为什么|原因|编码$|代码$"
)


class Vocabulary:
    """The names in one set of documents."""

    def __init__(
        self, labels: Sequence[str], projects: Sequence[str] = (), columns: Sequence[str] = (), entities: Sequence[str] = ()
    ) -> None:
        """Labels of rows and of numbers in prose, projects of forms, column headers; as printed; whose documents they are."""
        self.labels = tuple(labels)
        self.entities = tuple(dict.fromkeys(entities))
        self.projects = tuple(projects)
        self.columns = frozenset(normalise_label(column) for column in columns)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Labels that name a unit below those whose documents these are: a bureau's own office, its stations."""
        own = set(self.projects)
        return tuple(dict.fromkeys(label for label in self.labels if label not in own and is_part_of(label, self.entities)))

    @cached_property
    def _normalised(self) -> frozenset[str]:
        return frozenset(normalise_label(label) for label in (*self.labels, *self.projects))

    @cached_property
    def _joined(self) -> str:
        return "\n".join(sorted(self._normalised))

    @cached_property
    def _years(self) -> dict[int, str]:
        years: dict[int, list[str]] = {}
        for label in (*self.labels, *self.projects):
            for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?=年)", label):
                years.setdefault(int(year), []).append(normalise_label(label))
        return {year: "\n".join(sorted(set(labels))) for year, labels in years.items()}

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """First two characters of each name that is taken as one piece → the lengths of such names, longest first."""
        lengths: dict[str, set[int]] = {}
        for name in self._pieces:
            lengths.setdefault(name[:2], set()).add(len(name))
        return {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}

    @cached_property
    def _pieces(self) -> frozenset[str]:
        standard = (normalise_label(name) for name in subject_names())
        return frozenset(name for name in (*self._normalised, *standard) if _is_piece(name))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where names stand in `text`, the longest first come, none overlapping; in order."""
        plain, places = _plain(text)
        found: list[tuple[int, int]] = []
        for start in range(len(plain) - 1):
            for length in self._lengths.get(plain[start : start + 2], ()):
                if plain[start : start + length] in self._pieces and start + length <= len(plain):
                    found.append((places[start], places[start + length - 1] + 1))
                    break
        taken: list[tuple[int, int]] = []
        for span in sorted(found, key=lambda s: s[0] - s[1]):
            if not any(span[0] < end and start < span[1] for start, end in taken):
                taken.append(span)
        return sorted(taken)

    def knows(self, text: str) -> bool:
        """Whether `text` is a whole label, year, numbering and punctuation aside."""
        return normalise_label(text) in self._normalised

    def holds(self, text: str) -> bool:
        """Whether `text` stands in some label."""
        plain = normalise_label(text)
        return len(plain) >= _SHORTEST and plain in self._joined

    def one_name(self, text: str, joint: str) -> bool:
        """Whether one label has `joint` (a 和 with its neighbours) in it and everything distinctive of `text` besides."""
        plain, joint = normalise_label(text), normalise_label(joint)
        if joint not in self._joined:
            return False
        return any(joint in label and label != joint and cover(plain, label).complete for label in self._normalised)

    def spelled_out(self, text: str) -> str | None:
        """The one longer name that `text` shortens by a word in its middle: 农房险 of 农房保险; None when none or several."""
        plain = normalise_label(text)
        if not 3 <= len(plain) <= 8 or plain in self._joined:
            return None
        forms = (f"{re.escape(plain[:cut])}[^\n]{{1,3}}{re.escape(plain[cut:])}" for cut in range(2, len(plain)))
        found = {match for form in forms for match in re.findall(form, self._joined)}
        return found.pop() if len(found) == 1 else None

    def is_project(self, text: str) -> bool:
        """Whether `text` is the name of a project with a form, whole or in good part."""
        plain = normalise_label(text)
        names = [normalise_label(project) for project in self.projects]
        return len(plain) >= _SHORTEST and any(plain == name or (plain in name and len(plain) * 2 >= len(name)) for name in names)

    def knows_of_year(self, year: int, text: str) -> bool:
        """Whether a label is `text` with the year in front of it."""
        return normalise_label(text) in self._years.get(year, "").split("\n")

    def has_year_label(self, year: int, text: str) -> bool:
        """Whether a label that names `year` resembles `text`: one holds the other, or they share most characters."""
        plain = normalise_label(text)
        labels = self._years.get(year, "")
        if not labels or len(plain) < _SHORTEST:
            return False
        return plain in labels or any(_alike(plain, label) for label in labels.split("\n"))


def _is_piece(name: str) -> bool:
    return (len(name) >= 4 or (len(name) >= 2 and name.endswith(("费", "金", "款")))) and not (
        _COMMON.fullmatch(name) or _SAYS_OPERATION.search(name) or name.isdigit()
    )


def _plain(text: str) -> tuple[str, list[int]]:
    """`text` in the normal form of labels, and where each of its characters stood."""
    kept = [(place, character) for place, character in enumerate(text.lower()) if not _DROPPED.match(character)]
    return "".join(character for _, character in kept), [place for place, _ in kept]


def _alike(asked: str, label: str) -> bool:
    if len(label) * 2 >= len(asked) and label in asked:
        return True
    shared = sum(1 for character in set(asked) if character in label)
    return len(asked) >= 4 and shared >= 0.75 * len(set(asked))


_KEPT: WeakKeyDictionary[Names, tuple[str, dict[frozenset[str], Vocabulary]]] = WeakKeyDictionary()


def vocabulary_of(library: Names, document_ids: Sequence[str]) -> Vocabulary:
    """The names in these documents, kept until the library changes; empty for a scope too wide."""
    if len(document_ids) > MOST_DOCUMENTS:
        return Vocabulary(())
    version, kept = _KEPT.get(library, ("", {}))
    if version != library.version:
        kept = {}
        _KEPT[library] = (library.version, kept)
    key = frozenset(document_ids)
    if key not in kept:
        ids = sorted(key)
        entities = [record.entity for record in library.documents() if record.entity and record.id in key]
        rows = library.labels(ids, (LabelRole.ROW, LabelRole.OUTER_ROW, LabelRole.PROSE))
        kept[key] = Vocabulary(rows, library.labels(ids, (LabelRole.PROJECT,)), library.labels(ids, (LabelRole.COLUMN,)), entities)
    return kept[key]
