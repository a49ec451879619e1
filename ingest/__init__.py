"""PDF → Disclosure: pure, no stores, no models.

The way of a page, which is also the folders:

    pages/    what a page shows: glyphs, rules, marks at what is doubtful; a picture is recognised
    tables/   grids of cells with title, unit note and roles, joined over pages
    figures/  the tables' values, each with its labels, level, unit, year and stage
    prose/    blocks of text, chunks, and the numbers of the narrative
    checks/   sums, digits left over, doubts: what the document says against itself

`read.py` is the table of contents, `facts.py` says whose document it is, `mishaps.py` keeps one bad page from costing the file.
"""
