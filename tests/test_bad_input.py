"""What people really hand in: files that cannot be read and questions that cannot be asked, by every way in.

Each gives one line in Chinese and the right exit status, and leaves the library as it was.
"""

import json
import os
import re
import stat
import tempfile
from pathlib import Path

import pytest
from pdf_maker import drawn_pdf, encrypted_pdf, packed, picture_pdf, text_pdf

import cli
from disclosure.answer import Status
from disclosure.errors import NotPdfError, QuestionError, StoreError
from workspace import LOG_NAME, IngestOutcome, Settings, Workspace, keep_log

LIGATURE = "\ufdfa"  # one character that NFKC makes eighteen of; raw, it brings the embedding model down
TEXT = "测试市示例局2026年部门预算\n一、收支总体情况\n支出总计100.00万元。"

# name, bytes, what the message must say
BROKEN = [
    ("文本.pdf", b"this is no PDF\n", "不是 PDF"),
    ("网页.pdf", b"<html><body>404</body></html>", "不是 PDF"),
    ("空.pdf", b"", "空"),
    ("加密.pdf", encrypted_pdf(), "加密"),
    ("截断.pdf", text_pdf(TEXT)[:900], "不完整"),
    ("只有头尾.pdf", b"%PDF-1.7\n%%EOF\n", "损坏"),
    ("无页.pdf", text_pdf(), "没有任何页面"),
]


def one_line(text):
    return text.strip() and "\n" not in text.strip() and "Traceback" not in text and re.search("[一-鿿]", text)


@pytest.fixture
def empty(tmp_path):
    opened = Workspace.open(Settings(tmp_path / "index", embedding_model="none"))
    yield opened
    opened.close()


def contents(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.suffix == ".pdf")


@pytest.mark.parametrize(("name", "content", "said"), BROKEN, ids=[case[0] for case in BROKEN])
def test_a_broken_file_is_named_and_nothing_is_kept(tmp_path, capsys, name, content, said):
    (tmp_path / name).write_bytes(content)
    index = tmp_path / "index"
    assert cli.main(["ingest", str(tmp_path / name), "--index", str(index), "--no-embed"]) == cli.ERROR
    message = capsys.readouterr().err
    assert one_line(message)
    assert said in message
    assert name in message
    assert contents(index) == []
    assert cli.main(["documents", "--index", str(index), "--json"]) == cli.DONE
    assert capsys.readouterr().out.strip() == "[]"


@pytest.mark.parametrize(("name", "content", "said"), BROKEN, ids=[case[0] for case in BROKEN])
@pytest.mark.parametrize("command", ["figures", "check"])
def test_reading_alone_says_the_same(tmp_path, capsys, name, content, said, command):
    (tmp_path / name).write_bytes(content)
    assert cli.main([command, str(tmp_path / name)]) == cli.ERROR
    captured = capsys.readouterr()
    assert one_line(captured.err)
    assert said in captured.err
    assert captured.out == ""


def test_a_rule_that_breaks_leaves_its_traceback_in_the_log_alone(tmp_path, capsys, monkeypatch):
    def breaking(*_arguments):
        raise IndexError("a rule of the reader broke")

    monkeypatch.setattr("ingest.read.check_footings", breaking)
    monkeypatch.setenv("MINGZHANG_INDEX", str(tmp_path))
    (tmp_path / "某局.pdf").write_bytes(text_pdf(TEXT))
    assert cli.main(["check", str(tmp_path / "某局.pdf")]) == cli.DONE
    shown = capsys.readouterr()
    assert shown.err == ""
    assert [line for line in shown.out.splitlines() if "勾稽关系未能读取（程序内部错误 IndexError）" in line]
    assert "a rule of the reader broke" in (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    monkeypatch.setenv("MINGZHANG_INDEX", str(tmp_path / "gone"))
    assert keep_log().parent == Path(tempfile.gettempdir())


def test_one_broken_file_does_not_stop_the_others(tmp_path, capsys):
    (tmp_path / "一.pdf").write_bytes(text_pdf(TEXT))
    (tmp_path / "三.pdf").write_bytes(text_pdf(TEXT, TEXT))
    (tmp_path / "二.pdf").write_bytes(b"broken")
    assert cli.main(["ingest", str(tmp_path), "--index", str(tmp_path / "index"), "--no-embed"]) == cli.ERROR
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert sum("已收录" in line for line in lines) == 2
    assert sum("不是 PDF" in line for line in lines) == 1


def test_the_same_bytes_under_two_names_are_one_document(tmp_path, empty):
    for name in ("甲.pdf", "乙.pdf"):
        (tmp_path / name).write_bytes(text_pdf(TEXT))
    first = [report.outcome for report in empty.ingest([tmp_path / "甲.pdf", tmp_path / "乙.pdf"])]
    again = [report.outcome for report in empty.ingest([tmp_path / "甲.pdf", tmp_path / "乙.pdf"])]
    assert first == [IngestOutcome.ADDED, IngestOutcome.RENAMED]
    assert again == [IngestOutcome.PRESENT, IngestOutcome.PRESENT]
    assert len(empty.documents()) == 1
    assert empty.library.document("甲").id == empty.library.document("乙").id


def test_an_empty_folder_says_so(tmp_path, capsys):
    (tmp_path / "空文件夹").mkdir()
    assert cli.main(["ingest", str(tmp_path / "空文件夹"), "--index", str(tmp_path / "index"), "--no-embed"]) == cli.ERROR
    assert "没有 PDF" in capsys.readouterr().err


def test_a_file_that_is_not_there_says_so(tmp_path, capsys):
    assert cli.main(["ingest", str(tmp_path / "没有.pdf"), "--index", str(tmp_path / "index"), "--no-embed"]) == cli.ERROR
    assert "没有这个文件" in capsys.readouterr().err


def test_a_page_without_text_is_a_finding_not_an_error(tmp_path, empty):
    (tmp_path / "扫描.pdf").write_bytes(picture_pdf())
    (report,) = empty.ingest([tmp_path / "扫描.pdf"])
    assert report.outcome is IngestOutcome.ADDED
    assert [finding for finding in empty.library.findings(report.document_id) if finding.provenance and finding.provenance.page == 1]


def test_a_page_without_end_is_not_drawn(tmp_path, empty):
    (tmp_path / "无尽.pdf").write_bytes(drawn_pdf(packed(b"0 0 9 9 re f " * 2_000_000)))
    (report,) = empty.ingest([tmp_path / "无尽.pdf"])
    with pytest.raises(NotPdfError, match=r"无尽\.pdf 第 1 页的内容多得不合常理"):
        empty.page_image(report.document_id, 1)
    assert empty.page_image(report.document_id, 2)


def test_two_thousand_pages_are_read_with_progress(tmp_path, empty):
    (tmp_path / "厚.pdf").write_bytes(text_pdf(*["测试"] * 2000))
    seen = []
    (report,) = empty.ingest([tmp_path / "厚.pdf"], progress=lambda name, done, total: seen.append((done, total)))
    assert report.outcome is IngestOutcome.ADDED
    assert seen[-1] == (2000, 2000)
    assert empty.documents()[0].pages == 2000


def test_far_too_many_pages_are_refused(tmp_path, empty):
    (tmp_path / "太厚.pdf").write_bytes(text_pdf(*[""] * 3001))
    (report,) = empty.ingest([tmp_path / "太厚.pdf"])
    assert report.failed
    assert "3001" in report.message


@pytest.mark.parametrize("below", ["plain file", "read-only folder"])
def test_an_index_folder_that_cannot_be_written_says_so(tmp_path, capsys, below):
    target = tmp_path / "target"
    if below == "plain file":
        target.write_text("")
    else:
        target.mkdir()
        target.chmod(stat.S_IRUSR | stat.S_IXUSR)
        if os.access(target, os.W_OK):
            pytest.skip("this user may write anywhere")
    assert cli.main(["ask", "2026年支出总计是多少", "--index", str(target / "index")]) == cli.ERROR
    assert one_line(capsys.readouterr().err)
    with pytest.raises(StoreError):
        Workspace.open(Settings(target / "index"))


# question, what the message must say
NOT_ASKABLE = [("", "请输入"), ("   \n\t ", "请输入"), ("\x00", "请输入"), ("支出多少" * 1250, "太长")]


@pytest.mark.parametrize(("question", "said"), NOT_ASKABLE, ids=["empty", "blank", "NUL alone", "5,000 characters"])
def test_a_question_that_cannot_be_asked_is_wrong_usage(sample_index, workspace, capsys, question, said):
    assert cli.main(["ask", question, "--index", str(sample_index)]) == cli.USAGE
    message = capsys.readouterr().err
    assert one_line(message)
    assert said in message
    with pytest.raises(QuestionError):
        workspace.ask(question)


# what is mixed into a good question must neither break it nor change the figure
NOISE = {
    "NUL": "2026年支出总计\x00是多少",
    "lone surrogate": "2026年支出总计\ud800是多少",
    "surrogate of an undecodable byte": "2026年支出总计是多少\udcff",
    "bidirectional override": "\u202e2026年支出总计是多少",
    "zero width": "2026年支出\u200b总计是多少",
}


@pytest.mark.parametrize("question", NOISE.values(), ids=list(NOISE))
def test_noise_in_a_question_changes_nothing(workspace, question):
    clean = workspace.ask("2026年支出总计是多少")
    answer = workspace.ask(question)
    assert clean.status is Status.ANSWERED
    assert (answer.status, answer.claims[0].amount) == (clean.status, clean.claims[0].amount)


@pytest.mark.parametrize(
    "question", [LIGATURE * 60, "?" * 999, "<script>alert(1)</script>", "![](https://h/x)", "'; DROP TABLE figures; --"]
)
def test_a_senseless_question_is_not_answered_with_a_figure(workspace, question):
    answer = workspace.ask(question)
    assert answer.status is not Status.ANSWERED
    assert not answer.claims
    assert "<script>" not in answer.text
    assert "![](" not in answer.text


def test_ask_writes_what_no_encoding_can_write(sample_index, capsys):
    status = cli.main(["ask", "2026年支出总计\ud800是多少", "--json", "--index", str(sample_index)])
    assert status == cli.DONE
    assert capsys.readouterr().out.startswith("{")


def test_a_pdf_with_hostile_characters_is_read_and_embedded(tmp_path):
    """The bundled model dies of the raw ligature; what reaches it must have been made safe."""
    hostile = TEXT + "\n" + LIGATURE * 60 + "\n零\x00字\ud800节"
    (tmp_path / "怪字.pdf").write_bytes(text_pdf(hostile))
    opened = Workspace.open(Settings(tmp_path / "index"))
    (report,) = opened.ingest([tmp_path / "怪字.pdf"])
    assert report.outcome is IngestOutcome.ADDED
    assert opened.embed_pending() > 0
    assert opened.library.search_chunks(LIGATURE * 60) is not None
    assert opened.ask("2026年支出总计是多少").status in set(Status)
    opened.close()


def query(ask, **scope):
    return json.dumps({"v": 1, "scope": scope, "ask": ask}, ensure_ascii=False)


TOTAL, TRIPS, CROWN = {"cell": {"row": "支出总计"}}, {"cell": {"row": "因公出国（境）费"}}, {"cell": {"row": "外交支出"}}
# a tree, the exit status, what the one line must say
TREES = {
    "no JSON": ('{"v": 1', cli.ERROR, "不是 JSON"),
    "no file": ("没有/这个.json", cli.USAGE, "读不出查询式"),
    "another version": (json.dumps({"v": 9, "scope": {}, "ask": TOTAL}), cli.ERROR, "第 1 版"),
    "an unknown node": (query({"lookup": {"row": "电费"}}), cli.ERROR, "没有节点 'lookup'"),
    "a field that is none": (query({"cell": {"row": "电费", "amount": 57}}), cli.ERROR, "没有字段 'amount'"),
    "a year that is no number": (query(TOTAL, year="去年"), cli.ERROR, "应是一个整数"),
    "a name of 5,000 characters": (query({"cell": {"row": "费" * 5000}}), cli.ERROR, "有5000字"),
    "deeper than any question": ('{"v": 1, "scope": {}, "ask": ' + '{"sum": [' * 60 + "1" + "]}" * 60 + "}", cli.ERROR, "太深"),
    "a division by 0": (query({"share": [TOTAL, TRIPS]}, year=2026), cli.NOT_FOUND, "除数为零"),
    "a division by a blank": (query({"share": [TOTAL, CROWN]}, year=2026), cli.NOT_FOUND, "外交支出：这一格是空白"),
    "unlike dimensions": (
        query({"minus": [TOTAL, {"given": {"number": "7", "unit": "人"}}]}, year=2026), cli.NOT_FOUND, "以人计的数的计量单位不同类",
    ),
    "a growth on nothing": (query({"growth": [TOTAL, {"given": {"number": "0", "unit": "万元"}}]}, year=2026), cli.NOT_FOUND, "基数为零"),
    "what is not there": (query({"cell": {"row": "登月经费"}}, year=2026), cli.NOT_FOUND, "没有“登月经费”"),
    "a document that is not there": (query(TOTAL, documents=["没有"]), cli.NOT_FOUND, "没有收录这份文件"),
}  # fmt: skip


@pytest.mark.parametrize(("tree", "status", "said"), TREES.values(), ids=list(TREES))
def test_a_tree_that_cannot_be_answered_is_one_clear_line_and_its_exit_status(sample_index, capsys, tree, status, said):
    assert cli.main(["ask", "--query", tree, "--index", str(sample_index)]) == status
    captured = capsys.readouterr()
    line = captured.err if status != cli.NOT_FOUND else captured.out.split("\n")[0]
    assert one_line(line)
    assert said in line
    assert captured.err.count("\n") <= 1


def test_a_tree_that_is_good_is_answered(sample_index, capsys):
    assert cli.main(["ask", "--query", query(TOTAL, year=2026, stage="budget"), "--index", str(sample_index)]) == cli.DONE
    assert "（已核对）" in capsys.readouterr().out
