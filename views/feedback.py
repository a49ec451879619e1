"""不对: which part of an answer is wrong, kept beside the library with the query, for whoever mends the reader."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import streamlit as st

from disclosure.answer import Answer
from views.language import t

FILE = "feedback.jsonl"
LARGEST = 20 * 2**20  # bytes; then nothing more is taken, so that nobody fills the disk
LONGEST_NOTE = 500
OF_ONE_SESSION = 30
PARTS = ("单位", "年度", "行", "栏", "数", "别的")

_lock = threading.Lock()


def keep(folder: Path, entry: Mapping[str, Any]) -> bool:
    """Add one line to the file; False when it is full or cannot be written."""
    path = folder / FILE
    line = json.dumps(dict(entry), ensure_ascii=False) + "\n"
    try:
        with _lock:
            if path.exists() and path.stat().st_size > LARGEST:
                return False
            with path.open("a", encoding="utf-8") as file:
                file.write(line)
    except (OSError, UnicodeError):
        logging.getLogger("mingzhang").exception("feedback could not be kept")
        return False
    return True


def draw_feedback(folder: Path, question: str, answer: Answer, key: str) -> None:
    """The popover."""
    sent = st.session_state.setdefault("feedback", set())
    if key in sent:
        st.caption(f":material/check: {t('已记下，谢谢')}", width="content")
        return
    with st.popover(t("不对"), icon=":material/thumb_down:", type="tertiary"), st.form(f"{key}-feedback", border=False):
        part = st.pills(t("哪里不对"), PARTS, format_func=t)
        note = st.text_input(t("应该是（可以不写）"), max_chars=LONGEST_NOTE)
        if st.form_submit_button(t("记下")) and part and len(sent) < OF_ONE_SESSION:
            entry = {
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "question": question[:1000],
                "query": getattr(answer, "query", None),
                "status": answer.status.value,
                "headline": answer.claims[0].amount.format() if answer.claims else None,
                "part": part,
                "note": note[:LONGEST_NOTE],
                "library": answer.library_version,
            }
            if keep(folder, entry):
                sent.add(key)
                st.rerun()
            st.error(t("没有记下来，请稍后再试"))
