"""A password is long, and not among the first that somebody would try."""

import pytest

from dialogue.errors import PasswordsDiffer, PasswordTooLong, PasswordTooObvious, PasswordTooShort
from dialogue.passwords import require_good_password

ABOUT = ("Jan Jansen", "jan.jansen@ziekenhuis-zoetermeer.nl")


@pytest.mark.parametrize(
    "password",
    [
        "wachtwoord12", "Welkom2026!!!!", "qwertyuiop12", "aaaaaaaaaaaa", "abcabcabcabc",
        "123456789012", "Samenspraak2026", "P@ssw0rd1234", "Zoetermeer2026!", "1q2w3e4r5t6y",
        "jan jansen 1980", "JansenZiekenhuis1", "Zomer2026Zomer", "poiuytrewq12", "welkomwelkom1",
        "abababababab", "admin administrator", "hallohallo2026",
    ],
)  # fmt: skip
def test_the_first_that_somebody_would_try_is_refused(password: str) -> None:
    with pytest.raises(PasswordTooObvious):
        require_good_password(password, password, about=ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple", "paarse fiets op het dak", "kat-dak-wolk-vis",
        "x9$Lq2!vB7#m", "Jansen koopt blauwe tulpen", "كلمة سر طويلة جدا", "довгий пароль тут",
    ],
)  # fmt: skip
def test_a_few_words_that_do_not_belong_together_are_fine(password: str) -> None:
    require_good_password(password, password, about=ABOUT)


def test_eleven_characters_are_too_few_and_twelve_enough() -> None:
    with pytest.raises(PasswordTooShort):
        require_good_password("tulp wolk k", "tulp wolk k")
    require_good_password("tulp wolk ka", "tulp wolk ka")


def test_the_same_is_typed_twice() -> None:
    with pytest.raises(PasswordsDiffer):
        require_good_password("tulp wolk kat vis", "tulp wolk kat vos")


def test_nobody_types_a_book() -> None:
    with pytest.raises(PasswordTooLong):
        require_good_password("tulp wolk " * 21, "tulp wolk " * 21)
