"""The first line of a plan: what it was made from and for, how much it holds, and what it takes to apply it.

Decides how that is written and read. A form only grows: what an older program left out is read as what it meant.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Final, Literal, TypeAlias, get_args

from isogloss.model.address import Side
from isogloss.model.doubt import DOUBT_RULES, Doubt
from isogloss.model.value import Digest
from isogloss.plan.record import Data, one_of

FORMAT: Final = "1.6"

Purpose = Literal["plan", "sync", "import", "restore", "undo", "exchange"]
"""What a plan was made for: to be looked at, to be applied at once, to carry a bundle into a side (with ``restore``
over whatever was edited there), to take a run back, or to write what translators gave back."""
_PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)
OF_BUNDLE: Final[frozenset[Purpose]] = frozenset({"import", "restore"})
"""Plans between a bundle and a side, which a mapping's file alone does not name."""

Use = Literal["reads", "looks", "writes", "settles"]
"""What a request is for: the reading of both sides; a look before something is written over; a write; reading back what
was written."""
USES: Final[tuple[Use, ...]] = get_args(Use)

BySide: TypeAlias = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """How much a plan holds; sides go by their names.

    records: by kind of record.
    entries: ops by side and verb.
    cells:   that change, by side, locale and verb.
    losses:  by side and reason.
    """

    records: Mapping[str, int] = field(default_factory=dict)
    entries: BySide = field(default_factory=dict)
    cells: Mapping[str, BySide] = field(default_factory=dict)
    losses: BySide = field(default_factory=dict)

    @property
    def ops(self) -> int:
        """How many ops there are."""
        return self.records.get("op", 0)

    @property
    def deletes(self) -> int:
        """How many of them delete."""
        return sum(verbs.get("delete", 0) for verbs in self.entries.values())


@dataclass(frozen=True, slots=True)
class Cost:
    """What the plan takes on one side.

    writes, settles, looks, reads: requests that write, read back, look before a call at what it could write over, and
                 look at everything again before the first write.
    minutes:     at the permitted rate; None where no rate is known.
    quota_share: 0 to 1 of the quota; None where there is none.
    """

    side: str
    writes: int
    settles: int
    looks: int
    reads: int
    minutes: float | None
    quota_share: float | None

    @property
    def requests(self) -> int:
        """All requests together."""
        return self.writes + self.settles + self.looks + self.reads


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a plan.

    mapping: name of the mapping that it was made from.
    mapping_path: where that was.
    mapping_digest: of what it meant.
    sides:   what they are called.
    cost:    by side name.
    after:   the last run before it was made, empty before the first: what was remembered changes only by runs, so two
             plans that say the same at different times are two plans.
    refused: why it may not be applied; empty where it may.
    raised:  limits that held for it in place of those of the mapping, as ``change=80%``.
    doubts:  what the mapping leaves out of what the source has.
    locales: those of the mapping, in its order.
    accounts: what each side is of, by its name: the site or the account, in words.
    editors: where people edit entries, by name of a side and by kind: an address with ``{id}`` in it.
    titles:  what people call the entries that links lead to, by kind and name, as far as that is known.
    by:      who had it made, where that was told.
    """

    digest: Digest
    mapping: str
    mapping_path: str
    mapping_digest: Digest
    sides: Mapping[Side, str]
    flow: str
    counts: PlanCounts
    cost: Mapping[str, Cost]
    purpose: Purpose = "plan"
    after: str = ""
    refused: str = ""
    raised: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    locales: tuple[str, ...] = ()
    accounts: Mapping[str, str] = field(default_factory=dict)
    editors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    by: str = ""

    @property
    def empty(self) -> bool:
        """Whether applying it writes nothing to any side."""
        return not (self.counts.ops or self.counts.records.get("site"))


def dump_header(header: Header) -> Data:
    """A header as plain data, without its digest."""
    return {
        "isogloss_plan": FORMAT,
        "mapping": {
            "name": header.mapping,
            "path": header.mapping_path,
            "digest": header.mapping_digest,
            "purpose": header.purpose if header.purpose in OF_BUNDLE else "",  # all that it was before format 1.2
        },
        "purpose": header.purpose,
        "sides": {side.value: name for side, name in header.sides.items()},
        "flow": header.flow,
        "counts": asdict(header.counts),
        "cost": {
            side: {name: number for name, number in asdict(cost).items() if name != "side"}
            for side, cost in header.cost.items()
        },
        "after": header.after,
        "refused": header.refused,
        "raised": list(header.raised),
        "doubts": [asdict(doubt) for doubt in header.doubts],
        "locales": list(header.locales),
        "accounts": dict(header.accounts),
        "editors": {side: dict(row) for side, row in header.editors.items()},
        "titles": {kind: dict(row) for kind, row in header.titles.items()},
        "by": header.by,
    }


def load_header(data: Mapping[str, object]) -> Header:
    """Undo :func:`dump_header`.

    Raises: ValueError where the data is not of that shape.
    """
    match data:
        case {
            "digest": str(digest),
            "mapping": {"name": str(name), "path": str(path), "digest": str(mapping_digest), **mapping},
            "sides": {"left": str(left), "right": str(right)},
            "flow": str(flow),
            "counts": dict(counts),
            "cost": dict(cost),
        }:
            return Header(
                Digest(digest),
                name,
                path,
                Digest(mapping_digest),
                {Side.LEFT: left, Side.RIGHT: right},
                flow,
                _load_counts(counts),
                {side: _load_cost(side, row) for side, row in cost.items()},
                one_of(_PURPOSES, data.get("purpose") or mapping.get("purpose") or "plan", "purpose"),
                str(data.get("after", "")),
                str(data.get("refused", "")),
                _texts(data.get("raised", [])),
                tuple(map(_load_doubt, _list(data.get("doubts", [])))),
                _texts(data.get("locales", [])),
                _words(data.get("accounts", {})),
                {side: _words(row) for side, row in _rows(data.get("editors", {})).items()},
                {kind: _words(row) for kind, row in _rows(data.get("titles", {})).items()},
                str(data.get("by", "")),
            )
    raise ValueError("it is incomplete")


def _words(data: object) -> dict[str, str]:
    return {name: str(text) for name, text in _rows(data).items()}


def _texts(data: object) -> tuple[str, ...]:
    if not isinstance(data, list):
        raise ValueError("its raised limits are of another shape")
    return tuple(map(str, data))


def _list(data: object) -> list[object]:
    if not isinstance(data, list):
        raise ValueError("its doubts are of another shape")
    return data


def _load_doubt(data: object) -> Doubt:
    match data:
        case {"rule": rule, "path": str(path), "text": str(text), "count": (int() | None) as count}:
            return Doubt(one_of(DOUBT_RULES, rule, "doubt"), path, text, count)
    raise ValueError("a doubt is incomplete")


def _load_counts(data: Mapping[str, object]) -> PlanCounts:
    cells = _rows(data.get("cells", {}))
    return PlanCounts(
        _numbers(data.get("records", {})),
        _by_side(data.get("entries", {})),
        {side: _by_side(row) for side, row in cells.items()},
        _by_side(data.get("losses", {})),
    )


def _by_side(data: object) -> dict[str, dict[str, int]]:
    return {name: _numbers(row) for name, row in _rows(data).items()}


def _rows(data: object) -> dict[str, object]:
    if not isinstance(data, dict):
        raise ValueError("its counts are of another shape")
    return data


def _numbers(data: object) -> dict[str, int]:
    return {name: _whole(number) for name, number in _rows(data).items()}


def _whole(number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool):
        raise ValueError(f"{str(number)[:80]} is no count")
    return number


def _load_cost(side: str, data: object) -> Cost:
    row = _rows(data)
    writes, settles, looks, reads = (_whole(row.get(name, 0)) for name in ("writes", "settles", "looks", "reads"))
    return Cost(side, writes, settles, looks, reads, _share(row.get("minutes")), _share(row.get("quota_share")))


def _share(number: object) -> float | None:
    if number is None or (isinstance(number, int | float) and not isinstance(number, bool)):
        return number
    raise ValueError(f"{str(number)[:80]} is no number")
