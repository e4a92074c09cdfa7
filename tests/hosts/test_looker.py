"""What looks at git, and at what lies where a site is made, begins before all that a build imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dossier.hosts import history_cache
from dossier.hosts.looker import Looker
from dossier.hosts.side_by_side import CAN_COPY
from dossier.hosts.site_look import look_at_site
from dossier.hosts.site_tree import stamp
from tests.hosts.test_whole_builds import build, change, workspace
from tests.repository import begun, commit

LATE = ("yaml", "pygit2", "dossier.records.declare", "dossier.hosts.reading")
"""What takes long to import, and what stands for much else that does."""


def test_the_command_imports_next_to_nothing_before_it_begins():
    code = f"import dossier.cli.build, sys; print(*({{*{LATE}}} & sys.modules.keys()))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert found.stdout.strip() == ""


@pytest.mark.skipif(not CAN_COPY, reason="processes are copied on Linux only")
def test_it_sees_what_is_to_be_seen(tmp_path: Path):
    root = workspace(tmp_path)
    begun(root, **{".gitignore": ".cache\nsite\n"})
    build(root)
    live, place = root / "site/acme", root / "elsewhere"
    stamps = {name: found for name in ("index.html", "404.html") if (found := stamp(f"{live}/{name}"))}
    change(root, "acme/web/requirements/REQ-2.md", "One pays.", "One pays at once.")
    (live / "index.html").write_text("by hand")
    with Looker(root / "content", root, jobs=2) as looker:
        look = looker.git_look()
        found = looker.look_at_site(live, stamps, place)()
    assert look is not None
    assert look.uncommitted == {"acme/web/requirements/REQ-2.md"}
    assert found.differ == {"index.html"}
    assert found == look_at_site(live, stamps, place)


@pytest.mark.skipif(not CAN_COPY, reason="processes are copied on Linux only")
def test_nobody_else_looks_at_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = workspace(tmp_path)
    begun(root, **{".gitignore": ".cache\nsite\n"})
    build(root)
    change(root, "acme/web/requirements/REQ-2.md", "One pays.", "One pays at once.")
    commit(root)
    here, asked = os.getpid(), []
    for name in ("look_at_git", "_read_from_git"):
        real = getattr(history_cache, name)
        monkeypatch.setattr(
            history_cache, name, lambda *given, real=real: (os.getpid() == here and asked.append(real), real(*given))[1]
        )
    build(root, jobs=2)
    assert asked == []
