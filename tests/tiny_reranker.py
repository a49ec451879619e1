"""A tiny CrossEncoder made on the spot from the texts of a library: it proves the code path, and is no good judge of relevance.

    python tests/tiny_reranker.py INDEX FOLDER [SECONDS]     then MINGZHANG_RERANKER=FOLDER

Two layers over characters, taught that a stretch of a passage or its heading belongs to that passage and to no other.
"""

import json
import random
import sys
import time
from pathlib import Path

PLACES = 192


def make(folder, passages, seconds=0.0, seed=1):
    """Write a CrossEncoder into `folder`; `passages` are texts with the headings they stand under."""
    import torch
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    torch.manual_seed(seed)
    folder.mkdir(parents=True, exist_ok=True)
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = sorted({letter for text in passages for letter in text.lower() if not letter.isspace()})
    vocabulary = [*marks, *letters, *("##" + letter for letter in letters if letter.isascii())]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertWordPieceTokenizer(str(folder / "vocab.txt")).save(str(folder / "tokenizer.json"))
    tokenizer = BertTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), model_max_length=PLACES)
    size = {"hidden_size": 96, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 192}
    config = BertConfig(vocab_size=len(vocabulary), max_position_embeddings=PLACES, num_labels=1, **size)
    model = BertForSequenceClassification(config)
    _teach(model, tokenizer, passages, seconds, random.Random(seed))
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _teach(model, tokenizer, passages, seconds, rng):
    import torch

    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-4)
    end = time.monotonic() + seconds
    model.train()
    while time.monotonic() < end:
        right = [rng.choice(passages) for _ in range(32)]
        asked = [_question(text, rng) for text in right]
        wrong = [rng.choice(passages) for _ in asked]
        batch = tokenizer(asked * 2, right + wrong, padding=True, truncation="only_second", max_length=PLACES, return_tensors="pt")
        labels = torch.tensor([1.0] * len(right) + [float(a == b) for a, b in zip(right, wrong, strict=True)])
        loss = torch.nn.functional.binary_cross_entropy_with_logits(model(**batch).logits[:, 0], labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()


def _question(text, rng):
    size = rng.randint(3, 12)
    start = rng.randrange(max(len(text) - size, 1))
    return text[start : start + size] + rng.choice(["是多少", "为什么增加", "是什么", "有哪些", "的依据", ""])


def main(index, folder, seconds):
    """Teach one from the passages of an index."""
    from workspace import Settings, Workspace

    workspace = Workspace.open(Settings(Path(index), "none"))
    passages = [chunk.embedding_text for record in workspace.documents() for chunk in workspace.library.chunks(record.id)]
    workspace.close()
    make(Path(folder), passages, seconds)
    print(json.dumps({"passages": len(passages), "folder": str(folder)}))  # noqa: T201


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 60.0)
