"""The chat, driven without a browser."""

import re

import pytest
import streamlit as st
from conftest import ROOT, SAMPLE
from model_endpoint import Reply, serving, told
from pdf_maker import encrypted_pdf, text_pdf
from streamlit.testing.v1 import AppTest

from answering.assistant import NOTICE
from answering.word import LEAD
from views.session import close_workspaces

QUESTION = "2026年支出总计是多少"


@pytest.fixture
def open_app(monkeypatch, request):
    """Open the chat on an index folder."""

    def opened(folder):
        monkeypatch.setenv("MINGZHANG_INDEX", str(folder))
        monkeypatch.setenv("MINGZHANG_EMBEDDING_MODEL", "none")
        close_workspaces()
        st.cache_data.clear()
        return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()

    yield opened
    close_workspaces()


@pytest.fixture
def app(open_app, sample_index):
    return open_app(sample_index)


def said(app):
    """All words on the page."""
    kinds = (app.markdown, app.caption, app.error, app.info, app.warning, app.success, app.subheader)
    return "\n".join(str(element.value) for elements in kinds for element in elements)


def press(app, label):
    """Click the first button whose label holds `label`."""
    return next(button for button in app.button if label in button.label).click().run()


def test_the_first_screen_tells_what_is_loaded_and_what_can_be_asked(app):
    assert not app.exception
    assert f"收录了 {len(list(SAMPLE.glob('*.pdf')))} 份文件" in said(app)
    examples = [button.label for button in app.button if button.key and button.key.startswith("example-")]
    assert len(examples) >= 3


def test_every_example_question_is_answered(app):
    examples = [button.label for button in app.button if button.key and button.key.startswith("example-")]
    for number, label in enumerate(examples):
        app.chat_input[0].set_value(label.replace("\\", "")).run()
        assert len(app.chat_message) == 2 * (number + 1)
        assert not app.error
        assert not app.info
    assert not app.exception


def test_an_example_is_asked_by_a_click(app):
    label = next(button.label for button in app.button if button.key == "example-0")
    press(app, label)
    assert app.chat_message[0].markdown[0].value == label
    assert "已核对" in said(app)


def test_an_answer_shows_the_figure_its_verdict_and_its_scope(app):
    app.chat_input[0].set_value(QUESTION).run()
    answer = app.chat_message[1]
    texts = [element.value for element in answer.markdown]
    assert any(text.startswith("### ") and "元" in text for text in texts)
    assert any("已核对" in text for text in texts)
    assert any("2026年单位预算" in text and "》第" in text for text in texts)


def test_a_citation_opens_the_page_with_the_cell(app):
    app.chat_input[0].set_value(QUESTION).run()
    assert not app.get("imgs")
    press(app, "第")
    assert not app.exception
    images = app.get("imgs") or app.get("image")
    assert len(images) == 3  # the row enlarged, for a wide and for a narrow screen, and the page


def test_a_long_list_opens_its_page_once_with_all_cells(app):
    app.chat_input[0].set_value("2026年有哪些项目").run()
    assert "### " not in "".join(element.value for element in app.chat_message[1].markdown)
    buttons = [button for button in app.button if button.key and "-source-" in button.key]
    assert 1 <= len(buttons) <= 4
    buttons[0].click().run()
    assert not app.exception
    assert re.search(r"红框标出\d\d处", said(app))


def test_a_line_to_copy_names_figure_and_source(app):
    app.chat_input[0].set_value(QUESTION).run()
    (line,) = [code.value for code in app.code]
    assert "已核对" in line
    assert "来源：" in line
    assert "页" in line


def test_follow_ups_and_a_new_start(app):
    app.chat_input[0].set_value(QUESTION).run()
    app.chat_input[0].set_value("那收入总计呢").run()
    assert len(app.chat_message) == 4
    assert "收入" in app.chat_message[3].caption[0].value
    press(app, "清空对话")
    assert len(app.chat_message) == 0
    assert "可以这样问" in said(app)


def test_documents_can_be_chosen(app, sample_pdf):
    box = app.multiselect[0]
    (chosen,) = [label for label in box.options if sample_pdf.name in label]
    box.set_value([chosen]).run()
    app.chat_input[0].set_value(QUESTION).run()
    press(app, "第")
    assert any(sample_pdf.name in element.value.replace("\\", "") for element in app.markdown)


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
    app.chat_input[0].set_value(question).run()
    assert not app.exception
    (shown,) = [element.value for element in app.chat_message[0].markdown]
    assert not re.search(r"[!\[\]<>`$*]|:material|:red", re.sub(r"\\.", "", shown))
    assert re.sub(r"\\(.)", r"\1", shown) == question


def test_what_is_not_there_is_said_plainly(app):
    app.chat_input[0].set_value("火星探测经费是多少").run()
    assert len(app.info) == 1
    assert not any(element.value.startswith("### ") for element in app.chat_message[1].markdown)


REASON = "2026年支出预算为什么增加"


def asked_with(monkeypatch, open_app, folder, reply, question=REASON):
    """The page after a question, with a model that replies so."""
    with serving(reply) as model:
        for name, value in (("URL", model.url), ("", "某模型"), ("KEY", "sk-never-shown"), ("RETRIES", "0")):
            monkeypatch.setenv(f"MINGZHANG_MODEL_{name}".rstrip("_"), value)
        app = open_app(folder)
        app.chat_input[0].set_value(question).run()
    assert not app.exception
    assert "sk-never-shown" not in said(app)
    return app


def quoted(prompt):
    """The first sentence that the prompt holds, between two of the model's own invention."""
    key, text = re.search(r"^\[(c\d+)\] ([^。]+)", prompt, re.MULTILINE).groups()
    return f"支出共999万元[{key}]。{text}。[{key}]<b>999</b>[{key}]。"


def test_a_worded_answer_stands_once_above_the_quotations(monkeypatch, open_app, sample_index):
    app = asked_with(monkeypatch, open_app, sample_index, told(quoted))
    texts = [element.value for element in app.chat_message[1].markdown if LEAD in element.value]
    assert len(texts) == 1
    assert texts[0].startswith(LEAD)
    assert "999" not in said(app)
    app.chat_input[0].set_value(QUESTION).run()  # the page drawn again holds the same
    assert [element.value for element in app.chat_message[1].markdown if LEAD in element.value] == texts


LARGEST = "2026年花钱最多的五个项目"


def test_a_sentence_above_a_table_leaves_the_headline_large(monkeypatch, open_app, sample_index):
    def largest(prompt):
        words, slot = re.search(r"^\[c\d+\] (所列各项中最大的是.+)：(\{v\d+\})$", prompt, re.MULTILINE).groups()
        return f"{words}{slot}。"

    app = asked_with(monkeypatch, open_app, sample_index, told(largest), LARGEST)
    large, *texts = [element.value for element in app.chat_message[1].markdown]
    assert large.startswith("### ")
    assert sum(LEAD in text for text in texts) == 1
    assert large.removeprefix("### ") in next(text for text in texts if LEAD in text)


def test_a_model_that_is_down_is_noted_in_a_line(monkeypatch, open_app, sample_index):
    app = asked_with(monkeypatch, open_app, sample_index, Reply("down", 500))
    assert LEAD not in said(app)
    assert NOTICE in [element.value for element in app.chat_message[1].caption]


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


def test_uploads_are_taken_in_one_by_one(open_app, tmp_path, sample_pdf):
    app = open_app(tmp_path / "index")
    pdf = "application/pdf"
    files = [
        (sample_pdf.name, sample_pdf.read_bytes(), pdf),
        ("加密.pdf", encrypted_pdf(), pdf),
        ("../../坏.pdf", b"no", pdf),
        ("另名.pdf", sample_pdf.read_bytes(), pdf),
        ("![图](x).pdf", text_pdf("测试"), pdf),
    ]
    app.file_uploader[0].set_value(files).run()
    assert not app.exception
    assert [("加密" in error.value, "不是 PDF" in error.value) for error in app.error] == [(True, False), (False, True)]
    assert sum(success.value.startswith("已收录") for success in app.success) == 2
    assert sum("内容相同" in success.value for success in app.success) == 1
    assert "![图](" not in said(app)
    app.chat_input[0].set_value(QUESTION).run()
    assert "已核对" in said(app)


ACTIVE = "<b>![x](https://h.invalid/y) [点](javascript:alert(1)) :red[其中]$x$`y`"
HOSTILE = f"测试市示例局2026年部门预算\n一、收支总体情况\n2026年支出总计100.00万元，{ACTIVE}。\n2026年{ACTIVE}收入总计90.00万元。"


@pytest.mark.parametrize(("question", "shown"), [("支出总计是多少", "100.00"), ("收入总计是多少", "收入总计")])
def test_markup_in_a_pdf_stays_text(open_app, tmp_path, question, shown):
    app = open_app(tmp_path / "index")
    app.file_uploader[0].set_value([("甲.pdf", text_pdf(HOSTILE), "application/pdf")]).run()
    app.chat_input[0].set_value(question).run()
    if any("第" in button.label for button in app.button):
        press(app, "第")
    assert not app.exception
    assert shown in said(app)
    for elements in (app.markdown, app.caption, app.success, app.warning, app.info):
        for element in elements:
            assert not re.search(r"!\[|\]\(|<b>|:red\[|\$x|`y", re.sub(r"\\.", "", element.value)), element.value
