# make chat    environment, sample disclosures ingested, the chat on http://127.0.0.1:8501 (PORT=, HOST=)
# make test    environment, Chromium where it can be had, the whole test run (ARGS= goes to pytest)
# make check   format, lint, types, import rules
# make index   ingest data/disclosures into data/index
# make clean   remove the environment, the index and caches
#
# PYTHON= chooses the interpreter that makes .venv; 3.11, 3.12 and 3.13 are supported.

PORT ?=
HOST ?= 127.0.0.1
ARGS ?=
PACKAGES := disclosure ingest retrieval prompts answering evaluation service

VENV := .venv
PY := $(VENV)/bin/python
# Work of another environment, and pip's questions, stay out.
export PYTHONNOUSERSITE := 1
export PIP_NO_INPUT := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONPATH PYTHONHOME

.PHONY: chat test check index clean
.DEFAULT_GOAL := chat

# A stamp says what was installed whole; an environment that no longer starts is made anew in spite of its stamp.
ifneq ($(shell $(PY) -c "import pip" 2>/dev/null && echo sound),sound)
.PHONY: $(VENV)/.made
endif

chat: index
	@$(PY) cli.py serve --host $(HOST) $(if $(PORT),--port $(PORT))

index: $(VENV)/.runtime
	@$(PY) cli.py ingest data/disclosures >/dev/null

test: $(VENV)/.dev
	@sh tests/install_browser.sh
	$(PY) -m pytest $(ARGS)

check: $(VENV)/.dev
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy $(PACKAGES) views app.py cli.py evaluate.py workspace.py
	$(PY) -m pytest tests/test_architecture.py

$(VENV)/.made:
	@python=; for candidate in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
	  if "$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; \
	  then python="$$candidate"; break; fi; done; \
	if [ -z "$$python" ]; then \
	  echo "需要 Python 3.11、3.12 或 3.13；$(or $(PYTHON),python3) 不是。请安装后用 make PYTHON=/路径/python3.12 再试。" >&2; exit 1; fi; \
	echo "正在建立 Python 环境 $(VENV) …" >&2; \
	rm -rf $(VENV) && "$$python" -m venv $(VENV) && touch $@

$(VENV)/.runtime: requirements.txt $(VENV)/.made
	@echo "正在安装所需的软件包（首次约需几分钟）…" >&2
	@$(PY) -m pip install --quiet --quiet --requirement requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@$(PY) -m pip install --quiet --quiet --requirement requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) data/index .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
