"""LibreTranslate: POST /translate (docs.libretranslate.com), also in one's own house."""

from dataclasses import dataclass, field

from app.outside import Service
from app.translating.asking import Reply, ask, checked, read


class Translations(Reply):
    """The reply, in the order of the question."""

    translatedText: list[str]  # noqa: N815  (their name)


@dataclass(frozen=True)
class LibreTranslate:
    """A server of LibreTranslate; a key is only needed where the server asks for one."""

    service: Service
    key: str = field(default="", repr=False)
    name: str = "LibreTranslate"

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        """Translate texts. Raises TranslationFailed."""
        question: dict[str, object] = {
            "q": texts,
            "source": source or "auto",
            "target": target,
            "format": "text",
        }
        if self.key:
            question["api_key"] = self.key
        body = ask(self.service, "/translate", question)
        return checked(read(Translations, body).translatedText, texts)
