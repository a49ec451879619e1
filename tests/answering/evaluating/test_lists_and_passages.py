"""Lists and passages of the text: whole names, whole paragraphs, tables of units."""

import sys
from pathlib import Path

import pytest

from answering.binding.passages import listed, spoken
from answering.evaluating import evaluate
from answering.evaluating.result import Quoted
from answering.query.tree import Entries, Query, Scope
from disclosure.document import Chunk, ChunkKind, Provenance, TableKind

sys.path.insert(0, str(Path(__file__).parent.parent / "binding"))

from shelf_samples import Paper, Sheet, row, shelf_of


def texts(*pieces, heading=("一、部门概况", "（二）机构设置")):
    places = [Provenance("d", number) for number in range(1, len(pieces) + 1)]
    return [Chunk(f"c{at.page}", ChunkKind.TEXT, text, text, heading, at, at.page) for at, text in zip(places, pieces, strict=True)]


@pytest.mark.parametrize(
    ("topic", "text", "entries"),
    [
        ("内设机构", "水务局内设3个科室，分别是：办公室、规划和建设科、河道科。", ("办公室", "规划和建设科", "河道科")),
        ("内设机构", "局机关设办公室、综合科（法规科、督查科）、河道科，共计3个科室。", ("办公室", "综合科（法规科、督查科）", "河道科")),
        ("内设机构", "水务局内设2个科室，分别为办公室和河道科，本部门无下属二级单位。", ("办公室", "河道科")),
        ("内设机构", "内设机构包括：办公室、河道科。下属单位包括：水文站，水库和渠系管理中心。", ("办公室", "河道科")),
        ("下属单位", "内设机构包括：办公室、河道科。下属单位包括：水文站，水库和渠系管理中心。", ("水文站", "水库和渠系管理中心")),
        ("预算单位", "纳入编制范围的二级预算单位包括：\n1.水务局（本级）\n2.水文站", ("水务局（本级）", "水文站")),
        ("内设机构", "本部门内设机构如下：\n（一）办公室。负责机关日常工作。\n（二）河道科。负责河道巡查。", ("办公室", "河道科")),
        ("编制范围", "从预算单位构成看，部门预算包括：局本级预算、水文站预算。", ("局本级预算", "水文站预算")),
        ("下属单位", "水务局内设办公室、河道科。", None),
        ("内设机构", "设有19个内设机构、6个直属单位。", None),
    ],
)
def test_a_list_is_of_its_topic_and_its_names_are_whole(topic, text, entries):
    found = listed(topic, None, texts(text), ())
    assert (found[0][1] if found else None) == entries


CELLS = [(0, 0, "单位名称"), (1, 0, "水务局（本级）"), (2, 0, "水文站")]


def test_a_table_of_units_is_a_list(tmp_path):
    sheet = Sheet("", TableKind.OTHER, [row("水务局（本级）", ""), row("水文站", "")])
    shelf = shelf_of(tmp_path, Paper("云岭县水务局", 2026, [sheet], cells=CELLS))
    result = evaluate(Query(Scope(), Entries("预算单位")), shelf).outcome
    assert isinstance(result, Quoted)
    assert result.entries == ("水务局（本级）", "水文站")


@pytest.mark.parametrize(
    "pieces",
    [
        ("公务接待费减少0.25万元，主要原因是：一是厉行节约；二是压减批次。批次由9次减到4次；三是统一标准。",),
        ("公务接待费减少0.25万元，主要原因是：一是厉行节约；二是压减批次。批次由9\n次减到4次；三是统一标准。",),
        ("公务接待费减少0.25万元，主要原因是：一是厉行节约；二是压减批次。批次由9", "次减到4次；三是统一标准。"),
        ("公务接待费减少0.25万元，主要原因是：１.一是厉行节约；\n2.批次由9次减到4次，三是统一标准。",),
        ("公务接待费减少0.25万元，主要原因是：一是厉行节约；", "二是压减批次。批次由9次减到4次；三是统一标准。"),
    ],
)
def test_a_paragraph_that_counts_its_reasons_is_quoted_to_its_end(pieces):
    found = spoken("公务接待费", "原因", None, texts(*pieces, heading=("三、说明",)))
    assert found[0].chunk.text.endswith("三是统一标准。")
    assert "一是厉行节约" in found[0].chunk.text
    assert "批次由9次减到4次" in found[0].chunk.text
