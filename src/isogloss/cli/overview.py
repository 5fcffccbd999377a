"""What the commands are, and the text that lists them.

Knows no click: importing that takes nearly three times as long as Python needs to start, and this text needs nothing.
"""

from typing import Final

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "check": ("check", "Check a mapping against both live sides."),
    "plan": ("plan", "Show what would happen, and write it to a plan. Sends reads only."),
    "rehearse": ("rehearse", "Apply a plan to two sandboxes that hold what both sides show."),
    "apply": ("apply", "Apply a plan, once; again after a crash, to finish it."),
    "sync": ("apply", "Plan and apply in one, under the same limits."),
    "verify": ("verify", "Read both sides and prove that they agree, cell by cell."),
    "readiness": ("readiness", "How far each entry is in each locale, with a gate."),
    "lint": ("lint", "Find what stands in the way of a launch."),
    "redirects": ("redirects", "Write where old addresses of a side lead."),
    "sitemap": ("sitemap", "Write the sitemaps of a side, a file for each locale."),
    "cutover": ("cutover", "Lead through the last day of a migration, step by step."),
    "conflicts": ("conflicts", "List what waits for a decision, or show it side by side."),
    "resolve": ("resolve", "Decide about conflicts; the next run does it."),
    "init": ("init", "Write a first mapping: look at both sides, and pair what is alike."),
    "infer": ("infer", "The same proposal on standard output, for scripts."),
    "match": ("match", "Propose which blog posts are one entry, for a person to decide."),
    "relink": ("relink", "Find out which entries are one after ids or the state were lost."),
    "export": ("bundle", "Write one side of a mapping into a folder of readable files."),
    "import": ("bundle", "Carry a folder written by export into a side, through a plan."),
    "assets": ("assets", "What is kept of the files of a side, and what could not be had."),
    "exchange": ("exchange", "Give texts to translators; make a plan of what they give back."),
    "undo": ("undo", "Make the plan that takes a run back."),
    "explain": ("explain", "Why a cell is what it is, and what the next run would do."),
    "show": ("show", "Show a plan or a finished run again, and write reports of it."),
    "history": ("history", "What each run wrote, cell by cell."),
    "doctor": ("doctor", "Look at all that runs depend on, and say what to do about it."),
    "support": ("support", "Write a bundle that can be given away, with filler for content."),
    "status": ("status", "What is remembered: runs, what is held for a person, the lease."),
    "lock": ("status", "Show who is at work on a mapping, or break the lease by its id."),
    "state": ("state", "Copy all that is remembered to another place, as PostgreSQL."),
    "serve": ("serve", "Run mappings by the clock, with a page that shows how they are."),
    "cluster": ("cluster", "Prepare a state on PostgreSQL for several workers."),
    "worker": ("worker", "Run mappings by the clock, beside other workers."),
    "web": ("web", "Show the page alone, beside workers elsewhere."),
    "jobs": ("jobs", "Mappings that are run by the clock; pause, resume or run one."),
    "approve": ("approve", "Approve or reject a plan that waits for that."),
    "hooks": ("hooks", "Webhooks that hint at changes: install, list or remove them."),
    "types": ("types", "What each type becomes in a field of another type."),
    "schema": ("schema", "Print the JSON Schema of mappings, plans, projects or reports."),
    "example": ("example", "Print a mapping that explains itself, to begin from."),
    "completion": ("completion", "Print what makes a shell complete words."),
    "help": ("help", "Show the help of a command."),
    "sandbox": ("sandbox", "Run a local server that behaves like a platform."),
    "demo": ("demo", "Carry a small site across and back between two sandboxes."),
}
"""Command to the file that holds it and its one line of help."""

_ABOVE: Final = """\
Usage: isogloss [OPTIONS] COMMAND [ARGS]...

  Carry localized content between Webflow and ButterCMS: plan it, apply it,
  prove it.

  isogloss init                              a first mapping, from both sides
  isogloss check mappings/acme.yaml          does the mapping hold?
  isogloss plan mappings/acme.yaml           what would happen? (writes nothing)
  isogloss apply plan.jsonl                  do exactly that
  isogloss verify mappings/acme.yaml         prove it

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
"""
_BELOW: Final = """
  isogloss COMMAND --help says more about each.

  Exit codes: 0 done · 1 something needs a person · 2 usage or mapping ·
  3 a platform failed · 4 refused · 5 state unreadable ·
  10 changes pending (plan --exit-code) · 70 a bug of ours · 130 interrupted ·
  141 nobody read the output to its end.
"""


def overview() -> str:
    """The help of the whole program."""
    width = max(map(len, COMMANDS))
    return _ABOVE + "".join(f"  {name:<{width}} {help_}\n" for name, (_, help_) in COMMANDS.items()) + _BELOW
