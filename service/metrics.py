"""What Prometheus reads: requests by route and status, seconds a request, answers by status, wrong queries."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counters of one process; with PROMETHEUS_MULTIPROC_DIR set, of all its sisters when they are read."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        own = self._registry
        self._requests = Counter("mingzhang_requests_total", "Requests", ["route", "status"], registry=own)
        self._seconds = Histogram("mingzhang_request_seconds", "Seconds a request took", ["route"], buckets=SECONDS, registry=own)
        self._answers = Counter("mingzhang_answers_total", "Answers by status", ["status"], registry=own)
        self._figures = Counter("mingzhang_shown_figures_total", "Figures shown by verdict", ["verdict"], registry=own)
        self._documents = Gauge("mingzhang_documents", "Documents in the library", multiprocess_mode="max", registry=own)

    def request(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, status: str, verdicts: list[str]) -> None:
        """Count an answer and the figures that it shows."""
        self._answers.labels(status).inc()
        for verdict in verdicts:
            self._figures.labels(verdict).inc()

    def text(self, documents: int) -> bytes:
        """All of it in Prometheus's text form."""
        self._documents.set(documents)
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self._registry)
        whole = CollectorRegistry()
        MultiProcessCollector(whole)  # type: ignore[no-untyped-call]
        return generate_latest(whole)
