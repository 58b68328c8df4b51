"""Times the report against its rivals: WeasyPrint called naively on the whole document, and headless Chromium printing it.

    python bench/report.py [--runs 3] [--sizes sample 40 120] [--without chromium]

Every time is that of a cold process that reads the finished HTML and writes a PDF; runs alternate, medians are printed. "After
one edit" is a report whose sections are in the cache but for those that one changed sentence changes. Seconds are wall-clock, CPU
adds up all processes, memory is that of the largest process. Ratios are within this one run.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from touchmap.domain.generator import generate
from touchmap.domain.model import Model
from touchmap.paths import workshops_folder
from touchmap.report.engine.markup import whole_html
from touchmap.report.engine.section import Document
from touchmap.services.exchange import read_file
from touchmap.services.reporting import report_document

ENGINE = """
import json, sys, datetime as dt
from pathlib import Path
from touchmap.report.engine.cache import Cache
from touchmap.report.engine.render import render_report
from touchmap.report.engine.section import Document, Section
given = json.loads(Path(sys.argv[1]).read_text())
fonts = {path.name: path.read_bytes() for path in Path(sys.argv[2]).iterdir()}
document = Document(
    sections=tuple(Section(**section) for section in given.pop("sections")), assets={"fonts/" + k: v for k, v in fonts.items()},
    created=dt.datetime.fromisoformat(given.pop("created")), keywords=tuple(given.pop("keywords")), **given)
made = render_report(document, cache=Cache(Path(sys.argv[3])))
Path(sys.argv[4]).write_bytes(made.pdf)
print(made.pages, len(made.rendered), len(made.warnings))
"""
NAIVE = """
import sys
from pathlib import Path
from weasyprint import HTML
HTML(filename=sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""
CHROMIUM = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-pdf-header-footer",
)
SAMPLE = "sample"
SAMPLE_SECONDS = 6.0
FILE_OF_40 = 1_000_000
#: What is held against what.
RATIOS = (
    ("first report / naive", "first report", "naive"),
    ("after one edit / naive", "after one edit", "naive"),
    ("after one edit / Chromium", "after one edit", "chromium"),
)
#: The most that each may be, by size; the others are only told. The sample has a time instead.
TARGETS = {"40": (0.35, 0.12, 0.5), "120": (0.35, None, 0.5)}


@dataclass(frozen=True)
class Cost:
    """What one cold process took: seconds, CPU seconds of all its processes, megabytes of the largest, bytes written."""

    seconds: float
    cpu: float
    megabytes: float
    size: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sizes", nargs="+", default=[SAMPLE, "40", "120"])
    parser.add_argument("--without", nargs="*", default=[], choices=["chromium", "naive"])
    arguments = parser.parse_args()
    fine = True
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory(prefix="touchmap-bench-") as folder:
            fine &= Bench(size, Path(folder), set(arguments.without)).run(arguments.runs)
    return 0 if fine else 1


class Bench:
    """One workshop: its files, its measurements."""

    def __init__(self, size: str, folder: Path, without: set[str]) -> None:
        self.size = size
        self.folder = folder
        self.without = without
        started = time.perf_counter()
        model = workshop(size)
        document = report_document(model, made_on=dt.date(2026, 11, 23))
        self.prepared = time.perf_counter() - started
        edited = report_document(one_edit(model), made_on=dt.date(2026, 11, 23))
        self.sections = len(document.sections)
        pairs = zip(document.sections, edited.sections, strict=True)
        self.changed = [new.key for old, new in pairs if new != old]
        (folder / "fonts").mkdir()
        for name, content in document.assets.items():
            (folder / name).write_bytes(content)
        write(document, folder / "first.json")
        write(edited, folder / "edited.json")
        (folder / "whole.html").write_text(whole_html(document, f"file://{folder}/"), "utf-8")

    def run(self, runs: int) -> bool:
        folder = self.folder
        self.engine("first", folder / "kept")  # fills the cache that the edits start from
        costs: dict[str, list[Cost]] = {}
        for _ in range(runs):
            shutil.rmtree(folder / "empty", ignore_errors=True)
            costs.setdefault("first report", []).append(self.engine("first", folder / "empty"))
            if "naive" not in self.without:
                costs.setdefault("naive", []).append(
                    self.rival(sys.executable, "-c", NAIVE, str(folder / "whole.html"))
                )
            shutil.rmtree(folder / "again", ignore_errors=True)
            shutil.copytree(folder / "kept", folder / "again")
            costs.setdefault("after one edit", []).append(self.engine("edited", folder / "again"))
            if "chromium" not in self.without:
                page = f"file://{folder}/whole.html"
                costs.setdefault("chromium", []).append(
                    self.rival(browser(), *CHROMIUM, f"--print-to-pdf={folder}/out.pdf", page)
                )
        return self.tell({name: middle(found) for name, found in costs.items()})

    def engine(self, which: str, cache: Path) -> Cost:
        folder = self.folder
        return self.rival(
            sys.executable, "-c", ENGINE, str(folder / f"{which}.json"), str(folder / "fonts"), str(cache)
        )

    def rival(self, *command: str) -> Cost:
        out = self.folder / "out.pdf"
        out.unlink(missing_ok=True)
        if not any(part.startswith("--print-to-pdf") for part in command):
            command = (*command, str(out))
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode or not out.exists():
            raise SystemExit(f"{command[:3]} made no PDF (exit {process.returncode})")
        return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000, out.stat().st_size)

    def tell(self, costs: dict[str, Cost]) -> bool:
        print(f"\n{self.size}: {self.sections} sections; analysis and HTML {self.prepared:.2f} s")
        print(f"  sections that the edit changes: {', '.join(self.changed)}")
        for name, cost in costs.items():
            print(
                f"  {name:15} {cost.seconds:6.2f} s  CPU {cost.cpu:6.2f} s  {cost.megabytes:4.0f} MB  ",
                end="",
            )
            print(f"file {cost.size / 1e6:.2f} MB")
        fine = True
        for (label, part, whole), most in zip(
            RATIOS, TARGETS.get(self.size, (None, None, None)), strict=True
        ):
            if part in costs and whole in costs:
                ratio = costs[part].seconds / costs[whole].seconds
                fine &= judged(label, f"{ratio:.3f}", ratio, most)
        if self.size == "40":
            size = costs["first report"].size
            fine &= judged("file", f"{size / 1e6:.2f} MB", size, FILE_OF_40)
        if self.size == SAMPLE:
            # What `touchmap demo` does between its import and its report: analysis, HTML, PDF, nothing kept.
            seconds = self.prepared + costs["first report"].seconds
            fine &= judged("after its import", f"{seconds:.2f} s", seconds, SAMPLE_SECONDS)
        largest = max(costs[name].megabytes for name in ("first report", "after one edit"))
        return judged("largest process", f"{largest:.0f} MB", largest, 300) and fine


def judged(label: str, said: str, value: float, most: float | None) -> bool:
    """Print a figure with the most it may be, and tell whether it is within it."""
    within = most is None or value <= most
    limit = "" if most is None else f"(at most {most:g})"
    print(f"  {label:26} {said:10} {limit} {'' if within else 'MISSED'}")
    return within


def workshop(size: str) -> Model:
    if size == SAMPLE:
        return read_file(str(workshops_folder() / "samples" / "missed-connection.yaml"))
    return generate(int(size))


def one_edit(model: Model) -> Model:
    """The same workshop with one sentence changed, in the middle of the journey."""
    statements = [record.id for record in model if record.kind == "statement"]
    id = statements[len(statements) // 2]
    return Model(
        model.workshop,
        [replace(r, text=f"{r.text} Nobody had said so before.") if r.id == id else r for r in model],
    )


def write(document: Document, path: Path) -> None:
    given = {
        name: getattr(document, name)
        for name in ("css", "title", "language", "author", "subject", "brand", "footer", "keywords")
    }
    given["created"] = document.created.isoformat()
    given["sections"] = [
        {name: getattr(section, name) for name in ("key", "html", "chapter", "page")}
        for section in document.sections
    ]
    path.write_text(json.dumps(given), "utf-8")


def middle(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        max(cost.megabytes for cost in costs),
        costs[-1].size,
    )


def browser() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise SystemExit("no Chromium on this machine: --without chromium")
    return found


if __name__ == "__main__":
    sys.exit(main())
