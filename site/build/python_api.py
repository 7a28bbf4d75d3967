"""Prints the public interface of the Python package as JSON: modules, classes, functions and their docstrings.

It reads the sources and imports nothing, so that it needs neither the extension module nor a package.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "payonce"
MODULES = (
    "payonce",
    "payonce.agentpay",
    "payonce.agenttech",
    "payonce.payi",
    "payonce.agenticpencil",
    "payonce.agentwallex",
    "payonce.journal",
    "payonce.agents",
    "payonce.challenge",
    "payonce.testing",
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Sources:
    """The parsed modules below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trees: dict[str, ast.Module] = {}

    def tree(self, module: str) -> ast.Module | None:
        if module not in self.trees:
            path = self.folder.joinpath(*module.split("."))
            file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
            if not file.is_file():
                return None
            self.trees[module] = ast.parse(file.read_text(encoding="utf-8"))
        return self.trees[module]

    def find(self, module: str, name: str) -> ast.ClassDef | Function | None:
        """The definition of a name, through the modules that import it."""
        tree = self.tree(module)
        for node in statements(tree.body) if tree else ():
            if isinstance(node, ast.ClassDef | Function) and node.name == name:
                return node
            # A module that imports from itself imports a module below it.
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE) and node.module != module:
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        return self.find(node.module or "", alias.name)
        return None


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module as a type checker reads them: a package imports most of its names for it alone."""
    for node in body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield from statements(node.body)
        else:
            yield node


def signature(node: Function) -> str:
    result = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    start = "async " if isinstance(node, ast.AsyncFunctionDef) else ""
    return f"{start}{node.name}({', '.join(arguments_of(node.args))}){result}"


def arguments_of(arguments: ast.arguments) -> list[str]:
    """The arguments as a formatter would write them, without the instance or the class."""
    placed = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(placed) - len(arguments.defaults)) + list(arguments.defaults)
    found: list[str] = []
    for at, (one, default) in enumerate(zip(placed, defaults, strict=True)):
        if at == 0 and one.arg in {"self", "cls"}:
            continue
        found.append(argument(one, default))
        if at + 1 == len(arguments.posonlyargs):
            found.append("/")
    if arguments.vararg:
        found.append(f"*{argument(arguments.vararg, None)}")
    elif arguments.kwonlyargs:
        found.append("*")
    found += [argument(one, default) for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    if arguments.kwarg:
        found.append(f"**{argument(arguments.kwarg, None)}")
    return found


def argument(one: ast.arg, default: ast.expr | None) -> str:
    kind = f": {ast.unparse(one.annotation)}" if one.annotation else ""
    equals = " = " if kind else "="
    return f"{one.arg}{kind}{equals}{ast.unparse(default)}" if default else f"{one.arg}{kind}"


def is_overload(node: Function) -> bool:
    return any(ast.unparse(decorator).endswith("overload") for decorator in node.decorator_list)


def decorated_as(node: Function, name: str) -> bool:
    return any(ast.unparse(decorator).split(".")[-1] == name for decorator in node.decorator_list)


def function(node: Function) -> dict[str, object]:
    return {"name": node.name, "signature": signature(node), "doc": ast.get_docstring(node) or ""}


def members(node: ast.ClassDef) -> tuple[list[dict[str, object]], list[dict[str, str]]]:
    """The public methods, and the fields with the texts below them."""
    methods: list[dict[str, object]] = []
    fields: list[dict[str, str]] = []
    for at, member in enumerate(node.body):
        if isinstance(member, Function) and not member.name.startswith("_") and not is_overload(member):
            if decorated_as(member, "property") or decorated_as(member, "cached_property"):
                kind = ast.unparse(member.returns) if member.returns else ""
                fields.append({"name": member.name, "type": kind, "doc": ast.get_docstring(member) or ""})
            else:
                methods.append(function(member))
        elif isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name):
            below = node.body[at + 1] if at + 1 < len(node.body) else None
            text = below.value.value if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) else None
            doc = text if isinstance(text, str) else ""
            if not member.target.id.startswith("_"):
                fields.append({"name": member.target.id, "type": ast.unparse(member.annotation), "doc": doc})
    return methods, fields


def described(node: ast.ClassDef) -> dict[str, object]:
    methods, fields = members(node)
    constructor = next(
        (member for member in node.body if isinstance(member, Function) and member.name == "__init__"), None
    )
    return {
        "name": node.name,
        "bases": [ast.unparse(base) for base in node.bases],
        "doc": ast.get_docstring(node) or "",
        "constructor": signature(constructor).removeprefix("__init__").removesuffix(" -> None")
        if constructor
        else None,
        "methods": methods,
        "fields": fields,
    }


def public_names(tree: ast.Module) -> list[str]:
    for node in tree.body:
        is_all = isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets
        )
        if isinstance(node, ast.Assign) and is_all:
            return [str(name) for name in ast.literal_eval(node.value)]
    return [
        node.name for node in tree.body if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_")
    ]


def main() -> None:
    sources = Sources(Path(sys.argv[1]))
    modules = []
    for module in MODULES:
        tree = sources.tree(module)
        if tree is None:
            raise SystemExit(f"there is no module {module} in {sys.argv[1]}")
        found = [(name, sources.find(module, name)) for name in public_names(tree)]
        if all(node is None for _, node in found):
            raise SystemExit(f"none of the public names of {module} was found; see how it imports them")
        modules.append(
            {
                "name": module,
                "doc": (ast.get_docstring(tree) or "").split("\n\nWritten by")[0],
                "classes": [
                    {**described(node), "name": name} for name, node in found if isinstance(node, ast.ClassDef)
                ],
                "functions": [{**function(node), "name": name} for name, node in found if isinstance(node, Function)],
            }
        )
    sys.stdout.write(json.dumps(modules))


main()
