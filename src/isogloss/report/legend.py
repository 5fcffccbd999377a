"""What the words of a report mean, each in one sentence, for somebody who never saw the program.

Decides the sentences, and which of them a report needs: those of the words that it uses.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from isogloss.plan.op import Fate, HoldReason, LossReason, RemarkOn, Verb
from isogloss.report import words
from isogloss.report.parts import Report, Risk

VERBS: Final[Mapping[Verb, str]] = {
    "create": "the entry is new on that side; it is a draft until it is published",
    "update": "cells of an entry that is there get another value, or a locale is added",
    "link": "links are set that had to wait until what they lead to was there",
    "publish": "what is drafted goes live, in the locales that are named",
    "unpublish": "it is taken off the live site, and stays as a draft",
    "archive": "it is taken out of use, and not deleted",
    "delete": "the entry, or some locales of it, is removed",
}
"""What each verb does to an entry."""

RISKS: Final[Mapping[Risk, str]] = {
    "problem": "an op was sent, or was to be, and did not come true as it was meant",
    "conflict": "nothing is written on either side until a person decides",
    "step": "only a person can do it, on the platform itself; the next run sees whether it is done",
    "removal": "readers lose sight of it",
    "drift": "in a one-way flow the target alone was edited, or what was edited is locked",
    "loss": "the other side cannot hold it, or holds it in another form",
    "decision": "somebody decided about a conflict; it is carried out, waits, or lapsed",
    "assumed": "both sides were filled before they met, and nothing proves that they show the same",
    "remark": "out of the ordinary; nobody has to do anything",
    "match": "an entry of each side is taken for the same one, for the first time",
}
"""What each risk means."""

HOLDS: Final[Mapping[HoldReason, str]] = {
    "both sides changed": "both were edited since they last agreed: decide, or edit one side to match the other",
    "differ at first contact": "the sides never agreed here: decide, or edit one side to match the other",
    "deleted on one side, edited on the other": "decide; or delete it there too, or make it again",
    "deletion": "it is gone on one side, and the mapping deletes nothing by itself: decide, or delete it there too",
    "unpublished edits on the target": "somebody's edits there are not published yet: publish or discard them there",
    "slug taken": "another entry has the slug: rename one of the two, or match them",
    "looks like another entry": "an entry of the other side may be the same one: match them, or say that they are two",
    "another id": "its id is not the one that is remembered: relink tells whether it is the same entry",
    "there twice": "it carries our key of another entry of its side: delete it, or take the key from it",
    "deleted before": "it was deleted, and came back: decide, or wait until the time that is named",
    "rename waits": "its slug changes, and something is in the way, as is said",
    "publication state is open": "publish the draft, or take the other variant off the live site",
    "publishing waits": "something of it is held, so it is not published: settle that, or publish it by hand",
    "link unknown across": "it links to what the other side does not have: change the link",
    "component damaged": "a part that only its maker can write was cut or changed: decide",
    "an older state is shown": "a side shows what was there before the last run: wait, and run again",
    "blocked": "something that it needs is held itself",
    "locked": "the mapping locks it: take out the lock, or do it by hand",
}
"""Why a conflict waits, and what to do about it."""

LOSSES: Final[Mapping[LossReason, str]] = {
    "no place for alt text": "the other side has no alternative text for that use of a picture",
    "option unknown on the target": "the other side has no such value to choose",
    "link to an entry out of scope": "it links to what the mapping does not carry",
    "link target missing in this locale": "what it links to is not there in that locale",
    "slug cannot change": "that side keeps the slug that the entry had",
    "unpublished edits stay behind": "what is drafted is not carried until it is published",
    "no draft over published content": "that side cannot hold a draft beside what is live",
    "field missing on the target": "the other side has no such field",
    "only read on the target": "the field can be read there and not written",
    "shared field differs between locales": "the other side has one value for all locales",
    "same text as the primary": "the text is that of the primary locale, and is carried as it is",
    "same text as the primary, left out": "the text is that of the primary locale, and is not carried as a translation",
    "goes live at a set time": "the time that is set on one side is not set on the other",
    "excluded from translation": "its owner excluded it from translation, and it is left as it is",
    "editor's change carried": "a change that an editor made by itself is carried along",
    "alternative text not written alone": "that side takes an alternative text only together with its picture",
    "pictures imported anew": "the other side fetches the pictures again",
    "editor's change not carried": "a change that an editor made by itself is not carried",
    "comment or attribute not kept": "a comment or an attribute in the markup is lost",
    "approximated": "a part is lost in the form that the other side has",
    "cannot be expressed": "the other side has no form for it",
}
"""What is lost, by reason."""

REMARKS: Final[Mapping[RemarkOn, str]] = {
    "shown once more after its deletion": "a listing still shows what is gone; nothing is made of it",
    "back after its deletion": "somebody brought back what was deleted; it is carried as what is new",
    "edited on one side, deleted on the other": "the edit won, so what was deleted is made again",
    "published or drafted": "nothing tells whether somebody published it, so it stays a draft",
    "waits until it is published": "the other side has no drafts, so it crosses once it is live",
    "waits for the primary": "the other side knows a text by what it says in the primary, where nothing is said yet",
    "the state is older than the sides": "runs took place that the state does not know",
    "the state was lost": "what was remembered is gone, so entries are matched anew",
    "off in the mapping": "a part that is neither compared nor written",
    "a lock matches nothing": "a lock of the mapping names what is not there",
    "a declared move": "a change of the mapping that is carried out, as it says",
}
"""What a remark is about."""

FATES: Final[Mapping[Fate, str]] = {
    "carried out": "this plan does what was decided",
    "waits": "the decision still fits, and something else has to be settled first",
    "lapsed": "it was decided about something else than what is there now; nothing of it is done",
}
"""What becomes of a decision."""


def legend(report: Report) -> list[tuple[str, str]]:
    """The words that a report uses, in the order in which it uses them, each with what it means."""
    return list(dict(_used(report)).items())


def _used(report: Report) -> Iterator[tuple[str, str]]:
    there = {total.verb for total in report.entries}
    yield from ((words.DONE[verb], meaning) for verb, meaning in VERBS.items() if verb in there)
    counts = report.counts
    met: dict[Risk, int] = {
        "problem": 0 if report.ended is None else len(report.ended.problems),
        "conflict": counts.conflicts,
        "step": counts.steps,
        "removal": counts.removals,
        "drift": counts.drifts,
        "loss": counts.losses,
        "decision": counts.decisions,
        "assumed": counts.assumed,
        "remark": counts.remarks,
        "match": counts.matches,
    }
    yield from ((words.RISKS[risk], RISKS[risk]) for risk in RISKS if met[risk])
    yield from (
        (each.outcome, words.OUTCOMES[each.outcome]) for each in (report.ended.problems if report.ended else ())
    )
    yield from ((conflict.reason, HOLDS[conflict.reason]) for conflict in report.conflicts)
    yield from ((group.reason, LOSSES[group.reason]) for group in report.losses)
    yield from ((made.fate, FATES[made.fate]) for made in report.decisions)
    yield from ((remark.about, REMARKS[remark.about]) for remark in report.remarks)
    yield "variant", "an entry in one locale"
    yield "cell", "one field of an entry in one locale; “all locales” is what they share"
