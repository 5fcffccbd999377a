"""docs/api.md: what it says is public is, and every example on it runs between the two sandboxes, in its order."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
import sixty_posts
import small_site
from sandboxes import READS, Crossing, Sandboxes

from isogloss import api
from isogloss.sandbox import buttercms
from isogloss.sandbox.server import running

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
PUBLIC = {
    "About",
    "Allowance",
    "Applied",
    "Bundled",
    "Checked",
    "Checkup",
    "Copied",
    "Custody",
    "Cutover",
    "CutoverWanted",
    "Explained",
    "Exported",
    "History",
    "Job",
    "Linted",
    "Listed",
    "Mapped",
    "Matched",
    "MaxLoss",
    "Must",
    "Part",
    "Patience",
    "PlanFile",
    "Readiness",
    "Received",
    "Redirects",
    "Rehearsed",
    "Relinked",
    "Sample",
    "Sent",
    "Session",
    "Status",
    "TakeBoth",
    "TakeSide",
    "TakeValue",
    "Verified",
    "Which",
    "WhichTexts",
    "Wish",
    "apply",
    "apply_part",
    "approve",
    "ask",
    "check",
    "conflicts",
    "copy_state",
    "custody",
    "cutover",
    "doctor",
    "explain",
    "export",
    "export_texts",
    "from_bundle",
    "history",
    "import_texts",
    "infer",
    "install_hooks",
    "jobs",
    "kept_redirects",
    "lint",
    "list_hooks",
    "load",
    "mapping_schema",
    "match",
    "part_of",
    "pause",
    "plan",
    "pseudo_texts",
    "read_plan",
    "readiness",
    "redirects",
    "rehearse",
    "relink",
    "remove_hooks",
    "replayed",
    "resolve",
    "resume",
    "save_redirects",
    "served_by",
    "session",
    "show",
    "side_named",
    "sign_cutover",
    "sitemap",
    "status",
    "support",
    "sync",
    "undo",
    "verify",
    "withdraw",
}
"""Taking a name away breaks somebody's program; adding one is a promise. Both belong in the change log."""


def test_what_is_public_is_this_and_nothing_else() -> None:
    assert set(api.__all__) == PUBLIC
    assert dir(api) == sorted(PUBLIC)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_public_name_is_there_documented_and_on_the_page(name: str) -> None:
    found = getattr(api, name)
    assert found.__name__ == name
    assert found.__doc__
    assert re.search(rf"`[^`]*\b{name}\b[^`]*`|\bapi\.{name}\b", PAGE), name


@pytest.mark.parametrize("name", sorted(name for name in PUBLIC if name.islower()))
def test_every_public_function_has_an_example(name: str) -> None:
    assert any(f"api.{name}(" in example for example in EXAMPLES), name


def test_a_name_that_is_not_public_is_not_there() -> None:
    with pytest.raises(AttributeError, match=r"isogloss\.api has no run_plan"):
        api.run_plan  # noqa: B018 - it is asked for


def test_importing_it_loads_no_command() -> None:
    said = "import sys, isogloss.api; print(sorted(n for n in sys.modules if n.startswith('isogloss.')))"
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['isogloss.api']"


def test_the_examples_run_in_their_order(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed()
    monkeypatch.chdir(tmp_path)
    for name, value in small_site.ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("WEBFLOW_URL", f"{sandboxes.webflow.url}/v2")
    monkeypatch.setenv("BUTTERCMS_URL", f"{sandboxes.butter.url}/v2")
    blog = buttercms.create(seed=sixty_posts.seed())
    monkeypatch.setenv("READ", blog.switches.read_token)
    monkeypatch.setenv("WRITE", blog.switches.write_token)
    monkeypatch.setenv("WEBFLOW", small_site.WEBFLOW_TOKEN)
    with ExitStack() as stack:
        url = stack.enter_context(running(blog.app))
        text = sixty_posts.webflow_mapping(sandboxes.webflow.url, url, "butter -> webflow", "{file: groups.yaml}")
        (tmp_path / "blog.yaml").write_text(text, encoding="utf-8")
        said: dict[str, object] = {}
        for example in EXAMPLES:
            exec(compile(example, "docs/api.md", "exec"), said)  # noqa: S102 - our own page
        assert {line["method"] for line in blog.log} <= READS
    told = capsys.readouterr().out
    assert re.search(r"^\d{8}-\d{6}-[0-9a-f]{4} \{'confirmed': \d+", told, re.MULTILINE)
    assert "60 " in told
    assert "name: pots" in told
    assert {path.name for path in tmp_path.iterdir()} >= {
        "backup",
        "groups.yaml",
        "plan.jsonl",
        "pots.db",
        "undo.jsonl",
    }
