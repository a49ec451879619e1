"""Several figures of equal standing: a model chooses one only where the question itself says which."""

import json
import re

import pytest
from answering_samples import ENTITY, PROJECT, Maker
from model_replies import scripted

from answering.assistant import Asked, Assistant
from answering.compose import Work
from answering.engine import Engine, _Clock
from disclosure.answer import Status
from disclosure.document import TableKind
from disclosure.question import DecidedBy, Operation, Plan, Selector
from retrieval.library import Library


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    """A disclosure in which two tables name the same rows with other amounts."""
    made = Maker("plans2026", ENTITY, 2026)
    made.table(TableKind.OTHER, "2026年会议计划表", 4, PROJECT, ((("场地费",), None, "3.00", "3.00"), (("资料费",), None, "1.00", "1.00")))
    made.table(TableKind.OTHER, "2026年培训计划表", 5, PROJECT, ((("场地费",), None, "5.00", "5.00"), (("资料费",), None, "2.00", "2.00")))
    disclosure, folder = made.disclosure(), tmp_path_factory.mktemp("plans")
    opened = Library.open(folder / "index")
    source = folder / disclosure.file_name
    source.write_bytes(b"%PDF-1.4 hand-made")
    opened.add(disclosure, source)
    yield opened
    opened.close()


def choose(label, table):
    """A reply that names a row, and the table whose title holds `table`."""

    def reply(prompt):
        numbers = {name: key for key, name in re.findall(r"^([LT]\d+) (.+)$", prompt, re.MULTILINE)}
        title = next((key for name, key in numbers.items() if table and table in name and key[0] == "T"), None)
        return json.dumps({"operation": "lookup", "selectors": [{"label": numbers.get(label), "table": title}]})

    return reply


# what the question says beside 场地费, what is chosen, and the figure; None: the question is put back as the rules put it
READINGS = [
    ("2026年会议计划表里场地费瞧瞧几多", choose("场地费", "会议"), "3.00"),
    ("2026年培训计划表里场地费瞧瞧几多", choose("场地费", "培训"), "5.00"),
    ("2026年会议计划表里场地费瞧瞧几多", choose("场地费", "培训"), None),  # a table that the question does not name is not issued
    ("2026年会议计划表里场地费瞧瞧几多", choose("资料费", "会议"), None),
    ("场地费瞧瞧几多", choose("场地费", "会议"), None),
    ("场地费瞧瞧几多", choose("场地费", ""), None),
    ("场地费和资料费瞧瞧几多", choose("场地费", ""), None),
    ("场地费瞧瞧几多", "999", None),
]


@pytest.mark.parametrize(("question", "reply", "number"), READINGS, ids=[str(n) for n in range(len(READINGS))])
def test_of_several_figures_of_equal_standing_one_is_chosen_only_where_the_question_says_it(plans, question, reply, number):
    engine = Engine(plans)
    engine._shelf.refresh()
    rules = Plan(question, Operation.LOOKUP, (Selector(label="场地费"),))
    work = Work(rules, engine._shelf, plans_ids(plans), engine._scope_of)
    draft = engine._draft(work, None, ())
    assert draft.status is Status.AMBIGUOUS
    model = scripted(always=reply)
    aid = Assistant(model).assist(Asked(question, work, (), None), draft, lambda other: engine._draft(other, None, ()))
    answer = engine._closed(question, aid.plan, aid.draft, _Clock(), ())
    assert model.requests
    if number is None:
        assert (aid.draft, aid.plan, aid.model) == (draft, rules, None)
    else:
        assert [claim.amount.plain for claim in answer.claims] == [number]
        assert (answer.status, answer.plan.decided_by) == (Status.ANSWERED, DecidedBy.MODEL)


def plans_ids(library):
    return tuple(record.id for record in library.documents())
