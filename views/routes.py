"""What the browser fetches beside the page itself: pictures of pages, and the original files, from this server alone."""

from __future__ import annotations

import threading
from collections import OrderedDict
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote

from disclosure.errors import MingzhangError
from views.session import current_workspace

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from disclosure.document import BBox
    from workspace import Workspace

PAGES = "/original"  # /original/DOCUMENT/page/7.webp, /original/DOCUMENT/file
WIDEST = 1800  # pixels of a picture
PICTURES_KEPT = 400  # about 60 MB
QUALITY = 88
FOR_A_DAY = "private, max-age=86400, immutable"  # a document is named by the digest of its bytes

_kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
_lock = threading.Lock()


def pages_url(document_id: str) -> str:
    """The folder of a document's pictures."""
    return f"{PAGES}/{document_id}/page/"


def file_url(document_id: str) -> str:
    """The original file."""
    return f"{PAGES}/{document_id}/file"


def routes() -> list[BaseRoute]:
    """The routes, for the web server."""
    from starlette.routing import Route

    return [Route(PAGES + "/{document}/page/{page:int}.webp", page_picture), Route(PAGES + "/{document}/file", original_file)]


def page_picture(request: Request) -> Response:
    """A page as a picture."""
    from starlette.responses import PlainTextResponse, Response

    try:
        workspace = current_workspace()
        picture = draw(workspace, request.path_params["document"], request.path_params["page"])
    except MingzhangError as problem:
        return PlainTextResponse(str(problem), status_code=404)
    return Response(picture, media_type="image/webp", headers={"cache-control": FOR_A_DAY})


def original_file(request: Request) -> Response:
    """The PDF as it was published, to be saved, never opened within this site."""
    from starlette.responses import FileResponse, PlainTextResponse

    try:
        library = current_workspace().library
        record = library.document(request.path_params["document"])
        path = library.pdf_path(record.id)
    except MingzhangError as problem:
        return PlainTextResponse(str(problem), status_code=404)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(record.file_name)}", "cache-control": FOR_A_DAY}
    return FileResponse(path, media_type="application/pdf", headers=headers)


def draw(workspace: Workspace, document_id: str, page: int) -> bytes:
    """The picture of a page, kept for the next who looks; UnknownNameError for no such document or page."""
    from ingest.pages.pdfium import draw_page

    library = workspace.library
    record = library.document(document_id)
    with _lock:
        if (record.id, page) in _kept:
            _kept.move_to_end((record.id, page))
            return _kept[record.id, page]
    workspace.refuse_endless(record, page)
    pages = library.pages(record.id)
    width = pages[page - 1].width if 1 <= page <= len(pages) else WIDEST
    image, _ = draw_page(library.pdf_path(record.id), page, min(2.0, WIDEST / max(1.0, width)), record.file_name)
    drawn = BytesIO()
    image.save(drawn, "WEBP", quality=QUALITY, method=2)
    return _keep(record.id, page, drawn.getvalue())


def draw_outlined(workspace: Workspace, document_id: str, page: int, box: BBox | None) -> bytes:
    """The picture of a page with a box outlined, to be taken away."""
    from PIL import Image, ImageDraw

    width = workspace.library.pages(document_id)[page - 1].width
    with Image.open(BytesIO(draw(workspace, document_id, page))) as picture:
        outlined = picture.convert("RGB")
    if box is not None:
        scale = outlined.width / width
        sides = ((box.x0 - 2) * scale, (box.top - 2) * scale, (box.x1 + 2) * scale, (box.bottom + 2) * scale)
        ImageDraw.Draw(outlined).rectangle(sides, outline=(208, 32, 32), width=3)
    drawn = BytesIO()
    outlined.save(drawn, "WEBP", quality=QUALITY, method=2)
    return drawn.getvalue()


def _keep(document_id: str, page: int, picture: bytes) -> bytes:
    with _lock:
        _kept[document_id, page] = picture
        while len(_kept) > PICTURES_KEPT:
            _kept.popitem(last=False)
    return picture
