"""The locks name everything: they are installed without resolution, so what they leave out would be missing.

Every requirement of every locked package is followed, with its extras and markers, in each environment that one lock
has to serve. Packages of another environment than this one are not installed here and are not followed further.
"""

import functools
import itertools
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
RUNNING = [*PROJECT["project"]["dependencies"], *GROUPS["build"]]
TESTING = [*RUNNING, *GROUPS["dev"], *EXTRAS["postgres"], *EXTRAS["cluster"], *EXTRAS["traces"]]
ROOTS = {"requirements.txt": RUNNING, "requirements-dev.txt": TESTING}

SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "mac": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
KINDS = {
    "cpython": {"implementation_name": "cpython", "platform_python_implementation": "CPython"},
    "pypy": {"implementation_name": "pypy", "platform_python_implementation": "PyPy"},
}


def environments() -> list[dict[str, str]]:
    here = {key: str(value) for key, value in default_environment().items()}
    return [
        here | SYSTEMS[system] | KINDS[kind] | {"python_version": python, "python_full_version": f"{python}.0"}
        for system, kind, python in itertools.product(SYSTEMS, KINDS, PYTHONS)
    ]


@functools.cache
def lines(lock: str) -> list[Requirement]:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [Requirement(line.split("--hash")[0]) for line in text.splitlines() if line.strip()]


@functools.cache
def needed_by(package: str) -> list[Requirement]:
    try:
        return [Requirement(line) for line in distribution(package).requires or []]
    except PackageNotFoundError:
        return []


def wanted(requirement: Requirement, environment: dict[str, str], extras: set[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate(environment | {"extra": extra}) for extra in {"", *extras})


def missing(roots: list[str], locked: list[Requirement], environment: dict[str, str]) -> set[str]:
    """What is asked for in this environment, by anything that is installed there, and not locked for it."""
    there = {
        canonicalize_name(line.name): next(iter(line.specifier)).version
        for line in locked
        if wanted(line, environment, set())
    }
    short, seen = set(), set()
    todo = [requirement for requirement in map(Requirement, roots) if wanted(requirement, environment, set())]
    while todo:
        requirement = todo.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if name not in there or not requirement.specifier.contains(there[name], prereleases=True):
            short.add(str(requirement))
        if (name, extras) not in seen:
            seen.add((name, extras))
            todo += [further for further in needed_by(name) if wanted(further, environment, set(extras))]
    return short


@pytest.mark.parametrize("lock", ROOTS)
def test_every_requirement_of_every_locked_package_is_locked_with_extras_and_markers(lock: str) -> None:
    locked = lines(lock)
    assert {str(env): short for env in environments() if (short := missing(ROOTS[lock], locked, env))} == {}


@pytest.mark.parametrize("lock", ROOTS)
@pytest.mark.parametrize("left_out", ["anyio", "typing-extensions"])
def test_a_lock_that_lacks_one_is_found_out(lock: str, left_out: str) -> None:
    locked = [line for line in lines(lock) if line.name != left_out]
    assert missing(ROOTS[lock], locked, environments()[0])


def test_a_lock_that_lacks_what_only_an_extra_asks_for_is_found_out() -> None:
    locked = [line for line in lines("requirements-dev.txt") if line.name != "psycopg-binary"]
    assert missing(TESTING, locked, environments()[0])


@pytest.mark.parametrize("lock", ROOTS)
def test_what_is_installed_here_is_what_the_lock_names(lock: str) -> None:
    here = environments()[0] | {key: str(value) for key, value in default_environment().items()}
    named = {line.name: next(iter(line.specifier)).version for line in lines(lock) if wanted(line, here, set())}
    assert {name: distribution(name).version for name in named} == named
