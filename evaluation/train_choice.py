"""Grow the forest that weighs readings.

    python -m evaluation.train_choice rows data/gold/corpus_*.jsonl --documents FOLDER    # questions asked → data/reading/choice/rows.npz
    python -m evaluation.train_choice grow                                                # rows.npz → forest.npz, and how well it tells

`rows` asks the questions of each gold set with the documents that answer them and those of `--beside` loaded, takes down
every candidate reading with its signs, and judges what each would be told as; minutes, with the PDFs at hand.  `grow` takes
seconds, without them.  The figures that it prints are of sets left out in turn, so of questions the trees did not see.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier  # type: ignore[import-untyped]

from answering.binding.shelf import Shelf
from answering.query.codec import parse_query
from answering.reading.agreeing import LIKELY, SURE
from answering.reading.offline import by_network, by_rules
from answering.reading.weighing import FOREST, SIGNS, Candidate, signs
from answering.telling import finish, tell
from answering.telling.render import answer_json
from evaluation.gold import read_gold
from evaluation.judging import Row, judge
from evaluation.kept import folder_key, open_kept
from retrieval.library import Library
from workspace import Settings, Workspace

ROWS = FOREST.with_name("rows.npz")
TREES, LEAVES, SMALLEST, SIGNS_TRIED = 100, 512, 3, 0.3
FOLDS = 7
SEED = 1


BLANK: dict[str, NDArray[Any]] = {  # one leaf, by which the rules' reading is taken: to begin with, where the signs are new
    "roots": np.zeros(1, np.int32), "sign": np.zeros(1, np.uint8), "threshold": np.zeros(1, np.float32), "left": np.zeros(1, np.int32),
    "right": np.zeros(1, np.int32), "value": np.full(1, 0.5, np.float16), "signs": np.array(SIGNS), "depth": np.array(0),
}  # fmt: skip


def tell_line(line: str) -> None:
    """A line of progress."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def documents_of(gold: Sequence[Row], beside: frozenset[str]) -> frozenset[str]:
    """The files, without their ending, that a set is asked over."""
    named = (name for row in gold for field in ("answered_by", "documents") for name in row.get(field) or ())
    return beside | {str(name).removesuffix(".pdf") for name in named}


def candidates(workspace: Workspace, shelf: Shelf, row: Row) -> tuple[list[Candidate], bool]:
    """Every reading of a question, and whether it comes behind another."""
    earlier = [str(text) for text in row.get("history") or ()]
    last = workspace.ask_after(earlier[:-1], earlier[-1], documents=row.get("documents")) if earlier else None
    queries = [parse_query(last.query)] if last and last.query else []
    chosen = {str(name).removesuffix(".pdf") for name in row.get("documents") or ()}
    documents = [one.id for one in workspace.library.documents() if one.file_name.removesuffix(".pdf") in chosen]
    rules = by_rules(row["question"], queries, shelf, documents)
    heard = by_network(row["question"], queries, shelf, documents, before=earlier[-1] if queries else "")
    return [Candidate(rules), *(Candidate(reading, score) for score, reading in heard)], bool(queries)


def is_right(shelf: Shelf, row: Row, candidate: Candidate) -> bool:
    """Whether the answer that a candidate gives is the expected one, if the asker confirms it."""
    reading = candidate.reading
    if reading.tried is None:
        return False
    query, evaluation = replace(reading.query, unused=()), reading.tried[1]
    return judge(row, answer_json(finish(tell(query, evaluation, shelf), query, evaluation, shelf))).right


def rows_of(workspace: Workspace, gold: Sequence[Row]) -> Iterator[tuple[NDArray[np.float32], list[bool]]]:
    """For each question the signs of its candidates, and which of them are right."""
    shelf = Shelf(workspace.library)
    shelf.refresh()
    for row in gold:
        found, followed = candidates(workspace, shelf, row)
        yield signs(found, row["question"], followed=followed), [is_right(shelf, row, one) for one in found]


def collect(sets: Sequence[Path], folder: Path, beside: Path | None, cache: Path) -> dict[str, NDArray[Any]]:
    """The rows of all sets, with the set and the question that each is of."""
    every: list[tuple[NDArray[np.float32], list[bool], int]] = []
    names = frozenset(path.stem for path in beside.glob("*.pdf")) if beside else frozenset()
    settings = Settings(cache)  # with the bundled vectors: they bring names that are near in meaning
    with open_kept(folder, settings, cache, tell_line):
        index = cache / folder_key(folder, settings.embedding_model)
    for number, path in enumerate(sets):
        gold = read_gold(path)
        with tempfile.TemporaryDirectory() as place:
            copy = Path(place) / "index"
            shutil.copytree(index, copy)
            with Library.open(copy, embedder=None) as library:
                for record in library.documents():
                    if record.file_name.removesuffix(".pdf") not in documents_of(gold, names):
                        library.remove(record.id)
            with closing(Workspace.open(replace(settings, index=copy))) as workspace:
                every += [(*found, number) for found in rows_of(workspace, gold)]
        tell_line(f"{path.stem} {sum(any(right) for _, right, at in every if at == number)}/{len(gold)}")
    question = [np.full(len(right), at, np.int32) for at, (_, right, _) in enumerate(every)]
    group = [np.full(len(right), at, np.int16) for _, right, at in every]
    return {
        "signs": np.array(SIGNS), "rows": np.concatenate([held for held, _, _ in every]).astype(np.float16),
        "right": np.concatenate([np.array(right) for _, right, _ in every]),
        "question": np.concatenate(question), "set": np.concatenate(group),
    }  # fmt: skip


def grown(rows: NDArray[np.float32], right: NDArray[np.bool_]) -> Any:
    """A forest of the rows."""
    how: dict[str, Any] = {"max_leaf_nodes": LEAVES, "min_samples_leaf": SMALLEST, "max_features": SIGNS_TRIED}
    return ExtraTreesClassifier(TREES, **how, random_state=SEED, n_jobs=-1).fit(rows, right)


def flat(forest: Any) -> dict[str, NDArray[Any]]:
    """The trees one behind the other, as `weighing` reads them."""
    held: dict[str, list[Any]] = {name: [] for name in ("roots", "sign", "threshold", "left", "right", "value")}
    begin = 0
    for estimator in forest.estimators_:
        tree = estimator.tree_
        own, leaf = np.arange(tree.node_count), tree.children_left < 0
        held["roots"].append([begin])
        held["sign"].append(np.where(leaf, 0, tree.feature))
        held["threshold"].append(np.where(leaf, 0, tree.threshold))
        held["left"].append(begin + np.where(leaf, own, tree.children_left))
        held["right"].append(begin + np.where(leaf, own, tree.children_right))
        held["value"].append(tree.value[:, 0, 1] / tree.value[:, 0].sum(axis=1))
        begin += tree.node_count
    kinds = {"roots": np.int32, "sign": np.uint8, "threshold": np.float32, "left": np.int32, "right": np.int32, "value": np.float16}
    depth = max(estimator.get_depth() for estimator in forest.estimators_)
    out = {name: np.concatenate(held[name]).astype(kinds[name]) for name in kinds}
    return {**out, "signs": np.array(SIGNS), "depth": np.array(depth)}


def left_out(rows: NDArray[np.float32], right: NDArray[np.bool_], sets: NDArray[np.int16]) -> NDArray[np.float64]:
    """How likely each row is held to be right by a forest that did not see its set."""
    out = np.zeros(len(rows))
    for fold in range(FOLDS):
        held = sets % FOLDS == fold
        if held.any():
            out[held] = grown(rows[~held], right[~held]).predict_proba(rows[held])[:, 1]
    return out


def told(likely: NDArray[np.float64], right: NDArray[np.bool_], question: NDArray[np.int32]) -> str:
    """What the likeliest of each question's candidates comes to."""
    best: dict[int, int] = {}
    for at, number in enumerate(question):
        if number not in best or likely[at] > likely[best[number]]:
            best[int(number)] = at
    chosen = np.array(sorted(best.values()))
    lines = [
        f"{len(chosen)} questions, a right candidate for {len(set(question[right]))}, the likeliest is right for {right[chosen].sum()}"
    ]
    for bound in (SURE, LIKELY):
        above = chosen[likely[chosen] >= bound]
        lines.append(f"at least {bound}: {len(above)}, of which {right[above].sum()} are right")
    return "\n".join(lines)


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("rows", "grow"))
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--documents", type=Path, help="the folder of all PDFs")
    parser.add_argument("--beside", type=Path, help="PDFs that are loaded with every set")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "mingzhang-choice")
    options = parser.parse_args()
    if options.what == "rows":
        if not FOREST.exists() or tuple(np.load(FOREST)["signs"]) != SIGNS:
            np.savez_compressed(FOREST, allow_pickle=False, **BLANK)
        np.savez_compressed(ROWS, allow_pickle=False, **collect(options.sets, options.documents, options.beside, options.cache))
    with np.load(ROWS) as held:
        if tuple(held["signs"]) != SIGNS:
            raise SystemExit("these rows have other signs: collect them anew")
        rows, right, question, sets = held["rows"].astype(np.float32), held["right"], held["question"], held["set"]
    tell_line(told(left_out(rows, right, sets), right, question))
    np.savez_compressed(FOREST, allow_pickle=False, **flat(grown(rows, right)))


if __name__ == "__main__":
    main()
