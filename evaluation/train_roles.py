"""Train the tagger of roles: `python -m evaluation.train_roles` reads data/reading/roles/*.txt and writes roles.npz there.

Each line of *.txt is a question with its roles in brackets, written by hand: `[u无锡水利局]的[r培训费][q多少]`; what stands in no
bracket is talk.  Some questions are repeated with the names of other things and units put in place of their own, so that the
frame is learned and not the name.  Takes a minute or two.  `--hold FILE` leaves a file out and says how well it is told.
"""

from __future__ import annotations

import argparse
import random
import sys

import numpy as np
import torch

from answering.reading.folding import fold
from answering.reading.roles import BUCKETS, MODEL, ROLES, features, roles

HERE = MODEL.parent
ROUNDS = 14
BATCH = 32
RATE = 0.03
SEED = 7
SELDOM = 2  # a feature that is seen less often tells nothing
DECAY = 5e-4
DROPPED_OUT = 0.3  # how many features of a character are left out in training, so that none is relied upon alone
SHUFFLED = 1  # how many more copies of a question, with other names
Marked = list[tuple[str, str]]  # stretches with their roles


def marked(line: str) -> Marked:
    """A line as its stretches; raises ValueError where the brackets do not fit."""
    out: Marked = []
    rest = line.strip()
    while rest:
        at = rest.find("[")
        if at != 0:
            out.append((rest[: at if at > 0 else None], "-"))
            rest = rest[at:] if at > 0 else ""
            continue
        end = rest.index("]")
        if rest[1] not in ROLES or end < 3 or "[" in rest[1:end]:
            raise ValueError(f"not marked as it should be: {line}")
        out.append((rest[2:end], rest[1]))
        rest = rest[end + 1 :]
    return out


def labelled(stretches: Marked) -> tuple[str, list[int]]:
    """The folded question, and the role of each of its characters."""
    text = "".join(part for part, _ in stretches)
    every = [ROLES.index(role) for part, role in stretches for _ in part]
    folded, places = fold(text)
    return folded, [every[place] for place in places]


def exchanged(stretches: Marked, pool: dict[str, list[str]], dice: random.Random) -> Marked:
    """The same question with other names in place of its own."""
    return [(dice.choice(pool[role]) if role in pool and dice.random() < 0.6 else part, role) for part, role in stretches]


def train(examples: list[tuple[str, list[int]]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights of (features, roles), of moves from role to role, and of the first role."""
    torch.manual_seed(SEED)
    moves = torch.nn.Parameter(torch.zeros(len(ROLES), len(ROLES)))
    first = torch.nn.Parameter(torch.zeros(len(ROLES)))
    held = [(features(text), tags) for text, tags in examples if text]
    often = np.bincount(np.concatenate([rows.ravel() for rows, _ in held]), minlength=BUCKETS)
    used = np.flatnonzero(often >= SELDOM)
    place = np.zeros(BUCKETS, np.int64)
    place[used] = np.arange(1, len(used) + 1)
    weights = torch.nn.EmbeddingBag(len(used) + 1, len(ROLES), mode="sum", padding_idx=0)
    torch.nn.init.zeros_(weights.weight)
    ready = [(torch.from_numpy(place[rows]), torch.tensor(tags)) for rows, tags in held]
    optimiser = torch.optim.Adam([*weights.parameters(), moves, first], lr=RATE)
    dice = random.Random(SEED)
    for number in range(ROUNDS):
        # of questions of about the same length, so that little is padded
        order = sorted(range(len(ready)), key=lambda at: (len(ready[at][1]) // 4, dice.random()))
        batches = [order[begin : begin + BATCH] for begin in range(0, len(order), BATCH)]
        dice.shuffle(batches)
        optimiser.param_groups[0]["lr"] = RATE * (1 - number / ROUNDS)
        total = 0.0
        for some in batches:
            rows = torch.nn.utils.rnn.pad_sequence([ready[at][0] for at in some], batch_first=True)
            tags = torch.nn.utils.rnn.pad_sequence([ready[at][1] for at in some], batch_first=True, padding_value=-1)
            rows = rows * (torch.rand(rows.shape) > DROPPED_OUT)
            scores = weights(rows.flatten(0, 1)).view(*tags.shape, len(ROLES))
            loss = _loss(scores, tags, moves, first)
            optimiser.zero_grad()
            (loss + DECAY * len(some) * (weights.weight**2).sum()).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            total += float(loss.detach())
        sys.stdout.write(f"round {number + 1}: {total / len(ready):.3f}\n")
    table = np.zeros((BUCKETS, len(ROLES)), np.float32)
    table[used] = weights.weight.detach().numpy()[1:]
    return table, moves.detach().numpy(), first.detach().numpy()


def _loss(scores: torch.Tensor, tags: torch.Tensor, moves: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
    """The negative logarithm of how likely the marked roles are, of a batch; tags of -1 are padding."""
    there = tags >= 0
    known = tags.clamp(min=0)
    gold = (scores.gather(2, known[..., None])[..., 0] * there).sum(1) + first[known[:, 0]]
    gold = gold + (moves[known[:, :-1], known[:, 1:]] * there[:, 1:]).sum(1)
    ahead = scores[:, 0] + first
    for at in range(1, tags.shape[1]):
        on = scores[:, at] + torch.logsumexp(ahead[:, :, None] + moves, dim=1)
        ahead = torch.where(there[:, at, None], on, ahead)
    return (torch.logsumexp(ahead, dim=1) - gold).sum()


def main() -> None:
    """Read, train, write; or hold a file out and say how well it is told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hold", default=None)
    args = parser.parse_args()
    files = sorted(HERE.glob("*.txt"))
    lines = {file.stem: [marked(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()] for file in files}
    kept = [one for name, some in lines.items() if name != args.hold for one in some]
    pool: dict[str, list[str]] = {}
    for one in kept:
        for part, role in one:
            if role in "ur":
                pool.setdefault(role, []).append(part)
    dice = random.Random(SEED)
    examples = [labelled(one) for one in kept]
    examples += [labelled(exchanged(one, pool, dice)) for one in kept for _ in range(SHUFFLED)]
    weights, moves, first = train(examples)
    rows = np.flatnonzero(np.abs(weights).max(axis=1) > 0.03)
    sys.stdout.write(f"{len(kept)} questions, {len(rows)} features\n")
    np.savez_compressed(MODEL, rows=rows.astype(np.int32), weights=weights[rows].astype(np.float16), moves=moves, first=first)
    if args.hold:
        _say(lines[args.hold])


def _say(lines: list[Marked]) -> None:
    right = total = 0
    table = np.zeros((2, 2), int)
    things = [ROLES.index(role) for role in "rpct"]
    for one in lines:
        text, tags = labelled(one)
        told = roles(text)
        right += int((told.argmax(axis=1) == np.array(tags)).sum())
        total += len(tags)
        for likely, tag in zip(told[:, things].sum(axis=1), tags, strict=True):
            table[int(tag in things), int(likely > 0.6)] += 1
    sys.stdout.write(f"{total} characters, told right {right / total:.3f}; ")
    sys.stdout.write(f"things found {table[1, 1]} of {table[1].sum()}, others taken {table[0, 1]}\n")


if __name__ == "__main__":
    main()
