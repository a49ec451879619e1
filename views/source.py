"""Where an answer stands: the page of the PDF as a picture, with the cell outlined."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import streamlit as st
from PIL import Image

from answering.draft import escape
from answering.render import citation_place
from disclosure.answer import Citation
from disclosure.document import BBox
from workspace import Workspace

STRIP_MARGIN = 70.0  # points shown above and below the cell in the enlarged strip
NARROW_LEFT, NARROW_RIGHT = 210.0, 60.0  # points shown beside the cell where the screen is narrow


@st.dialog("原文出处", width="large")
def show_source(workspace: Workspace, citations: Sequence[Citation]) -> None:
    """A dialog with the page that all of `citations` stand on and their cells outlined; one alone is enlarged and quoted."""
    first = citations[0]
    boxes = tuple(citation.bbox for citation in citations if citation.bbox)
    page = page_picture(workspace, first.document_id, first.page, boxes)
    if len(citations) == 1:
        st.markdown(escape(citation_place(first)))
        _draw_quote(workspace, first, page)
    else:
        st.markdown(f"{escape(first.file_name)} 第{first.page}页，红框标出{len(boxes)}处")
    st.image(page, caption=f"第 {first.page} 页", width="stretch")


def _draw_quote(workspace: Workspace, citation: Citation, page: bytes) -> None:
    box = citation.bbox
    if box is None:
        st.markdown(f"> {escape(citation.quote)}")
        return
    width = workspace.library.pages(citation.document_id)[citation.page - 1].width
    # style.py shows one of the two
    with st.container(key="strip-wide"):
        st.image(strip(page, width, BBox(0, box.top - STRIP_MARGIN, width, box.bottom + STRIP_MARGIN)), width="stretch")
    with st.container(key="strip-narrow"):
        near = BBox(box.x0 - NARROW_LEFT, box.top - STRIP_MARGIN, box.x1 + NARROW_RIGHT, box.bottom + STRIP_MARGIN)
        st.image(strip(page, width, near), width="stretch")
    st.caption(f"红框处：{escape(citation.quote)}")


@st.cache_data(max_entries=64, show_spinner="正在画出原文…")
def page_picture(_workspace: Workspace, document_id: str, page: int, boxes: tuple[BBox, ...]) -> bytes:
    """The page as PNG; kept, since several citations stand on one page."""
    return _workspace.page_image(document_id, page, boxes)


def strip(page: bytes, page_width: float, part: BBox) -> bytes:
    """A part of a page picture; what lies outside the page is left out."""
    with Image.open(BytesIO(page)) as picture:
        scale = picture.width / page_width
        left, top = max(0, round(part.x0 * scale)), max(0, round(part.top * scale))
        right, bottom = min(picture.width, round(part.x1 * scale)), min(picture.height, round(part.bottom * scale))
        cut = BytesIO()
        picture.crop((left, top, right, bottom)).save(cut, "PNG")
    return cut.getvalue()
