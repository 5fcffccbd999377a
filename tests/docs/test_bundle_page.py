"""docs/bundle.md against the program: its examples are bundles, and every field type has a place in its table."""

import re
from pathlib import Path

from isogloss.adapters.bundle.entry import read_variant
from isogloss.adapters.bundle.manifest import read_manifest
from isogloss.model.entry import STATUS
from isogloss.model.value import Scalar

PAGE = (Path(__file__).parents[2] / "docs" / "bundle.md").read_text(encoding="utf-8")
MANIFEST, VARIANT, *_ = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_files_that_are_shown_are_files_of_a_bundle() -> None:
    manifest = read_manifest(MANIFEST)
    assert manifest.locales == ("en", "fr-FR")
    variant, broken = read_variant(VARIANT, manifest.kinds["article"], "en")
    assert broken == ()
    assert set(variant) == {STATUS, "author", "body", "title", "topic"}
    assert variant["body"] == Scalar("rich_text", "<h2>Hello</h2><p>One block is one line.</p>")


def test_the_options_of_the_commands_are_those_that_are_told() -> None:
    from isogloss.cli.bundle import export, import_

    known = {option for command in (export, import_) for param in command.params for option in param.opts}
    told = set(re.findall(r"(?<![-\w])(--[a-z]+)", PAGE))
    assert told <= known
    assert {"--prune", "--overwrite", "--apply", "--plan"} <= told
