"""A worded answer in a real browser: sentences appear as they pass their check, and nothing unchecked is ever on the page."""

import re

import pytest
from chat_server import CHROMIUM, WAIT, ask, headless, serving_chat
from model_endpoint import serving, told

from answering.word import LEAD

QUESTION = "2026年支出预算为什么增加"
WRONG = "预算支出总计999万元[c1]。"
# every state of the page that a reader could have seen
WATCH = """() => {
    window.seen = [];
    const note = () => { const text = document.body.innerText; if (text !== window.seen.at(-1)) window.seen.push(text); };
    new MutationObserver(note).observe(document.body, {childList: true, subtree: true, characterData: true});
}"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)"),
]


LISTED = "2026年有哪些项目"


def slowly(prompt):
    """A wrong sentence, two of the document's own, and a wrong one again."""
    rows = re.findall(r"^\[c\d+\] (.+)：(\{v\d+\})$", prompt, re.MULTILINE)
    if rows:
        (one, slot), (other, _) = rows[0], rows[1]
        return [f"{other}{slot}。", f"{one}{slot}。", "\n", f"{one}999万元。"]
    sources = dict(re.findall(r"^\[(c\d+)\] (.+)$", prompt, re.MULTILINE))
    right = [f"{text.rstrip('。；').split('。')[0]}。[{key}]" for key, text in sources.items()][:2]
    return [WRONG, right[0], "\n", right[1], "\n", WRONG, WRONG]


@pytest.fixture(scope="module")
def chat(sample_index):
    """(address, the model's server) of a chat with a slow model that is wrong half of the time."""
    with serving(told(slowly, pause=0.7)) as model:
        settings = {"MINGZHANG_MODEL_URL": model.url, "MINGZHANG_MODEL": "慢模型", "MINGZHANG_EMBEDDING_MODEL": "none"}
        with serving_chat(sample_index, **settings) as (address, _):
            yield address, model


def states(page, question):
    """Every state of the page until the answer was whole, and the answer."""
    page.get_by_test_id("stChatInput").wait_for(timeout=WAIT)
    page.evaluate(WATCH)
    ask(page, question)
    answer = page.get_by_test_id("stChatMessage").nth(1)
    answer.get_by_role("button", name=re.compile("第.*页")).first.wait_for(timeout=WAIT)
    return page.evaluate("() => window.seen"), answer.inner_text()


def test_a_table_is_there_at_once_and_its_sentence_when_it_has_passed(chat):
    with headless() as browser:
        page = browser.new_page(viewport={"width": 1200, "height": 900}, locale="zh-CN")
        page.goto(chat[0])
        seen, final = states(page, LISTED)
    sentence = re.search(f"{LEAD}(.+)", final)[1]
    row = re.search(r"^(.+?)：[\d,.]+ 万?元", final, re.MULTILINE)[1]
    waiting = [text for text in seen if "正在查找" in text]
    assert not any("可以这样问" in text for text in waiting[1:])  # the first screen has gone by then
    assert any(row in text and LEAD not in text for text in waiting)  # the rows, before the model said anything
    assert any(re.sub(r"\[\d+\]", "", sentence) in re.sub(r"\[\d+\]", "", text) for text in waiting)
    assert not any("999" in text or "{v" in text for text in seen)


def test_sentences_appear_as_they_pass_and_an_unchecked_number_never(chat):
    address, model = chat
    with headless() as browser:
        page = browser.new_page(viewport={"width": 1200, "height": 900}, locale="zh-CN")
        page.goto(address)
        before = len(model.requests)
        seen, final = states(page, QUESTION)
    assert len(model.requests) == before + 1
    assert LEAD in final
    said = final.split(LEAD)[1].split("\n\n")[:2]
    assert all(re.search(r"\d", sentence) for sentence in said)
    begun = [text for text in seen if LEAD in text]
    # the first was read alone, then both, while the model was still at it and before the quotations came
    assert any(said[0] in text and said[1] not in text for text in begun)
    assert any(said[0] in text and said[1] in text and "正在查找" in text for text in begun)
    assert not any("999" in text or "{v" in text or "[c" in text for text in seen)
