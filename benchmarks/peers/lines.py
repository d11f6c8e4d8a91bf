"""Lines of code, by one rule: physical lines that hold code.

Blank lines, comments and docstrings do not count; imports and closing brackets do. What all programs share
(``model.py``) and what runs them (this harness, ``in_cpp.py``'s glue) is left out. At most 110 columns.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path

_EMPTY = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING,
    tokenize.ENDMARKER,
}  # fmt: skip


def lines(path: Path) -> int:
    """Lines of a Python or C++ file that hold code."""
    text = path.read_text(encoding="utf-8")
    return _python(text) if path.suffix == ".py" else _cpp(text)


def _python(text: str) -> int:
    held = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _EMPTY:
            held |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            said = node.body[0]
            held -= set(range(said.lineno, said.end_lineno + 1))
    return len(held)


def _cpp(text: str) -> int:
    code = re.sub(r"//[^\n]*", "", re.sub(r"/\*.*?\*/", "", text, flags=re.S))
    return sum(1 for line in code.splitlines() if line.strip())
