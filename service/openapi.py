"""The OpenAPI description: as FastAPI derives it, with the query language's own schema in the place of "any object"."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

PREFIX = "Query_"


def describe(app: FastAPI, with_keys: bool) -> None:
    """Let `app` describe itself so."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            described = get_openapi(title=app.title, version=app.version, routes=app.routes, description=ABOUT)
            schemas = described["components"]["schemas"]
            schemas |= query_schemas()
            for name in ("AskBody", "AnswerOut", "UnderstoodOut"):
                options = schemas[name]["properties"]["query"]["anyOf"]
                options[0] = {"$ref": "#/components/schemas/Query"}
            if with_keys:
                described["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
                described["security"] = [{"key": []}]
            app.openapi_schema = described
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


ABOUT = "问预算、决算公开文件，得到数、单元格和页。错误是 application/problem+json；每个回复有 x-request-id。"


def query_schemas() -> dict[str, Any]:
    """The schema of a query and of its nodes, as components that refer to one another."""
    from answering.query.codec import schema

    whole = schema()
    parts = whole.pop("$defs")
    return {"Query": _referred(whole), **{PREFIX + name: _referred(part) for name, part in parts.items()}}


def _referred(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: f"#/components/schemas/{PREFIX}{one.removeprefix('#/$defs/')}" if key == "$ref" else _referred(one)
            for key, one in value.items()
        }
    return [_referred(one) for one in value] if isinstance(value, list) else value
