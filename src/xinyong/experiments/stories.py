"""What a dossier is made of: everything that happened to one subject, each thing with its month.

Months are texts (``2016-03``), subjects numbers of the run, names those of the rule books.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Act:
    """An opportunity taken. ``met`` is the other person, where it was one of the neighbourhood.

    ``channel`` is how it was noticed (None: not), ``blamed`` who was taken for the doer instead,
    ``fine`` yuan paid at once, ``encouraged`` that a scheme made the difference.
    """

    month: str
    conduct: str
    counterpart: str
    met: int | None
    channel: str | None
    blamed: int | None
    fine: int
    encouraged: bool


@dataclass(frozen=True, slots=True)
class Blame:
    """A notice that names the subject wrongly: for the act of ``doer``, or (None) for one that never was."""

    month: str
    conduct: str
    channel: str
    doer: int | None
    fine: int


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody else did to the subject (``by``), or (``by`` None) what a scheme kept it from doing."""

    month: str
    conduct: str
    by: int | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try at a gatekeeper: granted, perk, refused, or stayed away.

    ``cause`` of a refusal is ``list`` (then ``list`` names it), ``grade``, ``register``, ``score``,
    ``kin``, ``group`` or ``beyond-rule``; ``checked`` whether the subject was looked up.
    """

    month: str
    gate: str
    outcome: str
    checked: bool
    cause: str | None
    list: str | None


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of an obligation (``fields.STAGES``) and the ground of listing, if any."""

    month: str
    stage: str
    ground: str | None


@dataclass(slots=True)
class Obligation:
    """A debt or judgment: what was owed to whom; ``wrong``: the court took the subject for somebody else."""

    opened: str
    creditor: str
    amount: int
    wrong: bool
    stages: list[Stage] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the ledger, as in its files."""

    record: int
    month: str
    conduct: str
    institution: str
    channel: str
    points: int
    expires: str | None
    ended: str | None
    reason: str
    genuine: bool
    refers_to: int | None


@dataclass(frozen=True, slots=True)
class Score:
    """A score and grade from ``month`` on."""

    month: str
    institution: str
    score: int
    grade: str | None


@dataclass(frozen=True, slots=True)
class Stay:
    """Time on a list, and the record behind it; ``subject`` differs where a listing reached another."""

    subject: int
    list: str
    entered: str
    ended: str | None
    record: int | None


@dataclass(frozen=True, slots=True)
class Spell:
    """A time during which something held: a gatekeeper knew of a listing, a measure was in force."""

    what: str
    since: str
    until: str | None


@dataclass(frozen=True, slots=True)
class MeasureSpell:
    """A measure in force on the subject: at which gate, what follows from what, by which rule."""

    gate: str
    does: str
    reaches: str
    because: str
    strength: float
    rule: str
    where: str | None
    source: str | None
    since: str
    until: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn in a record's life: told, appealed, granted."""

    month: str
    record: int
    what: str


@dataclass(frozen=True, slots=True)
class State:
    """Where the subject stood at the end of a month.

    Of a person ``keeps`` is livelihood and ``ties`` contacts kept, of a company market access (ties
    None); ``earned`` yuan earned in the month, ``lost`` yuan that measures took from it, ``spent`` on
    compliance.
    """

    month: str
    alive: bool
    keeps: float
    ties: float | None
    earned: int
    lost: int
    spent: int


@dataclass(slots=True)
class Life:
    """One subject in one world, as a replay saw it."""

    acts: list[Act] = field(default_factory=list)
    blames: list[Blame] = field(default_factory=list)
    suffered: list[Deed] = field(default_factory=list)
    withheld: list[Deed] = field(default_factory=list)
    chances: dict[str, int] = field(default_factory=dict)
    attempts: list[Attempt] = field(default_factory=list)
    obligations: list[Obligation] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    holders: list[Spell] = field(default_factory=list)
    known: list[Spell] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    measures: list[MeasureSpell] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    kin_refused: list[tuple[int, Attempt]] = field(default_factory=list)
    path: list[State] = field(default_factory=list)
