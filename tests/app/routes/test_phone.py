"""What a phone installs and keeps of the site: files for everybody, never a page of somebody."""

import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.routes.public import phone
from app.templating import STATIC

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def told(web: TestClient) -> dict[str, Any]:
    """What stands above the script of the service worker."""
    found = re.match(r"const PHONE = (\{.*\});\n", web.get("/service-worker.js").text)
    assert found
    return json.loads(found[1])


def test_the_worker_keeps_static_files_only_and_each_is_there(web: TestClient) -> None:
    files = told(web)["files"]

    assert files
    assert all(each.startswith("/static/") for each in files)
    assert {web.get(each).status_code for each in files} == {200}


def test_a_page_of_a_resident_asks_for_files_that_the_phone_keeps(web: TestClient) -> None:
    page = web.get("/kept-on-your-phone").text

    asked = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))

    assert asked <= set(told(web)["files"])


def test_a_changed_script_is_another_version(
    web: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    before = told(web)["version"]
    changed = tmp_path / "service-worker.js"
    changed.write_text((STATIC / "service-worker.js").read_text() + "\n// changed\n")
    monkeypatch.setattr(phone, "WORKER", changed)
    phone.service_worker.cache_clear()

    after = told(web)["version"]
    phone.service_worker.cache_clear()

    assert after != before


def test_the_browser_asks_for_the_worker_each_time_and_may_use_it(web: TestClient) -> None:
    answer = web.get("/service-worker.js")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_site_can_be_installed_in_the_language_of_the_visitor(web: TestClient) -> None:
    dutch = web.get("/manifest.webmanifest", headers={"accept-language": "nl"})

    manifest = dutch.json()
    assert dutch.headers["Content-Type"].startswith("application/manifest+json")
    assert (manifest["name"], manifest["lang"]) == ("Samenspraak", "nl")
    assert manifest["description"] == "Denk mee over zorg en gezondheid in uw regio."
    assert web.get(manifest["icons"][0]["src"]).status_code == 200
    assert '<link rel="manifest" href="/manifest.webmanifest">' in web.get("/").text


@pytest.mark.parametrize("page", ["/kept-on-your-phone", "/no-connection"])
def test_what_a_phone_keeps_for_a_lost_network_is_the_same_for_everybody(
    web: TestClient, page: str
) -> None:
    web.cookies.set("samenspraak-visit-spoedzorg", "somebody")

    assert web.get(page).text == TestClient(web.app).get(page).text
    assert web.get(page).status_code == 200


def test_files_are_compressed_and_pages_never(web: TestClient) -> None:
    packed = {"accept-encoding": "gzip"}
    files = [*told(web)["files"][1:4], "/service-worker.js", "/no-connection"]

    assert {web.get(each, headers=packed).headers.get("content-encoding") for each in files} == {
        "gzip"
    }
    for page in ("/", "/receipt", "/about"):
        assert "content-encoding" not in web.get(page, headers=packed).headers
