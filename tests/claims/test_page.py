"""The page of a board: whole, closed to the outside, the same numbers as the board."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

from xinyong.claims.board import Board
from xinyong.claims.reading import library
from xinyong.show.page import board_page


class _Read(HTMLParser):
    """What a browser would fetch, and which texts stand in style and script."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.inside = ""
        self.texts: dict[str, str] = {}
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = dict(attributes)
        self.fetched += [str(told[name]) for name in ("src", "action", "data") if name in told]
        if tag == "link":
            self.fetched.append(str(told.get("href")))
        if tag == "a" and not str(told["href"]).startswith("#"):
            self.fetched.append(str(told["href"]))
        assert not any(name.startswith("on") or name == "style" for name in told)
        if tag not in ("meta", "input", "br", "line", "circle", "rect"):
            self.open.append(tag)
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside in ("style", "script"):
            self.texts[self.inside] = self.texts.get(self.inside, "") + data


def test_the_page_asks_nobody_for_anything(board: Board) -> None:
    read = _Read()
    read.feed(board_page(board, library()))
    assert read.fetched == []
    assert read.open == []


def test_the_policy_names_the_very_texts_of_the_page(board: Board) -> None:
    page = board_page(board, library())
    read = _Read()
    read.feed(page)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    for name, text in read.texts.items():
        told = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{told}'" in policy[1].replace("&#39;", "'")
    assert set(read.texts) == {"style", "script"}


def test_every_claim_has_its_card_and_its_verdict(board: Board) -> None:
    page = board_page(board, library())
    for each in board.entries:
        card = page[page.index(f'<article id="{each["id"]}"') :]
        card = card[: card.index("</article>")]
        assert each["verdict"] in card
        if each["probability"] is not None:
            assert "({:.2f} to {:.2f})".format(*each["interval"]) in card


def test_words_of_a_claim_cannot_become_markup(board: Board) -> None:
    claims = dict(library())
    first = board.entries[0]["id"]
    claims[first] = claims[first].model_copy(update={"statement": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in board_page(board, claims)
