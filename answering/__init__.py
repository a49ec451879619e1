"""From a question to a checked answer: read, bind, evaluate, tell, read back (`engine.py` is the table of contents)."""
