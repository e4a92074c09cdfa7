"""Values like others but for some of their fields."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar, cast

from msgspec import Struct

T = TypeVar("T")


def replace(value: T, /, **changes: Any) -> T:
    """The same value with other fields, whether it is a structure or a dataclass: `copy.replace` of Python 3.13.

    What a value remembers besides its fields is not taken over. Raises TypeError for a field that is not there.
    """
    if isinstance(value, Struct):
        return cast("T", cast("Any", value).__replace__(**changes))
    return cast("T", dataclasses.replace(cast("Any", value), **changes))  # noqa: TID251 - the one place
