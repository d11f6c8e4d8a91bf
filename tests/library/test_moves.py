"""Every institution says which indicators it moves, and they are indicators that there are."""

from __future__ import annotations

import pytest

from xinyong.results.catalogue import INDICATORS
from xinyong.scheme import library

KNOWN = {each.id for each in INDICATORS}


@pytest.mark.parametrize("name", library.book_files())
def test_a_book_moves_indicators_that_there_are(name: str) -> None:
    moves = library.read(library.book_files()[name]).data.get("moves", [])
    assert moves, "an institution that moves nothing"
    assert [word for word in moves if word not in KNOWN] == []
    assert len(set(moves)) == len(moves)
