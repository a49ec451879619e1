"""The standing lists of the field: every title, code and synonym is found by what real disclosures print."""

import csv
import re

import pytest

from disclosure import terms
from disclosure.document import TableKind
from disclosure.errors import TermsError
from disclosure.terms import find_subject, fold_term, kind_name, subject_names, subjects_named, synonym_groups, synonyms, table_kind

K = TableKind

# Titles as provinces, counties and the final-accounts software print them.
TITLES = [
    ("2026年预算收支总表", K.SUMMARY),
    ("收支预算总表", K.SUMMARY),
    ("部门收支总体情况表", K.SUMMARY),
    ("2024年部门财务收支预算总表", K.SUMMARY),
    ("单位收支总表", K.SUMMARY),
    ("收入支出决算总表", K.SUMMARY),
    ("部门收支预算总表（一）", K.SUMMARY),
    ("公开01表", K.SUMMARY),
    ("预算公开表1", K.SUMMARY),
    ("2026年预算单位收入预算总表", K.REVENUE),
    ("部门收入总体情况表", K.REVENUE),
    ("收入决算表", K.REVENUE),
    ("收入总表", K.REVENUE),
    ("公开02表", K.REVENUE),
    ("2026年预算支出总表", K.EXPENDITURE),
    ("部门支出总体情况表", K.EXPENDITURE),
    ("支出决算表", K.EXPENDITURE),
    ("部门支出预算总表", K.EXPENDITURE),
    ("公开03表", K.EXPENDITURE),
    ("2026年财政拨款收支总表", K.APPROPRIATION),
    ("财政拨款收支总体情况表", K.APPROPRIATION),
    ("2025年部门财政拨款收支预算总表", K.APPROPRIATION),
    ("财政拨款收入支出决算总表", K.APPROPRIATION),
    ("财政拨款支出表（按功能分类）", K.APPROPRIATION),
    ("公开04表", K.APPROPRIATION),
    ("2026年一般公共预算支出预算表（不含上年结转）", K.GENERAL_EXPENDITURE),
    ("一般公共预算支出情况表", K.GENERAL_EXPENDITURE),
    ("2024年部门一般公共预算支出功能分类预算表", K.GENERAL_EXPENDITURE),
    ("一般公共预算财政拨款支出决算表", K.GENERAL_EXPENDITURE),
    ("一般公共预算财政拨款支出预算表", K.GENERAL_EXPENDITURE),
    ("一般公共预算财政拨款收入支出决算表", K.GENERAL_EXPENDITURE),
    ("2026年一般公共预算安排基本支出分经济科目表（不含上年结转）", K.BASIC_ECONOMIC),
    ("2023年部门一般公共预算基本支出部门预算经济分类预算表", K.BASIC_ECONOMIC),
    ("一般公共预算财政拨款基本支出决算表", K.BASIC_ECONOMIC),
    ("一般公共预算基本支出情况表", K.BASIC_ECONOMIC),
    ("一般公共预算基本支出表", K.BASIC_ECONOMIC),
    ("2026年政府性基金预算收入表（不含上年结转）", K.GOVERNMENT_FUND),
    ("政府性基金预算支出情况表", K.GOVERNMENT_FUND),
    ("政府性基金预算财政拨款收入支出决算表", K.GOVERNMENT_FUND),
    ("2024年部门政府性基金预算支出功能分类预算表", K.GOVERNMENT_FUND),
    ("2026年国有资本经营预算收支预算表（不含上年结转）", K.STATE_CAPITAL),
    ("国有资本经营预算财政拨款支出决算表", K.STATE_CAPITAL),
    ("2026年财政拨款安排“三公”经费支出预算表", K.THREE_PUBLIC),
    ("一般公共预算'三公'经费支出情况表", K.THREE_PUBLIC),
    ("部门“三公”经费和机关运行经费预算表", K.THREE_PUBLIC),
    ("财政拨款“三公”经费支出决算表", K.THREE_PUBLIC),
    ("「三 公」经费、会议费和培训费支出预算表", K.THREE_PUBLIC),
    ("2026年财政拨款安排机关运行经费预算表", K.OPERATING),
    ("2026年项目支出预算表（本年预算）", K.PROJECT),
    ("项目支出表", K.PROJECT),
    ("部门预算项目支出明细表", K.PROJECT),
    ("专项资金支出预算表", K.PROJECT),
    ("一般公共预算项目支出表", K.PROJECT),
    ("财政项目支出绩效目标填报表", K.PERFORMANCE_FORM),
    ("项目支出绩效目标表", K.PERFORMANCE_FORM),
    ("２０２５年度项目支出绩效自评表", K.PERFORMANCE_FORM),
    ("部门预算项目绩效目标申报表", K.PERFORMANCE_FORM),
    ("部门整体支出绩效目标表", K.OTHER),
    ("政府采购预算表", K.PROCUREMENT),
    ("部门政府采购预算明细表", K.PROCUREMENT),
    ("政府购买服务预算表", K.OTHER),
    ("政府购买服务指导性目录", K.OTHER),
    ("部门预算支出经济分类情况表", K.OTHER),
    ("机构人员情况表", K.OTHER),
    ("", K.OTHER),
]


@pytest.mark.parametrize(("title", "kind"), TITLES)
def test_a_title_names_its_standard_table(title, kind):
    assert table_kind(title) is kind


def test_every_kind_has_a_rule_and_its_usual_name_is_of_the_kind():
    for kind in TableKind:
        assert table_kind(kind_name(kind)) is kind


SUBJECTS = [
    ("208", None, "社会保障和就业支出", "functional", 0, None),
    ("20805", None, "行政事业单位养老支出", "functional", 1, "208"),
    ("2080505", None, "机关事业单位基本养老保险缴费支出", "functional", 2, "20805"),
    ("２０８ 05-05", None, "机关事业单位基本养老保险缴费支出", "functional", 2, "20805"),
    ("20805", 2018, "行政事业单位离退休", "functional", 1, "208"),
    ("20805", 2026, "行政事业单位养老支出", "functional", 1, "208"),
    ("20805", 2010, "行政事业单位离退休", "functional", 1, "208"),
    ("30213", None, "维修（护）费", "department_economic", 1, "302"),
    ("50101", 2026, "工资奖金津补贴", "government_economic", 1, "501"),
]


@pytest.mark.parametrize(("code", "year", "name", "kind", "depth", "parent"), SUBJECTS)
def test_a_code_has_its_name_kind_and_place_in_the_tree(code, year, name, kind, depth, parent):
    subject = find_subject(code, year)
    assert (subject.name, subject.kind, subject.depth, subject.parent_code) == (name, kind, depth, parent)


@pytest.mark.parametrize("code", ["", "2089998", "20", "合计", "711"])
def test_an_unknown_code_has_no_subject(code):
    assert find_subject(code) is None


def test_a_name_that_stands_under_many_codes_brings_them_all():
    assert {"2010101", "2040601", "2240101"} <= {s.code for s in subjects_named("行政运行")}
    assert [s.code for s in subjects_named("维修(护)费")] == ["30213", "50209"]
    assert subjects_named("没有这个科目") == ()


def test_every_subject_has_its_parent_and_no_edition_twice():
    seen = set()
    for name in subject_names():
        for subject in subjects_named(name):
            assert subject.parent_code is None or find_subject(subject.parent_code), subject
            seen.add((subject.code, subject.year))
    rows = [row for file in ("functional_subjects.csv", "economic_subjects.csv") for row in _rows_of(file)]
    assert len(rows) == len(seen)
    assert all(row["source"] for row in rows)


def _rows_of(file_name):
    with (terms.TERMS_FOLDER / file_name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_synonym_brings_its_whole_group_with_the_canonical_word_first():
    (group,) = synonyms("人头费")
    assert group.canonical == "人员经费"
    assert group.words[0] == "人员经费" and "人头费" in group.words
    assert group in synonyms("人员经费")
    assert synonyms("不是术语") == ()


def test_every_synonym_row_is_whole_and_said_once():
    rows = _rows_of("synonyms.csv")
    assert all(all(row[c].strip() for c in ("canonical", "synonym", "kind", "source")) for row in rows)
    pairs = [(r["kind"], fold_term(r["canonical"]), fold_term(r["synonym"])) for r in rows]
    assert len(pairs) == len(set(pairs))
    assert sum(len(g.words) for g in synonym_groups()) >= len({(r["kind"], r["canonical"]) for r in rows})


FOLDS = [("维修（护）费", "维修(护)费"), ("“三公” 经费", "三公经费"), ("ＧＤＰ", "gdp"), ("　水 费\n", "水费")]


@pytest.mark.parametrize(("text", "folded"), FOLDS)
def test_terms_are_compared_without_width_space_quotes_and_case(text, folded):
    assert fold_term(text) == folded


BROKEN = [
    ("missing", None, "读不到术语表"),
    ("other columns", "code,name\n208,社会保障和就业支出\n", "列应为"),
    ("a short row", "code,name,year,source\n208,社会保障和就业支出\n", "第 2 行的列数不对"),
    ("a long row", "code,name,year,source\n208,社会,保障,2025,来源\n", "第 2 行的列数不对"),
    ("no code", "code,name,year,source\n20a,社会保障和就业支出,2025,来源\n", "不是科目编码"),
    ("no year", "code,name,year,source\n208,社会保障和就业支出,今年,来源\n", "不是科目编码"),
]


@pytest.mark.parametrize(("text", "message"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_file_is_named_with_its_line(text, message, tmp_path, monkeypatch):
    if text is not None:
        (tmp_path / "functional_subjects.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(terms, "TERMS_FOLDER", tmp_path)
    terms._subjects_by_code.cache_clear()
    try:
        with pytest.raises(TermsError, match=re.escape(message)):
            find_subject("208")
    finally:
        terms._subjects_by_code.cache_clear()
