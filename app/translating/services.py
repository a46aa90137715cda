"""What a translation service can do, and the one that the settings name."""

from typing import Protocol

import httpx

from app.config import Settings
from app.outside import Service
from app.translating.chat import Chat
from app.translating.deepl import DeepL
from app.translating.libretranslate import LibreTranslate


class Translator(Protocol):
    """Puts texts in another language; ``name`` is what readers see beside them."""

    @property
    def name(self) -> str:
        """Name the service."""

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        """Translate texts between two languages of ours (ISO 639-1), in their order.

        An empty source is for the service to find out. Raises TranslationFailed.
        """


def translator_of(settings: Settings, transport: httpx.BaseTransport | None = None) -> Translator:
    """Make the service of the settings; ``transport`` takes the place of the network in tests.

    Raises LookupError when translation is off.
    """
    secret = settings.translation_key
    key = secret.get_secret_value() if secret else ""
    at = Service(settings.translation_url, settings.translation_seconds, transport=transport)
    if settings.translation_service == "deepl":
        return DeepL(at, key)
    if settings.translation_service == "libretranslate":
        return LibreTranslate(at, key)
    if settings.translation_service == "openai":
        return Chat(at, key, settings.translation_model)
    raise LookupError("no translation service")
