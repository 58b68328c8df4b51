"""Runs a shared case of edits: a state, steps, and what each must do; a twin in another language runs the same files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from touchmap.domain.applying import apply
from touchmap.domain.changes import Change, Logged, State, read_state
from touchmap.domain.edits import Refused, read_edit, texts_seen
from touchmap.domain.undoing import inverse


def run(workshop: str, plain: Mapping[str, Any], steps: list[dict[str, Any]], fill: bool = False) -> State:
    """Does the steps one after another and holds each to its `change` or `errors`; with `fill` it writes them instead."""
    state = read_state(workshop, plain)
    log: list[Logged] = []
    for step in steps:
        try:
            change = _done(state, step, log)
        except Refused as refused:
            said: dict[str, Any] = {"errors": [f"{p.code} {p.place}".strip() for p in refused.problems]}
        else:
            said = {"change": _plain(change)}
            log.append(_logged(step, change, len(log) + 1))
            before, state = state, state.patched(change.after)
            assert dict(state.patched(change.before).records) == dict(before.records), (
                "there and back is the same"
            )
        if fill:
            step.update(said)
        else:
            assert {key: step[key] for key in ("change", "errors") if key in step} == said
    assert dict(_folded(read_state(workshop, plain), log).records) == dict(state.records)
    return state


def _done(state: State, step: Mapping[str, Any], log: list[Logged]) -> Change:
    if "undo" in step:
        done = next(change for change in log if change.id == step["undo"])
        return inverse(state, done.before, done.after)
    edit = read_edit(step["edit"])
    since = [change for change in log if edit.seen is not None and change.seq > edit.seen]
    own = next((change for change in log if change.id == edit.upon), None)
    return apply(state, edit, texts_seen(edit, since, own))


def _plain(change: Change) -> dict[str, Any]:
    said: dict[str, Any] = {"before": change.before, "after": change.after}
    extra = {"merged": sorted(change.sent), "conflict": dict(change.conflict), "told": list(change.told)}
    return said | {key: value for key, value in extra.items() if value}


def _logged(step: Mapping[str, Any], change: Change, seq: int) -> Logged:
    edit = step.get("edit", step)
    id, record = edit["id"], edit.get("record", "")
    return Logged(
        seq, id, "a", "Ana", "2026-11-23T09:00:00Z", edit.get("action", "undo"), edit.get("kind", ""), record,
        change.before, change.after, change.sent,
    )  # fmt: skip


def _folded(state: State, log: list[Logged]) -> State:
    for change in log:
        state = state.patched(change.after)
    return state
