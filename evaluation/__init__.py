"""Evaluation: gold questions in, predictions, judgements, figures and reports out.

    gold.py, importers.py   files of questions  → rows (the gold question of the answer contract)
    kept.py                 a folder of PDFs    → a library, read once and kept
    asking.py               rows, a workspace   → predictions, in order
    judging.py              a row, a prediction → Judgement: right, or what is wrong
    queries.py              two queries         → the same tree, the same cells
    removed.py              an index            → copies without a part of the rows, and what is wrong on them
    measures.py             judgements          → the figures of a run
    report.py, page.py      a run               → Markdown, JUnit XML, one HTML page

`evaluate.py` is the command; `judging.py` means by right what the project's outer scorer means.
"""
