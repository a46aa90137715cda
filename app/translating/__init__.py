"""A service translates what people wrote, for who reads another language; off by default."""

from app.translating.services import Translator, translator_of
from app.translating.work import Translating

__all__ = ["Translating", "Translator", "translator_of"]
