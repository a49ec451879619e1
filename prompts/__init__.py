"""The words sent to a model, one Markdown file each, and the marks that prompt, code and tests share.

    prompt = load("word")
    prompt.render(question=unfenced(question), sources=unfenced(…), task="…")   → the text to send
    prompt.name, prompt.version, prompt.hash                                            → go on the answer

A file begins with its version and its variables; `{{name}}` in it stands for one of them.  A variable that is not
declared, declared and not used, or not given is a PromptError.
"""

from prompts.loader import Prompt, load, names
from prompts.marks import (
    CITATION,
    FENCE_END,
    FENCE_START,
    REFUSAL,
    SLOT,
    citation_key,
    fence,
    slot_key,
    unfenced,
)

__all__ = [
    "CITATION",
    "FENCE_END",
    "FENCE_START",
    "REFUSAL",
    "SLOT",
    "Prompt",
    "citation_key",
    "fence",
    "load",
    "names",
    "slot_key",
    "unfenced",
]
