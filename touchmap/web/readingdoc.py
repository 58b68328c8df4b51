"""The OpenAPI schemas of what the live editor reads beside a journey."""

from __future__ import annotations

from typing import Any

from touchmap.domain import ids
from touchmap.domain.records import KINDS, OUTCOME_KINDS
from touchmap.domain.rules import SEVERITIES

Schema = dict[str, Any]
ID: Schema = {"type": "string", "pattern": f"^{ids.PATTERN}$"}
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
YES: Schema = {"type": "boolean"}


def schemas() -> dict[str, Schema]:
    """Each schema by its name."""
    return {
        "Reading": _object(
            _head()
            | {
                "findings": _list(_ref("Finding")),
                "counts": _object(dict.fromkeys(SEVERITIES, WHOLE)),
                "figures": _or_null(_ref("JourneyFigures")),
            }
        ),
        "Graph": _object(
            _head()
            | {
                "svg": TEXT,
                "legends": _list(_object({"form": {"enum": ["wide", "narrow"]}, "svg": TEXT})),
                "stops": _list(
                    _object(
                        {
                            "touchpoint": ID,
                            "number": WHOLE,
                            "name": TEXT,
                            "colour": WHOLE,
                            "ways": _list(TEXT),
                        }
                    )
                ),
            }
        ),
        "Finding": _object(
            {
                "code": TEXT,
                "severity": {"enum": list(SEVERITIES)},
                "sentence": TEXT,
                "remedy": TEXT,
                "place": _object(
                    {
                        "kind": {"enum": list(KINDS)},
                        "record": ID,
                        "touchpoint": _or_null(ID),
                        "journey": _or_null(ID),
                        "words": TEXT,
                    }
                ),
                "href": TEXT,
            }
        ),
        "Figure": _figure(),
        "NamedFigure": _figure(name=TEXT),
        "JourneyFigures": _journey(),
        "TouchpointFigures": _touchpoint(),
    }


def _journey() -> Schema:
    ending = {
        "id": TEXT,
        "name": TEXT,
        "result": {"enum": [*OUTCOME_KINDS, None]},
        "probability": _ref("Figure"),
        "minutes": _ref("Figure"),
    }
    loop = {
        "touchpoints": _list(ID),
        "extra_visits": _ref("Figure"),
        "extra_minutes": _ref("Figure"),
        "exits": YES,
    }
    path = {
        "touchpoints": _list(ID),
        "ending": _or_null(ID),
        "share": TEXT,
        "minutes": TEXT,
        "pce": TEXT,
        "assumed": YES,
    }
    return _object(
        {
            "summary": TEXT,
            "endings": _list(_object(ending)),
            "unavoidable": _list(ID),
            "dead_ends": _list(ID),
            "unreachable": _list(ID),
            "loops": _list(_object(loop)),
            "failures": _list(_object({"touchpoint": ID, "transition": TEXT, "recovered": YES})),
            "paths": _list(_object(path)),
            "key": _list(_ref("NamedFigure")),
            "groups": _list(_object({"name": TEXT, "figures": _list(_ref("NamedFigure"))})),
            "touchpoints": {"type": "object", "additionalProperties": _ref("TouchpointFigures")},
            "straight_line": YES,
            "assumed_shares": WHOLE,
        }
    )


def _touchpoint() -> Schema:
    rating = _or_null({"type": "number", "minimum": -2, "maximum": 2})
    texts = dict.fromkeys(("median_text", "minutes_text", "reach", "visits", "pce"), TEXT)
    marks = dict.fromkeys(("split", "unavoidable", "reachable", "dead_end", "looping"), YES)
    counts = dict.fromkeys(("number", "findings", "n", "raters"), WHOLE)
    own = {"median": rating, "desired": rating, "minutes": {"type": "number", "minimum": 0}}
    return _object(counts | own | texts | marks)


def _figure(**more: Schema) -> Schema:
    """A figure with what is needed to believe it; `value` is missing where there is no data."""
    texts = ("text", "counted", "exact", "note", "method", "formula", "scale", "source", "mind")
    needed = more | dict.fromkeys(texts, TEXT) | {"n": WHOLE}
    return _object(needed | {"value": {"type": "number"}}, *needed)


def _head() -> dict[str, Schema]:
    return {"origin": TEXT, "seq": WHOLE, "journey": _or_null(ID)}


def _object(properties: dict[str, Schema], *needed: str) -> Schema:
    required = list(needed or properties)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
