"""The talk, driven without a browser."""

import re
from dataclasses import replace

import pytest
from conftest import SAMPLE
from page_driver import elements, opening, press, said, tables
from pdf_maker import text_pdf

from views.links import packed
from views.session import current_workspace
from views.told import VERDICT_LABELS

VERDICTS = [label.text for label in VERDICT_LABELS.values()]
QUESTION = "2026年公务接待费是多少"


@pytest.fixture
def open_app(monkeypatch):
    with opening(monkeypatch) as opened:
        yield opened


@pytest.fixture
def app(open_app, sample_index):
    return open_app(sample_index)


def ask(app, question):
    app.chat_input[0].set_value(question).run()
    assert not app.exception
    return app


def chips(app, number=0):
    (found,) = [group for group in app.button_group if group.key == f"answer-{number}-chips"]
    return found


def test_the_first_screen_tells_what_is_loaded_and_what_can_be_asked(app):
    assert not app.exception
    assert f"收录了 {len(list(SAMPLE.glob('*.pdf')))} 份文件" in said(app)
    examples = [button.label for button in app.button if button.key and button.key.startswith("example-")]
    assert len(examples) >= 3


def test_every_example_question_is_answered(app):
    examples = [button.label for button in app.button if button.key and button.key.startswith("example-")]
    for number, label in enumerate(examples):
        ask(app, label.replace("\\", ""))
        assert len(app.chat_message) == 2 * (number + 1)
        assert not app.error
        assert not app.info


def test_an_example_is_asked_by_a_click(app):
    label = next(button.label for button in app.button if button.key == "example-0")
    press(app, label)
    assert app.chat_message[0].markdown[0].value == label
    assert any(word in said(app) for word in VERDICTS)


def test_an_answer_shows_the_figure_its_verdict_and_its_scope(app):
    ask(app, QUESTION)
    texts = [element.value for element in app.chat_message[1].markdown]
    assert any(text.startswith("### ") and "元" in text for text in texts)
    assert any(word in text for word in VERDICTS for text in texts)
    assert "2026年单位预算" in said(app)


def test_the_source_of_a_new_answer_stands_beside_it(app):
    ask(app, QUESTION)
    (viewer,) = [data for key, data in tables(app).items() if key == "chat-page"]
    assert viewer["url"].startswith("/original/")
    assert viewer["page"] >= 1
    assert viewer["boxes"]
    assert len(viewer["sizes"]) == viewer["pages"]


def test_the_pane_shows_the_whole_table_with_the_cell_lit_and_how_it_came_about(app):
    ask(app, QUESTION)
    (tabs,) = [group for group in app.button_group if group.key == "chat-tab"]
    tabs.set_value("整张表").run()
    cells = [cell for line in tables(app)["chat-sheet"]["sheet"] for cell in line]
    assert [cell[0] for cell in cells if cell[4]]
    (tabs,) = [group for group in app.button_group if group.key == "chat-tab"]
    tabs.set_value("怎样得来").run()
    assert not app.exception
    assert any(label.explanation in said(app) for label in VERDICT_LABELS.values())


def test_a_line_to_copy_names_figure_and_source(app):
    ask(app, QUESTION)
    line = next(code.value for code in app.code if "来源" in code.value)
    assert any(word in line for word in VERDICTS)
    assert "页" in line


def test_how_it_was_understood_is_said_and_shown_as_chips(app):
    ask(app, QUESTION)
    assert "理解为" in said(app)
    assert any("年度" in option for option in chips(app).options)


def test_the_year_that_was_taken_has_a_chip_though_nobody_said_it(app):
    ask(app, QUESTION.replace("2026年", ""))
    assert "year" not in app.session_state["exchanges"][0].answer.query["scope"]
    assert any(re.search(r"年度：\d{4}年（没说", option) for option in chips(app).options)
    assert not [option for option in chips(app).options if re.search("阶段|层级|问法", option)]
    app.session_state["answer-0-chips"] = "scope.year"
    app.run()
    (box,) = [box for box in app.selectbox if box.key == "answer-0-edit-scope.year"]
    year = current_workspace().documents()[0].fiscal_year
    box.set_value(year).run()
    assert not app.exception
    assert app.session_state["exchanges"][1].answer.query["scope"]["year"] == year


def test_what_was_compared_is_listed_and_taken_away(app):
    ask(app, "2026年花钱最多的项目是哪个")
    compared = tables(app)["answer-0-compared-many"]["rows"]
    assert f"从 {len(compared)} 项" in said(app)
    assert {button.label for button in app.get("download_button")} >= {"CSV", "XLSX"}


def test_a_chip_changes_the_year_and_answers_again(app):
    ask(app, QUESTION)
    query = app.session_state["exchanges"][0].answer.query
    years = sorted({record.fiscal_year for record in current_workspace().documents()})
    if len(years) < 2:
        pytest.skip("the sample is of one year")
    app.session_state["answer-0-chips"] = "scope.year"
    app.run()
    (box,) = [box for box in app.selectbox if box.key == "answer-0-edit-scope.year"]
    box.set_value(years[0]).run()
    assert not app.exception
    changed = app.session_state["exchanges"][1].answer.query
    assert changed["scope"]["year"] == years[0] != query["scope"]["year"]


def test_follow_ups_are_offered_and_answer(app):
    ask(app, QUESTION)
    offered = [button for button in app.button if button.key and re.fullmatch(r"answer-0-next-\d", button.key)]
    assert 1 <= len(offered) <= 3
    offered[0].click().run()
    assert not app.exception
    assert app.session_state["exchanges"][1].answer.status.value == "answered"


def test_many_figures_come_as_a_table_with_downloads(app):
    ask(app, "2026年有哪些项目")
    table = tables(app)["answer-0-many"]
    assert len(table["rows"]) >= 3
    assert [column["label"] for column in table["columns"] if column["kind"] == "number"]
    assert {button.label for button in app.get("download_button")} >= {"CSV", "XLSX"}


def test_a_new_start_forgets_the_talk(app):
    ask(ask(app, QUESTION), "那收入总计呢")
    assert len(app.chat_message) == 4
    assert "收入" in said(app)
    press(app, "新对话")
    assert len(app.chat_message) == 0
    assert "可以这样问" in said(app)


def test_documents_can_be_chosen(app, sample_pdf):
    box = next(box for box in app.multiselect if box.key == "selected_documents")
    (chosen,) = [label for label in box.options if sample_pdf.name in label]
    box.set_value([chosen]).run()
    ask(app, QUESTION)
    citations = app.session_state["exchanges"][0].answer.citations
    assert {citation.file_name for citation in citations} == {sample_pdf.name}


@pytest.mark.parametrize(("question", "message"), [("   ", "请输入"), ("多少" * 2500, "太长"), ("\x00", "请输入")])
def test_a_question_that_cannot_be_asked_gets_one_line(app, question, message):
    app.chat_input[0].set_value(question).run()
    assert not app.exception
    (error,) = app.error
    assert message in error.value


MARKUP = [
    "![](https://h.invalid/x.png)",
    "[点这里](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    ":material/delete: :red[红]",
    "`a` $b$ **c**",
]


@pytest.mark.parametrize("question", MARKUP)
def test_markup_in_a_question_stays_text(app, question):
    ask(app, question)
    (shown,) = [element.value for element in app.chat_message[0].markdown]
    assert not re.search(r"[!\[\]<>`$*]|:material|:red", re.sub(r"\\.", "", shown))
    assert re.sub(r"\\(.)", r"\1", shown) == question


def test_what_is_not_there_is_said_plainly(app):
    ask(app, "火星探测经费是多少")
    assert len(app.info) == 1
    assert not any(element.value.startswith("### ") for element in app.chat_message[1].markdown)


def test_a_link_is_answered_when_opened_and_tells_a_changed_value(open_app, sample_index):
    app = ask(open_app(sample_index), QUESTION)
    answer = app.session_state["exchanges"][0].answer
    for before, told in (("1.00 元", "数变了"), (None, "与当时相同")):
        from views.answer import headline_words

        again = open_app(sample_index)
        again.query_params["q"] = packed(answer.query, before or headline_words(answer), "支出总计")
        again.run()
        assert not again.exception
        assert told in said(again)


@pytest.mark.parametrize("link", ["x", "eJw", "A" * 20000, "%%%"])
def test_a_broken_link_is_one_line(open_app, sample_index, link):
    app = open_app(sample_index)
    app.query_params["q"] = link
    app.run()
    assert not app.exception
    assert "不完整" in said(app)


def test_a_pin_is_shown_on_the_first_screen_with_its_present_value(app):
    ask(app, QUESTION)
    press(app, "固定")
    press(app, "新对话")
    assert "固定的回答" in said(app)
    pinned = next(button for button in app.button if button.key == "pin-0")
    assert "元" in pinned.label
    pinned.click().run()
    assert "与当时相同" in said(app)


OFFERED = {"v": 1, "scope": {"year": 2026}, "ask": {"cell": {"row": "办公费"}}, "unused": ["大厅"]}


def test_what_was_found_without_some_words_is_offered_with_the_words_struck(open_app, sample_index):
    app = open_app(sample_index)
    app.query_params["q"] = packed(OFFERED, "", "2026年大厅办公费")
    app.run()
    assert "2026年~~大厅~~办公费" in said(app)
    assert any(element.value.startswith("### ") for element in app.chat_message[1].markdown)
    assert "待确认" in said(app) and "已核对" not in said(app)
    press(app, "就看这个数")
    assert not app.exception
    assert app.session_state["exchanges"][1].answer.status.value == "answered"
    assert "已核对" in said(app)


@pytest.mark.parametrize("question", ["火星探测经费是多少", "写一首诗"])
def test_where_nothing_is_found_what_was_tried_is_offered_and_answers(app, question):
    ask(app, question)
    assert "下面这些试过" in said(app)
    next(button for button in app.button if button.key and re.fullmatch(r"answer-0-next-0", button.key)).click().run()
    assert not app.exception
    assert app.session_state["exchanges"][1].answer.status.value == "answered"


def test_what_is_wrong_is_kept_beside_the_library_with_the_query(open_app, sample_index, tmp_path):
    app = ask(open_app(sample_index), QUESTION)
    (part,) = [group for group in app.button_group if "哪里不对" in str(group.proto.label)]
    part.set_value("年度")
    press(app, "记下")
    assert not app.exception
    kept = (sample_index / "feedback.jsonl").read_text(encoding="utf-8")
    assert '"part": "年度"' in kept
    assert '"query": {' in kept
    (sample_index / "feedback.jsonl").unlink()


def test_an_empty_library_asks_for_a_file(open_app, tmp_path):
    app = open_app(tmp_path / "index")
    assert not app.exception
    assert "上传" in said(app)


def test_an_index_folder_that_cannot_be_used_is_one_line(open_app, tmp_path):
    (tmp_path / "file").write_text("")
    app = open_app(tmp_path / "file" / "index")
    assert not app.exception
    assert len(app.error) == 1
    assert "索引文件夹" in app.error[0].value


def test_english_by_the_switch(app):
    (switch,) = [group for group in app.button_group if group.key == "language"]
    switch.set_value("en").run()
    assert "For example" in said(app)


ACTIVE = "<b>![x](https://h.invalid/y) [点](javascript:alert(1)) :red[其中]$x$`y`"
HOSTILE = f"测试市示例局2026年部门预算\n一、收支总体情况\n2026年支出总计100.00万元，{ACTIVE}。\n2026年{ACTIVE}收入总计90.00万元。"


@pytest.mark.parametrize(("question", "shown"), [("支出总计是多少", "100.00"), ("收入总计是多少", "收入总计")])
def test_markup_in_a_pdf_stays_text(open_app, tmp_path, question, shown):
    (tmp_path / "甲.pdf").write_bytes(text_pdf(HOSTILE))
    from workspace import Settings, Workspace

    workspace = Workspace.open(replace(Settings(tmp_path / "index"), embedding_model="none"))
    assert not [report for report in workspace.ingest([tmp_path / "甲.pdf"]) if report.failed]
    workspace.close()
    app = ask(open_app(tmp_path / "index"), question)
    assert shown in said(app)
    for element in elements(app.main):
        if element.type in ("markdown", "caption", "success", "warning", "info", "button"):
            words = element.label if element.type == "button" else element.value
            words = words.replace("[下载原文件](/original/", "")
            assert not re.search(r"!\[|\]\(|<b>|:red\[|\$x|`y", re.sub(r"\\.", "", words)), words
