"""The forest that weighs readings: what is written is what was grown, and it is grown of the rows that are kept."""

import numpy as np

from answering.reading.weighing import FOREST, SIGNS, Forest
from evaluation.train_choice import ROWS, flat, grown, left_out, told


def _rows(count=400):
    dice = np.random.default_rng(5)
    rows = dice.random((count, len(SIGNS)), dtype=np.float32)
    return rows, rows[:, 3] + rows[:, 7] > 1


def test_what_is_written_weighs_as_what_was_grown(tmp_path):
    rows, right = _rows()
    forest = grown(rows, right)
    path = tmp_path / "forest.npz"
    np.savez_compressed(path, **flat(forest))
    likely = Forest.of(path).weigh(rows)
    assert np.allclose(likely, forest.predict_proba(rows)[:, 1], atol=2e-3)  # leaves are kept in half precision


def test_a_forest_of_other_signs_is_told(tmp_path):
    path = tmp_path / "forest.npz"
    np.savez_compressed(path, **{**flat(grown(*_rows(60))), "signs": np.array(SIGNS[1:])})
    try:
        Forest.of(path)
    except ValueError as problem:
        assert "train_choice" in str(problem)
    else:
        raise AssertionError("not told")


def test_the_kept_forest_is_grown_of_the_kept_rows():
    with np.load(ROWS) as held:
        assert tuple(held["signs"]) == SIGNS
        rows, right, question, sets = held["rows"].astype(np.float32), held["right"], held["question"], held["set"]
    kept = Forest.of(FOREST).weigh(rows)
    assert np.allclose(kept, grown(rows, right).predict_proba(rows)[:, 1], atol=2e-3)
    lines = told(left_out(rows, right, sets), right, question).splitlines()
    assert len(lines) == 3 and int(lines[1].split(", of which ")[1].split()[0]) > 0.95 * int(lines[1].split(": ")[1].split(",")[0])
