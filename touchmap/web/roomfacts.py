"""What a room has to know of its workshop, written where it is needed: the request as it was stated, and the groups of people."""

from __future__ import annotations

import secrets
from typing import Any

from flask import request
from werkzeug.wrappers import Response as Answer

from touchmap.domain.edits import read_edit
from touchmap.web.api import who
from touchmap.web.parts import parts
from touchmap.web.roomshop import told


def state_request(workshop: str) -> Answer:
    """Writes the request down, word for word; left empty it is taken away."""
    words = request.form.get("request", "").replace("\r\n", "\n").strip() or None
    _set(workshop, {"request": words})
    return told(
        workshop, "The request is written down." if words else "The request is taken away.", undo=True
    )


def name_groups(workshop: str) -> Answer:
    """Sets the groups that people may choose from when they come in: one a line."""
    lines = (" ".join(line.split()) for line in request.form.get("groups", "").splitlines())
    groups = list(dict.fromkeys(filter(None, lines))) or None
    _set(workshop, {"groups": groups})
    words = (
        f"People can choose from: {', '.join(groups)}."
        if groups
        else "People write their group themselves now."
    )
    return told(workshop, words, part="groups", undo=True)


def _set(workshop: str, fields: dict[str, Any]) -> None:
    data = {
        "id": f"e-{secrets.token_hex(12)}",
        "action": "set",
        "kind": "workshop",
        "record": workshop,
        "fields": fields,
        "seen": parts().history.head(workshop)[1],
    }
    parts().editing.do(workshop, read_edit(data), who())
