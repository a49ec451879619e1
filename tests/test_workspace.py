import threading
from pathlib import Path

import pytest
from conftest import SAMPLE
from pdf_maker import text_pdf

from disclosure.errors import UnknownNameError
from workspace import ROOT, IngestOutcome, Settings, Workspace

QUESTIONS = [
    "2026年支出总计是多少",
    "2025年预算支出总计是多少",
    "2025年决算支出总计是多少",
    "2026年最大的项目",
    "什么是基本支出",
    "2019年支出总计",
]


# the environment, the .env file, what is read
SETTINGS = [
    ({}, "", Settings(ROOT / "data" / "index", None)),
    ({"MINGZHANG_INDEX": "/srv/a"}, "", Settings(Path("/srv/a"), None)),
    ({}, "MINGZHANG_INDEX=/srv/b\nMINGZHANG_EMBEDDING_MODEL=none\n", Settings(Path("/srv/b"), "none")),
    ({"MINGZHANG_INDEX": "/srv/a"}, "MINGZHANG_INDEX=/srv/b\n", Settings(Path("/srv/a"), None)),
    ({"MINGZHANG_INDEX": ""}, "", Settings(ROOT / "data" / "index", None)),
    ({"MINGZHANG_INDEX": "~/index"}, "", Settings(Path.home() / "index", None)),
]


@pytest.mark.parametrize(("environment", "file", "expected"), SETTINGS)
def test_settings(monkeypatch, tmp_path, environment, file, expected):
    (tmp_path / ".env").write_text(file)
    monkeypatch.setattr("workspace.ENVIRONMENT_FILE", tmp_path / ".env")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Settings.from_environment() == expected


def test_a_folder_is_searched_deeply_and_only_for_pdfs(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "甲.PDF").write_bytes(text_pdf("测试"))
    (tmp_path / "说明.txt").write_text("no")
    opened = Workspace.open(Settings(tmp_path / "index", "none"))
    reports = list(opened.ingest([tmp_path / "inner", tmp_path / "说明.txt"]))
    assert [(report.path.name, report.outcome) for report in reports] == [
        ("甲.PDF", IngestOutcome.ADDED),
        ("说明.txt", IngestOutcome.FAILED),  # named by the user, so told about
    ]
    opened.close()


def test_reading_again_replaces(tmp_path, sample_pdf):
    opened = Workspace.open(Settings(tmp_path / "index", "none"))
    before = [next(opened.ingest([sample_pdf])).document_id, opened.library.version]
    after = [next(opened.ingest([sample_pdf], again=True)).document_id, opened.library.version]
    assert before == after
    assert len(opened.documents()) == 1
    opened.close()


def test_a_library_stays_when_it_is_opened_again(tmp_path, sample_pdf):
    amounts = []
    for expected in (IngestOutcome.ADDED, IngestOutcome.PRESENT):
        opened = Workspace.open(Settings(tmp_path / "index", "none"))
        assert next(opened.ingest([sample_pdf])).outcome is expected
        amounts.append(opened.ask("支出总计是多少").claims[0].amount)
        opened.close()
    assert amounts[0] == amounts[1]


def test_many_may_ask_at_once(workspace):
    alone = [(answer.status, answer.text) for answer in map(workspace.ask, QUESTIONS)]
    together = [[None] * len(QUESTIONS) for _ in range(4)]

    def asker(number):
        for place in (*range(number, len(QUESTIONS)), *range(number)):
            answer = workspace.ask(QUESTIONS[place])
            together[number][place] = (answer.status, answer.text)

    threads = [threading.Thread(target=asker, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [alone] * 4


def test_a_document_may_be_named_in_every_way(workspace):
    record = workspace.documents()[0]
    for name in (record.id, record.file_name, record.file_name.removesuffix(".pdf")):
        assert workspace.ask("支出总计是多少", documents=[name]).query["scope"]["documents"] == [record.id]
    with pytest.raises(UnknownNameError, match="没有收录"):
        workspace.ask("支出总计是多少", documents=["没有这份"])


def test_page_images_and_cells_come_from_the_library_itself(workspace):
    record = workspace.documents()[0]
    pages = {cell.provenance.page for page in range(1, record.pages + 1) for cell in workspace.cells(record.id, page)}
    assert pages
    assert workspace.page_image(record.id, min(pages)).startswith(b"\x89PNG")
    assert SAMPLE not in workspace.library.pdf_path(record.id).parents


def test_what_is_loaded_before_is_not_read_again_by_the_first_question(tmp_path, sample_pdf, monkeypatch):
    opened = Workspace.open(Settings(tmp_path / "index", "none"))
    opened.warm_up()  # of an empty library there is nothing to load
    next(opened.ingest([sample_pdf]))
    opened.warm_up()
    monkeypatch.setattr("retrieval.library.Library.placings", lambda _: pytest.fail("the names are read again"))
    assert opened.ask("支出总计是多少").claims
    opened.close()
