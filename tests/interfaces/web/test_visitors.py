"""A page that isn't open to everybody: by a password that all share, or by a proxy that signs people in."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr

from townhall.interfaces.application import application_of
from townhall.interfaces.web.operating.lifecycle import Lifecycle
from townhall.interfaces.web.site import Site
from townhall.interfaces.web.visitors import local

PASSWORD = "open sesame"  # noqa: S105 - of the test alone
PAGE = {"accept": "text/html"}
HERE = {"sec-fetch-site": "same-origin"}
CLOSED = ("/", "/documents", "/directory", "/quality", "/conversations", "/config", "/pulse", "/admin", "/about", "/mcp")


def client_of(site: Site, **settings: object) -> TestClient:
    """Return somebody's browser, on a page with other settings."""
    return TestClient(application_of(site.settings.model_copy(update=settings), site.assistant, lifecycle=Lifecycle()), follow_redirects=False)


def typed(client: TestClient, password: str, to: str = "/documents") -> Response:
    """Send the form with a password."""
    return client.post("/sign-in", data={"password": password, "to": to}, headers=HERE)


def test_nothing_is_shown_without_the_password(site: Site) -> None:
    """Pages lead to the door, all else is refused; with the password everything opens, on this browser alone."""
    client = client_of(site, visitor_password=SecretStr(PASSWORD))
    for path in CLOSED:
        assert client.get(path).status_code == 401, path
        found = client.get(path, headers=PAGE)
        assert (found.status_code, found.headers["location"]) == (303, f"/sign-in?to={path.replace('/', '%2F')}")
    assert client.post("/gradio_api/queue/join", json={}).status_code == 401
    assert 'type="password"' in client.get("/sign-in?to=/documents", headers=PAGE).text
    assert typed(client, "wrong password").status_code == 403
    assert client.get("/documents").status_code == 401
    entered = typed(client, PASSWORD)
    assert (entered.status_code, entered.headers["location"]) == (303, "/documents")
    assert "HttpOnly" in entered.headers["set-cookie"]
    assert client.get("/documents").status_code == 200
    assert client_of(site, visitor_password=SecretStr(PASSWORD)).get("/documents").status_code == 401


def test_programs_show_the_password(site: Site) -> None:
    """A program without cookies gets in by the password as a bearer token; one that guesses has to wait, whatever it shows then."""
    client = client_of(site, visitor_password=SecretStr(PASSWORD))
    assert client.get("/documents", headers={"authorization": f"Bearer {PASSWORD}"}).status_code == 200
    for _ in range(6):
        assert client.get("/documents", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert client.get("/documents", headers={"authorization": f"Bearer {PASSWORD}"}).status_code == 401


def test_guessing_is_slowed_and_other_sites_cannot_send_the_form(site: Site) -> None:
    """After some wrong passwords even the right one has to wait; a form of another site isn't looked at."""
    client = client_of(site, visitor_password=SecretStr(PASSWORD))
    assert client.post("/sign-in", data={"password": PASSWORD}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    for _ in range(6):
        assert typed(client, "wrong password").status_code == 403
    assert typed(client, PASSWORD).status_code == 403


def test_a_visitor_is_no_administrator(site: Site) -> None:
    """The visitors' session opens no desk, and the administrators' none of the visitors' pages."""
    client = client_of(site, visitor_password=SecretStr(PASSWORD), admin_password=SecretStr("another password"))
    typed(client, PASSWORD)
    client.cookies.set("admin", client.cookies["entry"])
    assert 'name="password"' in client.get("/admin", headers=PAGE).text
    client.cookies.delete("entry")
    assert client.get("/documents").status_code == 401


def test_probes_need_no_password(site: Site) -> None:
    """Who looks after the server has no password to type; what the door itself is made of is there too."""
    client = client_of(site, visitor_password=SecretStr(PASSWORD))
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert client.get("/page/frame.css").status_code == 200


def test_without_a_password_there_is_no_door(site: Site) -> None:
    """The page is open by default, and the door's address is none."""
    client = client_of(site)
    assert client.get("/documents").status_code == 200
    assert client.get("/sign-in").status_code == 404
    assert typed(client, PASSWORD).status_code == 404


def test_a_proxy_says_who_has_signed_in(site: Site) -> None:
    """With the header of a proxy that signs people in everything opens; without it, or with it empty, nothing does."""
    client = client_of(site, trusted_user_header="X-Remote-User")
    assert client.get("/documents").status_code == 401
    assert client.get("/documents", headers={"x-remote-user": ""}).status_code == 401
    assert client.get("/documents", headers={"x-remote-user": "someone"}).status_code == 200


@pytest.mark.parametrize(
    "address", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", "documents", "/\t/example.org", None]
)
def test_the_door_leads_nowhere_else(address: str | None) -> None:
    """A link to the door can't have somebody who signs in sent to another site."""
    assert local(address) == "/"
    assert local("/documents/a%20b?q=1") == "/documents/a%20b?q=1"
