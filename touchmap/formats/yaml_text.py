"""YAML, the safe part of it: no aliases, merges, tags or repeated keys, and every scalar left for its field to type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from touchmap.domain.fields import Plain, shown
from touchmap.formats.source import Counter, Path, Source, Unreadable
from touchmap.formats.yaml_mistakes import explained


def load(text: str) -> Source:
    """The data of a YAML text with its places; raises Unreadable with the line of whatever is wrong."""
    source = Source()
    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    try:
        _document(events, source)
    except yaml.MarkedYAMLError as error:
        raise explained(error, text) from None
    except yaml.reader.ReaderError as error:
        todo = "Remove it, or write it as an escape in double quotes."
        line = text.count("\n", 0, error.position) + 1 if isinstance(error.position, int) else None
        raise Unreadable(
            "TM092", f"The file holds a character that YAML does not allow: {error.reason}.", todo, line
        ) from None
    except yaml.YAMLError as error:
        raise Unreadable(
            "TM092", f"This is not YAML: {shown(str(error))}.", "Check it in an editor."
        ) from None
    except UnicodeEncodeError:
        raise Unreadable(
            "TM091", "The file holds half of a character (a lone surrogate).", "Type it again."
        ) from None
    return source


def _document(events: Iterator[Any], source: Source) -> None:
    counter = Counter()
    started = False
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if started:
                raise _refuse(
                    event,
                    "The file holds more than one YAML document.",
                    "Keep one; remove the '---' between.",
                )
            if event.tags or (event.version and event.version[0] != 1):
                raise _refuse(event, "The file has YAML directives.", "Remove the lines that start with '%'.")
            started = True
        elif isinstance(event, yaml.NodeEvent):
            source.data = _node(event, events, (), 1, counter, source)


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _refuse(event: Any, what: str, todo: str) -> Unreadable:
    return Unreadable("TM093", what, todo, *_place(event))


def _node(event: Any, events: Iterator[Any], path: Path, depth: int, counter: Counter, source: Source) -> Any:
    source.places[path] = _place(event)
    counter.node(depth, *source.places[path])
    if isinstance(event, yaml.AliasEvent):
        raise _refuse(
            event,
            f"The file uses an alias (*{event.anchor}).",
            "Write the value out again; quote text that starts with *.",
        )
    if event.anchor is not None:
        raise _refuse(
            event, f"The file uses an anchor (&{event.anchor}).", "Remove it; quote text that starts with &."
        )
    if event.tag is not None and event.tag != "!":
        raise _refuse(
            event, f"The file uses a tag ({shown(event.tag)}).", "Remove it; quote text that starts with !."
        )
    if isinstance(event, yaml.ScalarEvent):
        return Plain(event.value) if event.implicit[0] else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(event, events, (*path, len(items)), depth + 1, counter, source))
        return items
    return _mapping(events, path, depth, counter, source)


def _mapping(
    events: Iterator[Any], path: Path, depth: int, counter: Counter, source: Source
) -> dict[str, Any]:
    out: dict[str, Any] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent):
            if isinstance(event, yaml.AliasEvent):
                raise _refuse(event, f"The file uses an alias (*{event.anchor}).", "Write the key out.")
            raise _refuse(
                event, "A key is a list or a mapping.", "Keys are single words; look for a stray '?' or '{'."
            )
        if event.anchor is not None or event.tag not in (None, "!"):
            raise _refuse(event, "A key has an anchor or a tag.", "Remove it.")
        key = str(event.value)
        if key == "<<" and event.implicit[0]:
            raise _refuse(event, "The file uses a merge key (<<).", "Write the fields out.")
        if key in out:
            raise _refuse(event, f"The key {shown(key)} stands twice in the same place.", "Keep one of them.")
        place = _place(event)
        value = _node(next(events), events, (*path, key), depth + 1, counter, source)
        source.places[(*path, key)] = place
        out[key] = value
    return out


class _Flow(dict[str, Any]):
    """A small mapping that is written on one line."""


class _Dumper(yaml.CSafeDumper):
    """PyYAML's safe dumper with short records on one line."""


_Dumper.add_representer(
    _Flow,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True),
)


def dump(data: dict[str, Any]) -> str:
    """The YAML text of plain data, keys in the order given; short leaf mappings take one line."""
    return yaml.dump(
        _folded(data),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=110,
    )


def _folded(value: Any, in_list: bool = False) -> Any:
    if isinstance(value, list):
        return [_folded(item, in_list=True) for item in value]
    if not isinstance(value, dict):
        return value
    scalars = all(isinstance(v, str | int | float | bool) for v in value.values())
    if in_list and scalars and sum(len(k) + len(str(v)) + 4 for k, v in value.items()) <= 104:
        return _Flow(value)
    return {key: _folded(item) for key, item in value.items()}
