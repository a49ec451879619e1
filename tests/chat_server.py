"""The real chat server and a real headless browser, for the tests that need both."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

from conftest import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
WAIT = 30_000  # milliseconds; far more than it takes, for a machine that is busy with other work


@contextmanager
def serving_chat(index, **settings):
    """(address, seconds until the server answered) of a chat on an index folder; `settings` go into its environment."""
    command = [sys.executable, "cli.py", "serve", "--index", str(index)]
    environment = {**os.environ, **settings}
    started = time.monotonic()
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    address = None
    for line in server.stdout:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            address = found.group()
            break
    assert address, "the server did not say where it is"
    while time.monotonic() - started < 30:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).read()
            break
        except OSError:
            time.sleep(0.1)
    yield address, time.monotonic() - started
    server.terminate()
    server.wait(timeout=20)
    server.stdout.close()


@contextmanager
def headless():
    """A browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        yield opened
        opened.close()


@contextmanager
def open_page(browser, address, path="", *, width=1280, height=900, color_scheme="light", permissions=()):
    """A page of the site in a session of its own, settled; requests that leave this machine are noted in `page.left`."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", color_scheme=color_scheme, permissions=list(permissions)
    )
    page = context.new_page()
    page.left = []
    page.on("request", lambda request: None if request.url.startswith((address, "data:", "blob:")) else page.left.append(request.url))
    page.goto(address + path)
    page.locator("body[data-keys=ready]").wait_for(state="attached", timeout=WAIT)  # mounted last
    settled(page)
    yield page
    context.close()


def settled(page):
    """Wait until the page is drawn to its end."""
    page.wait_for_timeout(120)  # what was pressed is on its way
    page.wait_for_function("document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'", timeout=WAIT)


def answer_of(page, number):
    """The answer to the question of this number, from 0."""
    return page.get_by_test_id("stChatMessage").nth(2 * number + 1)


def ask(page, question):
    """Type a question, and wait until its answer stands."""
    before = page.get_by_test_id("stChatMessage").count()
    box = page.get_by_test_id("stChatInputTextArea")
    box.wait_for(timeout=WAIT)
    box.fill(question)
    page.keyboard.press("Enter")
    page.get_by_test_id("stChatMessage").nth(before + 1).wait_for(timeout=WAIT)
    settled(page)
