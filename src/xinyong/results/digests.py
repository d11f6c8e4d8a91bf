"""One hash for what a run found: equal for equal worlds, however they were computed.

A Merkle tree. Leaves are the canonical bytes (little-endian, no padding, fields in a
written order) of one month of one world: the sums by place, the conducts, and for each
fixed block of neighbourhoods its sums, ledger rows and listings. Institutions and lists go
in by name: their numbers depend on what a world is paired with. Leaves hash to months,
months and final standings to a world, worlds to the run. Names of folders, file formats,
threads and interruptions leave no trace; a single changed bit does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

#: Changes when the meaning of the tree changes.
FORMAT: Final = b"xinyong-results-1"


def node(label: str, children: Iterable[bytes]) -> bytes:
    """Hash of a node: its label and its children's hashes or bytes, each with its length."""
    found = hashlib.sha256(FORMAT)
    name = label.encode()
    found.update(len(name).to_bytes(8, "little"))
    found.update(name)
    for child in children:
        found.update(len(child).to_bytes(8, "little"))
        found.update(child)
    return found.digest()


#: Columns whose codes are replaced by keys of their names.
Keys = Mapping[str, NDArray[np.uint64]]


def column_bytes(columns: Mapping[str, NDArray[Any]], keys: Keys) -> bytes:
    """Bytes of named columns in the order of their names, codes replaced by ``keys``."""
    return node("columns", _named(columns, keys))


def _named(columns: Mapping[str, NDArray[Any]], keys: Keys) -> Iterator[bytes]:
    """Name after name with its column, one at a time: together they may not fit."""
    for name in sorted(columns):
        yield name.encode()
        yield array_bytes(keys[name][columns[name]] if name in keys else columns[name])


def row_bytes(rows: NDArray[Any], keys: Keys) -> bytes:
    """Bytes of a structured array, as ``column_bytes`` of its fields."""
    return column_bytes({name: rows[name] for name in rows.dtype.names or ()}, keys)


def array_bytes(array: NDArray[Any]) -> bytes:
    """Type, shape and little-endian bytes of an array."""
    plain = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    head = f"{plain.dtype.kind}{plain.dtype.itemsize}{list(plain.shape)}".encode()
    return b"".join((head, plain.data))


def name_keys(names: Sequence[str]) -> NDArray[np.uint64]:
    """64 bits of each name's SHA-256, to stand in for its number: [256] uint64, 0 beyond the names."""
    keys = np.zeros(256, np.uint64)
    for number, name in enumerate(names):
        keys[number] = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")
    return keys


def by_block(rows: NDArray[Any], block: NDArray[np.uint8], blocks: int) -> list[NDArray[Any]]:
    """Rows dealt to their blocks, each block's rows in their old order; ``block`` [row]."""
    order = np.argsort(block, kind="stable")
    ends = np.cumsum(np.bincount(block, minlength=blocks))
    return np.split(rows[order], ends[:-1])


def month_digest(
    month: int,
    places: NDArray[np.int64],
    blocks: NDArray[np.int64],
    conducts: NDArray[np.int64],
    ledger: Sequence[NDArray[Any]],
    listings: Sequence[NDArray[Any]],
    keys: Keys,
) -> bytes:
    """Hash of one month of one world; ``ledger`` and ``listings`` hold one array a block."""
    leaves = [
        node("block", [array_bytes(blocks[b]), row_bytes(ledger[b], keys), row_bytes(listings[b], keys)])
        for b in range(len(blocks))
    ]
    return node(f"month {month}", [array_bytes(places), array_bytes(conducts), *leaves])


def world_digest(conducts: Sequence[str], months: Sequence[bytes], ends: Sequence[bytes]) -> bytes:
    """Hash of one world: names of the conducts, its months, and its final tables' bytes."""
    names = node("conducts", [name.encode() for name in conducts])
    return node("world", [names, *months, node("end", ends)])


def past_digest(months: Sequence[bytes]) -> str:
    """Sum over the hashes of some months of a world, as hexadecimal text."""
    return node("past", months).hex()


def run_digest(worlds: Sequence[bytes]) -> str:
    """``results_sha256`` of a run of one world or of a pair, as hexadecimal text."""
    return node("run", worlds).hex()
