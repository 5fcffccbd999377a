import json
import re
from dataclasses import replace

import pytest
from ids import plain

from isogloss.errors import Refused, UsageError
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Digest, Scalar
from isogloss.plan.data import MAX_LINE, read_header, read_plan, write_plan
from isogloss.plan.header import FORMAT, Cost, Header, PlanCounts, dump_header
from isogloss.plan.op import Change, Loss, Op, Step
from isogloss.plan.record import dump_record, op_id, to_line

TEA = EntryKey("article", "tea")
HEADER = Header(
    Digest(""),
    "acme",
    "mappings/acme.yaml",
    Digest("d" * 32),
    {Side.LEFT: "webflow", Side.RIGHT: "butter"},
    "left to right",
    PlanCounts({"op": 1}),
    {"webflow": Cost("webflow", 0, 0, 0, 2, 0.1, None)},
)


def op(title="Thé"):
    change = Change(Cell(TEA, Locale("fr"), "title"), ABSENT, Scalar("text", title), ABSENT)
    made = Op(Digest(""), Side.RIGHT, "update", TEA, "Tea", (change,), (Locale("fr"),))
    return replace(made, id=op_id(made))


STEP = Step(Side.RIGHT, Cell(TEA), "do it", "look at it")
LINES = [to_line(dump_record(op())), to_line(dump_record(STEP))]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "plans" / "one.plan"


def written(path, lines=LINES, header=HEADER):
    return write_plan(path, iter(lines), lambda: header)


def resealed(path, lines, header=HEADER):
    """A plan that was made by hand, with a digest that fits."""
    return written(path, lines, header)


def test_a_plan_is_read_as_it_was_written(path):
    made = written(path)
    plan = read_plan(path)
    assert plan.header == made
    assert replace(plan.header, digest=Digest("")) == HEADER
    assert list(plan.ops()) == [op()]
    assert list(plan.all_records()) == [op(), STEP]


def test_records_are_given_out_by_kind(path):
    written(path)
    assert list(read_plan(path).records(Step, Loss)) == [STEP]


def test_a_record_of_a_later_version_is_none_of_ours(path):
    written(path, [*LINES, '{"record":"omen"}'])
    assert list(read_plan(path).records(Step, Loss)) == [STEP]
    with pytest.raises(UsageError, match=r"line 4: not a record of a plan \('omen' is no kind of record\)"):
        list(read_plan(path).all_records())


def test_a_record_is_found_again_by_its_place(path):
    other = op("Thé vert")
    written(path, [*LINES, to_line(dump_record(other))])
    plan = read_plan(path)
    placed = list(plan.placed())
    assert [record for _, record in placed] == [op(), STEP, other]
    first, second, third = (place for place, _ in placed)
    assert list(plan.at([third, first, second, first])) == [other, op(), STEP, op()]
    assert list(plan.at([])) == []


def test_where_no_record_begins_there_is_none(path):
    written(path)
    plan = read_plan(path)
    place, _ = next(plan.placed())
    with pytest.raises(UsageError, match=re.escape(f"{path}, byte {place + 1}: not a plan (")):
        list(plan.at([place + 1]))
    with pytest.raises(UsageError, match=re.escape(f"{path}, byte 0: not a record of a plan (")):
        list(plan.at([0]))


def test_the_header_is_read_without_the_rest(path):
    made = written(path)
    path.write_bytes(path.read_bytes() + b"what nobody checks")
    assert read_header(path) == made


def test_a_file_whose_first_line_is_no_header_has_none(path):
    with pytest.raises(UsageError, match=re.escape(f"{path}: the plan cannot be read (No such file or directory). M")):
        read_header(path)
    path.parent.mkdir()
    path.write_text("tea", "utf-8")
    with pytest.raises(UsageError, match=re.escape(f"{path}, line 1: not a plan (")):
        read_header(path)
    path.write_text("{}", "utf-8")
    with pytest.raises(UsageError, match=re.escape(f"{path}: not a plan (its first line has no isogloss_plan). Make ")):
        read_header(path)


def test_the_header_is_the_first_line_and_names_the_format(path):
    made = written(path)
    first = json.loads(path.read_text("utf-8").splitlines()[0])
    assert first == {**dump_header(HEADER), "digest": made.digest}
    assert first["isogloss_plan"] == FORMAT


def test_the_header_is_asked_for_once_the_lines_are_out(path):
    asked = []

    def lines():
        yield LINES[0]
        assert not asked

    write_plan(path, lines(), lambda: asked.append(1) or HEADER)
    assert asked == [1]


def test_the_same_inputs_make_the_same_bytes(path):
    written(path)
    first = path.read_bytes()
    written(path)
    assert path.read_bytes() == first


def test_a_plan_without_records_is_a_plan(path):
    written(path, [])
    assert list(read_plan(path).all_records()) == []


def test_what_no_encoding_can_write_survives(path):
    strange = op("half \ud83d").changes[0]
    odd = replace(HEADER, mapping_path="caf\udce9.yaml")
    line = to_line(dump_record(replace(op(), changes=(strange,))))
    written(path, [line], odd)
    plan = read_plan(path)
    assert plan.header.mapping_path == odd.mapping_path
    assert next(plan.ops()).changes == (strange,)


# Whole or not at all.


def test_a_failure_on_the_way_leaves_nothing_behind(path):
    def lines():
        yield LINES[0]
        raise RuntimeError("the side went away")

    with pytest.raises(RuntimeError):
        write_plan(path, lines(), lambda: HEADER)
    assert list(path.parent.iterdir()) == []


def test_a_failure_at_the_header_leaves_an_older_plan_as_it_was(path):
    written(path)
    before = path.read_bytes()

    def header():
        raise RuntimeError("no counts")

    with pytest.raises(RuntimeError):
        write_plan(path, LINES, header)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_plan_that_cannot_be_put_in_place_leaves_nothing_behind(path):
    path.mkdir(parents=True)
    with pytest.raises(UsageError, match="cannot be written"):
        written(path)
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"cannot be written .* there is room; or choose another --out"):
        written(tmp_path / "file" / "one.plan")


# Not what was written.


def test_a_plan_of_which_any_byte_was_changed_is_refused(path):
    written(path)
    good = path.read_bytes()
    for place in range(len(good)):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises((Refused, UsageError)):
            read_plan(path)


def test_a_plan_that_was_cut_short_is_refused(path):
    written(path)
    good = path.read_bytes()
    for end in (*range(0, len(good), 13), len(good) - 1):
        path.write_bytes(good[:end])
        with pytest.raises((Refused, UsageError)):
            read_plan(path)


def test_a_plan_that_grew_is_refused(path):
    written(path)
    with path.open("ab") as file:
        file.write(LINES[0].encode() + b"\n")
    with pytest.raises(Refused) as refused:
        read_plan(path)
    assert str(refused.value) == (
        f"{path}: the plan was changed after it was made (its digest does not fit). Nothing was written. "
        "Make it again with isogloss plan."
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "line 1: not a plan"),
        ("isogloss: 1\n", "line 1: not a plan"),
        ("[]\n", "an object is expected"),
        ("{}\n", "no isogloss_plan"),
        ('{"isogloss_plan":1}\n', "no isogloss_plan"),
        ('{"isogloss_plan":"1.0"}\n', "header is incomplete"),
        ("[" * 100_000, "line 1: not a plan"),
    ],
    ids=plain,
)
def test_what_is_no_plan_is_told_from_a_plan_that_was_changed(tmp_path, text, sentence):
    path = tmp_path / "x"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=sentence):
        read_plan(path)


def test_a_plan_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"cannot be read .* Make one with isogloss plan"):
        read_plan(tmp_path / "none.plan")


@pytest.mark.parametrize(("version", "known"), [("2.0", False), ("0.9", False), ("1.7", True)])
def test_a_plan_of_another_major_format_is_refused_and_a_newer_minor_one_read(path, version, known):
    written(path, [])
    data = json.loads(path.read_text("utf-8"))
    data["isogloss_plan"] = version
    path.write_text(to_line(data) + "\n", "utf-8")
    # The digest does not fit any more either way; the format is looked at first.
    with pytest.raises(Refused, match="changed after" if known else f"has format {version}"):
        read_plan(path)


@pytest.mark.parametrize("line", ['{"record":"op"}', '{"record":"op","on":"middle"}'], ids=plain)
def test_an_op_made_by_hand_of_another_shape_is_refused_although_its_digest_fits(path, line):
    resealed(path, [line])
    with pytest.raises(UsageError, match="line 2: not a record of a plan"):
        list(read_plan(path).ops())


@pytest.mark.parametrize("line", ["nothing", "[]", '{"a":' * 50_000], ids=lambda text: text[:10])
def test_a_record_made_by_hand_that_is_no_object_is_refused(path, line):
    resealed(path, [LINES[0], line])
    with pytest.raises(UsageError, match="line 3: not a plan"):
        list(read_plan(path).all_records())


def test_a_value_nested_deeper_than_any_is_refused(path):
    deep = '{"many":[' * 400 + '{"text":"x"}' + "]}" * 400
    resealed(path, [LINES[0].replace('{"text":"Thé"}', deep)])
    with pytest.raises(UsageError, match="line 2: not a record of a plan"):
        list(read_plan(path).ops())


def test_a_line_longer_than_any_record_is_refused_before_it_is_taken_in_whole(path):
    resealed(path, ["x" * MAX_LINE])
    with pytest.raises(UsageError, match=rf"^{re.escape(str(path))}, line 2: longer than any record of a plan\."):
        list(read_plan(path).all_records())


def test_folders_of_folders_are_made_on_the_way(tmp_path):
    path = tmp_path / "a" / "b" / "one.plan"
    written(path)
    assert list(read_plan(path).ops()) == [op()]
