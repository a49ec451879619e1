"""Where it was before."""

from answering.model.consultation import Consultation

__all__ = ["Consultation"]
