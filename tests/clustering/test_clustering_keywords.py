"""Keywords are words a reader recognises, in every script."""

import numpy as np

from clustering.keywords import keywords
from clustering.labels import names_somebody, title


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


def test_a_title_joins_the_first_words_and_falls_back_on_the_central_text() -> None:
    assert title(("wachttijd", "huisarts", "bellen", "lang"), "x") == "Wachttijd, huisarts, bellen"
    assert title(("計程車", "司機"), "x") == "計程車、司機"
    assert title((), "Kort antwoord") == "Kort antwoord"
    assert title((), "woord " * 40).endswith(" …")


def test_a_sentence_in_a_title_is_cut_at_a_word_within_sixty_characters() -> None:
    said = title((), "praat gewoon Nederlands met mij, want ik snap de helft niet van die taal")

    assert said.startswith("Praat gewoon")
    assert said.endswith(" …")
    assert len(said) <= 60


def test_relatives_alone_are_no_title() -> None:
    assert title(("moeder", "vader"), "Vraag ook hoe het mij gaat") == "Vraag ook hoe het mij gaat"
    assert title(("vader", "kraambed", "verlof"), "x") == "Kraambed, verlof"


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
