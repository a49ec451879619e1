import json

import pytest

from disclosure.errors import MingzhangError, StoreError
from service.audit import AuditLog
from service.gate import Rates
from service.settings import ServiceSettings

ASK = {"question": "2026年农村饮水安全维修养护资金是多少"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"authorization": "Bearer wrong"}, 401),
        ({"authorization": "Basic one"}, 401),
        ({"x-api-key": "one "}, 401),
        ({"authorization": "Bearer one"}, 200),
        ({"authorization": "bearer two"}, 200),
        ({"x-api-key": "two"}, 200),
    ],
)
def test_a_key_is_asked_for_where_keys_are_set(make, headers, status):
    with make(keys=("one", "two")) as client:
        got = client.post("/v1/ask", json=ASK, headers=headers)
        assert got.status_code == status
        assert client.get("/metrics", headers=headers).status_code == status
        assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200


def test_each_client_has_its_own_rate(make):
    with make(keys=("one", "two"), per_minute=3) as client:
        statuses = [client.get("/v1/models", headers={"x-api-key": "one"}).status_code for _ in range(5)]
        last = client.get("/v1/models", headers={"x-api-key": "one"})
        assert statuses == [200, 200, 200, 429, 429]
        assert int(last.headers["retry-after"]) >= 1
        assert client.get("/v1/models", headers={"x-api-key": "two"}).status_code == 200


def test_tokens_drip_in_again():
    rates = Rates(60)
    assert [rates.wait("a", 0.0) for _ in range(60)] == [0.0] * 60
    assert rates.wait("a", 0.0) > 0
    assert rates.wait("a", 1.5) == 0.0
    assert rates.wait("a", 1.5) == pytest.approx(0.5)
    assert Rates(0).wait("a", 0.0) == 0.0


def test_a_body_is_limited_also_where_its_length_is_not_said(make):
    def pieces():
        for _ in range(100):
            yield b" " * 100

    with make(body_bytes=1000) as client:
        for content in (b" " * 1001, pieces()):
            got = client.post("/v1/ask", content=content, headers={"content-type": "application/json"})
            assert (got.status_code, got.json()["type"]) == (413, "urn:mingzhang:problem:size")


@pytest.mark.parametrize(("given", "kept"), [("abc-1.2_3", True), ("a" * 65, False), ("坏", False), ("a b", False), ("", False)])
def test_a_request_id_is_taken_over_where_it_is_harmless(client, given, kept):
    got = client.get("/healthz", headers={"x-request-id": given.encode()})
    assert (got.headers["x-request-id"] == given) == kept
    assert got.headers["x-request-id"]


def test_the_log_keeps_what_was_asked_and_shown_and_no_key(make, tmp_path):
    with make(keys=("geheim",)) as client:
        got = client.post("/v1/ask", json=ASK, headers={"authorization": "Bearer geheim"})
        client.post("/v1/ask", json={"question": "残", "documents": ["没有"]}, headers={"x-api-key": "geheim"})
        client.post(
            "/v1/chat/completions",
            json={"messages": [{"role": "user", "content": "农村饮水安全维修养护资金"}]},
            headers={"x-api-key": "geheim"},
        )
    (path,) = (tmp_path / "audit").iterdir()
    text = path.read_text(encoding="utf-8")
    first, second, third = map(json.loads, text.splitlines())
    assert first["request_id"] == got.headers["x-request-id"]
    assert first["question"] == ASK["question"]
    assert first["query"]["ask"]
    assert first["verdicts"][0] == "cell"
    assert {"document_id", "page", "table", "row", "column", "quote"} == set(first["cells"][0])
    assert (second["path"], "status" in second) == ("/v1/ask", False)
    assert third["path"] == "/v1/chat/completions"
    assert "geheim" not in text


def test_no_log_and_a_log_that_cannot_be(tmp_path):
    AuditLog(None).write("1", "c", "/", {}, None)
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        AuditLog(tmp_path / "file" / "audit")


def test_settings_are_read_and_wrong_ones_told(tmp_path):
    values = {"MINGZHANG_API_KEYS": " a, b,", "MINGZHANG_API_RATE": "0", "MINGZHANG_API_AUDIT": "none"}
    settings = ServiceSettings.from_mapping(values, tmp_path)
    assert (settings.keys, settings.per_minute, settings.audit) == (("a", "b"), 0, None)
    assert ServiceSettings.from_mapping({}, tmp_path).audit == tmp_path / "audit"
    assert "a" not in repr(ServiceSettings(keys=("aqq",))).replace("audit", "").replace("ServiceSettings", "").partition("qq")[1]
    with pytest.raises(MingzhangError, match="MINGZHANG_API_RATE"):
        ServiceSettings.from_mapping({"MINGZHANG_API_RATE": "many"}, tmp_path)
