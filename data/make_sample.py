"""Make the sample disclosures in data/disclosures: python data/make_sample.py [FOLDER].

Needs reportlab (requirements-dev.txt) and Debian's fonts-wqy-microhei; the PDFs themselves need neither.  The same
inputs give the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
if str(PROJECT) not in sys.path:
    sys.path.insert(0, str(PROJECT))

from data.sample import accounts_2025, budget_2025, budget_2026, figures  # noqa: E402
from data.sample.layout import Sheets  # noqa: E402

DOCUMENTS: dict[str, tuple[str, Callable[[Sheets], None]]] = {
    "sample_water_2026_budget.pdf": (budget_2026.TITLE, budget_2026.write),
    "sample_water_2025_budget.pdf": (budget_2025.TITLE, budget_2025.write),
    "sample_water_2025_accounts.pdf": (accounts_2025.TITLE, accounts_2025.write),
}


def make_sample(folder: Path) -> list[Path]:
    """Write every document into `folder`, twice: the second run knows the pages of the headings."""
    figures.check()
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for file_name, (title, write) in DOCUMENTS.items():
        contents: dict[str, int] = {}
        for _ in range(3):  # the contents page itself appears in the second run and may move the rest
            sheets = Sheets(folder / file_name, title, contents)
            write(sheets)
            sheets.save()
            contents = sheets.contents
        paths.append(folder / file_name)
    return paths


if __name__ == "__main__":
    make_sample(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / "data" / "disclosures")
