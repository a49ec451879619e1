"""Unit, year, stage and level of a document, by the weight of the places that say so."""

import dataclasses

import pytest
from text_samples import LEFT, centred, line, paragraph, table

from disclosure.document import Level, Stage
from ingest.facts import name_disagreements, read_facts
from ingest.prose.text import build_blocks


def facts(*cover, notes=(), titles=(), sentences=(), file_name="file.pdf"):
    lines = [centred(text, top=100 + 50 * n, size=36 - 4 * n) for n, text in enumerate(cover)]
    lines += [line(text, page=2 + n, top=80, size=10) for n, text in enumerate(notes)]
    lines += [line("一、情况说明", page=8, top=40, size=15)]
    for n, text in enumerate(sentences):
        lines += paragraph(text, page=8, top=80 + 40 * n)
    lines += [line("字" * 34, page=9, top=100)]
    tables = [dataclasses.replace(table([["项目"]], title=title), id=f"t{n}") for n, title in enumerate(titles)]
    return read_facts("0" * 64, file_name, build_blocks(lines, 9), tables)


@pytest.mark.parametrize(
    ("cover", "notes", "titles", "expected"),
    [
        (("青山县水务局", "2026年度单位预算公开"), (), (), ("青山县水务局", 2026, Stage.BUDGET, Level.UNIT)),
        (("白水市2025年市级部门预算", "预算主管部门：白水市人民政府北岸街道办事处"), (), ("2025年部门收入预算总表",),
         ("白水市人民政府北岸街道办事处", 2025, Stage.BUDGET, Level.DEPARTMENT)),
        (("白水市2025年市级单位预算", "预算主管部门：白水市民政局", "预算单位：白水市救助管理站"), (), (),
         ("白水市救助管理站", 2025, Stage.BUDGET, Level.UNIT)),
        ((". 白水市水务局（本级）", "2026年度部门预算公开"), ("预算单位：白水市水务局",) * 3, (),
         ("白水市水务局(本级)", 2026, Stage.BUDGET, Level.UNIT)),
        (("中共白水市委", "社会工作部2024年度", "部门决算"), (), ("一般公共预算财政拨款支出决算表",),
         ("中共白水市委社会工作部", 2024, Stage.FINAL_ACCOUNTS, Level.DEPARTMENT)),
        ((), ("编制单位：白水市第三中学 单位：元",) * 3, ("2025年单位收支预算总表", "2025年支出预算表"),
         ("白水市第三中学", 2025, Stage.BUDGET, Level.UNIT)),
        ((), ("单位：万元", "单位：万元"), (), (None, None, None, None)),
        (("二〇二五年度部门决算",), (), (), (None, 2025, Stage.FINAL_ACCOUNTS, Level.DEPARTMENT)),
    ],
)  # fmt: skip
def test_facts_from_cover_notes_and_titles(cover, notes, titles, expected):
    if len(cover) == 3 and cover[0].endswith("市委"):
        lines = [centred(text, top=100 + 60 * n, size=36) for n, text in enumerate(cover)] + [line("字" * 34, page=2, x0=LEFT)]
        found = read_facts("0" * 64, "f.pdf", build_blocks(lines, 2), [table([["项目"]], title=title) for title in titles])
    else:
        found = facts(*cover, notes=notes, titles=titles)
    assert (found.entity, found.fiscal_year, found.stage, found.level) == expected


def test_one_wrong_title_changes_nothing():
    titles = ("2026年收入预算表", "2026年支出预算表", "2025年支出预算表")
    found = facts("青山县水务局", "2026年单位预算", titles=titles)
    assert found.fiscal_year == 2026


def test_budget_columns_leave_a_final_account_a_final_account():
    sentences = ("2024年度青山县水务局支出年初预算为5万元，支出决算为4万元。",)
    found = facts("青山县水务局2024年度部门决算", titles=("收入支出决算总表",), sentences=sentences)
    assert (found.stage, found.fiscal_year) == (Stage.FINAL_ACCOUNTS, 2024)


def test_the_year_compared_with_is_not_the_document_s():
    found = facts(sentences=("2026年度青山县水务局收入预算80万元，比2025年预算增加8万元。",))
    assert (found.fiscal_year, found.entity) == (2026, "青山县水务局")


def test_a_supervising_department_is_not_the_unit():
    found = facts("青山县水文站2026年单位预算", notes=("主管部门：青山县水务局",) * 3)
    assert found.entity == "青山县水文站"


def test_the_file_name_speaks_only_where_nothing_else_does():
    assert facts(file_name="青山县财政局2023年部门决算.pdf").fiscal_year == 2023
    assert facts("青山县水务局2026年单位预算", file_name="青山县财政局2023年部门决算.pdf").fiscal_year == 2026


def test_each_fact_says_where_it_was_read():
    found = facts("青山县水务局", "2026年单位预算", notes=("单位名称：青山县水务局 单位：万元",))
    places = [(fact.source, fact.provenance.page) for fact in found.facts if fact.name == "entity"]
    assert places == [("cover", 1), ("table", 2)]
    assert {fact.name for fact in found.facts} == {"entity", "fiscal_year", "stage", "level"}


def test_a_department_s_summary_is_no_other_unit():
    assert facts("青山县水务局（汇总）", "2026年部门预算公开说明").entity == "青山县水务局"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["单位编码", "单位名称", "合计"], ["012", "青山县水务局", "5.00"], ["012", "青山县水务局", "7.00"]], "青山县水务局"),
        ([["单位名称", "合计"], ["012-青山县水务局", "5.00"], ["合计", "5.00"]], "青山县水务局"),
        ([["单位名称", "合计"], ["青山县水务局", "5.00"], ["青山县水文站", "7.00"]], None),  # several units: none of them alone
        ([["部门名称", "青山县水务局"], ["资金总额", "5.00"]], "青山县水务局"),
        ([["项目单位", "青山县水文站"], ["资金总额", "5.00"]], None),  # whose project it is
    ],
)
def test_the_unit_stands_only_in_a_row_or_a_column(rows, expected):
    found = read_facts("0" * 64, "baobiao.pdf", (), [table(rows)])
    assert found.entity == expected


@pytest.mark.parametrize(
    ("file_name", "told"),
    [
        ("青山县水务局2026年单位预算.pdf", []),
        ("qingshan_shuiwuju_2026_yusuan.pdf", []),
        ("水务局.pdf", []),
        ("青山县水务局2025年单位预算.pdf", ["文件名写的是2025年，内容是2026年"]),
        ("qingshan_2026_juesuan.pdf", ["文件名写的是决算，内容是预算"]),
        ("青山县民政局2026年预算.pdf", ["文件名写的是青山县民政局，内容是青山县水务局"]),
    ],
)
def test_a_file_name_that_says_otherwise_is_told(file_name, told):
    found = facts("青山县水务局", "2026年度单位预算公开", file_name=file_name)
    assert (found.entity, found.fiscal_year) == ("青山县水务局", 2026)
    assert name_disagreements(file_name, found) == told


def test_the_unit_itself_is_no_department_though_its_titles_say_so():
    titles = ("2026年部门收支总表", "2026年部门支出总表")
    assert facts("青山县水务局（本级）", "2026年部门预算", titles=titles).level is Level.UNIT
    assert facts("青山县水务局", "2026年部门预算", titles=titles).level is Level.DEPARTMENT
