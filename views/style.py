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
[data-testid="stMainBlockContainer"] { padding: 4.2rem 2rem 2rem; max-width: 1600px; }
.st-key-language_switch { position: fixed; top: 0.55rem; right: 1rem; z-index: 999991; width: auto; }
.st-key-source_pane { position: sticky; top: 4rem; max-height: calc(100vh - 5rem); overflow: auto; }
body:has([data-testid="stChatInput"]) .st-key-source_pane { max-height: calc(100vh - 14rem); --page-height: calc(100vh - 28.5rem); }
[data-testid="stColumn"]:has(.st-key-source_pane) div:has(.st-key-source_pane) { height: 100%; }
[data-testid="stCaptionContainer"] { color: inherit; opacity: 0.8; }
[data-testid="stChatMessage"] h3 { font-variant-numeric: tabular-nums; padding: 0; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: 4rem 0.75rem 1rem; }
  .st-key-source_pane { position: static; max-height: none; scroll-margin-top: 4rem; }
  .st-key-source_waiting { display: none; }
  h1 { font-size: 2rem !important; }
}
</style>
"""


def apply_style() -> None:
    """Put the style on the page."""
    st.html(STYLE)
