"""Charts of printed amounts: bars for ranks, a line for years, parts of a whole.  The table beside them has the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from disclosure.amount import Amount
from views.language import t
from views.told import visible

BARS_SHOWN = 30
BAR_HEIGHT = 26  # pixels
LABEL_LIMIT = {"expr": "containerSize()[0] < 420 ? 96 : 180"}  # pixels; a phone leaves room for the bars
ROOM = 1.55  # times the longest bar: the rest holds its number
WRITTEN = {"type": "text", "color": "currentColor"}  # numbers in the page's own colour, light or dark
DRAWN_AS_SVG = {"embedOptions": {"renderer": "svg"}}  # where that colour follows a change of theme


def _values(names: Sequence[str], amounts: Sequence[Amount]) -> list[dict[str, Any]]:
    """Lengths for the eye, in the first amount's unit; the printed number is what is read."""
    unit = amounts[0].unit
    return [
        {"name": visible(name), "place": place, "value": float((amount.to(unit) if unit else amount).number), "printed": amount.format()}
        for place, (name, amount) in enumerate(zip(names, amounts, strict=True))
        if amount.dimension == amounts[0].dimension
    ]


def bars(names: Sequence[str], amounts: Sequence[Amount], *, key: str) -> None:
    """Bars in the given order, each with its number."""
    values = _values(names[:BARS_SHOWN], amounts[:BARS_SHOWN])
    place = {"field": "name", "type": "nominal", "sort": {"field": "place"}, "axis": {"title": None, "labelLimit": LABEL_LIMIT}}
    longest = max((value["value"] for value in values), default=0)
    scale = {"domainMax": ROOM * longest, "nice": False} if longest > 0 else {}
    length = {"field": "value", "type": "quantitative", "axis": None, "scale": scale}
    spec = {
        "data": {"values": values},
        "encoding": {"y": place, "x": length, "tooltip": [{"field": "name", "title": t("名称")}, {"field": "printed", "title": t("数额")}]},
        "layer": [
            {"mark": {"type": "bar", "cornerRadiusEnd": 3, "height": {"band": 0.7}}},
            {"mark": {**WRITTEN, "align": "left", "dx": 4}, "encoding": {"text": {"field": "printed"}}},
        ],
    }
    _draw(spec, values, key, 30 + BAR_HEIGHT * len(values))


def years_line(names: Sequence[str], amounts: Sequence[Amount], *, key: str) -> None:
    """A line over the years, each point with its number."""
    values = _values(names, amounts)
    spec = {
        "data": {"values": values},
        "encoding": {
            "x": {"field": "name", "type": "ordinal", "sort": {"field": "place"}, "axis": {"title": None, "labelAngle": 0}},
            "y": {"field": "value", "type": "quantitative", "axis": {"title": None}, "scale": {"zero": True}},
        },
        "layer": [
            {"mark": {"type": "line", "point": True}},
            {"mark": {**WRITTEN, "dy": -12}, "encoding": {"text": {"field": "printed"}}},
        ],
    }
    _draw(spec, values, key, 260)


def parts(names: Sequence[str], amounts: Sequence[Amount], *, key: str) -> None:
    """Parts of a whole as one bar."""
    values = _values(names, amounts)
    spec = {
        "data": {"values": values},
        "mark": {"type": "bar"},
        "encoding": {
            "x": {"field": "value", "type": "quantitative", "stack": "normalize", "axis": {"format": "%", "title": None}},
            "color": {
                "field": "name",
                "type": "nominal",
                "sort": {"field": "place"},
                "legend": {"title": None, "orient": "bottom", "labelLimit": 260},
            },
            "order": {"field": "place"},
            "tooltip": [{"field": "name", "title": t("名称")}, {"field": "printed", "title": t("数额")}],
        },
    }
    _draw(spec, values, key, 140)


def _draw(spec: dict[str, Any], values: Sequence[dict[str, Any]], key: str, height: int) -> None:
    told = "；".join(f"{value['name']} {value['printed']}" for value in values)
    st.vega_lite_chart({**spec, "height": height, "usermeta": DRAWN_AS_SVG}, width="stretch", height=height, key=key, alt=told)
