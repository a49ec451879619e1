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
