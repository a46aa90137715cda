"""Whoever scans the QR code of a letter has to type nothing."""

from playwright.sync_api import Page, expect

from tests.residents import HOME, Setting


def test_the_code_behind_the_address_stands_in_its_field_and_leaves_the_address(
    phone: Page, address: str, setting: Setting
) -> None:
    code = setting.codes()[0]

    phone.goto(f"{address}{HOME}#{code}")

    expect(phone.get_by_label("The code from your letter")).to_have_value(code)
    assert phone.url == f"{address}{HOME}"
    phone.get_by_role("button", name="Start", exact=True).click()
    expect(phone.get_by_label("I have read this and take part.")).to_be_visible()
