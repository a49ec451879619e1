import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.matching import NameIndex, Rung, climb, match_labels
from retrieval.names import normalise_label, simplify, sound_of

LABELS = (
    "2026年驻矿人员工资",
    "2025年驻矿人员工资",
    "驻矿人员补助经费",
    "公务接待费",
    "公务用车购置及运行维护费",
    "其中：公务用车运行维护费",
    "（一）基本支出",
    "（二）项目支出",
    "离退休费",
    "机关事业单位基本养老保险缴费支出",
    "小型煤矿关闭补偿资金",
    "合计",
)


@pytest.fixture(scope="module")
def index():
    return NameIndex.of(LABELS)


@pytest.mark.parametrize(
    ("label", "normal"),
    [
        ("2026年驻矿人员工资", "驻矿人员工资"),
        ("２０２６年度　驻矿 人员工资", "驻矿人员工资"),
        ("一、基本支出", "基本支出"),
        ("十二、其他支出", "其他支出"),
        ("（一）基本支出", "基本支出"),
        ("(1)办公费", "办公费"),
        ("1.办公费", "办公费"),
        ("3、印刷费", "印刷费"),
        ("①会议费", "会议费"),
        ("其中：公务接待费", "公务接待费"),
        ("其中:1.因公出国（境）费用", "因公出国境费用"),
        ("“三公”经费", "三公经费"),
        ("《公报》印刷", "公报印刷"),
        ("文化旅游（款）", "文化旅游"),
        ("302 商品和服务支出", "302商品和服务支出"),
        ("30.5公里道路", "305公里道路"),
        ("一般公共预算", "一般公共预算"),
        ("三公经费", "三公经费"),
        ("2026年", "2026年"),
        ("一、", "一"),
        ("", ""),
        ("——", "——"),
    ],
)
def test_a_label_is_normalised(label, normal):
    assert normalise_label(label) == normal


@given(st.text(max_size=40))
def test_normalising_leaves_something_without_spaces(text):
    normal = normalise_label(text)
    assert bool(normal) == bool(text.strip())
    assert normal == normal.strip()


@pytest.mark.parametrize(
    ("asked", "label", "rung", "reason"),
    [
        ("公务接待费", "公务接待费", Rung.EXACT, "完全相同"),
        (" 公务 接待费", "公务接待费", Rung.EXACT, "完全相同"),
        ("驻矿人员工资", "2026年驻矿人员工资", Rung.NORMALISED, "去掉年度"),
        ("一、基本支出", "（一）基本支出", Rung.NORMALISED, "去掉年度"),
        ("公務接待費", "公务接待费", Rung.NORMALISED, "去掉年度"),
        ("駐礦人員工資", "2026年驻矿人员工资", Rung.NORMALISED, "去掉年度"),
        ("接待费", "公务接待费", Rung.SYNONYM, "“接待费”与“公务接待费”是同义说法"),
        ("养老保险缴费", "机关事业单位基本养老保险缴费支出", Rung.SYNONYM, "同义"),
        ("合计（万元）", "合计", Rung.SYNONYM, "括号"),
        ("基本支出预算", "（一）基本支出", Rung.CORE, "去掉“支出”"),
        ("煤矿关闭", "小型煤矿关闭补偿资金", Rung.CONTAINMENT, "标签包含所问的全部文字"),
        ("煤矿补偿", "小型煤矿关闭补偿资金", Rung.CONTAINMENT, "依次包含"),
        ("离退休费一年多少", "离退休费", Rung.CONTAINMENT, "包含整个标签"),
        ("驻旷人员工资", "2026年驻矿人员工资", Rung.SLIP, "只差形近或音近的字"),
        ("公务接呆费", "公务接待费", Rung.SLIP, "只差形近或音近的字"),
        ("公务接侍费", "公务接待费", Rung.SLIP, "只差形近或音近的字"),
        ("公物街带费", "公务接待费", Rung.FUZZY, "读音相同"),
        ("离退修费", "离退休费", Rung.SLIP, "只差形近或音近的字"),
        ("离退费", "离退休费", Rung.FUZZY, "字形相近，1字之差"),
        ("公务用车运行维户费用", "其中：公务用车运行维护费", Rung.FUZZY, "相近"),
        ("矿区关闭的补偿", "小型煤矿关闭补偿资金", Rung.LEXICAL, "有相同的字：矿关闭补偿"),
    ],
)
def test_the_first_hit_and_its_rung(index, asked, label, rung, reason):
    best = match_labels(asked, index, LABELS)[0]
    assert (best.label, best.rung) == (label, rung)
    assert reason in best.reason
    assert 0 < best.score <= 1


@pytest.mark.parametrize("asked", ["", "   ", "飞船", "？？", "\x00", "\ud800", "ﷺ" * 60, "q" * 5000, "😀", "(", "[a-z]*"])
def test_what_resembles_nothing_finds_nothing(index, asked):
    assert match_labels(asked, index, LABELS) == ()


def test_a_sure_match_ends_the_search_for_resemblances(index):
    hits = match_labels("驻矿人员工资", index, LABELS)
    assert {hit.rung for hit in hits} <= {Rung.EXACT, Rung.NORMALISED, Rung.SYNONYM, Rung.CONTAINMENT}
    assert [hit.label for hit in hits[:2]] == ["2026年驻矿人员工资", "2025年驻矿人员工资"]


def test_every_label_comes_once_and_in_order(index):
    hits = match_labels("公务用车运行维护费多少", index, LABELS, limit=50)
    order = list(Rung)
    assert len({hit.label for hit in hits}) == len(hits)
    keys = [(order.index(hit.rung), -hit.score) for hit in hits]
    assert keys == sorted(keys)
    assert len(match_labels("公务用车运行维护费多少", index, LABELS, limit=1)) == 1


def test_labels_alike_in_normal_form_all_come():
    labels = ("1.办公费", "办公费", "办公费：", "印刷费")
    assert [hit.label for hit in match_labels("办公费", NameIndex.of(labels), labels)] == ["办公费", "办公费：", "1.办公费"]


def test_an_empty_index_finds_nothing():
    assert match_labels("公务接待费", NameIndex.of(()), ()) == ()


@given(st.text(max_size=30), st.lists(st.text(max_size=12), max_size=8))
def test_any_text_can_be_asked_of_any_labels(text, labels):
    labels = list(dict.fromkeys(labels))
    hits = match_labels(text, NameIndex.of(labels), labels)
    assert {hit.label for hit in hits} <= set(labels)
    assert all(0 <= hit.score <= 1 for hit in hits)


@given(st.sampled_from(LABELS))
def test_a_label_asked_as_it_is_printed_comes_first(label):
    best = match_labels(label, NameIndex.of(LABELS), LABELS)[0]
    assert (best.label, best.rung) == (label, Rung.EXACT)


def test_sounds_that_are_often_confused_are_alike():
    assert sound_of("驻矿") == sound_of("组况")
    assert sound_of("林业") == sound_of("宁业")
    assert sound_of("工资") != sound_of("公司")


def test_traditional_characters_become_simplified_ones():
    assert simplify("機關運行經費") == "机关运行经费"
    assert simplify("abc") == "abc"


@pytest.mark.parametrize(
    ("asked", "rungs"),
    [
        ("2026年驻矿人员工资", [["2026年驻矿人员工资"]]),
        ("2024年驻矿人员工资", []),  # a year that is said is not another
        ("公务用车", [["其中：公务用车运行维护费"]]),
        ("电费", []),  # two characters are offered, never meant
        ("公物街带费", []),  # nor is what only resembles
        ("公务接侍费", [["公务接待费"]]),
    ],
)
def test_what_is_meant_is_less_than_what_is_offered(index, asked, rungs):
    found = [[LABELS[hit.place] for hit in rung] for rung in climb(asked, index)]
    assert found[:1] == rungs
