"""The command line. Each command imports what it needs when it runs, so that ``--help`` is quick."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; what was typed decides what is imported."""
    words = sys.argv[1:]
    if words in (["--help"], ["-h"]):
        from isogloss.cli.overview import overview

        sys.stdout.write(overview())
        return
    from isogloss.cli.first import begin

    begin(words)
    from isogloss.cli.app import main as run

    run(words)
