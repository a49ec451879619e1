"""The stores of what ingest produced, and search in them; `library.py` is the one to use."""
