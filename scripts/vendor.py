"""Copies the icons and fonts that touchmap uses from node_modules to static/vendor/, and the licence texts of all of it.

The tables below are the whole list. Every copied file is written down in static/vendor/VENDOR.json with its package,
version, licence and SHA-256. The libraries that pages import go into bundles (scripts/bundle.py); their licences stand in
the table here, and a library without a row there is not bundled.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

SANS_WEB = "@fontsource-variable/source-sans-3"
SANS_PDF = "@expo-google-fonts/source-sans-3"
SERIF_PDF = "@expo-google-fonts/source-serif-4"
LUCIDE = "lucide-static"

# package, file in it, name under static/vendor/
FILES: tuple[tuple[str, str, str], ...] = (
    # Web pages: variable fonts, split by script (the style sheet names the unicode ranges).
    (SANS_WEB, "files/source-sans-3-latin-wght-normal.woff2", "fonts/source-sans-3-latin.woff2"),
    (SANS_WEB, "files/source-sans-3-latin-ext-wght-normal.woff2", "fonts/source-sans-3-latin-ext.woff2"),
    (SANS_WEB, "files/source-sans-3-latin-wght-italic.woff2", "fonts/source-sans-3-latin-italic.woff2"),
    (
        SANS_WEB,
        "files/source-sans-3-latin-ext-wght-italic.woff2",
        "fonts/source-sans-3-latin-ext-italic.woff2",
    ),
    # PDF: one complete file per style; subset files print wrong glyphs in WeasyPrint.
    (SANS_PDF, "400Regular/SourceSans3_400Regular.ttf", "fonts/SourceSans3-Regular.ttf"),
    (SANS_PDF, "400Regular_Italic/SourceSans3_400Regular_Italic.ttf", "fonts/SourceSans3-Italic.ttf"),
    (SANS_PDF, "600SemiBold/SourceSans3_600SemiBold.ttf", "fonts/SourceSans3-SemiBold.ttf"),
    (SANS_PDF, "700Bold/SourceSans3_700Bold.ttf", "fonts/SourceSans3-Bold.ttf"),
    (SERIF_PDF, "400Regular/SourceSerif4_400Regular.ttf", "fonts/SourceSerif4-Regular.ttf"),
    (SERIF_PDF, "400Regular_Italic/SourceSerif4_400Regular_Italic.ttf", "fonts/SourceSerif4-Italic.ttf"),
    (SERIF_PDF, "600SemiBold/SourceSerif4_600SemiBold.ttf", "fonts/SourceSerif4-SemiBold.ttf"),
)

# package, licence of what is used from it, its licence file, name under static/vendor/licences/
LICENCES: tuple[tuple[str, str, str, str], ...] = (
    # In the bundles.
    ("@preact/signals", "MIT", "LICENSE", "preact-signals.txt"),
    ("@preact/signals-core", "MIT", "LICENSE", "preact-signals-core.txt"),
    ("htm", "Apache-2.0", "LICENSE", "htm.txt"),
    ("preact", "MIT", "LICENSE", "preact.txt"),
    # Copied.
    (LUCIDE, "ISC", "LICENSE", "lucide.txt"),
    (SANS_WEB, "OFL-1.1", "LICENSE", "source-sans-3-web.txt"),
    (SANS_PDF, "OFL-1.1", "LICENSE_FONT", "source-sans-3.txt"),
    (SERIF_PDF, "OFL-1.1", "LICENSE_FONT", "source-serif-4.txt"),
)

# Lucide icons that go into the one sprite, as symbols `i-NAME`.
ICONS = """
    activity arrow-down arrow-left arrow-left-right arrow-right arrow-up badge-check banknote bell
    between-vertical-end between-vertical-start book-open briefcase building bus calendar camera chart-line check
    check-check chevron-down chevron-left chevron-right chevron-up circle circle-alert circle-check circle-dot
    circle-question-mark circle-x clipboard-check clipboard-paste clock cloud-off columns-3 command contrast copy
    copy-plus corner-up-left diamond download ellipsis eraser external-link eye eye-off file-text filter flag focus
    fold-horizontal folder footprints frown funnel gauge git-branch globe graduation-cap grip-vertical hand-coins
    handshake headset heart history hospital hourglass house id-card info key-round keyboard laptop layout-grid
    lightbulb link list list-checks list-plus locate lock log-in log-out mail map maximize maximize-2 megaphone meh
    menu merge message-square message-square-plus minus monitor monitor-smartphone moon move network newspaper
    octagon-alert package panel-right panel-right-close pause pencil percent phone pin pin-off plane plus presentation printer
    qr-code quote radio-tower redo-2 refresh-cw repeat rotate-ccw rotate-cw route rows-3 scale scan scissors search settings
    shield-check signpost smartphone smile sparkles spline spline-pointer split square star store sun table-2 tablet
    tag target thumbs-down thumbs-up ticket timer trash-2 trending-down trending-up triangle-alert truck undo-2
    unfold-horizontal upload user users video workflow wrench x zoom-in zoom-out
""".split()


class VendorError(Exception):
    """A file named in the tables is not where it should be."""


def copy_all(target: Path = VENDOR) -> int:
    """Makes `target` anew and gives the number of files; raises VendorError when a package is not as expected."""
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    rows = []
    for package, source, name in FILES:
        rows.append(_copy(package, source, fresh / name))
    (fresh / "icons.svg").write_text(sprite(), encoding="utf-8")
    rows.append(_row(LUCIDE, fresh / "icons.svg"))
    for package, _, source, name in LICENCES:
        rows.append(_copy(package, source, fresh / "licences" / name))
    for row in rows:
        row["file"] = str(Path(row["file"]).relative_to(fresh))
    (fresh / "VENDOR.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return len(rows)


def sprite() -> str:
    """One SVG with a symbol per icon, drawn in the colour of the text around it."""
    symbols = []
    for name in ICONS:
        text = _source(LUCIDE, f"icons/{name}.svg").read_text(encoding="utf-8")
        inside = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
        if not inside:
            raise VendorError(f"{LUCIDE}: icons/{name}.svg is not an SVG")
        shapes = " ".join(line.strip() for line in inside[1].strip().splitlines())
        symbols.append(
            f'<symbol id="i-{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
            f'stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
        )
    notice = f"<!-- Icons from {LUCIDE} {version(LUCIDE)}, ISC licence: licences/lucide.txt -->"
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join([notice, *symbols]) + "\n</svg>\n"


def complete(target: Path = VENDOR) -> bool:
    """Whether every file that VENDOR.json lists is there."""
    try:
        rows = json.loads((target / "VENDOR.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return all((target / row["file"]).is_file() for row in rows)


def _source(package: str, name: str) -> Path:
    path = MODULES / package / name
    if not path.is_file():
        raise VendorError(f"{package} has no file {name}; delete node_modules/ and run `make setup`")
    return path


def version(package: str) -> str:
    """The version of a package that is in node_modules."""
    return str(json.loads(_source(package, "package.json").read_text(encoding="utf-8"))["version"])


def licence(package: str) -> str:
    """The licence of what is used from a package; raises VendorError when the table has no row for it."""
    for name, spdx, _, _ in LICENCES:
        if name == package:
            return spdx
    raise VendorError(f"{package} has no row in LICENCES (scripts/vendor.py): read its licence, then add one")


def _copy(package: str, source: str, target: Path) -> dict[str, str]:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_source(package, source), target)
    return _row(package, target)


def _row(package: str, path: Path) -> dict[str, str]:
    return {
        "file": str(path),
        "package": package,
        "version": version(package),
        "licence": licence(package),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


if __name__ == "__main__":
    try:
        print(f"static/vendor: {copy_all()} files")
    except (VendorError, OSError) as error:
        sys.exit(f"static/vendor could not be made: {error}")
