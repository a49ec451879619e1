"""The second reader of questions: a small network that writes the query tree over the asker's own words.

It knows language and no library; names are linked to what is printed by the same code as the rules' (`leaves`, `cells`).
`python -m evaluation.train_trees` trains it from data/reading/trees; `grammar` holds its language, `network` its sums,
`spoken` its trees as values, `reader` what they come to in a library.
"""
