"""The example clients' sites and the team's, built once as `dossier build` builds them, and served to a browser."""

from __future__ import annotations

import functools
import http.server
import io
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dossier.hosts.build import build_sites
from dossier.hosts.reading import read_content
from dossier.hosts.site_request import SiteRequest

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 10, 30)
CLIENTS = {"northferry": "en", "yunling": "zh"}

# One page of every kind; `{p}` is the client's main project, `{q}` the one that is finished.
KINDS = (
    "", "{p}/", "{p}/decide/", "{p}/plan/", "{p}/requirements/", "{p}/changes/", "{p}/reports/", "{p}/risks/",
    "{p}/meetings/", "{p}/deliverables/", "{p}/sign-off/", "{p}/documents/", "{p}/people/", "{p}/survey/",
    "{q}/closing/", "404.html",
)  # fmt: skip
MAIN = {"northferry": "booking", "yunling": "trace"}
FINISHED = {"northferry": "pilot", "yunling": "pilot"}


@dataclass(frozen=True)
class ClientSite:
    """A built site: whose it is, its language, its folder, and where it is served."""

    client: str
    language: str
    folder: Path
    address: str

    def pages(self) -> list[str]:
        """The address of one page of every kind: lists, then one record of each kind, then a document."""
        project = MAIN[self.client]
        lists = [kind.format(p=project, q=FINISHED[self.client]) for kind in KINDS]
        records: dict[tuple[str, str], str] = {}
        for path in sorted(self.folder.glob(f"{project}/*/*/index.html")):
            section, number = path.parts[-3:-1]
            prefix = number.rpartition("-")[0] if number[-1].isdigit() else ""
            if section not in {"files", "documents"}:
                records.setdefault((section, prefix), f"{project}/{section}/{number}/")
        return [*lists, *records.values(), *self.out_of_date(), *self.documents()]

    def documents(self) -> list[str]:
        """The ordinary pages of the project."""
        found = sorted(self.folder.glob(f"{MAIN[self.client]}/documents/**/index.html"))[1:]
        return [f"{path.parent.relative_to(self.folder)}/" for path in found]

    def out_of_date(self) -> list[str]:
        """The sign-offs whose records changed since."""
        found = sorted(self.folder.glob(f"{MAIN[self.client]}/sign-off/*/index.html"))
        return [
            f"{path.parent.relative_to(self.folder)}/"
            for path in found
            if "dossier-before-after" in path.read_text("utf-8")
        ]


def the_file_itself(file: Path, address: str) -> bytes | None:
    """What `served` sends in place of a file: nothing else."""
    return None


def with_nothing_to_find(file: Path, address: str) -> bytes | None:
    """In place of a search index one without entries: reading the whole one takes a browser longer than the page does."""
    if file.name != "search_index.json":
        return None
    return json.dumps({**json.loads(file.read_bytes()), "docs": []}).encode()


@contextmanager
def served(
    folder: Path,
    instead: Callable[[Path, str], bytes | None] = the_file_itself,
    headers: Sequence[tuple[str, str]] = (),
) -> Iterator[str]:
    """The address at which a folder is served, as long as the context lasts.

    `instead` gives what is sent in place of a file, or None for the file itself; it is told the address of the site.
    `headers` go with every answer.
    """

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            return

        def send_head(self) -> Any:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            body = instead(path, address)
            if body is None:
                return super().send_head()
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(path))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            return io.BytesIO(body)

        def end_headers(self) -> None:
            for name, value in headers:
                self.send_header(name, value)
            super().end_headers()

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()


def build_examples(out: Path) -> None:
    """Build both clients' sites and the team's below `out`."""
    clients = [SiteRequest(client=name, audience="client", as_of=AS_OF) for name in CLIENTS]
    build_sites(ROOT, read_content(ROOT / "content"), [*clients, SiteRequest(as_of=AS_OF)], out, jobs=2)
