"""Who lives with whom: the persons of a neighbourhood are matched into households.

Household sizes are drawn first, then filled with the very persons drawn, so the margins
of persons stay as they are. Large households get heads and spouses of parents' age,
then those who live alone and pairs are chosen, then each child goes to parents 20 to 45
years older where there is room, then parents and grown children of heads. A child never
lives without an adult: every household has an adult head, in its first row.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable
from numpy.typing import NDArray

from xinyong.chance import again, lower, uniform, upper
from xinyong.society.drawing import pick, shuffle
from xinyong.society.tables import N_HOUSEHOLD, N_PAIR_MORE, N_PAIR_TWO, Tables

I32 = NDArray[np.int32]

LARGEST = 10
_ONE = 1 << 32
_AGES = 128
_TRIES = 24
#: Chance (of 2**32) that an adult met by chance is one who lives alone: under 35, under 60, older.
_ALONE = (int(0.9 * _ONE), int(0.5 * _ONE), int(0.4 * _ONE))


@register_jitable
def draw_sizes(t: Tables, persons: int, adults: int, luck: np.uint64, size: I32) -> int:
    """Fill ``size`` with household sizes that add up to ``persons``; the number of households."""
    homes = int(persons / t.number[N_HOUSEHOLD] + uniform(luck))
    homes = min(max(homes, 1), adults)
    total = 0
    for j in range(homes):
        u = (j * _ONE + lower(again(luck, j + 1))) // homes
        s = 0
        while s < LARGEST - 1 and np.int64(t.household_upto[s]) <= u:
            s += 1
        size[j] = s + 1
        total += s + 1
    k = homes + 1
    while total != persons:
        j = pick(luck, k, homes)
        k += 1
        if total < persons and size[j] < LARGEST:
            size[j] += 1
            total += 1
        elif total > persons and size[j] > 1:
            size[j] -= 1
            total -= 1
    return homes


@register_jitable
def spouse(
    head: int, years: I32, sex: I32, luck: np.uint64, taken: I32, bucket: I32, top: I32, end: I32
) -> int:
    """An unmarried person of the other sex and nearest age, at most 12 years off; -1 where there is none."""
    other = 1 - int(sex[head])
    bits = again(luck, head)
    drift = int((upper(bits) * 5) >> 32) - 2
    target = int(years[head]) + (2 if other == 1 else -2) + drift
    turn = 1 if lower(bits) & 1 else -1
    for off in range(25):
        step = ((off + 1) >> 1) * (turn if off & 1 else -turn)
        age = target + step
        if age < 20 or age >= _AGES:
            continue
        b = other * _AGES + age
        while top[b] < end[b] and taken[bucket[top[b]]] == 1:
            top[b] += 1
        if top[b] < end[b]:
            return int(bucket[top[b]])
    return -1


@register_jitable
def next_adult(at: int, order: I32, years: I32, taken: I32, low: int, high: int) -> int:
    """The first place from ``at`` of somebody free and aged ``low`` to ``high``; the end where none is."""
    while at < len(order) and (taken[order[at]] == 1 or years[order[at]] < low or years[order[at]] > high):
        at += 1
    return at


@register_jitable
def fits(child: bool, age: int, head: int, pair: int, years: I32) -> bool:
    """Whether somebody of ``age`` can be a child (a minor), or a child or parent, of the head."""
    gap = int(years[head]) - age
    if child:
        if gap < 20 or gap > 45:
            return False
        if pair >= 0:
            gap = int(years[pair]) - age
            return gap >= 20 and gap <= 45
        return True
    return (gap >= 18 and gap <= 45) or (gap <= -18 and gap >= -45)


@register_jitable
def find_home(
    who: int,
    child: bool,
    years: I32,
    luck: np.uint64,
    member: NDArray[np.int32],
    paired: I32,
    room: I32,
    rooms: int,
) -> int:
    """A place in ``room`` (open households): one where kinship fits, found by chance, else any."""
    age = int(years[who])
    for k in range(_TRIES):
        at = pick(luck, who * 32 + k, rooms)
        j = room[at]
        if fits(child, age, member[j, 0], member[j, 1] if paired[j] else -1, years):
            return at
    for at in range(rooms):
        j = room[at]
        if fits(child, age, member[j, 0], member[j, 1] if paired[j] else -1, years):
            return at
    for at in range(rooms):  # a grandparent's home, or one parent of fitting age
        if years[member[room[at], 0]] - age >= 20:
            return at
    return pick(luck, who * 32 + _TRIES, rooms)


@register_jitable
def compose(
    t: Tables, years: I32, sex: I32, adults: int, luck: np.uint64, row: I32, home: I32, members: I32
) -> None:
    """Fill ``row`` [n] with the person in each row, ``home`` with the household's first row and
    ``members`` with its size. Household members are contiguous; the head comes first."""
    n = len(years)
    order = np.empty(n, dtype=np.int32)
    for i in range(n):
        order[i] = i
    shuffle(again(luck, 1), order, n)
    size = np.empty(n, dtype=np.int32)
    homes = draw_sizes(t, n, adults, again(luck, 2), size)
    shuffle(again(luck, 3), size, homes)
    taken = np.zeros(n, dtype=np.int32)
    top = np.zeros(2 * _AGES, dtype=np.int32)
    end = np.zeros(2 * _AGES, dtype=np.int32)
    bucket = np.empty(n, dtype=np.int32)
    _fill_buckets(order, years, sex, bucket, top, end)
    member = np.full((homes, LARGEST), -1, dtype=np.int32)
    filled = np.zeros(homes, dtype=np.int32)
    paired = np.zeros(homes, dtype=np.int32)
    spare = adults - homes
    pairing = again(luck, 4)
    choosing = again(luck, 5)
    for stage in range(3):  # three or more, one, two
        if stage > 0:  # those passed over so far must not stand at one end
            shuffle(again(luck, 6 + stage), order, n)
        prime = 0
        alone = 0
        rest = 0
        for j in range(homes):
            s = int(size[j])
            if (stage == 0 and s < 3) or (stage == 1 and s != 1) or (stage == 2 and s != 2):
                continue
            head = -1
            if stage == 0:
                prime = next_adult(prime, order, years, taken, 24, 54)
                if prime < n:
                    head = int(order[prime])
            elif stage == 1:
                alone = next_adult(alone, order, years, taken, 18, 200)
                while alone < n and head < 0:
                    who = int(order[alone])
                    band = 0 if years[who] < 35 else (1 if years[who] < 60 else 2)
                    if lower(again(choosing, who)) < _ALONE[band]:
                        head = who
                    else:
                        alone = next_adult(alone + 1, order, years, taken, 18, 200)
            if head < 0:
                rest = next_adult(rest, order, years, taken, 18, 200)
                head = int(order[rest])
            taken[head] = 1
            member[j, 0] = head
            filled[j] = 1
            chance = t.number[N_PAIR_TWO] if s == 2 else t.number[N_PAIR_MORE]
            if s > 1 and spare > 0 and float(upper(again(choosing, n + j))) < chance:
                who = spouse(head, years, sex, pairing, taken, bucket, top, end)
                if who >= 0:
                    taken[who] = 1
                    member[j, 1] = who
                    filled[j] = 2
                    paired[j] = 1
                    spare -= 1
    room = np.empty(homes, dtype=np.int32)
    rooms = 0
    for j in range(homes):
        if filled[j] < size[j]:
            room[rooms] = j
            rooms += 1
    seeking = again(luck, 6)
    for stage in range(3):  # minors, elders, other adults
        for i in range(n):
            who = int(order[i])
            age = int(years[who])
            if taken[who] == 1 or (stage == 0 and age >= 18) or (stage == 1 and age < 60):
                continue
            at = find_home(who, stage == 0, years, seeking, member, paired, room, rooms)
            j = int(room[at])
            taken[who] = 1
            member[j, filled[j]] = who
            filled[j] += 1
            if filled[j] == size[j]:
                rooms -= 1
                room[at] = room[rooms]
    r = 0
    for j in range(homes):
        first = r
        for k in range(size[j]):
            row[r] = member[j, k]
            home[r] = first
            members[r] = size[j]
            r += 1


@register_jitable
def _fill_buckets(order: I32, years: I32, sex: I32, bucket: I32, top: I32, end: I32) -> None:
    """Sort persons by sex and age, in random order within; ``top`` and ``end`` bound each bucket."""
    for i in range(len(order)):
        end[sex[i] * _AGES + years[i]] += 1
    total = 0
    for b in range(len(top)):
        count = int(end[b])
        top[b] = total
        end[b] = total
        total += count
    for i in range(len(order)):
        who = order[i]
        b = sex[who] * _AGES + years[who]
        bucket[end[b]] = who
        end[b] += 1
