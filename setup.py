"""What a wheel has beside its modules: manual pages, made from the commands, and example mappings."""

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
EXAMPLES = ("webflow-to-butter", "butter-to-webflow", "two-way", "catalogue")


class WithExamples(build_py):
    """Puts the example mappings into the package, where ``isogloss example`` finds them."""

    def run(self) -> None:
        """Copy them once the modules are there; sources in place have them already."""
        super().run()
        if self.editable_mode:
            return
        for name in EXAMPLES:
            into = Path(self.build_lib, "isogloss", "examples", f"{name}.yaml")
            into.parent.mkdir(parents=True, exist_ok=True)
            self.copy_file(str(ROOT / "mappings" / f"{name}.yaml"), str(into))


def manual() -> list[str]:
    """Write the manual pages; their paths, as setuptools wants them."""
    sys.path.insert(0, str(ROOT / "src"))
    from isogloss.cli.man import pages

    folder = ROOT / "build" / "man"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    return sorted(path.relative_to(ROOT).as_posix() for path in folder.glob("*.1"))


setup(cmdclass={"build_py": WithExamples}, data_files=[("share/man/man1", manual())])
