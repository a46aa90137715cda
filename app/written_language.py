"""Guess in which language a text was written, so that a screen reader can read it aloud."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Of Dutch health regions; with all the world's languages short Dutch texts become Afrikaans.
LIKELY = ("nl", "en", "tr", "ar", "pl", "uk")
FEWEST_WORDS = 3


def written_language(text: str, *, otherwise: str) -> str:
    """Give the likely language of a text; of fewer than three words nobody can tell."""
    if len(text.split()) < FEWEST_WORDS:
        return otherwise
    return str(identifier().classify(text)[0])


@cache
def identifier() -> LanguageIdentifier:
    """Load the model once; it comes with its package."""
    made = LanguageIdentifier.from_model_file(MODEL_FILE)
    made.set_languages(LIKELY)
    return made
