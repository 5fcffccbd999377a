"""An idle plan beside its peers: vdirsyncer's idle sync, and octoDNS's plan in which nothing changed.

``python bench/peers.py [ITEMS]``: so many items (10,000) that two folders hold alike, and ten times as many cells that
two sides hold alike. The peers are installed into an environment of their own, which is kept in ``bench-out/peers``;
where they cannot be had, that is said. Ends with 1 where ten cells take more than half of what an item takes.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from figures import Figure, Skipped, spent, tell

HERE = Path(__file__).resolve().parent
PEERS = HERE.parent / "bench-out" / "peers"
ITEMS = 10_000
GOAL = 0.5
CONFIG = """
[general]
status_path = "{0}/status"
[pair items]
a = "one"
b = "two"
collections = null
[storage one]
type = "filesystem"
path = "{0}/one"
fileext = ".ics"
[storage two]
type = "filesystem"
path = "{0}/two"
fileext = ".ics"
"""
ITEM = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:{0}\r\nSUMMARY:Item {0}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
ZONE = """
providers:
  config: {{class: octodns.provider.yaml.YamlProvider, directory: {0}/config, default_ttl: 3600}}
  target: {{class: octodns.provider.yaml.YamlProvider, directory: {0}/target, default_ttl: 3600}}
zones:
  example.com.: {{sources: [config], targets: [target]}}
"""


def installed() -> str:
    """Install the peers unless they are there; gives the reason where they cannot be had."""
    if (PEERS / "bin" / "vdirsyncer").exists() and (PEERS / "bin" / "octodns-sync").exists():
        return ""
    venv.create(PEERS, with_pip=True, clear=True)
    words = [str(PEERS / "bin" / "pip"), "install", "--quiet", "vdirsyncer", "octodns"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"pip cannot install them: {done.stderr.strip().splitlines()[-1:]}"


def vdirsyncer(items: int, folder: Path) -> float:
    """Seconds of the processor for a sync in which nothing happened."""
    for side in ("one", "two"):
        (folder / side).mkdir()
        for number in range(items):
            (folder / side / f"{number}.ics").write_bytes(ITEM.format(number).encode())
    config = folder / "config"
    config.write_text(CONFIG.format(folder), encoding="utf-8")
    words = [str(PEERS / "bin" / "vdirsyncer"), "--config", str(config)]
    subprocess.run([*words, "discover"], check=True, capture_output=True, input="y\n", text=True)
    spent([*words, "sync"])
    return spent([*words, "sync"])[0]


def octodns(items: int, folder: Path) -> float:
    """Seconds of the processor for a plan in which nothing changed."""
    lines = "".join(f"n{number}: {{type: A, value: 192.0.2.1}}\n" for number in range(items))
    for side in ("config", "target"):
        (folder / side).mkdir()
        (folder / side / "example.com.yaml").write_text(lines, encoding="utf-8")
    config = folder / "octodns.yaml"
    config.write_text(ZONE.format(folder), encoding="utf-8")
    return spent([str(PEERS / "bin" / "octodns-sync"), "--config-file", str(config)])[0]


def ours(cells: int) -> float:
    """Seconds of the processor for an idle plan of so many cells."""
    words = [sys.executable, str(HERE / "plan_cells.py"), str(cells), "idle"]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    print(done.stdout.strip(), flush=True)
    return float(done.stdout.partition("(idle)")[2].partition("(")[2].partition(" s")[0])


def measure(items: int) -> bool:
    """Print the ratios; tell whether the goal is met."""
    mine = ours(10 * items)
    tell(Figure(f"idle plan, {10 * items:,} cells", mine, "s CPU"))
    why = installed()
    if why:
        print(f"vdirsyncer, octoDNS: skipped, {why}", flush=True)
        return tell(Skipped("idle plan of ten cells / vdirsyncer's idle sync of an item", why))
    met = True
    for peer, goal in ((vdirsyncer, GOAL), (octodns, None)):
        with tempfile.TemporaryDirectory() as folder:
            theirs = peer(items, Path(folder))
        what = f"idle plan of {10 * items:,} cells / {peer.__name__} idle, {items:,}"
        figure = Figure(what, mine / theirs, "", goal)
        print(
            f"{what}: {mine:.1f} s / {theirs:.1f} s of the processor = {mine / theirs:.2f} {figure.wanted}", flush=True
        )
        met &= tell(figure)
    return met


if __name__ == "__main__":
    sys.exit(not measure(int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS))
