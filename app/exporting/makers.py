"""Which documents there are, and who makes each: one line for each kind."""

from collections.abc import Mapping
from types import MappingProxyType

from app.exporting.background import Maker

MAKERS: Mapping[str, Maker] = MappingProxyType({})
