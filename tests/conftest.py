"""What several test files share: the sample disclosure, read once."""

import os
from pathlib import Path

import pytest

from workspace import NO_MODEL, Settings, Workspace

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data" / "disclosures"
SHARED = ROOT.parent / "shared"
pytest_plugins = ["service_fixtures"]  # tests/service_fixtures.py: the API over the sample


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch):
    """No test reads the index or the model that this machine has set."""
    for name in [name for name in os.environ if name.startswith("MINGZHANG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("workspace.ENVIRONMENT_FILE", Path("/nonexistent/.env"))


@pytest.fixture(scope="session")
def sample_pdf():
    """The newest budget of the sample that ships."""
    return max(SAMPLE.glob("*.pdf"))


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory):
    """An index folder that holds the sample, without vectors: exact questions need none."""
    folder = tmp_path_factory.mktemp("sample-index")
    workspace = Workspace.open(Settings(folder))
    reports = list(workspace.ingest([SAMPLE]))
    workspace.close()
    assert reports
    assert not [report.message for report in reports if report.failed]
    return folder


@pytest.fixture
def workspace(sample_index):
    """The sample, open."""
    opened = Workspace.open(Settings(sample_index))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared_workspace(tmp_path_factory):
    """All real disclosures loaded together, without vectors: what holds without a model must hold."""
    opened = Workspace.open(Settings(tmp_path_factory.mktemp("shared-index"), embedding_model=NO_MODEL))
    for report in opened.ingest([SHARED / "disclosures"]):
        assert not report.failed, report.message
    yield opened
    opened.close()
