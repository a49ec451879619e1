"""Train the second reader: `python -m evaluation.train_trees` reads data/reading/trees/*.jsonl and writes trees.npz there.

Each line is a question with its tree over the asker's own words (`evaluation.span_trees`), written by hand.  Some are repeated
with the names of other things and units in place of their own, so that the frame is learned and not the name.  The layers of
the language model stay as they are; what stands on them is learned, in about a quarter of an hour on one core.
`--hold FILE` leaves a file out and says how many of its trees are written as they should be.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
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
from retrieval.encoder import LEVELS, encoder

EPOCHS, BATCH, RATE, WARM_UP = 16, 32, 7e-4, 100
DROPPED_OUT, SMOOTHED, DECAY = 0.15, 0.05, 0.01
EPOCHS_AGAIN, RATE_AGAIN = 4, 3e-4  # of weights that have learned most of the lines
COPIES = 1  # more of each question, with other names
EXCHANGED = 0.6  # how likely a name is another in a copy
INNER = 512
SEED = 1
UNITS, ROWS = ("@unit", "#unit"), ("cell", "#under")


@dataclass(slots=True)
class Example:
    """A question to learn from."""

    features: Features
    states: torch.Tensor  # (levels, pieces + 2, 384), in half precision
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
        if kinds[span] and dice.random() < EXCHANGED:
            words = same.setdefault(words, dice.choice(pool[kinds[span]]))
        moved[span] = (len(out), len(out) + len(words))
        out, at = out + words, span[1]
    return out + text[at:], [token if isinstance(token, str) else moved[token] for token in tokens]


class Net(nn.Module):
    """What `network` runs, to be trained."""

    def __init__(self) -> None:
        """With weights as they begin."""
        super().__init__()
        width = encoder().width
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
        longest = max(one.states.shape[1] for one in batch)
        states = torch.stack([nn.functional.pad(one.states, (0, 0, 0, longest - one.states.shape[1])) for one in batch], 1).float()
        x = self.pin((states * torch.softmax(self.mix, 0)[:, None, None, None]).sum(0))
        padded = nn.utils.rnn.pad_sequence
        at, standing, tag, inside, place = (
            padded([torch.from_numpy(getattr(one.features, name)) for one in batch], batch_first=True)
            for name in ("piece", "standing", "tag", "inside", "place")
        )
        sizes = torch.tensor([len(one.features.ids) for one in batch])
        blank = torch.arange(at.shape[1])[None] >= sizes[:, None]
        alone = padded([torch.from_numpy(encoder().words(one.features.ids)) for one in batch], batch_first=True)
        x = torch.gather(x, 1, at[..., None].expand(-1, -1, WIDTH)) + self.cin(alone)
        x = x + self.drop(self.kn(standing)) + self.drop(self.tg(tag)) + self.pi(inside) + self.cp(place)
        return self.enc(self.drop(self.ln(x)), src_key_padding_mask=blank), blank

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


def examples(lines: Sequence[tuple[str, list[Token]]]) -> list[Example]:
    """Questions with the states of the language model, which are the same in every round."""
    out = []
    for text, tokens in lines:
        pieces, told = features(text)
        out.append(Example(told, torch.from_numpy(encoder().states(pieces)).half(), steps_of(tokens)))
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
    copies = [examples(lines)]
    copies += [examples([exchanged(*line, pool, dice) for line in lines]) for _ in range(COPIES if begun is None else 0)]
    sys.stdout.write(f"{len(lines)} questions\n")
    net = Net().train()
    if begun is not None:
        net.load_state_dict({name: torch.from_numpy(np.array(held)) for name, held in weights(begun).items()})
    optimiser = torch.optim.AdamW(net.parameters(), top, weight_decay=DECAY)
    steps, done = epochs * (len(lines) // BATCH + 1), 0
    for epoch in range(epochs):
        order = [dice.choice(copies)[at] for at in range(len(lines))]
        order.sort(key=lambda one: len(one.features.ids) + dice.random() * 8)
        batches, total = [order[at : at + BATCH] for at in range(0, len(order), BATCH)], 0.0
        dice.shuffle(batches)
        for batch in batches:
            done += 1
            optimiser.param_groups[0]["lr"] = top * min(1, done / WARM_UP) * max(0.02, 1 - done / steps)
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
