"""``isogloss completion``."""

import click

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print what makes a shell complete commands, options and words.

    \b
    isogloss completion bash >> ~/.bashrc
    isogloss completion zsh >> ~/.zshrc
    isogloss completion fish > ~/.config/fish/completions/isogloss.fish
    """
    from click.shell_completion import get_completion_class

    from isogloss.cli.app import app

    made = get_completion_class(shell)
    assert made is not None, f"click completes {shell}"  # noqa: S101  # our own bug if not
    click.echo(made(app, {}, "isogloss", "_ISOGLOSS_COMPLETE").source())
