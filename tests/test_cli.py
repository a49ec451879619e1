import io
import json
import os
import subprocess
import sys

import pytest
from conftest import ROOT

import cli
from disclosure.document import BBox, Cell, CellRole, Provenance
from disclosure.errors import UnknownNameError


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "cli.py", *map(str, arguments)], cwd=ROOT, capture_output=True, env={**os.environ, **environment}, timeout=120
    )


def cell(text, row=0, column=0):
    return Cell(row, column, 1, 1, text, CellRole.VALUE, Provenance("d" * 64, 1, BBox(0, 0, 1, 1)))


CELLS = (cell("合 计"), cell("1,234", 1, 0), cell("75.00", 1, 1), cell("75.00", 2, 1), cell("预算合计数", 3, 0))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("合计", ["合 计"]),  # white space inside a cell is layout
        ("75.00", ["75.00", "75.00"]),
        ("1,234", ["1,234"]),  # a number that looks like ROW,COLUMN is a number first
        ("2,1", ["75.00"]),
        ("预算合计", ["预算合计数"]),  # part of a cell, when no cell is just that
    ],
)
def test_cells_are_found_by_text_then_place_then_part(wanted, found):
    assert [each.text for each in cli.find_cells(CELLS, wanted)] == found


def test_an_unknown_cell_offers_near_ones():
    with pytest.raises(UnknownNameError) as raised:
        cli.find_cells(CELLS, "预算总计数")
    assert raised.value.near == ("预算合计数",)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "缺少参数：命令"),
        (["asks", "多少"], "没有 'asks'"),
        (["ask", "多少", "顺便"], "不认识的参数：顺便"),
        (["show", "文件", "三", "-o", "x.png"], "应是整数"),
        (["show", "文件", "3"], "缺少参数：-o/--output"),
    ],
)
def test_wrong_usage_is_status_two_and_one_chinese_line(capsys, arguments, said):
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    captured = capsys.readouterr()
    assert left.value.code == cli.USAGE
    assert said in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_ask_without_a_question_or_a_query_is_wrong_usage(sample_index, capsys):
    assert cli.main(["ask", "--index", str(sample_index)]) == cli.USAGE
    assert "请输入一个问题" in capsys.readouterr().err


def test_ask_prints_the_figure_with_its_place(sample_index, capsys):
    assert cli.main(["ask", "2026年支出总计是多少", "--index", str(sample_index)]) == cli.DONE
    out = capsys.readouterr().out
    assert "已核对" in out
    assert "[1]" in out
    assert "页《" in out


def test_ask_json_is_the_contract(sample_index, capsys):
    assert cli.main(["ask", "2026年支出总计是多少", "--json", "--index", str(sample_index)]) == cli.DONE
    answer = json.loads(capsys.readouterr().out)
    assert {"question", "status", "text", "values", "citations", "alternatives", "discrepancies", "reason", "elapsed_ms", "model"} <= set(
        answer
    )
    value, citation = answer["values"][0], answer["citations"][0]
    assert value["verdict"] == "cell"
    assert value["number"] == citation["quote"].replace(",", "")
    assert (citation["stage"], len(citation["bbox"]), citation["page"] > 0) == ("budget", 4, True)


def test_ask_explains_itself(sample_index, capsys):
    assert cli.main(["ask", "2026年支出总计是多少", "--json", "--explain", "--index", str(sample_index)]) == cli.DONE
    explained = json.loads(capsys.readouterr().out)["explanation"]
    assert explained["query"]["ask"]["cell"]["row"]
    assert explained["record"]["reading"]["by"] == "offline"
    assert explained["record"]["bindings"][0]["rung"]
    assert explained["verification"]["passed"] is True


def test_what_is_not_there_is_status_three(sample_index, capsys):
    assert cli.main(["ask", "火星探测经费是多少", "--json", "--index", str(sample_index)]) == cli.NOT_FOUND
    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] == "not_found"
    assert answer["reason"]


def test_a_follow_up_knows_what_came_before(sample_index, capsys):
    assert cli.main(["ask", "那收入总计呢", "--after", "2026年支出总计是多少", "--json", "--index", str(sample_index)]) == cli.DONE
    assert "收入" in json.loads(capsys.readouterr().out)["values"][0]["label"]


def test_an_empty_library_says_how_to_fill_it(tmp_path, capsys):
    assert cli.main(["ask", "2026年支出总计是多少", "--index", str(tmp_path / "index")]) == cli.NOT_FOUND
    assert "cli.py ingest" in capsys.readouterr().err


def test_an_unknown_document_offers_near_names(sample_index, sample_pdf, capsys):
    assert cli.main(["ask", "多少", "--document", sample_pdf.stem[:-1], "--index", str(sample_index)]) == cli.ERROR
    assert sample_pdf.stem in capsys.readouterr().err


def test_figures_are_one_json_object_a_line(sample_pdf, capsys):
    assert cli.main(["figures", str(sample_pdf), "--jsonl"]) == cli.DONE
    captured = capsys.readouterr()
    rows = [json.loads(line) for line in captured.out.splitlines()]
    assert len(rows) > 50
    assert all({"page", "table_title", "row", "column", "raw", "unit", "bbox"} <= set(row) and row["raw"] for row in rows)
    assert captured.err == ""


def test_figures_have_a_readable_form(sample_pdf, capsys):
    assert cli.main(["figures", str(sample_pdf)]) == cli.DONE
    assert all(line.startswith("第") and line.count("\t") == 4 for line in capsys.readouterr().out.splitlines())


def test_show_outlines_the_cell_of_an_answer(sample_index, capsys, tmp_path):
    cli.main(["ask", "2026年支出总计是多少", "--json", "--index", str(sample_index)])
    citation = json.loads(capsys.readouterr().out)["citations"][0]
    plain, marked = tmp_path / "plain.png", tmp_path / "marked.png"
    place = [citation["document"], str(citation["page"]), "--index", str(sample_index)]
    assert cli.main(["show", *place, "-o", str(plain)]) == cli.DONE
    assert cli.main(["show", *place, "--cell", citation["quote"], "-o", str(marked)]) == cli.DONE
    assert plain.read_bytes().startswith(b"\x89PNG")
    assert marked.read_bytes() != plain.read_bytes()
    assert citation["quote"] in capsys.readouterr().err


@pytest.mark.parametrize("page", ["0", "9999", "-1"])
def test_show_of_no_such_page(sample_index, sample_pdf, capsys, tmp_path, page):
    assert cli.main(["show", "--index", str(sample_index), "-o", str(tmp_path / "x.png"), "--", sample_pdf.name, page]) == cli.ERROR
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "x.png").exists()


def test_documents_and_remove(sample_pdf, tmp_path, capsys):
    index = ["--index", str(tmp_path / "index")]
    assert cli.main(["ingest", str(sample_pdf), "--no-embed", *index]) == cli.DONE
    added = json.loads(capsys.readouterr().out)
    assert (added["outcome"], len(added["document_id"])) == ("added", 64)
    assert cli.main(["ingest", str(sample_pdf), "--no-embed", *index]) == cli.DONE
    assert json.loads(capsys.readouterr().out)["outcome"] == "present"
    assert cli.main(["ingest", str(sample_pdf), "--again", "--no-embed", *index]) == cli.DONE
    assert json.loads(capsys.readouterr().out)["outcome"] == "added"
    assert cli.main(["documents", "--json", *index]) == cli.DONE
    (record,) = json.loads(capsys.readouterr().out)
    assert (record["file_name"], record["id"]) == (sample_pdf.name, added["document_id"])
    assert record["entity"]
    assert record["pages"] > 0
    assert cli.main(["remove", sample_pdf.stem, *index]) == cli.DONE
    assert cli.main(["documents", *index]) == cli.DONE
    assert "还没有收录" in capsys.readouterr().err


def test_editions_are_told_apart_and_remove_asks_which(sample_pdf, tmp_path, capsys):
    index, other = ["--index", str(tmp_path / "index"), "--no-embed"], tmp_path / sample_pdf.name
    other.write_bytes(sample_pdf.read_bytes() + b"\n% another content\n")
    ids = []
    for path in (sample_pdf, other):
        assert cli.main(["ingest", str(path), *index]) == cli.DONE
        ids.append(json.loads(capsys.readouterr().out)["document_id"])
    (index, (first, second)) = index[:2], ids
    assert cli.main(["ingest", str(other), "--again", "--no-embed", *index]) == cli.DONE
    assert f"与已收录的 {sample_pdf.name}（{first[:12]}）是同一份文件的两版，0处数字不同" in capsys.readouterr().err
    assert cli.main(["documents", *index]) == cli.DONE
    older, newer = capsys.readouterr().out.splitlines()
    assert f"{first[:12]}\t" in older and f"已由{second[:12]}取代，0处数字不同" in older and "收录的旧版）" in older
    assert f"{second[:12]}\t" in newer and "2版中最新" in newer
    assert cli.main(["remove", sample_pdf.stem, *index]) == cli.NOT_FOUND
    said = capsys.readouterr().err
    assert "请用编号指明" in said and all(key[:12] in said for key in ids)
    assert cli.main(["remove", first[:12], *index]) == cli.DONE
    assert cli.main(["documents", "--json", *index]) == cli.DONE
    (record,) = json.loads(capsys.readouterr().out)
    assert (record["id"], record["replaced_by"]) == (second, None)
    assert record["added"].startswith("20")


def test_check_tells_what_was_read_and_what_does_not_add_up(sample_pdf, capsys):
    assert cli.main(["check", str(sample_pdf), "--json"]) == cli.DONE
    report = json.loads(capsys.readouterr().out)
    assert report["summary"]["表中数字"] > 50
    assert cli.main(["check", str(sample_pdf)]) == cli.DONE
    assert "表中数字：" in capsys.readouterr().out


def test_output_is_utf8_in_any_locale(sample_index):
    done = run("ask", "2026年支出总计是多少", "--index", sample_index, LANG="C", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "已核对" in done.stdout.decode("utf-8")
    assert done.returncode == cli.DONE


def test_a_reader_that_goes_away_is_no_traceback(sample_pdf):
    process = subprocess.Popen(
        [sys.executable, "cli.py", "figures", str(sample_pdf), "--jsonl"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) in (cli.DONE, cli.ERROR)


def test_the_progress_bar_is_for_terminals():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        bar = cli.ProgressBar(stream)
        bar("某局.pdf", 12, 24)
        bar.clear()
    assert "████████████░░░░░░░░░░░░ 12/24 某局.pdf" in terminal.getvalue()
    assert file.getvalue() == ""
