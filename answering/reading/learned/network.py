"""The network's sums: a question's characters to what each is there for, and a tree written token by token.

    written("比去年，水利局的培训费涨了多少")  →  [Written(-0.3, ("@unit", (4, 7), "cell", (8, 11), "asp:change")), …]

Characters are the states of `retrieval.encoder`'s pieces, in layers that learned with the rest, with the standing tables' and the
tokeniser's word for each; two layers read them, two write.  Weights are data/reading/trees/trees.npz;
`evaluation.train_trees` makes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from answering.reading.learned.grammar import END, NUMBER_OF, START, TOKENS, Span, Token, Wants
from answering.reading.roles import standing, tagged
from answering.reading.words import FOLDER
from retrieval.encoder import Encoder, Floats, attend, encoder, gelu, normal, plain, split

MODEL = FOLDER / "trees" / "trees.npz"
WIDTH, HEADS, LAYERS = 256, 4, 2
STANDING, TAGS, INSIDE, PLACES, STEPS = 512, 256, 6, 512, 128  # sizes of the tables of features
BEFORE = 256  # places of the question from here on are those of the one before
BEAM = 4
FAR = 4.0  # logarithm of how much less likely than the best a tree may be to be written on
LOW = "low."  # begins the names of what is added to the language model
LONGEST_TREE = 90
LONGEST_SPAN = 60  # characters


@dataclass(frozen=True, slots=True)
class Written:
    """A tree that was written, and the logarithm of how likely it is."""

    score: float
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of each character of a text, as places of the network's tables."""

    piece: NDArray[np.int64]  # of `encoder.states`
    inside: NDArray[np.int64]  # which of its piece's characters it is
    standing: NDArray[np.int64]
    tag: NDArray[np.int64]
    place: NDArray[np.int64]
    ids: tuple[int, ...]  # the vocabulary's number of the character alone


def features(text: str) -> tuple[list[Any], Features]:
    """A text's pieces, and the features of its characters; the question before stands on a line of its own."""
    held, folded = encoder(), plain(text)
    pieces = held.pieces(folded)
    piece, inside = np.zeros(len(text), np.int64), np.zeros(len(text), np.int64)
    for number, one in enumerate(pieces, 1):
        for at in range(one.start, one.end):
            piece[at], inside[at] = number, min(at - one.start, INSIDE - 1)
    known, tags = list[str](), list[str]()
    for line in plain_lines(text):
        known += ["\n"] * bool(tags) + standing(line)
        tags += ["xS"] * bool(tags) + [tag + where for _, tag, where, _ in tagged(line)]
    begin = text.find("\n") + 1
    place = [min(at - begin, BEFORE - 1) if at >= begin else BEFORE + min(at, BEFORE - 1) for at in range(len(text))]
    numbers = [[crc32(one.encode()) % size for one in some] for some, size in ((known, STANDING), (tags, TAGS))]
    return pieces, Features(
        piece, inside, np.array(numbers[0], np.int64), np.array(numbers[1], np.int64), np.array(place, np.int64),
        tuple(held.id_of(character) for character in folded),
    )  # fmt: skip


def plain_lines(text: str) -> list[str]:
    """The question, and the one before it where there is one, as the tables are asked."""
    return [plain(line) for line in text.split("\n")]


@lru_cache(maxsize=1)
def _weights() -> dict[str, Floats]:
    return weights(MODEL)


@lru_cache(maxsize=1)
def _encoder() -> Encoder:
    return encoder().tuned({name.removeprefix(LOW): one for name, one in _weights().items() if name.startswith(LOW)})


def weights(path: Path) -> dict[str, Floats]:
    """The weights of a file, in full precision."""
    with np.load(path) as held:
        scales = {name[:-6]: held[name] for name in held.files if name.endswith(".scale")}
        plain_ones = {name: held[name].astype(np.float32) for name in held.files if not name.endswith(".scale")}
        return {name: one * scales[name].astype(np.float32) if name in scales else one for name, one in plain_ones.items()}


def _linear(x: Floats, name: str) -> Floats:
    weights = _weights()
    return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _norm(x: Floats, name: str) -> Floats:
    weights = _weights()
    return normal(x, weights[f"{name}.weight"], weights[f"{name}.bias"])


def _projected(x: Floats, name: str, part: int) -> Floats:
    """The queries (0), keys (1) or values (2) of an attention, by heads."""
    weights = _weights()
    rows = slice(part * WIDTH, (part + 1) * WIDTH)
    return split(x @ weights[f"{name}.in_proj_weight"][rows].T + weights[f"{name}.in_proj_bias"][rows], HEADS)


def _inner(x: Floats, name: str, norm: str) -> Floats:
    return x + _linear(gelu(_linear(_norm(x, f"{name}.{norm}"), f"{name}.linear1")), f"{name}.linear2")


def memory(text: str) -> Floats:
    """What each character is there for: an array of (characters, WIDTH)."""
    weights, (pieces, one) = _weights(), features(text)
    states, mix = _encoder().states(pieces), np.exp(weights["mix"])
    x = _linear(np.tensordot(mix / mix.sum(), states, 1), "pin")[one.piece] + _linear(encoder().words(one.ids), "cin")
    x = x + weights["kn.weight"][one.standing] + weights["tg.weight"][one.tag] + weights["pi.weight"][one.inside]
    x = _norm(x + weights["cp.weight"][one.place], "ln")
    for number in range(LAYERS):
        name = f"enc.layers.{number}"
        inner = _norm(x, f"{name}.norm1")
        x = x + _linear(attend(*(_projected(inner, f"{name}.self_attn", part) for part in range(3))), f"{name}.self_attn.out_proj")
        x = _inner(x, name, "norm2")
    return _norm(x, "enc.norm")


@dataclass(frozen=True, slots=True)
class _Beam:
    score: float
    steps: tuple[tuple[str, int], ...]  # ("token", number), ("start", place), ("end", place)
    wants: Wants
    row: int = 0  # of the steps so far, in what was seen

    @property
    def last(self) -> tuple[str, int]:
        return self.steps[-1]


Seen = list[tuple[Floats, Floats]]  # a layer: keys and values of the steps so far, (beams, heads, steps, width of a head)


@lru_cache(maxsize=512)
def written(text: str, beam: int = BEAM) -> tuple[Written, ...]:
    """Trees of a text, likeliest first; those far less likely than the first are left out."""
    held = memory(text)
    crossed = [tuple(_projected(held, f"dec.layers.{no}.multihead_attn", part) for part in (1, 2)) for no in range(LAYERS)]
    starts, ends = _linear(held, "ms"), _linear(held, "me")
    blank, nothing = np.zeros((1, HEADS, 0, WIDTH // HEADS), np.float32), np.zeros(WIDTH, np.float32)
    beams, seen, done = [_Beam(0.0, (("token", NUMBER_OF[START]),), Wants())], [(blank, blank)] * LAYERS, list[Written]()
    for at in range(LONGEST_TREE):
        rows = [number if kind == "token" else len(TOKENS) + (kind == "end") for kind, number in (one.last for one in beams)]
        pointed = np.stack([nothing if kind == "token" else held[number] for kind, number in (one.last for one in beams)])
        x = _weights()["tok.weight"][rows] + pointed + _weights()["tp.weight"][min(at, STEPS - 1)]
        x, seen = _step(x[:, None], seen, crossed)
        found = [
            (one.score + told, one, row, step)
            for row, one in enumerate(beams)
            for told, step in _choices(text, one, x[row, 0], starts, ends, beam)
        ]
        found.sort(key=lambda one: -one[0])
        beams = []
        for score, one, row, (kind, number) in found[:beam]:
            token = TOKENS[number] if kind == "token" else None
            if token == END:
                done.append(Written(score, _tokens(one.steps[1:])))
            elif not done or score > max(other.score for other in done) - FAR:
                wants = one.wants.copy()
                wants.take(token)
                beams.append(_Beam(score, (*one.steps, (kind, number)), wants, row))
        if not beams or len(done) >= beam:
            break
        rows = [one.row for one in beams]
        seen = [(keys[rows], values[rows]) for keys, values in seen]
    return tuple(sorted(done, key=lambda one: -one.score)[:beam])


def _choices(text: str, one: _Beam, x: Floats, starts: Floats, ends: Floats, beam: int) -> list[tuple[float, tuple[str, int]]]:
    """The likeliest ways to go on, each with the logarithm of how likely."""
    wanted, number = one.wants.next, one.last[1]
    if not isinstance(wanted, str):
        told = _log_softmax(_linear(x, "out"))
        choice = sorted((NUMBER_OF[token] for token in wanted), key=lambda number: -told[number])[:beam]
        return [(told[best], ("token", best)) for best in choice]
    asks, places = ("ps", starts) if wanted == "start" else ("pe", ends)
    told = _log_softmax(places @ _linear(x, asks) / np.float32(WIDTH**0.5))
    if wanted == "end":
        last = text.find("\n", number)
        told[:number], told[min(number + LONGEST_SPAN, last if last >= 0 else len(told)) :] = -np.inf, -np.inf
    return [(told[best], (wanted, int(best))) for best in np.argsort(-told)[:beam] if np.isfinite(told[best])]


def _step(x: Floats, seen: Seen, crossed: Sequence[Sequence[Floats]]) -> tuple[Floats, Seen]:
    """One step of writing for each beam: what stands there, and the keys and values with it."""
    out = []
    for number in range(LAYERS):
        name = f"dec.layers.{number}"
        query, *new = np.split(_linear_in(_norm(x, f"{name}.norm1"), f"{name}.self_attn"), 3, axis=-1)
        keys, values = (np.concatenate((old, split(one, HEADS)), axis=2) for old, one in zip(seen[number], new, strict=True))
        out.append((keys, values))
        x = x + _linear(attend(split(query, HEADS), keys, values), f"{name}.self_attn.out_proj")
        query = _projected(_norm(x, f"{name}.norm2"), f"{name}.multihead_attn", 0)
        x = x + _linear(attend(query, *crossed[number]), f"{name}.multihead_attn.out_proj")
        x = _inner(x, name, "norm3")
    return _norm(x, "dec.norm"), out


def _linear_in(x: Floats, name: str) -> Floats:
    """Queries, keys and values of an attention, one behind the other."""
    weights = _weights()
    return x @ weights[f"{name}.in_proj_weight"].T + weights[f"{name}.in_proj_bias"]


def _log_softmax(x: Floats) -> Floats:
    x = x - x.max()
    return np.asarray(x - np.log(np.exp(x).sum()))


def _tokens(steps: Sequence[tuple[str, int]]) -> tuple[Token, ...]:
    out, start = list[Token](), 0
    for kind, number in steps:
        if kind == "token":
            out.append(TOKENS[number])
        elif kind == "start":
            start = number
        else:
            span: Span = (start, number + 1)
            out.append(span)
    return tuple(out)
