"""From a question to a plan by rules alone: no model, no look at figures, only at names of documents, rows and columns.

    understand("河道巡查员工资占项目支出的百分之多少", (), library, None)
    →  Understanding(plan=Plan(SHARE, selectors=(河道巡查员工资,), share_of=项目支出, unit=%), scope=Scope(...))

Conventions between this module and those that execute a plan
-------------------------------------------------------------
Scope.      `scope.missing` set: answer NOT_FOUND with it as the reason, look nothing up.  `selector.document_ids` is
            the documents that can answer this part; None: all of `scope.document_ids`; () : no such document is
            loaded, the figure can only be derived (see GROWTH).  `scope.ambiguous` names keys left open.
Selector.   `label` is in the asker's words, less scope, question words, column, unit.  None with `rows` or
            `table_kind`: the table's total, or its rows for an aggregate.
            `variants` are other wordings, to be tried in order when `label` finds nothing above the fuzzy rung.
            A measure that some forms print as a row and others as a column of the total row (基本支出, 人员经费,
            三公经费合计) is in `label` alone: lookup tries it as row, then as column of the total row.
            A qualifier of another row (行政运行的基本支出) is label 行政运行, column_label 基本支出.
            `within` is the project or the parent that the label stands under (项目资金总额 of 文体活动经费).  It is a
            guess from the wording: where nothing stands under it, lookup takes within + label as one name.
            `fiscal_year` is the year of the *figure*.  It may differ from its document's (去年 in this year's
            document): then 上年 columns, prose figures of that year, or the derivation of GROWTH.
            `label_year` is a year said in front of the label.  Rows named with that year win; rows named with
            another year are not meant; rows without a year are meant when `fiscal_year` fits.
            `dimension` restricts to figures of that dimension where the label has figures of several
            (河道巡查员 有几个人 → 人); None: money before others.
            `said` is the amount that the question states of it in passing (预算12万，决算是多少): it is held against the
            figure, never used in its stead.
            `in_prose`, `table_kind`, `table_hint` restrict the place when something is found there.
            A label in English (reason 英文词语，按语义匹配) has no exact rung: take the dense ones.
Plan.unit   converts every claim of its dimension; others stay as printed.  PERCENT asks for a rate.
LOOKUP      one selector for each thing × unit × year asked, in the order of the question; all are shown, first is
            the headline.
LIST        one selector: `rows` (table rows), or `facet` for lists in prose (ORGANISATION), or label with rows=PART:
            what stands under the label.  `threshold` may restrict.
            With Plan.unit 个 the number of entries is asked for as well (有哪些…？一共几个).
RANK COUNT  one selector with `rows`, `table_kind` and `label` (None: all rows of that kind; else those whose name
            holds the label, or that stand under it); `limit`, `descending`, `threshold`, `above`.
            RANK with several selectors (三个单位哪个最高) is COMPARE.  COUNT without threshold: a printed count (prose or
            indicator, label says what is counted) wins over counting rows.
SUM         several selectors: their sum.  One with `rows`: the sum over those rows.
AVERAGE     as SUM, mean.
DIFFERENCE  (a, b): a − b.  `decrease`: b − a is told as positive (a 比 b 少多少).  Both operands are shown.
RATIO       (a, b): a ÷ b (几倍).
SHARE       part(s) in `selectors`, the whole in `share_of` (its own selector; same row with another column for
            决算占预算).  Several parts: each its own share.
GROWTH      (now, base): base is the same selector with the earlier year (base.document_ids () when no document of that
            year is loaded: take 上年 columns of now's document, or the printed increase and rate of the measure).
            `decrease`: a decrease is supposed.  unit % → the rate is the headline, else the amount; both are shown.
            A question only for the earlier year's figure (去年的总预算) is a LOOKUP whose fiscal_year is not its
            document's year: printed if it is printed, else derived.
PER_CAPITA  (amount, head count): second has dimension 人 (or what is counted).  With `claimed` the asker gave the head
            count (按36名在职人员算): cited where it is printed, else the divisor is said to be the asker's.
CONVERT     one selector and `unit`.
VERIFY      with `threshold` and no `claimed` (超过100万元吗): is the figure above (below) it.
            with `claimed`: (selector,) against each claimed amount (是80万还是800万: two).  Without: `relation` over the
            selectors; one selector with EQUAL: every place that gives this thing, table and prose, must agree.
            facet EMPTY_TABLE: is this table (or cell) empty; COMPUTED_FROM: which whole a printed rate refers to.
COMPARE     two or more selectors; all are shown; the highest (lowest if not descending) is the headline, with its name.
DEFINE      (label,): the term.
EXPLAIN     (label,): the topic; `facet` says what is wanted of it.  A facet beside another operation (GROWTH, REASON) asks
            for that as well.
Threshold.  `inclusive`: 以上, 不低于; `upper`: the upper end of 50万到100万之间, both ends then inclusive.
            `nth` with RANK: the `limit`-th alone (第二大).
NONE        not a question on a disclosure; the last reason says why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from answering import follow_up
from answering.accounting import cited_documents, unaccounted
from answering.anchors import Anchors
from answering.cleaning import clean_question
from answering.draft import Draft
from answering.english import translate
from answering.entities import EntityIndex
from answering.everyday import everyday
from answering.marking import TABLE
from answering.nonsense import not_a_question, without_injections
from answering.pointing import with_subject
from answering.reader import mark_scope, read_question
from answering.scope import Scope
from answering.second_reading import Again, put_again
from answering.selectors import build_plan
from answering.vocabulary import Names, Vocabulary, vocabulary_of
from disclosure.question import Operation, Plan, Turn

# Earlier turns that a follow-up can reach back to.
REACH = 6
# Words that the asker set apart: 公积金 元 快.
_PARTED = re.compile("(?<=[\u4e00-\u9fff])\\s+(?=[\u4e00-\u9fff])")
MOST_PARTED = 4


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question understood: what to do, and in which documents."""

    plan: Plan
    scope: Scope


def understand(text: str, history: Sequence[Turn], library: Names, documents: Sequence[str] | None) -> Understanding:
    """The plan and the scope of a question; `documents` are ids or file names selected in the chat, None for all.

    Earlier turns without a plan are understood first.  QuestionError for an empty or overlong question,
    UnknownNameError for a selected document that is not there.
    """
    records = tuple(library.documents()) if documents is None else tuple(library.document(name) for name in documents)
    vocabulary = vocabulary_of(library, tuple(r.id for r in records))
    index = _entity_index(library, vocabulary)
    earlier = _earlier(history, library, documents)
    question = clean_question(text)
    words, injected = without_injections(question.text)
    reason = not_a_question(words, bool(earlier))
    if reason:
        return _none(text, (*question.reasons, *injected, reason))
    words, translated = translate(words, index)
    words, spoken = everyday(with_subject(words, earlier), index, vocabulary)
    reading = read_question(words, index, vocabulary, asks_on=question.asks_on)
    reading = replace(reading, reasons=(*question.reasons, *injected, *translated, *spoken, *reading.reasons))
    reading, inherited = follow_up.complete(reading, words, earlier, vocabulary)
    plan, scope = build_plan(text, reading, inherited, records, index, library)
    return Understanding(plan, scope)


def again(text: str, library: Names, document_ids: Sequence[str], documents: Sequence[str] | None) -> tuple[Again, ...]:
    """Other ways to put a question that found nothing in `document_ids`, the likeliest first."""
    ids = document_ids or [library.document(name).id for name in documents or ()] or [r.id for r in library.documents()]
    vocabulary = vocabulary_of(library, tuple(ids))
    apart = _set_apart(text, vocabulary)
    words, _ = without_injections(clean_question(apart).text)
    index = _entity_index(library, vocabulary)
    words, _ = translate(words, index)
    found = put_again(words, index, vocabulary) if words else ()
    return found if apart == text else (*found, Again(words, operation=None))


def wordy(plan: Plan, library: Names, document_ids: Sequence[str]) -> bool:
    """Whether a plan looks for more words than a name: what they left open may be closed in plainer words."""
    anchors = Anchors.of(vocabulary_of(library, tuple(document_ids)))
    return any(one.label is not None and not anchors.is_name(one.label) for one in plan.selectors)


def _set_apart(text: str, vocabulary: Vocabulary) -> str:
    """A question with stops for the spaces between its words; several names in a row are a list: 办公费 会议费 一共."""
    words = _PARTED.split(text)
    if not 1 < len(words) <= MOST_PARTED + 1:
        return text
    anchors = Anchors.of(vocabulary)
    joined = words[0]
    for before, word in pairwise(words):
        named = all(anchors.is_name(name) for name in (before.split("年")[-1], word))
        joined += ("、" if named else "，") + word
    return joined


def unscoped(text: str, document_ids: Sequence[str], library: Names) -> str:
    """A question less its units, years and tables, orders to the program and talk around it."""
    words, _ = without_injections(clean_question(text).text)
    vocabulary = vocabulary_of(library, tuple(document_ids))
    return mark_scope(words, _entity_index(library, vocabulary), vocabulary).text


def left_out(text: str, plan: Plan, draft: Draft, library: Names) -> tuple[str, ...]:
    """The names and units of a question that the answer to it says nothing of."""
    documents = cited_documents(draft)
    words, _ = without_injections(clean_question(text).text)
    if not documents or not words:
        return ()
    vocabulary = vocabulary_of(library, documents)
    index = _entity_index(library, vocabulary)
    words, _ = translate(words, index)
    return unaccounted(words, plan, draft, index, vocabulary)


def _earlier(history: Sequence[Turn], library: Names, documents: Sequence[str] | None) -> tuple[Plan, ...]:
    """The plans of the last turns, oldest first."""
    turns: list[Turn] = []
    for turn in history[-REACH:]:
        plan = turn.plan
        if plan is None and turn.question.strip() and len(turn.question) <= 2000:
            plan = understand(turn.question, turns, library, documents).plan
        turns.append(replace(turn, plan=plan))
    return tuple(turn.plan for turn in turns if turn.plan and turn.plan.operation is not Operation.NONE)


def _none(text: str, reasons: tuple[str, ...]) -> Understanding:
    return Understanding(Plan(text, Operation.NONE, reasons=reasons), Scope(reasons=reasons))


def _entity_index(library: Names, vocabulary: Vocabulary) -> EntityIndex:
    entities = tuple(r.entity for r in library.documents() if r.entity)
    return _index_of(entities, vocabulary.parts)


def without_scope(text: str, library: Names, documents: Sequence[str]) -> str:
    """A question, cleaned, less the units and years in it; tables stay as they are named."""
    words, _ = without_injections(clean_question(text).text)
    vocabulary = vocabulary_of(library, tuple(documents))
    marked = mark_scope(words, _entity_index(library, vocabulary), vocabulary)
    places = marked.marks(TABLE)
    return marked.original("".join(c for c in marked.text if c not in marked.values or c in places)).lstrip("的,，")


@lru_cache(maxsize=16)
def _index_of(entities: tuple[str, ...], parts: tuple[str, ...]) -> EntityIndex:
    return EntityIndex(entities, parts)
