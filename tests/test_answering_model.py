import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from answering.model import Budget, LanguageModel, ModelSettings, estimate_tokens, parse_json
from disclosure.errors import ModelError
from workspace import Settings

SECRET = "sk-never-shown"


class Endpoint(ThreadingHTTPServer):
    """An OpenAI-shaped endpoint on loopback that plays a queue of (status, body, delay) and keeps the requests."""

    def __init__(self, *replies):
        self.replies = list(replies)
        self.requests = []
        super().__init__(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(body)
        status, reply, delay = self.server.replies.pop(0) if len(self.server.replies) > 1 else self.server.replies[0]
        time.sleep(delay)
        data = reply.encode() if isinstance(reply, str) else json.dumps(reply).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
        except BrokenPipeError:
            pass  # the client gave up, as the test wants

    def log_message(self, *args):
        pass


def completion(text):
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    return {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}


@pytest.fixture
def serve():
    servers = []

    def start(*replies, **settings):
        servers.append(Endpoint(*replies))
        return servers[-1], LanguageModel(ModelSettings(servers[-1].url, "小模型", SECRET, **settings))

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_reply_comes_back_at_temperature_zero(serve):
    server, model = serve((200, completion("好"), 0))
    assert model.reply("你好", max_tokens=7) == "好"
    assert server.requests[0]["temperature"] == 0
    assert server.requests[0].get("max_tokens", server.requests[0].get("max_completion_tokens")) == 7


def test_an_endpoint_without_schemas_is_asked_again_without_and_remembered(serve):
    server, model = serve((400, {"error": {"message": "response_format"}}, 0), (200, completion("{}"), 0))
    schema = {"type": "object"}
    assert model.reply("甲", max_tokens=5, schema=schema) == "{}"
    assert model.reply("乙", max_tokens=5, schema=schema) == "{}"
    assert ["response_format" in request for request in server.requests] == [True, False, False]


def parts(*texts):
    """A streamed reply, as endpoints write it."""
    chunks = [
        {**completion(""), "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": text}}]} for text in texts
    ]
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"


def test_a_reply_comes_in_parts(serve):
    server, model = serve((200, parts("比上年", "增加"), 0))
    assert "".join(model.stream("你好", max_tokens=7)) == "比上年增加"
    assert server.requests[0]["stream"] is True
    assert server.requests[0]["temperature"] == 0


@pytest.mark.parametrize(
    ("reply", "settings"),
    [
        ((500, {"error": {"message": "down"}}, 0), {"retries": 0}),
        ((200, "data: {broken\n\n", 0), {"retries": 0}),
        ((200, parts("慢"), 1.5), {"deadline_seconds": 0.3}),
    ],
)
def test_parts_that_do_not_come_are_an_error(serve, reply, settings):
    _, model = serve(reply, **settings)
    with pytest.raises(ModelError):
        list(model.stream("你好", max_tokens=7))


@pytest.mark.parametrize(
    ("reply", "settings"),
    [
        ((500, {"error": {"message": "down"}}, 0), {"retries": 0}),
        ((401, {"error": {"message": f"bad key {SECRET}"}}, 0), {"retries": 0}),
        ((429, {"error": {"message": "slow down"}}, 0), {"retries": 1}),
        ((200, "<html>not json</html>", 0), {"retries": 0}),
        ((200, {"choices": []}, 0), {"retries": 0}),
        ((200, {"choices": None}, 0), {"retries": 0}),
        ((200, completion("  "), 0), {"retries": 0}),
        ((200, completion("late"), 1.5), {"retries": 0, "deadline_seconds": 0.3}),
    ],
)
def test_whatever_is_wrong_with_it_is_one_line_without_the_key(serve, reply, settings):
    _, model = serve(reply, **settings)
    with pytest.raises(ModelError) as problem:
        model.reply("你好", max_tokens=5)
    assert SECRET not in str(problem.value)
    assert "小模型" in str(problem.value)
    assert "\n" not in str(problem.value)


def test_nobody_listening_is_a_model_error():
    model = LanguageModel(ModelSettings("http://127.0.0.1:9/v1", "无", SECRET, retries=0))
    with pytest.raises(ModelError):
        model.reply("你好", max_tokens=5)


def test_rate_limits_are_tried_again(serve):
    server, model = serve((429, {"error": {"message": "slow down"}}, 0), (200, completion("好"), 0))
    assert model.reply("你好", max_tokens=5) == "好"
    assert len(server.requests) == 2


def test_an_endless_reply_is_cut(serve):
    _, model = serve((200, completion("长" * 100_000), 0))
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
    budget = Budget(10)
    budget.take(8)
    with pytest.raises(ModelError):
        budget.take(3)
    budget.take(2)


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
