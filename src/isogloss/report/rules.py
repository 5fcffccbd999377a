"""The rules by which something counts as a finding: their ids, how much each weighs, and what to do about it.

Ids are stable: a pipeline that names one goes on to work. Each has its section in ``docs/rules.md``.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

Level: TypeAlias = Literal["error", "warning", "note"]
"""error: somebody has to do something before all is done. warning: somebody should look. note: to know of."""

LEVELS: Final[tuple[Level, ...]] = get_args(Level)

Topic: TypeAlias = Literal["mapping", "plan", "run", "comparison", "rehearsal", "health", "launch", "redirects"]
"""What a rule is about, in this order: what ``check``, ``plan``, ``apply``, ``verify``, ``rehearse``, ``doctor``,
``lint`` and ``redirects`` look at."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One sort of finding.

    title:  what was found, as few words.
    remedy: what to do, one sentence.
    """

    id: str
    topic: Topic
    level: Level
    title: str
    remedy: str


_MAP: Final = "Map it, or name its path in the mapping's accept."
_EACH: Final = (
    Rule("mapping-problem", "mapping", "error", "the mapping does not hold", "Mend the mapping, as the message says."),
    Rule("side-not-asked", "mapping", "error", "a side could not be asked", "See to the side, then check again."),
    Rule("field-dropped", "mapping", "warning", "nothing of a field arrives", "Map it to a field that can hold it."),
    Rule("field-approximated", "mapping", "warning", "a part of a field is lost", "See docs/types.md for what can."),
    Rule("collection-left-out", "mapping", "warning", "no kind is bound to a collection", _MAP),
    Rule("place-left-out", "mapping", "warning", "no kind is bound to a blog, to pages or to components", _MAP),
    Rule("locale-left-out", "mapping", "warning", "the source has a locale that is not mapped", _MAP),
    Rule("field-left-out", "mapping", "warning", "nothing is mapped to a field", _MAP),
    Rule("option-left-out", "mapping", "warning", "a value of an option is not named", _MAP),
    Rule("slug-left-out", "mapping", "warning", "slugs of locales have no place", _MAP),
    Rule("field-unseen", "mapping", "warning", "no entry shows a field", "See whether its name is right."),
    Rule(
        "option-unseen", "mapping", "warning", "no entry shows a value of an option", "See whether its name is right."
    ),
    Rule("good-to-know", "mapping", "note", "a consequence of the mapping", "Nothing, if it is meant."),
    Rule("plan-refused", "plan", "error", "the plan cannot be applied", "Do what the message says, and plan again."),
    Rule("conflict", "plan", "error", "both sides moved apart", "Decide with isogloss resolve and its id."),
    Rule("step", "plan", "warning", "only a person can do it", "Do it; the next run sees that it is done."),
    Rule("goes-away", "plan", "warning", "readers lose sight of content", "Look whether it is meant."),
    Rule("drift-overwritten", "plan", "warning", "an edit of the target alone is written over", "Look at the edit."),
    Rule("drift-kept", "plan", "note", "an edit of the target alone is kept", "Nothing, if it is meant."),
    Rule("decision-open", "plan", "warning", "a decision is not carried out", "Look at the conflict again."),
    Rule("decision-done", "plan", "note", "a decision is carried out", "Nothing."),
    Rule("loss", "plan", "warning", "a side cannot hold it", "Mend the mapping, or accept it (--max-loss)."),
    Rule("untranslated", "plan", "note", "the text of another language is carried", "Translate it where it is made."),
    Rule("taken-for-same", "plan", "note", "taken for the same without proof", "Where they differ, edit one of them."),
    Rule("remark", "plan", "note", "out of the ordinary", "Nothing."),
    Rule("op-failed", "run", "error", "a side refused it", "Mend what the side says, and run again."),
    Rule("op-unsure", "run", "error", "the answer was lost", "Run again: it is looked for."),
    Rule("op-altered", "run", "warning", "a side shows something else", "Look at the entry on that side."),
    Rule("op-unconfirmed", "run", "warning", "accepted, and not seen yet", "Run again: it is looked for."),
    Rule("op-skipped", "run", "warning", "it moved since the plan was made", "Run again: it is planned anew."),
    Rule("op-blocked", "run", "warning", "what it needs did not succeed", "See to what it needs, and run again."),
    Rule("op-held", "run", "warning", "it waits for a person", "See to what it waits for, and run again."),
    Rule("file-left-behind", "run", "warning", "a file could not be brought", "See to its address, and run again."),
    Rule("run-stopped", "run", "warning", "the run stopped before its end", "Run the same command again."),
    Rule("differs", "comparison", "error", "the sides do not agree", "Plan: it says why, and what would be done."),
    Rule("not-compared", "comparison", "warning", "an older state is shown", "Compare again later."),
    Rule("kept-by-policy", "comparison", "note", "the mapping keeps it apart", "Nothing, if it is meant."),
    Rule("alone", "comparison", "note", "only one side has it", "Plan: it says whether it is meant."),
    Rule(
        "would-break", "rehearsal", "error", "the run would end by an error", "Mend what it says, and rehearse again."
    ),
    Rule("would-differ", "rehearsal", "error", "the sides would not agree", "Compare what each would show."),
    Rule("not-known", "rehearsal", "note", "no side tells it", "Nothing, if you know it."),
    Rule("setting-missing", "health", "error", "a setting is missing", "Set it, as the message says."),
    Rule("token-lacks", "health", "error", "a token may not do what commands need", "Give it that, or another token."),
    Rule("token-untold", "health", "note", "what a token may do is not told", "Nothing; a write would tell."),
    Rule("not-offered", "health", "note", "what a side does not offer", "Nothing, if you do not need it."),
    Rule("pace", "health", "note", "how much a side permits", "Nothing."),
    Rule("pace-too-high", "health", "warning", "the mapping's rate is too high", "Lower rate in the mapping."),
    Rule("clock-skew", "health", "warning", "a clock is wrong", "Set this machine's clock by NTP."),
    Rule("answer-changed", "health", "warning", "an answer is not of the known shape", "Report it, and be careful."),
    Rule("answer-grew", "health", "note", "an answer holds more than is known", "Nothing; it is passed over."),
    Rule("file-gone", "health", "warning", "a file cannot be had", "Put it back, or change where it is shown."),
    Rule("state-unreadable", "health", "error", "the state cannot be read", "See docs/lost-state.md."),
    Rule("state-old", "health", "note", "the state is of an older version", "Nothing; the next run renews it."),
    Rule("state-told", "health", "note", "what is remembered", "Nothing."),
    Rule("state-idle", "health", "note", "nothing ran for long", "See whether what starts the runs still does."),
    Rule("state-elsewhere", "health", "warning", "runs were made with another state", "Give the right --state."),
    Rule("run-cut", "health", "warning", "a run is not finished", "Finish it, with the command that is named."),
    Rule("lease-held", "health", "note", "somebody is at work", "Wait; isogloss lock can break a lease by its id."),
    Rule("slug-clash", "launch", "error", "entries share a slug", "Give one of them another slug, or delete it."),
    Rule("address-clash", "launch", "error", "entries share an address", "Give one of them another slug."),
    Rule("slug-twins", "launch", "warning", "slugs differ in case alone", "Give one of them another slug."),
    Rule("slug-refused", "launch", "error", "a side would refuse a slug", "Change the slug where it is."),
    Rule("slug-without-place", "launch", "warning", "slugs of locales have no place", "Map a field to the slug."),
    Rule("link-missing", "launch", "error", "a link leads to what is not there", "Take it out, or lead it elsewhere."),
    Rule("link-nowhere", "launch", "warning", "a link may lead nowhere", "See whether a page is there."),
    Rule("link-unpublished", "launch", "warning", "a link leads to what nobody sees", "Publish it, or take it out."),
    Rule("link-other-locale", "launch", "warning", "a link leads to another language", "Lead it to the reader's own."),
    Rule("link-untranslated", "launch", "note", "what a link leads to is not translated", "Nothing, if it is meant."),
    Rule("locale-not-served", "launch", "warning", "a locale is hidden from the public", "Enable it, if it is ready."),
    Rule("hreflang-code", "launch", "error", "search engines do not read a code", "Use a language and a country."),
    Rule(
        "hreflang-one-address",
        "launch",
        "warning",
        "locales have one address",
        "Let url of the mapping tell them apart.",
    ),
    Rule("hreflang-incomplete", "launch", "warning", "a set of languages lacks one", "Give it a slug, or a url."),
    Rule("hreflang-no-default", "launch", "warning", "a set of languages has no default", "Publish the primary, too."),
    Rule("redirect-loop", "redirects", "error", "redirects lead in a circle", "Take one of them out."),
    Rule("redirect-taken", "redirects", "warning", "something is at an old address", "Give that another slug."),
    Rule("redirect-gone", "redirects", "note", "an old address leads nowhere", "Lead it somewhere by hand."),
)

RULES: Final[dict[str, Rule]] = {rule.id: rule for rule in _EACH}
"""Every rule, by its id, in the order in which findings are told."""
