"""The words that every writer of a report uses, so that a thing is called the same everywhere.

Decides phrases only. Refuses to know formats: nothing is escaped or coloured here.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import SHARED
from isogloss.outcomes import Checked, Run, Status, Stopped
from isogloss.plan.header import Cost, Use
from isogloss.plan.op import Decided, Verb
from isogloss.plan.parts import load_sample
from isogloss.ports import Outcome

if TYPE_CHECKING:
    from isogloss.report.parts import CellChange, DecisionMade, DriftedCell, Place, Report, Risk, VariantChanges

DONE: Final[dict[Verb, str]] = {
    "create": "created",
    "update": "changed",
    "link": "linked",
    "publish": "published",
    "unpublish": "unpublished",
    "archive": "archived",
    "delete": "deleted",
}
"""What each verb makes of an entry, in the order in which totals are shown."""

OUTCOMES: Final[dict[Outcome, str]] = {
    "confirmed": "the side shows what was written",
    "normalized": "the side shows a rendering of what was written",
    "altered": "accepted, but the side shows something else",
    "unconfirmed": "accepted, but not visible within the time allowed",
    "failed": "refused; nothing was written",
    "unsure": "the answer was lost, and looking did not settle it",
    "skipped": "a cell had moved since the plan was made; not written",
    "blocked": "it needs an op that did not succeed; not written",
    "held": "it waits for a person; not written",
}
"""What each outcome means."""


RISKS: "Final[dict[Risk, str]]" = {
    "problem": "needs a person",
    "conflict": "conflict",
    "step": "step for a person",
    "removal": "goes away",
    "drift": "drift",
    "loss": "loss",
    "decision": "decision",
    "assumed": "taken for the same",
    "remark": "remark",
    "match": "match",
}
"""What each risk of an entry is called."""

USES: Final[dict[Use, str]] = {
    "reads": "to read it",
    "looks": "to look before writing over something",
    "writes": "to write",
    "settles": "to read back",
}
"""What requests are for."""


DECIDE: Final = "Look at conflicts with isogloss conflicts MAPPING, and decide with isogloss resolve."
"""Where conflicts were told of."""


def many(count: int, one: str, more: str = "") -> str:
    """A number with its noun: ``1 entry``, ``1,204 entries``."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def direction(report: "Report") -> str:
    """Which side is written from which: ``webflow → butter``."""
    match report.flow:
        case "left to right":
            return f"{report.left} → {report.right}"
        case "right to left":
            return f"{report.right} → {report.left}"
        case _:
            return f"{report.left} ↔ {report.right}"


def what(report: "Report") -> str:
    """What the report is of, to be followed by the mapping's name: ``Plan for``, ``Run … of``."""
    return "Plan for" if report.ended is None else f"Run {report.ended.run} of"


def written(report: "Report") -> str:
    """What has been written so far."""
    if report.ended is None:
        return "Nothing has been written."
    counts = report.ended.outcomes
    said = ", ".join(f"{counts[name]:,} {name}" for name in OUTCOMES if counts.get(name))
    return f"Of its ops: {said}." if said else "There was nothing to write."


def part(report: "Report") -> list[str]:
    """That only a part of the plan is told, and which."""
    if not report.chosen:
        return []
    said = f"Only a part of the plan is told here: {report.chosen}. Cost is that of the whole."
    return [f"{said} {report.unmet}" if report.unmet else said]


def locales(found: Iterable[str]) -> str:
    """The tags of some locales, or what stands for them."""
    return ", ".join(map(locale_name, found))


def locale_name(locale: str | None) -> str:
    """A locale's tag, or what stands for all of them."""
    if locale is None:
        return "whole entry"
    return "all locales" if locale == SHARED else locale


def field_name(name: str | None) -> str:
    """A field's name; the reserved ones in words."""
    return {STATUS: "state", SLUG: "slug"}.get(name or "", name or "")


def place(at: "Place") -> str:
    """Where within its entry: ``fr-FR · title``."""
    return " · ".join(part for part in (locale_name(at.locale), field_name(at.field)) if part)


def states(variant: "VariantChanges") -> str:
    """How the publication state moves: ``new → draft → published``."""
    found = variant.states
    if len(found) == 2 and found[0] == found[1]:  # noqa: PLR2004  # from and to
        return f"{found[0]} again"
    words = [state or ("gone" if n else "new") for n, state in enumerate(found)]
    return " → ".join(word for n, word in enumerate(words) if n == 0 or word != words[n - 1])


def facts(report: "Report") -> list[tuple[str, str]]:
    """Of what and when a report is: names, each with what there is to say."""
    known = report.facts
    made = [
        ("Run", "" if report.ended is None else report.ended.run),
        ("Run by", "" if report.ended is None else report.ended.by),
        ("Plan made", known.made),
        ("Made by", known.by),
        ("After run", known.after or "none, it is the first"),
        ("Mapping", known.mapping),
        ("Sides", "; ".join(f"{side}: {said}" for side, said in known.accounts.items())),
        ("Locales", ", ".join(known.locales)),
        ("Plan", report.digest),
        ("Written by", f"isogloss {known.version}" if known.version else ""),
    ]
    return [(name, said) for name, said in made if said]


def headline(report: "Report") -> str:
    """What the plan does, in one line: ``2 entries created, 1 changed; 3 conflicts``.

    Where both sides are written to, each has its own part: an entry that changes on both is no two entries.
    """
    sides = list(dict.fromkeys(total.side for total in report.entries))
    parts = [_done(report, side) + (f" on {side}" if len(sides) > 1 else "") for side in sides]
    said = "; ".join(parts)
    sites = len({site.side for site in report.sites if not site.waits})
    if sites:
        said = ", ".join(part for part in (said, f"{many(sites, 'whole site')} published") if part)
    waits = [
        many(count, noun)
        for count, noun in (
            (report.counts.conflicts, "conflict"),
            (report.counts.steps, "step"),
            (report.counts.drifts, "drifted cell"),
            (report.counts.decisions, "decision"),
        )
        if count
    ]
    return "; ".join(part for part in (said or "nothing to write", ", ".join(waits)) if part)


def _done(report: "Report", side: str) -> str:
    counts = {
        verb: sum(each.entries for each in report.entries if (each.side, each.verb) == (side, verb)) for verb in DONE
    }
    done = [(count, DONE[verb]) for verb, count in counts.items() if count]
    first = [many(count, "entry", "entries") if n == 0 else f"{count:,}" for n, (count, _) in enumerate(done)]
    return ", ".join(f"{number} {word}" for number, (_, word) in zip(first, done, strict=True))


def refusal(report: "Report") -> list[str]:
    """That the plan was refused and why: nobody can apply it. And which limits were not those of the mapping."""
    refused = [f"REFUSED, and cannot be applied: {report.refused}"] if report.refused else []
    raised = [f"Limits for this run alone: {', '.join(report.raised)}."] if report.raised else []
    return refused + raised


def verdict(report: Checked) -> str:
    """What a check comes to: ``passes, with 3 doubts``."""
    if not report.passed:
        return f"does not pass; {many(len(report.problems), 'problem')}"
    return f"passes, with {many(len(report.doubts), 'doubt')}" if report.doubts else "passes"


def led(verdict: str, sentence: str) -> str:
    """A sentence, with what all of it comes to before it."""
    return f"{verdict[0].upper()}{verdict[1:]}. {sentence}" if verdict else sentence


def fate(drift: "DriftedCell") -> str:
    """What becomes of what only the target changed."""
    return "kept as it is" if drift.kept else "overwritten"


def decision(made: "DecisionMade") -> str:
    """Whose decision it is, what it was and what becomes of it: ``take butter, by ann on …: carried out``."""
    why = f" ({made.detail})" if made.detail else ""
    return f"{made.how}, by {made.by} on {made.on}: {made.fate}{why}"


def decided(who: Decided) -> str:
    """Whose decision a change follows."""
    return f"decided by {who.by} on {who.at:%Y-%m-%d %H:%M}: {who.how}"


def hints(cell: "CellChange") -> list[str]:
    """What the words of a change do not show, a sentence each."""
    said = [*cell.notes]
    if cell.decided:
        said.append(cell.decided)
    elif cell.merged:
        said.append("Merged from both sides, written to both.")
    return [*said, "Waits as a draft over what is live."] if cell.staged else said


def drifted(count: int) -> str:
    """Say that the target keeps what only it changed, and that this is as the mapping has it."""
    return f"Drift: {many(count, 'change')} of the target alone {'is' if count == 1 else 'are'} kept (drift: keep)."


def stopped(found: Stopped) -> str:
    """Say why a run stopped before its end, what is left, and that the next goes on."""
    if found.ops is None:
        left = "A run that was cut before was finished; both sides are still to be compared anew."
    else:
        left = f"{many(found.ops, 'op')} of the plan {'is' if found.ops == 1 else 'are'} left"
        left += f", {found.sent} of them sent and still to be read back." if found.sent else "."
    if found.asked:
        return f"{found.why} {left} Apply the plan without it to go on with them, or make another plan."
    return f"Stopped: {found.why} {left} Run the same command again to go on."


def again(run: Run) -> str:
    """The command that goes on with a run, as it was asked for."""
    sample = load_sample(run.summary)
    return " ".join(("isogloss apply", run.plan_path, *(() if sample is None else sample.words)))


def of_another_state(status: Status) -> list[str]:
    """That the state is not the one with which the mapping's last runs were made, as far as can be told."""
    said = []
    if status.unknown:
        count = many(len(status.unknown), "run")
        said.append(
            f"This state does not know {count} kept beside it, the last {status.unknown[-1]}: it is an older one, or "
            "another. The next plan holds what it cannot tell; see docs/lost-state.md."
        )
    said += [
        f"Newer runs of this mapping are kept in {folder}: they were made with another state. Name it with --state, or "
        "run the command where it is."
        for folder in status.elsewhere
    ]
    return said


def sites(report: "Report") -> list[str]:
    """What the plan does to whole sites, a sentence each; what waits is among the steps."""
    said = "publishes the site of {} last of all, which makes live whatever else is staged and queued there."
    return [f"The plan {said.format(site.side)}" for site in report.sites if not site.waits]


def cost(row: Cost) -> str:
    """What one side costs: ``41 requests (14 writes, 6 read-backs, 21 reads), 1.4 minutes, 0.31 % of the quota``."""
    counted = [many(row.writes, "write"), many(row.settles, "read-back"), many(row.reads, "read")]
    if row.looks:
        counted.insert(2, many(row.looks, "look"))
    parts = [f"{many(row.requests, 'request')} ({', '.join(counted)})"]
    if row.minutes is not None:
        parts.append(f"{row.minutes:,g} minutes at the permitted rate")
    if row.quota_share is not None:
        parts.append(f"{100 * row.quota_share:,.4g} % of the monthly quota")
    return ", ".join(parts)


def not_quoted(count: int, one: str, more: str = "") -> str:
    """Say that some are only counted; nothing where all are quoted."""
    return (
        f"{many(count, one, more)} more {'is' if count == 1 else 'are'} counted and not quoted here." if count else ""
    )
