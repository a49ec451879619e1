"""Whether a label that merely holds a phrase may answer for it.

    消防协管员   for 2026年消防协管员工资           yes: only common words are added
    电费         for 邮电费                          no: 电费 is a subject of its own
    经营支出     for 国有资本经营预算支出            no: cut in two, with another thing's words between
    经费         for 工会经费                        only as one choice among several

Containment is a guess; each rule here turns away a kind of wrong figure that it would bring.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from answering.coverage import COMMON, FILLER_WORDS, FILLERS, Cover, core
from answering.document_index import Entry
from disclosure.document import TableKind
from disclosure.question import Selector
from disclosure.terms import Subject, subject_names, subjects_named
from retrieval.matching import normalise_label


class Strength(IntEnum):
    """How far a label may answer."""

    NO = 0
    WEAK = 1  # beside others of its kind, never alone
    FULL = 2


# Whose money it is, which a question may leave out where only one of them has a row.
_WHOSE = re.compile(r"事业单位|行政单位|行政事业单位|机关事业单位|\d+年?度?|部门预算安排|单位预算安排")
# One stretch of this many telling characters names a thing, whatever surrounds it in the label.
TELLING = 3
# How many telling characters of the label may stand beside a shorter stretch, between stretches, and when the unit tells.
BESIDE, BETWEEN, BESIDE_UNIT = 1, 1, 3
# So many telling characters, in whatever stretches, are a long name of its own; half as many may stand beside and between.
LONG = 6
# An amount of another kind than money that is spent: never meant where it is not said.
_LIMIT = re.compile("(?:限额|标准)$")
_STANDARD = re.compile("标准|限额|定额")
# What tables print as a whole; none of their characters alone is a name.
_MEASURE = re.compile("基本支出|项目支出|经营支出|人员经费|公用经费|三公经费|财政拨款|一般公共预算|政府性基金|国有资本经营")
# The name of a project is long and free; four telling characters in stretches of two find it.
PROJECT_TELLING = 4


def strength(key: str, entry: Entry, covered: Cover, selector: Selector, entity: str | None) -> Strength:
    """Whether the entry, whose label and surroundings hold the phrase `key`, may answer for it."""
    if not covered.complete:
        return Strength.NO
    if (
        (limit := _LIMIT.search(entry.key))
        and limit.group() not in key
        and entry.table_id is None
        and selector.dimension in (None, "money")
    ):
        return Strength.NO
    if "标准" in key and not _STANDARD.search(entry.key) and not _is_rate(entry):
        return Strength.NO  # what is paid to each is not what is paid in all
    if _MEASURE.fullmatch(key) and key not in entry.key:
        return Strength.NO  # 基本支出 is no 基本工资
    told = standard(key, entry.key)
    if told is not None:
        return Strength.FULL if told else Strength.NO
    telling = len(FILLER_WORDS.sub("", COMMON.sub("", key)))
    if not telling:
        return Strength.WEAK
    if names_its_project(key, entry) and covered.distinctive > 1:
        return Strength.FULL
    beside = extra(covered, (entity or "") + (selector.dimension or ""))
    return Strength.FULL if _near_enough(entry, covered, selector, telling, beside) else Strength.NO


def _is_rate(entry: Entry) -> bool:
    """Whether a row prints money a head, a day or a year."""
    return any(figure.amount is not None and figure.amount.unit is not None and "/" in figure.amount.unit.name for figure in entry.figures)


def _near_enough(entry: Entry, covered: Cover, selector: Selector, telling: int, beside: int) -> bool:
    long = covered.distinctive // 2 if covered.distinctive >= LONG else 0
    if selector.dimension not in (None, "money") and telling > 1:
        return beside <= max(BESIDE_UNIT, long) or (covered.pieces == 1 and telling >= TELLING)
    if covered.pieces == 1:
        return telling >= TELLING or beside <= (BESIDE if telling > 1 else 0)
    named = entry.table_kind is TableKind.PROJECT or (entry.project is not None and entry.key == normalise_label(entry.project))
    if named and telling >= PROJECT_TELLING and covered.shortest > 1:
        return True
    return telling > 1 and beside <= max(BETWEEN, long)


def extra(covered: Cover, entity: str | None) -> int:
    """How many telling characters the label has beyond what was asked, those of the unit's own name not counted."""
    own = set(entity or "")
    return sum(character not in own for run in covered.unasked for character in FILLERS.sub("", COMMON.sub("", _WHOSE.sub("", run))))


def names_its_project(key: str, entry: Entry) -> bool:
    """Whether the phrase holds the name of the form's project, so that the rest need only tell its indicators apart."""
    return entry.project is not None and core(normalise_label(entry.project)) in key


def standard(key: str, label: str) -> bool | None:
    """What the standard lists say: True the same subject, False another one, None nothing."""
    asked = named_subjects(key)
    if not asked:
        return None
    alike = core(key) == core(label)
    other = named_subjects(label)
    if not other:
        return True if alike else False
    kinds = {subject.code[0] for subject in asked} | {subject.code[0] for subject in other}
    shared = {subject.code for subject in asked} & {subject.code for subject in other}
    # 基本养老保险缴费 of the economic list and …缴费支出 of the functional one are one payment; 办公费 and 办公经费 are not
    return bool(shared) or (alike and kinds == {"2", "3"})


def named_subjects(key: str) -> tuple[Subject, ...]:
    """The standard subjects of a normalised name."""
    return tuple(subject for name in _names().get(key, ()) for subject in subjects_named(name))


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in subject_names():
        key = normalise_label(name)
        found[key] = (*found.get(key, ()), name)
    return found
