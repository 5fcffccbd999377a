"""Findings as Markdown that fits into a pull-request comment: the same as a report of a plan, for what has no plan."""

from isogloss.report import words
from isogloss.report.finding import Finding, headline
from isogloss.report.markdown import BUDGET, Page, escape
from isogloss.report.rules import RULES
from isogloss.report.told import Told
from isogloss.report.worddiff import cut

_NAME = 200
_SENTENCE = 400


def render_findings_markdown(told: Told, budget: int = BUDGET) -> str:
    """Write findings as Markdown of at most ``budget`` bytes of UTF-8, those that weigh most first."""
    page = Page(budget)
    page.add(f"## {escape(cut(told.title, _NAME))}\n\n**{words.led(told.verdict, headline(told.findings))}**\n", budget)
    for level, head in (("error", "### Errors"), ("warning", "### Warnings"), ("note", "### Notes")):
        found = [each for each in told.findings if each.level == level]
        page.section(f"{head}\n\n", map(_line, found), len(found), (level,), 0.5, of_rest=level != "error")
    return page.text()


def _line(found: Finding) -> str:
    where = f"{escape(cut(found.where, _NAME))}: " if found.where else ""
    said = escape(cut(found.message, _SENTENCE))
    return f"- {where}{said} (*{RULES[found.id].title}*, `{found.id}`). {escape(cut(found.remedy, _SENTENCE))}\n"
