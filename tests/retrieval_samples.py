"""Hand-made disclosures for the retrieval tests: an invented office with a project table, prose and definitions."""

import hashlib
from decimal import Decimal

from disclosure.amount import Amount, Unit
from disclosure.document import (
    BBox,
    Cell,
    CellRole,
    Chunk,
    ChunkKind,
    Disclosure,
    Fact,
    Finding,
    Level,
    Page,
    Provenance,
    Severity,
    Stage,
    Table,
    TableKind,
)
from disclosure.figure import Aspect, Discrepancy, Figure, Footing, Trust

WAN = Unit.parse("万元")
ROWS = (("2026年巡查车辆租赁", "75.00"), ("档案数字化", "12.30"), ("2025年巡查车辆租赁", ""), ("临聘人员经费", "-"), ("合计", "87.30"))
TERMS = (
    ("机关运行经费", "指为保障行政单位运行用于购买货物和服务的各项资金。"),
    ("基本支出", "为保障机构正常运转、办好日常事务所花的钱。"),
    ("项目支出", "指在基本支出之外为完成特定任务而发生的支出。"),
)


def document_id(name):
    return hashlib.sha256(name.encode()).hexdigest()


def make_disclosure(name="示例局", year=2026, rows=ROWS, extra_text="", stage=Stage.BUDGET):
    key = document_id(f"{name}{year}")
    entity = f"{name}办公室"
    table_id = f"{key[:12]}-t0"
    cells, figures = [], []
    for column, title in enumerate(("项目", "合计", "一般公共预算")):
        cells.append(
            Cell(
                0,
                column,
                1,
                1,
                title,
                CellRole.HEADER,
                Provenance(key, 3, BBox(column * 90, 10, column * 90 + 90, 30), table_id, 0, column),
            )
        )
    for place, (label, printed) in enumerate(rows, 1):
        cells.append(Cell(place, 0, 1, 1, label, CellRole.STUB, Provenance(key, 3, None, table_id, place, 0)))
        for column, header in ((1, ("合计",)), (2, ("本年收入", "一般公共预算"))):
            place_of_cell = Provenance(
                key, 3, BBox(90.25 * column, 20 * place, 90.25 * column + 80, 20 * place + 18), table_id, place, column
            )
            cells.append(Cell(place, column, 1, 1, printed, CellRole.VALUE, place_of_cell))
            amount = Amount(Decimal(printed), WAN) if printed not in ("", "-", "无") else None
            figures.append(
                Figure(
                    key, len(figures), printed, amount, entity, year, stage, Level.UNIT, label, Aspect.AMOUNT, None,
                    (label,), header, label == "合计", table_id, f"{year}年项目支出预算表", TableKind.PROJECT, None, None, None,
                    place_of_cell, 0, Trust.PLAIN,
                )
            )  # fmt: skip
    sentence = f"{year}年安排会议费3.50万元，比上年减少0.50万元。{extra_text}"
    figures.append(
        Figure(
            key, len(figures), "0.50万元", Amount(Decimal("0.50"), WAN), entity, year, stage, Level.UNIT, "会议费", Aspect.DECREASE,
            "30215",
            (), (), False, None, None, None, None, sentence, "比上年", Provenance(key, 5, BBox(50, 10, 500, 120)), 0, Trust.CONFIRMED,
        )
    )  # fmt: skip
    chunks = [
        Chunk(f"{key[:12]}-c0", ChunkKind.TEXT, sentence, f"{entity} {year}年 收支说明 {sentence}", ("收支说明",), Provenance(key, 5), 6)
    ]
    for term, words in TERMS:
        number = f"{key[:12]}-c{len(chunks)}"
        chunks.append(Chunk(number, ChunkKind.DEFINITION, words, f"名词解释 {term} {words}", ("名词解释", term), Provenance(key, 9), 9))
    table = Table(
        table_id, "表12", f"{year}年项目支出预算表", TableKind.PROJECT, WAN, "单位：万元", tuple(cells),
        (Provenance(key, 3, BBox(0, 0, 300, 200), table_id),), "第二部分", ("注：无",), False, None,
    )  # fmt: skip
    parts = tuple(
        figure for figure in figures if figure.amount and figure.table_id and not figure.is_total and figure.column_path == ("合计",)
    )
    totals = [figure for figure in figures if figure.is_total]
    footings = (Footing("parts_of_total", totals[0], parts, Decimal("0.00"), Decimal("0.015")),) if totals else ()
    return Disclosure(
        document_id=key,
        file_name=f"{name}{year}.pdf",
        entity=entity,
        fiscal_year=year,
        stage=stage,
        level=Level.UNIT,
        facts=(Fact("entity", entity, "cover", Provenance(key, 1)), Fact("level", "unit", "file_name", None)),
        pages=(Page(1, 595.3, 841.9, f"{entity}\n{year}年单位预算"), Page(2, 595.3, 841.9, "", True)),
        tables=(table,),
        figures=tuple(figures),
        chunks=tuple(chunks),
        findings=(Finding("no_text_layer", "第2页没有文字层", Severity.WARNING, Provenance(key, 2)),),
        footings=footings,
        discrepancies=(Discrepancy((figures[0], figures[-1]), "两处不一致"),),
    )


def write_pdf(folder, name="source.pdf", content=b"%PDF-1.4 hand-made"):
    path = folder / name
    path.write_bytes(content)
    return path
