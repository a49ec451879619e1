"""Telling: an evaluated query becomes an answer whose every number is bound to a place, and read back before it is shown.

    finish(tell(query, evaluation, shelf), query, evaluation, shelf)  →  Answer, less the question, the times and the model's part

`tell` asks one function for each type of outcome, by theme (`amounts`, `judgements`, `refusals`), for its lines of
pieces, named by `labels`; it has them written out (`draft`) and read back (`verify`), and leaves
out what does not pass.  `render` turns answers and figures into the JSON and the one line that the front ends show.
"""

from answering.telling.tell import asked_back, beside, closed, finish, tell

__all__ = ["asked_back", "beside", "closed", "finish", "tell"]
