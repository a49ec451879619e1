"""The ladder from a selector's words to entries of a document, best rung first, each rung with its reason.

    code → exact label → whole of a table → synonym → containment → fuzzy, lexical, dense

Similar labels only propose; `coverage` decides whether every distinctive word that was asked for is there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from answering.acceptance import TELLING, Strength, standard, strength
from answering.columns import same_dimension
from answering.coverage import COMMON, FILLERS, core, cover, is_common
from answering.document_index import DocumentIndex, Entry, EntryKind
from answering.form_rows import projects_named, rows_of_form, rows_said
from answering.row_parts import part_named, procured
from answering.slips import is_slip
from answering.told import told
from answering.totals import is_document_total, total_rows, totals_in_text, whole_meant
from disclosure.document import TableKind
from disclosure.question import Selector
from disclosure.terms import find_subject, synonyms, table_kind
from retrieval.matching import LabelHit, Rung, normalise_label, simplify

Propose = Callable[[str], Sequence[LabelHit]]
SHORTEST_LABEL = 2
# When fillers of the phrase are missing, at least this much of the label must have been asked for.
LEAST_SHARE = 0.4
TOTALLED = re.compile(r"(?<=..)(?:合计数?|总额|总计|总数|总金额|金额|数额)$")
# Words for the amount of a project as a whole; 项目支出 and 基本支出 are columns and none of them.
OWN_AMOUNT = re.compile(r"(?:项目|预算|安排|总|年度)*(?:资金|经费|预算|金额|总额|合计|总计|数额|费用|投入|数)+(?:总额|合计|总计|数)?")
# Columns of every form: what resembles their name is another thing (基本支出 is no 基本工资).
COLUMN_NAMES = re.compile("基本支出|项目支出|人员经费|公用经费|经营支出|事业收入|经营收入|其他收入|财政拨款(?:收入|支出)?")
# A remark of the question in brackets: 公务车（截至2024年8月31日）; 维修（护）费 keeps its own.
REMARK = re.compile(r"[（(][^（）()]{2,}[）)]")
# What is said of a code: 301类, 科目2010301.
_OF_CODE = re.compile("[类款项]|科目|编码|代码|名称")
# Tables whose total is the document's.
WHOLE_KINDS = {TableKind.SUMMARY, TableKind.REVENUE, TableKind.EXPENDITURE, TableKind.APPROPRIATION, TableKind.GENERAL_EXPENDITURE}
_ONE_FUND = re.compile("一般公共预算|政府性基金|国有资本|财政拨款")
SHORTEST_TITLE = 4
_WHOSE_TABLE = re.compile("^(?:20\\d\\d年度?)?(?:部门|单位)?")
_TABLE_ENDING = re.compile("(?:支出|收支)?(?:预算|决算)?(?:合计|总计|总额|总数|金额|数)?(?:情况|明细|汇总)*表?$")
_NEGATED = re.compile("非(..)")
# The end of a label that a question says by 几台, 多少人.
_COUNTED = re.compile("(?:数量|总数|人数|次数|个数|台数|面积)$")
# What a unit says by itself, by its dimension.
DIMENSION_WORDS = {
    "平方米": "(?:建筑)?(?:总)?面积",
    "人": "(?:人员)?(?:数量|人数|总数)",
    "辆": "(?:数量|总数|保有量)",
    "个": "(?:数量|个数|总数)",
    "台": "(?:数量|台数)",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a phrase may mean."""

    entry: Entry
    rung: str  # code, exact, normalised, whole, synonym, containment, form, under, told, fuzzy, lexical, dense
    score: float  # within the rung, 0 to 1
    reason: str
    standing: int = 0  # of a total row among others: 0 is best
    weak: bool = False  # the phrase fits many labels: a choice, never an answer


def ladder(index: DocumentIndex, selector: Selector, propose: Propose) -> Iterator[list[Candidate]]:
    """The candidates of each rung in turn; a rung may be empty."""
    if selector.subject_code:
        yield by_code(index, selector.subject_code, selector.label)
    phrases = tuple(phrase for phrase in phrases_of(selector) if not _drops_name(index, selector, phrase))
    if selector.label is None and selector.subject_code is None:
        yield wholes(index, None, selector)
    for phrase in phrases:
        named = exact(index, phrase)
        whole = [] if elsewhere_meant(selector) and is_document_total(phrase) else wholes(index, phrase, selector)
        if is_document_total(phrase) and not elsewhere_meant(selector):
            # 合计, 预算, 支出 are rows of many tables: as a label they mean the document's total
            named = [candidate for candidate in named if candidate.entry.kind is EntryKind.PROSE]
        yield whole + named
        yield whole_in_text(index, phrase, selector)
    if selector.within and selector.label and OWN_AMOUNT.fullmatch(normalise_label(selector.label)):
        # 资金, 金额 of a project: the project's own row
        yield exact(index, selector.within)
    for phrase in phrases:
        yield _not_of_unnamed_form(index, alike(index, phrase), selector)
    for phrase in phrases:
        yield _not_of_unnamed_form(index, by_synonym(index, phrase, selector), selector)
    phrases = tuple(phrase for phrase in phrases if not COLUMN_NAMES.fullmatch(normalise_label(phrase)))
    for phrase in phrases:
        yield contained(index, phrase, selector)
    yield of_form(index, selector)
    yield counted_in_form(index, selector)
    for rung in (under, said_around, among_procured):
        for phrase in phrases:
            yield rung(index, phrase)
    for phrase in phrases:
        yield _not_of_unnamed_form(index, proposed(index, phrase, propose(phrase)), selector)


def _drops_name(index: DocumentIndex, selector: Selector, phrase: str) -> bool:
    """Whether a wording leaves out a bracket that is part of a project's name: 补贴经费（装备费）."""
    if phrase == selector.label or phrase in selector.variants:
        return False
    remarks = [normalise_label(remark) for said in (selector.label, *selector.variants) if said for remark in REMARK.findall(said)]
    return any(remark and remark in project for remark in remarks for project in index.projects)


def elsewhere_meant(selector: Selector) -> bool:
    """Whether the question names a place in which a 总额 is not the document's: a project, a form, a table of parts."""
    hinted = table_kind(selector.table_hint) if selector.table_hint else TableKind.OTHER
    kinds = {selector.table_kind, hinted} - {None, TableKind.OTHER}
    return bool(selector.within) or bool(kinds - WHOLE_KINDS)


def phrases_of(selector: Selector) -> tuple[str, ...]:
    """The wordings of a selector's label, in the order to try."""
    said = [phrase for phrase in (selector.label, *selector.variants) if phrase]
    bare = [shorter for phrase in said if (shorter := REMARK.sub("", phrase)) and shorter != phrase]
    return tuple(dict.fromkeys((*said, *bare)))


def by_code(index: DocumentIndex, code: str, label: str | None = None) -> list[Candidate]:
    """Rows that print the subject code; with a `label` beside it those that bear it, since a code alone may be a class of its own.

    A code that no row prints is looked for by its standard name: 208 where the table begins with 款.
    """
    rows = _of_subject(index.by_code.get(code, ()))
    subject = find_subject(code)
    rows = rows or (index.named(normalise_label(subject.name)) if subject else ())
    named = _OF_CODE.sub("", normalise_label(label or ""))
    if FILLERS.sub("", COMMON.sub("", named)):
        rows = tuple(entry for entry in rows if not cover(named, entry.key, entry.context).missing or is_slip(named, entry.key))
    return [Candidate(entry, "code", 1.0, f"科目编码 {code}") for entry in rows]


def _of_subject(rows: Sequence[Entry]) -> tuple[Entry, ...]:
    """Without the projects that are paid from a subject and print its code, where the subject has a row of its own."""
    often = Counter(entry.table_id for entry in rows)
    own = tuple(entry for entry in rows if entry.table_kind is not TableKind.PROJECT and often[entry.table_id] == 1)
    return own or tuple(rows)


def exact(index: DocumentIndex, phrase: str) -> list[Candidate]:
    """Entries whose label is the phrase, with or without year, numbering and punctuation."""
    key = normalise_label(phrase)
    keys = dict.fromkeys((key, normalise_label(simplify(phrase)), TOTALLED.sub("", key) or key))
    found = []
    for wanted in keys:
        for entry in index.named(wanted):
            same = normalise_label(entry.label) == key and entry.label.strip() == phrase.strip()
            found.append(
                Candidate(entry, Rung.EXACT if same else Rung.NORMALISED, 1.0, "与标签相同" if same else "去掉年度、序号和标点后与标签相同")
            )
    return found or [Candidate(entry, Rung.NORMALISED, 0.95, f"“{phrase}”的合计行") for entry in index.by_total.get(key, ())]


def alike(index: DocumentIndex, phrase: str) -> list[Candidate]:
    """Entries whose label differs in words for money only: 因公出国（境）费用 and 因公出国（境）费."""
    key = normalise_label(simplify(phrase))
    found = []
    for entry in dict.fromkeys((*index.by_core.get(core(key), ()), *index.by_bare.get(key, ()), *index.by_bare.get(core(key), ()))):
        if entry.key != key and standard(key, entry.key) is not False and not is_common(core(key)):
            found.append(Candidate(entry, Rung.NORMALISED, 0.95, "除“费”“支出”等字和括号里的话外与标签相同"))
    return found


def _not_of_unnamed_form(index: DocumentIndex, candidates: list[Candidate], selector: Selector) -> list[Candidate]:
    return [candidate for candidate in candidates if not _of_unnamed_form(index, candidate.entry, selector)]


def _of_unnamed_form(index: DocumentIndex, entry: Entry, selector: Selector) -> bool:
    """Whether an entry is the money of one project's form, when the question names no project: 其中：财政拨款."""
    amount = entry.figures[0].amount
    if entry.table_kind is not TableKind.PERFORMANCE_FORM or amount is None or amount.dimension != "money":
        return False
    said = normalise_label(selector.within or "") + "\n" + normalise_label(selector.label or "")
    return len(index.tables_by_kind) > 1 and normalise_label(entry.project or "") not in projects_named(index, said)


def wholes(index: DocumentIndex, phrase: str | None, selector: Selector) -> list[Candidate]:
    """Total rows that the phrase stands for."""
    whole = whole_meant(phrase, selector)
    if whole is None:
        return _of_titled_table(index, phrase or "")
    rows = ((standing + _of_one_fund(entry, phrase or ""), entry) for standing, entry in total_rows(index, whole))
    return [Candidate(entry, "whole", 1.0, whole.reason, standing) for standing, entry in rows]


def _of_one_fund(entry: Entry, phrase: str) -> int:
    """A table of one fund's projects is not of all: 一般公共预算项目支出表 stands behind 项目支出 of all expenditure."""
    return 10 if entry.table_kind is TableKind.PROJECT and set(_ONE_FUND.findall(entry.title)) - set(_ONE_FUND.findall(phrase)) else 0


def _of_titled_table(index: DocumentIndex, phrase: str) -> list[Candidate]:
    """The total of a table of no standard kind that is called as its title says: 政府购买服务 of 政府购买服务预算表."""
    key = _TABLE_ENDING.sub("", normalise_label(phrase))
    titled = (e for e in index.totals if e.table_kind is TableKind.OTHER and e.table_id) if len(key) >= SHORTEST_TITLE else ()
    rows = [entry for entry in titled if _TABLE_ENDING.sub("", _WHOSE_TABLE.sub("", normalise_label(entry.title))) == key]
    return [Candidate(entry, "whole", 1.0, "所指表的合计行") for entry in rows]


def whole_in_text(index: DocumentIndex, phrase: str, selector: Selector) -> list[Candidate]:
    """年初预算, 全年预算 of the whole, which a final account says in a sentence only."""
    if not selector.column_label or not is_document_total(phrase) or elsewhere_meant(selector):
        return []
    return [Candidate(entry, "whole", 1.0, "同一句里的决算数就是支出总计") for entry in totals_in_text(index)]


def by_synonym(index: DocumentIndex, phrase: str, selector: Selector) -> list[Candidate]:
    """Entries that another word of the field for the phrase names."""
    found = []
    for group in synonyms(normalise_label(phrase)) or synonyms(phrase):
        for word in group.words:
            key = normalise_label(word)
            if key == normalise_label(phrase):
                continue
            reason = f"“{phrase}”与“{word}”是同义说法"
            entries = index.named(key)
            found += [Candidate(entry, Rung.SYNONYM, 1.0, reason) for entry in entries]
            if not entries:
                found += [Candidate(c.entry, Rung.SYNONYM, 1.0, reason, c.standing) for c in wholes(index, word, selector)]
    return found


def contained(index: DocumentIndex, phrase: str, selector: Selector) -> list[Candidate]:
    """Entries whose label, with what surrounds it, holds everything distinctive that was asked for."""
    key = normalise_label(simplify(phrase))
    shorter = _without_dimension_word(key, selector.dimension)
    found = _contained(index, key, selector)
    return found or (_contained(index, shorter, selector) if shorter != key else [])


def _contained(index: DocumentIndex, key: str, selector: Selector) -> list[Candidate]:
    if len(key) < SHORTEST_LABEL:
        return []
    characters = set(key)
    named = projects_named(index, normalise_label(selector.within or "") + "\n" + key)
    whole = whole_meant(key, selector)
    found: list[Candidate] = []
    for entry in index.entries:
        if not characters & entry.characters:
            continue
        if named and entry.table_kind is TableKind.PERFORMANCE_FORM and normalise_label(entry.project or "") not in named:
            continue  # of a project with a longer name
        if any(match[1] in key and match[0] not in key for match in _NEGATED.finditer(entry.key)):
            continue  # 非财政拨款结余 is nothing of 财政拨款
        if whole and _of_unnamed_form(index, entry, selector):
            continue
        covered = cover(key, entry.key, entry.context)
        sure = strength(key, entry, covered, selector, index.entity)
        if sure is Strength.NO or (covered.dropped and covered.share < LEAST_SHARE and covered.distinctive < TELLING):
            continue
        recall = covered.inside / len(key)
        score = 2 * covered.share * recall / (covered.share + recall)
        found.append(Candidate(entry, Rung.CONTAINMENT, score, "标签包含所问的全部要点", weak=sure is Strength.WEAK))
    return found


def _without_dimension_word(key: str, dimension: str | None) -> str:
    """The phrase less the word that its unit says already: 房屋面积 in 平方米 is 房屋."""
    words = DIMENSION_WORDS.get(dimension or "")
    shorter = re.sub(words, "", key) if words else key
    return shorter if len(shorter) >= SHORTEST_LABEL else key


def of_form(index: DocumentIndex, selector: Selector) -> list[Candidate]:
    """Rows of the form of a project that the selector names in few words."""
    return [Candidate(entry, "form", score, reason) for entry, score, reason in rows_of_form(index, selector)]


def counted_in_form(index: DocumentIndex, selector: Selector) -> list[Candidate]:
    """Rows of forms in the unit asked for, which with their project's name hold all that is said: 驻点干部几个人."""
    unit = selector.dimension
    if unit in (None, "money", "%", "number"):
        return []
    said = (selector.within or "") + "\n" + (selector.label or "")
    rows = rows_said(index, said, lambda figure: figure.amount is not None and same_dimension(figure.amount.dimension, unit))
    return [Candidate(entry, "form", 0.5, f"“{entry.project}”的绩效目标表里以“{unit}”计的一行") for entry in rows]


def said_around(index: DocumentIndex, phrase: str) -> list[Candidate]:
    """Numbers of the text whose sentence, headings or project hold what the label does not."""
    key = normalise_label(simplify(phrase))
    return [Candidate(entry, "told", score, "正文中的数，句子和标题含有所问的其余要点") for entry, score in told(index, key)]


def under(index: DocumentIndex, phrase: str) -> list[Candidate]:
    """What the text says of a part, when the thing itself has no figure: 水利（款）防汛（项）114.00万元."""
    key = normalise_label(simplify(phrase))
    return [
        Candidate(entry, "under", 0.5, f"“{phrase}”之下")
        for entry in index.entries
        if entry.ancestors and normalise_label(entry.ancestors[-1]) == key and (entry.kind is EntryKind.PROSE or entry.project)
    ]


# 全年政府采购支出总额, as texts call the whole
_ALL_PROCURED = re.compile(r"(?:全年|本年度?|当年|年度)?(?:安排|实际)?政府采购(?:预算|支出|金额|计划)*(?:总额|总计|合计|总金额)?")


def among_procured(index: DocumentIndex, phrase: str) -> list[Candidate]:
    """工程采购 where the text says 政府采购…，其中：货物 …、工程 …."""
    kind = procured(phrase)
    if kind is None:
        return []
    part = part_named(index, Selector(label="政府采购"), kind)
    if part is None:
        wholes = dict.fromkeys(e.key for e in index.entries if e.kind is EntryKind.PROSE and _ALL_PROCURED.fullmatch(e.key))
        found = [one for key in wholes if (one := part_named(index, Selector(label=key), kind))]
        part = found[0] if len({one.figures[0].id for one in found}) == 1 else None
    return [Candidate(part, "under", 0.5, f"政府采购之中的“{kind}”")] if part else []


def proposed(index: DocumentIndex, phrase: str, hits: Iterable[LabelHit]) -> list[Candidate]:
    """Entries of labels that resemble the phrase, where the resemblance is a typo and nothing else."""
    key = normalise_label(simplify(phrase))
    found = []
    for hit in hits:
        label = normalise_label(hit.label)
        if not is_slip(key, label) and not is_slip(core(key), core(label)) and not is_slip(key, _COUNTED.sub("", label)):
            continue
        found += [
            Candidate(entry, hit.rung, hit.score, f"“{phrase}”按“{hit.label}”理解，两者只差字形或读音") for entry in index.named(label)
        ]
    return found
