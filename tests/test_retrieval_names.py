"""Names as they are compared."""

import pytest

from retrieval.names import _converter, code_in, core, holds, is_slip, less_code, name_of, simplify, sound_of, years_in


@pytest.mark.parametrize(
    ("label", "key", "year"),
    [
        ("2026年驻矿人员工资", "驻矿人员工资", 2026),
        ("2025年度经费", "经费", 2025),
        ("（一）因公出国（境）费", "因公出国境费", None),
        ("30201-办公费", "办公费", None),
        ("[30101]基本工资", "基本工资", None),
        ("11000022T000000424360-因公出国（境）经费", "因公出国境经费", None),
        ("2010350事业运行", "事业运行", None),
        ("2026驻京经费", "2026驻京经费", None),
        ("100万元以上设备", "100万元以上设备", None),
        ("“三公”经费", "三公经费", None),
    ],
)
def test_a_label_without_year_code_and_punctuation(label, key, year):
    assert (name_of(label).key, name_of(label).year) == (key, year)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("机关运行经费支出", "机关运行"),
        ("机关运行经费财政拨款预算", "机关运行"),
        ("财政拨款的机关运行经费预算", "机关运行"),
        ("公务接待费支出", "公务接待"),
        ("一般公共预算拨款安排的培训费预算支出", "培训"),
        ("财政拨款收支总预算", "财政拨款收支"),
        ("项目支出预算", "项目支出"),
        ("人员经费支出", "人员经费"),
        ("公用经费", "公用经费"),
        ("其他收入", "其他收入"),
    ],
)
def test_a_core_never_says_too_little(name, bare):
    assert core(name) == bare


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2080505", "2080505"),
        ("信访业务（2014004）", "2014004"),
        ("30101", "30101"),
        ("2026年", None),
        ("价值100万元设备", None),
        ("办公费", None),
    ],
)
def test_a_code_in_a_name(text, code):
    assert code_in(text) == code


def test_small_parts():
    assert less_code("301工资福利支出") == "301工资福利支出"  # three digits without a stroke may count something
    assert years_in("2025-2026年信息化运维项目") == (2025, 2026)
    assert holds("驻矿工资", "驻矿人员工资") > 0.5
    assert holds("电费", "水电") == 0.0
    assert is_slip("津帖补贴", "津贴补贴")
    assert not is_slip("水费", "电费")


def test_a_text_is_simplified_as_the_converter_does_it():
    converter, _ = _converter()
    entries = [key for _, _, table in converter.dict_cache.values() for key in table]
    texts = [*entries, "支出總計", "支出总计", "反覆思量后，一目瞭然", "Ａ1 （類）"]
    assert [text for text in texts if simplify(text) != converter.convert(text)] == []


@pytest.mark.parametrize(("text", "sound"), [("水利居", "sui ni ju"), ("总计", "zong ji"), ("A1", "A 1")])
def test_a_character_always_sounds_the_same(text, sound):
    assert sound_of(text) == sound
