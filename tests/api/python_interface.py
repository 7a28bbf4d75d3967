"""Prints the public interface of the Python packages, one name a line, from their sources."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import griffe

PACKAGES = ("payonce", "pytest_payonce")
SOURCES = Path(__file__).parents[2] / "python"


class Dataclasses(griffe.Extension):
    """Finds the decorator of `dataclasses` behind the name by which the modules import it."""

    def on_alias_instance(self, *, alias: griffe.Alias, **_: Any) -> None:
        if alias.target_path == "payonce._frozen.dataclass":
            alias.target_path = "dataclasses.dataclass"


def lines(member: griffe.Object | griffe.Alias, path: str) -> Iterator[str]:
    """The name at this path and everything below it."""
    if isinstance(member, griffe.Alias):
        # A name that a module imports to offer it. What it is stands where it is defined, unless that is private.
        target = member.target_path
        if not target.startswith(PACKAGES):
            return
        if not any(part.startswith("_") for part in target.split(".")):
            yield f"{path} = {target}"
            return
        member = resolved(member)
    if isinstance(member, griffe.Function):
        yield f"{path}{signature(member)}"
        return
    if isinstance(member, griffe.Attribute):
        text = f"{path}: {member.annotation}" if member.annotation is not None else path
        # The value of an alias is its meaning; other values may change.
        yield f"{text} = {member.value}" if str(member.annotation) == "TypeAlias" else text
        return
    if isinstance(member, griffe.Class):
        bases = ", ".join(str(base) for base in member.bases)
        yield f"class {path}({bases})"
    else:
        yield f"module {path}"
    for name, inner in sorted(members(member).items()):
        if is_public(member, name):
            yield from lines(inner, f"{path}.{name}")


def resolved(alias: griffe.Alias) -> griffe.Object:
    target = alias.final_target
    assert isinstance(target, griffe.Object)
    return target


def members(owner: griffe.Object) -> dict[str, griffe.Object | griffe.Alias]:
    """The members, with those of private base classes: only the subclass shows them."""
    found: dict[str, griffe.Object | griffe.Alias] = dict(owner.members)
    if isinstance(owner, griffe.Class):
        for name, inner in owner.inherited_members.items():
            target = resolved(inner)
            parent = target.parent
            if parent is not None and parent.name.startswith("_"):
                found.setdefault(name, target)
    return found


def is_public(owner: griffe.Object, name: str) -> bool:
    if isinstance(owner, griffe.Module):
        inner: griffe.Object | griffe.Alias = owner.members[name]
        if owner.exports is not None:
            # A module lists its names; its own submodules are public by theirs.
            listed = name in {str(export) for export in owner.exports}
            return listed or (isinstance(inner, griffe.Module) and not name.startswith("_"))
        if isinstance(inner, griffe.Alias):
            return False
    return not name.startswith("_") or name in {"__init__", "__call__", "__enter__", "__aenter__", "__bool__"}


def signature(function: griffe.Function) -> str:
    parts: list[str] = []
    keyword_only = False
    for parameter in function.parameters:
        if parameter.kind is griffe.ParameterKind.keyword_only and not keyword_only:
            keyword_only = True
            if not any(part.startswith("*") for part in parts):
                parts.append("*")
        star = {
            griffe.ParameterKind.var_positional: "*",
            griffe.ParameterKind.var_keyword: "**",
        }.get(parameter.kind or griffe.ParameterKind.positional_or_keyword, "")
        keyword_only = keyword_only or star == "*"
        text = f"{star}{parameter.name}"
        if parameter.annotation is not None:
            text += f": {parameter.annotation}"
        # A star has a default in griffe, which is no default of the caller's.
        if parameter.default is not None and not star:
            text += f" = {parameter.default}"
        parts.append(text)
    returns = f" -> {function.returns}" if function.returns is not None else ""
    return f"({', '.join(parts)}){returns}"


def main() -> None:
    extensions = griffe.load_extensions(Dataclasses)
    for name in PACKAGES:
        package = griffe.load(
            name, search_paths=[SOURCES], allow_inspection=False, resolve_aliases=True, extensions=extensions
        )
        for line in lines(package, name):
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
