"""Every English sentence of the page, in one place. They are read by people who never open a terminal."""

from typing import Final

from isogloss.merge.change import HoldReason
from isogloss.schedule.tick import Reason
from isogloss.schedule.turn import Fate, TurnOutcome
from isogloss.state.audit import Did
from isogloss.state.visits import Role

TEXTS: Final = {
    # Everywhere.
    "title": "Isogloss",
    "home": "Overview",
    "queue": "Conflicts",
    "log": "Who did what",
    "skip": "Skip to the content",
    "menu": "Pages",
    "leave": "Sign out",
    "looking_only": "You can look here, and not decide.",
    "not_here": "There is no such page here.",
    "not_this_way": "This page does not take that.",
    "wrong_host": "This address is not how the page is reached. Open {} instead.",
    "wrong_origin": "This was not sent by a page of ours, so nothing was done. Open the page itself and try there.",
    "broken": "A bug of ours; the log of the service has what to report.",
    "unreadable": "What the service remembers cannot be read now. {}",
    "too_large": "This is more than the page takes, so nothing was done.",
    "old_form": "The page that you sent this from is out of date, so nothing was done. Load it again, and repeat it.",
    "only_looks": "You may look here, and not decide. Ask whoever runs this service to let you in as an editor.",
    "proxy_said_nothing": "Nobody said who you are. Come in by the address that your colleagues use.",
    "told": "This could not be done",
    "back_home": "Back to the overview",
    "utc": "UTC",
    # The overview.
    "mappings": "Mappings",
    "mappings_are": "A mapping keeps one site on two platforms the same. Each is run by the clock.",
    "state": "State",
    "next": "Next run (UTC)",
    "last": "Last run (UTC)",
    "conflicts": "Conflicts",
    "nobody_waits": "none",
    "decide_these": "Decide",
    "approval": "A plan waits for your approval: {}.",
    "approval_decided": "The plan was {0} by {1}. The service goes on by itself.",
    "look_at_plan": "Look at the plan",
    "turns": "Last 30 runs, the newest at the right",
    "nothing": "No mapping is run by the clock.",
    "looked": "Seen at {} UTC. Load the page again to see more.",
    "never": "never",
    "no_turns": "none yet",
    "run_now": "Run now",
    "pause": "Pause",
    "resume": "Go on",
    # Coming in.
    "enter": "Come in",
    "enter_token": "Token",
    "enter_token_is": "It was shown once, when the page was first started. Ask whoever runs this service for it.",
    "enter_name": "Your name",
    "enter_name_is": "Whoever looks later is told that you decided.",
    "wrong_token": "This is not the token of this page.",
    "no_name": "Say who you are.",
    "wait": "There were too many wrong tokens. Try again in {} seconds.",
    # Plans.
    "plan": "Plan for {}",
    "plan_is": "Nothing of it is done before somebody approves it. It is approved as it is shown here.",
    "plan_why": "Why it waits",
    "plan_beyond": "It does more than may be done without asking: {}.",
    "plan_asked": "Made",
    "plan_name": "Plan",
    "approve": "Approve",
    "reject": "Reject",
    "approve_is": "The service then reads both platforms again, and goes ahead if that leads to the same plan or less. "
    "Otherwise the new plan waits here, and says what differs.",
    "reject_is": "Nothing is done. You are asked again once the plan would differ.",
    "report": "What the plan does",
    "report_alone": "Open it as a page of its own",
    "plan_older": "This plan is out of date: both platforms were read again, and another plan was made.",
    "plan_newer": "Look at the newer plan",
    "plan_gone": "The plan is not kept any more as it was shown, so it cannot be approved. Run the mapping again.",
    "plan_decided": "Somebody else decided about this plan while you looked at it, so nothing was changed. See what, "
    "and decide otherwise if you want to.",
    "more_than_before": "Beside what the older plan did, the newer one would also do this",
    "less_than_before": "The newer plan would not do this any more",
    "same_as_before": "Both do the same to entries. What is lost on the way differs.",
    "stale": "A plan was approved and the platforms have changed since. Compare what differs, and decide anew.",
    # Conflicts.
    "conflicts_are": "Here the two platforms say different things, and the service does not know which is right. "
    "Choose, and the next run carries it out. Until then you can take it back.",
    "no_conflicts": "Nothing waits for a decision.",
    "none_fit": "No conflict fits what you chose above.",
    "filter": "Show",
    "filter_mapping": "Mapping",
    "filter_kind": "Kind of content",
    "filter_locale": "Language",
    "filter_field": "Field",
    "filter_age": "Waits for",
    "any": "any",
    "shown_of": "{} of {} conflicts",
    "open_first": "To decide",
    "decided_last": "Decided, and carried out by the next run",
    "waits_for": "waits for {}",
    "both_had": "Before, on both",
    "not_kept": "What both had before is not known.",
    "as_before": "as before",
    "nothing_there": "nothing",
    "is_gone": "deleted",
    "is_there": "there ({})",
    "changed_at": "changed {} UTC",
    "take": "Take {}",
    "take_is": "What {} shows is right, and the other platform gets it.",
    "merge": "Take both changes",
    "edit": "Write it yourself",
    "edit_text": "The right text",
    "edit_is": "Both platforms get it.",
    "edit_rich": "This text has markup (HTML). Leave what stands between < and > as it is, or change it with care.",
    "begin_with": "Begin with",
    "begin_merged": "both changes",
    "keep_edit": "Keep this text",
    "note": "Why (may stay empty)",
    "undo": "Take it back",
    "decided_as": "Decided: {}",
    "whole": "Look closer",
    "as_it_reads": "As it reads",
    "in_words": "Word by word",
    "cannot_decide": "Nothing can be decided here. See to it on the platform; the next run goes on by itself.",
    "moved": "This changed while you looked at it, so nothing was decided. Look at it again.",
    "gone_now": "This does not wait any more: it was settled meanwhile.",
    "not_so": "This cannot be decided so",
    "next_page": "More",
    "first_page": "From the beginning",
    "to_queue": "Back to all conflicts",
    "entry_of": "All of this entry",
    "removed": "gone",
    "added": "new",
    # Keys.
    "keys_title": "Keys",
    "keys_open": "Keys (?)",
    "key_j": "next conflict",
    "key_k": "conflict before",
    "key_1": "take the first platform",
    "key_2": "take the second platform",
    "key_3": "take both changes, where they do not touch",
    "key_e": "look closer, or write it yourself",
    "key_u": "take a decision back",
    "key_help": "show these keys",
    "close": "Close",
    # What is at work.
    "at_work": "At work",
    "too_many": "Too many pages are open already. Load this one again to see more.",
    "live_ended": "It ended.",
    "load_again": "Show what came of it",
    # A run.
    "run": "Run of {}",
    "run_name": "Run",
    "outcome": "What came of it",
    "began": "Began",
    "ended": "Ended",
    "run_report": "What it did",
    "run_gone": "Nothing is kept of this run: it wrote nothing, or it is too long ago.",
    # An entry.
    "history": "What runs wrote",
    "history_empty": "No run that is remembered wrote anything here.",
    "to": "on {}",
    "cut": "cut before that was known",
    "not_kept_any_more": "not kept any more",
    "why_so": "Why is it so?",
    "why_so_is": "Choose a field. Both platforms are read for the answer, which takes a while.",
    "ask_both": "Read both platforms",
    "moved_since": "Changed since both agreed.",
    "as_agreed": "As when both agreed.",
    "written_by_run": "Written by a run.",
    "since_agreed": "Since both agreed: {}.",
    "so_then": "So: {}.",
    "next_does": "What the next run does",
    "next_nothing": "Nothing.",
    "next_waits": "It waits for somebody.",
    "next_kept": "It stays as it is on both platforms.",
    "next_overwritten": "It is overwritten.",
    "next_lost": "{} cannot hold it: {}.",
    "next_person": "Somebody is asked to do this: {}",
    "next_written": "{} gets this: {}",
    "decided_here": "What people decided",
    # Readiness.
    "readiness": "Languages of {}",
    "readiness_link": "Languages",
    "readiness_is": "How far each entry is in each language.",
    "readiness_at": "As both platforms were at {} UTC.",
    "readiness_asking": "Both platforms are being read. Load the page again in a while.",
    "readiness_never": "Nobody looked yet.",
    "of": "{} of {}",
    "entry": "Entry",
    "more_entries": "and {} more",
    # The log.
    "log_is": "What people decided, here or by a command, the newest first.",
    "log_empty": "Nobody did anything yet.",
    "when": "When (UTC)",
    "who": "Who",
    "did": "What",
    "about": "About",
    "somebody": "somebody",
}

STATES: Final = {"running": "at work", "asked": "about to run", "paused": "paused", "rests": "rests"}

OUTCOMES: Final[dict[TurnOutcome, tuple[str, str]]] = {
    "done": ("●", "done, nothing left"),
    "waits": ("◐", "done, something waits for a person or the next run"),
    "failed": ("✕", "failed"),
    "refused": ("■", "refused, and nothing was written"),
}
"""A sign and a sentence for each: colour alone tells nobody anything."""

REASONS: Final[dict[Reason, str]] = {
    "schedule": "by the clock",
    "person": "asked for by a person",
    "webhook": "a side hinted that something changed",
    "retry": "tried again",
}

STAGES: Final = {
    "reading": "Reads both platforms",
    "comparing": "Compares both platforms",
    "applying": "Writes what differs:",
}
"""What a run is doing."""

OUTCOME_OF_OP: Final[dict[str, str]] = {
    "confirmed": "done",
    "normalized": "done, and spelled by the platform in its own way",
    "altered": "accepted, and shown otherwise",
    "unconfirmed": "accepted, and not seen yet",
    "failed": "refused",
    "unsure": "nobody knows whether it was done",
    "skipped": "not done, since it had changed",
    "blocked": "not done, since something else was not",
    "held": "not done, since it waits for somebody",
}

STATUSES: Final[dict[str, str]] = {
    "open": "the next run carries it out",
    "done": "carried out",
    "lapsed": "not carried out, since something had changed",
    "withdrawn": "taken back",
    "replaced": "another decision took its place",
}

STANDINGS: Final = {
    "ready": ("●", "ready"),
    "draft": ("◐", "not published"),
    "stale": ("↻", "older than the original"),
    "copied": ("=", "still in the words of the original"),
    "blocked": ("!", "something is in the way"),
    "missing": ("✗", "missing"),
    "excluded": ("·", "left out on purpose"),
    "none": ("○", "not there"),
}
"""How far an entry is in a language: a sign and a sentence."""

ROLES: Final[dict[Role, str]] = {"editor": "editor", "viewer": "only looking"}

FATES: Final[dict[Fate, str]] = {
    "waiting": "waits for approval",
    "approved": "approved",
    "rejected": "rejected",
    "passed over": "out of date",
    "carried out": "carried out",
}

DID: Final[dict[Did, str]] = {
    "decided": "decided a conflict",
    "took back": "took a decision back",
    "approved": "approved a plan",
    "rejected": "rejected a plan",
    "came in": "came in",
    "went out": "signed out",
    "asked for a run": "asked for a run",
    "paused": "paused it",
    "resumed": "let it go on",
}

DONE: Final = {
    "decided": "Decided. The next run carries it out; until then you can take it back.",
    "undone": "Taken back. It waits for a decision again.",
    "approved": "Approved. The service carries it out now.",
    "rejected": "Rejected. Nothing of it is done.",
    "asked": "A run was asked for. It begins within a second or two.",
    "paused": "Paused. The clock does not run it any more.",
    "resumed": "It goes on at its next time.",
    "in": "You are in.",
    "looking": "Both platforms are being read. Load the page again in a while.",
}
"""What the page says after something was done, by the word in its address."""

AGES: Final = {"": TEXTS["any"], "1": "more than a day", "7": "more than a week", "30": "more than a month"}
"""Days that a conflict waits at least."""

WHY: Final[dict[HoldReason | str, str]] = {
    "both sides changed": "Both platforms changed this, each in another way.",
    "differ at first contact": "The platforms showed different things when they were first compared.",
    "deleted on one side, edited on the other": "One platform deleted this, the other changed it.",
    "deletion": "One platform deleted this. Is it to be deleted on the other, too?",
    "unpublished edits on the target": "There are changes on a platform that were not published yet.",
    "slug taken": "Another entry has the same address already.",
    "looks like another entry": "It looks like an entry that is there already.",
    "another id": "It has another id than before.",
    "there twice": "One platform has it twice, as where it was copied.",
    "deleted before": "It was deleted before, and is there again.",
    "rename waits": "It was renamed, and that has to wait for something else.",
    "publication state is open": "It is not clear whether readers are to see it.",
    "publishing waits": "Publishing it has to wait for something else.",
    "link unknown across": "It links to something that the other platform does not have.",
    "component damaged": "A built-in part of the text was damaged on one platform.",
    "an older state is shown": "A platform shows an older state of it.",
    "blocked": "Something else has to be done first.",
    "locked": "It is locked, so nobody changes it here.",
    "drift": "One platform changed this alone, and keeps it.",
}
"""Why something waits, in a sentence."""
