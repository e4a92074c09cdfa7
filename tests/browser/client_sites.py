"""The example clients' sites and the team's, built once as `dossier build` builds them, and served to a browser."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dossier.hosts.build import build_sites
from dossier.hosts.sites import SiteRequest, read_content

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


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served, as long as the context lasts."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            return

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def build_examples(out: Path) -> None:
    """Build both clients' sites and the team's below `out`."""
    clients = [SiteRequest(client=name, audience="client", as_of=AS_OF) for name in CLIENTS]
    build_sites(ROOT, read_content(ROOT / "content"), [*clients, SiteRequest(as_of=AS_OF)], out, jobs=2)
