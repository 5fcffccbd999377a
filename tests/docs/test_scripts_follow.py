"""Scripts and benchmarks run outside the suite: what they take from the package is there."""

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path.relative_to(ROOT) for folder in ("scripts", "bench") for path in (ROOT / folder).rglob("*.py"))


def taken(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "isogloss":
            yield from ((node.module or "", name.name) for name in node.names)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_all_that_a_script_imports_from_the_package_is_there(path: Path) -> None:
    for module, name in taken(path):
        found = importlib.import_module(module)
        assert hasattr(found, name) or importlib.util.find_spec(f"{module}.{name}"), f"{module}.{name}"
