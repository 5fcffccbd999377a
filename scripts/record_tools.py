"""Record again what tools of translators give back: ``make tools``.

Writes the sample of ``tests/support/exchange_sample.py`` in each format, has each tool that is installed here open and
save it, and translate it, and keeps what it wrote in ``tests/unit/exchange/returned``. Nothing in there is of anybody
else. OmegaT is Debian's (``apt-get install omegat``); for Weblate, ``ISOGLOSS_WEBLATE`` names a Python that can import
it. Exits with 2 where neither is here.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

ROOT: Final = Path(__file__).parents[1]
RETURNED: Final = ROOT / "tests" / "unit" / "exchange" / "returned"
sys.path.append(str(ROOT / "tests" / "support"))

from exchange_sample import sheet  # noqa: E402  # it lies among the tests
from translator import french  # noqa: E402  # as above

from isogloss.exchange.formats import codec  # noqa: E402  # as above
from isogloss.exchange.unit import Format  # noqa: E402  # as above

FILES: Final[dict[Format, str]] = {"po": "po.po", "xliff12": "xliff12.xlf", "xliff2": "xliff2.xlf", "csv": "csv.csv"}
WEBLATE: Final = "ISOGLOSS_WEBLATE"
LEFT_OUT: Final = "Cups are blue."
"""A sentence that nobody translates, of a text of two."""
_PROJECT: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>
<dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>en-US</source_lang><target_lang>fr-FR</target_lang>
<sentence_seg>true</sentence_seg><support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags>
</project></omegat>
"""
_CODES: Final = re.compile(r"(</?[a-z]+\d+/?>|\\*\{/?\d+/?\})")


def omegat(folder: Path, files: list[Path]) -> Iterator[tuple[str, Path]]:
    """Open and save these in a project, then translate each of its segments but one."""
    project, config = folder / "project", folder / "config"
    for name in ("source", "target", "tm", "glossary", "dictionary", "omegat"):
        (project / name).mkdir(parents=True)
    (project / "omegat.project").write_text(_PROJECT, encoding="utf-8")
    files = [file for file in files if file.suffix != ".csv"]  # which it takes for a list of keys
    for file in files:
        shutil.copy(file, project / "source")

    def run(*words: str) -> None:
        command = ["omegat", str(project), f"--config-dir={config}", *words]
        subprocess.run(command, check=True, capture_output=True, timeout=300)

    def saved(how: str) -> Iterator[tuple[str, Path]]:
        run("--mode=console-translate")
        for file in files:
            yield f"omegat-{how}-{file.name}", project / "target" / file.name

    yield from saved("opened")
    memory = folder / "equal.tmx"
    run("--mode=console-createpseudotranslatetmx", f"--pseudotranslatetmx={memory}", "--pseudotranslatetype=equal")
    root = ET.fromstring(re.sub("<!DOCTYPE[^>]*>", "", memory.read_text(encoding="utf-8")))  # noqa: S314  # from our own
    body = root.find("body")
    if body is None:
        raise AssertionError("a memory of OmegaT has a body")
    for unit in list(body):
        target = unit.findall("tuv/seg")[1]
        said = target.text or ""
        if said == LEFT_OUT or "Content-Type" in said:
            body.remove(unit)
        target.text = "".join(part if n % 2 else french(part) for n, part in enumerate(_CODES.split(said)))
    written = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx11.dtd">\n' + ET.tostring(
        root, "unicode"
    )
    (project / "omegat" / "project_save.tmx").write_text(written, encoding="utf-8")
    yield from saved("translated")


def weblate(folder: Path, files: list[Path]) -> Iterator[tuple[str, Path]]:
    """Open and save these, translate them, and ask the checks."""
    script = str(ROOT / "scripts" / "through_weblate.py")
    subprocess.run([os.environ[WEBLATE], script, str(folder), *map(str, files)], check=True, timeout=300)
    yield from ((f"weblate-{file.name}", file) for file in folder.glob("*ed-*"))
    yield "weblate-checks.json", folder / "checks.json"


def tools() -> dict[str, Callable[[Path, list[Path]], Iterator[tuple[str, Path]]]]:
    """Those that are here."""
    found = {"omegat": omegat} if shutil.which("omegat") else {}
    if WEBLATE in os.environ:
        found["weblate"] = weblate
    return found


def record(into: Path) -> list[str]:
    """Have each tool that is here write its files; their names."""
    made: list[str] = []
    with tempfile.TemporaryDirectory(prefix="isogloss-tools-") as name:
        for tool, through in tools().items():
            folder = Path(name, tool)
            folder.mkdir()
            files = []
            for format_, file_name in FILES.items():
                files.append(folder / file_name)
                files[-1].write_text("".join(codec(format_).write(sheet())), encoding="utf-8")
            for kept, file in through(folder, files):
                shutil.copy(file, into / kept)
                made.append(kept)
    return made


def main() -> int:
    """Record; give the exit code."""
    made = record(RETURNED)
    print(
        "\n".join(made)
        or "No tool is here that this records: OmegaT is Debian's package omegat, and ISOGLOSS_WEBLATE names a Python."
    )
    return 0 if made else 2


if __name__ == "__main__":
    sys.exit(main())
