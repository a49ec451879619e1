"""Projects told by forms and by tables of targets: each once, by its money and never by its indicators."""

import sys
from pathlib import Path

import pytest

from answering.evaluating import evaluate
from answering.evaluating.arithmetic import amount_of
from answering.evaluating.result import Absent, Listed, Refused
from answering.query.tree import Cell, List, Mean, Query, Rank, RowKind, Rows, RowSet, Scope, Sum
from disclosure.document import Stage, TableKind

sys.path.insert(0, str(Path(__file__).parent.parent / "binding"))

from shelf_samples import Paper, Sheet, row, shelf_of

TARGET = (("指标值",),)
SPENT = (("年初预算数",), ("全年执行数",), ("分值",))


def form(project, *money, indicators=("95%", "3个")):
    rows = [row(f"项目资金/{label}", amount, columns=((label,),)) for label, amount in money]
    rows += [row(f"产出指标/指标{place}", text, columns=TARGET) for place, text in enumerate(indicators)]
    return Sheet("项目支出绩效目标表", TableKind.PERFORMANCE_FORM, rows, project=project)


FORMS = Paper(
    "云岭县水务局",
    2026,
    [
        form("河道巡查", ("实施期资金总额", ""), ("年度资金总额", "30.00")),
        form("闸门修缮", ("年度预算资金总额", "20.00")),
        form("闸门修缮", ("年度预算资金总额", "20.00")),
        Sheet("项目明细表", TableKind.OTHER, [row("水质监测", "10.00"), row("监测合格率", "98%"), row("监测点位", "6个")]),
        Sheet(
            "部门整体绩效目标表", TableKind.PERFORMANCE_FORM, [row("合格率", "95%", columns=TARGET), row("及时率", "98%", columns=TARGET)]
        ),
    ],
)
ACCOUNT = Paper(
    "青溪县民政局",
    2024,
    [
        Sheet(
            "绩效自评表",
            TableKind.PERFORMANCE_FORM,
            [row("资金/年度资金总额", "50.00", "40.00", "10.0分", columns=SPENT)],
            project="助餐服务",
        )
    ],
    stage=Stage.FINAL_ACCOUNTS,
)
ONE_FORM = Paper(
    "松坪县林业局",
    2026,
    [
        Sheet(
            "项目支出绩效目标表",
            TableKind.PERFORMANCE_FORM,
            [row("A1-苗圃维护", "8.00"), row("A1-苗圃维护/成活率", "95%", columns=TARGET), row("A2-防火巡护", "12.50")],
        ),
        Sheet("部门整体支出绩效目标表", TableKind.PERFORMANCE_FORM, [row("基本支出", "90.00"), row("项目支出", "20.50")]),
    ],
)
PROJECTS = Rows(RowSet(kind=RowKind.PROJECT))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return shelf_of(tmp_path_factory.mktemp("shelf"), FORMS, ACCOUNT, ONE_FORM)


def outcome(shelf, ask, unit="水务局"):
    return evaluate(Query(Scope(unit=unit), ask), shelf).outcome


def money(listed):
    assert isinstance(listed, Listed), listed
    return {item.label: str(amount_of(item.operand)) for item in listed.items}


def test_a_project_is_told_once_by_the_money_of_its_year(shelf):
    forms = Rows(RowSet(kind=RowKind.PROJECT, table="项目支出绩效目标表"))
    assert money(outcome(shelf, List(forms))) == {"河道巡查": "30.00万元", "闸门修缮": "20.00万元"}
    assert money(outcome(shelf, Rank((forms,)))) == {"河道巡查": "30.00万元"}
    assert str(amount_of(outcome(shelf, Sum((forms,))).operand)) == "50.00万元"


def test_a_project_of_a_table_with_targets_is_its_money_alone(shelf):
    assert money(outcome(shelf, List(PROJECTS))) == {"2026年水质监测 · 合计": "10.00万元"}


def test_one_form_may_hold_all_projects(shelf):
    told = money(outcome(shelf, List(PROJECTS), "林业局"))
    assert list(told.values()) == ["8.00万元", "12.50万元"]


def test_what_was_spent_on_a_project_is_told_of_a_final_account(shelf):
    assert money(outcome(shelf, List(PROJECTS), "民政局")) == {"助餐服务": "40.00万元"}


@pytest.mark.parametrize(
    ("ask", "kind", "why"),
    [
        (Sum((Rows(RowSet(table="部门整体绩效目标表")),)), Refused, "百分比"),
        (Mean((Rows(RowSet(table="部门整体绩效目标表")),)), Refused, "百分比"),
        (Sum((Rows(RowSet(table="项目明细表")),)), Refused, "计量单位不同类"),
        (Sum((Cell("合格率"), Cell("及时率"))), Refused, "百分比"),
        (Sum((Rows(RowSet(kind=RowKind.PROJECT, table="部门整体绩效目标表")),)), Absent, "没有找到"),
    ],
)
def test_percentages_and_unlike_things_are_not_added(shelf, ask, kind, why):
    result = outcome(shelf, ask)
    assert isinstance(result, kind)
    assert why in result.why


def test_a_row_that_prints_the_sum_of_those_below_it_is_none_of_them(tmp_path):
    money = (("项目金额",),)
    printed = (
        ("资源局本级", "356.08"),
        ("专用项目", "356.08"), ("证书管理", "14.98"), ("证书采购", "14.98"), ("其他专项", "341.10"), ("大厅租赁", "141.90"),
        ("网络维护", "33.00"), ("咨询热线", "166.20"), ("通用项目", "3.00"), ("差旅", "1.00"), ("会议", "2.00"),
    )  # fmt: skip
    rows = [row(label, amount, columns=money) for label, amount in printed]
    paper = Paper("云岭县资源局", 2026, [Sheet("2026年专项业务经费支出表", TableKind.PROJECT, rows)])
    found = evaluate(Query(Scope(), List(Rows(RowSet(table="专项业务经费支出表")))), shelf_of(tmp_path, paper)).outcome
    assert isinstance(found, Listed)
    told = [item.operand.row_label for item in found.items]
    assert told == ["证书管理", "证书采购", "大厅租赁", "网络维护", "咨询热线", "通用项目", "差旅", "会议"]  # 3 is 1 and 2 by chance, maybe
