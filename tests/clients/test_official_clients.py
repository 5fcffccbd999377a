"""The vendors' own clients, which know nothing of us, make every call they offer in the areas that we serve.

What is held is the table of ``docs/clients.md``: each method that a client offers is in it, each that it calls *ok* is
called here and is, and each that it does not call so has a reason. The JavaScript clients are found in the folder that
``ISOGLOSS_NPM_CLIENTS`` names (``make clients`` installs them); without it, or without node, their tests are skipped,
unless ``ISOGLOSS_NPM_CLIENTS`` is set: then they must run.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import official_calls
import official_seeds
import pytest

from isogloss.sandbox import buttercms, webflow
from isogloss.sandbox.server import running

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "clients.md"
FOLDER = os.environ.get("ISOGLOSS_NPM_CLIENTS")
OK = "ok"
Answers = dict[str, str]


def table(vendor: str) -> dict[str, tuple[str, str]]:
    """Method, or ``area.*``, to what the table says of the Python and of the JavaScript client."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {vendor}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {name.strip("`"): (python, javascript) for name, python, javascript in cells}


def told(vendor: str, column: int, method: str) -> str:
    """What the table says of one method: by its own row, else by the row of the nearest area."""
    known = table(vendor)
    parts = method.split(".")
    names = [method, *(".".join(parts[:n]) + ".*" for n in range(len(parts) - 1, 0, -1))]
    return next((known[name][column] for name in names if name in known), "")


def hold(vendor: str, column: int, offered: set[str], answers: Answers) -> None:
    """Hold the table against what a client offers and what came of its calls."""
    assert {method: answer for method, answer in answers.items() if answer != OK} == {}
    assert {method for method in offered if told(vendor, column, method) == OK} == set(answers)
    for method in offered - set(answers):
        assert re.match(r"not served: \w", told(vendor, column, method)), method
    ours = {name for name, said in table(vendor).items() if said[column] == OK}
    assert ours == set(answers), "the table has no row for what a client does not have"


@contextmanager
def site() -> Iterator[tuple[str, dict[str, str]]]:
    sandbox = webflow.create(rate_limit=None, minute_seconds=0.1)
    ids = official_seeds.webflow_ids(sandbox.seed(official_seeds.WEBFLOW))
    with running(sandbox.app) as address:
        yield address, ids


@contextmanager
def account() -> Iterator[str]:
    with running(buttercms.create(seed=official_seeds.BUTTER).app) as address:
        yield address


def node(script: str, *arguments: str) -> tuple[set[str], Answers]:
    """Run one of the scripts beside this file; what the client offers, and what came of its calls."""
    found = shutil.which("node")
    if FOLDER is None:
        pytest.skip("ISOGLOSS_NPM_CLIENTS names no folder with the JavaScript clients; see: make clients")
    assert found, "ISOGLOSS_NPM_CLIENTS is set, but there is no node"
    run = subprocess.run(
        [found, str(HERE / script), FOLDER, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    return set(said["offered"]), said["answers"]


def imported(name: str) -> Any:
    """Import a client, which is a development tool of ours; skip where it is not installed."""
    return importlib.import_module(name) if FOLDER else pytest.importorskip(name)


def test_every_call_of_the_python_client_of_webflow() -> None:
    made, environment = imported("webflow"), imported("webflow.environment")
    with site() as (address, ids), httpx.Client() as transport:
        api = f"{address}/v2"
        where = environment.WebflowEnvironment(base=api, data_api=api, content_delivery_api=api)
        client = made.Webflow(access_token="sandbox-token", environment=where, httpx_client=transport)
        answers = official_calls.answered(official_calls.webflow_calls(client, ids))
        hold("Webflow", 0, official_calls.offered(client), answers)


def test_every_call_of_the_javascript_client_of_webflow() -> None:
    with site() as (address, ids):
        hold("Webflow", 1, *node("webflow.cjs", address, json.dumps(ids)))


def test_every_call_of_the_python_client_of_buttercms() -> None:
    made = imported("butter_cms")
    with account() as address:
        client = made.ButterCMS("butter-read-token")
        areas = {
            "author": "authors",
            "category": "categories",
            "content": "content_fields",
            "feed": "feeds",
            "page": "pages",
            "post": "posts",
            "tag": "tags",
        }
        offered = set()
        for area, part in areas.items():
            getattr(client, part).url = f"{address}/v2/"
            words = {"all": "list", "get": "retrieve", "search": "search"}
            offered |= {f"{area}.{words[name]}" for name in words if hasattr(getattr(client, part), name)}
        hold("ButterCMS", 0, offered, official_calls.answered(official_calls.butter_calls(client)))


def test_every_call_of_the_javascript_client_of_buttercms() -> None:
    with account() as address:
        hold("ButterCMS", 1, *node("buttercms.cjs", address))
