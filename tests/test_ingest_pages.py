"""Each page of tests/pages is hard to read in one way, which its name tells; tests/golden/pages holds what must come out.

WRITE_GOLDEN=1 pytest tests/test_ingest_pages.py     writes the golden files anew; look at the difference before committing
"""

import json
import os
from functools import cache
from pathlib import Path

import pytest

from disclosure.document import TableKind
from disclosure.figure import Aspect
from ingest.read import read_disclosure

PAGES = Path(__file__).parent / "pages"
GOLDEN = Path(__file__).parent / "golden" / "pages"
WRITE = os.environ.get("WRITE_GOLDEN") == "1"
NAMES = sorted(path.stem for path in PAGES.glob("*.pdf"))


@cache
def read(name):
    return read_disclosure(PAGES / f"{name}.pdf")


def table_figures(name):
    return [f for f in read(name).figures if f.table_id]


def lines_of(name):
    """One line a figure: everything that it is bound to."""
    lines = []
    for f in table_figures(name):
        lines.append(
            {
                "page": f.provenance.page,
                "table": f.table_title,
                "row": list(f.row_path),
                "column": list(f.column_path),
                "raw": f.text,
                "number": f.amount.plain if f.amount else None,
                "unit": f.amount.unit.name if f.amount and f.amount.unit else None,
                "year": f.fiscal_year,
                "stage": f.stage.value if f.stage else None,
                "measure": f.measure,
                "total": f.is_total,
                "depth": f.depth,
            }
            | ({"project": f.project} if f.project else {})
        )
    return [json.dumps(line, ensure_ascii=False) for line in lines]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_the_page(name):
    path = GOLDEN / f"{name}.jsonl"
    lines = lines_of(name)
    if WRITE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == path.read_text(encoding="utf-8").splitlines()


SIGNS = [
    ("sign_in_a_column_of_its_own", "展览经费", "金额", "14.10", Aspect.DECREASE, True),
    ("sign_in_a_column_of_its_own", "修缮经费", "金额", "2.40", Aspect.INCREASE, True),
    ("sign_in_a_column_of_its_own", "培训经费", "金额", "1.00", Aspect.INCREASE, False),
    ("plus_or_minus_beside_the_amount", "展览经费", "增减额", "14.10", Aspect.DECREASE, True),
    ("plus_or_minus_beside_the_amount", "修缮经费", "增减额", "2.40", Aspect.INCREASE, True),
    ("increase_and_decrease_in_two_columns", "展览经费", "减少", "14.10", Aspect.DECREASE, True),
    ("increase_and_decrease_in_two_columns", "修缮经费", "增加", "2.40", Aspect.INCREASE, True),
    ("increase_and_decrease_in_two_columns", "会议经费", "减少", "-3.00", Aspect.INCREASE, False),
    ("sign_as_a_word_in_the_cell", "展览经费", "增减额", "14.10", Aspect.DECREASE, True),
    ("sign_as_a_word_in_the_cell", "修缮经费", "增减额", "2.40", Aspect.INCREASE, True),
    ("sign_as_a_word_in_the_cell", "会议经费", "增减额", "-3.00", Aspect.INCREASE, True),
    ("sign_as_a_word_in_the_cell", "培训经费", "增减额", "-1.00", Aspect.INCREASE, False),
    ("sign_as_a_word_in_the_cell", "展览经费", "增减率", "-58.51", Aspect.GROWTH_RATE, True),
    ("decrease_in_the_header", "展览经费", "减少额", "14.10", Aspect.DECREASE, True),
    ("decrease_in_the_header", "展览经费", "下降比例", "-58.51", Aspect.GROWTH_RATE, True),
]


@pytest.mark.parametrize(("name", "row", "column", "number", "aspect", "certain"), SIGNS)
def test_the_sign_of_a_change_that_words_tell(name, row, column, number, aspect, certain):
    found = figure(name, row, column)
    assert (found.amount.plain, found.aspect, found.certain) == (number, aspect, certain)


@pytest.mark.parametrize("name", sorted({case[0] for case in SIGNS} - {"sign_in_a_column_of_its_own"}))  # one of its signs is missing
def test_changes_add_up_with_their_signs(name):
    assert not read(name).discrepancies


def test_golden_files_are_not_being_written():
    assert not WRITE


def test_every_golden_file_has_its_page():
    assert sorted(path.stem for path in GOLDEN.glob("*.jsonl")) == NAMES


def figure(name, row, column):
    """The one figure of a page whose innermost labels are these."""
    found = [f for f in table_figures(name) if (f.row_path or ("",))[-1] == row and f.column_path[-1] == column]
    assert len(found) == 1, [(f.row_path, f.column_path) for f in table_figures(name)]
    return found[0]


# What makes each page hard, said once more by hand: page, row, column, text, unit
HARD = [
    ("halves_with_merged_headers", "二、教育支出", "基本支出", "110.25", "万元"),
    ("horizontal_rules_only", "初中教育", "项目支出", "300.00", "万元"),
    ("three_rules_only", "物业管理服务", "服务", "480,500", "元"),
    ("no_rules", "设备更新经费", "单位资金", "5.00", "万元"),
    ("split_codes", "机关事业单位基本养老保险缴费支出", "合计", "873,617", "元"),
    ("numbers_that_are_no_amounts", "二、卫生健康支出", "决算数", "20.10", "万元"),
    ("row_broken_over_pages", "基层消防协管人员工资", "合计", "370.00", "万元"),
    ("header_again_and_total_alone", "合计", "决算数", "59.60", "万元"),
    ("two_tables_two_units", "公务接待费", "预算数", "0.73", "万元"),
    ("two_tables_two_units", "财政拨款收入", "预算数", "86,959,408.34", "元"),
    ("units_in_headers_and_labels", "公务用车（辆）", "数量", "4", "辆"),
    ("units_in_headers_and_labels", "行政机关", "编制人数(人)", "28", "人"),
    ("merged_labels_and_wrapped_cells", "机关事业单位基本养老保险缴费", "本年预算数", "22,118,861.34", "元"),
    ("sides_left_open", "2050202 小学教育", "2030年执行数", "880.00", "万元"),
    ("bold_printed_twice_and_a_crop", "合计", "预算数", "1122.33", "万元"),
    ("blank_boxes_for_merged_headers", "教育支出", "项目支出", "10.00", "万元"),
    ("years_side_by_side", "项目支出", "决算为预算的%", "105.56", "%"),
    ("second_header_further_down", "教育支出", "项目支出", "20.00", "万元"),
    ("several_projects_in_one_form", "保护人口", "指标值", "2.3", "万人"),
    ("titles_and_margins_inside_the_grid", "30103-奖金", "基本支出", "985.540000", "万元"),
    ("total_in_the_header_and_stars_that_number", "教育支出", "项目支出", "38.08", "万元"),
    ("total_in_the_header_and_stars_that_number", "示例市测试站", "编制预算", "82.76", "万元"),
    ("projects_with_one_level_of_indicators", "窗口服务", "财政资金", "28,901.54", "万元"),
    ("projects_with_one_level_of_indicators", "全年办件量", "指标值", "100000", "件"),
    ("projects_with_one_level_of_indicators", "整理档案", "权重(%)", "60", "%"),
    ("two_classifications_and_tasks_with_amounts", "事务管理", "财政拨款", "3,000.00", "万元"),
    ("two_classifications_and_tasks_with_amounts", "金额合计", "总额", "3,556.08", "万元"),
    ("titles_and_margins_inside_the_grid", "总体资金情况（万元）", "财政拨款", "1,778.301600", "万元"),
    ("two_pages_on_one_sheet", "办公费", "2031年", "13.00", "万元"),
    ("two_pages_on_one_sheet", "公务接待费", "2030年", "5000", "元"),
    ("two_pages_on_one_sheet", "骨干培训", "2031年", "8000", "元"),
    ("two_pages_on_one_sheet", "线上培训", "2031年", "6000", "元"),
    ("two_pages_on_one_sheet", "外出培训", "2031年", "3000", "元"),
    ("unit_changes_by_page", "馆舍维修", "2031年", "95.00", "万元"),
    ("unit_changes_by_page", "数据库订阅", "2031年", "135000", "元"),
    ("unit_changes_by_page", "读者活动", "2031年", "52000", "元"),
    ("unit_changes_by_page", "骨干培训", "2031年", "7.00", "万元"),
    ("unit_changes_by_page", "线上培训", "2031年", "8000", "元"),
    ("tables_stacked_in_one_grid", "教育支出", "项目支出", "30.00", "万元"),
    ("tables_stacked_in_one_grid", "办公设备", "服务", "3.00", "万元"),
    ("tables_stacked_in_one_grid", "公务接待费", "增减额", "-1000", "元"),
    ("tables_stacked_in_one_grid", "打印机", "预算金额", "36000", "元"),
    ("tables_stacked_in_one_grid", "教育支出", "郊区", "40.00", "万元"),
    ("years_alone_head_columns", "水电费", "2029", "2020", "万元"),
    ("units_in_other_places", "办公费", "2031年预算数", "13.00", "万元"),
    ("units_in_other_places", "测试一所", "收入", "120.00", "万元"),
    ("units_in_other_places", "测试一所", "支出", "1180000", "元"),
    ("units_in_other_places", "测试一所", "人数", "35", "人"),
    ("units_in_other_places", "测试二所", "执行率", "98.33", "%"),
    ("units_in_other_places", "水电费", "2031年预算数", "130", "百元"),
    ("units_in_other_places", "年会", "2031年预算数", "8.0", "千元"),
    ("units_in_other_places", "骨干培训", "2031年预算数", "8000", "元"),
]


@pytest.mark.parametrize(("name", "row", "column", "text", "unit"), HARD)
def test_the_hard_cell(name, row, column, text, unit):
    found = figure(name, row, column)
    assert (found.text, found.amount.unit.name) == (text, unit)


def test_figures_of_halves_that_nothing_parts_are_doubtful():
    found = table_figures("halves_that_words_run_over")
    assert {"12.00", "5000"} <= {f.text for f in found}
    assert not [f.text for f in found if f.amount and f.trust.certain]


def test_blank_dash_zero_and_none_are_four_things():
    row = [f for f in table_figures("halves_with_merged_headers") if f.row_path == ("三、住房保障支出",)]
    assert [(f.text, f.amount and f.amount.plain) for f in row] == [("0.00", "0.00"), ("-", None), ("无", None)]
    blank = figure("halves_with_merged_headers", "二、教育支出", "项目支出")
    assert (blank.text, blank.amount) == ("", None)


def test_codes_and_sequence_numbers_are_no_amounts():
    assert {f.subject_code for f in table_figures("split_codes")} == {"208", "20805", "2080505", "71102", None}
    assert not {f.text for f in table_figures("numbers_that_are_no_amounts")} & {"1", "2", "4", "27", "31", "58"}


def test_years_over_columns_and_in_rows_are_no_amounts():
    assert not {f.text for f in table_figures("years_alone_head_columns")} & {"2028", "2029", "2030", "2031"}
    assert [f.fiscal_year for f in table_figures("years_alone_head_columns")[:3]] == [2029, 2030, 2031]


def test_columns_of_two_years_and_two_stages():
    scopes = [(f.fiscal_year, f.stage.value) for f in table_figures("years_side_by_side")[:3]]
    assert scopes == [(2030, "final_accounts"), (2031, "budget"), (2031, "final_accounts")]


@pytest.mark.parametrize("name", ["page_turned_by_its_entry", "text_running_sideways"])
def test_a_turned_page_reads_as_the_upright_one(name):
    values = [(f.column_path, f.text) for f in table_figures(name)]
    assert values == [(f.column_path, f.text) for f in table_figures("one_wide_row_of_pairs")]
    page = read(name).pages[0]
    for f in table_figures(name):
        box = f.provenance.bbox
        assert 0 <= box.x0 < box.x1 <= page.width
        assert 0 <= box.top < box.bottom <= page.height


def test_boxes_lie_around_what_they_say():
    """PDFium, which draws the page, finds the same words in the box."""
    import pypdfium2

    for name in ("one_wide_row_of_pairs", "page_turned_by_its_entry", "text_running_sideways", "bold_printed_twice_and_a_crop"):
        pdf = pypdfium2.PdfDocument(PAGES / f"{name}.pdf")
        page = pdf[0]
        words = page.get_textpage()
        left, bottom, _right, top = page.get_cropbox()
        for f in table_figures(name):
            box = f.provenance.bbox
            if page.get_rotation() == 90:  # PDFium counts in the sheet as drawn
                found = words.get_text_bounded(left + box.top, bottom + box.x0, left + box.bottom, bottom + box.x1)
            else:
                found = words.get_text_bounded(left + box.x0, top - box.bottom, left + box.x1, top - box.top)
            assert f.text in found.replace("\r\n", ""), (name, f.text)
        pdf.close()


def test_form_rows_keep_their_labels_over_the_break():
    found = figure("self_assessment_form", "维护路灯", "实际完成值")
    assert found.row_path == ("绩效指标", "产出指标", "数量指标", "维护路灯")
    broken = [f for f in table_figures("form_broken_over_pages") if f.row_path[-1] == "减少投诉"]
    assert {f.row_path for f in broken} == {("绩效指标", "效益指标", "社会效益", "减少投诉")}
    assert {f.column_path for f in broken} == {("实施期目标", "指标值"), ("年度目标", "指标值")}
    assert {f.provenance.page for f in broken} == {2}


def test_a_row_is_named_by_what_it_is_not_by_whose():
    rows = {f.measure for f in table_figures("unit_codes_owners_and_kinds")}
    assert rows == {"设备更新经费", "校园安全专项", "教师培训费", "合计"}
    assert {f.subject_code for f in table_figures("unit_codes_owners_and_kinds")} == {None}


def test_changes_and_shares_are_told_from_amounts():
    aspects = [f.aspect for f in table_figures("unit_codes_owners_and_kinds")[4:8]]
    assert aspects == [Aspect.AMOUNT, Aspect.AMOUNT, Aspect.INCREASE, Aspect.GROWTH_RATE]
    assert figure("years_side_by_side", "基本支出", "决算为预算的%").aspect is Aspect.SHARE


def test_a_list_of_projects_tells_them_apart():
    projects = [(f.measure, f.project) for f in table_figures("several_projects_in_one_form") if f.column_path == ("指标值",)]
    assert projects[0] == ("保洁河道长度", "河道保洁经费")
    assert projects[-1] == ("保护人口", "水库维修养护")


def test_each_form_is_a_table_with_its_project():
    tables = read("form_broken_over_pages").tables
    assert [(t.kind, t.project, len(t.provenances)) for t in tables] == [
        (TableKind.PERFORMANCE_FORM, "水质监测设备购置", 2),
        (TableKind.PERFORMANCE_FORM, "档案整理经费", 1),
    ]


def test_a_note_does_not_decide_whether_a_table_is_empty():
    empty, full = read("note_under_the_table").tables
    assert (empty.is_empty, full.is_empty) == (True, False)
    assert empty.notes[0].endswith("本表为空表。")
    assert full.notes[0].endswith("本表为空表。")


def test_sums_within_each_table_hold():
    """The pages' own arithmetic: what is read must add up as it was drawn."""
    total = figure("no_rules", "合计", "合计").amount
    parts = [figure("no_rules", row, "合计").amount for row in ("设备更新经费", "校园安全专项", "教师培训费")]
    assert parts[0] + parts[1] + parts[2] == total


def test_a_title_inside_the_grid_begins_a_table_and_its_form_names_the_unit():
    read_page = read("titles_and_margins_inside_the_grid")
    assert [(t.number, t.title) for t in read_page.tables] == [("预算03表", "支出总表"), ("预算13表", "部门整体支出绩效目标申报表")]
    assert (read_page.entity, read_page.fiscal_year, read_page.level.value) == ("示例市信访办公室", 2031, "department")
    row = next(f.row_path for f in table_figures("titles_and_margins_inside_the_grid"))
    assert row == ("2014001-行政运行", "50101-工资奖金津补贴", "30101-基本工资")


def test_a_total_among_the_header_s_words_and_units_of_one_name_told_by_their_codes():
    figures = table_figures("total_in_the_header_and_stars_that_number")
    rows = {f.row_path: f for f in figures if f.column_path[-1] in ("合计", "本年预算")}
    assert [path for path in rows if "合计" in path[-1]] == [("合计",)]
    assert rows["121", "示例市测试局"].text == "1682.76"  # broken over two lines in its narrow cell
    assert rows["121001", "示例市测试局"].text == "1600.00"
    assert rows["示例市测试站",].text == "82.76"
    assert not any("*" in words for path in rows for words in path)
    assert not read("total_in_the_header_and_stars_that_number").discrepancies  # 121 holds 121001 and 121002


def test_the_code_of_a_second_classification_is_no_part_of_the_first():
    rows = {f.row_path: f.subject_code for f in table_figures("two_classifications_and_tasks_with_amounts")}
    assert rows["30305", "生活补助", "50901", "社会福利和救助"] == "30305"
    assert read("two_classifications_and_tasks_with_amounts").tables[0].title.endswith("明 细 表（按支出经济分类科目-不含上年结转）")


def test_a_wrapped_label_is_set_in_as_its_first_line():
    page = read("wrapped_labels_that_hang_back")
    depths = {f.measure: f.depth for f in page.figures if f.provenance.column == 3}
    assert depths["人力资源和社会保障管理事务"] == 1
    assert depths["其他人力资源和社会保障管理事务支出"] == 2
    assert depths["其他政府性基金及对应专项债务收入安排的支出"] == 1
    assert all(footing.holds for footing in page.footings) and page.footings
