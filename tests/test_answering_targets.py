"""Targets against deeds, reasons and other words beside the figures of a row, limits and lengths of time in text."""

from dataclasses import replace

import pytest
from answering_samples import Maker

from answering.engine import Engine
from answering.wanted import wanted
from disclosure.amount import parse_amount
from disclosure.answer import Status
from disclosure.document import BBox, Cell, CellRole, Provenance, TableKind
from ingest.clauses import read_paragraph
from ingest.statement import Context
from retrieval.library import Library

HEADS = ("三级指标", "年度指标值", "实际完成值", "得分", "偏差原因分析")
ROWS = (
    ("修复护坡长度", "≥12公里", "9公里", "7.5", "材料到货晚"),
    ("灌溉用水损失率", "≤8%", "7%", "10", ""),
    ("培训农户人数", "≥300人", "320人", "10", ""),
)


def place(made, row, column):
    return Provenance(made.id, 4, BBox(50 + 60 * column, 50 + 12 * row, 100 + 60 * column, 61 + 12 * row), None, row, column)


def canals():
    """A station whose self-evaluation form prints targets, deeds and a reason."""
    made = Maker("canals2025", "渠口灌区管理站", 2025)
    kind, title, project = TableKind.PERFORMANCE_FORM, "项目支出绩效自评表", "干渠维修养护"
    made.table(kind, title, 4, (("",),), (), unit="元", project=project)
    table = made.tables.pop()
    cells = [Cell(0, column, 1, 1, text, CellRole.HEADER, place(made, 0, column)) for column, text in enumerate(HEADS)]
    for number, texts in enumerate(ROWS, 1):
        roles = (CellRole.STUB, CellRole.VALUE, CellRole.VALUE, CellRole.VALUE, CellRole.TEXT)
        cells += [Cell(number, c, 1, 1, text, roles[c], place(made, number, c)) for c, text in enumerate(texts)]
        for column in (1, 2, 3):
            at = Provenance(made.id, 4, BBox(50 + 60 * column, 50 + 12 * number, 100, 61 + 12 * number), table.id, number, column)
            amount = parse_amount(texts[column], None)
            made._figure(
                texts[column],
                amount,
                texts[0],
                None,
                ("绩效指标", texts[0]),
                (HEADS[column],),
                at,
                kind,
                title,
                table.id,
                project,
                is_total=False,
            )
    made.tables.append(replace(table, cells=tuple(cells)))
    return made


@pytest.fixture
def ask(tmp_path):
    path = tmp_path / "canals2025.pdf"
    path.write_bytes(b"canals2025")
    library = Library.open(tmp_path / "library")
    library.add(canals().disclosure(), path)
    return Engine(library).ask


BOTH = [
    ("修复护坡实际修了多少公里，目标是多少", ("9 公里", "12 公里")),
    ("修复护坡长度的指标值和实际完成值分别是多少", ("9 公里", "12 公里")),
    ("灌溉用水损失率目标多少，实际多少", ("7%", "8%")),
    ("培训农户计划多少人，实际完成多少人", ("320 人", "300 人")),
]


@pytest.mark.parametrize(("question", "shown"), BOTH)
def test_target_and_deed_of_one_indicator_are_shown_together(ask, question, shown):
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert all(text in answer.text for text in shown), answer.text


def test_why_a_target_was_missed_is_the_cell_beside_it(ask):
    assert "「材料到货晚」" in ask("修复护坡长度没达标的原因是什么").text
    assert "「" not in ask("灌溉用水损失率达标了吗").text


@pytest.mark.parametrize("question", ["修复水闸实际修了多少座，目标是多少", "新增路灯计划多少盏，实际完成多少盏"])
def test_an_indicator_that_is_nowhere_is_not_answered_from_another(ask, question):
    assert ask(question).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("paragraph", "measures"),
    [
        ("2.农林水支出（类）水利（款）水土保持（项）：支出决算为12.50万元，完成预算的90%。", {"水土保持"}),
        ("与上年相比收、支预算总计各增加12.40万元，增长4.50%。", {"收、支预算总计"}),
        ("（一）会议费：2025年预算为3万元，比上年减少1万元。", {"会议费"}),
        ("2.农林水支出（类）水利（款）水土保持（项）。年初预算为10万元，支出决算为12.50万元。", {"水土保持"}),
    ],
)
def test_a_title_before_a_colon_names_what_the_amounts_are_of(paragraph, measures):
    assert {reading.measure for reading in read_paragraph(paragraph, Context((), "一般公共预算支出"))} == measures


@pytest.mark.parametrize(
    ("question", "line", "holds"),
    [
        ("阅览室每周要开多长时间", "每周开放时间 | ≥48小时", True),
        ("阅览室每周要开多长时间", "2025年对3个项目设置目标", False),
        ("清淤什么时候做完", "清淤完成时间 | 2025年11月", True),
    ],
)
def test_a_length_of_time_is_no_date(question, line, holds):
    asked = wanted(question)
    assert asked is not None and asked.held is not None and bool(asked.held.search(line)) is holds


def test_a_cost_by_sections_is_no_number_of_sections(ask):
    assert ask("会议费分到各科室是多少").status is Status.NOT_FOUND


def test_how_much_is_enough_asks_for_a_limit():
    assert wanted("采购货物够多少钱就要公开招标").bounds
    assert not wanted("采购货物花了多少钱").bounds
