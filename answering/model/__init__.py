"""The one doorway to a language model: any endpoint that speaks the OpenAI protocol, through LangChain.

    settings = ModelSettings.from_mapping(os.environ)     # None: no model configured, everything works without
    consultation = Consultation(LanguageModel(settings))  # one question's calls: one budget of tokens and time, one record
    consultation.ask(load("query"), {…}, max_tokens=800)  → str, or ModelError within the deadline
    parse_json(reply)                                     → the JSON object in it, or None

What comes back is a proposal.  Nothing here knows figures or queries; whoever asks lets through only what holds.
"""

from answering.model.client import MOST_CALLS, ChatModel, LanguageModel, Limits, ModelSettings
from answering.model.consultation import NOTICE, Consultation, estimate_tokens, parse_json

__all__ = ["MOST_CALLS", "NOTICE", "ChatModel", "Consultation", "LanguageModel", "Limits", "ModelSettings", "estimate_tokens", "parse_json"]
