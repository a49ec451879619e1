"""From names to figures to derivations: what a query comes to."""

from answering.evaluating.evaluate import evaluate

__all__ = ["evaluate"]
