"""Units that a department lists in its rows: their subtotals, the people counted of each, and what is not theirs."""

from dataclasses import replace

import pytest
from answering_samples import Maker

from answering.engine import Engine
from disclosure.answer import Status
from disclosure.document import Cell, CellRole, Level, Stage, TableKind
from retrieval.library import Library

BUREAU, STATION = "青浦湾市林业局", "青浦湾市林木种苗站"
OWN = f"{BUREAU}（本级）"
COLUMNS = (("合计",), ("基本支出",), ("项目支出",))
COUNTED = "实有在职人员50人，其中局本级30人、市林木种苗站20人。"


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = Maker("forestry2026", BUREAU, 2026, level=Level.DEPARTMENT)
    made.table(
        TableKind.EXPENDITURE, "部门支出总表", 4, COLUMNS,
        (
            (("合计",), None, "900", "700", "200"),
            ((OWN, "小计"), None, "600", "500", "100"),
            (("2130201", OWN, "行政运行"), "2130201", "600", "500", "100"),
            ((STATION, "小计"), None, "300", "200", "100"),
            (("2130204", STATION, "事业机构"), "2130204", "300", "200", "100"),
        ),
    )  # fmt: skip
    made.said(COUNTED, "实有在职人员", "50人", 2)
    made.said(COUNTED, "局本级", "30人", 2, above=("实有在职人员",))
    made.said(COUNTED, "市林木种苗站", "20人", 2, above=("实有在职人员",))
    made.said("退休人员9人。", "退休人员", "9人", 2)
    table = made.tables[0]
    roles = ((CellRole.HEADER, "单位名称"), (CellRole.STUB, OWN), (CellRole.STUB, STATION))
    cells = tuple(Cell(row, 0, 1, 1, text, role, table.provenances[0]) for row, (role, text) in enumerate(roles))
    made.tables[0] = replace(table, cells=cells)
    folder = tmp_path_factory.mktemp("forestry")
    path = folder / "forestry2026.pdf"
    path.write_bytes(b"%PDF-1.4 hand-made")
    library = Library.open(folder / "index")
    library.add(made.disclosure(), path)
    yield Engine(library)
    library.close()


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("种苗站的基本支出小计是多少", "200万元"),
        ("局本级项目支出多少", "100万元"),
        ("种苗站的支出占全部门支出总计的百分之几", "33.33%"),
        ("局本级的预算总额比种苗站多多少", "300万元"),
        ("局本级和种苗站的基本支出一共多少", "700万元"),
        ("种苗站和局本级的项目支出合计多少", "200万元"),
        ("种苗站在职人员多少人", "20人"),
        ("种苗站按实有在职人员算，人均基本支出多少万元", "10.00万元/人"),
        ("局本级按在职人员算人均基本支出多少万元", "16.67万元/人"),
        ("林业局在职人员多少人", "50人"),
    ],
)
def test_a_unit_is_answered_from_its_own_rows_and_counts(engine, question, value):
    answer = engine.ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert str(answer.claims[0].amount) == value


@pytest.mark.parametrize("question", ["种苗站退休人员多少人", "种苗站的三公经费多少", "林科院的基本支出比种苗站多多少"])
def test_what_is_said_of_the_department_is_not_the_units(engine, question):
    assert engine.ask(question).status is not Status.ANSWERED


@pytest.fixture(scope="module")
def spent(tmp_path_factory):
    made = Maker("audit2025", "青浦湾市审计局", 2025, Stage.FINAL_ACCOUNTS)
    columns = (("预算数", "公务接待费"), ("决算数", "公务接待费"))
    made.table(TableKind.THREE_PUBLIC, "“三公”经费支出决算表", 6, columns, (((), None, "5.00", "4.00"),))
    made.figures = [replace(f, stage=Stage.BUDGET) if f.column_path[0] == "预算数" else f for f in made.figures]
    made.said("国内公务接待25批次，200人次。", "国内公务接待", "25批次", 9)
    made.said("国内公务接待25批次，200人次。", "国内公务接待", "200人次", 9)
    folder = tmp_path_factory.mktemp("audit")
    path = folder / "audit2025.pdf"
    path.write_bytes(b"%PDF-1.4 hand-made")
    library = Library.open(folder / "index")
    library.add(made.disclosure(), path)
    yield Engine(library)
    library.close()


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("公务接待费花了多少", "4.00万元"),
        ("公务接待费预算多少", "5.00万元"),
        ("公务接待平均每批次花了多少元", "1,600.00元/批次"),
        ("公务接待费平均每人次多少元", "200.00元/人次"),
    ],
)
def test_money_for_each_time_is_what_was_spent_over_what_the_text_counts(spent, question, value):
    assert str(spent.ask(question).claims[0].amount) == value


def test_money_for_each_time_needs_a_count_of_its_own_thing(spent):
    assert spent.ask("公务用车运行维护费平均每人次多少元").status is Status.NOT_FOUND
