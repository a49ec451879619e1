import shutil
import sqlite3
import threading
import time

import numpy as np
import pytest
from retrieval_samples import make_disclosure, write_pdf
from sqlalchemy import func, select, text

from disclosure.document import ChunkKind
from disclosure.errors import StoreError
from retrieval import schema
from retrieval.embedding import HashEmbedder
from retrieval.lexical import WordIndex, query_words, words_of
from retrieval.library import Library, Rung
from retrieval.search import FoundBy, fuse


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("驻矿人员", ["驻", "矿", "人", "员", "驻矿", "矿人", "人员"]),
        ("２０２６年", ["2026", "年"]),
        ("增长4.50%", ["增", "长", "增长", "4.50"]),
        ("A4纸、B5", ["a4", "纸", "b5"]),
        ("", []),
        ("，。!?\x00\ud800", []),
    ],
)
def test_text_falls_into_characters_and_bigrams(text, words):
    assert words_of(text) == words


def test_a_long_question_keeps_its_bigrams_and_stays_short():
    words = query_words("".join(chr(0x4E00 + number) for number in range(1000)))
    assert len(words) == 200
    assert all(len(word) == 2 for word in words)


def test_ranks_are_fused():
    fused = fuse([1, 2, 3], [3, 4])
    assert [key for key, _ in fused] == [3, 1, 2, 4]
    assert fused[0][1] == pytest.approx(1 / 13 + 1 / 11)
    assert fuse([], []) == []


def test_what_has_no_vector_is_not_beaten_by_all_that_has_one():
    rows = [1, 2]
    assert [key for key, _ in fuse(rows, [7, 8], without_vector=rows)] == [1, 2, 7, 8]
    assert [key for key, _ in fuse([1, 7], [7, 8], without_vector=[1])] == [1, 7, 8]


def test_rare_words_weigh_more_than_common_ones():
    index = WordIndex(["办公费支出", "印刷费支出", "会议费支出", "桥梁费支出"])
    assert index.search(words_of("桥梁支出"), 2)[0][0] == 3
    assert index.search(words_of("飞船"), 2) == []
    assert WordIndex([]).search(["飞"], 3) == []


@pytest.fixture
def source(tmp_path):
    return write_pdf(tmp_path)


@pytest.fixture
def library(tmp_path, source):
    with Library.open(tmp_path / "index", embedder=HashEmbedder(256)) as opened:
        opened.add(make_disclosure("甲局"), source)
        opened.add(make_disclosure("乙局", extra_text="其中防汛物资储备增加。"), source)
        opened.embed_pending()
        yield opened


def test_dense_and_lexical_search_are_fused(library):
    for ids in (None, [record.id for record in library.documents()]):
        best = library.search_chunks("机关运行经费是什么", ids, 3)[0]
        assert best.by is FoundBy.BOTH
        assert best.chunk.heading[-1] == "机关运行经费"


@pytest.mark.parametrize("kind", list(ChunkKind))
def test_only_the_kinds_asked_for_come(library, kind):
    for ids in (None, [library.documents()[0].id]):
        assert {hit.chunk.kind for hit in library.search_chunks("机关运行经费支出", ids, 10, [kind])} <= {kind}


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800\udfff", "ﷺ" * 60, '"', "words : (", "NEAR(a b)", "字" * 5000, "-- ; DROP TABLE chunks"]
)
def test_any_text_can_be_searched_for(library, text):
    assert isinstance(library.search_chunks(text, None, 3), tuple)
    assert isinstance(library.match_labels(text, None, dense=True), tuple)
    assert library.search_chunks("防汛物资", None, 1)[0].chunk.provenance.document_id == library.document("乙局2026").id


def test_a_scope_compared_one_by_one_gives_what_the_index_gives(library):
    def dense_only(ids):
        return [hit.chunk.embedding_text for hit in library.search_chunks("保障机构正常运转", ids, 4) if hit.by is not FoundBy.LEXICAL]

    assert dense_only(None) == dense_only([record.id for record in library.documents()])


def test_labels_near_in_meaning_come_only_when_asked_for_and_nothing_better_is_there(tmp_path, source):
    class Meaning(HashEmbedder):
        """Knows one synonym."""

        def embed_passages(self, texts):
            return super().embed_passages([text.replace("吃喝", "会议费") for text in texts])

    with Library.open(tmp_path / "index", embedder=Meaning(256)) as library:
        library.add(make_disclosure(), source)
        library.embed_pending()
        assert library.match_labels("吃喝", None) == ()
        best = library.match_labels("吃喝", None, dense=True)[0]
        assert (best.label, best.rung, best.reason) == ("会议费", Rung.DENSE, "意思相近")
        assert all(hit.rung is not Rung.DENSE for hit in library.match_labels("会议费", None, dense=True))
        held = [record.id for record in library.documents()]
        assert [hit.label for hit in library.nearest_labels("吃喝", held, 1)] == ["会议费"]
        assert library.nearest_labels(" ", held, 1) == library.nearest_labels("吃喝", [], 1) == ()


def test_without_an_embedder_all_but_dense_search_works(tmp_path, source):
    with Library.open(tmp_path / "plain") as library:
        disclosure = make_disclosure()
        library.add(disclosure, source)
        assert library.embed_pending() == 0
        assert not library.embedded(disclosure.document_id)
        library.warm_up()
        assert library.search_chunks("机关运行经费", None)[0].by is FoundBy.LEXICAL
        assert library.match_labels("档案数字话", None, dense=True)[0].label == "档案数字化"
        assert library.nearest_labels("会议费", [disclosure.document_id], 3) == ()
    assert not (tmp_path / "plain" / "chroma").exists()


def test_each_distinct_text_is_embedded_once(tmp_path, source):
    class Counting(HashEmbedder):
        seen: list[str] = []  # noqa: RUF012

        def embed_passages(self, texts):
            self.seen.extend(texts)
            return super().embed_passages(texts)

    with Library.open(tmp_path / "index", embedder=Counting()) as library:
        progress = []
        library.add(make_disclosure("甲局"), source)
        first = library.embed_pending(lambda done, total: progress.append((done, total)))
        library.add(make_disclosure("乙局"), source)
        second = library.embed_pending()
        assert first == len(set(Counting.seen[:first]))
        assert second < first / 2
        assert len(Counting.seen) == len(set(Counting.seen)) == first + second
        assert progress[-1] == (first, first)
        assert library.embed_pending() == 0


def test_vectors_of_two_models_stay_apart(tmp_path, source):
    for dimension in (32, 64, 32):
        with Library.open(tmp_path / "index", embedder=HashEmbedder(dimension)) as library:
            library.add(make_disclosure(), source)
            library.embed_pending()
            assert library.search_chunks("机关运行经费", None, 1)[0].by is FoundBy.BOTH


@pytest.mark.parametrize("where", ["deleted", "truncated", "overwritten"])
def test_a_lost_chroma_folder_is_made_again_from_sql(tmp_path, source, where):
    with Library.open(tmp_path / "index", embedder=HashEmbedder()) as library:
        library.add(make_disclosure(), source)
        library.embed_pending()
        before = library.search_chunks("机关运行经费", None)
    folder = tmp_path / "index" / "chroma"
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        size = path.stat().st_size
        path.write_bytes(b"" if where == "truncated" else b"\xa5" * size)
    if where == "deleted":
        shutil.rmtree(folder)
    with Library.open(tmp_path / "index", embedder=HashEmbedder()) as library:
        assert library.search_chunks("机关运行经费", None) == before
        assert library._dense._store._version is not None, "answered without the index"


@pytest.mark.parametrize("name", ["索引 文件夹", "a?b#c%20d", "it's"])
def test_the_folder_may_have_any_name(tmp_path, source, name):
    for _ in range(2):
        with Library.open(tmp_path / name, embedder=HashEmbedder()) as library:
            library.add(make_disclosure(), source)
            library.embed_pending()
            assert library.search_chunks("机关运行经费", None, 1)[0].by is FoundBy.BOTH
            assert library._dense._store._version is not None
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [name]


def test_two_processes_of_one_folder_both_answer_and_see_each_others_documents(tmp_path, source):
    with (
        Library.open(tmp_path / "index", embedder=HashEmbedder()) as chat,
        Library.open(tmp_path / "index", embedder=HashEmbedder()) as command_line,
    ):
        chat.add(make_disclosure("甲局"), source)
        chat.embed_pending()
        time.sleep(0.06)
        assert len(command_line.documents()) == 1
        command_line.add(make_disclosure("乙局", extra_text="其中防汛物资储备增加。"), source)
        command_line.embed_pending()
        time.sleep(0.06)
        assert chat.search_chunks("防汛物资储备", None, 1)[0].by is FoundBy.BOTH
        assert command_line.search_chunks("防汛物资储备", None, 1)[0].by is FoundBy.BOTH
        command_line.remove(command_line.document("甲局2026").id)
        time.sleep(0.06)
        assert [record.file_name for record in chat.documents()] == ["乙局2026.pdf"]
        assert {hit.chunk.provenance.document_id for hit in chat.search_chunks("会议费", None)} == {chat.documents()[0].id}


def test_a_writer_that_does_not_let_go_is_said_in_one_line(tmp_path, source, monkeypatch):
    monkeypatch.setattr("retrieval.database.BUSY_SECONDS", 0.2)
    with Library.open(tmp_path / "index") as library:
        other = sqlite3.connect(tmp_path / "index" / "library.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="另一个程序正在写入"):
            library.add(make_disclosure(), source)
        assert library.documents() == ()
        other.execute("ROLLBACK")
        other.close()
        assert list((tmp_path / "index" / "pdf").iterdir()) == []
        assert library.add(make_disclosure(), source)


def test_threads_add_and_ask_at_once(tmp_path, source):
    failures = []
    with Library.open(tmp_path / "index", embedder=HashEmbedder()) as library:
        library.add(make_disclosure("先局"), source)
        library.embed_pending()

        def ask():
            try:
                for _ in range(30):
                    assert library.search_chunks("机关运行经费", None, 1)
                    assert library.match_labels("巡查车辆", None)
                    assert library.figures(library.documents()[0].id)
            except Exception as error:  # noqa: BLE001
                failures.append(error)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for number in range(6):
            library.add(make_disclosure(f"{number}局"), source)
            library.embed_pending()
        for thread in threads:
            thread.join()
        assert failures == []
        assert len(library.documents()) == 7


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"no database at all, but long enough to be looked at" * 20, "已损坏"), (b"SQLite format 3\x00" + b"\xff" * 4096, "已损坏")],
)
def test_a_damaged_database_is_said_in_one_line(tmp_path, content, message):
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "library.sqlite3").write_bytes(content)
    with pytest.raises(StoreError, match=message) as raised:
        Library.open(tmp_path / "index")
    assert "\n" not in str(raised.value)


def test_an_index_of_another_format_is_said_in_one_line(tmp_path):
    Library.open(tmp_path / "index").close()
    with sqlite3.connect(tmp_path / "index" / "library.sqlite3") as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    connection.close()
    with pytest.raises(StoreError, match="索引的格式是第 0 版"):
        Library.open(tmp_path / "index")


def test_an_error_half_way_leaves_nothing(tmp_path, source, monkeypatch):
    with Library.open(tmp_path / "index") as library:
        monkeypatch.setattr("retrieval.figure_writer._insert_chunks", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            library.add(make_disclosure(), source)
        assert library.documents() == ()
        assert library.labels() == ()
        assert list((tmp_path / "index" / "pdf").iterdir()) == []
        monkeypatch.undo()
        assert library.add(make_disclosure(), source)


def test_a_source_that_is_gone_is_said_and_nothing_is_stored(tmp_path):
    with Library.open(tmp_path / "index") as library:
        with pytest.raises(StoreError, match=r"无法把 gone\.pdf 存入"):
            library.add(make_disclosure(), tmp_path / "gone.pdf")
        assert library.documents() == ()


def test_ten_times_the_documents_cost_little_more_to_search(tmp_path, source):
    def median_time(library, work):
        times = []
        for _ in range(15):
            start = time.perf_counter()
            work(library)
            times.append(time.perf_counter() - start)
        return float(np.median(times))

    def find(library):
        ids = [library.documents()[0].id]
        for hit in library.match_labels("巡查车辆租赁", ids)[:3]:
            library.find_figures(labels=[hit.label], document_ids=ids)
        library.search_chunks("会议费", ids, 5)

    with Library.open(tmp_path / "index") as library:
        for number in range(10):
            library.add(make_disclosure(f"{number}局"), source)
        few = median_time(library, find)
        for number in range(10, 200):
            library.add(make_disclosure(f"{number}局"), source)
        assert median_time(library, find) < 3 * few + 0.005


def test_removing_all_documents_empties_every_table(library):
    for record in library.documents():
        library.remove(record.id)
    assert library._dense.sync()
    with library._figures.database.reading() as connection:
        for table in schema.metadata.sorted_tables:
            if table.name != "meta":
                assert connection.scalar(select(func.count()).select_from(table)) == 0, table.name
        assert connection.scalar(text("SELECT count(*) FROM chunk_words WHERE chunk_words MATCH '\"经费\"'")) == 0
    assert library.search_chunks("机关运行经费", None) == ()


def test_after_one_is_replaced_the_full_text_of_the_others_stays(library, source):
    library.add(make_disclosure("甲局", extra_text="改为购置桥梁检测设备。"), source, replace=True)
    library.remove(library.document("乙局2026").id)
    assert library.search_chunks("桥梁检测设备", None, 1)[0].by is not FoundBy.DENSE
    assert all("防汛" not in hit.chunk.text for hit in library.search_chunks("防汛物资", None))
    with library._figures.database.writing() as connection:
        connection.execute(text("INSERT INTO chunk_words (chunk_words) VALUES ('integrity-check')"))
