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
WAIT = 60_000  # milliseconds; far more than it takes, for a machine that is busy with other work


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


def ask(page, question):
    """Type a question, and wait until its answer begins."""
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.keyboard.press("Enter")
    page.get_by_test_id("stChatMessage").nth(1).wait_for(timeout=WAIT)
