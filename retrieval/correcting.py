"""What a person knows better than the reader did: unit, year, stage or level of a document, put right and kept.

    corrected(disclosure, Correction(entity="柏溪县水务局", fiscal_year=2026))

A correction is a fact of its own (source "corrected"), so that it survives a new reading and shows where it comes from.
Figures of the document's own unit, stage and level follow it, and years move by as much as the document's does: the
column 上年数 of a document that is of 2026 after all is of 2025.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from disclosure.document import Disclosure, Fact, Level, Stage
from disclosure.figure import Figure

if TYPE_CHECKING:
    from retrieval.library import Library

SOURCE = "corrected"


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be put right; None leaves a field as it was read."""

    entity: str | None = None
    fiscal_year: int | None = None
    stage: Stage | None = None
    level: Level | None = None


def corrected(disclosure: Disclosure, correction: Correction) -> Disclosure:
    """The disclosure with the correction in its facts and in its figures."""
    said = {field.name: value for field in fields(correction) if (value := getattr(correction, field.name)) is not None}
    if not said:
        return disclosure
    kept = [fact for fact in disclosure.facts if not (fact.source == SOURCE and fact.name in said)]
    facts = (*(Fact(name, str(value), SOURCE, None) for name, value in said.items()), *kept)
    entity = correction.entity or disclosure.entity
    year = correction.fiscal_year or disclosure.fiscal_year
    stage, level = correction.stage or disclosure.stage, correction.level or disclosure.level
    moved = year - disclosure.fiscal_year if year and disclosure.fiscal_year else 0

    def follow(figure: Figure) -> Figure:
        return replace(
            figure,
            entity=entity if figure.entity == disclosure.entity else figure.entity,
            fiscal_year=figure.fiscal_year + moved if figure.fiscal_year else year,
            stage=stage if figure.stage is disclosure.stage else figure.stage,
            level=level if figure.level is disclosure.level else figure.level,
        )

    figures = {figure.number: follow(figure) for figure in disclosure.figures}
    return replace(
        disclosure,
        entity=entity,
        fiscal_year=year,
        stage=stage,
        level=level,
        facts=facts,
        figures=tuple(figures.values()),
        footings=tuple(
            replace(footing, total=figures[footing.total.number], parts=tuple(figures[part.number] for part in footing.parts))
            for footing in disclosure.footings
        ),
        discrepancies=tuple(
            replace(found, figures=tuple(figures[figure.number] for figure in found.figures)) for found in disclosure.discrepancies
        ),
    )


def correction_in(facts: Iterable[Fact]) -> Correction:
    """What was put right before, to be put right again after a new reading."""
    said = {fact.name: fact.value for fact in facts if fact.source == SOURCE}
    year, stage, level = said.get("fiscal_year"), said.get("stage"), said.get("level")
    return Correction(said.get("entity"), int(year) if year else None, Stage(stage) if stage else None, Level(level) if level else None)


def held_disclosure(library: Library, document_id: str) -> Disclosure:
    """A document of the library as one value again; UnknownNameError when it is not there."""
    record = library.document(document_id)
    return Disclosure(
        document_id=record.id,
        file_name=record.file_name,
        entity=record.entity,
        fiscal_year=record.fiscal_year,
        stage=record.stage,
        level=record.level,
        facts=library.facts(record.id),
        pages=library.pages(record.id),
        tables=library.tables(record.id),
        figures=library.figures(record.id),
        chunks=library.chunks(record.id),
        findings=library.findings(record.id),
        footings=library.footings(record.id),
        discrepancies=library.discrepancies(record.id),
    )
