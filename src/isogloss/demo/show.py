"""What the viewer of the demo sees between the commands: headlines, sentences, and the commands as one types them.

Decides the look, 80 columns wide. Knows nothing of the story.
"""

import shlex
import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

COLUMNS: Final = 80
CONTINUED: Final = " \\"
"""What a shell takes for: the command goes on in the next line."""


class Screen:
    """Writes the demo's own words to stdout; what a command writes goes there by itself."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, emoji=False, markup=False)
        self.width = min(COLUMNS, self._console.width) if self._console.is_terminal else COLUMNS
        self._console.width = self.width
        self._act = 0

    def act(self, title: str, sentence: str) -> None:
        """Begin an act: its number, its title, and what it shows."""
        self._act += 1
        head = Text(f"━━ {self._act} · {title} ", style="bold cyan")
        head.append("━" * max(0, self.width - head.cell_len))
        self._print("")
        self._print(head)
        self.say(sentence)

    def say(self, text: str) -> None:
        """Say something, in whole sentences."""
        self._print(textwrap.fill(text, self.width))
        self._print("")

    def note(self, text: str) -> None:
        """Say something about the command that has just run, quietly."""
        self._print(Text(f"▸ {text}", style="dim"))

    def gap(self) -> None:
        """Leave a line empty."""
        self._print("")

    def told(self, rows: Iterable[tuple[str, str]]) -> None:
        """Show names and what belongs to them, in two columns."""
        pairs = list(rows)
        broad = max(len(name) for name, _ in pairs)
        for name, text in pairs:
            line = Text(f"  {name.ljust(broad)}  ", style="bold")
            line.append(text, style="not bold")
            self._print(line)

    def command(self, words: Sequence[str]) -> None:
        """Show a command as a person would type it, over as many lines as it needs."""
        lines = [f"$ {shlex.quote(words[0])}"]
        for word in map(shlex.quote, words[1:]):
            if len(lines[-1]) + len(word) + len(CONTINUED) < self.width:
                lines[-1] += f" {word}"
            else:
                lines[-1] += CONTINUED
                lines.append(f"    {word}")
        self._print(Text("\n".join(lines), style="bold green"))

    def _print(self, what: Text | str) -> None:
        self._console.print(what)
        self._console.file.flush()  # what a command writes next goes to the same place without passing here
