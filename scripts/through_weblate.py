"""Take files of ours through Weblate, by a Python that can import it: ``through_weblate.py FOLDER FILE…``.

Needs neither its server nor its database: its classes of formats read and write the files, and its checks are asked one
by one. Beside each file there is afterwards ``opened-NAME`` and ``translated-NAME``, and ``checks.json`` says which
checks warn of a sound translation, and of one that lost its picture. A check that asks the database is left out.
"""

import json
import os
import re
import shutil
import sys
import types
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

FORMATS: Final = {"po": "po", "xliff12": "xliff", "xliff2": "xliff2", "csv": "csv"}
"""What Weblate calls each format, by the first part of the name of its file."""
_CODES: Final = re.compile(r"(<[^>]*>|&\w+;|\\*\{/?\d+/?\})")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_PICTURE: Final = re.compile(r"<(?:x|ph)\b[^>]*img: cup[^>]*/>|\{5/\}")


def settings(folder: Path) -> None:
    """Weblate as it is shipped, but for its database, which nothing here asks."""
    made: Any = types.ModuleType("settings_of_ours")
    sys.modules[made.__name__] = made
    os.environ["DJANGO_SETTINGS_MODULE"] = made.__name__
    given = import_module("weblate.settings_example")
    vars(made).update({name: value for name, value in vars(given).items() if name.isupper()})
    made.SECRET_KEY = "none"  # noqa: S105  # nobody is to be kept out
    made.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
    made.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    made.DATA_DIR = made.CACHE_DIR = str(folder)
    import_module("django").setup()


def french(text: str) -> str:
    """Other words, with the codes where they are."""
    parts = _CODES.split(text)
    return "".join(
        part if n % 2 else _WORDS.sub(lambda word: "é" + word[0][::-1], part) for n, part in enumerate(parts)
    )


def _language(code: str) -> types.SimpleNamespace:
    return types.SimpleNamespace(
        code=code, base_code=code, direction="ltr", is_base=lambda codes: code in codes, is_cjk=lambda: False
    )


class Unit:
    """As much of a unit of Weblate as its checks ask of one that is in no database."""

    def __init__(self, flags: Any, source: str, target: str) -> None:
        french, english = (_language(code) for code in ("fr", "en"))
        component = types.SimpleNamespace(
            source_language=english, is_multivalue=False, is_glossary=False, file_format="po"
        )
        self.translation = types.SimpleNamespace(language=french, component=component)
        self.all_flags, self.target = flags, target
        self.source = self.source_string = self.effective_source = source
        self.source_language = self.effective_source_language = english
        self.context, self.note, self.check_cache = "", "", {}
        self.state = import_module("weblate.utils.state").STATE_TRANSLATED
        self.is_plural = self.readonly = self.fuzzy = self.is_source = self.has_multiple_values = False
        self.translated = True

    def get_source_plurals(self) -> list[str]:
        """Its source."""
        return [self.source]

    get_effective_source_plurals = get_source_plurals

    def get_target_plurals(self) -> list[str]:
        """Its translation."""
        return [self.target]

    def get_max_length(self) -> int:
        """As long as it likes."""
        return 10_000


def warned(store: Any, spoil: re.Pattern[str] | None = None) -> tuple[list[str], int]:
    """The checks that warn of any text of a file, and how many could be asked of each."""
    checks = import_module("weblate.checks.models").CHECKS
    flags = import_module("weblate.checks.flags").Flags
    found, lacking = set(), set()
    every = {name: check for name, check in checks.items() if check.target}
    for each in store.all_units:
        target = each.target if spoil is None else spoil.sub("", each.target)
        for name, check in every.items():
            try:
                if check.check_target([each.source], [target], Unit(flags(each.flags), each.source, target)):
                    found.add(name)
            except Exception:  # noqa: BLE001  # whatever it misses: it asks for more than a file
                lacking.add(name)
    return sorted(found), len(every) - len(lacking)


def main(folder: Path, files: list[Path]) -> None:
    """Read, write, translate and check."""
    settings(folder)
    formats = import_module("weblate.formats.models").FILE_FORMATS
    translated = import_module("weblate.utils.state").STATE_TRANSLATED
    said: dict[str, object] = {"weblate": version("weblate")}
    for file in files:
        format_ = formats[FORMATS[file.stem]]
        opened, filled = (Path(shutil.copy(file, folder / f"{how}-{file.name}")) for how in ("opened", "translated"))
        format_(str(opened)).save()
        if file.suffix == ".csv":
            filled.unlink()  # it finds no text in it
            continue
        store = format_(str(filled))
        for unit in store.all_units:
            unit.set_target(french(unit.source))
            unit.set_state(translated)
        store.save()
        store = format_(str(filled))
        sound, asked = warned(store)
        lost, _ = warned(store, _PICTURE)
        said[file.stem] = {"asked": asked, "sound": sound, "picture lost": lost}
    (folder / "checks.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
