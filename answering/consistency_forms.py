"""Performance forms set against one another: two of one project, the two halves of one, all of them against the text.

两张绩效表都叫护堤员经费，金额一样吗      →  120,000元 on page 26, 61,500元 on page 45: 不一致
护堤员经费实施期和年度资金总额一样吗      →  both totals of each form
护堤员补助的钱到底中央出还是省里出        →  实施期 省级 49,871元, 年度 中央 49,871元: 不一致
几张绩效表加起来跟说明里的对得上吗        →  the sum of the forms and the amount in the text
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answering.calculate import add_up, share
from answering.choosing import same_value
from answering.compose import Work, finished
from answering.compose_agreement import gap_lines, told
from answering.compose_reckoned import positive_gap
from answering.consistency import SIGN, Asked, is_choice, is_said, of_year, states_all, titled
from answering.document_index import DocumentIndex, years_in
from answering.draft import Draft, Echo, Formula, Line, Piece, Quoted, Words
from answering.form_rows import projects_named
from answering.phrases import computed, label_of, number_of
from disclosure.answer import Verdict
from disclosure.document import TableKind
from disclosure.figure import Aspect, Discrepancy, Figure
from retrieval.matching import normalise_label, simplify

_TERM = re.compile("实施期|项目资金总额")
_YEARS_TOTAL = re.compile("年度资金(?:申请)?总额")
_BOTH = re.compile("实施期.*年度|年度.*实施期|两栏|两边|两半边?|左右")
_SOURCE = re.compile("中央|省[级里]|市县|哪一?级|谁出|来源|出钱|自筹")
_FORMS = re.compile("绩效|[两俩2]张|第\\d+页|那张|同名|重名|都叫")
_TOTAL = re.compile("实施期|年度.{0,2}(?:资金|总额|金额)|总额|金额|钱|资金|经费|多少|数")
_AMOUNT_ASKED = re.compile("表[上里中的,，]*[写填列]?的?(?:总?金额|资金总额|总额|资金|数额|钱|一共|总共)*(?:是|有|为)?多少(?:钱|元|万元)?")
_ADDED = re.compile("加(?:起来|在一起|总|一块|一起)|合起来|合在一起|合计|总和|之和|相加|加$")
_OF_FORMS = re.compile("绩效.*(?:涉及|资金|金额)")


@dataclass(frozen=True, slots=True)
class Form:
    """The totals of one form."""

    term: Figure | None  # of the whole term, or of the project
    year: Figure | None
    figures: tuple[Figure, ...]

    @property
    def total(self) -> Figure:
        """The year's, else the only one."""
        found = self.year or self.term
        assert found is not None  # forms without totals are left out
        return found


def of_forms(work: Work, asked: Asked, index: DocumentIndex) -> Draft | None:
    """What the forms of the one project named give, set against one another; None where that is not asked."""
    if not of_year(index, asked):
        return None
    forms = named_forms(index, asked)
    if not forms:
        return None
    if _SOURCE.search(asked.words) and (_BOTH.search(asked.words) or SIGN.search(asked.words)):
        return _sources(work, forms)
    if re.search("占|百分|几倍|比例", asked.words):
        return _year_of_term(work, forms) if re.search("占.*实施期", asked.words) else None
    halves = _BOTH.search(asked.words) and SIGN.search(asked.words)
    if halves and all(form.term and form.year for form in forms):
        return _halves(work, forms)
    if not SIGN.search(asked.words) and len(forms) < 2:
        return _on_its_page(work, asked, forms[0])
    if not _FORMS.search(asked.words) and not re.search("实施期|年度资金", asked.words):
        return None
    return _set_side_by_side(work, asked, index, forms)


def _on_its_page(work: Work, asked: Asked, form: Form) -> Draft | None:
    """The total of the form on the page named, where only its amount is asked for."""
    if not asked.pages or not _AMOUNT_ASKED.fullmatch(asked.words[asked.words.rfind("表") :]):
        return None
    line = Line((Echo(label_of(form.total), form.total), Words("："), number_of(form.total, bold=True)), headline=True)
    return finished(work, [line, Line(work.place(form.total))], [])


def all_forms(index: DocumentIndex) -> list[Form]:
    """The forms of a document that print a total."""
    found = []
    for table in index.tables_by_kind.get(TableKind.PERFORMANCE_FORM, ()):
        figures = tuple(entry.figures for entry in index.by_kind.get(TableKind.PERFORMANCE_FORM, ()) if entry.table_id == table.id)
        flat = tuple(dict.fromkeys(f for group in figures for f in group))
        money = [f for f in flat if f.amount and f.amount.dimension == "money" and f.aspect is Aspect.AMOUNT]
        year = [f for f in money if _YEARS_TOTAL.search(f.row_label)]
        term = [f for f in money if _TERM.search(f.row_label) and f.is_total]
        if len(year) <= 1 and len(term) <= 1 and (year or term):
            found.append(Form(next(iter(term), None), next(iter(year), None), flat))
    return found


def named_forms(index: DocumentIndex, asked: Asked) -> list[Form]:
    """The forms of the project that the question names, on the page that it names; those first that its table agrees with."""
    names = projects_named(index, normalise_label(simplify(asked.words)))
    forms = [form for form in all_forms(index) if normalise_label(form.total.project or "") in names]
    # 2026年的2025年经费: a year beside the document's own is that of the name
    years = {year for year in asked.years if year != index.fiscal_year} or {index.fiscal_year or 0}
    of_years = [form for form in forms if not (own := years_in(form.total.project or "")) or own & years]
    forms = of_years or ([] if asked.years else forms)
    if len({normalise_label(form.total.project or "") for form in forms}) != 1:
        return []
    if asked.pages:
        forms = [form for form in forms if _pages(index, form) & set(asked.pages)]
    row = _row(index, forms[0]) if forms else None
    return sorted(forms, key=lambda form: row is None or not same_value(form.total, row))


def _pages(index: DocumentIndex, form: Form) -> set[int]:
    table = index.table_by_id.get(form.total.table_id or "")
    return {form.total.provenance.page, *(place.page for place in (table.provenances if table else ()))}


def _row(index: DocumentIndex, form: Form) -> Figure | None:
    """The project's row in the table of projects, under the name of the form."""
    for entry in index.by_kind.get(TableKind.PROJECT, ()):
        figure = entry.figures[0]
        if entry.label == form.total.project and figure.amount is not None:
            return figure
    return None


def _set_side_by_side(work: Work, asked: Asked, index: DocumentIndex, forms: Sequence[Form]) -> Draft | None:
    """The totals of several forms of one name, with the project's row where a table is named beside the forms."""
    term = bool(re.search("实施期", asked.words)) and not re.search("年度", asked.words)
    totals = [form.term if term and form.term else form.total for form in forms]
    row = _row(index, forms[0])
    others = [part for part in asked.tables if "绩效" not in part]
    if others or (asked.in_table and len(forms) == 1):
        if row is None or (others and not any(titled(index, part, frozenset((row.table_id or "",))) for part in others)):
            return None
        totals.append(row)
    if asked.in_prose:
        spoken = _spoken(index, forms)
        if spoken is None:
            return None
        totals.append(spoken)
    if len(totals) < 2 or is_choice(asked) or not states_all(totals, asked.amounts):
        return None
    return told(work, totals)


def _spoken(index: DocumentIndex, forms: Sequence[Form]) -> Figure | None:
    """The one amount of money that the text of a form speaks of; None where it speaks of none or of several."""
    ids = {form.total.table_id for form in forms}
    money = [f for f in index.figures if f.table_id is None and f.provenance.table_id in ids and f.aspect is Aspect.AMOUNT]
    said = {f.amount: f for f in money if f.amount and f.amount.dimension == "money"}
    return next(iter(said.values())) if len(said) == 1 else None


def _year_of_term(work: Work, forms: Sequence[Form]) -> Draft | None:
    """The share of the year's total in that of the term, of each form."""
    if not all(form.term and form.year for form in forms):
        return None
    worked = [share(form.year, form.term) for form in forms if form.year and form.term]
    lines: list[Line] = []
    for form, one in zip(forms, worked, strict=True):
        name = (Words("- " if lines else ""), Echo(label_of(form.total), form.total), Words("占实施期的 "))
        lines.append(Line((*name, computed(one, "占比", bold=not lines)), headline=not lines))
    lines += [Line((*work.place(form.total), Words("："), Formula(one))) for form, one in zip(forms, worked, strict=True)]
    return finished(work, lines, [], worked)


def _halves(work: Work, forms: Sequence[Form]) -> Draft:
    """The total of the term and that of the year, of each form."""
    pairs = [(form.term, form.year) for form in forms if form.term and form.year]
    if len(pairs) == 1:
        return told(work, pairs[0])
    lines: list[Line] = []
    clashes: list[Figure] = []
    for term, year in pairs:
        same = same_value(term, year)
        clashes += [] if same else [term, year]
        verdict = None if same else Verdict.CONFLICT
        pieces: list[Piece] = [Words("- "), *work.place(term), Words("：一致，都是 " if same else "：不一致，实施期 ")]
        pieces.append(number_of(term, verdict=verdict))
        if not same:
            pieces += [Words("，年度 "), number_of(year, verdict=verdict)]
        lines.append(Line(tuple(pieces)))
        lines += gap_lines(term, year) if not same else []
    first = next((pair for pair in pairs if not same_value(*pair)), pairs[0])
    head: list[Piece] = [Words("不一致。" if clashes else "一致。"), Echo(first[0].project or "", first[0])]
    head += [Words("的几张绩效目标表中，实施期资金总额为 "), number_of(first[0], bold=True, verdict=Verdict.CONFLICT if clashes else None)]
    head += [Words("，年度资金总额为 "), number_of(first[1], verdict=Verdict.CONFLICT if clashes else None)]
    draft = finished(work, [Line(tuple(head), headline=True), *lines], [])
    return with_clash(draft, clashes, "绩效目标表的实施期资金与年度资金不一致")


def _sources(work: Work, forms: Sequence[Form]) -> Draft | None:
    """From which level the money of the term and that of the year come, by the rows under their totals."""
    if len(forms) != 1 or forms[0].term is None or forms[0].year is None:
        return None
    form, halves = forms[0], (forms[0].term, forms[0].year)
    rows = [[f for f in form.figures if total is not None and _is_part(f, total)] for total in halves]
    parts = [[f for f in half if f.amount and f.amount.number] for half in rows]
    if not all(parts) or {_source(f) for f in rows[0]} != {_source(f) for f in rows[1]}:
        return None
    term, year = ({_source(f) for f in half} for half in parts)
    same = term == year
    verdict = None if same else Verdict.CONFLICT
    lead = "一致。" if same else "不一致，两栏写的资金来源不同。"
    head: list[Piece] = [Words(lead), Echo(form.total.project or "", form.total), Words("：")]
    for place, (name, half) in enumerate(zip(("实施期", "年度"), parts, strict=True)):
        head.append(Words(f"{'；' if place else ''}{name}写在"))
        for number, figure in enumerate(half):
            head += [
                Words("、" if number else "“"),
                Echo(_plain(figure), figure),
                Words("” "),
                number_of(figure, bold=not place, verdict=verdict),
            ]
    draft = finished(work, [Line(tuple(head), headline=True), Line(work.place(form.total))], [])
    return draft if same else with_clash(draft, [*parts[0], *parts[1]], "绩效目标表两栏的资金来源不一致")


def _is_part(figure: Figure, total: Figure) -> bool:
    return (
        figure is not total and figure.column_path == total.column_path and not figure.is_total and "资金" in "".join(figure.row_path[:1])
    )


def _plain(figure: Figure) -> str:
    return re.sub("^其中[:：]?", "", figure.row_label)


def _source(figure: Figure) -> str:
    return normalise_label(_plain(figure))


def with_clash(draft: Draft, figures: Sequence[Figure], message: str) -> Draft:
    """The draft with a contradiction on record, where there is one."""
    if not figures:
        return draft
    return Draft(draft.status, draft.lines, None, (), draft.derivations, (Discrepancy(tuple(figures), message),), draft.matches)


def sum_of_forms(work: Work, asked: Asked, index: DocumentIndex) -> Draft | None:
    """The totals of all forms of a document, added up, against what its text says that they come to."""
    if not (_ADDED.search(asked.words) and "绩效" in asked.words and "表" in asked.words) or not of_year(index, asked):
        return None
    if named_forms(index, asked) or _another_thing(index, asked):
        return None  # what is added up stands in one form, or is held against something else
    forms = all_forms(index)
    titles = {form.total.table_title for form in forms}
    count = sum(table.title in titles for table in index.tables_by_kind.get(TableKind.PERFORMANCE_FORM, ()))
    said = _said_of_forms(index, asked)
    if len(forms) < 2 or len(forms) != count or said is None:
        return None
    worked = add_up([form.total for form in forms])
    holds = said.amount is not None and worked.shown.agrees_with(said.amount)
    counted = index.figures[said.number - 1] if said.number else None
    alike = counted is None or counted.sentence != said.sentence or counted.amount is None or counted.amount.number == len(forms)
    lead = "一致。" if holds else "不一致，对不上。" if alike else "不一致：说明所说的项目比公开的绩效目标表多，两个数不能直接比。"
    verdict = None if holds or not alike else Verdict.CONFLICT
    head = (Words(f"{lead}各张绩效目标表的资金总额相加是 "), computed(worked, "各张绩效目标表合计", bold=True))
    lines = [
        Line((*head, Words("，说明写的是 "), number_of(said, verdict=verdict)), headline=True),
        Line((Words("算式："), Formula(worked))),
    ]
    if not holds:
        gap = positive_gap(worked, said)
        lines += [Line((Words("相差："), computed(gap, "差额"))), Line((Words("算式："), Formula(gap)))]
    lines += [Line((Words("- "), Echo(label_of(form.total), form.total), Words("："), number_of(form.total))) for form in forms]
    lines.append(Line((Words("- "), *work.place(said), Words("："), number_of(said, verdict=verdict))))
    lines += [Line((Quoted(said.sentence, said),))] if said.sentence else []
    draft = finished(work, lines, [], [worked])
    return draft if holds or not alike else with_clash(draft, [said, *(form.total for form in forms)], "绩效目标表之和与说明不一致")


def _another_thing(index: DocumentIndex, asked: Asked) -> bool:
    """Whether the question names a thing of the document that is not what the text says of the forms: 项目支出."""
    words = normalise_label(simplify(asked.words))
    return any(index.named(name) and name in words and not re.search("绩效|资金", name) for name in asked.names)


def _said_of_forms(index: DocumentIndex, asked: Asked) -> Figure | None:
    """The sentence that says what the forms come to: the one with the amount said, else the only one, else that on the forms."""
    money = [f for f in index.figures if f.table_id is None and f.amount and f.amount.dimension == "money" and f.aspect is Aspect.AMOUNT]
    said = [amount for amount in asked.amounts if amount.dimension in ("money", None, "number")]
    if said:
        return next((f for f in money if f.amount and is_said(said[0], f.amount) and _OF_FORMS.search(normalise_label(f.measure))), None)
    found = [f for f in money if _OF_FORMS.search(normalise_label(f.measure)) and not f.project]
    on_forms = [f for f in found if "目标表" in f.measure]
    chosen = found if len(found) == 1 else on_forms
    return chosen[0] if len(chosen) == 1 else None
