"""Write the disclosures of tests/forms and their gold cells: `python tests/make_forms.py [FOLDER]`.

Needs reportlab and Debian's fonts-wqy-microhei, as data/make_sample.py does.  Made the same, byte for byte, each time.
"""

from __future__ import annotations

import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
if str(PROJECT) not in sys.path:
    sys.path.insert(0, str(PROJECT))

from tests.form_samples import archive, coast, disabled, library, ministry, petition, school, sports, transport  # noqa: E402

DOCUMENTS = {
    "forms_archive_2023_accounts": archive.write,
    "forms_petition_2024_accounts": petition.write,
    "forms_ministry_2025_budget": ministry.write,
    "forms_coast_2026_budget": coast.write,
    "forms_library_2024_budget": library.write,
    "forms_disabled_2025_budget": disabled.write,
    "forms_school_2026_budget": school.write,
    "forms_transport_2024_accounts": transport.write,
    "forms_sports_2026_budget": sports.write,
}


def make_forms(folder: Path) -> None:
    """Every PDF into `folder`, its cells into `folder`/cells."""
    (folder / "cells").mkdir(parents=True, exist_ok=True)
    for name, write in DOCUMENTS.items():
        form = write(folder / f"{name}.pdf")
        form.save()
        form.write_gold(folder / "cells" / f"{name}.cells.jsonl")


if __name__ == "__main__":
    make_forms(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / "tests" / "forms")
