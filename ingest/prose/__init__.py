"""Lines of text → blocks, chunks and the numbers of the narrative."""
