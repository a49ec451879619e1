"""What a model words is shown only when the document says it: figures by slot, sources by key, each sentence checked alone."""

import re
import unicodedata

import pytest
from adversarial_replies import replies
from model_replies import ScriptedModel, scripted
from telling_samples import BUREAU, DOCUMENT, Desk, cell, found, passage

from answering.evaluating.result import DocumentScope, Evaluation, Quoted
from answering.model.consultation import Consultation
from answering.query.tree import Define, Passage, Query, Scope
from answering.telling import finish, tell
from answering.telling.draft import unescape
from answering.telling.grounding import unsupported
from answering.telling.verify import HARMLESS
from answering.telling.wording import LEAD, MOST_SENTENCES, reword
from disclosure.answer import Status
from disclosure.errors import ModelError
from disclosure.mention import MentionKind, find_numbers
from prompts import SLOT

MARKER = re.compile(r"\[(\d+)\]")
PASSAGES = (
    passage("2026年预算支出总计1,000.00万元，比2025年预算增加200.00万元，增长25.00%，主要原因是河道工程增加。", "一、收支变动情况"),
    passage("基本支出400.00万元，比2025年预算减少20.00万元，主要原因是人员变动。项目支出600.00万元，增加220.00万元。", "二、支出", page=22),
)
QUERY = Query(Scope(), Passage("支出总计", "原因"))
HERE = (DocumentScope(BUREAU, 2026, "budget", "unit", (DOCUMENT,)),)


def answered(model=None, query=QUERY, outcome=None, release=None):
    """The answer, and what was said with the model."""
    evaluation = Evaluation(outcome or Quoted(query.ask, PASSAGES), HERE)
    draft = tell(query, evaluation, Desk())
    consultation = Consultation(model) if model else None
    if consultation:
        draft = reword(consultation, draft, query, evaluation, Desk(), release)
    return finish(draft, query, evaluation, Desk())


BASE = answered()
_asked = scripted(always="。")
answered(_asked)
SOURCES = dict(re.findall(r"^\[(c\d+)\] (.+)$", _asked.requests[0].prompt, re.MULTILINE))


def flat(text):
    """As a reader sees it, without white space, markers and escapes."""
    shown = unicodedata.normalize("NFKC", unescape(MARKER.sub("", text)))
    return "".join(c for c in shown if not c.isspace() and not unicodedata.category(c).startswith("C"))


def added(answer):
    """What stands above the answer that there is without a model."""
    if answer.text == BASE.text:
        return ""
    assert answer.text.startswith(LEAD)
    lead, first, rest = answer.text.partition(BASE.text.split("\n\n")[0])
    assert flat(first + rest) == flat(BASE.text)
    return lead


def test_the_model_sees_no_figure_and_the_query_in_words():
    assert len(SOURCES) == 2
    for text in SOURCES.values():
        assert not [mention for mention in find_numbers(SLOT.sub("", text)) if mention.kind not in HARMLESS]
    assert "{v1}" in SOURCES["c1"]
    assert "云岭县水务局 · 2026年单位预算 · “支出总计”的原因" in _asked.requests[0].prompt


def test_a_sentence_of_the_document_is_shown_with_its_own_figures_and_marker():
    answer = answered(scripted(f"{SOURCES['c1'].rstrip('。；')}[c1]。"))
    lead = added(answer)
    assert flat(lead).removeprefix(flat(LEAD)).rstrip("。") in flat(BASE.text)
    assert MARKER.findall(lead) == ["1"]
    assert answer.claims == BASE.claims


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
def test_words_may_be_left_out_and_none_changed(change, shown):
    sentences = [(key, part) for key, text in SOURCES.items() for part in re.split("[。；]", text) if "{v" in part]
    changed = [(key, other) for key, part in sentences if (other := change(part)) != part]
    assert changed
    for key, sentence in changed:
        assert bool(added(answered(scripted(f"{sentence}[{key}]。")))) is shown


def test_no_more_than_a_few_sentences():
    parts = [f"{part}[{key}]。" for key, text in SOURCES.items() for part in re.findall("主要原因是[^，。；{]+|^[^，。；]+", text)]
    assert len(parts) > MOST_SENTENCES
    assert len(added(answered(scripted("".join(parts)))).strip().split("\n\n")) == MOST_SENTENCES


def test_two_hundred_hostile_replies_show_nothing_that_is_not_there():
    clean = SOURCES["c1"].rstrip("。；")
    hostile = replies(clean, re.search(r"\{v\d+\}", clean)[0])
    assert len(hostile) >= 200
    places = [(one.document_id, one.page, one.quote) for one in BASE.citations]
    shown = 0
    for reply in hostile:
        answer = answered(scripted(always=reply))
        lead = added(answer)
        shown += bool(lead)
        assert wrong_numbers(lead, BASE.text) == [], reply[:200]
        assert not re.search(r"<|!\[|\]\(|https?:|www\.|\*\*|&#|:material|javascript", unescape(lead)), reply[:200]
        assert not re.search("核对|核实|单元格|仅见正文|不一致|系统|指令", flat(lead)), reply[:200]
        assert {int(number) for number in MARKER.findall(lead)} <= {citation.marker for citation in answer.citations}
        assert sorted((one.document_id, one.page, one.quote) for one in answer.citations) == sorted(places)
        assert (answer.status, answer.verification.passed, answer.claims) == (Status.ANSWERED, True, BASE.claims)
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


def test_a_model_that_is_down_says_so():
    with pytest.raises(ModelError):
        answered(scripted(always=ModelError("模型没有答复")))


@pytest.mark.parametrize(
    ("query", "outcome"),
    [
        (
            Query(Scope(), Define("运行经费")),
            Quoted(Define("运行经费"), (passage("运行经费：指日常经费。"),)),
        ),  # nothing to put more shortly
        (Query(Scope(), Passage("工资")), found(cell("120.00", "工资"))),
    ],
)
def test_the_model_is_not_asked_where_it_has_nothing_to_add(query, outcome):
    model = scripted(always="。")
    assert answered(model, query, outcome).text == answered(None, query, outcome).text
    assert not model.requests


def test_sentences_are_released_as_they_pass_and_never_before():
    wrong = "预算支出总计999万元[c1]。"
    right = [f"{text.rstrip('。；').split('。')[0]}。[{key}]" for key, text in SOURCES.items()][:2]
    events = []

    class Slow(ScriptedModel):
        def stream(self, prompt, *, max_tokens, seconds=None):
            for character in wrong + "".join(right) + wrong:
                events.append(character)
                yield character

    answer = answered(Slow(), release=events.append)
    released = [event for event in events if len(event) > 1]
    assert len(released) == 2
    assert events.index(released[0]) < len(events) - len(wrong) - 2
    assert not any("999" in event for event in released)
    assert added(answer).removeprefix(LEAD).strip().split("\n\n") == released


def test_what_had_passed_stays_when_the_reply_breaks_off():
    class Broken(ScriptedModel):
        def stream(self, prompt, *, max_tokens, seconds=None):
            yield f"{SOURCES['c1'].rstrip('。；')}[c1]。主要原因"
            raise ModelError("模型断了")

    answer = answered(Broken())
    assert added(answer)
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
