"""How a CI gets dossier: as it was asked for, as the repository says, or as the dossier that runs was installed."""

from __future__ import annotations

import json
import os
import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from dossier.cli.workspace import CouldNotRun
from dossier.render.ci.files import Install

_FILE = "requirements.txt"
_BARE = re.compile(r"^\s*dossier\s*(?:[=<>!~;\[].*)?$", re.MULTILINE)
_NAMES_DOSSIER = re.compile(r"^[^#\n]*\bdossier\b", re.MULTILINE)


def install_of(asked: str, root: Path, top: Path) -> Install:
    """What to install, in a workspace with mkdocs.yml in `root`, of the repository at `top`.

    The package index is never asked for the bare name: there, `dossier` is somebody else's program. Raises CouldNotRun
    where nothing says what to install, or the text asked for is none that pip can be handed.
    """
    if asked.endswith(".txt"):
        file = Path(asked).resolve()
        if not file.is_file() or not file.is_relative_to(top):
            raise CouldNotRun(f"--install: there is no file {asked} in the repository")
        return _from_file(file, root, top)
    if asked:
        return Install(_requirement(asked))
    for file in (root / _FILE, top / _FILE):
        if file.is_file() and _NAMES_DOSSIER.search(file.read_text(encoding="utf-8", errors="replace")):
            return _from_file(file, root, top)
    if _is_our_own(root):
        return Install(".", "pyproject.toml" if root == top else f"{root.relative_to(top).as_posix()}/pyproject.toml")
    return Install(_as_this_one())


def asks_an_index(install: Install, top: Path) -> bool:
    """Whether pip would look for the bare name in its index, the public one unless it was told of another."""
    text = install.what
    if text.endswith(".txt"):
        text = (top / install.file).read_text(encoding="utf-8", errors="replace")
    return bool(_BARE.search(text))


def _from_file(file: Path, root: Path, top: Path) -> Install:
    return Install(Path(os.path.relpath(file, root)).as_posix(), file.relative_to(top).as_posix())


def _requirement(text: str) -> str:
    """A requirement that neither pip, nor a CI that fills in variables, takes for more than that."""
    if text.startswith("-") or not text.isprintable() or "$" in text or "{{" in text:
        raise CouldNotRun(f"--install: expected a requirement such as `dossier @ git+https://…@v1.2`, found `{text}`")
    return text


def _is_our_own(root: Path) -> bool:
    """Whether the repository is that of dossier itself."""
    try:
        found = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(found.get("project", {}).get("name") == "dossier")


def _as_this_one() -> str:
    """The requirement by which this dossier was installed, from where pip notes it (PEP 610)."""
    try:
        noted = json.loads(distribution("dossier").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        noted = {}
    url, control = noted.get("url", ""), noted.get("vcs_info", {})
    if control and not url.startswith("file:"):
        return _requirement(f"dossier @ {control['vcs']}+{url}@{control['commit_id']}")
    if "archive_info" in noted and url.startswith("https:"):
        return _requirement(f"dossier @ {url}")
    raise CouldNotRun(
        "nothing says where a CI gets dossier from: name it in a requirements.txt beside mkdocs.yml, "
        "or with --install, such as `dossier @ git+https://…@v1.2` or a wheel in the repository, `./dossier-….whl`"
    )
