import os
import uuid

import pytest
from retrieval_samples import ROWS, make_disclosure, write_pdf
from sqlalchemy import event, text

from disclosure.document import ChunkKind
from disclosure.errors import StoreError
from retrieval.database import Database, connect
from retrieval.embedding import HashEmbedder
from retrieval.library import LabelRole, Library

# A server to try, such as postgresql+psycopg://postgres@127.0.0.1/; the driver is not among the requirements.
SERVER = os.environ.get("MINGZHANG_TEST_POSTGRESQL")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense", "无法使用数据库"),
        ("no-such-dialect://x", "无法使用数据库"),
        ("sqlite:////no/such/folder/x.sqlite3", "文件夹不存在或不可写"),
    ],
)
def test_a_url_that_cannot_be_used_is_said_in_one_line(url, message):
    with pytest.raises(StoreError, match=message) as raised:
        Database(url)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({"labels": [ROWS[0][0]]}, "figures_by_measure (measure=? AND document=?)"),
        ({"subject_code": "30215"}, "figures_by_subject_code (subject_code=? AND document=?)"),
        ({"labels": [ROWS[0][0]], "roles": {LabelRole.PROJECT}}, "figures_by_project (project=? AND document=?)"),
    ],
)
def test_figures_of_a_document_are_found_by_an_index(tmp_path, asked, index):
    with Library.open(tmp_path / "index") as library:
        library.add(make_disclosure(), write_pdf(tmp_path))
    with Library.open(tmp_path / "index") as library:
        statements = []
        event.listen(library._figures.database._engine, "before_cursor_execute", lambda *call: statements.append(call[2:4]))
        library.find_figures(**asked, document_ids=[library.documents()[0].id])
        statement, values = next(call for call in statements if "figures.body" in call[0])
        with library._figures.database.reading() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        assert index in "\n".join(row[3] for row in plan)


def test_figures_that_are_known_by_number_are_read_without_reading_all(tmp_path):
    with Library.open(tmp_path / "index") as library:
        library.add(make_disclosure(), write_pdf(tmp_path))
        (record,), statements = library.documents(), []
        event.listen(library.store.database._engine, "before_cursor_execute", lambda *call: statements.append(call[2:4]))
        chosen = library.store.figures_at([(record.no, 3), (record.no, 1), (record.no, 999)])
        assert [figure.number for figure in chosen] == [1, 3]
        statement, values = next(call for call in statements if "figures.body" in call[0])
        with library.store.database.reading() as connection:
            plan = "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values))
        assert "SEARCH figures USING INDEX sqlite_autoindex_figures_1 (document=? AND number=?)" in plan


@pytest.mark.skipif(SERVER is None, reason="MINGZHANG_TEST_POSTGRESQL names no server")
def test_the_same_library_in_postgresql(tmp_path):
    name = f"mingzhang_{uuid.uuid4().hex[:8]}"
    server = connect(f"{SERVER}postgres").execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        disclosure, other = make_disclosure("甲局"), make_disclosure("乙局", rows=(("桥梁\x00检测\ud800", "5.00"),))
        with Library.open(tmp_path / "index", embedder=HashEmbedder(), url=f"{SERVER}{name}") as library:
            assert library.add(disclosure, write_pdf(tmp_path))
            assert not library.add(disclosure, write_pdf(tmp_path))
            assert library.add(other, write_pdf(tmp_path))
            library.embed_pending()
            key = disclosure.document_id
            assert library.figures(key) == disclosure.figures
            assert library.tables(key) == disclosure.tables
            assert library.chunks(key) == disclosure.chunks
            assert len(library.find_figures(labels=[ROWS[0][0]], document_ids=[key])) == 2
            assert library.search_chunks("机关运行经费", None, 1, [ChunkKind.DEFINITION])[0].by == "both"
            library.remove(other.document_id)
            assert [record.id for record in library.documents()] == [key]
            assert library.match_labels("桥梁检测", None) == ()
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()
