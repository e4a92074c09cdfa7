"""Where a workspace keeps what is made again when it is missing."""

from pathlib import Path

CACHE = Path(".cache", "dossier")
"""The folder within the workspace; it may be deleted at any time."""
