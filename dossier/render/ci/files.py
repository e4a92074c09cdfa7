"""The workflow files of a workspace, from what was asked for; with a seal that tells whether somebody changed them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

import jinja2
from msgspec import Struct

PYTHON = "3.13"
IMAGE_WITH_GIT = f"python:{PYTHON}"  # the slim one has none
# By commit, since a tag can be moved to another one; Dependabot and Renovate keep both parts of such a line up to date.
ACTIONS = {
    "checkout": ("de0fac2e4500dabe0009e67214ff5f5447ce83dd", "v6.0.2"),
    "setup-python": ("a309ff8b426b58ec0e2a45f0f869d46889d02405", "v6.2.0"),
    "upload-artifact": ("043fb46d1a93c77aae656e7c1c64a875d1fc6a0a", "v7.0.1"),
    "upload-pages-artifact": ("fc324d3547104276b827a68afc52ff2a11cc49c9", "v5.0.0"),
    "deploy-pages": ("cd2ce8fcbc39b97be8ca5fce6e763baed58fa128", "v5.0.0"),
}
NOT_REVIEWED = (
    "printf '<!-- dossier-review -->\\n"
    "**Not reviewed:** the change could not be compared; the log of the job says why.\\n'"
)
PUBLISHING = ".github/workflows/dossier-publish.yml"
_SEAL = re.compile(r"# Written by .*\n# .*: sha256:([0-9a-f]{64})\n")


class Install(Struct, frozen=True):
    """How pip gets dossier: by a requirement, or by a file of them.

    `what` is what pip is given, in the folder of mkdocs.yml; `file` is what it depends on, by its path in the
    repository, and empty where the requirement says it all.
    """

    what: str
    file: str = ""

    @property
    def command(self) -> str:
        """The command, which finds what to install in the environment, so that no shell reads it as code."""
        option = "--requirement " if self.what.endswith(".txt") else ""
        return f'python -m pip install --quiet --disable-pip-version-check {option}"$DOSSIER"'

    @property
    def image(self) -> str:
        """A container image with Python in which pip can do that."""
        return IMAGE_WITH_GIT if self.file or "git+" in self.what else f"{IMAGE_WITH_GIT}-slim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the workflow files are for.

    `command` wrote them, `root` is the folder of mkdocs.yml in the repository ("" for the whole), `branch` the default
    branch, and `clients` are those whose sites are published.
    """

    command: str
    install: Install
    branch: str
    root: str = ""
    clients: tuple[str, ...] = field(default=())


def github(asked: Asked) -> Mapping[str, str]:
    """The workflows of GitHub Actions by their paths in the repository."""
    found = {
        ".github/workflows/dossier.yml": _filled("github.yml", asked),
        ".github/workflows/dossier-comment.yml": _filled("github_comment.yml", asked),
    }
    return found | ({PUBLISHING: _filled("github_publish.yml", asked)} if asked.clients else {})


def gitlab(asked: Asked, *, included: bool) -> Mapping[str, str]:
    """The files of GitLab CI by their paths: the project's own, or one that it includes."""
    return {
        ".gitlab/dossier.yml" if included else ".gitlab-ci.yml": _filled("gitlab.yml", asked),
        ".gitlab/dossier-site.yml": _filled("gitlab_site.yml", asked),
    }


def is_untouched(text: str) -> bool:
    """Whether a file is as it was written here, by any version."""
    match = _SEAL.match(text)
    return match is not None and match[1] == _digest(text[match.end() :])


def _filled(name: str, asked: Asked) -> str:
    body = (
        _templates()
        .get_template(name)
        .render(
            root=asked.root,
            branch=asked.branch,
            install=asked.install,
            clients=asked.clients,
            python=PYTHON,
            image=asked.install.image,
            image_with_git=IMAGE_WITH_GIT,
            cache=f"dossier-{_digest(asked.install.what)[:12]}",
        )
    )
    seal = f"# Without these two lines, as it was written: sha256:{_digest(body)}\n"
    return f"# Written by `{asked.command}`; run that again after an update.\n{seal}{body}"


@cache
def _templates() -> jinja2.Environment:
    """Templates in which `${{ … }}` is GitHub's and `[[ … ]]` ours."""
    folder = Path(__file__).parent
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=False,  # noqa: S701 - this is YAML; every value goes through `quoted`, or is a name of \w and -
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        comment_start_string="[#",
        comment_end_string="#]",
    )
    environment.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)  # a string of JSON is one of YAML
    environment.filters["expression"] = lambda text: "'{}'".format(text.replace("'", "''"))
    environment.globals["pinned"] = _pinned
    environment.globals["not_reviewed"] = NOT_REVIEWED
    environment.globals["script"] = lambda name: (folder / name).read_text(encoding="utf-8").rstrip()
    return environment


def _pinned(action: str) -> str:
    commit, version = ACTIONS[action]
    return f"actions/{action}@{commit} # {version}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
