"""Questions put again in plain words: what only asks is left out, and nothing else."""

import pytest
from answering_samples import bureau_library

from answering.anchors import Anchors
from answering.engine import Engine
from answering.planner import again
from answering.vocabulary import vocabulary_of
from disclosure.answer import Status
from disclosure.question import Operation
from tests.understanding_samples import NamesOnly


@pytest.fixture(scope="module")
def names():
    return NamesOnly()


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    library = bureau_library(tmp_path_factory.mktemp("library"))
    yield Engine(library)
    library.close()


PLAIN = [
    ("那个会仪费呢，快点，我说的是青溪街道2024年的", "青溪街道2024年会议费是多少"),
    ("青溪街道2024 公积金 元 快", "青溪街道2024年住房公积金是多少元"),
    ("领导让查：司法局2026年津贴补贴，急", "司法局2026年津贴补贴是多少"),
    ("写材料要用，司法局2026年退休费", "司法局2026年退休费是多少"),
    ("会议费这一项，司法局2026年列了多少万元", "司法局2026年会议费是多少万元"),
    ("租赁费用元来表示，水务局", "水务局租赁费是多少元"),
    ("各职能部门的办公室的经费，水务局给了多少", "水务局各职能部门办公室经费是多少"),
    ("房租（也就是租赁费）水务局2026年", "水务局2026年租赁费是多少"),
    ("请专家来“会议费”，水务局花多少", "水务局专家的会议费是多少"),
    ("司法局2026年津帖补贴给多少呀亲", "司法局2026年津贴补贴是多少"),
    ("老师问司法局2026年会议费", "司法局2026年会议费是多少"),
    ("司法局2026年报销会议费一共多少", "司法局2026年会议费是多少"),
    ("司法局会仪费那一项有35万没错吧", "司法局会议费是35万吗"),
    ("听说水务局2026年租货费列了3万元，属实吗", "水务局2026年租赁费是3万元吗"),
    ("听邻居讲水务局2026年会议费足足有3万元，是不是？", "水务局2026年会议费是3万元吗"),
    ("你们司法局2026年会仪费那个指标填的多少", "司法局2026年会议费是多少"),
    ("水务局2026年一年光电废得掏多少元", "水务局2026年电费是多少元"),
    ("水务局2026年会议费贵得离谱吧？到底多少钱", "水务局2026年会议费，多少钱"),
    ("有邻居跟我抱怨会议费太高，水务局2026年写的是多少万元", "水务局2026年会议费是多少万元"),
    ("既然说2026年水务局会议费涨了3万元，那2025年是几万元", "水务局2025年会议费是多少万元"),
    ("会议费抠不抠？水务局26年相对25年降了百分之几", "会议费，水务局26年相对25年降了百分之几"),
    ("水务局2026年会议费多少？预算书里只写了比上年减少", "水务局2026年会议费是多少"),
    ("水务局2026年会议费一年到头要烧掉多少元", "水务局2026年会议费是多少元"),
    ("水务局2026年会议费这种项目砸了多少元", "水务局2026年会议费是多少元"),
    ("水务局2026年会议费，你给瞅瞅是几元几角几分", "水务局2026年会议费是多少元"),
    ("我在写一篇关于水利的稿子，想知道水务局2026年会议费那一款", "水务局2026年会议费是多少"),
]


@pytest.mark.parametrize(("question", "plain"), PLAIN, ids=[row[0] for row in PLAIN])
def test_talk_and_slips_are_left_out_and_put_right(names, question, plain):
    assert plain in [other.text for other in again(question, names, (), None)]


KEPT = [
    ("司法局2026年不含会议费的公用经费多少", "不含"),
    ("司法局2026年会议费以外的租赁费多少", "以外"),
    ("司法局2026年每个月会议费多少", "每个月"),
    ("司法局2026年会议费购置税多少", "购置税"),
    ("司法局2026年第三季度会议费多少", "第三季度"),
    ("司法局2026年局长会议费多少", "局长"),
    ("司法局2026年补发退休费多少", "补"),
    ("司法局2026年欠交公积金多少", "欠"),
    ("除去会议费，司法局公用经费多少", "除"),
    ("会议费里的茶叶太贵了，司法局2026年多少", "茶叶"),
    ("司法局2026年局长的会议费太高了，到底多少", "局长"),
    ("司法局2026年会议费太高，其中租场地多少", "场地"),
    ("司法局2026年会议费被贪污了多少", "贪污"),
    ("司法局2026年会议费退了多少", "退"),
    ("司法局2026年会议费欠了多少", "欠"),
    ("会议费贵得离谱，司法局2026年第三季度多少", "第三季度"),
    ("司法局2026年沉了几艘租赁费的船", "沉"),
    ("如果不算会议费，我想知道司法局公用经费多少", "不算"),
]


@pytest.mark.parametrize(("question", "word"), KEPT, ids=[row[0] for row in KEPT])
def test_a_word_that_tells_one_thing_from_another_is_never_dropped(names, question, word):
    assert all(word in other.text for other in again(question, names, (), None))


@pytest.mark.parametrize(
    "question",
    ["快给我说说司法局", "司法局会议费有35万吧", "司法局会议费是租赁费的几倍", "司法局会议费和租赁费", "司法局会议费是不是公用经费"],
)
def test_no_figure_is_asked_for_where_no_name_or_more_than_one_figure_is_meant(names, question):
    assert not any(other.operation is Operation.LOOKUP for other in again(question, names, (), None))


SLIPS = [
    ("会仪费", ["会议费"]),
    ("公务接代费和租货费", ["公务接待费", "租赁费"]),
    ("公务用车购制费", ["公务用车购置费"]),
    ("各职能部门的办公室经费", ["各职能部门办公室经费"]),
    ("津贴补贴", ["津贴补贴"]),
    ("会客费", []),
]


@pytest.mark.parametrize(("text", "found"), SLIPS, ids=[row[0] for row in SLIPS])
def test_names_are_found_with_slips_in_them(names, text, found):
    anchors = Anchors.of(vocabulary_of(names, ("water26",)))
    assert [anchor.name for anchor in anchors.find(text)] == found


def test_a_character_that_fits_no_name_is_put_right_within_part_of_a_name(names):
    anchors = Anchors.of(vocabulary_of(names, ("water26",)))
    assert anchors.spelt("水情监侧平台专线费") == "水情监测平台专线费"
    assert anchors.spelt("水情观测平台") == "水情观测平台"
    assert anchors.spelt("河道巡查员工资罚款") == "河道巡查员工资罚款"


def test_one_wrong_character_cuts_no_name_in_two(names):
    anchors = Anchors.of(vocabulary_of(names, ("water26",)))
    assert anchors.crosses("社会保隔和就业支出", 4, 5)
    assert not anchors.crosses("会议费和租赁费", 3, 4)


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("护低员工资，2026年，元，急", "1,200,000"),
        ("领导让查：2026年护堤员工资那一项列了多少", "120.00"),
        ("我要写材料用，2026年护堤员的工资", "120.00"),
        ("护堤员工资高得离谱！不过2026年水务局到底列了多少", "120.00"),
        ("护堤员工资2026年预算数到底掏了几万", "120.00"),
        ("说明里提到护堤员工资，那2026年护堤员工资是多少", "120.00"),
    ],
)
def test_an_answer_after_all(engine, question, shown):
    answer = engine.ask(question)
    assert answer.status is Status.ANSWERED and shown in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "2026年护堤员体检费那一项列了多少",
        "除护堤员工资外2026年多少",
        "2026年护堤员每月工资，急",
        "护堤员工资太高，其中加班费2026年多少",
        "2026年护堤员工资和体检费哪个高得离谱，最高的是谁",
        "2026年水务局换了几名护堤员",
        "水务局2026年丢了几台水泵",
        "2026年护堤员工资个人部分多少",
    ],
)
def test_what_is_not_there_is_still_refused(engine, question):
    assert engine.ask(question).status is Status.NOT_FOUND
