"""The house rules that no tool checks: locks without addresses, exemptions with reasons, nothing of one machine."""

import ast
import re
import subprocess
from pathlib import Path
from typing import get_args

import pytest

from isogloss import api
from isogloss.adapters.platforms import PLATFORMS
from isogloss.plan.schema import plan_schema

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-mutate.txt")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607 - git is found where the person has it
    if listed.returncode:
        pytest.skip("not a clone: what is tracked is not known")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts(*endings: str) -> dict[str, str]:
    found = {}
    for path in tracked():
        if not endings or path.suffix in endings:
            try:
                found[str(path.relative_to(ROOT))] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_names_versions_and_hashes_alone(name: str) -> None:
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        assert "://" not in line
        assert "file:" not in line
        assert not line.startswith("--")
        assert re.fullmatch(
            r"[A-Za-z0-9._\[\],-]+==[^\s;]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line
        ), line


def test_what_tests_need_includes_what_running_needs_in_the_same_versions() -> None:
    running, testing = (
        dict(re.findall(r"^([\w.-]+)(?:\[.*?\])?==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in LOCKS[:2]
    )
    assert running.items() <= testing.items()


EXEMPTION = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma:\s*no (?:cover|branch))")
REASONED = re.compile(
    r"#\s*(?:noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*|type: ignore\[[\w-]+(?:, [\w-]+)*\]|pragma: no (?:cover|branch))"
    r"\s+(?:#|-)\s*\S"
)


def unexplained() -> list[str]:
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in texts(".py").items()
        if name != "tests/docs/test_house.py"
        for number, line in enumerate(text.splitlines(), 1)
        if EXEMPTION.search(line) and not REASONED.search(line)
    ]


def test_no_exemption_goes_without_a_code_and_a_reason() -> None:
    assert unexplained() == []


MACHINE = re.compile(r"(?<![\w./])/(?:root|work|home/\w+)/|/tmp/(?!\s)\w")
ALLOWED = {"tests/docs/test_house.py"}


def test_nothing_tells_of_one_machine() -> None:
    found = [name for name, text in texts().items() if name not in ALLOWED and MACHINE.search(text)]
    assert found == []


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "core", "base", "manager", "misc"])
def test_no_module_is_called_after_nothing(name: str) -> None:
    assert not [path for path in (ROOT / "src").rglob("*.py") if path.stem == name]


def test_no_module_is_too_long_to_be_read() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "src").rglob("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > 400} == {}


VENDORS = ROOT / "src/isogloss/adapters"


def outside_their_rooms(modules: list[str]) -> list[str]:
    """Modules of a vendor's folder that say in their name which surface they serve, as ``blog_reading``."""
    rooms = {path.parent.name for path in VENDORS.glob("*/*/surface.py")} | {"files", "design"}
    words = {form for room in rooms for form in (room, room.removesuffix("s"), f"{room.removesuffix('ies')}y")}
    return [one for one in modules if one.partition("_")[0] in words or one in words]


def test_what_serves_one_surface_lies_in_its_room() -> None:
    assert outside_their_rooms(["blog_reading", "design", "page", "entry_rows", "item_rows", "place", "listing"]) == [
        "blog_reading",
        "design",
        "page",
        "entry_rows",
        "item_rows",
    ]
    vendors = {path.parents[1] for path in VENDORS.glob("*/*/surface.py")}
    assert {path.name for path in vendors} == {"webflow", "buttercms"}
    there = {vendor.name: sorted(path.stem for path in vendor.glob("*.py")) for vendor in vendors}
    assert {vendor: found for vendor, names in there.items() if (found := outside_their_rooms(names))} == {}


SEAMS = re.compile(
    r"""
    \.(?:place|settings)(?:\.get\(|\[|\.values\(|\.items\()  # a table of words instead of a type
    | ["']\ in\ [\w.]+\.place\b                              # asked for by a word
    | json\.loads\([\w.]*(?:place|settings|kind|said)\b        # JSON in a text
    | ["'],["']\.join | \.split\(["'],["']\)                   # a list in a text
    | \b(?:place|settings):\ Mapping\[str\b                        # declared as such a table
    | [!=]=\ ["']\*["'] | \{[^{}]*\ ["']\*["'][^{}]*\}              # a star for what has a type
    | \bname\.r?partition\((?:["'][.#]|PART\b)                  # a part read out of a name
    | \bleft_out\ if\ \w+\.startswith                           # a sort told by how a text begins
    """,
    re.VERBOSE,
)
BEFORE = [
    """others = set(kind.place.get("other_fields", "").split(","))""",
    """if found.to not in {to, *side.kinds[to].place.values()}:""",
    """if "blog" in bound.place and kind in (None, name)""",
    """path = f"/collections/{binding.kinds[kind].place['collection']}/items\"""",
    """native = binding.settings.get("blog_locales") == "native\"""",
    """return () if said == ALL else tuple(json.loads(said))""",
    """for slug, (entry, locale) in json.loads(place.get("posts", "{}")).items()""",
    """write = {bool: lambda _: "true", list: ",".join, dict: json.dumps}""",
    """    place: Mapping[str, str]""",
    """    settings: Mapping[str, object]""",
    """if place not in {None, "*", target.name}:""",
    """made[name.rpartition(".")[2]] = value""",
    """{bound.remote for name, bound in kind.fields.items() if name.partition(PART)[0] in carried}""",
    """any(each.removeprefix(_TAG) in tags for each in rule.posts.left_out if each.startswith(_TAG))""",
]


@pytest.mark.parametrize("line", BEFORE)
def test_a_typed_fact_in_a_text_is_known_when_it_is_seen(line: str) -> None:
    assert SEAMS.search(line)


def test_nothing_typed_travels_from_a_mapping_to_an_adapter_as_text() -> None:
    read = re.compile(
        r"src/isogloss/(?:bridge\.py|(?:mapping|run|adapters)/(?!.*(?:paths|jsontext)\.py))"
    )  # these write a wire's own text
    ours = {name: text for name, text in texts(".py").items() if read.match(name)}
    found = [
        f"{name}:{number}: {line.strip()}"
        for name, text in ours.items()
        for number, line in enumerate(text.splitlines(), 1)
        if SEAMS.search(line)
    ]
    assert ours
    assert found == []


def test_an_intent_comes_before_a_request_in_one_place_alone() -> None:
    journaled = {
        name
        for name, text in texts(".py").items()
        if name.startswith("src/") and re.search(r"\bjournal\.intend\(", text)
    }
    assert journaled == {"src/isogloss/apply/book.py"}


def test_every_adapter_has_one_row_and_is_called_in_it_as_in_a_mapping() -> None:
    folders = {path.name for path in (ROOT / "src/isogloss/adapters").iterdir() if (path / "adapter.py").is_file()}
    assert set(PLATFORMS) == {*folders, "memory"}
    for name, platform in PLATFORMS.items():
        assert get_args(platform.side.model_fields["adapter"].annotation) == (name,)
    assert len({platform.settings for platform in PLATFORMS.values()}) == len(PLATFORMS)


VENDOR = re.compile(
    r"""
    \b(?:Webflow|Butter(?!CMS\b))[A-Z]\w*                       # a class
    | \badapters(?:\.|\ import\b.*\b)(?:webflow|buttercms)\b  # a folder
    | \badapter\ [!=]=\ ["']                                   # the name of an adapter
    """,
    re.VERBOSE,
)


def test_nothing_above_or_below_the_adapters_knows_a_vendor_by_its_classes() -> None:
    ours = re.compile(r"src/isogloss/(?:apply|cli|demo|mapping|merge|model|plan|report|run|state)/")
    found = [
        f"{name}:{number}: {line.strip()}"
        for name, text in texts(".py").items()
        if ours.match(name)
        for number, line in enumerate(text.splitlines(), 1)
        if VENDOR.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "from isogloss.adapters.buttercms import read_facts",
        "from isogloss.adapters import buttercms, webflow",
        "if isinstance(settings, WebflowSide) and type_ in PARTED:",
        """items = adapter == "buttercms" and place == "collection\"""",
    ],
)
def test_a_vendor_known_by_name_is_seen(line: str) -> None:
    assert VENDOR.search(line)


def test_no_name_tells_what_an_entry_was() -> None:
    """Decision 30: only what reads plans and states of before takes a name apart, and one place makes what is shown."""
    sources = {name: text for name, text in texts(".py").items() if name.startswith("src/")}
    address, keys = "src/isogloss/model/address.py", "src/isogloss/state/rows.py"
    migration = "src/isogloss/state/migrations/versions/r0004_superseded.py"
    assert {name for name, text in sources.items() if re.search(r"\(was [^a-z]", text)} == {address, migration}
    assert {name for name, text in sources.items() if "key_of_before(" in text} == {address, keys}
    made = [line for line in sources[address].splitlines() if "{self.name} (was {self.was})" in line]
    assert len(made) == 1


REMEMBERED = re.compile(
    r"\bstate\.(assets|awaited|base|bodies|confirmed|due|forms|identity|likenesses|owners|taken|tombstones|unemptied)"
    r"\.(advance|bind|clear|drop|forget|mark|note|pop|prune|put|renew)\w*\("
)


@pytest.mark.parametrize("line", ["state.base.advance_many(rows)", "self.state.identity.forget(side, key)"])
def test_a_write_to_what_is_remembered_is_seen(line: str) -> None:
    assert REMEMBERED.search(line)


def test_what_is_remembered_of_entries_is_written_where_plans_are_carried_out() -> None:
    """An export is the one command besides that has it for its purpose; runs themselves are begun and ended in run."""
    writing = {name for name, text in texts(".py").items() if name.startswith("src/") and REMEMBERED.search(text)}
    assert {name for name in writing if not name.startswith("src/isogloss/apply/")} == {"src/isogloss/run/export.py"}


def test_every_name_of_the_public_face_is_where_it_is_looked_for() -> None:
    assert [name for name in api.__all__ if getattr(api, name, None) is None] == []


STARTS = re.compile(
    r"^ *(import|from) (subprocess|multiprocessing)\b|\bos\.(fork|exec\w+|posix_spawn\w*|system|popen)\(", re.MULTILINE
)


def test_a_unit_test_starts_no_process() -> None:
    unit = {name: text for name, text in texts(".py").items() if name.startswith("tests/unit/")}
    assert len(unit) > 100
    assert [name for name, text in unit.items() if STARTS.search(text)] == []


@pytest.mark.parametrize(
    "line", ["import subprocess\n", "    from multiprocessing import Process\n", "x = os.fork()\n"]
)
def test_a_test_that_starts_a_process_is_seen(line: str) -> None:
    assert STARTS.search(line)


def test_a_test_begins_no_loop_in_the_thread_of_an_open_browser() -> None:
    """Playwright leaves one there for good: `asyncio.run` works in whichever process opened no browser before."""
    loops = re.compile(r"\basyncio\.(run|Runner|new_event_loop)\(")
    found = [name for name, text in texts(".py").items() if name.startswith("tests/") and loops.search(text)]
    assert found == ["tests/support/page.py"]


def fields(schema: object) -> set[str]:
    """Every name that plain data of this schema may have, however deep."""
    if not isinstance(schema, dict):
        return set()
    named = schema.get("properties", {})
    return set(named).union(*map(fields, named.values()), *map(fields, schema.values()))


FIELDS_OF_PLANS = {
    name for of, schema in plan_schema()["$defs"].items() if of != "value" for name in fields(schema)
} - {"cells"}  # a column of a table, too


def picked(source: str) -> list[tuple[int, str]]:
    """Where a program picks a field of a plan out of plain data by its name."""

    def names(node: ast.AST) -> list[object]:
        match node:
            case ast.Subscript(slice=ast.Constant(value=name), ctx=ast.Load()):
                return [name]
            case ast.Call(func=ast.Attribute(attr="get" | "pop"), args=[ast.Constant(value=name), *_]):
                return [name]
            case ast.MatchMapping(keys=keys):
                return [key.value for key in keys if isinstance(key, ast.Constant)]
        return []

    found = ((node, name) for node in ast.walk(ast.parse(source)) for name in names(node) if name in FIELDS_OF_PLANS)
    return [(getattr(node, "lineno", 0), str(name)) for node, name in found]


@pytest.mark.parametrize(
    "line",
    [
        """held = tuple(row for row in left if row.get("record") != "drift")""",
        """purpose = str(read.header.mapping.get("purpose", ""))""",
        """known = data["entry"]""",
        """match data:\n    case {"record": "loss"}:\n        pass""",
        """lost = header.counts.get("losses", {})""",
    ],
)
def test_a_field_that_is_picked_out_of_a_line_of_a_plan_is_known_when_it_is_seen(line: str) -> None:
    assert picked(line)


def test_records_of_plans_are_typed_outside_their_own_room() -> None:
    rooms = re.compile(r"src/isogloss/(?:(?:run|apply|report|cli)/|api\.py)")
    ours = {name: text for name, text in texts(".py").items() if rooms.match(name)}
    found = [f"{name}:{line}: {field}" for name, text in ours.items() for line, field in picked(text)]
    assert ours
    assert found == []
