"""The language itself: every example of its manual, JSON both ways, faults told with their place."""

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import answering.query as manual
from answering.query.check import QueryError, check, check_spans
from answering.query.codec import DEEPEST, node_json, parse_query, query_json, schema, schema_text
from answering.query.say import phrase, say
from answering.query.tree import NAMES, Cell, CellAspect, Given, Nothing, Query, Rank, Rows, RowSet, Scope, Several, Sum, children, walk

EXAMPLES = [line.strip() for line in manual.__doc__.splitlines() if line.startswith("    {")]


def parse_node(node):
    return parse_query({"scope": {}, "ask": node}).ask


NODES = [parse_node(json.loads(line)) for line in EXAMPLES if '"v"' not in line]


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_of_the_manual_keeps_to_the_language(line):
    value = json.loads(line)
    query = parse_query(value if "v" in value else {"v": 1, "scope": {}, "ask": value})
    assert check(query) == ()
    assert parse_query(json.dumps(query_json(query))) == query
    assert say(query).line


def test_the_manual_shows_every_node():
    assert {type(one) for node in NODES for one in walk(node)} >= set(NAMES.values())


def test_what_json_leaves_out_is_not_said():
    assert query_json(Query(Scope(), Cell("残保金"))) == {"v": 1, "scope": {}, "ask": {"cell": {"row": "残保金"}}}
    assert node_json(Rank((Rows(RowSet(kind="项目")),), None)) == {"rank": {"of": {"rows": {"of": {"kind": "项目"}}}, "n": None}}
    assert parse_node({"rank": {"of": {"rows": {"of": {"kind": "项目"}}}, "n": None}}).n is None


def test_words_said_by_field_are_kept():
    node = parse_node({"cell": {"row": "电费", "column": "合计", "said": {"row": "电", "column": "总共"}}})
    assert (node.said, node.spans) == ("电", (("column", "总共"),))
    assert node_json(node)["cell"]["said"] == {"row": "电", "column": "总共"}


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("", "不是 JSON"),
        ("[]", "应是一个对象"),
        ("[" * 100_000, "不是 JSON"),
        ({"v": 2, "scope": {}, "ask": {"cell": {"row": "电费"}}}, "第 1 版"),
        ({"v": 1, "scope": {}}, "没有说要查什么"),
        ({"v": 1, "scope": {}, "ask": {"lookup": {"row": "电费"}}}, "没有节点"),
        ({"v": 1, "scope": {}, "ask": {"cell": {}}}, "缺少 row"),
        ({"v": 1, "scope": {}, "ask": {"cell": {"row": ""}}}, "是空的"),
        ({"v": 1, "scope": {}, "ask": {"cell": {"row": "费" * 5000}}}, "5000字"),
        ({"v": 1, "scope": {}, "ask": {"cell": {"row": "电费", "aspect": "last"}}}, "没有这种写法"),
        ({"v": 1, "scope": {}, "ask": {"cell": {"row": "电费", "amount": 57}}}, "没有字段"),
        ({"v": 1, "scope": {"year": "2026"}, "ask": {"cell": {"row": "电费"}}}, "整数"),
        ({"v": 1, "scope": {"year": True}, "ask": {"cell": {"row": "电费"}}}, "整数"),
        ({"v": 1, "scope": {}, "ask": {"share": [{"cell": {"row": "电费"}}]}}, "应有两个"),
        ({"v": 1, "scope": {}, "ask": {"several": []}}, "是空的"),
        ({"v": 1, "scope": {}, "ask": {"cell": {"row": "电费"}, "sum": []}}, "恰有一个键"),
        ({"v": 1, "scope": [], "ask": {"cell": {"row": "电费"}}}, "应是一个对象"),
    ],
)
def test_what_is_no_query_is_told_with_its_place(source, fault):
    with pytest.raises(QueryError, match=fault) as caught:
        parse_query(source)
    assert all(issue.kind for issue in caught.value.issues)


def test_all_faults_are_told_at_once():
    with pytest.raises(QueryError) as caught:
        parse_query({"v": 1, "scope": {"year": "x", "town": "y"}, "ask": {"share": [{"cell": {}}, {"what": 1}]}})
    assert {issue.place for issue in caught.value.issues} == {"scope", "scope.year", "ask.share[0].cell", "ask.share[1]"}


@pytest.mark.parametrize(
    ("ask", "meant"),
    [
        ({"rows": {"of": {"kind": "项目"}}}, {"list": {"of": {"rows": {"of": {"kind": "项目"}}}}}),
        ({"sum": {"units": {"cell": {"row": "残保金"}}}}, {"sum": {"units": {"of": {"cell": {"row": "残保金"}}}}}),
        ({"rank": {"rows": {"of": {"kind": "项目"}}, "n": 3}}, {"rank": {"of": {"rows": {"of": {"kind": "项目"}}}, "n": 3}}),
    ],
)
def test_what_a_writer_leaves_out_is_filled_in(ask, meant):
    assert parse_query({"v": 1, "scope": {}, "ask": ask}) == parse_query({"v": 1, "scope": {}, "ask": meant})


def test_a_tree_that_has_no_end_is_refused():
    node = {"cell": {"row": "电费"}}
    for _ in range(DEEPEST + 1):
        node = {"convert": {"of": node, "to": "元"}}
    with pytest.raises(QueryError, match="太深"):
        parse_query({"v": 1, "scope": {}, "ask": node})


@pytest.mark.parametrize(
    ("ask", "fault"),
    [
        ({"given": {"number": "5"}}, "不是一个问题"),
        ({"sum": [{"cell": {"row": "电费"}}]}, "不能自己相加"),
        ({"minus": [{"cell": {"row": "电费"}}, {"rows": {"of": {"kind": "项目"}}}]}, "应是一个数"),
        ({"count": {"of": {"cell": {"row": "电费"}}}}, "rows 或 units"),
        ({"list": {"of": {"rows": {"of": {}}}}}, "没有说是哪些行"),
        ({"list": {"of": {"rows": {"of": {"kind": "项目"}, "where": {}}}}}, "没有写条件"),
        ({"compare": [{"cell": {"row": "电费"}}]}, "至少要有两样"),
        ({"convert": {"of": {"cell": {"row": "电费"}}, "to": "斗"}}, "不认识的计量单位"),
        ({"verify": {"of": {"cell": {"row": "电费"}}, "claimed": {"number": "很多"}}}, "不是十进制数"),
        ({"verify": {"of": {"cell": {"row": "电费"}}, "claimed": {"number": "5"}, "relation": "first"}}, "和哪些比"),
        ({"several": [{"cell": {"row": "电费"}}, {"nothing": {"why": "天气"}}]}, "单独写"),
        ({"cell": {"row": "电费", "scope": {"year": 12}}}, "没有 12 年"),
        ({"rank": {"of": {"rows": {"of": {"kind": "项目"}}}, "n": 0}}, "名次"),
    ],
)
def test_what_cannot_be_evaluated_is_told(ask, fault):
    issues = check(parse_query({"v": 1, "scope": {}, "ask": ask}))
    assert any(fault in str(issue) for issue in issues)


def test_an_unknown_unit_of_measure_is_told():
    assert [issue.kind for issue in check(Query(Scope(), Cell("电费"), show="石"))] == ["量纲"]


@pytest.mark.parametrize(
    ("claimed", "question", "held"),
    [
        (Given("57", "万元"), "电费是不是57万元", True),
        (Given("57", "万元"), "电费是不是57万", True),
        (Given("570000", "元"), "电费是不是57万元", True),
        (Given("58", "万元"), "电费是不是57万元", False),
        (Given("57"), "电费是多少", False),
    ],
)
def test_an_amount_must_have_been_said(claimed, question, held):
    query = parse_query({"v": 1, "scope": {}, "ask": {"verify": {"of": {"cell": {"row": "电费"}}, "claimed": dataclasses.asdict(claimed)}}})
    assert (check_spans(query, [question]) == ()) is held


def test_words_must_have_been_said_in_this_question_or_an_earlier_one():
    query = Query(Scope(unit="某局"), Cell("电费", said="电 费"), said=(("unit", "那个局"),))
    assert check_spans(query, ["电费多少", "那个局的水费"]) == ()
    assert [issue.place for issue in check_spans(query, ["水费多少"])] == ["said.unit", "cell.said"]


def test_a_scope_is_laid_over_another():
    outer = Scope("甲局", None, 2026, "budget")
    assert Scope("乙局").over(outer) == Scope("乙局", None, 2026, "budget")
    assert Scope(units="*").over(outer).unit is None
    assert Scope(year=2025).over(outer) == Scope("甲局", None, 2025, "budget")


@pytest.mark.parametrize("name", NAMES)
def test_every_node_has_a_wording_and_a_schema(name):
    node = next(one for example in NODES for one in walk(example) if type(one) is NAMES[name])
    assert phrase(node)
    assert name in schema()["$defs"]


def test_the_line_and_its_chips():
    query = parse_query(json.loads(EXAMPLES[0]))
    spoken = say(query)
    assert spoken.line == "应急管理局 · 2026年预算 · “驻矿人员工资”（万元）"
    assert [(part.place, part.text) for part in spoken.parts] == [
        ("scope.unit", "应急管理局"),
        ("scope.year", "2026年"),
        ("scope.stage", "预算"),
        ("ask.cell.row", "驻矿人员工资"),
        ("show", "万元"),
    ]


def test_the_schema_is_the_same_each_time_and_closed():
    assert schema_text() == schema_text()
    assert not [d for d in schema()["$defs"].values() if d.get("type") == "object" and d.get("additionalProperties", True) is not False]
    assert len(schema_text()) < 9000


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=12).filter(lambda text: text.strip())
cells = st.builds(
    Cell,
    row=names,
    column=st.none() | names,
    under=st.none() | names,
    aspect=st.sampled_from(CellAspect),
    scope=st.builds(Scope, unit=st.none() | names, year=st.none() | st.integers(1990, 2100)),
    said=st.none() | names,
)


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        cells, lambda inner: st.builds(lambda a, b: Sum((a, b)), inner, inner) | st.builds(lambda a, b: Several((a, b)), inner, inner)
    )
)
def test_any_tree_comes_back_from_its_json(node):
    query = Query(Scope(year=2026), node, "元")
    assert parse_query(json.dumps(query_json(query))) == query
    assert len(walk(node)) == 1 + sum(len(walk(child)) for child in children(node))


def test_nothing_may_be_written_short():
    assert parse_node({"nothing": "天气"}) == Nothing("天气")
