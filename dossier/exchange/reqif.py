"""Requirements from and to other requirements programs, in the Requirements Interchange Format (ReqIF)."""

from __future__ import annotations

from dossier.exchange.reqif_export import write_reqif as write
from dossier.exchange.reqif_import import read_reqif as read

__all__ = ["read", "write"]
