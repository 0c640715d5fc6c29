"""Documents are added, replaced, removed and brought back from the page; bad ones are refused in words, and nothing is lost or exposed."""

from __future__ import annotations

import http.client
import io
import json
import re
import zipfile
from typing import Any

import httpx
import pytest

LIMIT = 200_000
Office = Any
TEXT = b"Guild of Lighthouse Keepers\n\nThe Guild of Lighthouse Keepers supports cities in Portugal with lamps, lenses and night watches.\n"


def bomb() -> bytes:
    """Return a Word document of less than 200 kB that unpacks to 150 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(150_000_000))
    return packed.getvalue()


BOMB = bomb()


def form_of(client: httpx.Client) -> dict[str, str]:
    """Return what every form of the session's pages holds."""
    return {"form": client.get("/admin").text.partition('name="form" value="')[2].partition('"')[0]}


def files(office: Office) -> dict[str, bytes]:
    """Return all that lies in the corpus, leftovers included."""
    corpus = office.settings.corpus
    return {path.relative_to(corpus).as_posix(): path.read_bytes() for path in corpus.rglob("*") if path.is_file()}


def upload(client: httpx.Client, *sent: tuple[str, bytes], **fields: str) -> list[dict[str, Any]]:
    """Send files as the page's script does, and return what is told of each."""
    form = {**form_of(client), "more": "1", **fields}
    parts = [("files", (name, content, "application/octet-stream")) for name, content in sent]
    answer = client.post("/admin/documents", data=form, files=parts, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    told: list[dict[str, Any]] = answer.json()
    return told


def notices(client: httpx.Client) -> list[str]:
    """Return what the page tells."""
    return re.findall(r'<span class="words">([^<]+)</span>', client.get("/admin").text.partition("<template")[0])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.exe", TEXT, "is not of a format that can be read"),
        ("empty.txt", b"", "is empty"),
        ("large.txt", b"a" * (LIMIT + 1), "is larger than 200 kB"),
        ("bomb.zip", b"PK\x03\x04" + bytes(100), "is not of a format that can be read"),
        ("bomb.txt", b"PK\x03\x04" + bytes(100), "another format than its name says"),
        ("bomb.docx", BOMB, "can’t be read"),
        ("picture.pdf", b"GIF89a" + bytes(100), "can’t be read"),
        ("bytes.txt", b"\xff\xfe\x00bytes\x9d", "can’t be read"),
        ("...", TEXT, "can’t have the name"),
        ("sources.toml", TEXT, "is not of a format that can be read"),
    ],
)
def test_bad_files(office: Office, name: str, content: bytes, words: str) -> None:
    """A file that can be no document is refused with a sentence that says why, and the corpus is as it was."""
    before = files(office)
    with office.administrator() as client:
        [told] = upload(client, (name, content))
    assert told["done"] is False
    assert words in told["text"]
    assert files(office) == before


def test_duplicates(office: Office) -> None:
    """A document that is there already, under this name or another, is not added again; the page says which one it is."""
    before = files(office)
    name, content = next((name, content) for name, content in before.items() if name.endswith(".txt"))
    with office.administrator() as client:
        [copied, taken] = upload(client, ("copy.txt", content), (name, TEXT))
    assert f"has the same contents as {name}" in copied["text"]
    assert f"There is a document {name} already" in taken["text"]
    assert files(office) == before


def test_far_too_large(office: Office) -> None:
    """A request of 200 MB is refused before it is read, by its length or for having none; the page says why."""
    with office.administrator() as client:
        cookie = f"admin={client.cookies['admin']}"
    for headers in ({"Content-Length": "200000000"}, {"Transfer-Encoding": "chunked"}):
        connection = http.client.HTTPConnection(office.address.removeprefix("http://"), timeout=30)
        connection.putrequest("POST", "/admin/documents")
        sent = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Content-Type": "multipart/form-data; boundary=x", **headers}
        for header, value in sent.items():
            connection.putheader(header, value)
        connection.endheaders()
        answer = connection.getresponse()  # nothing of the body was sent
        assert answer.status == 413
        assert "more than can be read" in answer.read().decode()
        connection.close()


@pytest.mark.parametrize("body", [b"", b"--x\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--\r\n", b"\x00" * 1000])
def test_broken_forms(office: Office, body: bytes) -> None:
    """A form that can't be read is refused in words."""
    with office.administrator() as client:
        answer = client.post("/admin/documents", content=body, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code in {400, 403}
    assert "Nothing was changed." in answer.text


def test_path_tricks(office: Office) -> None:
    """Names that climb, hide or deceive become plain names in the corpus; nothing is written anywhere else."""
    before, around = files(office), {path.name for path in office.settings.corpus.parent.iterdir()}
    names = ["../../up.txt", "/etc/absolute.txt", "C:\\Windows\\back.txt", ".hidden.txt", "gnp\u202etxt.md", "nul.txt", f"{'long' * 200}.txt"]
    with office.administrator() as client:
        told = upload(client, *((name, f"Text of {number}.\n".encode()) for number, name in enumerate(names)))
        assert [notice["done"] for notice in told] == [True] * len(names), told
        added = set(files(office)) - set(before)
        assert {name for name in added if len(name) < 100} == {"up.txt", "absolute.txt", "back.txt", "hidden.txt", "gnptxt.md", "_nul.txt"}
        assert {path.name for path in office.settings.corpus.parent.iterdir()} - around <= {"data"}
        form = form_of(client)
        for trick in ("../index/CURRENT", "/etc/passwd", "..", "", "sources.toml", "a\x00b"):
            for path in ("/admin/remove", "/admin/replace"):
                answer = client.get(path, params={"source": trick})
                assert (answer.status_code, "There is no such document." in answer.text) == (404, True)
            client.post("/admin/remove", data={**form, "source": trick})
            assert "is not there any more" in notices(client)[0]
            client.post("/admin/restore", data={**form, "id": trick})
            assert "is not there any more" in notices(client)[0]
        for name in added:
            client.post("/admin/remove", data={**form, "source": name})
    assert files(office) == before
    office.settled()


def test_remove_and_bring_back(office: Office) -> None:
    """A document is removed after a question, and brought back by one press; the page tells what was done, with no word of who."""
    before = files(office)
    name = next(name for name in before if name.endswith(".txt"))
    with office.administrator() as client:
        assert f"Remove {name}?" in client.get("/admin/remove", params={"source": name}).text
        assert files(office) == before
        answer = client.post("/admin/remove", data={**form_of(client), "source": name})
        assert (answer.status_code, answer.headers["location"]) == (303, "/admin")
        assert name not in files(office)
        page = client.get("/admin").text
        assert f"{name} was removed." in page
        assert f"{name} was removed." not in client.get("/admin").text
        id = page.partition('name="id" value="')[2].partition('"')[0]
        client.post("/admin/restore", data={**form_of(client), "id": id})
        assert notices(client) == [f"{name} was brought back."]
    assert files(office) == before
    office.settled()
    acts = [json.loads(line) for line in (office.settings.removed_folder().parent / "changes.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(act["what"], act.get("document")) for act in acts if act["what"] in {"removed", "restored"}][-2:] == [
        ("removed", name),
        ("restored", name),
    ]
    assert set().union(*acts) <= {"at", "what", "document", "sha256", "session"}


def test_without_a_script(office: Office) -> None:
    """The plain form adds several files at once and leads back to the page, which tells of each."""
    before = files(office)
    with office.administrator() as client:
        form = form_of(client)
        parts = [("files", ("one.txt", b"One.\n", "text/plain")), ("files", ("two.exe", b"Two.\n", "text/plain"))]
        assert client.post("/admin/documents", data=form, files=parts).headers["location"] == "/admin"
        told = notices(client)
        assert "one.txt was added." in told
        assert any("two.exe is not of a format" in text for text in told)
        client.post("/admin/documents", data=form, files=[("files", ("", b"", "application/octet-stream"))])
        assert notices(client) == ["Choose a file first."]
        client.post("/admin/remove", data={**form, "source": "one.txt"})
    assert files(office) == before
    office.settled()
