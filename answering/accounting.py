"""Whether an answer accounts for the question: every name in it, and the unit that it counts in.

    "新品种试验项目，单位资金出了多少"  answered with the total of 单位资金    →  新品种试验 is not accounted for
    "保障对象一共多少人"               answered with an amount of money      →  人 is not accounted for

A figure can be printed in its cell and still be another thing than was asked.  What the documents know by name and the
answer says nothing of makes it no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answering.anchors import Anchors
from answering.coverage import core
from answering.draft import Draft, Echo, Number, Source, Words
from answering.entities import EntityIndex
from answering.parts import TableMention
from answering.reader import DENIAL, mark_scope
from answering.parts_of_reading import ALL_UNITS
from answering.verify import figures_of
from answering.vocabulary import Vocabulary
from disclosure.amount import Unit
from disclosure.answer import Status, Verdict
from disclosure.document import Chunk, Table
from disclosure.figure import Figure
from disclosure.question import Operation, Plan, Selector
from disclosure.terms import find_subject, synonyms
from retrieval.matching import normalise_label, simplify

SHORTEST = 3  # characters of a name that tells one thing from another
# Names of states and measures that every table has, and that the plan holds otherwise.
GENERAL = re.compile(
    "(?:完成|实际)?(?:年初|全年|年度|本年|当年|上年|调整|部门|单位|总|一般公共)*(?:预算|决算|执行|支出|收入|收支|预决算)*(?:安排|调整|执行|完成)?(?:资金|金额|总额|总计|合计|数|情况|明细)*"
)
# Headings of columns of changes: what a computed change answers as well.
_CHANGE = re.compile("(?:比上年)?(?:增减|变动|变化|增长)(?:变化|变动|情况)?(?:金额|额|数|率|幅度|比例|百分比|%)?")
_MEASURE = re.compile("(?:建筑)?(?:总)?(?:面积|人数|数量|个数|台数)$")
_COUNTED = re.compile("(?:多少|几)个?(?!块|毛|分钱|支出|支付|人员|人均)[\\u4e00-\\u9fff]{1,3}")
# 比上年多了2万元: the base of a change that the asker states
_CHANGE_STATED = re.compile("[比较](?:上一?年|去年|前年)[^,，;；?？]{0,6}?(?=\\d)")
# What was got, or done with, that year is not what there is; the printed words for it.
_DONE = {
    re.compile("(?:买|购置?|添置?|新增)(?:进|入|来)?了?(?=(?:多少|几)个?[辆台艘架套部])"): re.compile("[购买采添增]"),
    re.compile("(?:换|报废|处置|卖|租)(?:掉|出)?了?(?=(?:多少|几)个?[辆台艘架套部])"): re.compile("更换|更新|报废|处置|出售|租"),
    re.compile("(?:招|聘|录)(?:用|聘|录|收|进|来)?了?(?=(?:多少|几)个?[人名位])"): re.compile("[招聘录新]"),
    re.compile("(?:丢失?|损坏|坏|沉没?|失踪?|偷|走失|死)(?:掉)?了?(?=(?:多少|几)个?[^万千亿元块钱,，]{1,2})"): re.compile(
        "[丢损坏沉失偷死]"
    ),
}
_WHICH_ROW = re.compile("哪一?(?:个|项|笔)(?:项目|科目|经费|支出|费用)")
_YEARS_SUMMED = re.compile("(?:[两二三四五]|(?<!\\d)[2-5])年(?:的|里|间)?[^,，;；]{0,6}?(?:一共|总共|共计|合计|加起来|总和|之和|总计)")
_RATE = re.compile("百分|占|率|比|涨|增|减|降|成$|%")
_SPENT = re.compile("花(?:了|费|掉)*(?:多少|几)(?!个|[人辆台次天年])|(?:多少|几个?)钱")
_RANKS = re.compile("(?:最|首)[\\u4e00-\\u9fff]|排[第名在前]|第[一二三四五六七八九十]+[大高多少小低]")
# What only says how a figure is told, or is counted over whatever was found.
_NO_DIMENSIONS = frozenset(("money", "%", "倍", "number", "年", "个", "项", "类", "款", "笔", "成", "次"))


def cited_documents(draft: Draft) -> tuple[str, ...]:
    """The documents that the numbers of a draft stand in."""
    pieces = [piece for line in draft.lines for piece in line.pieces if isinstance(piece, Number)]
    sources = [source for piece in pieces for source in piece.sources]
    return tuple(dict.fromkeys(s.provenances[0].document_id if isinstance(s, Table) else s.provenance.document_id for s in sources))


def unaccounted(text: str, plan: Plan, draft: Draft, index: EntityIndex, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The names and units of a clean question that a draft with checked figures says nothing of; () when it may be shown."""
    numbers = [piece for line in draft.lines for piece in line.pieces if isinstance(piece, Number)]
    headline = next((n for line in draft.lines if line.headline for n in line.pieces if isinstance(n, Number)), None)
    if draft.status is not Status.ANSWERED or headline is None:
        return ()
    done = (*other_deed(text, draft), *_money_asked(text, plan, headline))
    if done or headline.verdict not in (Verdict.CELL, Verdict.COMPUTED, Verdict.CONFLICT):
        return done
    return (
        *_other_year(text, plan, draft, numbers),
        *_other_units(text, numbers, plan),
        *_other_operation(text, plan, draft, numbers),
        *_other_names(text, plan, draft, numbers, index, vocabulary),
    )


def _money_asked(text: str, plan: Plan, headline: Number) -> Iterator[str]:
    """公车花了多少 asks for money: 7辆 is no answer, nor is the 100% of a target."""
    dimension = headline.amount.dimension or "money"
    counted = dimension not in ("money", "number") and "/" not in dimension and not (dimension == "%" and _RATE.search(text))
    both = headline.amount.unit is not None and re.search(f"(?:几|多少)个?{re.escape(headline.amount.unit.name)}", text)
    if counted and not both and plan.operation is Operation.LOOKUP and len(plan.selectors) == 1 and (said := _SPENT.search(text)):
        yield said.group()


def _other_year(text: str, plan: Plan, draft: Draft, numbers: Sequence[Number]) -> Iterator[str]:
    """上年, 去年 that was taken for a part of a name: this year's figure is no answer."""
    said = re.search("上一?年|去年|前年", _CHANGE_STATED.sub("", text))
    if said is None or plan.operation is not Operation.LOOKUP or any(s.fiscal_year is None for s in plan.selectors):
        return
    resolved = re.search("“[^”]*年[^”]*”按\\d{4}年度理解", plan.note or "") or len({s.fiscal_year for s in plan.selectors}) > 1
    if not resolved and not re.search("上一?年|去年|结转|执行", "".join(_told(draft, numbers))):
        yield said.group()


def other_deed(text: str, draft: Draft) -> Iterator[str]:
    """买了几辆车 where only those that there are is told."""
    numbers = [piece for line in draft.lines for piece in line.pieces if isinstance(piece, Number)]
    for asked, printed in _DONE.items():
        if (said := asked.search(text)) and not printed.search("".join(_told(draft, numbers))):
            yield said.group() + text[said.end() : said.end() + 2]


def _other_units(text: str, numbers: Sequence[Number], plan: Plan) -> Iterator[str]:
    """A counter that is asked for, where only money is told."""
    if plan.operation not in (Operation.LOOKUP, Operation.CONVERT, Operation.SUM):
        return
    told = " ".join(number.amount.dimension or "" for number in numbers)
    if told.replace("money", "").strip():
        return
    for match in _COUNTED.finditer(text):
        unit = Unit.find(re.sub("^(?:多少|几)个?", "", match.group())) or Unit.find(re.sub("^(?:多少|几)个?", "", match.group())[:1])
        if unit is not None and unit.dimension not in _NO_DIMENSIONS and not unit.is_money:
            yield match.group()


def _other_operation(text: str, plan: Plan, draft: Draft, numbers: Sequence[Number]) -> Iterator[str]:
    """A rank, all units or several years asked for, where one figure was looked up: 哪个项目花得最多 is not 项目支出."""
    if len(plan.selectors) == 1 and plan.selectors[0].entity is None and (units := ALL_UNITS.search(text)):
        yield units.group()
    if plan.operation is Operation.VERIFY and (row := _WHICH_ROW.search(text)) and not re.search("吗|么$|是不是|是否|对不对", text):
        yield row.group()  # 哪个项目是370万元: no amount is to be judged
    if len(numbers) < 2 and (years := _YEARS_SUMMED.search(text)):
        yield years.group()
    if plan.operation in (Operation.LOOKUP, Operation.CONVERT, Operation.SUM) and plan.limit is None:
        told = "".join(_told(draft, numbers))
        yield from (word for word in _RANKS.findall(text) if word not in told)


def _other_names(
    text: str, plan: Plan, draft: Draft, numbers: Sequence[Number], index: EntityIndex, vocabulary: Vocabulary
) -> Iterator[str]:
    marked = mark_scope(DENIAL.sub("", text), index, vocabulary)
    # a thing named in front of its table, 接待费(三公表), was taken for a part of the table's name
    text = "".join(v.text if isinstance(v := marked.values.get(c), TableMention) else c for c in marked.text)
    anchors = [anchor for anchor in Anchors.of(vocabulary).find(text) if len(anchor.name) >= SHORTEST]
    if not anchors:
        return
    told = normalise_label(simplify("".join(_told(draft, numbers)))) + normalise_label(simplify("".join(_planned(plan, numbers))))
    for anchor in anchors:
        # a slip may be no slip, and another word for a name may be the printed one: what was written counts as well
        keys = [normalise_label(simplify(name)) for name in (anchor.name, text[anchor.start : anchor.end])]
        if plan.operation is Operation.GROWTH and any(_CHANGE.fullmatch(key) for key in keys):
            continue
        if not any(GENERAL.fullmatch(key) or _is_told(key, told) for key in keys):
            yield anchor.name


def _is_told(key: str, told: str) -> bool:
    """Whether a name, another word for it, or all its characters but general ones stand in what is told."""
    bare = _MEASURE.sub("", key) or key
    keys = {key, core(key), core(bare), *(normalise_label(word) for group in synonyms(key) for word in group.words)}
    return any(one and one in told for one in keys) or all(character in told for character in core(bare))


def _told(draft: Draft, numbers: Sequence[Number]) -> Iterator[str]:
    """All that the places behind the answer print."""
    for number in numbers:
        for source in number.sources:
            yield from _printed(source)
        for figure in figures_of(number.support) if not isinstance(number.support, Figure) else (number.support,):
            yield from _printed(figure)
    for line in draft.lines:
        for piece in line.pieces:
            if isinstance(piece, Words) or (isinstance(piece, Echo) and piece.source is not None):
                yield piece.text  # what is said to be missing is said


def _printed(source: Source) -> Iterator[str]:
    if isinstance(source, Chunk):
        yield from (source.text, *source.heading)
    elif isinstance(source, Table):
        yield from filter(None, (source.title, source.project))
    else:
        words = (*source.row_path, *source.column_path, source.measure, source.project, source.table_title, source.sentence)
        yield from (word for word in words if word)
        code = source.subject_code or ""
        yield from (subject.name for size in range(3, len(code), 2) if (subject := find_subject(code[:size])))


def _planned(plan: Plan, numbers: Sequence[Number]) -> Iterator[str]:
    """What the plan looked for and every figure rests on: rows over which an answer runs, and what a row stands under.

    The label of a plain lookup is not taken on trust: its figure has to print it.
    """
    nothing_printed = any(number.support is None for number in numbers)
    for selector in (*plan.selectors, *((plan.share_of,) if plan.share_of else ())):
        yield from _words(selector, named=plan.operation is not Operation.LOOKUP or nothing_printed)


def _words(selector: Selector, *, named: bool) -> Iterator[str]:
    labels = (selector.label, *selector.variants) if named else ()
    said = (selector.within, selector.column_label, *selector.excluding, *labels)
    yield from (word for word in said if word)
