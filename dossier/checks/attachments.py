"""Files that records name: each is there, and inside the content folder."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from dossier.dossier import Dossier, Portfolio
from dossier.problems.problem import Place, Problem, near, nearest, shortened
from dossier.problems.rules import check
from dossier.records.declare import RECORD_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.records.declare import Record

_NEARLY = re.compile(
    r"\.(?:(?:ya?ml\.txt|yam|yal|ymal|yalm|ylm|ymll|yamll|yml_|yaml_)|(?P<page>md\.txt|markdown|mdown|mkdn?|mdwn|mdd))$",
    re.IGNORECASE,
)
_NEARLY_THE_SAME = 0.88
"""How much of a folder's name must be that of a type; `requirements-notes` is called so on purpose."""


@check("DOS415")
def attachment_that_is_not_there(dossier: Dossier) -> Iterator[Problem]:
    """A record names an attachment that is not there.

    The path is relative to the record's own file and stays in the project's folder: what lies elsewhere may be
    another client's. Upper and lower case count. Markdown and YAML files cannot be attached: they are pages and
    records.

    Wrong:

        deliverables:
        - {id: DEL-1, title: Shop, due: 2026-05-01, attachments: [contract.pdf]}

    Right:

        deliverables:
        - {id: DEL-1, title: Shop, due: 2026-05-01}
    """
    for record in (dossier.project, *dossier.records):
        written = record.written.get("attachments")
        for number, name in enumerate(record.attachments):
            place = record.at("attachments")
            if isinstance(written, tuple) and len(written) == len(record.attachments):
                place /= number
            yield from _missing("DOS415", dossier.files, record, name, place, dossier.home_of(record))


@check("DOS416")
def logo_that_is_not_there(portfolio: Portfolio) -> Iterator[Problem]:
    """A client's logo is not there.

    The path is relative to client.yml, and upper and lower case count.

    Wrong:

        # acme/client.yml
        title: Acme
        logo: logo.svg

    Right:

        # acme/client.yml
        title: Acme
    """
    for client in portfolio.clients:
        if client.logo:
            place = client.at("logo")
            yield from _missing("DOS416", portfolio.files, client, client.logo, place, client.id)


@check("DOS418", "warning")
def file_that_is_nearly_a_record_file(portfolio: Portfolio) -> Iterator[Problem]:
    """The name of a file ends nearly as those of record files do, so that nothing of it is read.

    Records and pages are read from files that end in `.yml`, `.yaml` or `.md`. Windows hides endings, so that a file
    saved as `risks.yml` may be called `risks.yml.txt`. What a record attaches may have any name. In a folder that is
    nearly called as a type of record, such as `requirments`, Markdown files are pages.

    Wrong:

        # acme/web/risks.yml.txt
        risks:
        - {id: R-1, title: Late delivery}

    Right:

        # acme/web/risks.yml
        risks:
        - {id: R-1, title: Late delivery}
    """
    attached = {
        d.attached(r, name) for d in portfolio.dossiers for r in (d.project, *d.records) for name in r.attachments
    }
    yield from _in_folders_nearly_of_a_type(portfolio)
    for path in sorted(portfolio.files - attached):
        if found := _NEARLY.search(path):
            ending = ".md" if found["page"] else ".yml"
            message = f"`{shortened(posixpath.basename(path))}` is not read"
            hint = f"let its name end in {ending}, or attach it to a record"
            yield Problem("DOS418", Place(path, line=1, column=1), message, hint)


def _in_folders_nearly_of_a_type(portfolio: Portfolio) -> Iterator[Problem]:
    """A problem for each folder whose Markdown files are pages, since its name is not quite that of a type."""
    first: dict[str, str] = {}  # the first page below each folder
    for page in (page for dossier in portfolio.dossiers for page in dossier.pages):
        parts = page.path.split("/")
        for length in range(3, len(parts)):
            first.setdefault("/".join(parts[:length]), page.path)
    names = [name for each in RECORD_TYPES.values() for name in each.keys()]
    for folder, path in first.items():
        name = posixpath.basename(folder)
        meant = nearest(name, names, cutoff=_NEARLY_THE_SAME)
        if meant and _is_slip(name.casefold(), meant.casefold()):
            message = f"`{shortened(name)}` is no type of record: what lies in it are pages"
            yield Problem("DOS418", Place(path, line=1, column=1), message, f"did you mean `{meant}`?")


def _is_slip(name: str, meant: str) -> bool:
    """Whether a name is no other word, nor numbered on purpose as in `phase1`."""
    return name != meant and name[0] == meant[0] and not any(each.isdigit() for each in name)


def _missing(
    code: str, files: frozenset[str], record: Record, name: str, place: Place, within: str
) -> Iterator[Problem]:
    folder = record.folder
    path = posixpath.normpath(posixpath.join(folder, name))
    inside = path.startswith(f"{within}/")
    if inside and path in files:
        return
    beside = [posixpath.relpath(file, folder) for file in sorted(files) if file.startswith(f"{folder}/")]
    hint = near(name, beside) or f"put it into {folder}/, or correct the name"
    if not inside:
        hint = f"only files inside {within}/ can be published with it"
    yield Problem(code, place, f"{record.id}: there is no file `{shortened(name)}`", hint)
