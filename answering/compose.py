"""Drafts of answers that show printed figures: one, several, a choice, a blank, or why there is none.

Found(75.00万元 in the project table)  →  2026年驻矿人员工资：**75.00 万元**（已核对）[1]
岚县应急管理局 · 2026年单位预算 · 《2026年项目支出预算表》第17页
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from answering.asked import brought, things_found, with_money
from answering.calculate import convert
from answering.candidates import Candidate
from answering.changes import derived_base
from answering.cite import DocumentScope
from answering.conflicts import as_conflict, contradiction, contradicts, doubt, remark, touching
from answering.draft import Choice, Cited, Draft, Echo, Formula, Line, Number, Piece, Quoted, Source, Words, escape
from answering.found import Found, Pick
from answering.lookup import Shelf
from answering.phrases import computed, label_of, number_of, place_pieces, scope_words
from disclosure.amount import Amount, Unit
from disclosure.answer import Match, Status, Verdict
from disclosure.document import Chunk, Table
from disclosure.figure import Derivation, Figure, Trust
from disclosure.mention import MentionKind, find_numbers
from disclosure.question import Plan, Selector
from retrieval.matching import Rung

CHOICES = 8  # more candidates than this are not listed one by one
OTHER_PLACES = 2
MONEY_PLACES = 2  # of a figure rounded to the unit that the text prints it in


@dataclass(frozen=True)
class Work:
    """What composing an answer needs: the plan, the documents and the way to them."""

    plan: Plan
    shelf: Shelf
    documents: tuple[str, ...]
    scope_of: Callable[[str], DocumentScope]
    selected: tuple[str, ...] | None = None  # documents that the asker restricted the chat to; None: the whole library

    def find(self, selector: Selector) -> Found:
        """What a selector means in the documents of the question; a figure of the year before may be derived."""
        found = as_said(self.shelf.find(selector, self.documents))
        if found.picks or found.rivals or found.zero:
            return found
        others = self._of_stage(selector)
        if others and (found_there := self.shelf.find(replace(selector, document_ids=None), others)).picks:
            return found_there
        return derived_base(self.shelf, selector, self.documents) or found

    def _of_stage(self, selector: Selector) -> tuple[str, ...]:
        """Documents of the same unit and year, of the stage asked, where the question's own are of the other stage."""
        if selector.stage is None or any(self.shelf.record(key).stage is selector.stage for key in self.documents):
            return ()
        asked = {(self.shelf.record(key).entity, self.shelf.record(key).fiscal_year) for key in self.documents}
        allowed = self.selected if self.selected is not None else self.shelf.document_ids
        records = [self.shelf.record(key) for key in allowed]
        return tuple(record.id for record in records if record.stage is selector.stage and (record.entity, record.fiscal_year) in asked)

    def place(self, source: Source) -> tuple[Piece, ...]:
        """Where something stands, for people."""
        document_id = source.provenances[0].document_id if isinstance(source, Table) else source.provenance.document_id
        return place_pieces(source, self.scope_of(document_id))


def as_said(found: Found) -> Found:
    """Of several figures of equal standing the one whose amount the question states is meant."""
    said = found.selector.said
    fitting = [pick for pick in found.rivals if said is not None and pick.amount is not None and said.agrees_with(pick.amount)]
    if len(fitting) != 1:
        return found
    return replace(found, document_id=fitting[0].figure.document_id, picks=tuple(fitting), rivals=())


def lookup(work: Work) -> Draft:
    """One line for each thing asked, the first being the headline."""
    found = things_found(
        work.shelf, work.documents, work.plan.selectors, work.find, lambda s, before: in_the_same_sentence(work, s, before)
    )
    if (
        found
        and all(one.is_ambiguous or not (one.picks or one.zero or one.derivation) for one in found)
        and any(one.rivals for one in found)
    ):
        return ambiguous(work, next(one for one in found if one.is_ambiguous))
    if not any(brought(one) for one in found):
        return not_found(work, found[0] if found else None)
    found = with_money(found, work.plan.question)
    lines: list[Line] = []
    for one in found:
        lines += shown(work, one, headline=not any(line.headline for line in lines))
    return finished(work, [*_over_or_under(work, found), *lines], found)


_ASKS_WHETHER = re.compile("[吗么吧没]|是否|是不是|有没有|对不对|真的|了[。?？!！]*$")


def _over_or_under(work: Work, found: Sequence[Found]) -> list[Line]:
    """Whether a single figure is above or below what the question supposes: 超过500万元了吧."""
    threshold = work.plan.threshold
    amount = found[0].amount if len(found) == 1 else None
    if not _ASKS_WHETHER.search(work.plan.question):
        return []
    if threshold is None or amount is None or amount.dimension != threshold.as_money().dimension:
        return []
    bound = threshold.as_money().in_base
    meets = amount.in_base > bound if work.plan.above else amount.in_base < bound
    if meets or (work.plan.inclusive and amount.in_base == bound):
        return [Line((Words("是的，与文件相符。"),))]
    return [Line((Words("不是，与文件不符。"),))]


def in_the_same_sentence(work: Work, selector: Selector, before: Found) -> Found | None:
    """What is asked beside a figure of the text and printed with it: 项目19个，涉及项目预算资金6484.05万元."""
    figure, label = before.figure, selector.label
    if figure is None or figure.sentence is None or not label or not _BESIDE.match(label):
        return None
    for entry in work.shelf.index(figure.document_id).entries:
        other = entry.figures[0]
        if other.sentence != figure.sentence or other.number <= figure.number or other.amount is None:
            continue
        if other.number > figure.number + 1 and not other.measure.startswith(figure.measure):
            continue  # of another thing in a long sentence
        if other.amount.unit is not None and other.amount.unit.is_money:
            candidate = Candidate(entry, "sentence", 1.0, "与前一个数写在同一句里")
            return Found(selector, figure.document_id, picks=(Pick(other, candidate),))
    return None


def shown(work: Work, found: Found, *, headline: bool) -> list[Line]:
    """The lines that one finding takes: its number, where it stands, what else is to be said."""
    if found.is_ambiguous:
        return [_choice_line(work, pick, lead="- ") for pick in found.rivals[:CHOICES]]
    if found.derivation is not None:
        return derived(work, found.derivation, found.selector.label or "", headline=headline)
    if found.figure is None or found.figure.amount is None:
        return blank(work, found, headline=headline) if found.figure or found.zero else [missing_line(found)]
    number = _main_number(work, found)
    lines = [Line((*_named(found), number), headline=headline)]
    if isinstance(number.support, Derivation):
        lines.append(Line((Words("换算："), Formula(number.support))))
    lines.append(Line(work.place(found.figure)))
    lines += _blank_cell(work, found)
    lines += _others(work, found)
    return lines + _same_elsewhere(found) + [Line((Words(escape(note)),)) for note in found.notes]


def derived(work: Work, derivation: Derivation, label: str, *, headline: bool, lead: str = "", positive: bool = False) -> list[Line]:
    """A computed number with its formula."""
    name: tuple[Piece, ...] = (Echo(label), Words(f"{lead}：")) if label else (Words(f"{lead}："),)
    return [
        Line((*name, computed(derivation, label or lead, bold=True, positive=positive)), headline=headline),
        Line((Words("算式："), Formula(derivation))),
    ]


def blank(work: Work, found: Found, *, headline: bool) -> list[Line]:
    """Nothing printed: said to be none, or simply a blank cell."""
    name = found.selector.label or found.selector.subject_code or "所问项目"
    if found.zero:
        zero = Amount(_ZERO, zero_unit(work, found))
        number = Number(zero, name, Verdict.PROSE, None, found.zero, bold=True)
        lines = [Line((Echo(name), Words("："), number), headline=headline)]
        return lines + [_zero_reason(work, source) for source in found.zero]
    figure = found.figure
    assert figure is not None  # a finding without a figure, a derivation or a zero has a reason
    text = "该单元格为空白，文件没有列出数额" if not figure.text.strip() else "该单元格没有印数额，印的是"
    pieces: list[Piece] = [Echo(label_of(figure), figure), Words(f"：{text}")]
    if figure.text.strip():
        pieces += [Words("“"), Echo(figure.text, figure), Words("”")]
    return [Line((*pieces, Cited((figure,))), headline=headline), Line(work.place(figure))]


def zero_unit(work: Work, found: Found) -> Unit | None:
    """The unit to say 0 in: the one asked for, else the table's, else 万元."""
    if work.plan.unit and work.plan.unit.is_money:
        return work.plan.unit
    for source in found.zero:
        if isinstance(source, Table) and source.unit:
            return source.unit
    if found.figure is not None and found.figure.table_id:
        table = work.shelf.index(found.figure.document_id).table_by_id.get(found.figure.table_id)
        if table and table.unit:
            return table.unit
    return Unit.parse("万元")


def ambiguous(work: Work, found: Found) -> Draft:
    """All candidates with their figures, and which word would tell them apart."""
    picks = found.rivals[:CHOICES]
    name = found.selector.label or found.selector.subject_code or "所问的数"
    reason = f"“{name}”有几种可能，数额不同，请说明具体所指"
    if len({pick.figure.document_id for pick in picks}) > 1:
        reason = f"“{name}”在几份文件里都有，请说明单位和年度"
    lines = [Line((Words("“"), Echo(name), Words(reason[len(name) + 1 :] + "：")), headline=True)]
    lines += [_choice_line(work, pick, lead="- ") for pick in picks]
    choices = tuple(Choice(_choice_label(work, pick), pick.figure, _choice_question(work, pick)) for pick in picks)
    return Draft(Status.AMBIGUOUS, tuple(lines), reason, choices, matches=tuple(pick.match for pick in picks))


def not_found(work: Work, found: Found | None, reason: str | None = None) -> Draft:
    """Why there is no figure, where was looked, and what comes near."""
    said = reason or (found.reason if found else None) or "没有找到所问的内容"
    lines = [Line((Words(f"没有找到：{escape(said)}。"),), headline=True)]
    near = [label for label in (found.near if found else ()) if not _holds_quantity(label)]
    if near:
        lines.append(Line((Words(f"名称相近的有：{'、'.join(map(escape, near))}。"),)))
    if work.documents:
        names = [scope_of_document(work, document_id) for document_id in work.documents[:4]]
        lines.append(Line((Words(f"查找范围：{'；'.join(escape(name) for name in names if not _holds_quantity(name))}。"),)))
    return Draft(Status.NOT_FOUND, tuple(lines), said)


def scope_of_document(work: Work, document_id: str) -> str:
    """岚县应急管理局2026年单位预算."""
    file_name, entity, year, stage, level = work.scope_of(document_id)
    return f"{entity or file_name}{scope_words(year, level, stage)}"


def finished(work: Work, lines: Sequence[Line], found: Sequence[Found], derivations: Sequence[Derivation] = ()) -> Draft:
    """An answered draft, with the contradictions that touch its figures shown after it."""
    figures = [pick.figure for one in found for pick in one.picks[:1]]
    touched = touching(work.shelf, figures)
    discrepancies = tuple(one for one in touched if contradicts(one))
    shown_lines = list(lines)
    if discrepancies:
        shown_lines = [as_conflict(line, discrepancies) for line in shown_lines]
        shown_lines += [contradiction(discrepancy) for discrepancy in discrepancies]
    shown_lines += [remark(discrepancy) for discrepancy in touched if discrepancy not in discrepancies][:1]
    shown_lines += [
        doubt(figure) for figure in figures if figure.trust is Trust.RECOGNISED or (figure.trust is Trust.DOUBTED and not touched)
    ]
    shown_lines += [Line((Words(escape(note)),)) for note in _slips(found)]
    shown_lines += [line for one in found for line in _held_against(work, one)]
    if work.plan.note:
        shown_lines.append(Line((Words(escape(work.plan.note)),)))
    matches: list[Match] = [pick.match for one in found for pick in (*one.picks[:3], *one.rivals)]
    derived_too = [one.derivation for one in found if one.derivation]
    return Draft(Status.ANSWERED, tuple(shown_lines), None, (), (*derived_too, *derivations), discrepancies, tuple(matches))


def _slips(found: Sequence[Found]) -> list[str]:
    """How names that are no names of the document were read: 差侣费 as 差旅费."""
    first = [one.picks[0].candidate for one in found if one.picks]
    return list(dict.fromkeys(c.reason for c in first if c.rung in _BY_LIKENESS and not _holds_quantity(c.reason)))


def _held_against(work: Work, found: Found) -> list[Line]:
    """That the document prints another number for a thing than the question states of it in passing."""
    said, amount = found.selector.said, found.amount
    if said is None or amount is None or found.figure is None or said.dimension != amount.dimension or said.agrees_with(amount):
        return []
    words = said_as(work.plan.question, said)
    told = (Words("问题中所说的“"), Echo(words), Words("”")) if words else (Words("问题中所说的数"),)
    return [Line((*told, Words("与文件不符：文件里"), Echo(label_of(found.figure), found.figure), Words("为 "), number_of(found.figure)))]


def said_as(question: str, amount: Amount) -> str | None:
    """An amount in the asker's own words; None when the question does not state it."""
    said = [m for m in find_numbers(question) if m.amount is not None and m.amount.as_money().in_base == amount.as_money().in_base]
    return said[0].text if said else None


def _named(found: Found) -> tuple[Piece, ...]:
    figure = found.figure
    assert figure is not None
    return (Echo(label_of(figure), figure), *_column_words(found, figure), Words("："))


def _column_words(found: Found, figure: Figure) -> tuple[Piece, ...]:
    """The column, where the question named it, or names its row's unit, and the label does not say it."""
    leaf = figure.column_path[-1] if figure.column_path else ""
    of_part = found.selector.entity not in (None, figure.entity)
    if not (found.selector.column_label or of_part) or not leaf or leaf in label_of(figure):
        return ()
    return (Words("（"), Echo(leaf, figure), Words("）"))


def _main_number(work: Work, found: Found) -> Number:
    """The printed figure, in the unit asked for."""
    figure = found.figure
    assert figure is not None and figure.amount is not None
    unit = work.plan.unit
    if unit is None or not _is_another(unit, figure.amount.unit):
        return number_of(figure, bold=True)
    printed = next((pick.figure for pick in found.picks[1:] if pick.amount and pick.amount.unit == unit), None)
    if printed is not None and printed.amount is not None and printed.amount.in_base == figure.amount.in_base:
        return number_of(printed, bold=True, sources=(figure, printed))
    places = MONEY_PLACES if printed is not None else None
    derivation = convert(figure, unit, places)
    sources: tuple[Source, ...] = (figure,) if printed is None else (figure, printed)
    return Number(derivation.shown, label_of(figure), Verdict.COMPUTED, derivation, sources, derivation.formula, bold=True)


def _others(work: Work, found: Found) -> list[Line]:
    """Rows of the same name with another value: of another year, or in a table of another reach."""
    lines = []
    for pick in found.others[:OTHER_PLACES]:
        figure = pick.figure
        if figure.table_id is not None and not any(pick.figure is other for one in touching(work.shelf, [figure]) for other in one.figures):
            name = (Words("另有："), Echo(label_of(figure), figure), Words("（"), *work.place(figure), Words("）："))
            lines.append(Line((*name, number_of(figure))))
    return lines


def _is_another(asked: Unit, printed: Unit | None) -> bool:
    """Whether a number has to change to be told in the unit asked for; 平米 and 平方米 are one."""
    return printed is not None and asked.dimension == printed.dimension and asked.scale != printed.scale


def _same_elsewhere(found: Found) -> list[Line]:
    """Where else the same value stands, which is worth as much as a second opinion."""
    first = found.picks[0]
    tables = {first.figure.table_id}
    others: list[Source] = []
    for pick in found.picks[1:]:
        if pick.amount is None:
            continue
        if pick.figure.table_id not in tables or (pick.figure.table_id is None and pick.amount != first.amount):
            tables.add(pick.figure.table_id)
            others.append(pick.figure)
    return [Line((Words("同一数额还见于"), Cited(tuple(others[:OTHER_PLACES]))))] if others else []


def _blank_cell(work: Work, found: Found) -> list[Line]:
    """That the table leaves blank what the text puts at nought."""
    blank_pick = next((pick for pick in found.picks if pick.amount is None), None)
    if blank_pick is None:
        return []
    return [Line((Words("表中对应的单元格为空白："), *work.place(blank_pick.figure), Cited((blank_pick.figure,))))]


def _zero_reason(work: Work, source: Source) -> Line:
    if isinstance(source, Chunk):
        return Line((Quoted(source.text, source),))
    if isinstance(source, Table):
        note = next(iter(source.notes), "")
        said: tuple[Piece, ...] = (Words("，表下注："), Echo(note, source)) if note else (Words("，表中没有数额"),)
        return Line((*work.place(source), *said, Cited((source,))))
    return Line((*work.place(source), Words("该格为空白"), Cited((source,))))


def _choice_line(work: Work, pick: Pick, lead: str) -> Line:
    figure = pick.figure
    name = _choice_pieces(work, pick)
    if figure.amount is None:
        return Line((Words(lead), *name, Words("：空白"), Cited((figure,))))
    return Line((Words(lead), *name, Words("："), number_of(figure)))


def _choice_pieces(work: Work, pick: Pick) -> tuple[Piece, ...]:
    figure = pick.figure
    above = pick.candidate.entry.ancestors[-1:]
    # the row above is printed elsewhere in the table than the figure's own row
    parent: tuple[Piece, ...] = (Words(f"{escape(above[0])} · "),) if above and figure.table_id else ()
    return (*parent, Echo(label_of(figure), figure), Words("（"), *work.place(figure), Words("）"))


def _choice_label(work: Work, pick: Pick) -> str:
    above = "".join(f"{part} · " for part in pick.candidate.entry.ancestors[-1:] if pick.figure.table_id)
    return f"{scope_of_document(work, pick.figure.document_id)} · {above}{label_of(pick.figure)}"


def _choice_question(work: Work, pick: Pick) -> str | None:
    above = "".join(f"{part}的" for part in pick.candidate.entry.ancestors[-1:] if pick.figure.table_id)
    return f"{scope_of_document(work, pick.figure.document_id)}{above}{label_of(pick.figure)}是多少"


def missing_line(found: Found) -> Line:
    """One thing of several that was not found, with its year where it is asked for in several."""
    year = f"{found.selector.fiscal_year}年" if found.selector.fiscal_year else ""
    return Line(
        (
            Words(
                f"没有找到{year}的：{escape(found.reason or '所问的内容')}。"
                if year
                else f"没有找到：{escape(found.reason or '所问的内容')}。"
            ),
        )
    )


def _holds_quantity(label: str) -> bool:
    """Whether a label within a line would read as stating a number; 二十二、 in front of it would."""
    return any(mention.kind not in (MentionKind.YEAR, MentionKind.ORDINAL) for mention in find_numbers(f"：{label}"))


_BESIDE = re.compile(r"(?:共计|共|一共)?(?:涉及|金额|资金|总额|经费|多少钱|钱|价?值|[原净]值)")
_ZERO = Decimal(0)
_BY_LIKENESS = (Rung.FUZZY, Rung.LEXICAL, Rung.DENSE)
