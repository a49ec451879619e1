"""What money is for: lists of projects with their aims, forms of labels and values; tests/pages_of_forms.py draws the pages."""

from test_ingest_pages import figure, read, table_figures

from disclosure.document import TableKind


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
