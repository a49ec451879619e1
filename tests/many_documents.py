"""A library of many generated documents: `python tests/many_documents.py INDEX 1000`.

Each is a disclosure of the sample under another unit's name and another digest, with the same tables and figures; what is
measured over them is the size of the library, not the variety of documents.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from disclosure.document import Disclosure  # noqa: E402
from retrieval.library import Library  # noqa: E402
from workspace import read_file  # noqa: E402

COUNTIES = "安 宁 永 平 长 东 西 南 北 中 新 古 上 下 金 银 石 水 山 林".split()
PLACES = "河 江 湖 山 川 原 城 桥 塘 溪 岭 湾 洲 坪 店 关 口 陵 泽 浦".split()
ORGANS = "水务局 教育局 财政局 民政局 司法局 体育局 统计局 信访局 档案馆 文化馆 图书馆 医院 中学 气象局 审计局 林业局".split()


def unit_name(number: int) -> str:
    """A unit of some county; no two numbers under 6,400 have the same."""
    county, rest = divmod(number, len(ORGANS))
    first, second = divmod(county, len(PLACES))
    return f"{COUNTIES[first % len(COUNTIES)]}{PLACES[second]}县{ORGANS[rest]}"


def renamed(disclosure: Disclosure, number: int) -> Disclosure:
    """The disclosure as another unit's."""
    own, other = disclosure.document_id, hashlib.sha256(f"generated {number}".encode()).hexdigest()
    pairs = [(own, other), (own[:12], other[:12])]
    pairs += [(disclosure.entity, unit_name(number))] if disclosure.entity else []

    def walk(value: Any) -> Any:
        if isinstance(value, Enum) or value is None:
            return value
        if isinstance(value, str):
            for old, new in pairs:
                value = value.replace(old, new) if old in value else value
            return value
        if isinstance(value, tuple):
            return tuple([walk(one) for one in value])
        if is_dataclass(value) and not isinstance(value, type):
            changed = {one.name: walk(getattr(value, one.name)) for one in fields(value) if one.init}
            return replace(value, **changed)
        return value

    copy: Disclosure = walk(disclosure)
    return replace(copy, file_name=f"{unit_name(number)}{disclosure.fiscal_year or ''}_{number}.pdf")


def main(index: str, count: str = "1000") -> None:
    """Fill the index."""
    samples = [read_file(path) for path in sorted((ROOT / "data" / "disclosures").glob("*.pdf"))]
    page = sorted((ROOT / "tests" / "pages").glob("*.pdf"))[0]
    with Library.open(Path(index)) as library:
        for number in range(int(count)):
            library.add(renamed(samples[number % len(samples)], number), page)
            if number % 100 == 99:
                sys.stdout.write(f"{number + 1} documents\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
