"""Programs of the reference model are no part of the package: found from the root of the repository."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
