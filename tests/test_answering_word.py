"""What a model words is shown only when the document says it: figures by slot, sources by key, each sentence checked alone."""

import re
import unicodedata

import pytest
from adversarial_replies import replies
from model_replies import ScriptedModel, scripted

from answering.assistant import NOTICE
from answering.draft import unescape
from answering.engine import Engine
from answering.grounding import unsupported
from answering.verify import HARMLESS
from answering.word import LEAD, MOST_SENTENCES
from disclosure.answer import Status
from disclosure.errors import ModelError
from disclosure.mention import MentionKind, find_numbers
from prompts import SLOT
from workspace import NO_MODEL, Settings, Workspace

QUESTION = "2026年支出预算为什么增加"
MARKER = re.compile(r"\[(\d+)\]")


@pytest.fixture(scope="module")
def sample(sample_index):
    """The sample's library, and its newest budget."""
    opened = Workspace.open(Settings(sample_index, NO_MODEL))
    newest = max(opened.documents(), key=lambda record: record.fiscal_year)
    yield opened.library, newest.id
    opened.close()


@pytest.fixture(scope="module")
def ask(sample):
    library, newest = sample
    return lambda model=None, question=QUESTION: Engine(library, model).ask(question, documents=[newest])


@pytest.fixture(scope="module")
def base(ask):
    """The answer without a model."""
    answer = ask()
    assert answer.status is Status.ANSWERED
    return answer


@pytest.fixture(scope="module")
def sources(ask):
    """What the model is shown: key → text with slots."""
    model = scripted(always="。")
    ask(model)
    return dict(re.findall(r"^\[(c\d+)\] (.+)$", model.requests[0].prompt, re.MULTILINE))


def flat(text):
    """As a reader sees it, without white space, markers and escapes."""
    shown = unicodedata.normalize("NFKC", unescape(MARKER.sub("", text)))
    return "".join(c for c in shown if not c.isspace() and not unicodedata.category(c).startswith("C"))


def added(answer, base):
    """What stands above the answer that there is without a model."""
    if answer.text == base.text:
        return ""
    assert answer.text.startswith(LEAD)
    lead, first, rest = answer.text.partition(base.text.split("\n\n")[0])
    assert flat(first + rest) == flat(base.text)
    return lead


def test_the_model_sees_no_figure(sources):
    assert len(sources) > 1
    for text in sources.values():
        assert not [mention for mention in find_numbers(SLOT.sub("", text)) if mention.kind not in HARMLESS]
    assert any("{v" in text for text in sources.values())


def test_a_sentence_of_the_document_is_shown_with_its_own_figures_and_marker(ask, base, sources):
    sentence = sources["c1"].rstrip("。；")
    model = scripted(f"{sentence}[c1]。")
    answer = ask(model)
    lead = added(answer, base)
    assert flat(lead).removeprefix(flat(LEAD)).rstrip("。") in flat(base.text)
    assert re.search(r"\d", lead)
    assert MARKER.findall(lead) == ["1"]
    assert answer.model == "scripted"
    assert answer.claims == base.claims
    assert [call["prompt"] for call in answer.record["model"]["calls"]] == ["word"]


SHORTER = [
    # how a sentence of the document is changed, and whether that may be
    ("the reason alone", lambda text: re.sub("^.*?(?=主要原因是[^，。；{]+$)", "", text), True),
    ("without the reason", lambda text: text.split("，主要原因")[0], True),
    ("another direction", lambda text: text.replace("增长", "下降"), False),
    ("another year", lambda text: text.replace("2025", "2024"), False),
    ("denied", lambda text: text.replace("增加", "没有增加"), False),
    ("a figure at the end", lambda text: re.sub(r"(\{v\d+\})(.*)", r"\2\1", text, count=1), False),
    ("figures exchanged", lambda text: re.sub(r"\{(v\d+)\}(.*?)\{(v\d+)\}", r"{\3}\2{\1}", text, count=1), False),
]


@pytest.mark.parametrize(("change", "shown"), [row[1:] for row in SHORTER], ids=[row[0] for row in SHORTER])
def test_words_may_be_left_out_and_none_changed(ask, base, sources, change, shown):
    sentences = [(key, part) for key, text in sources.items() for part in re.split("[。；]", text) if "{v" in part]
    changed = [(key, other) for key, part in sentences if (other := change(part)) != part]
    assert changed
    for key, sentence in changed:
        assert bool(added(ask(scripted(f"{sentence}[{key}]。")), base)) is shown


def test_no_more_than_a_few_sentences(ask, base, sources):
    parts = [f"{part}[{key}]。" for key, text in sources.items() for part in re.findall("主要原因是[^，。；{]+|^[^，。；]+", text)]
    assert len(parts) > MOST_SENTENCES
    assert len(added(ask(scripted("".join(parts))), base).strip().split("\n\n")) == MOST_SENTENCES


def test_two_hundred_hostile_replies_show_nothing_that_is_not_there(ask, base, sources):
    clean = sources["c1"].rstrip("。；")
    slot = re.search(r"\{v\d+\}", clean)[0]
    hostile = replies(clean, slot)
    assert len(hostile) >= 200
    places = [(one.document_id, one.page, one.quote) for one in base.citations]
    shown = 0
    for reply in hostile:
        answer = ask(scripted(always=reply))
        lead = added(answer, base)
        shown += bool(lead)
        assert wrong_numbers(lead, base.text) == [], reply[:200]
        assert not re.search(r"<|!\[|\]\(|https?:|www\.|\*\*|&#|:material|javascript", unescape(lead)), reply[:200]
        assert not re.search("核对|核实|单元格|仅见正文|不一致|系统|指令", flat(lead)), reply[:200]
        assert {int(number) for number in MARKER.findall(lead)} <= {citation.marker for citation in answer.citations}
        assert sorted((one.document_id, one.page, one.quote) for one in answer.citations) == sorted(places)
        assert answer.claims == base.claims
        assert (answer.status, answer.verification.passed) == (Status.ANSWERED, True)
    assert shown < len(hostile) / 10


def wrong_numbers(lead, text):
    """Numbers of the lead that do not stand in the text behind the words that they stand behind in the lead."""
    said, there = flat(lead.replace(LEAD, "")), flat(text)
    wrong = []
    for mention in find_numbers(said):
        clause = re.split("[，。；：、]", said[: mention.start])[-1] + mention.text
        known = mention.kind in (MentionKind.YEAR, MentionKind.ORDINAL) and mention.text in there
        if not known and clause not in there:
            wrong.append(clause)
    return wrong + [c for c in MARKER.sub("", lead) if c.isnumeric() and c not in text]


def test_the_check_of_this_test_sees_a_wrong_number():
    assert wrong_numbers("支出12.5万元。", "支出12.6万元。")
    assert wrong_numbers("收入12.6万元。", "支出12.6万元。")
    assert wrong_numbers("支出Ⅸ。", "支出12.6万元。")
    assert wrong_numbers("支出12.6万元。", "支出12.6万元。") == []


def test_a_model_that_is_down_leaves_the_answer_as_it_was(ask, base):
    answer = ask(scripted(always=ModelError("模型没有答复")))
    assert (answer.text, answer.model, answer.notice) == (base.text, None, NOTICE)


@pytest.mark.parametrize("question", ["什么是机关运行经费", "公用经费是多少", "支出最多的三个项目"])
def test_the_model_is_not_asked_where_it_has_nothing_to_add(ask, question):
    model = scripted(always="。")
    answer = ask(model, question)
    assert not model.requests
    assert answer.text == ask(None, question).text


def test_sentences_are_released_as_they_pass_and_never_before(sample, base, sources):
    library, newest = sample
    wrong = "预算支出总计999万元[c1]。"
    right = [f"{text.rstrip('。；').split('。')[0]}。[{key}]" for key, text in sources.items()][:2]
    events = []

    class Slow(ScriptedModel):
        def stream(self, prompt, *, max_tokens, seconds=None):
            for character in wrong + "".join(right) + wrong:
                events.append(character)
                yield character

    answer = Engine(library, Slow()).ask(QUESTION, documents=[newest], release=events.append)
    released = [event for event in events if len(event) > 1]
    assert len(released) == 2
    assert events.index(released[0]) < len(events) - len(wrong) - 2
    assert not any("999" in event for event in released)
    lead = added(answer, base).removeprefix(LEAD)
    assert lead.strip().split("\n\n") == released


def test_what_had_passed_stays_when_the_reply_breaks_off(sample, base, sources):
    library, newest = sample

    class Broken(ScriptedModel):
        def stream(self, prompt, *, max_tokens, seconds=None):
            yield f"{sources['c1'].rstrip('。；')}[c1]。主要原因"
            raise ModelError("模型断了")

    answer = Engine(library, Broken()).ask(QUESTION, documents=[newest])
    assert added(answer, base)
    assert answer.verification.passed


TEXT = "甲局2026年支出总计{v1}，比上年增加{v2}，增长{v3}，主要原因是河道工程增加。其中：基本支出{v4}，项目支出{v5}，未安排公务接待费。"
GROUNDS = [
    ("甲局2026年支出总计{v1}，主要原因是河道工程增加", True),
    ("比上年增加{v2}，增长{v3}", True),
    ("其中基本支出为{v4}", True),
    ("项目支出{v5}，未安排公务接待费", True),
    ("因为河道工程增加，所以支出总计增加", True),
    ("支出总计{v1}", False),  # whose, and of which year, is left out
    ("增长{v3}", False),  # of what
    ("支出总计{v2}", False),
    ("项目支出{v4}", False),
    ("甲局2026年支出总计{v1}以上", False),
    ("安排公务接待费", True),  # known limit: 未 is left out, and no figure with it
    ("未增加支出", False),
    ("河道工程减少", False),
    ("支河局道出工", False),
    ("{v9}", False),
    ("", False),
]


@pytest.mark.parametrize(("sentence", "good"), GROUNDS)
def test_a_sentence_is_the_documents_with_omissions(sentence, good):
    assert (unsupported(sentence, TEXT) is None) is good
