"""Every number of a text is found and told apart: nothing that states an amount slips through."""

import time
from decimal import Decimal
from itertools import pairwise

import cn2an
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from disclosure.amount import Amount, Unit
from disclosure.mention import MentionKind, chinese_number, find_numbers

Q, V, Y, D, N, C, ORD = (
    MentionKind.QUANTITY,
    MentionKind.VAGUE,
    MentionKind.YEAR,
    MentionKind.DATE,
    MentionKind.DOCUMENT_NUMBER,
    MentionKind.CODE,
    MentionKind.ORDINAL,
)


def told(text):
    return [(m.kind, m.amount.format() if m.amount else m.text) for m in find_numbers(text)]


NUMERALS = [
    ("二千二百二十一万四千二百", "22214200"),
    ("三百七十万", "3700000"),
    ("三百七", "370"),
    ("一万二", "12000"),
    ("两亿三", "230000000"),
    ("一百零五", "105"),
    ("一百十五", "115"),
    ("一千零一十", "1010"),
    ("十", "10"),
    ("十二", "12"),
    ("二十", "20"),
    ("廿五", "25"),
    ("卅", "30"),
    ("两百", "200"),
    ("三点五", "3.5"),
    ("零点零五", "0.05"),
    ("二〇二六", "2026"),
    ("壹佰贰拾万", "1200000"),
    ("貳萬", "20000"),
    ("一万亿", "1000000000000"),
    ("一万二千亿", "1200000000000"),
    ("一亿零五", "100000005"),
    # no number
    ("", None),
    ("三四百", None),
    ("三百二百", None),
    ("一万一万", None),
    ("百", None),
    ("万", None),
    ("三点", None),
    ("点五", None),
    ("三点十", None),
    ("一二x", None),
    ("一" * 25, None),
]


@pytest.mark.parametrize(("text", "value"), NUMERALS)
def test_a_chinese_numeral_has_its_value(text, value):
    assert chinese_number(text) == (None if value is None else Decimal(value))


@given(st.integers(0, 10**15), st.sampled_from(["low", "up"]))
def test_numerals_are_read_as_cn2an_writes_them(number, style):
    assert chinese_number(cn2an.an2cn(number, style)) == number


@given(st.integers(0, 10**8), st.integers(1, 99))
def test_decimals_are_read_as_cn2an_writes_them(whole, hundredths):
    number = Decimal(whole) + Decimal(hundredths) / 100
    assert chinese_number(cn2an.an2cn(str(number), "low")) == number


@given(st.integers(1, 10**9), st.sampled_from(["元", "万元", "人", "辆", "%"]))
def test_a_numeral_in_a_sentence_is_the_amount_in_digits(number, unit):
    assume(unit != "万元" or number < 10_000)  # nobody writes 一万万元
    words = f"百分之{cn2an.an2cn(number)}" if unit == "%" else cn2an.an2cn(number) + unit
    (mention,) = find_numbers(f"共计{words}。")
    assert mention.kind is Q
    assert mention.amount.in_base == Amount(Decimal(number), Unit.parse(unit)).in_base


SENTENCES = [
    # amounts in digits
    ("预算2,221.42万元，增长93.33%", [(Q, "2,221.42万元"), (Q, "93.33%")]),
    ("共 2,221.42 万 元", [(Q, "2,221.42万元")]),
    ("增加12.74\n万元", [(Q, "12.74万元")]),
    ("下降-5.2%", [(Q, "-5.2%")]),
    ("5-10万元", [(Q, "5"), (Q, "10万元")]),
    ("增加3.5个百分点", [(Q, "3.5个百分点")]),
    ("每人80元/天/人", [(Q, "80元/天/人")]),
    ("占地12.6平方公里", [(Q, "12.6平方公里")]),
    ("台（套）0台（套）", [(Q, "0台(套)")]),
    ("１２３．５万元", [(Q, "123.5万元")]),
    ("３千米", [(Q, "3千米")]),
    ("种植3万亩", [(Q, "3万亩")]),
    ("共5千亿元", [(Q, "500,000,000,000元")]),
    ("1亿2千万元", [(Q, "120,000,000元")]),
    ("3千5百元", [(Q, "3,500元")]),
    ("2百元", [(Q, "200元")]),
    ("3000多万元", [(Q, "3,000万元")]),
    ("是上年的2.5倍", [(Q, "2.5倍")]),
    ("RMB500万元", [(Q, "500万元")]),
    ("٣ 人", [(Q, "3人")]),
    # amounts in words
    ("聘用十二人", [(Q, "12人")]),
    ("三百七十万元", [(Q, "370万元")]),
    ("三百七十万吗", [(Q, "370万")]),
    ("一万二", [(Q, "12,000")]),
    ("八十万三千元", [(Q, "803,000元")]),
    ("一百十五万元", [(Q, "115万元")]),
    ("一百二十余万元", [(Q, "120万元")]),
    ("二二二一点四二万元", [(Q, "2,221.42万元")]),
    ("二二二一", [(Q, "2,221")]),
    ("壹佰贰拾万元整", [(Q, "120万元")]),
    ("百分之三点五", [(Q, "3.5%")]),
    ("百分之35.2", [(Q, "35.2%")]),
    ("百分之百", [(Q, "100%")]),
    ("千分之五", [(Q, "5‰")]),
    ("9.30集中祭扫", [(Q, "9.30")]),
    ("两年两辆车", [(Q, "2年"), (Q, "2辆")]),
    ("三个县", [(Q, "3个")]),
    ("人数十二人，次数百分之五", [(Q, "12人"), (Q, "5%")]),
    # amounts that cannot be read exactly
    ("几十万元", [(V, "几十万元")]),
    ("十几万元", [(V, "十几万元")]),
    ("数百万元", [(V, "数百万元")]),
    ("上百万元", [(V, "上百万元")]),
    ("百余万元", [(V, "百余万元")]),
    ("三四百万元", [(V, "三四百万元")]),
    ("三分之一", [(V, "三分之一")]),
    ("十分之一", [(V, "十分之一")]),
    ("超过一半", [(V, "一半")]),
    ("四成以上", [(V, "四成")]),
    ("翻一番", [(V, "翻一番")]),
    ("½左右", [(V, "½")]),
    ("⑤⓪万元", [(V, "⑤⓪")]),
    ("five million yuan", [(V, "million")]),
    ("1万2", [(V, "1万2")]),
    ("9" * 30 + "元", [(V, "9" * 30 + "元")]),
    # what only looks like an amount
    ("2026年", [(Y, "2026年")]),
    ("2023、2024两年", [(Y, "2023"), (Y, "2024"), (Q, "2年")]),
    ("2024—2026年", [(Y, "2024"), (Y, "2026年")]),
    ("二〇二六年", [(Y, "二〇二六年")]),
    ("2025年12月31日", [(D, "2025年12月31日")]),
    ("2026-01-15", [(D, "2026-01-15")]),
    ("12月底", [(D, "12月")]),
    ("财预〔2016〕143号", [(N, "〔2016〕143号")]),
    ("第5号", [(N, "第5号")]),
    ("2080505", [(C, "2080505")]),
    ("C23120301", [(C, "C23120301")]),
    ("0358-6722222", [(C, "0358-6722222")]),
    ("048-某局", [(C, "048")]),
    ("第三季度", [(ORD, "第三")]),
    ("（一）总体情况", [(ORD, "（一）")]),
    ("1．本表无数据", [(ORD, "1．")]),
    ("详见表12", [(ORD, "表12")]),
    ("公开01表", [(ORD, "公开01表")]),
    ("表2项目支出", [(ORD, "表2")]),
    ("见附件3[1]", [(ORD, "附件3"), (ORD, "[1]")]),
    ("目标1：健全制度；目标2：培训3人", [(ORD, "1"), (ORD, "2"), (Q, "3人")]),
    ("人数3：男2人", [(Q, "3"), (Q, "2人")]),
    # an ordinal's word in front does not hide an amount
    ("重点关注5000万元", [(Q, "5,000万元")]),
    ("代表200人", [(Q, "200人")]),
    ("(5)亿元", [(Q, "5")]),
    # words
    ("“三公”经费、一般公共预算、一次性项目", []),
    ("十分重要，一起推进，统一安排，上一年度", []),
    ("“十四五”规划，十五五期间，二十大精神", []),
    ("五台县、三门峡", []),
    ("三重一大、五险一金、四舍五入、一点一滴", []),
    ("新一轮规划，三级三类体系", []),
    ("单位：万元", []),
    ("千家万户", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_each_number_is_told_for_what_it_is(text, expected):
    assert told(text) == expected


def test_a_sentence_as_printed():
    text = "根据〔2015〕22号文件，2026年预算2,221.42万元，增长93.33%，聘用十二人"
    assert told(text) == [(N, "〔2015〕22号"), (Y, "2026年"), (Q, "2,221.42万元"), (Q, "93.33%"), (Q, "12人")]


money = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
units = st.sampled_from(["元", "万元", "亿元", "%", "人", "辆", "平方米", "个百分点"])
WORDS = ["预算", "其中：", "，比上年增加", "。", "（", "）", "、", "占", "约", " ", "\n", "共", "为"]


@given(st.lists(st.tuples(st.sampled_from(WORDS), money, units), min_size=1, max_size=6))
def test_every_amount_put_into_a_text_is_found_with_its_place(parts):
    text = "".join(f"{word}{Amount(number, Unit.parse(unit)).format()}" for word, number, unit in parts)
    mentions = find_numbers(text)
    assert [m.amount for m in mentions] == [Amount(number, Unit.parse(unit)) for _, number, unit in parts]
    assert all(text[m.start : m.end] == m.text for m in mentions)


@given(
    st.text(
        alphabet=st.sampled_from(list("0123456789.,，-%（）()一二三四五六七八九十百千万亿零点几数余元人年月日号第表 \n①½abc")), max_size=60
    )
)
def test_mentions_never_overlap_and_only_quantities_have_amounts(text):
    mentions = find_numbers(text)
    assert all(m.start < m.end and text[m.start : m.end] == m.text for m in mentions)
    assert all(before.end <= after.start for before, after in pairwise(mentions))
    assert all((m.amount is not None) == (m.kind is Q) for m in mentions)


@given(st.text(alphabet=st.sampled_from(list("0123456789.,-%（）一二元人年月号第表 ab")), max_size=40))
def test_no_digit_is_passed_over(text):
    covered = {place for m in find_numbers(text) for place in range(m.start, m.end)}
    assert all(place in covered for place, character in enumerate(text) if character.isdecimal())


LONG = [
    "一",
    "1",
    "1,",
    "一十",
    "百分之",
    "(1",
    "2026年",
    "-",
    " ",
    " \n",
    "a1-",
    "a",
    "第",
    "1 ",
    "千",
    "一 ",
    "数百",
    "十几",
    "1千",
    "表1-",
    "1.",
]


@pytest.mark.parametrize("piece", LONG)
def test_a_long_question_takes_no_time(piece):
    text = (piece * 5000)[:5000]
    started = time.process_time()
    find_numbers(text)
    assert time.process_time() - started < 1.0
