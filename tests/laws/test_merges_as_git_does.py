"""A merge of lines is what git says it is: an outside judge, a process for each merge."""

import random
import subprocess

import programs
import pytest

from isogloss.canon.merge3 import merge3
from isogloss.canon.values import canonical


def edited(draw, lines):
    out = []
    for line in lines:
        choice = draw.random()
        if choice < 0.08:
            continue
        out.append(f"new {draw.randrange(1000)}" if choice < 0.16 else line)
        if choice > 0.93:
            out.append(f"more {draw.randrange(1000)}")
    return out


@pytest.mark.parametrize("seed", range(40))
def test_a_merge_is_what_git_says(tmp_path, seed):
    draw = random.Random(seed)  # noqa: S311 - examples, not secrets
    base = [f"line {number}" for number in range(draw.randrange(3, 30))]
    texts = {"left": edited(draw, base), "base": base, "right": edited(draw, base)}
    for name, lines in texts.items():
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    command = [programs.found("git"), "merge-file", "-p", "--diff3", "left", "base", "right"]
    judged = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, encoding="utf-8")
    merged = merge3("long_text", *("\n".join(texts[name]) for name in ("base", "left", "right")))
    assert merged == (canonical("long_text", judged.stdout) if judged.returncode == 0 else None)
