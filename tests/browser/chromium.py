"""The Chromium that the browser tests use: the one install.sh found or installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# First the one without a window: the same pages for two thirds of the processor time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Its path: DOSSIER_CHROMIUM, one on the machine, or Playwright's own; None where there is none."""
    named = [os.environ.get("DOSSIER_CHROMIUM", ""), *NAMES]
    found = next((path for name in named if name and (path := shutil.which(name))), None)
    if found:
        return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        own = started.chromium.executable_path
    return own if Path(own).exists() else None
