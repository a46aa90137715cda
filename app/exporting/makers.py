"""Which documents there are, and who makes each: one line for each kind."""

from collections.abc import Mapping
from types import MappingProxyType

from app.exporting.background import Maker

MAKERS: Mapping[str, Maker] = MappingProxyType({})
# Kinds that are not erased after a month.
KEPT: frozenset[str] = frozenset()
