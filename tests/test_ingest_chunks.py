"""Pieces for search: by heading, by definition, by row, by prose cell."""

import dataclasses

import pytest
from text_samples import FACTS, blocks_of, table

from disclosure.document import CellRole, ChunkKind, TableKind
from ingest.prose.chunks import LONG, build_chunks, defined_term


def chunks(blocks=(), tables=()):
    return build_chunks("a" * 64, blocks, tables, FACTS)


def test_text_is_cut_by_heading_and_stays_verbatim():
    (one,) = chunks(blocks_of("政府采购预算总额46.20万元。", "其中货物1.20万元。", heading="九、政府采购情况"))
    assert one.text == "政府采购预算总额46.20万元。\n其中货物1.20万元。"
    assert one.heading == ("九、政府采购情况",)
    assert one.embedding_text == f"青山县水务局 2026年 九、政府采购情况\n{one.text}"
    assert (one.id, one.kind, one.provenance.page, one.end_page) == ("a" * 12 + "-c0", ChunkKind.TEXT, 1, 1)


def test_long_text_is_split_and_nothing_is_lost():
    sentences = [f"第{n}项工作按计划推进，涉及沿河村庄若干，资金已经落实到位。" for n in range(60)]
    found = chunks(blocks_of("".join(sentences)))
    assert len(found) > 2
    assert all(len(chunk.text) <= LONG for chunk in found)
    assert "".join(chunk.text for chunk in found) == "".join(sentences)


def test_each_definition_is_a_chunk_headed_by_its_term():
    entries = ("一、基本支出：为日常运转发生的支出。", "二、“三公”经费：三项经费的总称。", "接上一条。", "三、结转：留到下年的资金。")
    found = chunks(blocks_of(*entries, heading="第四部分 名词解释"))
    assert [(chunk.kind, chunk.heading[-1]) for chunk in found] == [
        (ChunkKind.DEFINITION, "基本支出"),
        (ChunkKind.DEFINITION, "“三公”经费"),
        (ChunkKind.DEFINITION, "结转"),
    ]
    assert found[1].text == "二、“三公”经费：三项经费的总称。\n接上一条。"


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("四、机关运行经费：指公用经费。", "机关运行经费"),
        ("（二）、项目支出预算：是计划。", "项目支出预算"),
        ("事业收入是指开展业务的收入", "事业收入"),
        ("年末结转，是指留用的资金。", "年末结转"),
        ("为了完成工作。", None),
    ],
)
def test_the_term_of_a_definition(text, term):
    assert defined_term(text) == term


def test_a_row_with_figures_is_a_chunk_with_its_headers_and_unit():
    rows = [["项目", "合计", "基本支出"], ["水利", "7.10", "5.00"], ["防汛", "", ""], ["抗旱", "", ""], ["合计", "7.10", "5.00"]]
    found = chunks(tables=[table(rows, title="支出预算表")])
    assert [chunk.text for chunk in found] == ["水利 | 合计 7.10 | 基本支出 5.00", "合计 | 合计 7.10 | 基本支出 5.00", "防汛\n抗旱"]
    assert all(chunk.kind is ChunkKind.TABLE_ROW for chunk in found)
    assert "支出预算表 单位：万元" in found[0].embedding_text
    assert (found[0].provenance.table_id, found[0].provenance.row) == ("t1", 1)


def test_what_is_embedded_does_not_repeat_itself():
    rows = [["指标", "甲", "乙", "丙", "丁"], ["数量指标", "水泵数量", "数量指标", "水泵数量", ""]]
    made = dataclasses.replace(table(rows, kind=TableKind.PERFORMANCE_FORM, title="绩效目标表"), project="渠道维修")
    (one,) = chunks(tables=[made])
    assert one.text.endswith("数量指标 | 水泵数量 | 数量指标 | 水泵数量")
    assert one.embedding_text.endswith("\n数量指标 | 水泵数量")


def test_notes_of_a_table_can_be_found():
    found = chunks(tables=[table([["项目", "合计"]], title="基金表", notes=("注：本表无数据",))])
    assert [(chunk.kind, chunk.text, chunk.heading) for chunk in found] == [(ChunkKind.TEXT, "注：本表无数据", ("基金表",))]


def form(*rows):
    made = table([["栏", "内容"], *rows], kind=TableKind.PERFORMANCE_FORM, title="绩效目标表")
    cells = tuple(dataclasses.replace(c, role=CellRole.TEXT if len(c.text) > 3 else c.role) if c.column else c for c in made.cells)
    return dataclasses.replace(made, cells=cells, project="渠道维修")


def test_prose_cells_of_a_form_stand_alone_and_short_rows_together():
    reason = "渠道年久失修，灌溉受到影响，沿线村庄多次反映，需要尽快维修。"
    found = chunks(tables=[form(["立项依据", "水字〔2025〕3号"], ["项目概况", reason], ["数量指标", "9处"], ["质量指标", "98%"])])
    assert [(chunk.heading, chunk.text) for chunk in found if chunk.kind is ChunkKind.TEXT] == [
        (("绩效目标表", "渠道维修", "立项依据"), "水字〔2025〕3号"),
        (("绩效目标表", "渠道维修", "项目概况"), reason),
    ]
    assert [chunk.text for chunk in found if chunk.kind is ChunkKind.TABLE_ROW] == ["栏 | 内容\n数量指标 | 9处\n质量指标 | 98%"]
