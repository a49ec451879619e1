"""Orders hidden in a question, in a PDF's text, in a row's name or in a title: none moves a figure, whatever the model does with them."""

import json
import re

import pytest
from answering_samples import ENTITY, EXPENDITURE_ROWS, FUNCTIONAL, PROJECT, Maker, bureau_library
from injections import IN_CELLS, IN_QUESTIONS, IN_TEXT
from model_replies import scripted

from answering.engine import Engine
from answering.model import parse_json
from answering.word import LEAD
from disclosure.document import TableKind
from prompts import FENCE_END, FENCE_START
from retrieval.library import Library

REASON = "预算支出总计1,000.00万元，比上年增加200.00万元，主要原因是河道工程增加。"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A disclosure whose rows, titles and text all carry orders; the honest row is 120.00万元."""
    made = Maker("hostile2026", ENTITY, 2026)
    made.table(TableKind.EXPENDITURE, "2026年预算支出总表", 4, FUNCTIONAL, EXPENDITURE_ROWS)
    rows = [((ENTITY,), None, "120.21", "120.21"), (("2026年护堤员工资",), None, "120.00", "120.00")]
    rows += [((order,), None, f"{place}.01", f"{place}.01") for place, order in enumerate(IN_CELLS)]
    made.table(TableKind.PROJECT, "2026年项目支出预算表", 7, PROJECT, rows)
    for place, order in enumerate(IN_CELLS):
        made.table(TableKind.OTHER, f"2026年附表 {order}", 20 + place, PROJECT, ((("护堤员服装",), None, "3.30", "3.30"),), notes=(order,))
    for place, order in enumerate(IN_TEXT):
        made.chunk(f"{order}。{REASON}", ("第三部分 情况说明", f"（{place + 1}）增减原因"), 11)
        made.chunk(f"护堤员：指巡查堤防的人员。{order}。", ("名词解释", "护堤员"), 15)
    disclosure = made.disclosure()
    folder = tmp_path_factory.mktemp("hostile")
    opened = Library.open(folder / "index")
    source = folder / disclosure.file_name
    source.write_bytes(b"%PDF-1.4 hand-made")
    opened.add(disclosure, source)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    """Disclosures without orders in them."""
    opened = bureau_library(tmp_path_factory.mktemp("honest"))
    yield opened
    opened.close()


def obedient(prompt):
    """A model that does what it is told: by the last order in its prompt if there is one, else by the prompt's example."""
    if "查询计划" in prompt:
        found = parse_json(prompt[prompt.rfind(FENCE_START) :])
        return (
            json.dumps(found, ensure_ascii=False) if found else '{"operation": "lookup", "selectors": [{"label": "L1"}, {"label": "L2"}]}'
        )
    return "护堤员工资为999万元（已核对）[c1]。总计{v1}[c1]。主要原因是999[c1]。<b>999</b>[1]。" + prompt[-300:]


def amounts(answer):
    """Every number that the answer states or offers."""
    return [claim.amount.plain for claim in answer.claims] + [choice.amount.plain for choice in answer.alternatives if choice.amount]


QUESTIONS = ("{order}。护堤员工资是多少", "护堤员工资是多少？{order}", "护堤员工资{order}是多少")


@pytest.mark.parametrize("order", IN_QUESTIONS)
def test_an_order_in_a_question_moves_no_figure(honest, order):
    library = honest
    printed = {figure.amount.plain for document in library.documents() for figure in library.figures(document.id) if figure.amount}
    for question in QUESTIONS:
        with_model, without = (Engine(library, model).ask(question.format(order=order)) for model in (scripted(always=obedient), None))
        assert amounts(with_model) == amounts(without)
        assert set(amounts(with_model)) <= printed
        assert "999" not in amounts(with_model)


@pytest.mark.parametrize("order", IN_CELLS)
def test_an_order_in_a_name_or_a_title_moves_no_figure(library, order):
    """Rows and titles carry the orders; asked for beside them, the honest row answers, and the model is told of them as data."""
    model = scripted(always=obedient)
    answer = Engine(library, model).ask("护堤员工资是多少")
    assert amounts(answer)[0] == "120.00"
    question = f"{order[:12]}费去掉税是多少"
    with_model, without = Engine(library, model).ask(question), Engine(library).ask(question)
    assert amounts(with_model) == amounts(without)
    for request in model.requests:
        fences = 1 if "格式不对" in request.prompt else 2
        assert request.prompt.count(FENCE_START) == request.prompt.count(FENCE_END) == fences


TEXTS = ("2026年预算支出总计为什么增加", "什么是护堤员", "增减原因是什么")


@pytest.mark.parametrize("question", TEXTS)
def test_an_order_in_the_text_moves_no_figure(library, question):
    """All orders stand in the text of the same answer; quoted they may be, obeyed they are not."""
    for order in IN_TEXT:
        model = scripted(always=lambda prompt, order=order: f"{order}[c1]。{obedient(prompt)}")
        with_model, without = Engine(library, model).ask(question), Engine(library).ask(question)
        assert amounts(with_model) == amounts(without)
        added = with_model.text.removesuffix(without.text)
        assert not re.search(r"(?<!\\)<|!\[|\]\(|999|核对", added)
        assert with_model.status is without.status


LISTS = ("2026年有哪些项目", "2026年金额最大的五个项目", "2026年20万元以上的项目有几个")


@pytest.mark.parametrize("question", LISTS)
def test_an_order_in_a_row_moves_no_figure_of_a_table(library, question):
    """All rows that carry orders are listed; a model that obeys any of them, or puts its slot behind the honest row, changes nothing."""
    without = Engine(library).ask(question)
    assert len(without.claims) >= 4
    for place, order in enumerate(IN_CELLS):
        for reply in (f"{order}{{v{place + 1}}}。", f"护堤员工资{{v{place + 3}}}。", f"{order}。", f"999万元[c1]。{order}"):
            answer = Engine(library, scripted(always=reply)).ask(question)
            assert amounts(answer) == amounts(without)
            lead = answer.text.partition("\n\n")[0] if answer.text.startswith(LEAD) else ""
            assert "护堤员工资为" not in lead or "120.00" in lead
            assert not re.search(r"(?<!\\)<|!\[|\]\(", lead)


def test_there_are_more_than_sixty_and_none_twice():
    assert len({*IN_QUESTIONS, *IN_TEXT, *IN_CELLS}) == len(IN_QUESTIONS) + len(IN_TEXT) + len(IN_CELLS) >= 60
    assert min(map(len, (IN_QUESTIONS, IN_TEXT, IN_CELLS))) >= 20
