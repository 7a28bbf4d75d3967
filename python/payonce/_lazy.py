"""The public names of a package, imported when a program asks for one (PEP 562).

A program that imports `payonce` uses a few of its names: one client, or `classify` and some error classes. The modules
of the others would take most of the time of the import.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


def lazy_names(
    package: str, places: Mapping[str, tuple[str, ...]]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The functions `__getattr__` and `__dir__` of a package.

    Args:
        package: The name of the package.
        places: The names of each module; for the package itself, its submodules.
    """
    # A package of generated clients names its own modules by a dot alone.
    paths = {module: package + module if module.startswith(".") else module for module in places}
    modules = {name: paths[module] for module, names in places.items() for name in names}
    members: dict[str, Any] = vars(sys.modules[package])

    def get(name: str) -> Any:
        module = modules.get(name)
        if module is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        # Not by importlib, which takes half a millisecond to import.
        if module == package:
            __import__(f"{package}.{name}")
            return members[name]
        __import__(module)
        found = members[name] = getattr(sys.modules[module], name)
        return found

    def names() -> list[str]:
        return sorted({*members, *modules})

    return get, names
