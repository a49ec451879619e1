"""Telling: an evaluated query becomes an answer whose every number is bound to a place, and read back before it is shown.

    finish(tell(query, evaluation, shelf), query, evaluation, shelf)  →  Answer, less the question, the times and the model's part

`tell` gives the draft: pieces of text (`draft`), one function for each type of outcome, by theme: `amounts`, `sets`, `judgements`,
`words`, `refusals`.  `finish` writes it out (`write`, `cite`), reads it back (`verify`, `scoped`) and leaves out what does not pass.
`render` turns answers and figures into the JSON and the one line that the front ends show.
"""

from answering.telling.finish import asked_back, closed, finish
from answering.telling.tell import tell

__all__ = ["asked_back", "closed", "finish", "tell"]
