"""Wheels of a few bytes in a folder that serves as an index, and a project that needs them: enough to try an install.

The project has a build backend of its own among its wheels, so nothing but the folder is ever asked.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

BACKEND = """
import pathlib, zipfile

def _wheel(folder, extra):
    name = "tiny-1.0-py3-none-any.whl"
    info = "tiny-1.0.dist-info"
    with zipfile.ZipFile(pathlib.Path(folder) / name, "w") as wheel:
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n" + extra)
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", "")
    return name

def build_wheel(folder, config_settings=None, metadata_directory=None):
    return _wheel(folder, "Requires-Dist: asks\\n")

build_editable = build_wheel
"""
PROJECT = """
[build-system]
requires = ["backend"]
build-backend = "tiny_backend"

[project]
name = "tiny"
version = "1.0"
dependencies = ["asks"]
"""


@dataclass
class Index:
    """A folder of wheels, each known by name and version with the hash that a lock gives it."""

    folder: Path
    hashes: dict[str, str] = field(default_factory=dict)

    def add(
        self,
        name: str,
        version: str,
        *,
        needs: tuple[str, ...] = (),
        extras: tuple[str, ...] = (),
        modules: dict[str, str] | None = None,
    ) -> None:
        info = f"{name}-{version}.dist-info"
        about = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
        about += [f"Provides-Extra: {extra}" for extra in extras] + [f"Requires-Dist: {need}" for need in needs]
        made = self.folder / f"{name}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(made, "w") as wheel:
            wheel.writestr(f"{info}/METADATA", "\n".join([*about, ""]))
            wheel.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: tiny\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            for path, text in (modules or {}).items():
                wheel.writestr(path, text)
            wheel.writestr(f"{info}/RECORD", "")
        self.hashes[f"{name}=={version}"] = hashlib.sha256(made.read_bytes()).hexdigest()

    def lock(self, *pins: str) -> str:
        return "".join(f"{pin} \\\n    --hash=sha256:{self.hashes[pin]}\n" for pin in pins)

    def alone(self) -> dict[str, str]:
        """An environment in which pip knows of this folder and of nothing else, not even what it cached."""
        ours = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "COV_", "MAKE"))}
        return ours | {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.folder),
            "PIP_NO_CACHE_DIR": "1",
        }
