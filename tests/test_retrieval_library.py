import pytest
from retrieval_samples import ROWS, make_disclosure, write_pdf

from disclosure.document import ChunkKind
from disclosure.errors import StoreError, UnknownNameError
from retrieval.embedding import HashEmbedder
from retrieval.library import LabelRole, Library


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "index", embedder=HashEmbedder()) as opened:
        yield opened


@pytest.fixture
def source(tmp_path):
    return write_pdf(tmp_path)


def test_a_document_comes_back_as_it_went_in(library, source):
    disclosure = make_disclosure()
    assert library.add(disclosure, source) is True
    key = disclosure.document_id
    assert library.tables(key) == disclosure.tables
    assert library.figures(key) == disclosure.figures
    assert library.chunks(key) == disclosure.chunks
    assert library.facts(key) == disclosure.facts
    assert library.pages(key) == disclosure.pages
    assert library.findings(key) == disclosure.findings
    assert library.footings(key) == disclosure.footings
    assert library.discrepancies(key) == disclosure.discrepancies
    assert library.pdf_path(key).read_bytes() == source.read_bytes()
    record = library.document(key)
    counts = (record.entity, record.fiscal_year, record.stage, record.level, record.pages, record.tables, record.figures, record.findings)
    assert counts == ("示例局办公室", 2026, disclosure.stage, disclosure.level, 2, 1, len(disclosure.figures), 1)


def test_decimals_keep_their_printed_places(library, source):
    disclosure = make_disclosure(rows=(("甲", "75.00"), ("乙", "0"), ("丙", "0.00"), ("丁", "")))
    library.add(disclosure, source)
    amounts = [figure.amount and str(figure.amount.number) for figure in library.figures(disclosure.document_id)][:8:2]
    assert amounts == ["75.00", "0", "0.00", None]


def test_the_same_bytes_twice_change_nothing_but_the_alias(library, source):
    from dataclasses import replace

    disclosure = make_disclosure()
    library.add(disclosure, source)
    before = library.version
    assert library.add(replace(disclosure, file_name="另一个名字.pdf"), source) is False
    assert library.add(disclosure, source) is False
    assert library.version == before
    assert [record.aliases for record in library.documents()] == [("另一个名字.pdf",)]
    assert library.document("另一个名字").id == disclosure.document_id


def test_the_version_depends_on_the_set_of_documents_alone(tmp_path, source):
    first, second = make_disclosure("甲局"), make_disclosure("乙局")
    versions = []
    for name, order in (("one", (first, second)), ("two", (second, first))):
        with Library.open(tmp_path / name) as library:
            seen = [library.version]
            for disclosure in order:
                library.add(disclosure, source)
                seen.append(library.version)
            assert len(set(seen)) == 3
            versions.append(seen[-1])
            library.remove(second.document_id)
            library.remove(first.document_id)
            assert library.version == seen[0]
    assert versions[0] == versions[1]


@pytest.mark.parametrize("name", ["示例局2026.pdf", "示例局2026", "示例局2026.PDF"])
def test_a_document_is_known_by_its_file_name(library, source, name):
    disclosure = make_disclosure()
    library.add(disclosure, source)
    assert library.document(name).id == disclosure.document_id
    assert library.document(disclosure.document_id[:12]).id == disclosure.document_id


def test_an_unknown_document_names_near_ones(library, source):
    library.add(make_disclosure(), source)
    with pytest.raises(UnknownNameError) as raised:
        library.document("示例居2026")
    assert raised.value.near == ("示例局2026",)


def test_figures_are_found_by_label_code_and_document(library, source):
    one, two = make_disclosure("甲局"), make_disclosure("乙局")
    library.add(one, source)
    library.add(two, source)
    label = ROWS[0][0]
    assert len(library.find_figures(labels=[label])) == 4
    only = library.find_figures(labels=[label], document_ids=[two.document_id])
    assert only == tuple(figure for figure in two.figures if figure.measure == label)
    assert {figure.measure for figure in library.find_figures(subject_code="30215")} == {"会议费"}
    assert library.find_figures(labels=["没有这一行"]) == ()
    assert library.find_figures(labels=[label], document_ids=[]) == ()
    by_column = library.find_figures(labels=["本年收入"], roles={LabelRole.COLUMN}, document_ids=[one.document_id])
    assert {figure.column_path for figure in by_column} == {("本年收入", "一般公共预算")}


def test_labels_are_matched_within_the_documents_asked(library, source):
    one, two = make_disclosure("甲局"), make_disclosure("乙局", rows=(("桥梁检测", "5.00"),))
    library.add(one, source)
    library.add(two, source)
    assert [hit.label for hit in library.match_labels("桥梁检测", [two.document_id])] == ["桥梁检测"]
    assert library.match_labels("桥梁检测", [one.document_id]) == ()
    assert [hit.label for hit in library.match_labels("桥梁检测", None)] == ["桥梁检测"]


def test_chunks_are_found_by_their_words_and_kind(library, source):
    one, two = make_disclosure("甲局"), make_disclosure("乙局", extra_text="其中防汛物资储备增加。")
    library.add(one, source)
    library.add(two, source)
    best = library.search_chunks("机关运行经费是什么", [one.document_id], kinds=[ChunkKind.DEFINITION])[0].chunk
    assert (best.heading[-1], best.provenance.document_id) == ("机关运行经费", one.document_id)
    assert library.search_chunks("防汛物资", None)[0].chunk.provenance.document_id == two.document_id
    assert all(hit.chunk.provenance.document_id == one.document_id for hit in library.search_chunks("防汛物资", [one.document_id]))


def test_removing_a_document_leaves_nothing_of_it(library, source):
    one, two = make_disclosure("甲局"), make_disclosure("乙局", rows=(("桥梁检测", "5.00"),))
    library.add(one, source)
    library.add(two, source)
    path = library.pdf_path(two.document_id)
    library.remove(two.document_id)
    assert not path.exists()
    assert [record.id for record in library.documents()] == [one.document_id]
    assert library.match_labels("桥梁检测", None) == ()
    assert library.find_figures(labels=["桥梁检测"]) == ()
    assert library.figures(one.document_id) == one.figures
    with pytest.raises(UnknownNameError):
        library.remove(two.document_id)


def test_a_new_reading_replaces_the_old_and_keeps_vectors(library, source):
    from dataclasses import replace

    disclosure = make_disclosure()
    library.add(disclosure, source)
    library.embed_pending()
    assert library.embedded(disclosure.document_id)
    before = library.version
    library.add(replace(disclosure, figures=disclosure.figures[:4], footings=(), discrepancies=()), source, replace=True)
    assert library.version != before
    assert len(library.figures(disclosure.document_id)) == 4
    assert library.embed_pending() == 0


def test_text_that_no_database_takes_is_stored_without_it(library, source):
    rows = (("甲\x00乙\ud800丙", "1.00"), ("ﷺ" * 60, "2.00"))
    disclosure = make_disclosure(rows=rows, extra_text="坏\udfff字\x00符")
    library.add(disclosure, source)
    assert library.figures(disclosure.document_id)[0].measure == "甲\ufffd乙\ufffd丙"
    assert len(library.find_figures(labels=[rows[0][0]])) == 2
    assert library.embed_pending() > 0


def test_an_unwritable_folder_is_said_in_one_chinese_line(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(StoreError, match="无法建立索引文件夹") as raised:
        Library.open(blocked / "index")
    assert "\n" not in str(raised.value)
