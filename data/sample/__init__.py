"""The sample disclosures: figures, page layout and the three documents made of them; `data/make_sample.py` runs it."""
