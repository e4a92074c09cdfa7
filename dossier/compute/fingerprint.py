"""Fingerprints of values: the same for equal values, in every process and whatever their parts share in memory."""

from __future__ import annotations

import io
import pickle
from hashlib import blake2b
from typing import Any


def fingerprint(value: Any) -> bytes:
    """16 bytes that differ where values differ; give it no sets, whose order differs from process to process."""
    out = io.BytesIO()
    pickler = pickle.Pickler(out, protocol=pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # without the memo, which tells an object seen before from an equal one
    pickler.dump(value)
    return blake2b(out.getbuffer(), digest_size=16).digest()
