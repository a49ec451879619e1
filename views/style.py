"""The little that the theme file cannot say: Chinese words for Streamlit's own, and room on a narrow screen."""

from __future__ import annotations

import streamlit as st

# Streamlit writes these words in English and takes no others; the words are replaced where they are drawn.
STYLE = """
<style>
[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p { font-size: 0; }
[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p::after { content: "选择文件"; font-size: 0.9rem; }
[data-testid="stFileUploaderDropzoneInstructions"] { font-size: 0; }
[data-testid="stFileUploaderDropzoneInstructions"] * { font-size: 0 !important; }
[data-testid="stFileUploaderDropzoneInstructions"]::after { content: "可一次选多份，每份不超过 200MB"; font-size: 0.8rem; opacity: 0.7; }
[data-testid="stMainBlockContainer"] { padding-top: 3.5rem; }
.st-key-strip-narrow { display: none; }
@media (max-width: 640px) {
  .st-key-strip-narrow { display: block; }
  .st-key-strip-wide { display: none; }
  [data-testid="stMainBlockContainer"] { padding-left: 0.75rem; padding-right: 0.75rem; }
  h1 { font-size: 2rem !important; }
}
</style>
"""


def apply_style() -> None:
    """Put the style on the page."""
    st.html(STYLE)
