"""Secrets of webhooks that were made: its owner's alone, whole, and found by a service that is at work."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from isogloss.errors import StateError
from isogloss.http.redact import Redactor, Secret
from isogloss.run.hook_secrets import NAME, Kept, Secrets, keep_secrets, secrets_of

if TYPE_CHECKING:
    from pathlib import Path

KEPT = (Kept("w1", "webflow", "site_publish", "https://h/hooks/webflow/acme", Secret("canary-hook")),)


def test_what_is_kept_is_read_again_and_its_owners_alone(tmp_path: Path) -> None:
    assert secrets_of(tmp_path, "acme") == ()
    keep_secrets(tmp_path, "acme", KEPT)
    assert secrets_of(tmp_path, "acme") == KEPT
    assert secrets_of(tmp_path, "beta") == ()
    assert (tmp_path / "acme" / NAME).stat().st_mode & 0o777 == 0o600
    assert "canary-hook" not in repr(KEPT)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"hooks": [{}]}', "{"])
def test_what_is_no_such_file_is_told_with_what_to_do(tmp_path: Path, text: str) -> None:
    keep_secrets(tmp_path, "acme", KEPT)
    (tmp_path / "acme" / NAME).write_text(text)
    with pytest.raises(StateError, match="Remove the file, then run isogloss hooks install again"):
        secrets_of(tmp_path, "acme")


def test_a_place_where_nothing_can_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "runs").touch()
    with pytest.raises(StateError, match="cannot be kept"):
        keep_secrets(tmp_path / "runs", "acme", KEPT)


def test_a_service_finds_what_was_made_meanwhile_and_its_redactor_learns_it(tmp_path: Path) -> None:
    redactor = Redactor()
    secrets = Secrets(tmp_path, "acme", redactor)
    assert secrets() == ()
    keep_secrets(tmp_path, "acme", KEPT)
    assert secrets() == (Secret("canary-hook"),)
    assert redactor.text("canary-hook") == "***"
    keep_secrets(tmp_path, "acme", (*KEPT, *KEPT))
    assert len(secrets()) == 2
    path = tmp_path / "acme" / NAME
    path.write_text("{")
    os.utime(path, ns=(1, 1))
    assert len(secrets()) == 2
    path.unlink()
    assert secrets() == ()
