"""Gold questions put to a workspace: one prediction a question, in order, whatever runs at once.

    for prediction in asked(workspace, rows, concurrency=4): …      # {"id": …, then the answer of the contract}

A question that the program breaks on gets a prediction with `error`, and loses no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from disclosure.errors import MingzhangError
from evaluation.judging import Row

if TYPE_CHECKING:
    from disclosure.answer import Answer
    from workspace import Workspace

Tell = Callable[[str], None]
AHEAD = 4  # questions handed out for each that runs at once


def ask_all(workspace: Workspace, gold: Iterable[Row]) -> list[Row]:
    """One prediction a gold question, in order."""
    return list(asked(workspace, list(gold)))


def asked(
    workspace: Workspace, gold: Sequence[Row], *, concurrency: int = 1, oracle: bool = False, tell: Tell = print, keep: Tell | None = None
) -> Iterator[Row]:
    """Predictions in the order of the questions.  `tell` gets a line for what went wrong.

    With `oracle` the gold query is executed in place of the question; a row without one is then refused.  `keep` is
    called inside the handler of a program error, to store its traceback.
    """

    def one(row: Row) -> Row:
        return {"id": row["id"], **_answered(workspace, row, oracle, tell, keep)}

    if concurrency <= 1:
        yield from map(one, gold)
        return
    waiting: list[Future[Row]] = []
    pool = ThreadPoolExecutor(concurrency, thread_name_prefix="ask")
    try:
        rows = iter(gold)
        for row in rows:
            waiting.append(pool.submit(one, row))
            if len(waiting) >= concurrency * AHEAD:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def can_execute(workspace: Workspace) -> bool:
    """Whether this workspace takes queries."""
    return callable(getattr(workspace, "execute", None))


def executed(workspace: Workspace, row: Row) -> Answer:
    """The answer to the gold query of a row; QueryError where it is none."""
    from answering.query.codec import parse_query

    run: Callable[..., Answer] = getattr(workspace, "execute")  # noqa: B009 — until every workspace takes queries
    return run(parse_query(row["query"]), documents=row.get("documents"))


def _answered(workspace: Workspace, row: Row, oracle: bool, tell: Tell, keep: Tell | None) -> Mapping[str, Any]:
    from answering.telling.render import answer_json

    try:
        if oracle and not row.get("query"):
            raise MingzhangError("这一题没有标准查询式")
        answer = executed(workspace, row) if oracle else _asked_in_turn(workspace, row)
    except MingzhangError as problem:
        tell(f"{row['id']} {problem}")
        return _unanswered(row, str(problem))
    except Exception as problem:  # noqa: BLE001 — a front end: one question that breaks must not lose the others' answers
        line = f"程序出错：{type(problem).__name__}: {problem}"
        tell(f"{row['id']} {line}")
        if keep:
            keep(row["id"])
        return {**_unanswered(row, "程序出错，没有答案"), "error": line}
    times = answer.record.get("times_ms")
    stages = {str(name): round(spent, 3) for name, spent in times.items()} if isinstance(times, Mapping) else None
    return answer_json(answer) | {"question": row["question"]} | ({"stages_ms": stages} if stages else {})


def _asked_in_turn(workspace: Workspace, row: Row) -> Answer:
    return workspace.ask_after([str(text) for text in row.get("history") or ()], row["question"], documents=row.get("documents"))


def _unanswered(row: Row, reason: str) -> dict[str, Any]:
    return {"question": row["question"], "status": "not_found", "text": reason, "reason": reason}
