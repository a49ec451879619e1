"""Ask a gold set through an endpoint that replays replies, so that a capable reader who sees the prompts alone can write them.

    python ../shared/tools/replay_model.py FOLDER 8099 &
    python tests/collect_prompts.py GOLD.jsonl FOLDER --index INDEX [--port 8099] [--mode always] [-- evaluate.py's options]

Prompts without a reply lie in FOLDER/prompts, the answers in FOLDER/predictions.jsonl.  When the replies to them are
written into FOLDER/replies, run it again: what is told back and what follows in a talk are prompts of their own.
Exit status: 0 when every prompt had its reply, 1 when some are still to be written.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def waiting(folder):
    """The prompts that no reply has been written to."""
    return [path for path in sorted((folder / "prompts").glob("*.txt")) if not (folder / "replies" / path.name).exists()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--mode", default="always", choices=("always", "auto"))
    parser.add_argument("options", nargs="*")
    args = parser.parse_args()
    for path in waiting(args.folder):
        path.unlink()  # of an earlier run; those that are still wanted are collected again
    settings = {
        "MINGZHANG_MODEL_URL": f"http://127.0.0.1:{args.port}/v1",
        "MINGZHANG_MODEL": "replay",
        "MINGZHANG_READER": args.mode,
        "MINGZHANG_INDEX": str(args.index),
        "MINGZHANG_EMBEDDING_MODEL": os.environ.get("MINGZHANG_EMBEDDING_MODEL", "none"),
    }
    command = [sys.executable, "evaluate.py", str(args.gold.resolve()), "--predictions", str((args.folder / "predictions.jsonl").resolve())]
    subprocess.run([*command, *args.options], cwd=ROOT, env={**os.environ, **settings}, check=False)
    left = waiting(args.folder)
    sizes = [path.stat().st_size for path in left]
    sys.stderr.write(f"{len(left)} prompts to be replied to{f', {min(sizes)} to {max(sizes)} bytes' if sizes else ''}\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
