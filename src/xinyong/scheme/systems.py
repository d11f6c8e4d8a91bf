"""The sources that the library names, by their ids."""

from __future__ import annotations

from xinyong.errors import LanguageError
from xinyong.scheme import library
from xinyong.scheme.catalogue import SourceEntry, SourceFile
from xinyong.scheme.holding import hold


def sources() -> dict[str, SourceEntry]:
    """Entries of ``sources.yaml`` by id."""
    document = library.shared("sources")
    held = hold(document, SourceFile)
    if held is None or document.problems:
        raise LanguageError(document.problems)
    return {each.id: each for each in held.model.sources}
