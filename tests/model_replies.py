"""A model that is a queue of replies and a record of what it was asked."""

from collections import deque
from dataclasses import dataclass, field

from answering.model import Limits
from disclosure.errors import ModelError


@dataclass
class Request:
    """One call."""

    prompt: str
    max_tokens: int
    schema: dict | None


@dataclass
class ScriptedModel:
    """Plays replies in order, then `always`; an exception in the queue is raised, a function is given the prompt."""

    replies: deque = field(default_factory=deque)
    always: object = None  # None: a call beyond the queue is no answer
    name: str = "scripted"
    limits: Limits = field(default_factory=Limits)
    requests: list[Request] = field(default_factory=list)

    def reply(self, prompt, *, max_tokens, schema=None, seconds=None):
        """The next one."""
        self.requests.append(Request(prompt, max_tokens, schema))
        found = self.replies.popleft() if self.replies else self.always
        if found is None:
            raise ModelError("没有更多的答复")
        if isinstance(found, Exception):
            raise found
        return found(prompt) if callable(found) else found


def scripted(*replies, always=None):
    """A model with these replies."""
    return ScriptedModel(deque(replies), always)
