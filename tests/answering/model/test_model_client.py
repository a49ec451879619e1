import threading
import time
from collections import deque
from contextlib import ExitStack

import pytest
from model_endpoint import Reply, completion, events, serving
from model_replies import ScriptedModel

from answering.model import MOST_CALLS, Consultation, LanguageModel, Limits, ModelSettings, estimate_tokens, parse_json
from disclosure.errors import MingzhangError, ModelError
from prompts import Prompt
from workspace import Settings

SECRET = "sk-never-shown"
SHORT = Limits(seconds=0.4)


@pytest.fixture
def serve():
    """Start an endpoint with replies; the server and a model behind it."""
    with ExitStack() as opened:

        def start(*replies, **settings):
            server = opened.enter_context(serving(*replies))
            return server, LanguageModel(ModelSettings(server.url, "小模型", SECRET, **settings))

        yield start


def test_a_reply_comes_back_at_temperature_zero(serve):
    server, model = serve(Reply(completion("好")))
    assert model.reply("你好", max_tokens=7) == "好"
    assert server.requests[0]["temperature"] == 0
    assert server.requests[0].get("max_tokens", server.requests[0].get("max_completion_tokens")) == 7


def test_an_endpoint_without_schemas_is_asked_again_without_and_remembered(serve):
    server, model = serve(Reply({"error": {"message": "response_format"}}, 400), Reply(completion("{}")))
    schema = {"type": "object"}
    assert model.reply("甲", max_tokens=5, schema=schema) == "{}"
    assert model.reply("乙", max_tokens=5, schema=schema) == "{}"
    assert ["response_format" in request for request in server.requests] == [True, False, False]


def test_a_reply_that_was_cut_at_its_limit_is_what_came_of_it(serve):
    body = completion('{"operation": "loo')
    body["choices"][0]["finish_reason"] = "length"
    _, model = serve(Reply(body))
    assert model.reply("甲", max_tokens=5, schema={"type": "object"}) == '{"operation": "loo'


HOSTILE = {
    "server error": Reply({"error": {"message": "down"}}, 500),
    "wrong key, repeated": Reply({"error": {"message": f"bad key {SECRET}"}}, 401),
    "rate limit": Reply({"error": {"message": "slow down"}}, 429),
    "rate limit for an hour": Reply({"error": {"message": "slow down"}}, 429, headers={"Retry-After": "3600"}),
    "rate limit for longer than may be waited": Reply({"error": {"message": "slow down"}}, 429, headers={"Retry-After": "5"}),
    "a page of HTML": Reply("<html><body>502 Bad Gateway</body></html>", kind="text/html"),
    "HTML called JSON": Reply("<html>not json</html>"),
    "an error page with 502": Reply("<html>Bad Gateway</html>", 502, kind="text/html"),
    "no choices": Reply({"choices": []}),
    "choices null": Reply({"choices": None}),
    "another JSON": Reply([1, 2, 3]),
    "nothing at all": Reply(""),
    "blank words": Reply(completion("  ")),
    "cut in the middle": Reply('{"id": "x", "choices": [{"message": {"content": "预算'),
    "shorter than announced": Reply(completion("好"), length=5000),
    "broken events": Reply(["data: {broken\n\n"], kind="text/event-stream"),
    "events without end or words": Reply(["data: {}\n\n", ": ping\n\n"], kind="text/event-stream"),
    "no answer": Reply(completion("late"), delay=30),
    "drop by drop": Reply(events(*"慢" * 200), pause=0.1, kind="text/event-stream"),
    "half a reply, then silence": Reply(['{"choices": ', "[{"], pause=20),
    "a redirect to nowhere": Reply("", 307, headers={"Location": "http://127.0.0.1:9/v1"}),
}  # fmt: skip


@pytest.mark.parametrize("reply", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_wrong_with_it_is_one_line_in_time_and_without_the_key(serve, reply):
    _, model = serve(reply, limits=SHORT, retries=1)
    load_client()
    started = time.monotonic()
    with pytest.raises(ModelError) as problem:
        model.reply("你好", max_tokens=5)
    assert time.monotonic() - started < SHORT.seconds + 0.5
    assert SECRET not in str(problem.value)
    assert "小模型" in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_good_reply_under_a_wrong_content_type_is_taken(serve):
    _, model = serve(Reply(completion("好"), kind="text/html"))
    assert model.reply("你好", max_tokens=5) == "好"


def load_client():
    """The client's libraries are loaded by the first call, which takes seconds."""
    with pytest.raises(ModelError):
        LanguageModel(ModelSettings("http://127.0.0.1:9/v1", "无", SECRET, retries=0)).reply("你好", max_tokens=5)


def test_an_endpoint_that_holds_every_call_holds_no_more_than_a_few_threads(serve):
    _, model = serve(Reply(completion("late"), delay=30), limits=Limits(seconds=0.1), retries=0)
    load_client()
    before = threading.active_count()
    for _ in range(MOST_CALLS + 3):
        with pytest.raises(ModelError):
            model.reply("你好", max_tokens=5)
    held = [thread for thread in threading.enumerate() if thread.name == "model"]
    assert threading.active_count() - before <= 2 * MOST_CALLS  # the endpoint's own threads among them
    assert len(held) <= MOST_CALLS
    assert all(thread.daemon for thread in held)


def test_rate_limits_are_tried_again_after_the_time_that_is_asked_for(serve):
    server, model = serve(Reply({"error": {"message": "slow"}}, 429, headers={"Retry-After": "1"}), Reply(completion("好")))
    started = time.monotonic()
    assert model.reply("你好", max_tokens=5) == "好"
    assert time.monotonic() - started >= 1
    assert len(server.requests) == 2


def test_an_endless_reply_is_cut(serve):
    _, model = serve(Reply(completion("长" * 100_000)))
    assert len(model.reply("你好", max_tokens=5)) == 20_000


@pytest.mark.parametrize(
    ("environment", "configured"),
    [
        ({}, False),
        ({"MINGZHANG_MODEL_URL": "http://x"}, False),
        ({"MINGZHANG_MODEL": "m"}, False),
        ({"MINGZHANG_MODEL_URL": " ", "MINGZHANG_MODEL": "m"}, False),
        ({"MINGZHANG_MODEL_URL": "http://x", "MINGZHANG_MODEL": "m"}, True),
    ],
)
def test_settings_need_an_address_and_a_name(environment, configured):
    assert (ModelSettings.from_mapping(environment) is not None) is configured


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("SECONDS", "5", lambda settings: settings.limits.seconds == 5),
        ("SECONDS", "", lambda settings: settings.limits == Limits()),
        ("RETRIES", "0", lambda settings: settings.retries == 0),
        ("TOKENS", "2000", lambda settings: settings.limits.tokens == 2000),
    ],
)
def test_limits_can_be_set(name, text, read):
    assert read(ModelSettings.from_mapping({"MINGZHANG_MODEL_URL": "u", "MINGZHANG_MODEL": "m", f"MINGZHANG_MODEL_{name}": text}))


@pytest.mark.parametrize("text", ["快", "-1", "nan", "inf", "1e99"])
def test_a_limit_that_is_no_number_is_said_to_be_none(text):
    with pytest.raises(MingzhangError, match="MINGZHANG_MODEL_SECONDS"):
        ModelSettings.from_mapping({"MINGZHANG_MODEL_URL": "u", "MINGZHANG_MODEL": "m", "MINGZHANG_MODEL_SECONDS": text})


def test_settings_hide_the_key():
    settings = ModelSettings.from_mapping({"MINGZHANG_MODEL_URL": "u", "MINGZHANG_MODEL": "m", "MINGZHANG_MODEL_KEY": SECRET})
    assert settings.api_key == SECRET
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ('```json\n{"a": 1}\n```', {"a": 1}),
        ('<think>{"a": 2}</think>好的：{"a": 1}，完毕', {"a": 1}),
        ('坏 {a} 好 {"b": {"c": []}}', {"b": {"c": []}}),
        ("没有", None),
        ('{"a": ', None),
        ("[1, 2]", None),
        ("{" * 5000, None),
        ("<think>" + '{"a": 1}', None),
    ],
)
def test_json_is_found_wherever_it_stands(text, value):
    assert parse_json(text) == value


def test_a_budget_is_spent_once():
    consultation = Consultation(ScriptedModel(deque(["好", "好"]), limits=Limits(tokens=400)))
    prompt = Prompt("x", "1", (), "甲" * 100, "")
    assert consultation.ask(prompt, {}, max_tokens=150) == "好"
    with pytest.raises(ModelError, match="上限"):
        consultation.ask(prompt, {}, max_tokens=150)
    assert consultation.spent


def test_tokens_are_estimated_from_above():
    assert estimate_tokens("驻村工作队") >= 5
    assert estimate_tokens("a" * 300) >= 100


def test_three_settings_in_the_environment_name_a_model(monkeypatch):
    assert Settings.from_environment().model is None
    for name, value in (("MINGZHANG_MODEL_URL", "http://127.0.0.1:9/v1"), ("MINGZHANG_MODEL", "某模型"), ("MINGZHANG_MODEL_KEY", SECRET)):
        monkeypatch.setenv(name, value)
    settings = Settings.from_environment()
    assert (settings.model.base_url, settings.model.name, settings.model.api_key) == ("http://127.0.0.1:9/v1", "某模型", SECRET)
    assert SECRET not in repr(settings)
