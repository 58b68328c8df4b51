"""The pages' templates are compiled when the scripts are bundled: what they make is what htm makes of them at run time."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def templates(root: Path) -> Any:
    """The module under scripts/, which is no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(root / "scripts"))
        return importlib.import_module("markup")


# Every field is a value that is a text, a tag and something to spread at once; both ways say what they were called with.
COMPARE = """
import htm from "htm";
const given = JSON.parse(await new Promise((done) => {
  let text = "";
  process.stdin.on("data", (part) => (text += part)).on("end", () => done(text));
}));
const field = (at) => ({ [`field${at}`]: at, toString: () => `field ${at}` });
const html = (tag, props, ...children) => ({ tag, props: { ...props }, children });
const differing = [];
for (const { statics, code } of given) {
  const fields = statics.slice(1).map((_, at) => field(at));
  const one = JSON.stringify(htm.call(html, statics, ...fields));
  const other = JSON.stringify(new Function("html", "f", `return (${code})`)(html, fields));
  if (one !== other) differing.push({ statics, code, one, other });
}
console.log(JSON.stringify(differing));
"""


def _differing(root: Path, templates: Any, markups: list[tuple[str, int]]) -> list[Any]:
    """Those of the templates, given as markup with marks and the number of its fields, that htm makes otherwise."""
    given = [
        {
            "statics": re.split(templates.FIELD, markup),
            "code": templates._Markup(markup, [f"f[{at}]" for at in range(fields)]).whole(),
        }
        for markup, fields in markups
    ]
    node = (root / ".venv/set-up/node-path").read_text(encoding="utf-8").strip()
    done = subprocess.run(
        [node, "--input-type=module", "--eval", COMPARE],
        cwd=root,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


def test_every_template_of_the_editor_makes_what_htm_makes(
    root: Path, templates: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: list[tuple[str, int]] = []
    markup = templates._Markup

    class Noting(markup):  # type: ignore[misc, valid-type, unused-ignore]  # a class of a value
        def __init__(self, text: str, fields: list[str]) -> None:
            met.append((text, len(fields)))
            super().__init__(text, fields)

    monkeypatch.setattr(templates, "_Markup", Noting)
    written = 0
    for path in (root / "static/js").rglob("*.js"):
        source = path.read_text(encoding="utf-8")
        made = templates.compiled(source)
        written += source.count("html`")
        assert "html`" not in made, path
        assert "htm/preact" not in made, path
    monkeypatch.undo()
    assert len(met) == written > 300
    assert _differing(root, templates, met) == []


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "words",
        "<b />",
        "<b/><i></i>",
        '<b a b="" c=\'1\' d="x y" e=F f=x/>',
        '<b a="x F y F" b="F F" ...F c>\n  one F two\n  F\n</b>',
        "<F ...F>F F</F>",
        "<F ...F />\n\n<i><//>",
        "<F>\n  <p>a  b</p>\n  c\n  d <b>e</b> f\n</>",
        "\n  F\n  F \n",
    ],
)
def test_what_may_be_written_makes_what_htm_makes(root: Path, templates: Any, markup: str) -> None:
    text = "".join(
        chr(ord(templates.FIRST_FIELD) + markup[:at].count("F")) if sign == "F" else sign
        for at, sign in enumerate(markup)
    )
    assert _differing(root, templates, [(text, markup.count("F"))]) == []


def test_templates_inside_of_fields_and_texts_are_compiled_too(templates: Any) -> None:
    source = 'x = html`<b>${on && html`<i a=${`1${"}"}`} />`}</b>`; y = `${html`<u />`}`;'
    assert (
        templates.compiled(source)
        == 'x = html("b",null,(on && html("i",{"a":(`1${"}"}`)}))); y = `${html("u")}`;'
    )


def test_what_only_looks_like_a_template_is_left(templates: Any) -> None:
    source = '// html`<b>\n/* html`<i> */ a = "html`"; b = /`{/u.test(c) ? 1 / 2 : d / e; f = html`<b />`;'
    assert templates.compiled(source) == source.replace("html`<b />`", 'html("b")')


def test_a_template_takes_as_many_lines_as_before(templates: Any) -> None:
    source = "a = html`<p>\n  one\n  ${two}\n</p>`;\nb();\n"
    assert templates.compiled(source).count("\n") == source.count("\n")


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<b>", "line 2: <b> is not closed"),
        ("</b>", "line 2: a tag is closed that was not opened"),
        ('<b a=1b=2"x" c=\'>', "line 2: no"),
        ("a\\n", "line 2: write the character itself"),
        ("< b />", "line 2: no tag"),
        ("<b ${a} />", "line 2: no attribute: ${…} />"),
    ],
)
def test_a_mistake_is_told_with_its_line(templates: Any, template: str, words: str) -> None:
    with pytest.raises(templates.TemplateError, match=re.escape(words)):
        templates.compiled(f"const a = 1;\nb = html`{template}`;\n")


def test_a_template_without_an_end_is_told(templates: Any) -> None:
    with pytest.raises(templates.TemplateError, match="line 1: a template has no end"):
        templates.compiled("b = html`<b />;\n")
    with pytest.raises(templates.TemplateError, match="line 1: a field of a template has no end"):
        templates.compiled("b = html`<b>${a")
