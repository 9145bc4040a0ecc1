"""Loaded by Schemathesis: an act under a key that was used is answered as before, whatever is asked (R-36)."""

import schemathesis
from schemathesis.core.parameters import ParameterLocation

KEY = "Idempotency-Key"


@schemathesis.hook
def before_call(context, case, kwargs):
    """A well-formed key becomes one of its own, so that every body reaches its case; a wrong one stays wrong."""
    if case.headers and KEY in case.headers and case.meta and not case.meta.is_negative_at(ParameterLocation.HEADER):
        case.headers[KEY] = f"fuzz-{case.id}"
