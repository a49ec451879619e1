"""The words sent to a model, one Markdown file each, and the fence around data in them.

    prompt = load("query")
    prompt.render(question=unfenced(question), catalogue=unfenced(…), …)   → the text to send
    prompt.name, prompt.version, prompt.hash                                → go on the answer's record

A file begins with its version and its variables; `{{name}}` in it stands for one of them.  A variable that is not
declared, declared and not used, or not given is a PromptError.
"""

from prompts.loader import Prompt, load, names
from prompts.marks import FENCE_END, FENCE_START, fence, unfenced

__all__ = ["FENCE_END", "FENCE_START", "Prompt", "fence", "load", "names", "unfenced"]
