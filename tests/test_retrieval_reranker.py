"""An optional CrossEncoder over what a search found: none by default, its order where one is set, one line where it cannot be had."""

import pytest
from retrieval_samples import make_disclosure, write_pdf
from tiny_reranker import make

from disclosure.errors import StoreError
from retrieval.embedding import CrossEncoderReranker, HashEmbedder
from retrieval.library import Library
from retrieval.search import RERANKED, ChunkHit, FoundBy, reranked
from workspace import Settings, Workspace


class Longest:
    """Finds long texts best, and keeps what it was asked."""

    def __init__(self):
        self.asked = []

    def scores(self, question, texts):
        self.asked.append((question, len(texts)))
        return [float(len(text)) for text in texts]


@pytest.fixture
def open_library(tmp_path):
    """A library of one disclosure, with a reranker."""
    source, opened = write_pdf(tmp_path), []

    def open_library(reranker):
        opened.append(Library.open(tmp_path / "index", embedder=HashEmbedder(256), reranker=reranker))
        opened[-1].add(make_disclosure("甲局"), source)
        opened[-1].embed_pending()
        return opened[-1]

    yield open_library
    for library in opened:
        library.close()


def test_what_was_found_comes_in_the_order_of_the_reranker(open_library):
    plain, reranker = open_library(None), Longest()
    library = open_library(reranker)
    for ids in (None, [library.documents()[0].id]):
        before, after = (one.search_chunks("机关运行经费", ids, 40) for one in (plain, library))
        assert {hit.chunk.id for hit in after} == {hit.chunk.id for hit in before}
        assert [len(hit.chunk.embedding_text) for hit in after] == sorted((len(hit.chunk.embedding_text) for hit in before), reverse=True)
        assert [hit.chunk.id for hit in after] != [hit.chunk.id for hit in before]
        assert [hit.score for hit in after] == sorted((hit.score for hit in after), reverse=True)
        few = library.search_chunks("机关运行经费", ids, 2)  # all candidates are read, not the two that come first without it
        assert [hit.chunk.id for hit in few] == [hit.chunk.id for hit in after[:2]]
    assert library.search_chunks(" ", None, 3) == ()
    assert all(question for question, _ in reranker.asked)


def test_only_the_best_are_read_and_the_rest_stays_behind(open_library):
    (hit, *_) = open_library(None).search_chunks("机关运行经费", None, 1)
    hits = [ChunkHit(hit.chunk, 1.0 / (place + 1), FoundBy.BOTH) for place in range(RERANKED + 5)]
    reranker = Longest()
    ranked = reranked("甲", hits, reranker)
    assert reranker.asked == [("甲", RERANKED)]
    assert list(ranked[RERANKED:]) == hits[RERANKED:]
    assert ranked[RERANKED - 1].score > ranked[RERANKED].score
    assert reranked("甲", (), reranker) == ()


@pytest.mark.slow
def test_a_cross_encoder_in_a_folder_is_opened_without_a_network_and_its_order_holds(open_library, tmp_path):
    plain = open_library(None)
    passages = [hit.chunk.embedding_text for hit in plain.search_chunks("机关运行经费", None, 40)]
    folder = make(tmp_path / "reranker", passages, seconds=1.0)
    reranker = CrossEncoderReranker(str(folder))
    library = open_library(reranker)
    scores = dict(zip(passages, reranker.scores("机关运行经费", passages), strict=True))
    assert len(set(scores.values())) > 1
    found = [hit.chunk.embedding_text for hit in library.search_chunks("机关运行经费", None, 40)]
    assert found == sorted(found, key=lambda text: -scores[text])
    assert reranker.scores("\ud800\x00", ["ﷺ" * 60, "", "字" * 100_000]) == reranker.scores("\ud800\x00", ["ﷺ" * 60, "", "字" * 100_000])
    assert reranker.scores("问", []) == []


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["absent", "empty", "garbage"])
def test_one_that_is_not_there_is_said_in_one_line(open_library, tmp_path, broken):
    folder = tmp_path / "no-such-model"
    if broken != "absent":
        folder.mkdir()
    if broken == "garbage":
        (folder / "config.json").write_text("{")
    with pytest.raises(StoreError, match="无法载入重排模型") as problem:
        open_library(CrossEncoderReranker(str(folder))).search_chunks("机关运行经费", None, 3)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize(("value", "there"), [(None, False), ("", False), ("none", False), ("some-model", True)])
def test_one_setting_names_it_and_nothing_is_loaded_before_it_is_needed(monkeypatch, tmp_path, value, there):
    if value is not None:
        monkeypatch.setenv("MINGZHANG_RERANKER", value)
    monkeypatch.setenv("MINGZHANG_INDEX", str(tmp_path / "index"))
    opened = Workspace.open(Settings.from_environment())
    reranker = opened.library._search._reranker
    opened.close()
    assert (reranker is not None) is there
    if reranker is not None:
        assert "_loaded" not in vars(reranker)
