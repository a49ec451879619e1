import json
from dataclasses import replace
from decimal import Decimal

from telling_samples import BUREAU, DOCUMENT, cell, found, spoken, told

from answering.evaluating.result import Absent, DocumentScope, Evaluation
from answering.query.tree import Cell, Query, QueryStage, Scope, Share
from answering.telling import closed
from answering.telling.labels import understood
from answering.telling.render import answer_json, citation_place, explanation, figure_json, one_line
from disclosure.amount import Amount, Unit
from disclosure.figure import Aspect

WAGES = cell("120.00", "2026年护堤员工资")
QUERY = Query(Scope("水务局", stage=QueryStage.BUDGET), Cell("2026年护堤员工资"))


def test_the_answer_as_json():
    shown = answer_json(told(found(WAGES, QUERY.ask), QUERY))
    assert json.loads(json.dumps(shown, ensure_ascii=False)) == shown
    assert shown["values"] == [
        {
            "number": "120.00", "unit": "万元", "verdict": "cell", "label": "云岭县水务局2026年单位预算 · 2026年护堤员工资",
            "formula": None, "citations": [1],
        }
    ]  # fmt: skip
    assert shown["query"] == {"v": 1, "scope": {"unit": "水务局", "stage": "budget"}, "ask": {"cell": {"row": "2026年护堤员工资"}}}
    assert (shown["understood"], shown["unused"]) == ("云岭县水务局 · 2026年单位预算 · “2026年护堤员工资”", [])
    assert (shown["citations"][0]["table"], shown["citations"][0]["row"]) == ("2026年项目支出预算表", ["2026年护堤员工资"])


def test_a_refusal_as_json_offers_what_is_near_with_its_query():
    shown = answer_json(told(Absent(QUERY.ask, "row", "护堤员工资", "没有“护堤员工资”", ("护堤费",)), QUERY))
    assert shown["values"] == []
    assert shown["alternatives"][0]["query"]["ask"] == {"cell": {"row": "护堤费"}}


def test_percentage_points_as_json_are_without_their_counter():
    points = replace(WAGES, amount=Amount(Decimal("3.20"), Unit.parse("个百分点")))
    assert "3.20 个百分点" in told(found(points)).text
    assert answer_json(told(found(points)))["values"][0]["unit"] == "百分点"


def test_a_line_to_paste():
    assert one_line(told(found(WAGES))) == (
        "云岭县水务局2026年单位预算 · 2026年护堤员工资：120.00 万元（已核对；来源：第17页《2026年项目支出预算表》）"
    )
    assert one_line(told(Absent(QUERY.ask, "row", "电费", "没有“电费”"))) == "没有“电费”"


def test_how_it_came_about():
    shown = explanation(told(found(WAGES, QUERY.ask), QUERY))
    assert shown["record"]["bindings"][0] | {"figure": ""} == {
        "figure": "", "label": "2026年护堤员工资", "text": "120.00", "page": 17, "rung": "exact", "score": 1.0, "reason": "按名称找到",
    }  # fmt: skip
    assert shown["verification"] == {"passed": True, "unbound": [], "removed": []}
    assert shown["query"]["v"] == 1


def test_figures_and_places():
    assert figure_json(WAGES)["raw"] == "120.00"
    text = figure_json(spoken("88.80万元", "采购", "采购88.80万元。", aspect=Aspect.AMOUNT))
    assert (text["measure"], text["sentence"]) == ("采购", "采购88.80万元。")
    place = citation_place(told(found(WAGES)).citations[0])
    assert place == "bureau2026.pdf 第17页《2026年项目支出预算表》2026年护堤员工资 · 合计"


def test_what_was_settled_stands_in_the_line():
    def line(query, *scopes):
        return understood(query, Evaluation(found(WAGES), scopes))

    here = DocumentScope(BUREAU, 2026, "budget", "unit", (DOCUMENT,))
    assert line(QUERY, here) == "云岭县水务局 · 2026年单位预算 · “2026年护堤员工资”"
    assert line(QUERY) == "水务局 · 预算 · “2026年护堤员工资”"
    share = Query(Scope(units="街道"), Share((Cell("甲"), Cell("乙"))), "%")
    others = [DocumentScope(f"{name}街道", 2025, "final_accounts", "department", ()) for name in "东西南北"]
    assert line(share, *others) == "各“街道” · 2025年部门决算 · “甲”占“乙”的比重（%）"
    assert line(QUERY, *others).startswith("东街道、西街道、南街道等 · 2025年部门决算")


def test_an_answer_without_a_query():
    answer = closed("资料库里还没有文件，请先导入预算或决算公开的 PDF")
    assert (answer.text, answer.reason) == (
        "资料库里还没有文件，请先导入预算或决算公开的 PDF。",
        "资料库里还没有文件，请先导入预算或决算公开的 PDF",
    )
    assert answer_json(answer)["query"] is None
