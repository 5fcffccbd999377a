"""``isogloss help``."""

import click


@click.command("help")
@click.argument("command", required=False)
@click.pass_context
def help_(context: click.Context, command: str | None) -> None:
    """Show the help of the program, or of a command.

    \b
    isogloss help plan
    """
    above = context.parent
    assert above is not None, "help is a command of the program"  # noqa: S101  # our own bug if not
    if command is None:
        click.echo(above.command.get_help(above))
        return
    group = above.command
    assert isinstance(group, click.Group), "the program has commands"  # noqa: S101  # our own bug if not
    _, found, _ = group.resolve_command(above, [command])
    assert found is not None, "what cannot be resolved was refused"  # noqa: S101  # our own bug if not
    click.echo(found.get_help(click.Context(found, above, command)))
