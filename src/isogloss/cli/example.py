"""``isogloss example``."""

from pathlib import Path

import click

_FOLDERS = (Path(__file__).parents[1] / "examples", Path(__file__).parents[3] / "mappings")
"""Where a wheel has them, and where the sources do."""
NAMES = ("webflow-to-butter", "butter-to-webflow", "two-way", "catalogue")


@click.command()
@click.argument("name", type=click.Choice(NAMES))
def example(name: str) -> None:
    """Print a mapping that explains itself, to begin from: a migration in either direction, a sync, or texts of an app.

    Its first line names the schema by which editors help; put that beside it.

    \b
    isogloss example two-way > acme.yaml
    isogloss schema mapping > isogloss-mapping.schema.json
    """
    found = next(path for folder in _FOLDERS if (path := folder / f"{name}.yaml").is_file())
    click.echo(found.read_text(encoding="utf-8"), nl=False)
