"""Keywords are words a reader recognises, in every script."""

import numpy as np

from clustering.keywords import keywords
from clustering.labels import names_somebody, title
from clustering.names import PlainWords


def best(*clusters: list[str]) -> tuple[tuple[str, ...], ...]:
    texts = [text for cluster in clusters for text in cluster]
    labels = np.repeat(np.arange(len(clusters)), [len(cluster) for cluster in clusters])
    return keywords(texts, labels.astype(np.int32), per_cluster=4)


def test_stop_words_of_the_interface_languages_never_show() -> None:
    found = best(
        ["De huisarts is er niet voor ons", "Wij hebben een huisarts die er niet is"],
        ["Otobüs çok az ve geç", "otobüs için çok bekliyoruz"],
        ["the bus is not there", "we have no bus and the bus is late"],
    )

    assert found[0][0] == "huisarts"
    assert found[1][0] == "otobüs"
    assert found[2][0] == "bus"
    assert not {"niet", "çok", "the", "een"} & {word for words in found for word in words}


def test_a_word_in_every_cluster_says_less_than_one_in_a_single_cluster() -> None:
    found = best(
        ["zorg en parkeren", "zorg, parkeren!", "parkeren kost geld"],
        ["zorg en wachttijd", "zorg: wachttijd", "wachttijd is lang"],
    )

    assert found[0][0] == "parkeren"
    assert found[1][0] == "wachttijd"


def test_plural_and_singular_do_not_repeat_each_other() -> None:
    (words,) = best(["wachttijd en balie", "wachttijden en balie", "wachttijd, wachttijden, balie"])

    assert sum(word.startswith("wachttijd") for word in words) == 1


def test_german_nouns_keep_their_capital() -> None:
    (words,) = best(["Unsere Wohnungen sind teuer", "Die Wohnungen sind klein"])

    assert "Wohnungen" in words


def test_chinese_keywords_are_whole_words_not_slices_of_them() -> None:
    found = best(
        ["計程車司機很親切", "這位計程車司機開得慢", "我是計程車司機"],
        ["費率加成太高", "下雨費率加成", "費率加成不合理"],
    )

    assert "計程車司機" in found[0]
    assert "費率加成" in found[1]
    assert "程車司" not in found[0]


def test_one_person_repeating_a_text_does_not_set_the_tone() -> None:
    (words,) = best(["spam spam"] * 20 + ["bus te laat", "bus is vol"])

    assert words[0] == "bus"


def named(words: tuple[str, ...], *texts: str) -> str:
    return title(words, texts, PlainWords(texts))


def test_keywords_that_stand_in_half_of_the_answers_are_the_title() -> None:
    texts = ("de balie", "een tolk", "parkeren")

    assert named(("balie", "tolk", "parkeren", "lang"), *texts) == "Balie, tolk, parkeren"
    assert named(("計程車", "司機"), "x") == "計程車、司機"


def test_a_general_word_alone_gets_a_sentence_beside_it() -> None:
    texts = ("Er is te weinig tijd voor elke patiënt", "tijd, patiënt")

    assert named(("patiënt",), *texts) == "Patiënt: “Er is te weinig tijd voor elke patiënt”"


def test_a_sentence_with_the_first_two_keywords_is_the_title() -> None:
    texts = ("Te lang wachten aan de telefoon", "wachten, telefoon", "de telefoon")

    assert named(("telefoon", "wachten", "tolk"), *texts) == "“Te lang wachten aan de telefoon”"


def test_without_keywords_a_short_central_answer_is_the_title() -> None:
    assert named((), "Kort antwoord") == "Kort antwoord"
    assert named((), "woord " * 40).endswith(" …")


def test_a_sentence_in_a_title_is_cut_at_a_word_within_sixty_characters() -> None:
    said = named((), "1234 praat gewoon Nederlands met mij, ik snap de helft niet van wat u zegt")

    assert said.startswith("1234 praat gewoon")
    assert said.endswith(" …")
    assert len(said) <= 60


def test_long_keywords_are_left_out_rather_than_cut() -> None:
    words = ("energetischem Zustand", "klimafreundlichen Sanierung", "leerstehende Wohnungen")

    assert named(words, "x") == "Energetischem Zustand, klimafreundlichen Sanierung"


def test_relatives_alone_are_no_title() -> None:
    assert named(("moeder", "vader"), "Vraag ook hoe het mij gaat") == "Vraag ook hoe het mij gaat"
    assert named(("vader", "kraambed", "verlof"), "kraambed, verlof") == "Kraambed, verlof"


def test_the_name_of_a_doctor_is_no_title() -> None:
    texts = ("Dokter Jansen en de balie", "dokter Jansen, een tolk", "Dokter Jansen: balie, tolk")

    assert "jansen" not in named(("Jansen", "balie", "tolk"), *texts).casefold()


def test_numbers_and_times_are_no_keywords_and_nouns_go_before_verbs() -> None:
    found = best(
        ["drie uur fietsen met de nachttaxi", "elf uur fietsen, de nachttaxi", "een nachttaxi"],
        ["twee jaar wachten op de balie", "drie jaar wachten, een balie"],
    )

    assert found[0][0] == "nachttaxi"
    assert found[1][0] == "balie"
    assert not {"drie", "elf", "uur", "jaar"} & {word for words in found for word in words}


def test_a_word_found_as_often_elsewhere_is_no_keyword() -> None:
    found = best(["de balie en tolk", "een tolk, balie"], ["de balie en taxi", "een taxi, balie"])

    assert found == (("tolk",), ("taxi",))


def test_a_sentence_with_a_name_is_known() -> None:
    assert names_somebody("Mijn buurvrouw Anna de Vries wachtte op de ambulance")
    assert not names_somebody("In Zoetermeer is geen spoedeisende hulp. De post is dicht.")
