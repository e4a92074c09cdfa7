"""The formats of other programs that can be read and written, by the name used on the command line."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from dossier.dossier import Dossier
    from dossier.exchange.files import ImportResult


class Format(Struct, frozen=True):
    """One format: what people call it, the module that reads and writes it, the record types it carries.

    The first of them is what the file is about. `carries_the_project`: also what is said of the project itself.

    The module offers `read(raw: bytes, project: str) -> ImportResult` and `write(dossier: Dossier) -> bytes`.
    It is imported only when asked for, since some of them need large libraries.
    """

    title: str
    module: str
    carries: tuple[str, ...]
    carries_the_project: bool = False

    def read(self, raw: bytes, project: str) -> ImportResult:
        """What the bytes of such a file become in a project."""
        result: ImportResult = self._loaded().read(raw, project)
        return result

    def write(self, dossier: Dossier) -> bytes:
        """A dossier as the bytes of such a file."""
        raw: bytes = self._loaded().write(dossier)
        return raw

    def _loaded(self) -> Any:
        return import_module(self.module)


FORMATS = {
    "mspdi": Format(
        "Microsoft Project XML", "dossier.exchange.mspdi", ("task", "stakeholder"), carries_the_project=True
    ),
    "reqif": Format("Requirements Interchange Format", "dossier.exchange.reqif", ("requirement",)),
}
