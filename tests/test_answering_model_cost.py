"""What guard and slots cost an answer, the model's own time aside: processor time, over hostile replies of every kind."""

import statistics
import time

import pytest
from adversarial_replies import replies
from model_replies import scripted

from answering.engine import Engine
from workspace import NO_MODEL, Settings, Workspace

MOST = 10  # milliseconds an answer
QUESTIONS = ("2026年支出预算为什么增加", "2026年有哪些项目", "无人机购置费安排了多少")  # worded, summed up, understood


@pytest.mark.parametrize("question", QUESTIONS)
def test_guard_and_slots_cost_little(sample_index, question):
    workspace = Workspace.open(Settings(sample_index, NO_MODEL))
    newest = max(workspace.documents(), key=lambda record: record.fiscal_year).id
    rules = Engine(workspace.library)

    def spent(engine):
        started = time.process_time()
        engine.ask(question, documents=[newest])
        return (time.process_time() - started) * 1000

    spent(rules)
    added = []
    for reply in replies("预算支出总计{v1}", "{v1}"):
        aided = Engine(workspace.library, scripted(always=reply))
        aided._shelf = rules._shelf  # both know the library already
        added.append(spent(aided) - spent(rules))
    workspace.close()
    assert statistics.median(added) < MOST
    assert sorted(added)[int(0.95 * len(added))] < 2 * MOST
