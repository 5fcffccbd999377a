"""Who runs a command, as far as that is told: what a machine knows of its user is nobody's word, and is not asked."""

from collections.abc import Mapping


def who(environ: Mapping[str, str]) -> str:
    """Who it is; empty where nobody said so.

    Source: GitHub Actions, variables reference, default environment variables, seen 2026-11.
    """
    said = environ.get("ISOGLOSS_USER", "").strip()
    if said or environ.get("GITHUB_ACTIONS") != "true":
        return said
    actor, run = environ.get("GITHUB_ACTOR", ""), environ.get("GITHUB_RUN_ID", "")
    at = f"{environ.get('GITHUB_SERVER_URL', '')}/{environ.get('GITHUB_REPOSITORY', '')}/actions/runs/{run}"
    return f"{actor or 'somebody'} in GitHub Actions{f' ({at})' if run else ''}"
