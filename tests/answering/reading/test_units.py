"""Units in a question: by short names as people say them, and never another unit."""

import pytest

from answering.query.tree import CellAspect
from answering.reading.clauses import clauses
from answering.reading.context import Context, settle
from answering.reading.directory import Directory
from answering.reading.lexicon import Document, Lexicon
from answering.reading.spans import cut
from disclosure.document import Level, Stage

POLICE, LAND, TRAFFIC = "临江市公安局(本级)", "青川县自然资源和规划局", "临江市交通运输局"
SQUAD = "石滩市公安局骑警支队"
JUSTICE = "吉林省临江市司法局"
REFORM, PARTY, WORKS = "敦化市发展和改革委员会", "中共敦化市委宣传部", "敦化市重点工程建设管理办公室"
UNITS = (POLICE, LAND, TRAFFIC, REFORM, PARTY, WORKS, JUSTICE)
PRINTED = ("办公费", "交通补贴", "公务接待费", "公安执法办案", "三公经费")


@pytest.fixture(scope="module")
def library():
    lexicon = Lexicon([
        Document(at, unit, f"{unit}.pdf", unit, 2026, Stage.BUDGET, Level.DEPARTMENT) for at, unit in enumerate(UNITS)
    ])  # fmt: skip
    for name in PRINTED:
        lexicon.add(name).as_row = lexicon.documents[0].bit if name.startswith("公安") else lexicon.everywhere
    lexicon.finish()
    return lexicon, Directory(lexicon.documents)


def units_of(question, library):
    lexicon, directory = library
    spans = cut(question, lexicon, directory, lexicon.everywhere).spans
    return [(span.text, span.unit.entities) for span in spans if span.unit is not None]


SHORT = [
    ("临江市公安局", POLICE), ("临江公安局", POLICE), ("临江公安", POLICE), ("临江市公安", POLICE),
    ("青川资规局", LAND), ("青川自规局", LAND), ("青川县资规", LAND), ("青川规划", LAND), ("青川自然资源", LAND),
    ("临江交通局", TRAFFIC), ("临江交通", TRAFFIC),
    ("敦化发改委", REFORM), ("敦化市发改", REFORM), ("敦化宣传部", PARTY), ("敦化市委宣传部", PARTY),
    ("临江市公按局", POLICE), ("青川自然资园和规划局", LAND),
]  # fmt: skip
ASKED = ["{}办公费多少", "问下{}一年的公务接待费", "{}三公经费比去年多吗", "{}2026年办公费"]


@pytest.mark.parametrize(("said", "unit"), SHORT, ids=[said for said, _ in SHORT])
@pytest.mark.parametrize("asked", ASKED)
def test_a_short_name_means_its_unit(library, said, unit, asked):
    assert units_of(asked.format(said), library) == [(said, (unit,))]


NONE = [
    "和平县公安局办公费多少",
    "和平公安局三公经费",
    "临江市教育局办公费",
    "国家宣传部三公经费",
    "吉林省司法局三公经费",
    "吉林司法局办公费",
]


@pytest.mark.parametrize("question", NONE)
def test_a_unit_that_is_not_there_is_no_other(library, question):
    assert [entities for _, entities in units_of(question, library)] == [()]


@pytest.mark.parametrize("said", ["石滩市公安局水警支队", "石滩水警支队"])
def test_a_name_that_ends_otherwise_is_another_unit(said):
    lexicon = Lexicon([Document(0, SQUAD, f"{SQUAD}.pdf", SQUAD, 2026, Stage.BUDGET, Level.UNIT)])
    lexicon.add("三公经费").as_row = lexicon.everywhere
    lexicon.finish()
    held = lexicon, Directory(lexicon.documents)
    assert units_of(f"{said}三公经费多少", held) == [(said, ())]
    assert units_of("石滩市公安局骑警支队三公经费多少", held) == [(SQUAD, (SQUAD,))]


def test_a_printed_name_is_no_unit(library):
    assert units_of("公安执法办案多少", library) == []
    assert [text for text, _ in units_of("临江交通补贴多少", library)] == ["临江"]


def settled(question, library):
    lexicon, directory = library
    held = cut(question, lexicon, directory, lexicon.everywhere)
    parts = clauses(held)
    settle(Context(None, lexicon, held, lexicon.everywhere), parts)
    return [leaf for part in parts for leaf in part.leaves]


def test_the_plan_of_the_year_before_is_what_the_next_budget_prints(library):
    (leaf,) = settled("临江市公安局2025年年初预算安排的办公费", library)
    assert (leaf.year, leaf.aspect) == (2026, CellAspect.PRIOR)


@pytest.mark.parametrize("question", ["临江的办公费多少，交通局那个", "交通局的办公费，临江那个，多少"])
def test_a_place_alone_is_of_the_unit_that_is_named_besides(library, question):
    assert {leaf.unit.entities for leaf in settled(question, library) if leaf.unit} == {(TRAFFIC,)}


def test_a_place_alone_is_of_the_unit_that_prints_what_is_asked(library):
    lexicon, _ = library
    first = next(leaf for leaf in settled("临江的公安执法办案多少", library))
    assert first.unit.entities == (POLICE,) and lexicon.find("公安执法办案", 1)


@pytest.mark.parametrize("between", ["", "那边的", "的", "那个"])
def test_a_place_before_an_organ_that_the_only_such_organ_does_not_bear_makes_it_another(library, between):
    assert units_of(f"延吉{between}发改委三公经费多少", library) == [(f"延吉{between}发改委", ())]
    assert units_of(f"敦化{between}发改委三公经费多少", library)[-1][1] == (REFORM,)
