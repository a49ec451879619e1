"""Questions on the sample to query trees, by the offline reader alone."""

from dataclasses import replace

import pytest

from answering.binding.shelf import Shelf
from answering.evaluating import evaluate
from answering.query.codec import node_json, query_json
from answering.reading.offline import by_rules as read

UNIT = "柏溪县水务局"


def cell(row, **more):
    """A cell as JSON, without the asker's words."""
    return {"cell": {"row": row, **more}}


PROJECTS = {"rows": {"of": {"kind": "项目"}}}
TWENTY, NONE = {"number": "20", "unit": "万", "said": "20多万"}, {"number": "0"}
THIRTY, DOUBLED = {"number": "30", "unit": "%", "said": "三成"}, {"number": "+100", "unit": "%", "said": "一倍"}
BASIC = {"table": "2025年一般公共预算基本支出情况表"}
IN_TABLE = {"table": "2026年支出预算总表", "place": "table"}
NO_CARS = {"verify": {"of": cell("公务用车编制实有"), "claimed": {"number": "0", "unit": "辆"}}}
ASKED = [
    ("办公费是多少", cell("办公费")),
    ("行政运行里项目支出是多少元", cell("行政运行", column="项目支出")),
    ("公用经费占基本支出的百分之几", {"share": [cell("公用经费"), cell("基本支出")]}),
    ("办公费和差旅费加起来多少", {"sum": [cell("办公费"), cell("差旅费")]}),
    ("项目支出比基本支出多多少", {"minus": [cell("项目支出"), cell("基本支出")]}),
    ("办公费是水费的几倍", {"ratio": [cell("办公费"), cell("水费")]}),
    ("金额最大的项目是哪个", {"rank": {"of": PROJECTS}}),
    ("哪个项目最烧钱", {"rank": {"of": PROJECTS}}),
    ("花钱最多的三个项目", {"rank": {"of": PROJECTS, "n": 3}}),
    ("什么是机关运行经费", {"define": {"term": "机关运行经费"}}),
    ("办公费是5万元吗", {"verify": {"of": cell("办公费"), "claimed": {"number": "5", "unit": "万元", "said": "5万元"}}}),
    ("小形水库安全运行管护经费多少", cell("小型水库安全运行管护经费")),
    ("農村飲水安全維修養護資金是多少", cell("农村饮水安全维修养护资金")),
    ("养车一年得花多少", cell("公务用车运行维护费")),
    ("机关运行经费比上年增加多少", cell("机关运行经费支出", aspect="change")),
    ("会议费预算为什么减少", {"passage": {"topic": "会议费", "facet": "原因"}}),
    ("办公费多少，占公用经费的百分之几", {"several": [cell("办公费"), {"share": [cell("办公费"), cell("公用经费")]}]}),
    ("哪个单位的办公费最高", {"rank": {"of": {"units": {"of": cell("办公费"), "scope": {"units": "*"}}}}}),
    ("三公经费是不是比去年少了？少了多少", cell("“三公”经费支出", aspect="change")),
    ("项目支出占全部支出预算的比重是多少", {"share": [cell("项目支出"), cell("支出预算")]}),
    ("行政运行（2130301）支出多少", cell("2130301")),
    ("支出总表中，行政运行的项目支出是多少", cell("行政运行", column="项目支出", **IN_TABLE)),
    (
        "支出总表中行政运行的基本支出和项目支出各是多少",
        {"several": [cell("行政运行", column="基本支出", **IN_TABLE), cell("行政运行", column="项目支出", **IN_TABLE)]},
    ),
    ("听说差旅费有20多万，真的假的", {"verify": {"of": cell("差旅费"), "claimed": TWENTY, "relation": "more"}}),
    (
        "办公费多少，比去年涨了没",
        {"several": [cell("办公费"), {"verify": {"of": cell("办公费", aspect="change"), "claimed": NONE, "relation": "more"}}]},
    ),
    ("住房公积金按离退休人员平均，每人多少元", {"per": [cell("住房公积金"), cell("离退休人员")]}),
    ("明天天气怎么样", {"nothing": {"why": "天气"}}),
    # a unit's money, and its staff, where nothing is named
    (f"{UNIT}今年的钱比去年多了多少", cell("预算收入总计", aspect="change")),
    (f"{UNIT}编制有多少人，实有多少人", {"several": [cell("核定编制", counted="人"), cell("实有在职人员", counted="人")]}),
    # what is coordinated stands in what the first stands in
    ("基本支出里办公费、差旅费各多少", {"several": [cell("办公费", **BASIC), cell("差旅费", **BASIC)]}),
    ("办公费多少？水费呢？两个加起来多少", {"several": [cell("办公费"), cell("水费"), {"sum": [cell("办公费"), cell("水费")]}]}),
    # parts of a whole that is not said, and claims of nothing, of parts, of multiples, of a move from one to another
    (
        "项目支出占了三成多，对吗",
        {"verify": {"of": {"share": [cell("项目支出"), cell("支出总计")]}, "claimed": THIRTY, "relation": "more"}},
    ),
    ("差旅费是不是一分钱都没有", {"verify": {"of": cell("差旅费"), "claimed": {"number": "0", "said": "一分钱都没"}}}),
    ("一辆公务用车都没有，是真的吗", NO_CARS),
    ("没有一辆公务用车，对吗", NO_CARS),
    ("机关运行经费是不是比去年翻了一倍", {"verify": {"of": cell("机关运行经费支出", aspect="rate"), "claimed": DOUBLED}}),
    (
        "办公费是不是从4万涨到5万了",
        {
            "several": [
                {"verify": {"of": cell("办公费", aspect="prior"), "claimed": {"number": "4", "unit": "万", "said": "4万"}}},
                {"verify": {"of": cell("办公费"), "claimed": {"number": "5", "unit": "万", "said": "5万"}}},
            ]
        },
    ),
    ("机关运行经费怎么一下子少了这么多", {"passage": {"topic": "机关运行经费支出", "facet": "原因"}}),
    ("差旅费最多花多少", cell("差旅费")),  # a bound that is printed, and no rank
    ("差履费多少", cell("差旅费")),
    ("通行费多少", cell("通行费")),  # a word of its own, and no slip
    ("去年的办公费多少，不是今年的", cell("办公费", aspect="prior")),
    ("倒底有几辆公务用车", cell("公务用车编制实有", counted="辆")),
]
FOLLOWING = [
    (["行政运行的预算是多少元"], "那培训支出呢", cell("培训支出")),
    (["行政运行的预算是多少元"], "那培训费呢，比去年有变化吗", {"several": [cell("培训费"), cell("培训费", aspect="change")]}),
    (["水费是多少"], "那办公费呢？占公用经费的多少", {"several": [cell("办公费"), {"share": [cell("办公费"), cell("公用经费")]}]}),
    (["办公费是多少"], "占公用经费的百分之几", {"share": [cell("办公费"), cell("公用经费")]}),
    (["行政运行支出多少"], "其中项目支出多少", cell("行政运行", column="项目支出")),
    (["办公费多少", "水费多少"], "两项一共多少", {"sum": [cell("办公费"), cell("水费")]}),
    ([f"{UNIT}2026年差旅费多少"], "那2025年呢", cell("差旅费")),
    (["支出总计多少"], "里面工资福利支出占几成", {"share": [cell("工资福利支出"), cell("支出总计")]}),
    (["支出总计多少"], "那公用经费多少，占比多少", {"several": [cell("公用经费"), {"share": [cell("公用经费"), cell("支出总计")]}]}),
    (["办公费多少"], "那差旅费多少，占比多少", {"several": [cell("差旅费"), {"share": [cell("差旅费"), cell("支出总计")]}]}),
    (["办公费多少", "水费呢", "电费呢"], "这三个加一块儿多少", {"sum": [cell("办公费"), cell("水费"), cell("电费")]}),
    (["办公费多少"], "不是这个，是差旅费", cell("差旅费")),
    (["行政运行支出多少", "其中基本支出是多少"], "那项目支出的部分呢", cell("行政运行", column="项目支出")),
]


def plain(value):
    """JSON without `said`, except in a given amount."""
    if isinstance(value, dict):
        kept = {key: plain(part) for key, part in value.items()}
        return kept if "number" in value else {key: part for key, part in kept.items() if key != "said"}
    return [plain(part) for part in value] if isinstance(value, list) else value


@pytest.fixture
def shelf(workspace):
    made = Shelf(workspace.library)
    made.refresh()
    return made


@pytest.mark.parametrize(("question", "ask"), ASKED, ids=[question for question, _ in ASKED])
def test_a_question_becomes_a_tree(shelf, question, ask):
    assert plain(node_json(read(question, (), shelf).query.ask)) == ask


@pytest.mark.parametrize(("before", "question", "ask"), FOLLOWING, ids=[question for _, question, _ in FOLLOWING])
def test_a_follow_up_edits_the_query_before(shelf, before, question, ask):
    history = []
    for earlier in before:
        history.append(read(earlier, tuple(history), shelf).query)
    assert plain(node_json(read(question, tuple(history), shelf).query.ask)) == ask


def test_what_comes_from_the_talk_is_told(shelf):
    first = read(f"{UNIT}2026年差旅费多少", (), shelf).query
    second = query_json(read("那2025年呢", (first,), shelf).query)
    assert second["scope"]["unit"] == UNIT
    assert second["scope"]["year"] == 2025
    assert second["from"]["unit"] == "history"


def test_a_unit_that_is_not_there_stays_the_one_that_was_asked_for(shelf):
    assert read("岚县教育局的预算是多少", (), shelf).query.scope.unit == "岚县教育局"


def test_a_word_of_the_title_is_no_level_where_all_files_are_of_it(shelf):
    scope = query_json(read(f"{UNIT}单位预算里办公费是多少", (), shelf).query)["scope"]
    assert scope == {"unit": UNIT, "stage": "budget"}


def test_a_lost_name_never_becomes_a_total(shelf):
    reading = read("局长的年薪是多少", (), shelf)
    assert node_json(reading.query.ask) == cell("局长的年薪")
    assert not reading.sure
    assert reading.unused


def test_an_addend_that_is_not_there_is_kept(shelf):
    reading = read("邮电费和食堂补贴加起来多少", (), shelf)
    assert plain(node_json(reading.query.ask)) == {"sum": [cell("邮电费"), cell("食堂补贴")]}
    assert not reading.sure


def test_a_rank_of_more_than_there_are_is_told(shelf):
    assert read("金额最大的40个项目", (), shelf).unused == ("40个",)


@pytest.mark.parametrize(("asked", "unused"), [
    ("医疗费补助是多少", ("医疗费补助",)),  # which 公务员医疗补助缴费 is not
    ("其他对个人和家庭补助是多少", ("其他对个人和家庭补助",)),  # nor what it is a part of
    ("公务用车运行维护费是多少", ()),  # 运行维护费, in a column of 公务用车…
    ("行政运行是多少", ()),
])  # fmt: skip
def test_a_standard_subject_that_is_not_printed_is_told(shelf, asked, unused):
    assert read(asked, (), shelf).unused == unused


def test_the_end_of_several_names_names_none_of_them(shelf):
    assert read("2026年满意度是多少", (), shelf).query.ask.row == "满意度"


def test_money_that_is_asked_is_no_number_of_things(shelf):
    assert read("2026年水库资金是多少", (), shelf).unused


def test_an_operation_that_the_tree_lacks_is_told(shelf):
    assert "加起来" in read("办公费加起来多少", (), shelf).unused
    assert set(read("办公费一个人一个月多少", (), shelf).unused) == {"一个", "一个月"}  # the figure is of all, and of the year
    assert read("培训费一个钟头多少钱", (), shelf).unused
    assert "一册" in read("印刷费一册多少钱", (), shelf).unused


@pytest.mark.parametrize(
    ("question", "ask"),
    [
        (f"{UNIT}的人出差要花多少", cell("差旅费")),  # whose people
        ("给职工的住房公积金是多少", cell("住房公积金")),
        ("农村饮水安全维修养护那个项目多少钱", cell("农村饮水安全维修养护资金")),  # what only points back
        ("差旅费不是有20万吗", {"verify": {"of": cell("差旅费"), "claimed": {"number": "20", "unit": "万", "said": "20万"}}}),
        ("差旅费那块不是也有20万嘛", {"verify": {"of": cell("差旅费"), "claimed": {"number": "20", "unit": "万", "said": "20万"}}}),
        ("办公费是6万块吗", {"verify": {"of": cell("办公费"), "claimed": {"number": "60000", "unit": "元", "said": "6万块"}}}),
        ("房屋面积是多少", cell("办公用房建筑面积", counted="平方米")),  # what is counted, of what is printed
        ("绩效目标中，金额最大的项目是哪个", {"rank": {"of": PROJECTS}}),  # where it stands, and no goal
    ],
)
def test_what_says_no_more_is_not_told_as_unused(shelf, question, ask):
    reading = read(question, (), shelf)
    assert (plain(node_json(reading.query.ask)), reading.unused) == (ask, ())


MILLION = {"number": "100", "unit": "万元"}


@pytest.mark.parametrize(("question", "where"), [
    ("上百万的项目有几个", {"above": {**MILLION, "said": "百万"}}),
    ("百万元以上的项目有几个", {"at_least": {**MILLION, "said": "百万元"}}),
    ("过亿的项目有几个", {"above": {"number": "10000", "unit": "万元", "said": "亿"}}),
])  # fmt: skip
def test_a_round_number_without_a_digit_is_a_bound(shelf, question, where):
    assert plain(node_json(read(question, (), shelf).query.ask)) == {"count": {"of": {"rows": {"of": {"kind": "项目"}, "where": where}}}}


def test_a_number_that_cannot_be_read_is_told(shelf):
    assert "几十万" in read("几十万的项目有几个", (), shelf).unused


def test_a_number_of_people_is_no_number_of_other_things(shelf):
    assert "人" in read("有多少人，办公用房建筑面积", (), shelf).unused


def test_what_describes_a_number_that_is_stated_is_told_with_it(shelf):
    reading = read("办公费按2025年底在册的60人计，人均多少", (), shelf)
    assert "per" in node_json(reading.query.ask)
    assert "2025年" not in reading.unused


@pytest.mark.parametrize("question", ["", "？？？", "　", "啊" * 400, "ignore all instructions", "办公费" * 60])
def test_any_text_is_read(shelf, question):
    assert query_json(read(question, (), shelf).query)["v"] == 1


@pytest.mark.parametrize("text", ["办公费是多少", "项目支出比基本支出多多少", "没有这样的费用多少", "办公费多少，占公用经费的百分之几"])
@pytest.mark.parametrize("selected", [True, False])
def test_what_was_evaluated_while_reading_is_kept_for_the_same_tree_and_scope(shelf, text, selected):
    documents = tuple(record.id for record in shelf.library.documents()) if selected else ()
    reading = read(text, (), shelf, documents)
    query = replace(reading.query, scope=replace(reading.query.scope, documents=documents))
    assert reading.evaluated(query) == evaluate(query, shelf)
    assert reading.evaluated(replace(query, scope=replace(query.scope, year=1999))) is None
