"""The pages in Debian's Chromium, as readers use them: by mouse, by keys alone, on a phone, by a link."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browsing import LOOKS, VIEWS, Look, Tab, chromium, tab, unwanted
from pages_at_work import SMALL, written
from playwright.sync_api import Browser, Page, expect

from xinyong.show.explore.run_answers import shipped
from xinyong.show.explore.state import Explorer

if unwanted():
    pytest.skip(unwanted(), allow_module_level=True)
expect.set_options(timeout=30_000)

#: The link of the small run, as a page writes it.
RUN = "#/run?" + "&".join(
    f"{key}={value}" for key, value in (SMALL | {"set": "noise:0.3", "reforms": "no-kin"}).items()
)
FRESH = ".strip-text:has-text('Shown: your run.')"
#: All that a reader sees of a view: words, what is filled in and pressed, and the lines of pictures.
SEEN = """() => { const main = document.querySelector("main");
  const all = (which) => [...main.querySelectorAll(which)];
  return JSON.stringify({words: main.innerText,
    filled: all("input, select, textarea").map((each) => each.value),
    pressed: all("[aria-pressed=true], [aria-expanded=true]").map((each) => each.innerText || each.ariaLabel),
    drawn: all("svg path, svg circle, svg rect").map((each) =>
      ["d", "cx", "cy", "x", "width", "transform"].map((key) => each.getAttribute(key)).join(" "))}); }"""


#: Words that would be read out in the wrong tongue, English as Chinese or the other way. Code is in none.
MISREAD = """() => [...document.body.querySelectorAll("*")].flatMap((at) => {
  if (at.closest("code, pre, .mono, textarea, script, style, defs")) return [];
  const own = [...at.childNodes].filter((each) => each.nodeType === 3).map((each) => each.nodeValue).join("");
  const wanted = /[\u2e80-\u9fff]/.test(own) ? "zh-CN" : /[a-z]{3}/.test(own) ? "en" : null;
  return wanted === null || wanted === at.closest("[lang]").getAttribute("lang") ? [] : [own]; })"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def reader(browser: Browser, served: str) -> Iterator[Tab]:
    with tab(browser, served) as mine:
        yield mine
        assert mine.faults == []


def eventually(page: Page, look: Callable[[], Any], wanted: Callable[[Any], bool], most: float = 60.0) -> Any:
    """What is found once it is as wanted, or when patience ends."""
    end = time.monotonic() + most
    while not wanted(found := look()) and time.monotonic() < end:
        page.wait_for_timeout(100)
    return found


def quiet(page: Page) -> str:
    """What is seen when nothing has changed for a moment; what waits for an answer may come yet."""
    page.mouse.move(0, 0)
    was = ""
    for _ in range(40):
        page.wait_for_timeout(250)
        if (now := str(page.evaluate(SEEN))) == was:
            return now
        was = now
    raise AssertionError("the page does not come to rest")


def at(page: Page) -> str:
    """Name of what has the focus."""
    name = "(e => e.ariaLabel || e.innerText || e.id || e.tagName)(document.activeElement)"
    return str(page.evaluate(name))


def tab_to(page: Page, name: str, most: int = 80, key: str = "Tab") -> None:
    """With the key alone, until the focus is on a name."""
    for _ in range(most):
        page.keyboard.press(key)
        if at(page).strip() == name:
            return
    raise AssertionError(f"{name} is not reached by {key}; at {at(page)}")


def test_the_first_picture_comes_from_the_program_alone(reader: Tab) -> None:
    page = reader.open("", ".trend svg path")
    assert "comes with the program" in page.locator(".strip-text").inner_text()
    both = [*shipped()["both_sides"]["achieves"], *shipped()["both_sides"]["costs"]]
    assert page.locator(".sides li").count() == len(both)
    # the policy holds: nothing in the page but what the bundle brought
    foreign = "[style*='url('], script:not([src]), link:not([href^='/static/']):not([rel=icon])"
    assert page.locator(foreign).count() == 0


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_each_view_renders(browser: Browser, served: str, look: Look) -> None:
    chinese = look.language.startswith("zh")
    with tab(browser, served, look) as mine:
        for name in VIEWS:
            page = mine.view(name)
            assert page.locator("html").get_attribute("lang") == ("zh-CN" if chinese else "en")
            assert page.locator("html").get_attribute("data-theme") == look.shade
            assert any("\u4e00" <= each <= "\u9fff" for each in page.locator("h1").inner_text()) == chinese
            assert not mine.wide, f"{name} is wider than its window"
            assert mine.faults == [], name
            if chinese:
                # names that the library has are learned after the first picture, and marked after that
                misread = eventually(page, lambda: page.evaluate(MISREAD), lambda found: found == [])  # noqa: B023
                assert misread == [], f"{name}: each says in which tongue it is"
            # two of the looks have both widths, languages and shades between them
            if look in LOOKS[:2]:
                assert mine.barriers() == [], name


def test_numbers_are_those_of_the_folder(reader: Tab, listener: Explorer) -> None:
    page = reader.open(RUN, FRESH)
    page.get_by_label("Indicator").first.select_option("trust-strangers")
    key = page.url.split("run=")[1].split("&")[0]
    folder = listener.shelf.folder / key / "run"
    with page.expect_download() as saved:
        page.locator(".trend").get_by_role("button", name="CSV").click()
    rows = list(csv.reader(Path(saved.value.path()).read_text(encoding="utf-8").splitlines()))[1:]
    for place, column in ((folder, 1), (folder / "against", 2)):
        assert [np.float32(row[column]) for row in rows] == list(written(place, "trust-strangers"))
    assert len(rows) == SMALL["months"]


def test_a_moved_slider_marks_what_is_shown_as_stale(reader: Tab) -> None:
    page = reader.open(RUN, FRESH)
    before = page.locator(".sides").inner_text()
    page.get_by_role("searchbox").fill("noise")
    page.locator(".knob input[type=range]").last.press("ArrowRight")
    expect(page.locator(".strip.stale")).to_be_visible()
    assert page.locator(".sides").inner_text() == before
    assert reader.barriers() == [], "paler is not too pale to read"
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator(FRESH).wait_for()
    page.locator(".strip.stale").wait_for(state="detached")


def _run(page: Page) -> None:
    page.locator(FRESH).wait_for()
    page.locator(".sides .costs button").first.click()
    page.get_by_role("button", name="Age", exact=True).click()


def _claims(page: Page) -> None:
    page.get_by_label("Side").select_option("advantage")
    page.locator(".claim h3 button").nth(1).click()
    page.locator(".claim-card .facts dd").nth(1).wait_for()


def _lives(page: Page) -> None:
    page.get_by_role("button", name="A median life").click()
    page.locator(".timeline .row").nth(1).wait_for()


def _systems(page: Page) -> None:
    page.get_by_role("button", name="−1: one year back").click()
    page.locator("svg.flows").get_by_role("button", name="Suining mass credit points").press("Enter")
    page.locator(".book h2:has-text('Suining')").wait_for()


def _portrayal(page: Page) -> None:
    page.get_by_role("button", name="By theme").click()


def _headline(page: Page) -> None:
    page.locator("button.corner").nth(6).click()
    page.locator(".reform-list button").nth(4).click()


def _assess(page: Page) -> None:
    page.get_by_label("times 1").fill("3")
    page.get_by_label("Born").fill("1990-01")


def _build(page: Page) -> None:
    page.get_by_role("button", name="Rule book").click()
    page.get_by_label("Editor").fill("id: mine\nname: {en: Mine}\nkind: nothing\n")
    page.locator(".checks li").first.wait_for()


SHARED = {"run": (RUN, _run), "claims": ("#/claims", _claims), "lives": ("#/lives", _lives),
          "systems": ("#/systems", _systems), "portrayal": ("#/portrayal", _portrayal),
          "headline": ("#/headline", _headline), "assess": ("#/assess", _assess),
          "build": ("#/build", _build)}  # fmt: skip


@pytest.mark.parametrize("name", VIEWS)
def test_a_shared_link_restores_the_picture_elsewhere(browser: Browser, reader: Tab, name: str) -> None:
    link, change = SHARED[name]
    page = reader.open(link, "main h1")
    page.locator(VIEWS[name][1]).first.wait_for() if name not in ("claims", "systems") else None
    first = quiet(page)
    change(page)
    assert quiet(page) != first, "something was chosen"
    page.get_by_role("button", name="Share").click()
    url = page.get_by_role("dialog").locator("pre").first.inner_text()
    with tab(browser, reader.base) as other:
        there = other.open(url.removeprefix(f"{reader.base}/"), "main h1")
        if name == "run":
            there.locator(FRESH).wait_for()
            there.locator(".hint:has-text('Same results as in the shared link')").wait_for()
            # which says so in a line that the first page does not have
            there.evaluate("document.querySelectorAll('.strip p').forEach((each) => each.remove())")
            page.evaluate("document.querySelectorAll('.strip p').forEach((each) => each.remove())")
        two = eventually(
            there, lambda: [each.evaluate(SEEN) for each in (there, page)], lambda two: two[0] == two[1]
        )
        assert json.loads(two[0]) == json.loads(two[1])
        assert other.faults == []


def test_a_link_that_comes_later_is_followed(reader: Tab) -> None:
    page = reader.open(RUN, FRESH)
    first = page.url
    # another view's link, here a claim's contrast
    page.get_by_role("link", name="Claims").click()
    page.locator("main h2").first.wait_for()
    page.evaluate("location.hash = '#/claims?id=D04'")
    page.get_by_role("button", name="Open in Run").first.click()
    page.locator(".strip .stop").wait_for()
    assert "against=private-lists" in page.url
    page.get_by_role("button", name="Cancel").click()
    # a link pasted where a page is open already, of a run that this server has
    page.evaluate("(link) => { location.href = link; }", first)
    page.locator(FRESH).wait_for()
    expect(page.locator(".sentence")).to_contain_text("1,000 synthetic citizens")
    page.locator(".hint:has-text('Same results as in the shared link')").wait_for()
    # of another run it said nothing
    page.get_by_label("Luck (seed)").fill("6")
    page.get_by_label("Luck (seed)").blur()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".sentence")).to_contain_text("luck 6")
    expect(page.get_by_text("shared link")).to_have_count(0)


def test_run_is_offered_where_it_shows_what_the_claim_compares(reader: Tab) -> None:
    page = reader.open("#/claims?id=D18", ".claim-card .facts dd:nth-of-type(4)")
    facts = page.locator(".claim-card .facts")
    expect(facts).to_contain_text("(changed: ")
    # of two contrasts one changes rules in one world alone
    assert facts.get_by_role("button", name="Open in Run").count() == 1


def test_what_was_written_is_kept_while_another_kind_is_looked_at(reader: Tab) -> None:
    page = reader.view("build")
    text = page.get_by_label("Editor").input_value().replace("my-reform", "mine")
    page.get_by_label("Editor").fill(text)
    page.get_by_role("button", name="Rule book").click()
    page.get_by_role("button", name="Share").click()
    command = page.get_by_role("dialog").locator("pre").nth(1).inner_text()
    assert "cat > my-book/rulebook.yaml <<'END'" in command, "the command brings its files"
    assert "xinyong run ./law-and-my-book.yaml --against law-only" in command
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reform", exact=True).click()
    assert page.get_by_label("Editor").input_value() == text


def test_with_keys_alone(reader: Tab) -> None:
    page = reader.open("", ".trend svg path")
    page.keyboard.press("Tab")
    assert at(page) == "Skip to the content"
    page.keyboard.press("Enter")
    assert at(page) == "main" or page.evaluate("document.activeElement.id") == "main"
    # a slider of the run, then to the button above it and back out
    tab_to(page, "Citizens")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".strip.stale")).to_be_visible()
    tab_to(page, "Run")
    tab_to(page, "What is run", key="Shift+Tab")
    for view in ("Claims", "Lives", "Systems", "Portrayal", "Headline", "Assess", "Build"):
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("Home")
        page.locator(".skip").focus()
        tab_to(page, view)
        page.keyboard.press("Enter")
        ready = VIEWS[view.lower()][1] if view not in ("Claims", "Systems") else "main h2"
        page.locator(ready).first.wait_for()
        assert page.locator("nav [aria-current=page]").inner_text() == view
    # the editor lets go of the focus, and offers words by keys
    tab_to(page, "Editor")
    page.keyboard.press("Control+End")
    page.keyboard.type("  - set: safeguards.")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Enter")
    assert page.get_by_label("Editor").input_value().splitlines()[-1] != "  - set: safeguards."
    page.keyboard.press("Tab")
    assert at(page) != "Editor"
    # a sheet opens, closes, and gives the focus back
    page.locator(".skip").focus()
    tab_to(page, "Share")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert at(page) == "Share"


#: Where a Chinese page shows what the library says; titles of sources are as they were published.
SAID = {
    "claims": ".claim h3 button, .claim-card .facts dd:not(:first-of-type)",
    "systems": ".book > p, .book section li, .book > details:not(:last-of-type) li",
    "run": ".asked .hint, .asked .switch",
}


@pytest.mark.parametrize("name", SAID)
def test_a_chinese_page_says_in_chinese_what_the_library_says(
    browser: Browser, served: str, name: str
) -> None:
    english = f"""() => [...document.querySelectorAll(`{SAID[name]}`)]
      .filter((each) => each.lang === "en" || each.querySelector("[lang=en]"))
      .map((each) => each.innerText)"""
    with tab(browser, served, LOOKS[2]) as mine:
        page = mine.view(name)
        page.wait_for_function("document.querySelector('html').lang === 'zh-CN'")
        assert page.locator(SAID[name]).count() > 10
        assert eventually(page, lambda: page.evaluate(english), lambda found: found == []) == []
        assert mine.faults == []


def test_the_readers_choice_of_language_and_shade_is_kept(reader: Tab) -> None:
    page = reader.open("#/portrayal", "svg.bars")
    page.get_by_role("button", name="中文").click()
    page.get_by_role("button", name="配色").click()
    assert "语" not in page.locator(".brand").inner_text()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_claim_is_run_again_and_stopped(reader: Tab) -> None:
    page = reader.view("claims")
    page.get_by_role("button", name="Run it again here").click()
    expect(page.locator(".again [role=status]")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Run it again here")).to_be_visible()


def test_another_page_is_kept_out(browser: Browser, served: str) -> None:
    script = f"""() => Promise.allSettled([
      fetch("{served}/api/about"),
      new Promise((done, failed) => {{ const socket = new WebSocket("{served.replace("http", "ws")}/ws");
        socket.onopen = done; socket.onerror = failed; }})]).then((all) => all.map((each) => each.status))"""
    with tab(browser, served) as mine:
        mine.page.goto("about:blank")
        assert mine.page.evaluate(script) == ["rejected", "rejected"]


def test_a_report_opens_from_a_file(browser: Browser, folder: Path, tmp_path: Path) -> None:
    from xinyong.show.report_page import write_report

    file = tmp_path / "report.html"
    write_report(str(folder), str(file))
    for look in LOOKS[:2]:
        with tab(browser, tmp_path.as_uri(), look) as mine:
            page = mine.open("report.html", "[data-chart] svg")
            assert page.locator("#again").count() == 1
            # each of hundreds of assumptions is a row like the first ones, and looking takes long
            rows = "document.querySelectorAll('.assumptions tr:nth-child(n+9)')"
            page.evaluate(f"{rows}.forEach((each) => each.remove())")
            assert mine.barriers() == []
            assert not mine.wide
            assert mine.faults == []


