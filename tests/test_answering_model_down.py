"""A whole question to an endpoint that is down, slow or hostile: the answer without it, in time, and a quiet note."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest
from conftest import ROOT
from model_endpoint import Reply, completion, events, serving, told

from answering.assistant import NOTICE
from answering.engine import Engine
from answering.model import LanguageModel, Limits, ModelSettings
from workspace import NO_MODEL, Settings, Workspace

SECRET = "sk-never-shown"
WAIT = 0.6  # seconds that a question may wait for the model
LONG = events(*("无关的话。" for _ in range(10_000)))
ENDPOINTS = {
    "HTTP 500": (Reply("oops", 500), True),
    "HTTP 401": (Reply({"error": {"message": SECRET}}, 401), True),
    "HTTP 429 for a minute": (Reply("slow down", 429, headers={"Retry-After": "60"}), True),
    "HTTP 503 as a page": (Reply("<html>down</html>", 503, kind="text/html"), True),
    "hanging": (Reply(completion("late"), delay=20), True),
    "hanging in the middle": (Reply(events("比上年", "增加"), pause=20, kind="text/event-stream"), True),
    "drop by drop": (Reply(events(*"慢" * 300), pause=0.1, kind="text/event-stream"), True),
    "truncated JSON": (Reply('{"choices": [{"message": {"con'), True),
    "a page of HTML": (Reply("<html>welcome</html>", kind="text/html"), True),
    "no choices": (Reply({"choices": []}), True),
    "wrong content type": (Reply("plain", kind="text/plain"), True),
    "nothing": (Reply(""), True),
    "10,000 tokens": (Reply(LONG, kind="text/event-stream"), False),  # a reply, of which nothing can be used
    "nonsense": (told(lambda _: "我不知道，大概999万元吧。"), False),
}  # fmt: skip
QUESTIONS = ["2026年支出预算为什么增加", "无人机购置费安排了多少"]  # one to be worded, one to be understood


@pytest.fixture(scope="module")
def sample(sample_index):
    """The sample's library, and its newest budget."""
    opened = Workspace.open(Settings(sample_index, NO_MODEL))
    yield opened.library, max(opened.documents(), key=lambda record: record.fiscal_year).id
    opened.close()


@pytest.fixture(scope="module", autouse=True)
def client():
    """The client's libraries, which take seconds to load."""
    import langchain_openai  # noqa: F401


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(("reply", "noted"), ENDPOINTS.values(), ids=ENDPOINTS)
def test_the_answer_is_that_without_it(sample, question, reply, noted):
    library, newest = sample
    without = Engine(library).ask(question, documents=[newest])
    with ExitStack() as opened:
        server = opened.enter_context(serving(reply))
        model = LanguageModel(ModelSettings(server.url, "小模型", SECRET, Limits(seconds=WAIT), retries=1))
        engine = Engine(library, model)
        released = []
        started = time.monotonic()
        answer = engine.ask(question, documents=[newest], release=released.append)
        assert time.monotonic() - started < WAIT + 1
        assert (answer.status, answer.text, answer.claims, answer.model) == (without.status, without.text, without.claims, None)
        assert released == []
        assert bool(server.requests) and SECRET not in repr(answer)
        if noted:
            assert answer.notice == NOTICE
            started = time.monotonic()
            assert engine.ask(question, documents=[newest]).text == without.text
            assert time.monotonic() - started < WAIT  # left alone for a while


def test_nobody_there(sample):
    library, newest = sample
    engine = Engine(library, LanguageModel(ModelSettings("http://127.0.0.1:9/v1", "小模型", SECRET, retries=0)))
    answer = engine.ask(QUESTIONS[0], documents=[newest])
    assert (answer.text, answer.notice) == (Engine(library).ask(QUESTIONS[0], documents=[newest]).text, NOTICE)


def test_the_command_line_ends_though_the_endpoint_holds_its_call(sample_index):
    """Whatever thread still waits for the endpoint, the program does not."""
    with serving(Reply(completion("late"), delay=60)) as server:
        settings = {"MINGZHANG_MODEL_URL": server.url, "MINGZHANG_MODEL": "慢模型", "MINGZHANG_MODEL_SECONDS": "1"}
        settings |= {"MINGZHANG_INDEX": str(sample_index), "MINGZHANG_EMBEDDING_MODEL": "none"}
        command = [sys.executable, "cli.py", "ask", QUESTIONS[0]]
        started = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, timeout=50, check=False)
        assert server.requests
        assert (done.returncode, "主要原因" in done.stdout) == (0, True)
        assert NOTICE in done.stdout + done.stderr
        assert time.monotonic() - started < 40
