"""DeepL: POST /v2/translate (developers.deepl.com, "Translate text", API version 2)."""

from dataclasses import dataclass, field, replace

from app.outside import Service
from app.translating.asking import Reply, ask, checked, read

# A target "EN" is deprecated there: it asks which English.
TARGETS = {"en": "EN-GB"}


class Translated(Reply):
    """One text of the reply."""

    text: str


class Translations(Reply):
    """The reply, in the order of the question."""

    translations: list[Translated]


@dataclass(frozen=True)
class DeepL:
    """The service at deepl.com, free or paid by its key."""

    service: Service
    key: str = field(repr=False)
    name: str = "DeepL"

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        """Translate up to 50 texts, 128 KiB in all. Raises TranslationFailed."""
        question: dict[str, object] = {
            "text": texts,
            "target_lang": TARGETS.get(target, target.upper()),
        }
        if source:
            question["source_lang"] = source.upper()
        headers = {"Authorization": f"DeepL-Auth-Key {self.key}"}
        body = ask(replace(self.service, headers=headers), "/v2/translate", question)
        return checked([each.text for each in read(Translations, body).translations], texts)
