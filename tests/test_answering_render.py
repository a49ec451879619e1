import json
import re
from dataclasses import replace

import pytest
from answering_samples import ENTITY, bureau_2026, bureau_library

from answering.engine import Engine
from answering.render import VERDICT_LABELS, answer_json, citation_place, explanation, figure_json, one_line, show_amount
from disclosure.amount import parse_amount
from disclosure.answer import Verdict

FIELDS = {
    "question", "status", "text", "values", "citations", "alternatives", "discrepancies", "reason", "elapsed_ms", "model", "library_version"
}  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    library = bureau_library(tmp_path_factory.mktemp("library"))
    yield Engine(library)
    library.close()


@pytest.fixture(scope="module")
def answer(engine):
    return engine.ask("2026年护堤员工资多少")


def test_an_answer_as_the_contract_has_it(answer):
    made = answer_json(answer)
    assert set(made) == FIELDS
    assert json.loads(json.dumps(made, ensure_ascii=False)) == made
    assert (made["status"], made["reason"], made["model"]) == ("answered", None, None)
    assert made["values"][0] == {
        "number": "120.00",
        "unit": "万元",
        "verdict": "cell",
        "label": "2026年护堤员工资 · 合计",
        "formula": None,
        "citations": [1],
    }
    citation = made["citations"][0]
    assert citation["document"] == "bureau2026.pdf"
    assert (citation["entity"], citation["fiscal_year"], citation["stage"], citation["level"]) == (ENTITY, 2026, "budget", "unit")
    assert (citation["page"], citation["table"]) == (7, "2026年项目支出预算表")
    assert (citation["row"], citation["column"], citation["quote"]) == (["2026年护堤员工资"], ["合计"], "120.00")
    assert len(citation["bbox"]) == 4


def test_every_marker_of_the_text_is_cited_and_in_order(answer, engine):
    for asked in (answer, engine.ask("2026年河道清淤工程多少"), engine.ask("2026年支出总计比上年增加多少"), engine.ask("2026年三公经费")):
        markers = [int(marker) for marker in re.findall(r"(?<!\\)\[(\d+)\]", asked.text)]
        assert list(dict.fromkeys(markers)) == [citation.marker for citation in asked.citations]
        assert {marker for claim in asked.claims for marker in claim.citations} <= set(markers)


def test_prose_is_cited_by_its_sentence(engine):
    citation = answer_json(engine.ask("2026年政府采购预算总额是多少"))["citations"][0]
    assert (citation["table"], citation["row"], citation["quote"]) == (None, [], "政府采购预算总额88.80万元。")


def test_choices_are_alternatives(engine):
    made = answer_json(engine.ask("2025年经费是多少", documents=[record.id for record in engine._library.documents()][:1]))
    assert made["status"] == "ambiguous"
    assert {choice["number"] for choice in made["alternatives"]} == {"12.50", "7.50"}
    assert made["values"] == []


def test_contradictions_are_listed(engine):
    (discrepancy,) = answer_json(engine.ask("2026年河道清淤工程多少钱"))["discrepancies"]
    assert {value["number"] for value in discrepancy["values"]} == {"400.00", "4000"}


def test_a_line_to_paste(answer, engine):
    line = one_line(answer)
    assert "\n" not in line
    assert line.startswith("2026年护堤员工资 · 合计：120.00 万元（已核对")
    assert "第7页《2026年项目支出预算表》" in line
    assert "没有" in one_line(engine.ask("2026年局长年薪是多少"))


def test_a_figure_as_figures_jsonl_has_it():
    figure = next(figure for figure in bureau_2026().figures if figure.row_path == ("2130301", "行政运行"))
    made = figure_json(figure)
    assert (made["page"], made["table_title"], made["row"], made["raw"], made["unit"]) == (
        4, "2026年预算支出总表", ["2130301", "行政运行"], "360.00", "万元",
    )  # fmt: skip
    assert made["column"] == ["2026年预算数", "合计"]
    form = next(figure for figure in bureau_2026().figures if figure.project)
    assert figure_json(form)["project"] == "2026年护堤员工资"
    prose = next(figure for figure in bureau_2026().figures if figure.table_id is None)
    assert figure_json(prose)["table_title"] is None
    assert figure_json(replace(figure, amount=None, text=""))["unit"] is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2221.42万元", "2,221.42 万元"), ("72.76%", "72.76%"), ("7人", "7 人"), ("2万元/人/年", "2 万元/人/年"), ("12", "12")],
)
def test_amounts_for_people(text, shown):
    assert show_amount(parse_amount(text)) == shown


def test_every_verdict_has_words_and_an_icon():
    assert set(VERDICT_LABELS) == set(Verdict)
    assert all(label.text and re.fullmatch("[a-z_]+", label.icon) and label.explanation for label in VERDICT_LABELS.values())


def test_where_a_citation_points(answer):
    assert citation_place(answer.citations[0]) == "bureau2026.pdf 第7页《2026年项目支出预算表》2026年护堤员工资 · 合计"


def test_an_answer_can_be_explained(answer):
    made = explanation(answer)
    assert json.loads(json.dumps(made, ensure_ascii=False)) == made
    assert made["plan"]["operation"] == "lookup"
    assert made["record"]["matches"][0]["reason"]
    assert made["verification"]["passed"]
