"""Rows of a performance form, asked for by the project and by what the row is of.

    补贴经费项目保障多少人      →  the one indicator of people on the form of that project
    管护经费实施期省级财政资金  →  the row 省级财政资金 of that form

The project is named in few of its own words, and the row by its label, its level or the dimension that is asked for:
whatever is asked beyond the project must stand in the row, or the form does not answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from answering.coverage import COMMON, FILLERS, core, cover
from answering.document_index import DocumentIndex, Entry
from disclosure.document import TableKind
from disclosure.figure import Figure
from disclosure.question import Selector
from retrieval.matching import normalise_label, simplify

# Telling characters that name a project; a name that has fewer is to be said whole.
NAMED = 3
SHORTEST_RUN = 2
LEFT_OUT = 3  # characters within which a shortened name goes on
# What is done with the thing counted; a question says it where the label does not: 开通几条专线, 要交多少人的.
_ACTS = re.compile(
    "收取|收|领取?|拿|跑|开通|接入|承租|租用|租|上缴|缴纳|缴|上交|交|招聘|聘用|招|聘|请|雇|建成|建|修|种|发放?|办|派|设|配|出|定|达|保障|享受|惠及|覆盖|安置"
)
_FORM_WORDS = re.compile("项目|绩效|目标|指标值?|申报|填列?|写|列|实施期|年度|当年|要求|涉及|[一每全]年|[这那]张?|[张表得]")
LEVEL = re.compile("(?:产出|数量|质量|时效|成本|经济成本|社会成本|效益|经济效益|社会效益|生态效益|可持续影响|(?:服务对象)?满意度)指标")
OWN_WORDS = 2  # telling characters without which a row is not told from others
_PEOPLE = re.compile("人员|人数|职工|干部|队员|对象|同志|孩子|小孩|娃|[人名员位者]")
_CALLED = re.compile("对象|干部|同志|孩子|小孩")  # what people are called who are counted
_A_PIECE = re.compile("每(?P<counter>个?[\u4e00-\u9fff])")


def rows_of_form(index: DocumentIndex, selector: Selector) -> Iterator[tuple[Entry, float, str]]:
    """Rows of the forms of the project that the selector names, each with its score (0 to 1) and the reason."""
    asked = normalise_label(simplify((selector.within or "") + (selector.label or "")))
    projects = projects_named(index, f"{normalise_label(simplify(selector.table_hint or ''))}\n{asked}")
    for entry in index.by_kind.get(TableKind.PERFORMANCE_FORM, ()):
        project = normalise_label(entry.project or "")
        if project in projects and entry.key != project and _answers(_less_short_form(asked, project), entry, selector):
            score = 1.0 if LEVEL.search(asked) else _shared(asked, entry.key) / len(entry.key)
            yield entry, score, f"“{entry.project}”的绩效目标表"


def rows_said(index: DocumentIndex, said: str, wanted: Callable[[Figure], bool], own: str = "") -> list[Entry]:
    """Rows of forms with a figure that is wanted, which with their project's name hold all that is said.

    `own` must stand in the row's own label.  Rows of several projects: the said words name no one of them better.
    """
    said, own = normalise_label(simplify(said)), normalise_label(simplify(own))
    if len(FILLERS.sub("", _PEOPLE.sub("", said))) < OWN_WORDS:
        return []
    found: dict[Entry, tuple[int, int]] = {}
    for entry in index.by_kind.get(TableKind.PERFORMANCE_FORM, ()):
        project = normalise_label(entry.project or "")
        if entry.key == project or not any(wanted(figure) for figure in entry.figures if figure.amount):
            continue
        spoken = _less_short_form(said, project)
        for called in _CALLED.findall(spoken):
            spoken = spoken if called in entry.key else spoken.replace(called, "")
        covered = cover(spoken, entry.key, f"{project}\n{entry.context}")
        unsaid = _left(covered.missing)
        if unsaid or (own and _left(cover(own, entry.key).missing)):
            continue
        if _shared(said, f"{project}\n{entry.key}") >= SHORTEST_RUN:
            found[entry] = (covered.distinctive + covered.around, covered.inside)
    best = max(found.values(), default=None)
    return [entry for entry, score in found.items() if score == best]


def _left(missing: str) -> str:
    """What is missing beside acts, words of forms and words for people; 保障 and its like may be told by the label alone."""
    return FILLERS.sub("", _PEOPLE.sub("", _ACTS.sub("", _FORM_WORDS.sub("", missing))))


def projects_named(index: DocumentIndex, said: str) -> frozenset[str]:
    """The normalised names of projects that the words name best; several when they name no one of them better."""
    return _named(index.projects, index.entity or "", said)


@lru_cache(maxsize=4096)
def _named(projects: frozenset[str], entity: str, said: str) -> frozenset[str]:
    own = frozenset(entity)
    best = (0, 0, False)
    named: list[str] = []
    for name in projects:
        runs = _runs(name, said)
        telling, whole = sum(_telling(run + _shortened(name, run, said), own) for run in runs), core(name) in said
        if telling < min(NAMED, _telling(name, own) or NAMED) and not whole:
            continue
        rank = (telling, sum(map(len, runs)), whole)
        if rank > best:
            best, named = rank, []
        if rank == best:
            named.append(name)
    return frozenset(named)


def _answers(asked: str, entry: Entry, selector: Selector) -> bool:
    """Whether the row holds all that is asked beyond the project's name, and is told by it from the form's other rows."""
    asked = _less_piece(asked, entry)
    columns = (normalise_label(part) for figure in entry.figures for part in figure.column_path)
    covered = cover(asked, entry.key, "\n".join((entry.context, *columns)))
    missing = _ACTS.sub("", _FORM_WORDS.sub("", covered.missing))
    if len(missing) > 1 or missing not in entry.key:
        return False
    rest = _outside(asked, core(normalise_label(entry.project or "")))
    if level := LEVEL.search(rest):
        # the level is said, so that the row must stand on it
        return any(level.group().startswith(normalise_label(part)) or normalise_label(part) == level.group() for part in entry.ancestors)
    return _told_by_label(rest, entry) or _is_wanted(entry, selector)


def _told_by_label(rest: str, entry: Entry) -> bool:
    """Whether the label has what is asked beyond the project: telling words, all of them, or a row of the funds."""
    runs = _runs(entry.key, rest)
    if any(_telling(run, frozenset()) for run in runs):
        return True
    whole = FILLERS.sub("", _FORM_WORDS.sub("", rest)).replace("\n", "")
    return bool(runs) and (bool(whole and whole in entry.key) or any("资金" in part for part in entry.ancestors))


def _is_wanted(entry: Entry, selector: Selector) -> bool:
    """Whether the row is in the dimension asked for, where that tells rows apart."""
    dimension = selector.dimension if selector.dimension not in ("money", "%") else None
    return dimension is not None and any(_of_dimension(figure.amount.dimension, dimension) for figure in entry.figures if figure.amount)


def _of_dimension(one: str | None, asked: str) -> bool:
    return one is not None and (one == asked or one.startswith(f"{asked}/"))


def _less_piece(asked: str, entry: Entry) -> str:
    """每座 is said by a unit 万元/座."""
    piece = _A_PIECE.search(asked)
    units = {figure.amount.unit.name for figure in entry.figures if figure.amount and figure.amount.unit}
    return asked.replace(piece.group(), "") if piece and any(name.endswith("/" + piece["counter"]) for name in units) else asked


def _telling(words: str, own: frozenset[str]) -> int:
    """How many characters tell a name from others, those of the unit's own name not counted."""
    return sum(character not in own for character in FILLERS.sub("", COMMON.sub("", words)))


def _shared(one: str, other: str) -> int:
    return sum(map(len, _runs(other, one)))


def _runs(name: str, said: str) -> list[str]:
    """Stretches of the name that stand in what is said, from the front, each as long as may be."""
    runs = []
    place = 0
    while place <= len(name) - SHORTEST_RUN:
        end = place + SHORTEST_RUN
        if name[place:end] not in said:
            place += 1
            continue
        while end < len(name) and name[place : end + 1] in said:
            end += 1
        runs.append(name[place:end])
        place = end
    return runs


def _shortened(name: str, run: str, said: str) -> str:
    """The character that a short form goes on with after leaving some out: 意外[伤害]险."""
    _, _, rest = said.partition(run)
    following, after = rest[:1], name.partition(run)[2][:LEFT_OUT]
    if len(rest) >= SHORTEST_RUN and rest[:SHORTEST_RUN] in name:
        return ""  # 公岗[人员]补助: the next word, which is whole
    return following if following and following in after else ""


def _less_short_form(asked: str, name: str) -> str:
    """The question with a shortened name of the project cut to what both have: 意外险 to 意外."""
    for run in _runs(name, asked):
        short = _shortened(name, run, asked)
        asked = asked.replace(run + short, run, 1) if short else asked
    return asked


def _outside(asked: str, project: str) -> str:
    """What of the question is no part of the project's name; what is cut apart stays apart."""
    for run in sorted(_runs(project, asked), key=len, reverse=True):
        asked = asked.replace(run, "\n", 1)
    return asked
