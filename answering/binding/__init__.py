"""From names to figures: whose documents, which rows and columns, or why there is none."""
