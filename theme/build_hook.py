"""Puts the Mermaid script into the wheel: from a pinned package that the build requires, only if unchanged."""

from __future__ import annotations

import hashlib
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# mermaid 11.16.0's mermaid.min.js as npm publishes it; mermaidx 0.10.1 carries it unchanged.
SHA256 = "74d7c46dabca328c2294733910a8aa1ed0c37451776e8d5295da38a2b758fb9b"


class MermaidScript(BuildHookInterface):
    """Copies the script to theme/assets/vendor, which is never committed."""

    def initialize(self, _version: str, _build_data: dict[str, Any]) -> None:
        """Called by hatchling before it packs. Raises ValueError when the script is not the pinned one."""
        target = Path(self.root, "theme", "assets", "vendor", "mermaid.min.js")
        spec = find_spec("mermaidx")
        if spec is None or spec.origin is None:
            raise ValueError("the build requires the package mermaidx, which carries the Mermaid script")
        source = Path(spec.origin).parent / "assets" / "mermaid.js"
        found = hashlib.sha256(source.read_bytes()).hexdigest()
        if found != SHA256:
            raise ValueError(f"{source.name} has the SHA-256 {found}; {SHA256} is expected")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
