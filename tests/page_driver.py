"""The pages, driven without a browser: opened on an index folder, read as words and as tables."""

import json
from contextlib import contextmanager

from conftest import ROOT
from streamlit.testing.v1 import AppTest

from views.session import close_workspaces, current_workspace
from views.welcome import try_examples

PAGES = {
    "desk": "from views.desk import draw_desk as draw",
    "check": "from views.check import draw_check as draw",
    "overview": "from views.overview import draw_overview as draw",
    "documents": "from views.documents import draw_documents as draw",
}
SCRIPT = """
from views.session import shared_workspace
from workspace import Settings
{take}
draw(shared_workspace(Settings.from_environment()))
"""


@contextmanager
def opening(monkeypatch):
    """A function that opens a page ("chat" is the whole site) on an index folder."""

    def opened(folder, page="chat", **state):
        monkeypatch.setenv("MINGZHANG_INDEX", str(folder))
        monkeypatch.setenv("MINGZHANG_EMBEDDING_MODEL", "none")
        monkeypatch.setattr("views.sign_in._on_this_machine", lambda: True)
        close_workspaces()
        if page == "chat":
            app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
            if (folder / "library.sqlite3").exists():
                try_examples(current_workspace())
        else:
            app = AppTest.from_string(SCRIPT.format(take=PAGES[page]), default_timeout=60)
        for name, value in state.items():
            app.session_state[name] = value
        return app.run()

    yield opened
    close_workspaces()


def elements(block):
    """Everything in a block, in order."""
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from elements(child)


def tables(app):
    """The data of every component on the page by its key: figure tables, sheets, page viewers."""
    found = {}
    for element in elements(app.main):
        if element.type == "bidi_component":
            found[element.proto.id.split("-", 2)[2]] = json.loads(element.proto.json)
    return found


def said(app):
    """All words on the page."""
    kinds = (app.title, app.markdown, app.caption, app.error, app.info, app.warning, app.success, app.subheader)
    return "\n".join(str(element.value) for elements in kinds for element in elements)


def press(app, label):
    """Click the first button whose label holds `label`."""
    return next(button for button in app.button if label in button.label).click().run()
