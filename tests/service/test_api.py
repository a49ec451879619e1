import json
import time
from threading import Event

import pytest
from starlette.testclient import TestClient

from disclosure.errors import StoreError
from service.api import create_app
from service.inquiry import Inquiry
from service.settings import ServiceSettings
from workspace import NO_MODEL, Settings, Workspace

QUESTION = "2026年农村饮水安全维修养护资金是多少"
QUERY = {"v": 1, "scope": {"year": 2026, "stage": "budget"}, "ask": {"cell": {"row": "农村饮水安全维修养护资金"}}}
CONTRACT = {"question", "status", "text", "values", "citations", "alternatives", "discrepancies", "reason", "elapsed_ms", "library_version"}


def test_a_question_is_answered_as_the_contract_has_it(client):
    answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert set(answer) >= CONTRACT | {"query", "understood", "unused"}
    assert (answer["status"], answer["values"][0]["verdict"]) == ("answered", "cell")


def test_a_query_is_executed(client):
    answer = client.post("/v1/ask", json={"query": QUERY}).json()
    assert answer["status"] == "answered"
    assert answer["query"]["ask"] == QUERY["ask"]


def test_a_follow_up_is_asked_with_its_history(client, sample_pdf):
    answer = client.post("/v1/ask", json={"question": "那2019年的呢", "history": [QUESTION], "documents": [sample_pdf.stem]}).json()
    assert answer["status"] == "not_found"


def test_how_a_question_is_understood(client):
    told = client.post("/v1/query/understand", json={"question": QUESTION}).json()
    assert told["query"]["ask"]["cell"]["row"]
    assert told["understood"]
    assert {"place", "name", "text"} == set(told["parts"][0])


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "kind"),
    [
        ("POST", "/v1/ask", {}, 422, "request"),
        ("POST", "/v1/ask", {"question": "a", "query": {}}, 422, "request"),
        ("POST", "/v1/ask", {"question": QUESTION, "misspelt": 1}, 422, "request"),
        ("POST", "/v1/ask", {"question": "\u3000"}, 400, "question"),
        ("POST", "/v1/ask", {"question": "多" * 2000}, 400, "question"),
        ("POST", "/v1/ask", {"question": QUESTION, "documents": ["没有"]}, 404, "name"),
        ("POST", "/v1/ask", {"query": {}}, 422, "query"),
        ("POST", "/v1/ask", {"query": {"v": 1, "scope": {}, "ask": {"cel": {"row": "a"}}}}, 422, "query"),
        ("POST", "/v1/ask", {"query": {**QUERY, "show": "里拉"}}, 422, "query"),
        ("POST", "/v1/ask", {"query": {"v": 1, "scope": {}, "ask": {"cell": {"row": "长" * 5000}}}}, 422, "query"),
        ("POST", "/v1/chat/completions", {"messages": []}, 422, "request"),
        ("POST", "/v1/chat/completions", {"messages": [{"role": "system", "content": "x"}]}, 400, "question"),
        ("POST", "/v1/chat/completions", {"messages": [{"role": "user", "content": "x"}], "n": 2}, 422, "request"),
        ("GET", "/v1/documents/nichts", None, 404, "name"),
        ("GET", "/v1/figures?year=1", None, 422, "request"),
        ("GET", "/v1/figures?document=nichts", None, 404, "name"),
        ("GET", "/v1/nichts", None, 404, "path"),
        ("DELETE", "/v1/ask", None, 405, "method"),
    ],
)
def test_an_error_is_a_problem_in_one_line(client, method, path, body, status, kind):
    got = client.request(method, path, json=body)
    problem = got.json()
    assert (got.status_code, problem["type"], problem["status"]) == (status, f"urn:mingzhang:problem:{kind}", status)
    assert got.headers["content-type"] == "application/problem+json"
    assert problem["request_id"] == got.headers["x-request-id"]
    assert problem["detail"] and "\n" not in problem["detail"]
    assert problem["error"]["message"] == problem["detail"]


def test_a_wrong_query_comes_back_with_what_exists(client):
    issues = client.post("/v1/ask", json={"query": {"v": 1, "scope": {}, "ask": {"cel": {}}}}).json()["issues"]
    assert "cell" in issues[0]["exists"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"a"', b"\xff\xfe", b'{"question": "\\ud800"}', b"null"])
def test_a_body_that_is_none_is_a_problem(client, body):
    got = client.post("/v1/ask", content=body, headers={"content-type": "application/json"})
    assert got.status_code in (200, 400, 422)
    assert json.loads(got.content)


def test_figures_by_words_and_filters(client, sample_pdf):
    found = client.get("/v1/figures", params={"text": "公务接待", "year": 2026, "limit": 2}).json()
    assert 0 < len(found["items"]) <= 2
    assert all(item["fiscal_year"] == 2026 for item in found["items"])
    record = client.get(f"/v1/documents/{sample_pdf.stem}").json()
    here = client.get(
        "/v1/figures", params={"document": record["id"], "at_least": "1000000", "dimension": "money", "order": "largest"}
    ).json()
    assert {item["document_id"] for item in here["items"]} == {record["id"]}


def test_figures_are_paged_without_gap_or_repeat(client):
    whole = client.get("/v1/figures", params={"text": "合计", "limit": 30}).json()
    paged, offset = [], 0
    while offset is not None and len(paged) < 30:
        page = client.get("/v1/figures", params={"text": "合计", "limit": 7, "offset": offset}).json()
        paged, offset = paged + page["items"], page["next"]
    assert paged[:30] == whole["items"][:30]
    assert client.get("/v1/figures", params={"text": "没有这样的字"}).json() == {"total": 0, "documents": 0, "items": [], "next": None}


def test_documents_are_listed_and_paged(client):
    all_ = client.get("/v1/documents").json()
    first = client.get("/v1/documents", params={"limit": 1}).json()
    assert (first["items"], first["next"], first["total"]) == (all_["items"][:1], 1, len(all_["items"]))


def test_a_page_is_drawn_with_a_cell_marked(client):
    cited = client.post("/v1/ask", json={"question": QUESTION}).json()["citations"][0]
    path = f"/v1/documents/{cited['document_id']}/pages/{cited['page']}.png"
    plain, marked = client.get(path), client.get(path, params={"cell": cited["quote"]})
    assert plain.content[:4] == marked.content[:4] == b"\x89PNG"
    assert plain.content != marked.content
    for wrong in (
        path.replace(f"/{cited['page']}.png", "/9999.png"),
        path.replace(f"/{cited['page']}.png", "/0.png"),
        path + "?cell=没有这一格",
    ):
        assert client.get(wrong).status_code == 404


def test_it_says_whether_it_lives_and_can_answer(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["documents"] > 0


def test_it_is_ready_once_the_library_is_loaded(sample_workspace, monkeypatch):
    may_load = Event()
    monkeypatch.setattr("service.inquiry.Inquiry.warm_up", lambda _: may_load.wait(20))
    app = create_app(sample_workspace, ServiceSettings(), warm_up=True)
    with TestClient(app) as client:
        early = client.get("/readyz")
        assert (early.status_code, early.json()["type"]) == (503, "urn:mingzhang:problem:warming")
        may_load.set()
        until = time.monotonic() + 20
        while client.get("/readyz").status_code != 200:
            assert time.monotonic() < until
    Inquiry(sample_workspace).warm_up()


def test_an_empty_library_is_not_ready(tmp_path):
    workspace = Workspace.open(Settings(tmp_path, embedding_model=NO_MODEL))
    Inquiry(workspace).warm_up()
    with TestClient(create_app(workspace, ServiceSettings(), closing=workspace.close)) as client:
        assert client.get("/readyz").status_code == 503
        assert client.post("/v1/ask", json={"question": QUESTION}).json()["status"] == "not_found"


def test_metrics_count_requests_by_route_and_answers(client):
    client.post("/v1/ask", json={"question": QUESTION})
    client.get("/v1/documents/nichts")
    text = client.get("/metrics").text
    assert 'mingzhang_requests_total{route="/v1/ask",status="200"} 1.0' in text
    assert 'mingzhang_requests_total{route="/v1/documents/{document}",status="404"} 1.0' in text
    assert 'mingzhang_answers_total{status="answered"} 1.0' in text
    assert "mingzhang_documents" in text


def test_the_description_holds_the_query_language(client):
    described = client.get("/openapi.json").json()
    schemas = described["components"]["schemas"]
    assert schemas["AskBody"]["properties"]["query"]["anyOf"][0] == {"$ref": "#/components/schemas/Query"}
    refs = {ref for ref in _refs(described)}
    assert all(ref.removeprefix("#/components/schemas/") in schemas for ref in refs)
    assert {"/v1/ask", "/v1/query/understand", "/v1/figures", "/v1/documents", "/v1/chat/completions"} <= set(described["paths"])


def _refs(value):
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for one in value.values():
            yield from _refs(one)
    elif isinstance(value, list):
        for one in value:
            yield from _refs(one)


def test_what_breaks_inside_is_told_by_its_number_alone(client, monkeypatch):
    monkeypatch.setattr("workspace.Workspace.ask_after", lambda *_, **__: 1 / 0)
    got = client.post("/v1/ask", json={"question": QUESTION})
    assert got.status_code == 500
    assert got.json()["type"] == "urn:mingzhang:problem:program"
    assert "ZeroDivision" not in got.text
    assert got.headers["x-request-id"] in got.json()["detail"]


def test_a_library_that_cannot_be_used_is_unavailable(client, monkeypatch):
    def broken(*_, **__):
        raise StoreError("资料库打不开")

    monkeypatch.setattr("workspace.Workspace.ask_after", broken)
    assert client.post("/v1/ask", json={"question": QUESTION}).status_code == 503
