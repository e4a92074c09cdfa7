"""Plans in Microsoft Project's XML format (MSPDI), read into records and written from them."""

from __future__ import annotations

from dossier.exchange.mspdi_read import read
from dossier.exchange.mspdi_write import write

__all__ = ["read", "write"]
