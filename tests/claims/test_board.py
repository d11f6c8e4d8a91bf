"""The board: every entry complete, eighty columns, and nothing shipped is said when nothing is."""

import pytest

from xinyong.claims.asking import Asked, answer
from xinyong.claims.board import read_board, shipped_file, write_board
from xinyong.claims.reading import library
from xinyong.errors import FolderError, UsageError
from xinyong.show.board import board_text, card_text

KEYS = (
    "id", "statement", "side", "kind", "setting", "verdict", "probability", "interval", "threshold", "draws",
    "flips", "sources", "evidence", "note",
)  # fmt: skip


def test_every_entry_has_the_fixed_keys(board):
    assert {each["id"] for each in board.entries} == set(library())
    for each in board.entries:
        assert set(KEYS) <= set(each)


def test_the_board_is_eighty_columns_wide(board):
    for text in (board_text(board), board_text(board, parts=True)):
        assert max(map(len, text.splitlines())) <= 80


def test_every_card_can_be_read(board):
    for claim in library().values():
        text = card_text([each for each in board.entries if each["id"] == claim.id], claim)
        assert claim.id in text
        assert "\n" in text


def test_a_board_comes_back_as_it_was_written(board, tmp_path):
    write_board(board, tmp_path / "b.json")
    assert read_board(tmp_path / "b.json") == board
    (tmp_path / "b.json").write_text("{}")
    with pytest.raises(FolderError):
        read_board(tmp_path / "b.json")


def test_without_draws_nothing_is_run():
    def ran(step):
        raise AssertionError

    if shipped_file().is_file():
        assert answer(Asked(), ran, lambda text: None).board.entries
    else:
        with pytest.raises(FolderError, match="no board is shipped"):
            answer(Asked(), ran, lambda text: None)


def test_a_card_is_of_one_claim_and_numbers_make_sense():
    for asked in (Asked(("show",)), Asked(("D12",), draws=0), Asked(("D12",), draws=10, seeds=0)):
        with pytest.raises(UsageError):
            answer(asked, lambda step: None, lambda text: None)
