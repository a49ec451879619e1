"""What the document says against itself: sums (勾稽), digits left over, doubts."""
