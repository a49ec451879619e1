"""Questions that set a document against itself: every place is shown, and what was not compared is never called consistent."""

from dataclasses import replace

import pytest
from answering_samples import Maker

from answering.consistency import read_asked, titled
from answering.engine import Engine
from disclosure.amount import Unit, parse_amount
from disclosure.answer import Status, Verdict
from disclosure.document import BBox, Provenance, TableKind
from disclosure.figure import Aspect, Discrepancy, Footing
from retrieval.library import Library

SAID = "第二部分 说明", "农业支出"
FORM = (("实施期资金总额",), ("年度资金总额",))
ECONOMIC = (("合计",), ("公用经费",))


def form(made, page, project, term, year, rows=()):
    """A form with its two totals, further (label, term, year) rows of its funds, and its indicators."""
    kind, title = TableKind.PERFORMANCE_FORM, "项目支出绩效目标表"
    made.table(kind, title, page, (("",),), (), unit="元", project=project)
    table = made.tables[-1]
    for number, (label, *texts) in enumerate((("资金总额", term, year), *rows)):
        for column, text in enumerate(texts):
            name = f"{FORM[column][0][:-4]}资金总额" if label == "资金总额" else label
            path = ("项目资金(元)", name) if "财政" in label or label == "资金总额" else ("绩效指标", label)
            heads = FORM[column] if "项目资金(元)" in path else (("实施期目标", "年度目标")[column], "指标值")
            place = Provenance(made.id, page, BBox(100 + 60 * column, 60 + 12 * number, 150, 71 + 12 * number), table.id, number, column)
            amount = parse_amount(text, Unit.parse("元"))
            made._figure(text, amount, name, None, path, heads, place, kind, title, table.id, project, is_total=label == "资金总额")


def said(made, measure, *texts, above=SAID, page=6):
    """Statements of one measure in one paragraph."""
    sentence = f"{measure}{'；'.join(text for text, *_ in texts)}。"
    for text, aspect, year, column, basis in ((*given, *(Aspect.AMOUNT, None, (), None)[len(given) - 1 :]) for given in texts):
        made.said(sentence, measure, text, page, aspect, year=year, column=column, basis=basis, above=above)


def county():
    """A bureau whose text, tables and forms disagree here and there."""
    made = Maker("orchards2026", "梨川县果业局", 2026)
    rows = (
        (("合计",), None, "300.00", "300.00"),
        (("果苗检疫补助",), None, "20.70", "20.70"),
        (("会展布置费",), None, "8.00", "8.00"),
        (("老园改造补助",), None, "31.00", "31.00"),
    )
    made.table(TableKind.EXPENDITURE, "2026年支出预算总表", 3, (("合计",), ("项目支出",)), rows)
    made.table(
        TableKind.BASIC_ECONOMIC,
        "2026年基本支出按经济分类表",
        4,
        ECONOMIC,
        ((("公务接待费",), None, "1.85", "1.85"), (("会议费",), None, "2.00", "2.00")),
    )
    made.table(
        TableKind.THREE_PUBLIC,
        "2026年“三公”经费表",
        5,
        (("2026年预算数",),),
        ((("公务接待费",), None, "2.85"), (("会议费",), None, "2.00")),
    )
    projects = (
        (("合计",), None, "42.00"),
        (("2026年修剪队经费",), None, "12.00"),
        (("2026年授粉保险",), None, "4.00"),
        (("2026年果农补贴",), None, "26.00"),
    )
    made.table(TableKind.PROJECT, "2026年项目支出表", 7, (("合计",),), projects)
    form(made, 20, "2026年修剪队经费", "61,500", "61,500")
    form(made, 24, "2026年修剪队经费", "150,000", "120,000")
    form(made, 28, "2026年授粉保险", "40,000", "40,000", (("参保人数", "1,860人", "1,860人"), ("保费标准", "20元/人", "20元/人")))
    form(made, 30, "2026年果农补贴", "260,000", "260,000", (("中央财政资金", "0", "260,000"), ("省级财政资金", "260,000", "0")))
    own = (Aspect.AMOUNT, 2026, ("2026年预算安排",))
    said(made, "果苗检疫补助", ("20.70万元",), ("17.03万元", *own))
    said(made, "会展布置费", ("8.00万元",), ("8万元", *own))
    said(made, "老园改造补助", ("31.00万元",), ("40.00万元", Aspect.AMOUNT, 2025, ("2025年执行数",)), ("31.00万元", *own))
    rate = ("10.00%", Aspect.GROWTH_RATE, 2026, ("2026年预算安排",), "比2025年执行数")
    said(made, "老园改造补助", rate)
    now, before, printed = (made.figures[place] for place in (-2, -3, -1))
    made.figures[-1] = printed = replace(printed, amount=-printed.amount)
    made.footing = Footing("growth", printed, (now, before), printed.amount.number + 22, printed.amount.step)
    whole = (*SAID, "冷库面积")
    made.said("冷库面积900平方米，其中：地上面积500平方米，地下面积350平方米。", "冷库面积", "900平方米", 6, above=SAID)
    made.said("冷库面积900平方米，其中：地上面积500平方米，地下面积350平方米。", "地上面积", "500平方米", 6, above=whole)
    made.said("冷库面积900平方米，其中：地上面积500平方米，地下面积350平方米。", "地下面积", "350平方米", 6, above=whole)
    made.said("编报绩效目标的项目4个，涉及项目资金46.15万元。", "编报绩效目标的项目", "4个", 6, above=SAID)
    made.said("编报绩效目标的项目4个，涉及项目资金46.15万元。", "编报绩效目标的项目涉及资金", "46.15万元", 6, above=SAID)
    done = (
        "绩效自评表",
        32,
        (("年度指标值",), ("实际完成值",)),
        (((("果农满意度",)), None, "≥90%", "94%"), (("返贫下降率",), None, "≥15%", "12%")),
    )
    made.table(TableKind.PERFORMANCE_FORM, *done, project="果园托管")
    stated, cell = (next(f for f in made.figures if f.text == text) for text in ("17.03万元", "20.70"))
    for section, number in (("立项依据", "梨果发〔2024〕18号"), ("项目概况", "梨果发〔2025〕21号")):
        made.chunk(f"依据{number}文件安排。", ("项目支出绩效目标表", "2026年果农补贴", section), 30)
    sentence = "果品检测费预算执行较好，完成预算的72.36%。"
    made.said(sentence, "果品检测费", "72.36%", 6, Aspect.SHARE, above=SAID)
    made.discrepancies.append(Discrepancy((stated, cell), "正文与表格不一致：果苗检疫补助"))
    return made


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    made = county()
    library = Library.open(folder / "index")
    path = folder / "orchards.pdf"
    path.write_bytes(b"%PDF-1.4 hand-made orchards")
    library.add(replace(made.disclosure(), footings=(made.footing,)), path)
    yield Engine(library).ask
    library.close()


def shown(answer):
    return {f"{claim.amount.number:f}{claim.amount.unit or ''}" for claim in answer.claims}


DIFFER = [
    # the text twice
    ("果苗检疫补助，说明里前后写的数一样吗", {"20.70万元", "17.03万元", "3.67万元"}),
    ("说明里讲果苗检疫补助，开头的金额和后面“2026年预算安排”打架吗", {"20.70万元", "17.03万元"}),
    ("果苗检疫补助怎么有两个数？哪个跟表一样", {"20.70万元", "17.03万元"}),
    ("果苗检疫补助这一项，文件是不是自相矛盾", {"20.70万元", "17.03万元"}),  # found when the document was read
    ("果苗检疫补助表里写20.7万，说明后面怎么又成了17.03万", {"20.70万元", "17.03万元"}),
    ("2026年修剪队经费，绩效表里6.15万，项目支出表12万，为什么不一样", {"61500元", "12.00万元"}),
    # two tables
    ("公务接待费在三公表和经济分类表里是同一个数吗", {"2.85万元", "1.85万元", "1.00万元"}),
    ("公务接待费，三公表跟经济分类表写的数不一样，差多少", {"2.85万元", "1.85万元", "1.00万元"}),
    # forms of one name, and the halves of one
    ("有两张绩效表都叫修剪队经费，金额一样吗", {"120000元", "61500元"}),
    ("2026年修剪队经费的绩效表跟项目支出表金额一致吗", {"120000元", "61500元", "12.00万元"}),
    ("第24页那张修剪队经费绩效表，实施期资金总额和年度资金总额是一个数吗", {"150000元", "120000元", "30000元"}),
    ("果农补贴到底中央出还是省里出，实施期和年度两栏一致吗", {"260000元"}),
    ("几张绩效表加起来，跟说明里的46.15万元对得上吗", {"481500元", "46.15万元"}),
    # arithmetic
    ("授粉保险参保人数乘保费标准，和预算一样吗", {"37200元", "40000元", "2800元"}),
    ("冷库的地上面积加地下面积，凑得出900平方米吗", {"850平方米", "900平方米", "50平方米"}),
    ("老园改造补助写的减少10%，拿前后两个数算一下，站得住吗", {"10.00%", "22.50%"}),
]


@pytest.mark.parametrize(("question", "amounts"), DIFFER, ids=[question for question, _ in DIFFER])
def test_places_that_differ_are_all_shown_and_marked(ask, question, amounts):
    answer = ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert amounts <= shown(answer), answer.text
    assert any(word in answer.text[:12] for word in ("不一致", "不成立", "不相等")), answer.text
    assert any(claim.verdict is Verdict.CONFLICT for claim in answer.claims)


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("果品检测费完成预算的72.36%，对吗", "是的"),
        ("老园改造补助减少10%，算得对吗", "不成立"),
        ("果农补贴的立项依据和项目概况里写的文号一样吗", "不一致"),
        ("支出表写果苗检疫补助，三公表叫公务接待费，金额一样吗", "不一致"),
    ],
)
def test_rates_numbers_of_papers_and_two_names_are_held_against_the_document(ask, question, lead):
    assert ask(question).text.startswith(lead)


def test_a_share_of_another_whole_is_not_confirmed(ask):
    assert not ask("果品检测费占公务接待费的72.36%，对吗").text.startswith(("是的", "成立"))


AGREE = [
    ("会展布置费，说明里前后写的数一样吗", "8.00万元"),
    ("会展布置费说明里的数和表里的一致吗", "8.00万元"),
    ("会议费在三公表和经济分类表里是同一个数吗", "2.00万元"),
    ("2026年授粉保险实施期资金总额和年度资金总额一样吗", "40000元"),
    ("2026年授粉保险的绩效表和项目支出表金额一致吗", "40000元"),
]


@pytest.mark.parametrize(("question", "amount"), AGREE)
def test_places_that_agree_are_said_to_agree(ask, question, amount):
    answer = ask(question)
    assert answer.text.startswith("一致"), answer.text
    assert amount in shown(answer)


REFUSED = [
    "防雹网补助，说明里前后写的数一样吗",
    "防雹网补助在三公表和经济分类表里是同一个数吗",
    "有两张绩效表都叫防雹网补助，金额一样吗",
    "果树认养率达标了吗",
]


@pytest.mark.parametrize("question", REFUSED)
def test_a_thing_that_is_nowhere_is_not_compared(ask, question):
    assert ask(question).status is Status.NOT_FOUND


@pytest.mark.parametrize("question", ["会展布置费在三公表和经济分类表里一样吗", "果苗检疫补助的绩效表和支出表金额一致吗"])
def test_a_table_that_does_not_give_the_thing_makes_nothing_consistent(ask, question):
    assert not ask(question).text.startswith("一致")


def test_two_things_are_no_one_thing(ask):
    answer = ask("会议费和公务接待费差多少，三公表里的")
    assert "不一致" not in answer.text


def test_a_form_on_its_page_is_told_from_the_other_of_its_name(ask):
    assert "61500元" not in shown(ask("第24页那张修剪队经费绩效表，实施期和年度资金总额一样吗"))


def test_of_forms_of_one_name_that_which_the_table_agrees_with_comes_first(ask):
    answer = ask("2026年修剪队经费那两张绩效表，年度资金总额各是多少")
    assert f"{answer.claims[0].amount.number:f}" == "120000"


@pytest.mark.parametrize(("question", "lead"), [("果农满意度达标了吗", "达标"), ("返贫下降率达到目标了吗", "没有达标")])
def test_a_target_is_held_against_what_was_done(ask, question, lead):
    assert ask(question).text.startswith(lead)


def test_tables_are_found_by_part_of_their_title():
    class Index:
        tables = county().tables

    ids = frozenset(table.id for table in Index.tables)
    titles = {table.id: table.title for table in Index.tables}
    found = {part: {titles[key] for key in titled(Index, part, ids)} for part in ("三公", "补助项目", "经济分类", "采购")}
    assert found == {
        "三公": {"2026年“三公”经费表"},
        "补助项目": {"2026年项目支出表"},
        "经济分类": {"2026年基本支出按经济分类表"},
        "采购": set(),
    }


def test_what_a_question_compares_is_read_whole(tmp_path):
    class Names:
        version = "1"

        def documents(self):
            return ()

        def labels(self, document_ids=None, roles=None):
            return ("公务接待费", "会议费")

    asked = read_asked("公务接待费在三公表和经济分类表里", "2026年公务接待费在三公表和经济分类表里", Names(), ("a",))
    assert (asked.names, asked.tables, asked.in_prose, asked.years) == (("公务接待费",), ("三公", "经济分类"), False, (2026,))


def test_the_amount_of_a_form_is_that_of_its_page(ask):
    answer = ask("第20页的修剪队经费绩效表金额是多少")
    assert [f"{claim.amount.number:f}" for claim in answer.claims] == ["61500"]


NOT_COMPARED = [
    "公务接待费2025年和2026年一样吗",  # one year is all that there is
    "2026年的2025年修剪队经费，绩效表和项目支出表金额一致吗",  # the forms are of another year's
    "几张绩效表加起来和会展布置费一样吗",  # the text says nothing of that
    "果农补贴的绩效表里，人数乘标准和预算一样吗",  # its form prints no rate
]


@pytest.mark.parametrize("question", NOT_COMPARED)
def test_what_was_not_compared_is_not_called_consistent(ask, question):
    answer = ask(question)
    assert answer.status is Status.NOT_FOUND
    assert not answer.text.startswith("一致")
