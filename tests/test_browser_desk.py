"""The journeys of the desk and of the other pages, in a real headless browser."""

import re
from contextlib import suppress

import pytest
from chat_server import CHROMIUM, WAIT, answer_of, ask, headless, open_page, serving_chat, settled
from many_documents import renamed, unit_name
from pdf_maker import text_pdf
from playwright.sync_api import TimeoutError

from retrieval.library import Library
from workspace import read_file

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def chat(sample_index):
    with serving_chat(sample_index) as (address, _):
        yield address


@pytest.fixture(scope="module")
def browser():
    with headless() as opened:
        yield opened


@pytest.fixture
def desk(browser, chat):
    with open_page(browser, chat, "/desk", permissions=["clipboard-read", "clipboard-write"]) as opened:
        yield opened


def search(page, words):
    page.keyboard.press("/")
    box = page.locator(".st-key-desk_text input")
    assert box.evaluate("e => e === document.activeElement")
    box.fill(words)
    page.locator(".st-key-desk_results tbody tr").filter(has_text=words.split()[0]).first.wait_for(timeout=WAIT)
    settled(page)


def put_in_order(page, name):
    """Choose an order; a page that is drawn anew meanwhile closes the list, which is then opened once more."""
    option = page.get_by_role("option", name=name)
    for _ in range(5):
        page.locator(".st-key-desk_order [role=combobox], .st-key-desk_order input").first.click()
        with suppress(TimeoutError):
            option.click(timeout=WAIT / 5)
            return
    raise AssertionError(f"the list of orders does not stay open for {name}")


def test_the_desk_is_worked_by_keys_alone_and_copies_with_citation(desk):
    search(desk, "差旅费")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.locator(".st-key-desk_results tr.open").wait_for(timeout=WAIT)
    settled(desk)
    desk.keyboard.press(" ")
    desk.get_by_role("button", name="CSV · 所选 1 个").wait_for(timeout=WAIT)
    desk.keyboard.press("Control+c")
    desk.wait_for_timeout(300)
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert "差旅费" in copied
    assert re.search(r"：.*元（.*\.pdf 第\d+页）", copied)


def test_ticked_rows_stay_ticked_and_stand_side_by_side(desk):
    search(desk, "差旅费")
    rows = desk.locator(".st-key-desk_results tbody tr")
    for number in (1, 2):
        rows.nth(number).locator("td.tick").click()
        settled(desk)
    rows.first.click()
    desk.locator(".st-key-desk_results tr.open").wait_for(timeout=WAIT)
    desk.get_by_role("button", name="CSV · 所选 2 个").wait_for(timeout=WAIT)
    assert desk.locator(".st-key-desk_results input:checked").count() == 2
    beside = desk.locator(".st-key-ticked-table tbody tr")
    beside.first.wait_for(timeout=WAIT)
    assert beside.count() == 2
    assert beside.nth(1).locator("td.number").last.inner_text()
    search(desk, "会议费")
    desk.get_by_role("button", name=re.compile("CSV · (全部|前)")).wait_for(timeout=WAIT)


def test_filters_say_what_they_let_through_and_an_order_what_it_leaves_out(desk):
    frame = desk.locator(".st-key-desk_results .frame")
    assert frame.evaluate("e => e.scrollWidth <= e.clientWidth")
    search(desk, "2026")
    put_in_order(desk, "从大到小")
    desk.get_by_text(re.compile("另有 [\\d,]+ 个别的数")).wait_for(timeout=WAIT)
    desk.locator("h3").first.click()  # out of the box of orders
    search(desk, "差旅费")
    desk.get_by_role("button", name="行：差旅费").first.click()
    settled(desk)
    desk.get_by_role("button", name="行里有：差旅费").click()
    desk.get_by_role("button", name="行里有：差旅费").wait_for(state="hidden", timeout=WAIT)


def test_the_years_of_a_unit_stand_side_by_side(desk):
    search(desk, "差旅费")
    desk.locator(".st-key-desk_results tbody tr").first.click()
    desk.get_by_text("同一格在别处").first.wait_for(timeout=WAIT)
    desk.get_by_text("历年并列").click()
    for year in ("2025", "2026"):
        desk.locator(".st-key-pivot-table tbody tr").filter(has_text=year).first.wait_for(timeout=WAIT)
    assert desk.locator(".st-key-pivot-table tbody tr.open").count() == 1


def test_units_stand_side_by_side_with_ranks_and_are_taken_away(browser, tmp_path, sample_pdf):
    names = {unit_name(number) for number in range(3)}
    with Library.open(tmp_path / "index") as library:
        for number in range(3):
            library.add(renamed(read_file(sample_pdf), number), sample_pdf)
    with serving_chat(tmp_path / "index") as (address, _), open_page(browser, address, "/desk") as page:
        search(page, "差旅费")
        page.locator(".st-key-desk_results tbody tr").first.click()
        rows = page.locator(".st-key-pivot-table tbody tr")
        rows.first.wait_for(timeout=WAIT)
        assert {name for name in names for row in rows.all_inner_texts() if name in row} == names
        assert [row.split()[0] for row in rows.all_inner_texts()] == ["1", "2", "3"]
        other = rows.nth(2)
        name = next(name for name in names if name in other.inner_text())
        other.click()
        page.locator(".st-key-source_pane").get_by_text(name).wait_for(timeout=WAIT)
        with page.expect_download() as waited:
            page.get_by_role("button", name="CSV").last.click()
        assert len(waited.value.path().read_text(encoding="utf-8-sig").splitlines()) == 4


def test_the_list_of_keys_opens_and_closes(desk):
    desk.keyboard.press("Control+/")
    dialog = desk.get_by_role("dialog", name="键盘")
    dialog.wait_for(state="visible", timeout=WAIT)
    desk.keyboard.press("Control+/")
    dialog.wait_for(state="hidden", timeout=WAIT)


def test_a_desk_search_is_downloaded_as_a_workbook(desk):
    search(desk, "差旅费")
    with desk.expect_download() as waited:
        desk.get_by_role("button", name=re.compile("^XLSX")).first.click()
    assert waited.value.path().read_bytes()[:2] == b"PK"


def test_a_phone_shows_the_amounts_of_the_desk(browser, chat):
    with open_page(browser, chat, "/desk", width=390, height=844) as phone:
        amount = phone.locator(".st-key-desk_results td.number").first
        amount.wait_for(timeout=WAIT)
        box = amount.bounding_box()
        assert box["x"] + box["width"] <= 390
        assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_phone_goes_to_the_page_of_the_row_that_was_pressed(browser, chat):
    with open_page(browser, chat, "/desk", width=390, height=844) as phone:
        phone.locator(".st-key-desk_results tbody tr").first.click()
        picture = phone.locator(".st-key-source_pane img").first
        picture.wait_for(timeout=WAIT)
        phone.wait_for_function("e => e.getBoundingClientRect().top < innerHeight - 100", arg=picture.element_handle(), timeout=WAIT)


def test_the_check_shows_a_failing_sum_and_its_page(browser, chat):
    with open_page(browser, chat, "/check") as page:
        page.get_by_text("加总对得上").first.wait_for(timeout=WAIT)
        page.locator("tbody tr").first.click()
        page.locator(".st-key-source_pane .box").first.wait_for(timeout=WAIT)


def test_the_overview_tells_what_is_there(browser, chat):
    with open_page(browser, chat, "/overview") as page:
        page.locator("tbody tr").first.wait_for(timeout=WAIT)
        page.locator("tbody tr").first.click()
        page.get_by_role("button", name="体检").last.click()
        page.get_by_text("加总对得上").first.wait_for(timeout=WAIT)
        assert "/check" in page.url


def test_an_upload_is_read_and_can_be_asked(browser, tmp_path, sample_pdf):
    with serving_chat(tmp_path / "index") as (address, _), open_page(browser, address, "/documents") as page:
        page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(str(sample_pdf))
        page.get_by_text("已收录").first.wait_for(timeout=WAIT)
        page.get_by_text("问答", exact=True).first.click()
        ask(page, "2026年差旅费是多少")
        answer_of(page, 0).get_by_role("heading").first.wait_for(timeout=WAIT)


HOSTILE = ("<script>alert(1)</script>", "$x^2$", "![x](https://h.invalid/x)")


def test_hostile_words_of_a_pdf_appear_as_words(browser, tmp_path):
    lines = "\n".join(HOSTILE)
    (tmp_path / "甲.pdf").write_bytes(text_pdf(f"测试市示例局2026年部门预算\n一、收支总体情况\n2026年支出总计100.00万元，{lines}。"))
    with serving_chat(tmp_path / "index") as (address, _), open_page(browser, address, "/documents") as page:
        page.on("dialog", lambda dialog: pytest.fail("a script ran"))
        page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(str(tmp_path / "甲.pdf"))
        page.get_by_text("已收录").first.wait_for(timeout=WAIT)
        page.get_by_text("查数", exact=True).first.click()
        row = page.locator(".st-key-desk_results tbody tr").filter(has_text="100.00").first
        row.wait_for(timeout=WAIT)
        row.click()
        page.locator(".st-key-source_pane img").first.wait_for(timeout=WAIT)
        page.wait_for_timeout(300)
        shown = page.locator(".st-key-source_pane").inner_text()
        assert [words for words in HOSTILE[:2] if words not in shown] == []
        assert page.locator("img[src*=invalid], a[href*=invalid]").count() == 0
        assert page.left == []


def test_a_wrong_password_opens_nothing(browser, sample_index):
    settings = {"MINGZHANG_PASSWORD": "对的密码"}
    with serving_chat(sample_index, **settings) as (address, _), open_page(browser, address, "/documents") as page:
        page.get_by_label("密码").fill("错的")
        page.get_by_role("button", name="登录").click()
        page.get_by_text("密码不对").wait_for(timeout=WAIT)
        assert page.get_by_test_id("stFileUploader").count() == 0
        page.get_by_label("密码").fill("对的密码")
        page.get_by_role("button", name="登录").click()
        page.get_by_test_id("stFileUploader").wait_for(timeout=WAIT)
