"""Makes the report: decides what must be laid out, has it done, and joins everything into one file."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from touchmap.report.engine.cache import Cache
from touchmap.report.engine.fonts import FontProgram, decode_program, program_key, shared_fonts
from touchmap.report.engine.limits import Limits, Rendered, ReportFailed
from touchmap.report.engine.markup import section_css, section_html
from touchmap.report.engine.merge import merge
from touchmap.report.engine.numbering import Numbering, offsets
from touchmap.report.engine.part import MAGIC, DamagedPart, Part, decode
from touchmap.report.engine.pool import Job, Pool
from touchmap.report.engine.section import Document

Progress = Callable[[int, int], None]
FontKey = tuple[str, str, int]
_ROUNDS = 6
_FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/etc/fonts",
)


def render_report(
    document: Document,
    *,
    cache: Cache | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Rendered:
    """Make the PDF of the document.

    cache: what is kept between reports; without one everything is laid out. progress: called with (sections done,
    sections in all), first with those that came from the cache. The same document gives the same bytes, whatever is in
    the cache. Raises ReportFailed, and nothing else, when a section cannot be laid out within the limits.
    """
    limits = limits or Limits()
    _check(document, limits)
    try:
        if cache is not None:
            return _Rendering(document, cache, limits, progress).run()
        with tempfile.TemporaryDirectory(prefix="touchmap-report-") as folder:
            return _Rendering(document, Cache(Path(folder)), limits, progress).run()
    except OSError as error:
        todo = "See that the disk is not full and that the cache folder may be written to."
        raise ReportFailed(
            f"{error.strerror or error} ({error.filename or 'no file'}).", todo=todo
        ) from error


class _Rendering:
    def __init__(self, document: Document, cache: Cache, limits: Limits, progress: Progress | None) -> None:
        self.document = document
        self.cache = cache
        self.limits = limits
        self.progress = progress
        self.css = section_css(document)
        self.common = _fingerprint(document, self.css)
        self.numbering = Numbering(document.sections)
        self.parts: list[Part | None] = [None] * len(document.sections)
        self.names = [""] * len(document.sections)
        self.rendered: dict[str, None] = {}
        self.warnings: list[str] = []

    def run(self) -> Rendered:
        setup = {"css": self.css, "assets": self._kept_assets(), "folder": os.fspath(self.cache.folder)}
        with Pool(setup, self.limits) as pool:
            self._recall()
            self._lay_out(pool)
            parts = [part for part in self.parts if part is not None]
            programs = self._programs(pool, parts)
            pages = sum(len(part.pages) for part in parts)
            if pages > self.limits.pages:
                raise ReportFailed(f"it has {pages} pages; the most is {self.limits.pages}.")
            merged = merge(self.document, parts, programs)
        self.cache.trim()
        first_pages, page = {}, 1
        for section, part in zip(self.document.sections, parts, strict=True):
            first_pages[section.key] = page
            page += len(part.pages)
            self.warnings += [f"{section.key}: {warning}" for warning in part.warnings]
        warnings = tuple(dict.fromkeys((*self.warnings, *merged.warnings)))
        return Rendered(merged.pdf, pages, first_pages, warnings, tuple(self.rendered))

    def _kept_assets(self) -> dict[str, str]:
        """Asset name → entry of the cache that holds it, from where the children read it."""
        names = {}
        for name, content in self.document.assets.items():
            names[name] = f"a{sha256(content).hexdigest()}"
            if self.cache.get(names[name]) != content:
                self.cache.put(names[name], content)
        return names

    def _recall(self) -> None:
        """Learn the page counts of sections that were laid out before."""
        for at in range(len(self.parts)):
            known = self.cache.get(self._plan_name(at))
            if known is not None:
                try:
                    plan = json.loads(known)
                    self.numbering.learn(at, int(plan["pages"]), dict(plan["offsets"]))
                except (ValueError, KeyError, TypeError):
                    self.cache.drop(self._plan_name(at))

    def _lay_out(self, pool: Pool) -> None:
        unknown = self.numbering.unknown()
        if unknown:
            pool.start(len(unknown))
            self._load([at for at in range(len(self.parts)) if at not in set(unknown)])
            pool.run([self._job(at) for at in unknown])
        for _ in range(_ROUNDS):
            self._load(range(len(self.parts)))
            todo = [at for at, part in enumerate(self.parts) if part is None]
            if not todo:
                return
            pool.run([self._job(at) for at in todo])
        # Numbers that keep changing their digits (9, 10, 9 …) are set as they are; a line may be a figure too wide.
        self._load(range(len(self.parts)), final=True)
        if None in self.parts:
            raise ReportFailed(
                "finished sections vanish from the cache.", todo="See that the disk is not full."
            )

    def _load(self, sections: Any, final: bool = False) -> None:
        """Take the parts of these sections from the cache if they are there, whole, and right for the page numbers."""
        for at in sections:
            name = self.names[at] if final and self.names[at] else self._part_name(at)
            if self.parts[at] is not None and self.names[at] == name:
                continue
            self.parts[at] = None
            content = self.cache.get(name)
            if content is None:
                continue
            try:
                self._take(at, name, decode(content))
            except DamagedPart:
                self.cache.drop(name)

    def _take(self, at: int, name: str, part: Part) -> None:
        self.parts[at] = part
        self.names[at] = name
        self.numbering.learn(at, len(part.pages), offsets(part))
        self._tell()

    def _job(self, at: int) -> Job:
        section = self.document.sections[at]
        name = ""

        def message() -> dict[str, Any]:
            nonlocal name
            digits = self.numbering.digits(at)
            name = self._part_name(at)
            head, body = section_html(section, self.document.language, self.document.title, digits)
            return {"do": "section", "key": section.key, "head": head, "body": body, "name": name}

        def done(answer: dict[str, Any]) -> None:
            self.warnings += [w for w in answer["warnings"] if w not in self.warnings]
            self.rendered[section.key] = None
            content = self.cache.get(name)
            if content is None:
                raise ReportFailed("the finished section cannot be read back.", section=section.key)
            part = decode(content)
            plan = {"pages": len(part.pages), "offsets": offsets(part)}
            self.cache.put(self._plan_name(at), json.dumps(plan).encode())
            self._take(at, name, part)

        return Job(section.key, message, done)

    def _programs(self, pool: Pool, parts: list[Part]) -> dict[FontKey, FontProgram]:
        """A font program for every font of the report."""
        programs: dict[FontKey, FontProgram] = {}
        jobs = []
        for key, font in shared_fonts(parts).items():
            name = "f" + program_key(font.request)
            kept = self._kept_program(name)
            if kept is not None:
                programs[key] = kept
                continue
            if font.first.bitmap:
                raise ReportFailed(
                    f"the font {font.first.family} has no outlines.", todo="Remove it from this machine."
                )
            if not self.cache.has(f"{font.first.file}.font"):
                self._find_again(pool, parts, font.first.file)
            message = {"do": "font", "request": font.request, "name": name}
            jobs.append((key, name, Job(f"font {font.first.family}", partial(dict, message), lambda _: None)))
        if jobs:
            pool.run([job for _, _, job in jobs])
        for key, name, job in jobs:
            made = self._kept_program(name)
            if made is None:
                raise ReportFailed(
                    f"the {job.section} cannot be read back.", todo="See that the disk is not full."
                )
            programs[key] = made
        return programs

    def _find_again(self, pool: Pool, parts: list[Part], file: str) -> None:
        """Lay a section out again that uses a font whose file the cache has let go, which brings the file back."""
        at = next(n for n, part in enumerate(parts) if any(use.file == file for use in part.fonts))
        pool.run([self._job(at)])

    def _kept_program(self, name: str) -> FontProgram | None:
        content = self.cache.get(name)
        if content is None:
            return None
        try:
            return decode_program(content)
        except ValueError:
            self.cache.drop(name)
            return None

    def _tell(self) -> None:
        if self.progress:
            self.progress(sum(1 for part in self.parts if part is not None), len(self.parts))

    def _part_name(self, at: int) -> str:
        return self._name("p", at, sorted(self.numbering.digits(at).items()))

    def _plan_name(self, at: int) -> str:
        return self._name("n", at, None)

    def _name(self, kind: str, at: int, digits: object) -> str:
        section = self.document.sections[at]
        said = repr((self.common, section.key, section.html, section.chapter, section.page, digits))
        return kind + sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _fingerprint(document: Document, css: str) -> str:
    """A hash of everything that all sections depend on, fonts of the machine included."""
    digest = sha256(MAGIC)
    digest.update(version("weasyprint").encode())
    # The engine itself: whoever changes it must not get what it made before.
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    for text in (css, document.language, document.title):
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    for name in sorted(document.assets):
        digest.update(name.encode() + sha256(document.assets[name]).digest())
    for folder in _FONT_FOLDERS:
        for place, _, _ in os.walk(os.path.expanduser(folder)):
            digest.update(f"{place} {os.stat(place).st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _check(document: Document, limits: Limits) -> None:
    if not document.sections:
        raise ReportFailed("it has no sections.")
    seen: set[str] = set()
    for section in document.sections:
        if section.key in seen:
            raise ReportFailed("two sections have this key.", section=section.key)
        seen.add(section.key)
        if len(section.html) > limits.section_bytes:
            raise ReportFailed(
                f"its HTML has {len(section.html):,} characters; the most is {limits.section_bytes:,}.",
                section=section.key,
                todo="Shorten it.",
            )
    if sum(len(section.html) for section in document.sections) > limits.document_bytes:
        raise ReportFailed(
            f"its HTML has more than {limits.document_bytes:,} characters.", todo="Shorten it."
        )
