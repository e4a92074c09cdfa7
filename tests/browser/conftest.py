"""What all tests in a browser share: the example sites, and a browser without the pages of other tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.browser.client_sites import build_examples


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the example sites, built once for all processes that run tests."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    with FileLock(shared / "example-sites.lock"):
        if not (shared / "example-sites").exists():
            build_examples(shared / "unfinished")
            (shared / "unfinished").rename(shared / "example-sites")
    return shared / "example-sites"


@pytest.fixture
def browser(browser: Any) -> Iterator[Any]:
    """The one browser; what a test leaves open is closed, else its pages go on working beside the next test's."""
    yield browser
    for context in browser.contexts:
        context.close()
