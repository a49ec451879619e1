"""Who may change the library: an account of the configured provider, a password, or nobody but this machine itself.

    OIDC in .streamlit/secrets.toml ([auth], st.login) and MINGZHANG_EDITORS="a@example.cn,@example.gov.cn"
    else MINGZHANG_PASSWORD
    else only a browser on this very machine, where the server listens on it alone (`make chat`)

Everything else of the site is public and never asks.
"""

from __future__ import annotations

import hmac
import threading
import time
from dataclasses import dataclass, field
from enum import StrEnum

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from views.language import t
from workspace import environment

LOOPBACK = ("127.0.0.1", "localhost", "::1")
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via", "Cf-Connecting-Ip")
TRIES = 5  # wrong passwords before the door is shut
SHUT_SECONDS, SHUT_AT_MOST = 60.0, 3600.0
SIGNED_IN = "signed_in"


class Way(StrEnum):
    """How one signs in here."""

    ACCOUNT = "account"
    PASSWORD = "password"
    LOCAL = "local"
    OFF = "off"


@dataclass
class Lock:
    """Wrong passwords of the whole site: whoever guesses, from wherever, waits longer each time.  Thread-safe."""

    wrong: int = 0
    shut_until: float = 0.0
    shut_for: float = SHUT_SECONDS
    guard: threading.Lock = field(default_factory=threading.Lock)

    def seconds_left(self, now: float) -> float:
        """How long nobody is let in; 0 when the door is open."""
        return max(0.0, self.shut_until - now)

    def try_password(self, given: str, right: str, now: float) -> bool:
        """Whether it is right; nothing is compared while the door is shut."""
        with self.guard:
            if self.seconds_left(now):
                return False
            if hmac.compare_digest(given.encode("utf-8", "surrogatepass"), right.encode("utf-8", "surrogatepass")):
                self.wrong, self.shut_for = 0, SHUT_SECONDS
                return True
            self.wrong += 1
            if self.wrong >= TRIES:
                self.wrong, self.shut_until = 0, now + self.shut_for
                self.shut_for = min(SHUT_AT_MOST, self.shut_for * 2)
            return False


LOCK = Lock()
SESSIONS: set[str] = set()  # ids of the sessions that may send files


def way_in() -> Way:
    """How one signs in on this installation."""
    if _provider_configured():
        return Way.ACCOUNT
    if environment().get("MINGZHANG_PASSWORD"):
        return Way.PASSWORD
    return Way.LOCAL if _on_this_machine() else Way.OFF


def _provider_configured() -> bool:
    try:
        return "auth" in st.secrets
    except (FileNotFoundError, st.errors.StreamlitSecretNotFoundError):
        return False


def _on_this_machine() -> bool:
    headers = st.context.headers
    return is_local(
        str(st.config.get_option("server.address") or ""),
        headers.get("Host") or "localhost",
        st.context.ip_address or "127.0.0.1",
        forwarded=any(headers.get(name) for name in FORWARDED),
    )


def is_local(address: str, host: str, peer: str, *, forwarded: bool) -> bool:
    """Whether the server listens on this machine alone, and the browser speaks to it by that name and directly.

    A gateway in front of it brings strangers to the same door; it gives itself away by what it adds, or by another host.
    """
    name = host if host in LOOPBACK else host.rsplit(":", 1)[0].strip("[]")
    return address in LOOPBACK and name in LOOPBACK and peer in LOOPBACK and not forwarded


def may_change() -> bool:
    """Whether this session may add, correct and delete documents; the web server takes its files accordingly."""
    allowed, context = _is_allowed(), get_script_run_ctx()
    if context:
        (SESSIONS.add if allowed else SESSIONS.discard)(context.session_id)
    return allowed


def _is_allowed() -> bool:
    way = way_in()
    if way is Way.LOCAL:
        return True
    if way is Way.ACCOUNT:
        return bool(st.user.get("is_logged_in")) and is_editor(str(st.user.get("email") or ""), st.user.get("email_verified"))
    return way is Way.PASSWORD and bool(st.session_state.get(SIGNED_IN))


def is_editor(email: str, verified: object) -> bool:
    """Whether an account is on the list: whole addresses, @domains, or * for whoever the provider lets in."""
    listed = [entry.strip().lower() for entry in environment().get("MINGZHANG_EDITORS", "").split(",") if entry.strip()]
    if "*" in listed:
        return True
    address = email.strip().lower()
    if not address or verified is False:
        return False
    return any(address == entry or (entry.startswith("@") and address.endswith(entry)) for entry in listed)


def draw_sign_in() -> None:
    """What a session that may not change anything sees in place of the forms."""
    way = way_in()
    if way is Way.ACCOUNT:
        if st.user.get("is_logged_in"):
            st.warning(t("这个账号没有上传的权限。管理员可以把它写进 MINGZHANG_EDITORS。"), icon=":material/lock:")
            st.button(t("换一个账号"), on_click=st.logout, icon=":material/logout:")
        else:
            st.info(t("上传、更正和删除要先登录；查看和提问不用。"), icon=":material/lock:")
            st.button(t("登录"), on_click=st.login, type="primary", icon=":material/login:")
    elif way is Way.PASSWORD:
        _draw_password()
    else:
        st.info(
            t("这个站点没有开放上传。要开放，请设置环境变量 `MINGZHANG_PASSWORD`，")
            + t("或者在 `.streamlit/secrets.toml` 里配置登录（`[auth]`）和 `MINGZHANG_EDITORS`。"),
            icon=":material/lock:",
        )


def _draw_password() -> None:
    st.info(t("上传、更正和删除要先登录；查看和提问不用。"), icon=":material/lock:")
    with st.form("sign-in", width=360):
        given = st.text_input(t("密码"), type="password", autocomplete="current-password")
        pressed = st.form_submit_button(t("登录"), type="primary", icon=":material/login:")
    if not pressed:
        return
    if LOCK.try_password(given, environment().get("MINGZHANG_PASSWORD", ""), time.monotonic()):
        st.session_state[SIGNED_IN] = True
        st.rerun()
    left = LOCK.seconds_left(time.monotonic())
    if left:
        st.error(t("试错太多次，请 {seconds} 秒后再试", seconds=round(left)), icon=":material/timer:")
    else:
        st.error(t("密码不对"), icon=":material/error:")


def draw_sign_out() -> None:
    """The way out, for whoever signed in."""
    way = way_in()
    if way is Way.ACCOUNT:
        st.button(t("退出"), on_click=st.logout, icon=":material/logout:")
    elif way is Way.PASSWORD:
        st.button(t("退出"), on_click=lambda: st.session_state.pop(SIGNED_IN, None), icon=":material/logout:")
