"""An OpenAI-shaped endpoint on loopback that plays what it is told, however hostile, and keeps the requests.

with serving(Reply(completion("好"))) as server:
    LanguageModel(ModelSettings(server.url, "小模型", "key"))
"""

import json
import threading
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Reply:
    """One reply of the endpoint."""

    body: object = ""  # text, a value that becomes JSON, or pieces (a list) that are sent one by one
    status: int = 200
    delay: float = 0  # seconds before the first byte
    pause: float = 0  # seconds before each piece
    kind: str = "application/json"
    headers: Mapping = field(default_factory=dict)
    length: int | None = None  # as announced; None: the true one, or none for pieces


class Endpoint(ThreadingHTTPServer):
    """Plays replies in order, the last one for ever; one that is a function is given the request."""

    daemon_threads = True

    def __init__(self, *replies):
        self.replies = list(replies)
        self.requests = []
        self.closing = threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"

    def next_reply(self, request):
        found = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return found(request) if callable(found) else found


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        reply = self.server.next_reply(request)
        self.server.closing.wait(reply.delay)
        try:
            self._send(reply)
        except OSError:
            pass  # the client gave up, as the test wants

    def _send(self, reply):
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if isinstance(reply.body, list):
            self.end_headers()  # ends with the connection
            for piece in reply.body:
                self.server.closing.wait(reply.pause)
                self.wfile.write(piece.encode())
                self.wfile.flush()
            return
        data = reply.body.encode() if isinstance(reply.body, str) else json.dumps(reply.body).encode()
        self.send_header("Content-Length", str(len(data) if reply.length is None else reply.length))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


@contextmanager
def serving(*replies):
    """An endpoint with these replies, closed in the end."""
    server = Endpoint(*replies)
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()


def completion(text):
    """A whole reply, as endpoints write it."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    return {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}


def events(*texts):
    """A streamed reply in pieces, as endpoints write it."""
    deltas = [{"index": 0, "delta": {"content": text}} for text in texts]
    chunks = [{**completion(""), "object": "chat.completion.chunk", "choices": [delta]} for delta in deltas]
    return [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks] + ["data: [DONE]\n\n"]


def told(make, pause=0):
    """A reply to either kind of request: `make` turns the prompt into the text, or its pieces, `pause` seconds apart."""

    def reply(request):
        made = make("\n".join(str(message["content"]) for message in request["messages"]))
        pieces = [made] if isinstance(made, str) else list(made)
        if request.get("stream"):
            return Reply(events(*pieces), kind="text/event-stream", pause=pause)
        return Reply(completion("".join(pieces)))

    return reply
