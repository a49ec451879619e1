"""A query as JSON, both ways, and the JSON Schema of it; all three derived from the types in tree.py.

    parse_query({"v": 1, "scope": {}, "ask": {"cell": {"row": "残保金"}}})  →  Query(Scope(), Cell("残保金"))
    query_json(query)                                                        →  the same object; what is not said is left out
    schema()                                                                 →  what a model or an API caller must keep to

A node is an object with exactly one key, its name.  Nodes of one field `of` that are sequences are written as the bare
array (or the one set they run over); `said` is the asker's words for the row, or an object by field.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from answering.query import tree
from answering.query.check import Issue, QueryError
from answering.query.tree import NAMES, VERSION, Given, Many, Mean, Node, Nothing, Pair, Query, Scope, Sum

Whatever = TypeVar("Whatever")

LONGEST_NAME = 200  # characters of one text; no printed label is that long
LARGEST = 200_000  # characters of a query's JSON
DEEPEST = 12  # nodes below one another
MOST_NODES = 200
_NODE_TYPES = {kind: name for name, kind in NAMES.items()}
_ALIASES = {"above": "more", "below": "less"}  # where says it so, and writers say it of a claim as well
_KEYS = ("v", "scope", "ask", "show", "from", "said", "unused")
_SPELLED = {"not_": "not", "origin": "from"}  # JSON keys that Python does not allow


def parse_query(source: str | Mapping[str, Any]) -> Query:
    """The query that JSON (text, or as loaded) holds; QueryError with every Issue where it does not fit."""
    reader = _Reader()
    query = reader.query(_loaded(source))
    if reader.issues or query is None:
        raise QueryError(tuple(reader.issues))
    return query


def query_json(query: Query) -> dict[str, Any]:
    """The query as JSON values, keys in the order of the types."""
    out: dict[str, Any] = {"v": VERSION, "scope": _fields_json(query.scope), "ask": node_json(query.ask)}
    if query.show:
        out["show"] = query.show
    for key, pairs in (("from", query.origin), ("said", query.said)):
        if pairs:
            out[key] = dict(pairs)
    if query.unused:
        out["unused"] = list(query.unused)
    return out


def node_json(node: Node) -> dict[str, Any]:
    """One node as JSON values."""
    name = _NODE_TYPES[type(node)]
    if not isinstance(node, (Pair, Many)):
        return {name: _fields_json(node)}
    parts = [node_json(part) for part in node.of]
    return {name: parts[0] if len(parts) == 1 and isinstance(node, (Sum, Mean)) else parts}


def _fields_json(value: Any) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for one in fields(value):
        held = getattr(value, one.name)
        if held == one.default:
            continue
        if one.name == "spans":
            out["said"] = {**({"row": value.said} if value.said else {}), **dict(held)}
        elif isinstance(held, tuple):
            parts = [node_json(part) if type(part) in _NODE_TYPES else part for part in held]
            out[_SPELLED.get(one.name, one.name)] = parts[0] if one.name == "of" and len(parts) == 1 else parts
        elif type(held) in _NODE_TYPES and not isinstance(held, Given):
            out[one.name] = node_json(held)
        else:
            out[one.name] = _fields_json(held) if is_dataclass(held) else held.value if isinstance(held, StrEnum) else held
    return out


def _loaded(source: str | Mapping[str, Any]) -> Any:
    if not isinstance(source, str):
        return source
    if len(source) > LARGEST:
        raise QueryError((Issue("格式", "", f"查询式有{len(source)}字，太长了"),))
    try:
        return json.loads(source)
    except (ValueError, RecursionError) as problem:
        near = f"，第{problem.lineno}行第{problem.colno}字附近读不下去" if isinstance(problem, json.JSONDecodeError) else ""
        raise QueryError((Issue("格式", "", f"不是 JSON{near}"),)) from problem


class _Reader:
    """Reads JSON values into the types, and collects what does not fit."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self._nodes = 0

    def query(self, value: Any) -> Query | None:
        if not isinstance(value, Mapping):
            self._fault("", "查询式应是一个对象")
            return None
        if unknown := set(value) - set(_KEYS):
            self._fault("", f"没有这些字段：{'、'.join(sorted(map(str, unknown)))}", _KEYS)
        if value.get("v", VERSION) != VERSION:
            self._fault("v", f"只认得第 {VERSION} 版的查询式")
        scope = self._object(Scope, value.get("scope", {}), "scope", 0)
        ask = self.node(value["ask"], "ask", 0) if "ask" in value else self._fault("ask", "没有说要查什么")
        show = self._text(value.get("show"), "show")
        origin, said = self._pairs(value.get("from"), "from"), self._pairs(value.get("said"), "said")
        unused = self._texts(value.get("unused"), "unused")
        ask = tree.List(ask) if isinstance(ask, tree.Rows | tree.Units) else ask  # a set alone is to be listed
        return Query(scope, ask, show, origin, unused, said) if scope is not None and ask is not None else None

    def node(self, value: Any, place: str, depth: int) -> Node | None:
        self._nodes += 1
        if depth > DEEPEST or self._nodes > MOST_NODES:
            return self._fault(place, "查询式太深或太长", mend=f"至多{DEEPEST}层、{MOST_NODES}个节点")
        if not isinstance(value, Mapping) or len(value) != 1:
            return self._fault(place, "节点应是恰有一个键的对象", tuple(NAMES))
        ((name, body),) = value.items()
        kind = NAMES.get(name) if isinstance(name, str) else None
        if kind is None:
            return self._fault(place, f"没有节点 {str(name)[:40]!r}", tuple(NAMES))
        place = f"{place}.{name}"
        if issubclass(kind, (Pair, Many)):
            return self._bare(kind, body, place, depth)
        if kind is Nothing and isinstance(body, str):
            body = {"why": body}
        if isinstance(body, Mapping) and "of" not in body and len(inner := NAMES.keys() & body.keys()) == 1:  # units {cell …}
            body = {**{key: held for key, held in body.items() if key not in inner}, "of": {key: body[key] for key in inner}}
        return cast("Node | None", self._object(kind, body, place, depth))

    def _bare(self, kind: type[Node], body: Any, place: str, depth: int) -> Node | None:
        if isinstance(body, Mapping) and set(body) == {"of"}:
            body = body["of"]
        parts = self._sequence(body, place, depth)
        if parts is None:
            return None
        if issubclass(kind, Pair) and len(parts) != 2:
            return self._fault(place, f"应有两个，实有{len(parts)}个")
        return cast(Any, kind)(parts)  # type: ignore[no-any-return]

    def _sequence(self, body: Any, place: str, depth: int) -> tuple[Node, ...] | None:
        several = isinstance(body, list)
        parts = [self.node(one, f"{place}[{at}]" if several else place, depth + 1) for at, one in enumerate(body if several else [body])]
        if not parts:
            return self._fault(place, "是空的")
        return None if None in parts else tuple(part for part in parts if part is not None)

    def _object(self, kind: type, body: Any, place: str, depth: int) -> Any:
        if not isinstance(body, Mapping):
            return self._fault(place, "应是一个对象")
        hints, made = _hints(kind), dict[str, Any]()
        known = {_SPELLED.get(one.name, one.name): one for one in fields(kind) if one.name != "spans"}
        for key in body:
            if key not in known:
                self._fault(place, f"没有字段 {str(key)[:40]!r}", tuple(known))
        broken = False
        for key, one in known.items():
            if key not in body or (body[key] is None and key != "n"):
                if one.default is MISSING:
                    self._fault(place, f"缺少 {key}")
                    broken = True
                continue
            if key == "said" and isinstance(body[key], Mapping):
                pairs = dict(self._pairs(body[key], f"{place}.said"))
                made["said"] = pairs.pop("row", None)
                if "spans" in hints:
                    made["spans"] = tuple(pairs.items())
                continue
            before = len(self.issues)
            made[one.name] = self._value(hints[one.name], body[key], f"{place}.{key}", depth)
            broken = broken or len(self.issues) > before
        return None if broken else kind(**made)

    def _value(self, hint: Any, value: Any, place: str, depth: int) -> Any:
        kind = _kind(hint)
        if value is None:
            return None
        if kind is Node:
            bare = isinstance(value, Mapping) and "number" in value
            return self._object(Given, value, place, depth) if bare else self.node(value, place, depth + 1)
        if get_origin(kind) is tuple:
            inner = get_args(kind)[0]
            return self._texts(value, place) if inner is str else self._sequence(value, place, depth)
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return self._word(kind, value, place)
        if is_dataclass(kind):
            return self._object(cast(type, kind), value, place, depth + 1)
        if kind is bool:
            return value if isinstance(value, bool) else self._fault(place, "应是 true 或 false")
        if kind is int:
            whole = isinstance(value, int) and not isinstance(value, bool)
            return value if whole and -10_000 < value < 100_000 else self._fault(place, "应是一个整数")
        if place.endswith(".number") and isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        text = self._text(value, place)
        return text.replace(",", "").replace("，", "") if text and place.endswith(".number") else text  # 5,000

    def _word(self, kind: type[StrEnum], value: Any, place: str) -> StrEnum | None:
        value = _ALIASES.get(value, value) if isinstance(value, str) else value
        if isinstance(value, str) and value in kind._value2member_map_:
            return kind(value)
        return self._fault(place, f"没有这种写法：{str(value)[:40]!r}", tuple(str(one) for one in kind))

    def _text(self, value: Any, place: str) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            return self._fault(place, "应是文字")
        if not value.strip() or len(value) > LONGEST_NAME:
            return self._fault(place, "是空的" if not value.strip() else f"有{len(value)}字，名称没有这么长")
        return value

    def _texts(self, value: Any, place: str) -> tuple[str, ...]:
        if value is None:
            return ()
        parts = value if isinstance(value, list) else [value]
        return tuple(text for at, one in enumerate(parts) if (text := self._text(one, f"{place}[{at}]")))

    def _pairs(self, value: Any, place: str) -> tuple[tuple[str, str], ...]:
        if value is None:
            return ()
        if not isinstance(value, Mapping):
            self._fault(place, "应是一个对象")
            return ()
        return tuple((str(key), text) for key, one in value.items() if (text := self._text(one, f"{place}.{key}")))

    def _fault(self, place: str, what: str, exists: tuple[str, ...] = (), mend: str = "") -> Whatever | None:
        """Record a fault; None, which stands for what could not be read."""
        self.issues.append(Issue("格式", place, what, exists, mend))
        return None


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, vars(tree))


def _kind(hint: Any) -> Any:
    """What a field holds, None aside: Node for any of the nodes."""
    options = [one for one in get_args(hint) if one is not types.NoneType] if get_origin(hint) in (Union, types.UnionType) else [hint]
    return Node if set(get_args(Node)) <= set(options) else options[0]


@lru_cache(maxsize=1)
def schema_text() -> str:
    """The JSON Schema as text, the same byte for byte each time."""
    return json.dumps(schema(), ensure_ascii=False, separators=(",", ":"))


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a query."""
    nodes = {name: _node_schema(name, kind) for name, kind in NAMES.items()}
    single = {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in NAMES]}
    others = {"Scope": _object_schema(Scope), "Where": _object_schema(tree.Where), "RowSet": _object_schema(tree.RowSet)}
    words = {"type": "object", "additionalProperties": {"type": "string"}}
    properties = {
        "v": {"const": VERSION},
        "scope": {"$ref": "#/$defs/Scope"},
        "ask": {"$ref": "#/$defs/node"},
        "show": {"type": "string"},
        "from": words,
        "said": words,
        "unused": {"type": "array", "items": {"type": "string"}},
    }
    return {
        "type": "object",
        "properties": properties,
        "required": ["v", "scope", "ask"],
        "additionalProperties": False,
        "$defs": {"node": single, **nodes, **others, "amount": _object_schema(Given)},
    }


def _node_schema(name: str, kind: type[Node]) -> dict[str, Any]:
    ref = {"$ref": "#/$defs/node"}
    if issubclass(kind, Pair):
        body: dict[str, Any] = {"type": "array", "items": ref, "minItems": 2, "maxItems": 2}
    elif issubclass(kind, (Sum, Mean)):
        body = {"anyOf": [{"type": "array", "items": ref, "minItems": 1}, ref]}
    elif issubclass(kind, Many):
        body = {"type": "array", "items": ref, "minItems": 1}
    else:
        body = _object_schema(kind)
    return {"type": "object", "properties": {name: body}, "required": [name], "additionalProperties": False}


def _object_schema(kind: type) -> dict[str, Any]:
    hints, properties, required = _hints(kind), dict[str, Any](), []
    for one in fields(kind):
        if one.name == "spans":
            continue
        key = _SPELLED.get(one.name, one.name)
        properties[key] = _field_schema(one.name, hints[one.name])
        if one.default is MISSING:
            required.append(key)
    if "spans" in hints:
        properties["said"] = {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _field_schema(name: str, hint: Any) -> dict[str, Any]:
    ref = {"$ref": "#/$defs/node"}
    kind = _kind(hint)
    if kind is Node:
        return {"anyOf": [ref, {"$ref": "#/$defs/amount"}]} if name == "claimed" else ref
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return {"type": "array", "items": {"type": "string"}} if inner is str else {"anyOf": [{"type": "array", "items": ref}, ref]}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [str(one) for one in kind]}
    if is_dataclass(kind):
        return {"$ref": "#/$defs/amount"} if kind is Given else {"$ref": f"#/$defs/{cast(type, kind).__name__}"}
    if name == "n":
        return {"type": ["integer", "null"]}
    return {"type": {bool: "boolean", int: "integer"}.get(kind, "string")}
