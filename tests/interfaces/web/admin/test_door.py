"""Nobody but an administrator changes anything, and nobody becomes one by trying."""

from __future__ import annotations

import http.cookies
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from townhall.assistant import Assistant
from townhall.interfaces.web.admin.administrators import Administrators
from townhall.interfaces.web.admin.routes import router
from townhall.interfaces.web.site import Site
from townhall.interfaces.web.store import Store
from townhall.settings import Settings

PASSWORD = "the harbour is closed on mondays"  # noqa: S105 - of a server that lives as long as the test
Office = Any


def files(office: Office) -> dict[str, bytes]:
    """Return all that lies in the corpus."""
    return {path.name: path.read_bytes() for path in office.settings.corpus.rglob("*") if path.is_file()}


def routes(settings: Settings) -> list[tuple[str, str]]:
    """Return method and path of every route of the administrators."""
    site = Site(settings, Assistant(settings), Store(settings))
    made = router(site, Administrators(site))
    found = [(method, route.path) for route in walked(made.routes) for method in sorted(route.methods or ())]
    assert len(found) > 8
    return found


def walked(routes: Any) -> list[APIRoute]:
    """Return all routes, those of routers in routers too."""
    found: list[APIRoute] = []
    for route in routes:
        if isinstance(route, APIRoute):
            found.append(route)
        else:
            found.extend(walked(getattr(route, "original_router", route).routes))
    return found


def test_every_route_wants_a_session(office: Office) -> None:
    """Without a session every address of the desk leads to the door or is refused, whatever is sent, and nothing changes."""
    before = files(office)
    for method, path in routes(office.settings):
        if path == "/admin":
            continue
        with office.visitor() as stranger:
            for cookie in (None, "", "x" * 43, "../../admin", '"'):
                headers = {"Cookie": f"admin={cookie}"} if cookie is not None else {}
                answer = stranger.request(
                    method, path, headers=headers, **({"data": {"source": "call.txt", "id": "0" * 16}} if method == "POST" else {})
                )
                if method == "GET":
                    assert (answer.status_code, answer.headers["location"]) == (303, "/admin"), path
                else:
                    assert answer.status_code == 403, path
                    assert "session has ended" in answer.text
    assert files(office) == before


def test_other_sites_are_refused(office: Office) -> None:
    """What another site has an administrator's browser send is refused: by where it comes from, and by the form that only our pages hold."""
    before = files(office)
    with office.administrator() as client:
        form = form_of(client)
        posts = [path for method, path in routes(office.settings) if method == "POST"]
        for path in posts:
            data = {**form, "source": "call.txt", "password": PASSWORD}
            for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"}):
                assert client.post(path, data=data, headers=headers).status_code == 403, path
            if path != "/admin":
                for wrong in ({}, {"form": ""}, {"form": "0" * 64}, {"form": "ü"}):
                    assert client.post(path, data={"source": "call.txt", **wrong}).status_code == 403, path
        del client.headers["Sec-Fetch-Site"]
        for origin in ("", "null", "https://elsewhere.example", f"{office.address}.elsewhere.example"):
            assert client.post("/admin/remove", data={**form, "source": "call.txt"}, headers={"Origin": origin}).status_code == 403
        assert client.post("/admin/read", data=form, headers={"Origin": office.address}).status_code == 303
        assert client.get("/admin").status_code == 200
    assert files(office) == before
    office.settled()


def form_of(client: httpx.Client) -> dict[str, str]:
    """Return what every form of the session's pages holds."""
    page = client.get("/admin").text
    return {"form": page.partition('name="form" value="')[2].partition('"')[0]}


def test_guessing_takes_longer_and_longer(office: Office) -> None:
    """After some wrong passwords even the right one has to wait, as the page says in words; other addresses don't."""
    with office.visitor(source="127.0.0.2") as guesser:
        answers = [guesser.post("/admin", data={"password": f"guess {number}"}) for number in range(8)]
        assert {answer.status_code for answer in answers} == {403}
        assert "That is not the password." in answers[0].text
        assert "Too many wrong passwords. Try again in" in answers[-1].text
        assert int(answers[-1].headers["retry-after"]) >= 1
        answer = guesser.post("/admin", data={"password": PASSWORD})
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    with office.administrator() as other:
        assert "Sign out" in other.get("/admin").text


@pytest.mark.parametrize("body", [b"", b"password", b"password=\xff\x00", b"password[]=x&password[]=y"])
def test_odd_passwords(office: Office, body: bytes) -> None:
    """Whatever is sent as a password is a wrong one, never a fault."""
    with office.visitor(source="127.0.0.3") as visitor:
        answer = visitor.post("/admin", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.status_code == 403
        answer = visitor.post("/admin", content=b"--x\r\nbroken", headers={"Content-Type": "multipart/form-data; boundary=x"})
        assert answer.status_code in {400, 403}


def test_cookie(office: Office) -> None:
    """The session's cookie is out of reach of scripts and other sites, goes over https alone where that is spoken, and ends with the session."""
    with office.visitor() as client:
        told = client.post("/admin", data={"password": PASSWORD}, headers={"X-Forwarded-Proto": "https"}).headers["set-cookie"]
        cookie = http.cookies.SimpleCookie(told)["admin"]
        assert (cookie["httponly"], cookie["secure"], cookie["samesite"].lower(), cookie["path"]) == (True, True, "strict", "/")
        plain = http.cookies.SimpleCookie(client.post("/admin", data={"password": PASSWORD}).headers["set-cookie"])["admin"]
        assert not plain["secure"]
        session = {"Cookie": f"admin={plain.value}"}
        client.cookies.clear()
        page = client.get("/admin", headers=session).text
        form = {"form": page.partition('name="form" value="')[2].partition('"')[0]}
        assert client.post("/admin/sign-out", data=form, headers=session).headers["set-cookie"].startswith('admin="";')
        assert "Sign in" in client.get("/admin", headers=session).text


def test_no_password_set(open_office: Callable[..., Office]) -> None:
    """Where no password is set nobody gets in, with any or none, and the page says how to set one."""
    office = open_office(password=None)
    with office.visitor() as visitor:
        assert "TOWNHALL_ADMIN_PASSWORD" in visitor.get("/admin").text
        for password in ("", "None", PASSWORD):
            answer = visitor.post("/admin", data={"password": password})
            assert answer.status_code == 403
            assert "set-cookie" not in answer.headers
        assert visitor.get("/documents").status_code == 200
    assert not Path(office.settings.database_file()).exists()
