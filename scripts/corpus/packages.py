"""Getting the corpus: Debian's packages of its FAQ, installed only where they are missing."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

HOME: Final = Path("/usr/share/doc/debian/FAQ")
LANGUAGES: Final[Mapping[str, str]] = {
    "en": "debian-faq",
    "de": "debian-faq-de",
    "fr": "debian-faq-fr",
    "it": "debian-faq-it",
    "ja": "debian-faq-ja",
    "ko": "debian-faq-ko",
    "nl": "debian-faq-nl",
    "pt": "debian-faq-pt",
    "ru": "debian-faq-ru",
    "zh-cn": "debian-faq-zh-cn",
}
"""Language, as the files name it, to the package that holds it; the primary first."""


class CorpusError(Exception):
    """The corpus cannot be had, or is not what it was. The message says what to do."""


def folder_of(language: str) -> Path:
    """Where the pages of a language are."""
    return HOME if language == "en" else HOME / language


def missing() -> list[str]:
    """The packages that are not installed."""
    return [package for language, package in LANGUAGES.items() if not _is_here(language)]


def install() -> list[str]:
    """Install what is missing; returns the packages that were.

    Raises: CorpusError where there is no apt, or no right to use it.
    """
    wanted = missing()
    if not wanted:
        return []
    asked = f"apt-get install --no-install-recommends {' '.join(wanted)}"
    if shutil.which("apt-get") is None:
        raise CorpusError(f"The corpus needs {', '.join(wanted)}, and there is no apt-get here. Use a Debian system.")
    if os.geteuid() != 0:
        raise CorpusError(f"Installing the corpus needs root. Run this as root, or first: sudo {asked}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["apt-get", "update", "-q"], ["apt-get", "install", "-q", "-y", "--no-install-recommends", *wanted]):
        done = subprocess.run(words, env=env, check=False, capture_output=True, text=True)
        if done.returncode:
            raise CorpusError(f"{' '.join(words)} failed: {done.stderr.strip()[-400:]}")
    absent = [language for language in LANGUAGES if not _is_here(language)]
    if absent:
        raise CorpusError(
            f"The packages are installed, but {HOME} has no pages in {', '.join(absent)}. If this system leaves "
            "documentation out when it installs (dpkg's path-exclude), allow /usr/share/doc/debian and reinstall."
        )
    return wanted


def _is_here(language: str) -> bool:
    return any(folder_of(language).glob(f"*.{language}.html"))
