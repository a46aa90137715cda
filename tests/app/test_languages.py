"""Everybody, staff too, chooses among all languages; a choice is kept, and turns the page round."""

from starlette.testclient import TestClient


def test_a_page_comes_in_the_language_that_was_chosen_and_in_its_direction(
    web: TestClient,
) -> None:
    turkish = web.get("/?lang=tr")

    assert '<html lang="tr" dir="ltr">' in turkish.text
    assert "samenspraak-language=tr" in turkish.headers["set-cookie"]
    assert "Yanıtımla ne yapıldı?" in turkish.text
    web.cookies.clear()
    arabic = web.get("/", headers={"Accept-Language": "ar-SY,ar;q=0.9"})
    assert '<html lang="ar" dir="rtl">' in arabic.text


def test_a_desk_speaks_the_language_that_was_chosen(web: TestClient) -> None:
    web.get("/?lang=tr")

    assert '<html lang="tr" dir="ltr">' in web.get("/login").text
    assert '<html lang="ar" dir="rtl">' in web.get("/login?lang=ar").text
