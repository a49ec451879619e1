"""What money is for: lists of projects with their aims, forms of labels and values; tests/pages_of_forms.py draws the pages."""

from test_ingest_pages import figure, read, table_figures

from disclosure.document import TableKind
from ingest.prose.clauses import read_paragraph
from ingest.prose.statement import Context


def said(name):
    """The numbers of running text: text and path."""
    return [(f.text, f.row_path[1:]) for f in read(name).figures if not f.table_id]


def test_a_list_of_projects_is_no_form_though_its_title_and_its_text_speak_of_aims():
    name = "projects_listed_with_their_aims"
    assert [t.kind for t in read(name).tables] == [TableKind.PROJECT]
    assert [(f.row_path, f.column_path, f.text) for f in table_figures(name)] == [
        (("示例市测试局", "日常保障"), ("金额",), "64.90"),
        (("示例市测试学校", "教学条件"), ("金额",), "1,045.97"),
        (("示例市测试学校", "日常保障"), ("金额",), "215.36"),
    ]
    assert figure(name, "教学条件", "金额").amount.unit.name == "万元"


def test_what_a_row_says_belongs_to_its_project_and_what_only_counts_is_no_number():
    assert said("projects_listed_with_their_aims") == [
        ("360名", ("示例市测试学校", "教学条件", "全年培训学员")),
        ("25间", ("示例市测试学校", "日常保障", "全年维护教室")),
    ]


FORMS = "forms_with_one_side_and_units_of_two_words"


def test_amounts_beside_labels_alone_have_no_column():
    money = {f.row_path: (f.column_path, f.text) for f in table_figures(FORMS) if not f.column_path}
    assert money == {
        ("资金金额", "实施期资金总额："): ((), "90.00"),
        ("资金金额", "实施期资金总额：", "其中：财政拨款"): ((), "80.00"),
        ("资金金额", "实施期资金总额：", "其他资金"): ((), "10.00"),
        ("当年预算",): ((), "75.00"),
        ("当年预算", "本级支出"): ((), "50.00"),
        ("当年预算", "补助下级"): ((), "25.00"),
    }
    assert [footing.rule for footing in read(FORMS).footings if footing.holds] == ["funds_of_form"]


def test_the_first_labels_of_two_sides_still_tell_them_apart():
    columns = {f.column_path for f in table_figures("form_broken_over_pages") if f.amount and f.amount.unit and f.amount.unit.is_money}
    assert columns == {("实施期资金总额:",), ("年度资金总额:",)}


def test_an_indicator_is_counted_in_whatever_its_cell_or_its_column_of_units_prints():
    units = {f.measure: f"{f.amount.number}{f.amount.unit}" for f in table_figures(FORMS) if f.column_path == ("指标值",)}
    assert units == {
        "养护面积": "3.4万亩",
        "浇灌用水": "0.5亿立方米",
        "农户增收": "500元/户、年",
        "处理投诉": "12件",
        "巡查面积": "8万平方公里",
        "形成成果": "25个(套)",
        "水质提高": "0.1级",
    }


def test_what_only_counts_an_item_is_no_part_of_its_name():
    paragraph = read_paragraph("2机关培训支出4.96万元。", Context())
    assert [(each.measure, each.mention.text) for each in paragraph] == [("机关培训支出", "4.96万元")]
