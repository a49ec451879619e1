"""The little that the theme file cannot say: Chinese words for Streamlit's own, and room on a narrow screen."""

from __future__ import annotations

import streamlit as st

from views.language import is_english

STYLE = """
<style>
[data-testid="stMainBlockContainer"] { padding: 4.2rem 2rem 2rem; max-width: 1600px; }
.st-key-language_switch { position: fixed; top: 0.85rem; right: 3.2rem; z-index: 999991; width: auto; }
.st-key-source_pane { position: sticky; top: 4rem; max-height: calc(100vh - 5rem); overflow: auto; }
body:has([data-testid="stChatInput"]) .st-key-source_pane { max-height: calc(100vh - 15.5rem); --page-height: calc(100vh - 34rem); }
[data-testid="stColumn"]:has(.st-key-source_pane) div:has(.st-key-source_pane) { height: 100%; }
[data-testid="stCaptionContainer"] { color: inherit; opacity: 0.8; }
[data-testid="stChatMessage"] { scroll-margin-top: 4.5rem; }
[data-testid="stChatMessage"] h3 { font-variant-numeric: tabular-nums; padding: 0; }
[data-testid="stMainMenuPopover"] div:has(> .stMenuVersionCopyButton) { display: none; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: 4rem 0.75rem 1rem; }
  .st-key-source_pane { position: static; max-height: none; scroll-margin-top: 4rem; }
  .st-key-source_waiting { display: none; }
  body:has([data-testid="stSidebarCollapseButton"] [aria-expanded="true"]) .st-key-language_switch { display: none; }
  [data-testid="stSidebarCollapseButton"] { display: block !important; visibility: visible !important; }
  [data-testid="stSidebarCollapseButton"] button > * { display: none; }
  [data-testid="stSidebarCollapseButton"] button::after { content: "✕"; font-size: 1.1rem; }
  h1 { font-size: 2rem !important; }
}
</style>
"""

# Streamlit writes these words in English and takes no others; the words are replaced where they are drawn.
CHINESE = """
<style>
[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p { font-size: 0; }
[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p::after { content: "选择文件"; font-size: 0.9rem; }
[data-testid="stFileUploaderDropzoneInstructions"] { font-size: 0; }
[data-testid="stFileUploaderDropzoneInstructions"] * { font-size: 0 !important; }
[data-testid="stFileUploaderDropzoneInstructions"]::after { content: "可一次选多份，每份不超过 200MB"; font-size: 0.8rem; opacity: 0.7; }
[data-testid^="stMainMenuItem-theme-"] { font-size: 0; white-space: nowrap; }
[data-testid^="stMainMenuItem-theme-"]::after { font-size: 0.875rem; }
[data-testid="stMainMenuItem-theme-System"]::after { content: "随系统"; }
[data-testid="stMainMenuItem-theme-Light"]::after { content: "浅色"; }
[data-testid="stMainMenuItem-theme-Dark"]::after { content: "深色"; }
[data-testid="stMainMenuItem-about"] [data-testid="stMainMenuItemLabel"] { font-size: 0; }
[data-testid="stMainMenuItem-about"] [data-testid="stMainMenuItemLabel"]::after { content: "关于明账"; font-size: 0.875rem; }
</style>
"""


def apply_style() -> None:
    """Put the style on the page."""
    st.html(STYLE if is_english() else STYLE + CHINESE)
