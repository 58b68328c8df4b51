"""The only way to load anything while a page is made: a table of shipped assets."""

from __future__ import annotations

from collections.abc import Mapping
from mimetypes import guess_type
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "asset"


class AssetFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Answers ``asset:NAME`` from a table and refuses every other address without opening anything."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(SCHEME,), allow_redirects=False)
        # The base class is an opener for http, ftp, file and data; ours opens nothing, whatever calls it.
        self.handlers.clear()
        for table in (self.handle_open, self.handle_error, self.process_request, self.process_response):
            table.clear()
        self._assets = assets

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the asset; ValueError (which WeasyPrint reports as a warning) for anything else."""
        scheme, _, name = url.partition(":")
        if scheme.lower() != SCHEME:
            raise ValueError(f"nothing is loaded from outside the report: {url[:200]}")
        content = self._assets.get(unquote(name))
        if content is None:
            raise ValueError(f"no such asset: {url[:200]}")
        kind = guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, content, {"Content-Type": kind})
