"""Other people's clients over loopback: the official openai client, LangChain's ChatOpenAI, and MCP's."""

import asyncio
import json
import sys

import pytest
from conftest import ROOT

QUESTION = "2026年农村饮水安全维修养护资金是多少"


@pytest.fixture
def openai_client(address):
    from openai import OpenAI

    return OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0)


def test_openai_lists_the_model(openai_client):
    assert [model.id for model in openai_client.models.list()] == ["mingzhang"]


def test_openai_asks(openai_client):
    got = openai_client.chat.completions.create(model="mingzhang", messages=[{"role": "user", "content": QUESTION}], temperature=0)
    assert "已核对" in got.choices[0].message.content
    assert "第" in got.choices[0].message.content.split("出处：")[1]
    assert got.choices[0].finish_reason == "stop"
    assert got.model_extra["citations"][0]["page"] > 0
    assert got.model_extra["answer"]["status"] == "answered"
    assert got.usage.total_tokens > 0


def test_openai_streams_the_same_words(openai_client):
    messages = [{"role": "system", "content": "x"}, {"role": "user", "content": [{"type": "text", "text": QUESTION}]}]
    whole = openai_client.chat.completions.create(model="mingzhang", messages=messages).choices[0].message.content
    chunks = list(
        openai_client.chat.completions.create(model="mingzhang", messages=messages, stream=True, stream_options={"include_usage": True})
    )
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(pieces) == whole
    assert len(pieces) > 4
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    assert chunks[-1].usage.total_tokens > 0


def test_openai_is_told_what_is_wrong(openai_client):
    from openai import BadRequestError

    with pytest.raises(BadRequestError, match="用户的问题"):
        openai_client.chat.completions.create(model="mingzhang", messages=[{"role": "assistant", "content": "x"}])


def test_langchain_chats_whole_and_streamed(address):
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(base_url=f"{address}/v1", api_key="any", model="mingzhang", max_retries=0)
    whole = model.invoke([("user", QUESTION)]).content
    assert "已核对" in whole
    assert "".join(chunk.content for chunk in model.stream([("user", QUESTION)])) == whole
    follow = model.invoke([("user", QUESTION), ("assistant", whole), ("user", "那2019年的呢")]).content
    assert follow != whole


def test_langchains_retriever_and_tool(sample_workspace):
    from service.langchain import MingzhangRetriever, question_tool

    found = MingzhangRetriever(workspace=sample_workspace, k=3).invoke("公务接待费")
    assert len(found) == 3
    assert {"document", "entity", "fiscal_year", "page", "kind"} <= set(found[0].metadata)
    tool = question_tool(sample_workspace)
    message = tool.invoke({"type": "tool_call", "id": "1", "name": "mingzhang", "args": {"question": QUESTION}})
    assert "已核对" in message.content
    assert message.artifact["status"] == "answered"
    assert tool.invoke({"question": " "})


async def with_tools(target):
    """What each tool gives, called by MCP's own client."""
    from mcp import Client

    async with Client(target) as client:
        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
        calls = {
            "ask": ("ask", {"question": QUESTION}),
            "query": ("query", {"v": 1, "scope": {"year": 2026, "stage": "budget"}, "ask": {"cell": {"row": "农村饮水安全维修养护资金"}}}),
            "misspelt": ("query", {"v": 1, "scope": {}, "ask": {"cel": {"row": "农村饮水安全维修养护资金"}}}),
            "absent": ("query", {"v": 1, "scope": {"year": 2026}, "ask": {"cell": {"row": "公务接代"}}}),
            "figures": ("figures", {"text": "公务接待", "years": [2026], "limit": 2}),
            "bad figures": ("figures", {"stages": ["x"]}),
            "unknown": ("figures", {"misspelt": 1}),
            "catalogue": ("catalogue", {}),
        }
        got = {name: await client.call_tool(tool, arguments) for name, (tool, arguments) in calls.items()}
        document = got["catalogue"].structured_content["documents"][0]["file_name"]
        got["one"] = await client.call_tool("catalogue", {"documents": [document], "search": "接待"})
        got["page"] = await client.call_tool("page", {"document": document, "page": 1})
        got["no page"] = await client.call_tool("page", {"document": document, "page": 999})
        return listed, got


def held_to(listed, got):
    assert set(listed) == {"ask", "query", "figures", "catalogue", "page"}
    assert {"cell", "share", "rank"} <= set(listed["query"].input_schema["$defs"])
    errors = {name for name, result in got.items() if result.is_error}
    assert errors == {"misspelt", "absent", "bad figures", "unknown", "no page"}
    assert got["ask"].structured_content["values"][0]["verdict"] == "cell"
    assert "已核对" in got["query"].content[0].text
    assert "cell" in got["misspelt"].structured_content["issues"][0]["exists"]
    assert got["absent"].structured_content["issues"]
    assert "公务接待" in got["absent"].content[0].text  # what exists is named
    assert got["figures"].structured_content["total"] > 0
    assert got["one"].structured_content["documents"][0]["tables_named"]
    assert got["one"].structured_content["names"]
    assert got["page"].content[0].mime_type == "image/png"


def test_mcp_in_the_process(sample_workspace):
    from service.inquiry import Inquiry
    from service.mcp_server import create_server

    held_to(*asyncio.run(with_tools(create_server(Inquiry(sample_workspace)))))


def test_mcp_over_http_behind_the_gate(sample_workspace, serve):
    import httpx

    from service.inquiry import Inquiry
    from service.mcp_server import create_server
    from service.serve import mcp_app
    from service.settings import ServiceSettings

    server = create_server(Inquiry(sample_workspace))
    held_to(*asyncio.run(with_tools(serve(mcp_app(server, ServiceSettings(), "127.0.0.1")) + "/mcp")))
    locked = serve(mcp_app(create_server(Inquiry(sample_workspace)), ServiceSettings(keys=("k",)), "127.0.0.1"))
    assert httpx.post(locked + "/mcp", json={}).status_code == 401


@pytest.mark.slow
def test_mcp_on_stdin_and_stdout(sample_index):
    from mcp import StdioServerParameters

    given = StdioServerParameters(
        command=sys.executable,
        args=[str(ROOT / "cli.py"), "mcp", "--index", str(sample_index)],
        env={"MINGZHANG_EMBEDDING_MODEL": "none"},
        cwd=str(ROOT),
    )
    held_to(*asyncio.run(with_tools(given)))


def test_the_schema_of_a_query_is_the_same_for_all(client):
    from answering.query.codec import schema
    from service.openapi import query_schemas

    names = {name.removeprefix("Query_") for name in query_schemas()} - {"Query"}
    assert names == set(schema()["$defs"])
    json.dumps(client.get("/openapi.json").json())
