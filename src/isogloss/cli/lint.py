"""``isogloss lint``."""

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import mapping, reported_whole, shared

if TYPE_CHECKING:
    from isogloss.cli.reporting import Wanted
    from isogloss.report.rules import Level


@click.command()
@mapping
@click.option("--side", "sides", multiple=True, metavar="NAME", help="Look at this side alone; may be repeated.")
@click.option("--strict", is_flag=True, help="End with 1 where there is a warning, too.")
@reported_whole
@shared
def lint(invocation: Invocation, *, mapping: str, sides: tuple[str, ...], strict: bool, wanted: "Wanted") -> None:
    """Find what stands in the way of a launch: slugs, links and languages, by rules with stable ids.

    Looks at all that both sides hold, live, draft and archived, and at what is not on a side yet. Sends reads only, and
    ends with 1 where there is an error.

    \b
    isogloss lint mappings/acme.yaml
    isogloss lint mappings/acme.yaml --strict --report sarif=lint.sarif
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import show
    from isogloss.report.linted import linted_data, of_lint, render_lint, told_of_lint

    with opened(invocation, mapping, what="looking", writes=False) as session:
        linted = api.lint(session, tuple(api.side_named(session.bridge, name) for name in sides))
    wanted.write(told_of_lint(linted, mapping))
    failing: list[Level] = ["error", "warning"] if strict else ["error"]
    failed = any(each.level in failing for each in of_lint(linted))
    show(invocation, linted, linted_data, render_lint, always=failed, brief=partial(render_lint, levels=failing))
    sys.exit(1 if failed else 0)
