"""schemathesis over the API's own description: whatever fits it, or just does not, is never a server error."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from service.api import create_app
from service.settings import ServiceSettings

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
EXAMPLES = 20  # of each operation, in each mode
OPERATIONS = [
    ("POST", "/v1/ask"),
    ("POST", "/v1/query/understand"),
    ("POST", "/v1/chat/completions"),
    ("GET", "/v1/figures"),
    ("GET", "/v1/documents"),
    ("GET", "/v1/documents/{document}"),
    ("GET", "/v1/documents/{document}/pages/{page}.png"),
    ("GET", "/v1/models"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
]
WITHOUT_INPUT = {"/v1/models", "/healthz", "/readyz", "/metrics", "/v1/documents/{document}"}  # or whose every string is allowed
TRIED = [
    (method, path, mode)
    for method, path in OPERATIONS
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or path not in WITHOUT_INPUT
]


@pytest.fixture(scope="module")
def described(sample_workspace):
    app = create_app(sample_workspace, ServiceSettings(per_minute=0))
    return schemathesis.openapi.from_asgi("/openapi.json", app)


def test_every_operation_is_tried(described):
    assert {(one.ok().method.upper(), one.ok().path) for one in described.get_all_operations()} == set(OPERATIONS)


@pytest.mark.parametrize(("method", "path", "mode"), TRIED, ids=[f"{method} {path} {mode.value}" for method, path, mode in TRIED])
def test_no_input_is_a_server_error(described, method, path, mode):
    cases = described[path][method].as_strategy(generation_mode=mode)

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(case=cases)
    def tried(case):
        case.call_and_validate(checks=CHECKS)

    tried()
