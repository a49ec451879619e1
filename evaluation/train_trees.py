"""Train the second reader: `python -m evaluation.train_trees` reads data/reading/trees/*.jsonl and writes trees.npz there.

Each line is a question with its tree over the asker's own words (`evaluation.span_trees`), written by hand.  Some are repeated
with the names of other things and units in place of their own, so that the frame is learned and not the name.  Learned is what
stands on the language model, and for each matrix of its layers a change of low rank (Hu et al., LoRA: arXiv 2106.09685); an hour on
one core.  `--hold FILE` leaves a file out and says how many of its trees are written as they should be.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from answering.reading.learned.grammar import END, NUMBER_OF, START, TOKENS, Span, Token
from answering.reading.learned.network import (
    HEADS,
    INSIDE,
    LAYERS,
    MODEL,
    PLACES,
    STANDING,
    STEPS,
    TAGS,
    WIDTH,
    Features,
    features,
    weights,
    written,
)  # fmt: skip
from evaluation.span_trees import read_lines, spans
from retrieval.encoder import LEVELS, MATRICES, NORMS, encoder

EPOCHS, BATCH, RATE, RATE_LOW, WARM_UP = 9, 32, 7e-4, 7e-4, 100
DROPPED_OUT, SMOOTHED, DECAY = 0.15, 0.05, 0.01
EPOCHS_AGAIN, RATE_AGAIN = 5, 3e-4  # of weights that have learned most of the lines
EXCHANGED, OTHERS = 0.5, 0.6  # how likely a question is one with other names, and each name of it another
RANK, DROPPED_LOW = 16, 0.1  # of the changes of the language model's matrices
INNER = 512
SEED = 1
UNITS, ROWS = ("@unit", "#unit"), ("cell", "#under")


@dataclass(slots=True)
class Example:
    """A question to learn from."""

    features: Features
    pieces: torch.Tensor  # (pieces + 2, 384): what the language model's layers begin with
    alone: torch.Tensor  # (characters, 384)
    steps: list[tuple[str, int]]


def steps_of(tokens: Sequence[Token]) -> list[tuple[str, int]]:
    """A tree as it is written, from beginning to end: tokens, and the two sides of each span."""
    out = [("token", NUMBER_OF[START])]
    for token in tokens:
        out += [("token", NUMBER_OF[token])] if isinstance(token, str) else [("start", token[0]), ("end", token[1] - 1)]
    return [*out, ("token", NUMBER_OF[END])]


def exchanged(text: str, tokens: Sequence[Token], pool: dict[str, list[str]], dice: random.Random) -> tuple[str, list[Token]]:
    """The same question with other units and things in place of its own."""
    kinds: dict[Span, str] = {}
    for mark, span in spans(tokens):
        kind = "unit" if mark in UNITS else "row" if mark in ROWS else ""
        kinds[span] = kind if kinds.get(span, kind) == kind else ""
    order = sorted(kinds)
    if any(one[1] > other[0] for one, other in pairwise(order)):
        return text, list(tokens)
    out, at, moved, same = "", 0, dict[Span, Span](), dict[str, str]()
    for span in order:
        words = text[slice(*span)]
        out += text[at : span[0]]
        if kinds[span] and dice.random() < OTHERS:
            words = same.setdefault(words, dice.choice(pool[kinds[span]]))
        moved[span] = (len(out), len(out) + len(words))
        out, at = out + words, span[1]
    return out + text[at:], [token if isinstance(token, str) else moved[token] for token in tokens]


class Low(nn.Module):
    """A matrix of the language model, which stays, and what is added to it: two thin ones."""

    weight: torch.Tensor
    bias: torch.Tensor

    def __init__(self, weight: np.ndarray, bias: np.ndarray) -> None:
        """As it is; what is added begins with nothing."""
        super().__init__()
        self.register_buffer("weight", torch.from_numpy(np.ascontiguousarray(weight.T)), persistent=False)
        self.register_buffer("bias", torch.from_numpy(np.array(bias)), persistent=False)
        self.a = nn.Parameter(torch.randn(RANK, len(weight)) / len(weight) ** 0.5)
        self.b = nn.Parameter(torch.zeros(weight.shape[1], RANK))
        self.drop = nn.Dropout(DROPPED_LOW)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The product with both."""
        linear = nn.functional.linear
        return linear(x, self.weight, self.bias) + linear(self.drop(linear(x, self.a)), self.b)


class Layers(nn.ModuleList):
    """The layers of the language model: `Encoder.states`, to be trained."""

    def __init__(self) -> None:
        """With their weights as they are."""
        super().__init__()
        self.norms = [{name: torch.from_numpy(np.array(held[name])) for name in NORMS} for held in encoder().layers]
        for held in encoder().layers:
            self.append(nn.ModuleDict({name: Low(held[f"{name}.w"], held[f"{name}.b"]) for name in MATRICES}))

    def forward(self, x: torch.Tensor, blank: torch.Tensor) -> list[torch.Tensor]:
        """What the layers of LEVELS say of each piece: arrays of (questions, pieces + 2, 384)."""
        heads, kept = encoder().heads, list[torch.Tensor]()
        hidden = torch.zeros(blank.shape).masked_fill(blank, float("-inf"))[:, None, None]

        def normal(y: torch.Tensor, norm: dict[str, torch.Tensor], name: str) -> torch.Tensor:
            return nn.functional.layer_norm(y, y.shape[-1:], norm[f"{name}.w"], norm[f"{name}.b"], encoder().epsilon)

        for number, (layer, norm) in enumerate(zip(self, self.norms, strict=True), 1):
            assert isinstance(layer, nn.ModuleDict)
            queries, keys, values = (layer[name](x).unflatten(-1, (heads, -1)).transpose(1, 2) for name in "qkv")
            scores = (queries @ keys.transpose(-1, -2)).float() / queries.shape[-1] ** 0.5 + hidden
            gathered = (torch.softmax(scores, -1).to(values.dtype) @ values).transpose(1, 2).flatten(2)
            x = normal(x + layer["ao"](gathered), norm, "aln")
            x = normal(x + layer["fo"](nn.functional.gelu(layer["fi"](x))), norm, "oln")
            if number in LEVELS:
                kept.append(x)
        return kept


class Net(nn.Module):
    """What `network` runs, to be trained."""

    def __init__(self) -> None:
        """With weights as they begin."""
        super().__init__()
        width = encoder().width
        self.low = Layers()
        self.mix = nn.Parameter(torch.zeros(len(LEVELS)))
        self.pin, self.cin = nn.Linear(width, WIDTH), nn.Linear(width, WIDTH)
        self.kn, self.tg, self.pi, self.cp = (nn.Embedding(size, WIDTH) for size in (STANDING, TAGS, INSIDE, PLACES))
        self.tok, self.tp = nn.Embedding(len(TOKENS) + 2, WIDTH), nn.Embedding(STEPS, WIDTH)
        for table in (self.kn, self.tg, self.pi, self.cp, self.tok, self.tp):
            nn.init.normal_(table.weight, std=0.1 if table is self.tok else 0.05)
        self.ln, self.drop = nn.LayerNorm(WIDTH), nn.Dropout(DROPPED_OUT)
        how: dict[str, Any] = {"dropout": DROPPED_OUT, "activation": "gelu", "batch_first": True, "norm_first": True}
        layer = nn.TransformerEncoderLayer(WIDTH, HEADS, INNER, **how)
        self.enc = nn.TransformerEncoder(layer, LAYERS, nn.LayerNorm(WIDTH), enable_nested_tensor=False)
        self.dec = nn.TransformerDecoder(nn.TransformerDecoderLayer(WIDTH, HEADS, INNER, **how), LAYERS, nn.LayerNorm(WIDTH))
        self.out = nn.Linear(WIDTH, len(TOKENS))
        self.ps, self.pe, self.ms, self.me = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        for stack in (self.enc, self.dec):  # the copies of a layer begin apart
            for weight in stack.parameters():
                if weight.dim() > 1:
                    nn.init.xavier_uniform_(weight)

    def memory(self, batch: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor]:
        """What each character is there for, and which characters are padding."""
        padded = partial(nn.utils.rnn.pad_sequence, batch_first=True)
        sizes = torch.tensor([len(one.pieces) for one in batch])
        pieces = padded([one.pieces for one in batch])
        states = torch.stack([held.float() for held in self.low(pieces, torch.arange(pieces.shape[1])[None] >= sizes[:, None])])
        x = self.pin((states * torch.softmax(self.mix, 0)[:, None, None, None]).sum(0))
        at, standing, tag, inside, place = (
            padded([torch.from_numpy(getattr(one.features, name)) for one in batch])
            for name in ("piece", "standing", "tag", "inside", "place")
        )
        sizes = torch.tensor([len(one.features.ids) for one in batch])
        blank = torch.arange(at.shape[1])[None] >= sizes[:, None]
        x = torch.gather(x, 1, at[..., None].expand(-1, -1, WIDTH)) + self.cin(padded([one.alone for one in batch]))
        x = x + self.drop(self.kn(standing)) + self.drop(self.tg(tag)) + self.pi(inside) + self.cp(place)
        return self.enc(self.drop(self.ln(x)), src_key_padding_mask=blank).float(), blank

    def loss(self, batch: Sequence[Example]) -> torch.Tensor:
        """How unlikely the trees of a batch are, a question."""
        held, blank = self.memory(batch)
        size = max(len(one.steps) for one in batch) - 1
        given, places, is_span = torch.zeros(len(batch), size).long(), torch.zeros(len(batch), size).long(), torch.zeros(len(batch), size)
        wanted = {kind: torch.full((len(batch), size), -100) for kind in ("token", "start", "end")}
        for row, one in enumerate(batch):
            for at, (kind, number) in enumerate(one.steps[:-1]):
                given[row, at] = number if kind == "token" else len(TOKENS) + (kind == "end")
                places[row, at], is_span[row, at] = (0, 0) if kind == "token" else (number, 1)
            for at, (kind, number) in enumerate(one.steps[1:]):
                wanted[kind][row, at] = number
        pointed = torch.gather(held, 1, places[..., None].expand(-1, -1, WIDTH)) * is_span[..., None]
        x = self.tok(given) + pointed + self.tp(torch.arange(size).clamp(max=STEPS - 1))[None]
        ahead = torch.triu(torch.full((size, size), float("-inf")), 1)
        x = self.dec(self.drop(x), held, tgt_mask=ahead, memory_key_padding_mask=blank, tgt_is_causal=True)
        total = nn.functional.cross_entropy(
            self.out(x).transpose(1, 2), wanted["token"], reduction="sum", label_smoothing=SMOOTHED
        )  # fmt: skip
        for kind, asks, holds in (("start", self.ps, self.ms), ("end", self.pe, self.me)):
            scores = (asks(x) @ holds(held).transpose(1, 2) / WIDTH**0.5).masked_fill(blank[:, None], -1e9)
            total = total + nn.functional.cross_entropy(scores.transpose(1, 2), wanted[kind], reduction="sum")
        return total / len(batch)


def examples(lines: Iterable[tuple[str, list[Token]]]) -> list[Example]:
    """Questions with what the language model begins with."""
    out = []
    for text, tokens in lines:
        pieces, told = features(text)
        begun, alone = encoder().begun(pieces), encoder().words(told.ids)
        out.append(Example(told, torch.from_numpy(begun), torch.from_numpy(alone), steps_of(tokens)))
    return out


def train(lines: Sequence[tuple[str, list[Token]]], begun: Path | None = None) -> Net:
    """A network that has learned the lines; `begun` holds weights that have learned others, and only goes over all again."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    dice = random.Random(SEED)
    names: dict[str, set[str]] = defaultdict(set)
    for text, tokens in lines:
        for mark, span in spans(tokens):
            if mark in UNITS or mark == "cell":
                names["unit" if mark in UNITS else "row"].add(text[slice(*span)])
    pool = {kind: sorted(some) for kind, some in names.items()}
    epochs, top = (EPOCHS, RATE) if begun is None else (EPOCHS_AGAIN, RATE_AGAIN)
    own = examples(lines)
    sys.stdout.write(f"{len(lines)} questions\n")
    net = Net().train()
    if begun is not None:
        net.load_state_dict({name: torch.from_numpy(np.array(held)) for name, held in weights(begun).items()}, strict=False)
    low = {id(weight) for weight in net.low.parameters()}
    rest = [weight for weight in net.parameters() if id(weight) not in low]
    rates = ({"params": list(net.low.parameters()), "top": RATE_LOW}, {"params": rest, "top": top})
    optimiser = torch.optim.AdamW(rates, weight_decay=DECAY)
    steps, done = epochs * (len(lines) // BATCH + 1), 0
    for epoch in range(epochs):
        others = examples(exchanged(*line, pool, dice) for line in lines)
        order = [other if dice.random() < EXCHANGED else one for one, other in zip(own, others, strict=True)]
        order.sort(key=lambda one: len(one.features.ids) + dice.random() * 8)
        batches, total = [order[at : at + BATCH] for at in range(0, len(order), BATCH)], 0.0
        dice.shuffle(batches)
        for batch in batches:
            done += 1
            for group in optimiser.param_groups:
                group["lr"] = group["top"] * min(1, done / WARM_UP) * max(0.02, 1 - done / steps)
            with torch.autocast("cpu", torch.bfloat16):
                loss = net.loss(batch)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            total += float(loss.detach()) * len(batch)
        sys.stdout.write(f"round {epoch + 1}: {total / len(lines):.2f}\n")
        sys.stdout.flush()
    return net.eval()


def save(net: Net, path: Path) -> None:
    """Write the weights: tables of eight bits with a scale a row, and vectors in half precision."""
    held: dict[str, np.ndarray] = {}
    for name, weight in net.state_dict().items():
        values = weight.numpy()
        if values.ndim < 2:
            held[name] = values.astype(np.float32)
            continue
        scale = np.abs(values).max(axis=1, keepdims=True) / 127 + 1e-12
        held[name], held[f"{name}.scale"] = np.round(values / scale).astype(np.int8), scale.astype(np.float32)
    np.savez_compressed(path, **held)  # type: ignore[arg-type]


def main() -> None:
    """Read, train, write; or hold a file out and say how well it is told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hold", default=None)
    parser.add_argument("--begun", type=Path, default=None, help="weights to go on from: minutes, where few lines are new")
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    files = sorted(MODEL.parent.glob("*.jsonl"))
    lines = [line for file in files if file.stem != options.hold for line in read_lines(file)]
    save(train(lines, options.begun), options.out)
    if options.hold:
        kept = list(read_lines(MODEL.parent / f"{options.hold}.jsonl"))
        right = sum(bool(found := written(text)) and list(found[0].tokens) == tokens for text, tokens in kept)
        sys.stdout.write(f"{options.hold}: {right} of {len(kept)} trees as written\n")


if __name__ == "__main__":
    main()
