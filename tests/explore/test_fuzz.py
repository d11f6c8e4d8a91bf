"""Every address under whatever schemathesis thinks of, from the document that the server gives.

Short here; ``XINYONG_FUZZ=200`` asks for so many examples an address.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from xinyong.show.explore.document import document

requests = pytest.importorskip("requests")
schemathesis = pytest.importorskip("schemathesis")
schemathesis.checks.load_all_checks()
_EXAMPLES = int(os.environ.get("XINYONG_FUZZ", "5"))
#: Whatever is of the right form may still name nothing that there is: 404 and 422 are answers too.
_NOT_MEANT = schemathesis.checks.CHECKS.get_by_names(["positive_data_acceptance"])
#: A text that is too long for its key may be too long for a body too: 413 refuses it as well.
_REFUSED = ["400", "403", "404", "405", "413", "415", "422"]
_CONFIG = schemathesis.Config.from_dict(
    {"checks": {"negative_data_rejection": {"expected-statuses": _REFUSED}}}
)
schema = schemathesis.openapi.from_dict(document(), config=_CONFIG)


@pytest.fixture(scope="module")
def session() -> Any:
    """Requests that no setting of this machine sends elsewhere."""
    found = requests.Session()
    found.trust_env = False
    return found


@schema.parametrize()
@settings(max_examples=_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True,
          database=None)  # fmt: skip
def test_nothing_that_is_sent_breaks_an_answer(case: Any, served: str, session: Any) -> None:
    case.call_and_validate(base_url=served, session=session, excluded_checks=_NOT_MEANT)
