"""The JSON Schema of a plan's lines, for those who read or make plans with other programs.

Decides nothing about plans: ``header`` and ``record`` write them, and a test holds every line they write against this.
Names that are not in it are refused; a minor version of the format may add some, a major one may do anything.
"""

from collections.abc import Mapping
from typing import Final, TypeAlias, get_args

from isogloss.merge.change import HoldReason
from isogloss.model.address import Side
from isogloss.model.doubt import DOUBT_RULES
from isogloss.model.value import ASSET_TYPES, SCALAR_TYPES
from isogloss.plan.header import FORMAT, Purpose
from isogloss.plan.op import Fate, LossReason, RemarkOn, Verb

Schema: TypeAlias = dict[str, object]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_DIGEST: Final = "^[0-9a-f]{32}$"


def plan_schema() -> Schema:
    """One line of a plan: the header, which is the first, or a record."""
    records = _records()
    return {
        "$schema": DRAFT,
        "title": "Isogloss plan, one line",
        "description": "A plan is JSON Lines: the header, the ops in order of execution, then every other record.",
        "oneOf": [_to(name) for name in ("header", *records)],
        "$defs": {
            "header": _header(),
            **records,
            "change": _change(),
            "value": _value(),
            "maybe": {"description": "A value, or null where nothing is there.", "anyOf": [_null(), _to("value")]},
            "digest": {"description": "BLAKE2b-128 in hex.", "type": "string", "pattern": _DIGEST},
            "key": _key(),
            "decided": _decided(),
            "traces": _traces(),
            "locale": _text('Canonical BCP 47 tag, or "*" for what all locales share.', minLength=1),
            "side": {"description": "A side, by its place in the mapping.", "enum": [side.value for side in Side]},
        },
    }


def _records() -> dict[str, Schema]:
    """Every record, by its name."""
    label = {"label": _text("What people call the entry.")}
    both = {"left": _to("maybe", "What the left side shows."), "right": _to("maybe", "What the right side shows.")}
    place = {
        "entry": _to("key"),
        "locale": {"description": "Null for the whole entry.", "anyOf": [_null(), _to("locale")]},
        "field": {"description": "Null for the whole variant.", "type": ["string", "null"]},
    }
    remote, text = {"type": ["string", "null"]}, {"type": "string"}
    half = {"anyOf": [_null(), _to("digest")]}
    pair = {**_pair("What left and right show; two nulls forget the cell."), "prefixItems": [half, half]}
    records = (
        _record(
            "op",
            "All changes of one kind to one entry on one side: the unit that is written, journaled and repeated.",
            id=_to("digest", "Digest of the op's content."),
            layer=_count("Place in the order; ops of one layer do not need each other."),
            needs=_list("Ops that must be done before this one.", _to("digest")),
            on=_to("side", "Where it is written."),
            verb=_one_of("What it does to the entry.", *get_args(Verb)),
            entry=_to("key"),
            label=_text("What people call the entry; may be empty."),
            present=_list("Locales in which the entry is there once the op is done.", _to("locale")),
            changes=_list("Cells, by locale and field.", _to("change")),
            remotes={
                **_pair("Its ids on the left and on the right; empty where it is not."),
                "prefixItems": [text, text],
            },
        ),
        _record(
            "conflict",
            "Something wanted that is not done until a person decides.",
            **place,
            reason=_one_of("Why it waits.", *get_args(HoldReason)),
            detail=_text("One sentence more; may be empty."),
            **both,
            **label,
            traces=_to("traces"),
        ),
        _record(
            "drift",
            "Something that only the target of its flow changed, or that is locked.",
            **place,
            kept={"description": "Whether it stays, or is overwritten.", "type": "boolean"},
            detail=_text("The lock that keeps it, with its note; missing where none does."),
            **label,
            **both,
            traces=_to("traces"),
        ),
        _record(
            "resolution",
            "A person's decision about something that waited.",
            **place,
            **label,
            decided=_to("decided"),
            fate=_one_of("What becomes of it.", *get_args(Fate)),
            detail=_text("Why it waits or lapsed; else empty."),
        ),
        _record(
            "loss",
            "What a side cannot hold, or holds in another form.",
            **place,
            on=_to("side", "The side that cannot hold it."),
            reason=_one_of("Why not.", *get_args(LossReason)),
            value=_to("maybe", "What is lost, or of which a part is lost."),
            detail=_text("One sentence more; may be empty."),
        ),
        _record(
            "step",
            "What only a person can do.",
            **place,
            on=_to("side", "Where it is to be done."),
            todo=_text("What to do."),
            check=_text("What the next run will look at."),
            many=_text("What to do, without the entry, where others may need the same; else empty."),
        ),
        _record(
            "site",
            "The whole site of a side is published, last of all there; whatever is queued on it goes live with it.",
            on=_to("side"),
            waits=_text("Why it is not done this time; empty where it is done."),
        ),
        _record(
            "entry",
            "Two remote ids that are one entry, first seen in this plan.",
            entry=_to("key"),
            **label,
            left={"description": "Its id on the left side; null where it is not there.", **remote},
            right={"description": "Its id on the right side; null where it is not there.", **remote},
        ),
        _record(
            "adopt",
            "Cells of one entry on which the sides agree without a write.",
            entry=_to("key"),
            cells=_map("By locale.", _map("By field.", pair)),
        ),
        _record(
            "assume",
            "A cell that is taken for the same on both sides at first contact, without proof; each keeps its own.",
            **place,
            **label,
            **both,
        ),
        _record(
            "remark",
            "What the plan does, or leaves, for a reason that its other records do not tell.",
            **place,
            about=_one_of("What it is about.", *get_args(RemarkOn)),
            **label,
            detail=_text("One sentence; may be empty."),
        ),
    )
    return dict(records)


def _decided() -> Schema:
    half: Schema = {"anyOf": [_null(), _to("digest")]}
    return _object(
        "Whose decision it is.",
        conflict=_text("The id of what was decided."),
        how=_text("What was decided, in the words of the command."),
        by=_text("Who decided."),
        at=_text("When, ISO 8601 in UTC."),
        marks={**_pair("Digests of what left and right showed then."), "prefixItems": [half, half]},
    )


def _traces() -> Schema:
    half: Schema = {"anyOf": [_null(), _to("digest")]}
    time: Schema = {"type": ["string", "null"]}
    had: Schema = {"anyOf": [_null(), {**_list("It, alone.", _to("maybe")), "minItems": 1, "maxItems": 1}]}
    made = _object(
        "What a decision is bound to; missing from older plans.",
        marks={**_pair("Digests of all that left and right show there."), "prefixItems": [half, half]},
        base={**_pair("The same of what they showed when they last agreed."), "prefixItems": [half, half]},
        changed={**_pair("When each says that it was changed."), "prefixItems": [time, time]},
        had={
            **_pair("What they showed when they last agreed: null where that is not kept."),
            "prefixItems": [had, had],
        },
    )
    return {**made, "required": ["marks", "base", "changed"]}


def _key() -> Schema:
    told = "Kind and name of an entry, the same on both sides. Of one that is replaced: what it was called on its side."
    text: Schema = {"type": "string"}
    return {**_pair(told), "prefixItems": [text, text, {**text, "minLength": 1}]}


def _header() -> Schema:
    named = {"left": _text("Name of the left side."), "right": _text("Name of the right side.")}
    mapping = {
        "name": _text("Name of the mapping."),
        "path": _text("File that it was read from."),
        "digest": _to("digest", "Digest of the mapping's meaning."),
        "purpose": _one_of("What a plan of a bundle is for; else empty.", "", "import", "restore"),
    }
    return _object(
        "The first line.",
        isogloss_plan=_text("Format, major.minor.", pattern=rf"^{FORMAT.split('.', maxsplit=1)[0]}\.[0-9]+$"),
        digest=_to("digest", "Seals the header and every line: a plan that was changed is refused."),
        mapping=_object("The mapping that the plan was made from.", **mapping),
        purpose=_one_of("What the plan was made for.", *get_args(Purpose)),
        sides=_object("What the sides are called.", **named),
        flow=_one_of("Which way content goes.", "left to right", "right to left", "both"),
        counts=_counts(),
        cost=_map("What it takes to apply the plan, by side.", _cost()),
        after=_text("The last run before the plan was made; empty before the first."),
        refused=_text("Why the plan may not be applied; empty where it may."),
        raised=_list("Limits that held in place of those of the mapping.", _text("As change=80%.")),
        doubts=_list("What the mapping leaves out of what the source has.", _doubt()),
        locales=_list("The locales of the mapping.", _text("A tag.")),
        accounts=_map("What a side is of, by its name: the site or the account.", _text("In words.")),
        editors=_map(
            "Where people edit entries, by name of a side, then by kind.",
            _map("By kind.", _text("An address, with {id} for the id of the entry there.")),
        ),
        titles=_map("What people call entries that links lead to, by kind.", _map("By name.", _text("Its label."))),
        by=_text("Who had the plan made; empty where that was not told."),
    )


def _counts() -> Schema:
    number = _count("How many.")
    by_side = "By side, then by verb"
    return _object(
        "How much there is.",
        records=_map("By name of the record.", number),
        entries=_map(f"{by_side}: ops.", _map("By verb.", number)),
        cells=_map("By side, locale and verb: cells that change.", _map("By locale.", _map("By verb.", number))),
        losses=_map("By side, then by reason.", _map("By reason.", number)),
    )


def _doubt() -> Schema:
    return _object(
        "One thing that has no place in the mapping, unless the mapping accepts that.",
        rule=_one_of("What it is.", *DOUBT_RULES),
        path=_text("Where, as a mapping's accept names it."),
        text=_text("One sentence."),
        count={"description": "Cells that are not empty, entries or variants; null where nobody counted.", **_number()},
    )


def _number() -> Schema:
    return {"type": ["integer", "null"]}


def _cost() -> Schema:
    return _object(
        "Requests and time.",
        writes=_count("Requests that write."),
        settles=_count("Requests that read back what was written."),
        looks=_count("Requests that look, before a call, at what it could write over or carries across."),
        reads=_count("Requests that look at the side again before the first write."),
        minutes={"description": "At the permitted rate; null where none is known.", "type": ["number", "null"]},
        quota_share={"description": "Share of the monthly quota; null without one.", "type": ["number", "null"]},
    )


def _change() -> Schema:
    source = "Digest of what the other side shows; null where nothing is there."
    agrees = {
        "description": "Digest that the other side agrees to in place of source; empty for nothing.",
        "anyOf": [_to("digest"), {"const": ""}],
    }
    needed = {
        "locale": _to("locale"),
        "field": _text("Field, or $status or $slug.", minLength=1),
        "before": _to("maybe", "What the cell held when the plan was made."),
        "after": _to("maybe", "What it is to hold; the same as before where the cell is only named."),
        "source": {"description": source, "anyOf": [_null(), _to("digest")]},
    }
    flags = {
        "merged": _true("The value is made of both sides' and written to both."),
        "staged": _true("It will lie as a draft over live content."),
        "copied": _true("The primary's text stands in for a translation."),
        "decided": _to("decided", "A person decided so."),
    }
    return {**_object("One cell that changes.", **needed, agrees=agrees, **flags), "required": list(needed)}


def _value() -> Schema:
    scalars = {name: _text(f"The canonical text of a {name}.") for name in sorted(SCALAR_TYPES)}
    assets = {name: _pair("Address, and alternative text.") for name in sorted(ASSET_TYPES)}
    others: Mapping[str, Schema] = {
        "ref": _to("key", "A link to an entry."),
        "many": {**_list("Several values in order.", _to("value")), "minItems": 1},
        "group": _map("Values that belong together, by name.", _to("value")),
    }
    own = _text("How it was spelled, and will be written, where that is not the canonical text; only in changes.")
    named = {**scalars, **assets, **others, "own": own}
    typed = {"oneOf": [{"required": [name]} for name in named if name != "own"]}
    spelled = {"dependentSchemas": {"own": {"anyOf": [{"required": [name]} for name in {**scalars, **assets}]}}}
    return {**_object("What a cell holds: one key that names its type.", **named), "required": [], **typed, **spelled}


_LATER: Final = {"op": ("remotes",), "conflict": ("traces",), "drift": ("traces", "detail")}
"""What is not in every record of a sort: older plans are without."""


def _record(name: str, description: str, **properties: object) -> tuple[str, Schema]:
    made = _object(description, record={"const": name}, **properties)
    return name, {**made, "required": [each for each in ("record", *properties) if each not in _LATER.get(name, ())]}


def _object(description: str, **properties: object) -> Schema:
    return {
        "description": description,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _map(description: str, values: Schema) -> Schema:
    return {"description": description, "type": "object", "additionalProperties": values}


def _list(description: str, items: Schema) -> Schema:
    return {"description": description, "type": "array", "items": items}


def _pair(description: str) -> Schema:
    text: Schema = {"type": "string"}
    return {
        "description": description,
        "type": "array",
        "prefixItems": [text, text],
        "items": False,
        "minItems": 2,
    }


def _text(description: str, **more: object) -> Schema:
    return {"description": description, "type": "string", **more}


def _one_of(description: str, *values: str) -> Schema:
    return {"description": description, "enum": list(values)}


def _count(description: str) -> Schema:
    return {"description": description, "type": "integer", "minimum": 0}


def _true(description: str) -> Schema:
    return {"description": description, "const": True}


def _null() -> Schema:
    return {"type": "null"}


def _to(name: str, description: str = "") -> Schema:
    found: Schema = {"$ref": f"#/$defs/{name}"}
    return {**found, "description": description} if description else found
