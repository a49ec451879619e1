import pytest
from telling_samples import BUREAU, OTHER, OTHER_DOCUMENT, Desk, cell, found, passage, said, told, values

from answering.evaluating.result import Absent, Candidate, Evaluation, Open, Quoted, Refused, Together
from answering.query.codec import parse_query
from answering.query.tree import Cell, Nothing, Passage, Query, QueryStage, Ratio, RowKind, Rows, RowSet, Scope, Several, Share
from answering.telling import asked_back
from disclosure.answer import Status, Verdict

WAGES = cell("120.00", "2026年护堤员工资")


def choice(figure, label):
    return label, Candidate(figure, "exact", 1.0, "按名称找到")


def test_what_is_not_there_says_what_was_understood_what_is_near_and_where_was_looked():
    node = Cell("维修养护费")
    near = ("维修（护）费", "养护经费", "维修养护费")
    answer = told(Absent(node, "row", "维修养护费", "2026年预算里没有“维修养护费”", near, ("云岭县水务局2026年预算",)), scopes=())
    assert answer.status is Status.NOT_FOUND
    assert said(answer) == [
        "没有找到：2026年预算里没有“维修养护费”。",
        "理解为：“维修养护费”。",
        "名称相近的有：维修（护）费、养护经费。",  # never the very name that is missing
        "查找范围：云岭县水务局2026年预算。",
    ]
    assert answer.reason == "2026年预算里没有“维修养护费”"
    assert [parse_query(one.query).ask.row for one in answer.alternatives] == ["维修（护）费", "养护经费"]


CELL = Cell("办公费", column="项目支出", table="支出表")


@pytest.mark.parametrize(
    ("part", "near", "lead", "place"),
    [
        ("unit", OTHER, "已收录的有：云岭县林业局。", lambda query: query.scope.unit),
        ("year", "2025年", "已收录的年度有：2025年。", lambda query: query.scope.year),
        ("column", "合计", "这一项印出的栏有：合计。", lambda query: query.ask.column),
        ("table", "支出总表", "名称相近的有：支出总表。", lambda query: query.ask.table),
        ("row", "办公经费", "名称相近的有：办公经费。", lambda query: query.ask.row),
    ],
)
def test_each_near_name_is_a_query(part, near, lead, place):
    query = Query(Scope("水务局", year=2024), CELL)
    answer = told(Absent(CELL, part, "某", "没有这一项", (near,)), query)
    assert lead in said(answer)
    changed = parse_query(answer.alternatives[0].query)
    assert str(place(changed)) == near.rstrip("年")
    assert changed != query


def test_a_near_name_within_a_larger_query_changes_that_cell_alone():
    whole = Cell("支出总计")
    query = Query(Scope(), Share((CELL, whole)))
    changed = parse_query(told(Absent(CELL, "row", "办公费", "没有“办公费”", ("办公经费",)), query).alternatives[0].query)
    assert changed.ask.of == (Cell("办公经费", column="项目支出", table="支出表"), whole)


def test_near_names_of_rows_passages_and_terms():
    rows, words = Rows(RowSet(under="工资")), Passage("内设科室")
    near = told(Absent(rows, "under", "工资", "没有", ("工资福利支出",))).alternatives[0]
    assert parse_query(near.query).ask.of.of.under == "工资福利支出"
    assert parse_query(told(Absent(words, "topic", "内设科室", "没有", ("内设机构",))).alternatives[0].query).ask.topic == "内设机构"


def test_several_that_fit_are_asked_back_with_their_figures():
    node = Cell("会议费")
    first = cell("1.50", "会议费", subject_code="2130399", row_path=("2130399", "会议费"))
    second = cell("2.50", "会议费", subject_code="2210299", row_path=("2210299", "会议费"), page=18)
    answer = told(Open(node, "科目编码", (choice(first, "2130399 会议费"), choice(second, "2210299 会议费"))))
    assert answer.status is Status.AMBIGUOUS
    assert said(answer) == [
        "“会议费”有多种可能（科目编码），请说明具体所指：",
        "- 2130399 会议费（《2026年项目支出预算表》第17页）：1.50 万元[1]\n"
        "- 2210299 会议费（《2026年项目支出预算表》第18页）：2.50 万元[2]",
    ]
    assert answer.claims == ()
    assert [(str(one.amount), one.citation, parse_query(one.query).ask.row) for one in answer.alternatives] == [
        ("1.50万元", 1, "2130399"),
        ("2.50万元", 2, "2210299"),
    ]
    assert answer.alternatives[0].question == "云岭县水务局2026年单位预算会议费是多少"


def test_a_choice_of_another_unit_is_told_apart_by_its_scope_alone():
    node = Cell("会议费")
    mine, theirs = cell("1.50", "会议费"), cell("2.50", "会议费", document=OTHER_DOCUMENT)
    answer = told(Open(node, "单位", (choice(mine, f"{BUREAU}会议费"), choice(theirs, f"{OTHER}会议费"))))
    changed = parse_query(answer.alternatives[1].query)
    assert (changed.ask.row, changed.ask.table, changed.ask.scope.unit, changed.ask.scope.stage) == (
        "会议费",
        None,
        OTHER,
        QueryStage.BUDGET,
    )


def test_rows_that_nothing_tells_apart_have_no_query_of_their_own():
    node = Cell("2025年经费")
    answer = told(Open(node, "", (choice(cell("4.07", "2025年经费"), "甲"), choice(cell("2.58", "2025年经费"), "乙"))))
    assert [(one.query, one.question) for one in answer.alternatives] == [(None, None), (None, None)]
    assert said(answer)[0] == "“2025年经费”有多种可能，请说明具体所指："


def test_a_blank_among_the_choices_is_told():
    answer = told(Open(Cell("会议费"), "表", (choice(cell("", "会议费"), "甲"), choice(cell("2.50", "会议费", page=18), "乙"))))
    assert "- 甲（《2026年项目支出预算表》第17页）：没有列出数额[1]" in answer.text


def test_an_uncertain_unit_is_asked_back_by_name():
    query = Query(Scope("水利局"), Cell("会议费"))
    answer = told(Open(query.ask, "单位", (), (BUREAU, OTHER)), query)
    assert said(answer) == ["“水利局”可以是几家单位，请说明具体是哪家：", f"- {BUREAU}\n- {OTHER}"]
    assert [parse_query(one.query).scope.unit for one in answer.alternatives] == [BUREAU, OTHER]


def test_a_unit_that_nobody_said_is_asked_back_once():
    units = tuple(f"{name}街道" for name in "东西南北中甲乙丙丁戊己庚辛")
    node = Several((Cell("会议费"), Cell("培训费")))
    answer = told(Together(node, tuple(Open(one, "单位", (), units) for one in node.of)))
    assert said(answer)[0] == "没有说是哪家单位的，请说明具体是哪家："
    assert said(answer)[1].endswith("- 庚街道\n- 另有 1 家 没有逐一列出")
    assert len(said(answer)) == 2
    assert parse_query(answer.alternatives[0].query) == Query(Scope("东街道"), node)


@pytest.mark.parametrize(
    ("node", "why", "shown"),
    [
        (Nothing("天气"), "天气", "这个问题与预算、决算公开无关（天气）。"),
        (Ratio((Cell("甲"), Cell("乙"))), "除数为 0.00万元，无法计算", "除数为零，无法计算。"),
        (
            Ratio((Cell("甲"), Cell("乙"))),
            "75.00万元 与 7人 的计量单位不同类，不能放在一起计算",
            "以万元计的数与以人计的数的计量单位不同类，不能放在一起计算。",
        ),
        (Ratio((Cell("甲"), Cell("乙"))), "参与计算的单元格是空白的，无法计算", "参与计算的单元格是空白的，无法计算。"),
    ],
)
def test_a_refusal_shows_no_number_that_nothing_vouches_for(node, why, shown):
    answer = told(Refused(node, why), scopes=())
    assert (answer.text, answer.status) == (shown, Status.NOT_FOUND)


def test_a_number_of_the_query_may_be_repeated_and_no_other():
    node = Rows(RowSet(kind=RowKind.PROJECT), said="36个项目")
    assert "没有“36个项目”" in told(Absent(node, "row", "36个项目", "没有“36个项目”"), scopes=()).text
    assert told(Absent(node, "row", "某", "没有“37个项目”"), scopes=()).text == "答案没有通过核对，不予显示。"


def test_of_several_things_what_is_missing_is_said_in_its_place():
    missing = Absent(Cell("电费"), "row", "电费", "没有“电费”")
    answer = told(Together(Several((Cell("护堤员工资"), Cell("电费"))), (found(WAGES), missing)))
    assert answer.status is Status.ANSWERED
    assert said(answer)[-1] == "没有找到：没有“电费”。"
    assert values(answer) == [("120.00", "万元", "cell")]
    nothing = told(Together(Several((Cell("电费"), Cell("电费"))), (missing, missing)))
    assert (nothing.status, nothing.reason) == (Status.NOT_FOUND, "没有“电费”")


def test_what_is_asked_twice_is_told_once():
    node = Several((Cell("护堤员工资"), Cell("护堤员工资")))
    assert len(said(told(Together(node, (found(WAGES), found(WAGES)))))) == 2


def test_words_that_were_not_used_keep_a_figure_from_being_verified():
    query = Query(Scope(), Cell("2026年护堤员工资"), unused=("去年", "临时"))
    answer = told(found(WAGES, query.ask), query)
    assert answer.status is Status.ANSWERED
    assert [claim.verdict for claim in answer.claims] == [Verdict.LIKELY]
    assert said(answer)[:3] == [
        "2026年护堤员工资：**120.00 万元**（待确认）[1]",
        "请确认所问，这里理解为：云岭县水务局 · 2026年单位预算 · “2026年护堤员工资”。",
        "没有用到“去年”“临时”。",
    ]
    (offered,) = answer.alternatives
    assert (str(offered.amount), offered.citation, parse_query(offered.query)) == ("120.00万元", 1, Query(Scope(), query.ask))
    assert answer.unused == ("去年", "临时")


def test_words_that_were_not_used_are_told_with_a_refusal_too():
    query = Query(Scope(), Cell("电费"), unused=("临时",))
    answer = told(Absent(query.ask, "row", "电费", "没有“电费”"), query)
    assert (answer.status, said(answer)[-1]) == (Status.NOT_FOUND, "没有用到“临时”。")


def test_readings_are_put_to_the_asker_each_with_what_it_comes_to():
    wages, power = Cell("护堤员工资"), Cell("电费")
    reason = Passage("工资", "原因")
    readings = [
        (Query(Scope(), wages), Evaluation(found(WAGES, wages))),
        (Query(Scope(), wages, unused=("临时",)), Evaluation(found(cell("57.00", "临时工资"), wages))),
        (Query(Scope(), power), Evaluation(Absent(power, "row", "电费", "没有“电费”"))),
        (Query(Scope(), reason), Evaluation(Quoted(reason, (passage("因为涨价。"),)))),
    ]
    answer = asked_back(readings, "两种读法不同", Desk())
    assert (answer.status, answer.reason, answer.claims) == (Status.AMBIGUOUS, "两种读法不同", ())
    assert said(answer) == [
        "这个问题有不止一种读法，请选一种：",
        "- “护堤员工资”：120.00 万元[1]\n- “护堤员工资”：57.00 万元[2]\n- “电费”：没有找到\n- “工资”的原因：有文字说明",
    ]
    assert [one.marker for one in answer.citations] == [1, 2]
    assert [one.citation for one in answer.alternatives] == [1, 2, None, None]
    assert [parse_query(one.query).ask for one in answer.alternatives] == [wages, wages, power, reason]
    assert said(asked_back(readings[:1], "", Desk()))[0] == "查到的是这个，请确认所问："
