"""What a command has to tell, as every writer of a report is given it.

Decides nothing: it holds what was found, and under what name. A plan comes as its file, since it may be of any size.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from isogloss.errors import Problem
from isogloss.http.fetched import Bounds
from isogloss.outcomes import Applied, Checked, Verified
from isogloss.plan.data import PlanFile
from isogloss.report.chosen import Chosen
from isogloss.report.ended import Ended, ended_of
from isogloss.report.finding import Finding, of_check, of_comparison, of_files, of_plan, of_run
from isogloss.report.plain import check_data, verified_data
from isogloss.report.rules import RULES, Rule, Topic
from isogloss.report.words import verdict


@dataclass(frozen=True)
class Told:
    """What a report is of.

    title:   what it is, as ``Check of acme``.
    file:    what findings are about, as a person knows it: the mapping's file.
    topics:  what the findings are about; a rule of a topic that found nothing holds.
    verdict: what it comes to, in a few words; empty where the findings alone say so.
    gather:  finds them, once somebody asks.
    plan:    None where there is none.
    ended:   what became of the plan; None where it was not applied.
    data:    what was found as plain data, where there is no plan.
    chosen:  what of it is told.
    pictured: within which bounds pictures are fetched for a page; None where none are.
    """

    title: str
    file: str
    topics: tuple[Topic, ...]
    gather: Callable[[], tuple[Finding, ...]]
    plan: PlanFile | None = None
    ended: Ended | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    chosen: Chosen = field(default_factory=Chosen)
    verdict: str = ""
    pictured: Bounds | None = None

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What was found.

        Raises: UsageError where a record of the plan is not of the shape that it should have.
        """
        return self.gather()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of its topics, and those by which anything else was found."""
        found = {each.id for each in self.findings}
        return tuple(rule for rule in RULES.values() if rule.topic in self.topics or rule.id in found)


def told_of_plan(plan: PlanFile, chosen: Chosen | None = None, ended: Ended | None = None) -> Told:
    """A plan, with what became of it where it was applied."""
    part, header = chosen or Chosen(), plan.header

    def gather() -> tuple[Finding, ...]:
        return (*(() if ended is None else of_run(ended, part)), *of_plan(plan, part))

    topics: tuple[Topic, ...] = ("plan",) if ended is None else ("run", "plan")
    title = f"Plan for {header.mapping}" if ended is None else f"Run {ended.run} of {header.mapping}"
    return Told(title, header.mapping_path, topics, gather, plan, ended, chosen=part)


def told_of_run(applied: Applied, chosen: Chosen | None = None) -> Told:
    """A plan that was applied, with what became of it."""
    return told_of_plan(applied.plan, chosen, ended_of(applied))


def told_of_check(report: Checked, file: str) -> Told:
    """What ``check`` found."""
    title = f"Check of {report.mapping}"
    return Told(title, file, ("mapping",), partial(of_check, report), data=check_data(report), verdict=verdict(report))


def told_of_files(names: Sequence[str], problems: Mapping[str, Sequence[Problem]], data: Mapping[str, object]) -> Told:
    """What is wrong with mappings as files."""
    several = len(names) > 1
    title = f"Check of {len(names):,} files" if several else f"Check of {names[0]}"
    return Told(title, ", ".join(names), ("mapping",), partial(of_files, problems, several=several), data=data)


def told_of_comparison(verified: Verified, mapping: str, file: str) -> Told:
    """What ``verify`` found."""
    title = f"Comparison of {mapping}"
    return Told(title, file, ("comparison",), partial(of_comparison, verified), data=verified_data(verified))
