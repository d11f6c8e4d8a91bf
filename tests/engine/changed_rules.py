"""For each shipped case, by the words it begins with, a change of its rule that must break it.

Patches are those of reforms; positions count as in the rule book's file.
"""

from __future__ import annotations

from typing import Any

Patch = dict[str, Any]

_SPC, _REGISTER = "book.spc-judgment-defaulters", "book.pboc-register"
_CITY, _COM = "book.rongcheng", "book.zhima"
_GRADES = f"{_CITY}.score.grades"


def _to(path: str, value: Any) -> Patch:
    return {"set": path, "to": value}


def _number(value: float | str, unit: str) -> Patch:
    return {"value": value, "unit": unit, "standing": "choice"}


def _also(book: str, conduct: str, channel: str, **more: Any) -> Patch:
    """The book collects one conduct more."""
    row = {"conduct": conduct, "channels": [channel], "retention": _number(5, "years")}
    return {"add": f"{book}.collects", "item": row | more}


def _points(conduct: str, value: float) -> Patch:
    return _to(f"{_CITY}.collects[conduct={conduct}].points", value)


_EVERYWHERE = {"remove": "books.rongcheng.places"}
_UNCORRECTED = _to("safeguards.correction", False)
#: The record itself keeps the debtor on the list, whatever becomes of the debt.
_HELD_BY_RECORD = _to(
    f"{_SPC}.collects",
    [{"conduct": "judgment-default", "channels": ["court"], "coverage": _number(1, "share"),
      "retention": _number("none", "months"), "enters": "defaulters"}],
)  # fmt: skip

CHANGES: dict[str, dict[str, Patch]] = {
    "pboc-register": {
        "A card paid two months late": _to(f"{_REGISTER}.collects.2.retention", 4),
        "... and is deleted in May 2019": _to(f"{_REGISTER}.collects.2.retention", 6),
        "A default that never ends": _to(f"{_REGISTER}.collects.3.from_end_of_conduct", False),
        "Paid at last in 2020": _to(f"{_REGISTER}.collects.3.retention", 6),
        "A red light and a volunteer": _also(_REGISTER, "red-light", "camera"),
        "A company that paid one": _to(f"{_REGISTER}.collects.2.subjects", ["person"]),
    },
    "rongcheng": {
        "Somebody of whom nothing": _to(f"{_CITY}.score.base", 1001),
        "Four late card payments": _to(f"{_GRADES}.A.from", 961),
        "One red light more": _points("red-light", -4),
        "A rescue and ten mornings": _to(f"{_GRADES}.AAA.from", 1051),
        "With nine mornings": _to(f"{_GRADES}.AAA.from", 1048),
        "Drunk driving costs": _to(f"{_CITY}.collects[conduct=drunk-driving].grade_at_best", "B"),
        "After two years": _to(f"{_CITY}.retention", 25),
        "In the last month": _to(f"{_CITY}.retention", 23),
        "Pyramid selling": _points("pyramid-selling", -29),
        "Wrecking public equipment": _to(f"{_GRADES}.C.from", 590),
        "A late water bill": _points("late-public-fees", -20),
        "Littering counts since": _to(f"{_CITY}.collects[conduct=littering].from", "2017-01"),
        "The same deeds": _EVERYWHERE,
        "Somebody of seventeen": _to(f"{_CITY}.score.adults_only", False),
        "A drive put down": _UNCORRECTED,
        "A judgment not performed takes": _points("judgment-default", -49),
    },
    "spc-judgment-defaulters": {
        "In 2012 a debtor": _to(f"{_SPC}.lists.limited.from", "2012-07"),
        "In 2014 one who could": _to(f"{_SPC}.lists.defaulters.from", "2014-07"),
        "One who could pay and refuses stays": _to(f"{_SPC}.lists.defaulters.until", "2024-01"),
        "One who hid assets": _to(f"{_SPC}.lists.defaulters.term.3.months", 23),
        "... and is off the list": _to(f"{_SPC}.lists.defaulters.term.3.months", 25),
        "Whoever performs": _HELD_BY_RECORD,
        "A wrong entry": _UNCORRECTED,
        "A company is listed": _to(f"{_SPC}.lists.defaulters.until", "2018-09"),
        "A listed person meets": {"remove": "agreements[to=flight]"},
        "Who cannot pay": _to(f"{_SPC}.lists.limited.until", "2019-01"),
        "A case closed for want": _to(f"{_SPC}.lists.limited.until", "2019-01"),
        "In June 2015": _to(f"{_SPC}.court.2.from", "2015-06"),
        "... and since July": _to(f"{_SPC}.court.2.representative", False),
        "A settlement ends": _to(f"{_SPC}.court.0.settlement_exit", False),
        "In 2016 the creditor": _to(f"{_SPC}.court.0.creditor_exit", True),
        "... and since May 2017": _to(f"{_SPC}.court.3.creditor_exit", False),
    },
    "zhima": {
        "Who has not joined": {"add": "books", "item": "rongcheng"},
        "A late card payment counts": _to(f"{_COM}.retention", 23),
        "... and no more in January": _to(f"{_COM}.retention", 25),
        "Spending for the score": _to(f"{_COM}.collects[conduct=score-boosting].retention", 24),
        "A judgment not performed reaches": _to(f"{_COM}.collects[conduct=judgment-default].from", "2015-01"),
        "A red light is nothing": _also(
            _COM, "red-light", "camera", points=_number(-5, "points"), dimension="behaviour"
        ),
    },
}
