"""Modules whose code runs when somebody uses them, not when they are imported."""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.machinery import ModuleSpec


def load_when_used(names: Iterable[str]) -> None:
    """Let modules, none of them within a package, be imported in name alone until something of them is asked for.

    One that is not there, or was imported before, is left as it is. `importlib.util.LazyLoader` would not do: before
    Python 3.12 the module that it makes is loaded by whoever imports it next.
    """
    for name in names:
        spec = None if name in sys.modules else find_spec(name)
        if spec:
            sys.modules[name] = _in_name_alone(spec)


def _in_name_alone(spec: ModuleSpec) -> Any:
    module: Any = module_from_spec(spec)
    folders = vars(module).pop("__path__", None)  # who imports one of its own modules uses it

    def load(attribute: str) -> Any:
        del module.__getattr__
        if folders is not None:
            module.__path__ = folders
        assert spec.loader
        try:
            spec.loader.exec_module(module)
        except BaseException:
            module.__getattr__ = load  # whoever asks next learns the reason, too
            raise
        return getattr(module, attribute)

    module.__getattr__ = load
    return module
