"""The only place that sees a question's words: the offline reader, follow-ups, the model as reader."""
