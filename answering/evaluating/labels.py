"""What a figure is called in an answer: 2026年驻矿人员工资 · 合计."""

from __future__ import annotations

from answering.binding.things import Thing, ThingKind, is_year, less_generic
from disclosure.document import TableKind
from disclosure.figure import Figure
from retrieval.names import is_generic, name_of, years_in


def label_of(figure: Figure, thing: Thing | None = None, said: str | None = None) -> str:
    """The label of a figure, with its year where the label says none, and its column; a total by what it is the total of."""
    if said is not None and thing is not None and (thing.is_whole or not figure.row_path or is_year(thing.label)):
        same = name_of(said).key == name_of(thing.label).key
        name, column = said, " · ".join((() if same else (thing.label,)) + figure.column_path)
    elif thing is not None and thing.kind is ThingKind.HEAD:
        path = [part for part in less_generic(figure.column_path) if not is_generic(name_of(part).key)]
        name, column = " · ".join(path) or thing.label, figure.row_label
    else:
        name, column = (thing.label if thing else figure.row_label) or figure.measure, " · ".join(figure.column_path)
        name += "本级" if thing and thing.is_own_office else ""
    if figure.project and figure.table_kind is TableKind.PERFORMANCE_FORM and name != figure.project:
        name = f"{figure.project} · {name}"
    if figure.fiscal_year and not years_in(name):
        name = f"{figure.fiscal_year}年{name}"
    return f"{name} · {column}" if column and figure.table_id else name


def told_apart(figure: Figure, thing: Thing) -> str:
    """A label that tells a figure from others of its name: what it stands under, its code, its table."""
    parts = [label_of(figure, thing)]
    parents = [parent for parent in thing.parents[-2:] if name_of(parent).key != name_of(thing.label).key]
    if parents:
        parts.append("属" + " › ".join(parents))
    if thing.code and thing.code not in thing.label:
        parts.append(f"编码{thing.code}")
    if figure.table_title:
        parts.append(f"《{figure.table_title}》")
    return "，".join(parts)
