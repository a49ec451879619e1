"""One page of a PDF: what it shows, upright, as glyphs, rules and marks at what is doubtful."""
