"""Web pages as documents: fetched politely from a real server, and never more than was asked for."""

from __future__ import annotations

import gzip
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from web_server import Reply, Site, serving

from townhall.corpus.web import Fetched, Wanted, links_of
from townhall.corpus.web.addresses import is_public
from townhall.corpus.web.fetcher import Manners
from townhall.corpus.web.fetching import fetch_all
from townhall.corpus.web.kept import place_of

QUICK = Manners(delay=0, seconds=2, size=200_000, private=True)


@pytest.fixture
def site() -> Iterator[Site]:
    """Return a server of this machine without pages."""
    with serving(Site()) as served:
        yield served


def fetch(corpus: Path, site: Site, *paths: str, sitemaps: tuple[str, ...] = (), manners: Manners = QUICK, **others: object) -> Fetched:
    """Fetch pages of a site."""
    wanted = Wanted(tuple(site.url + path for path in paths), tuple(site.url + path for path in sitemaps), **others)  # type: ignore[arg-type]
    return fetch_all(corpus, wanted, manners)


def files(corpus: Path) -> dict[str, bytes]:
    """Return the fetched files by their paths below the host's folder."""
    return {"/".join(path.relative_to(corpus).parts[2:]): path.read_bytes() for path in corpus.rglob("*") if path.is_file() and path.name[0] != "."}


def reasons(fetched: Fetched, site: Site) -> dict[str, str]:
    """Return why addresses could not be fetched, by path."""
    return {failure.url.removeprefix(site.url): failure.reason for failure in fetched.failed}


def test_pages_become_files(site: Site, tmp_path: Path) -> None:
    """Each page lies under its host and path, whatever its address looks like, and its address is known."""
    for path in ("/", "/fees", "/fees/", "/v1.2/Guide.html", "/list?page=2", "/%C3%BCber%20uns", "/../secret"):
        site.page(path, f"Text of {path}.")
    done = fetch(tmp_path, site, "/", "/fees", "/fees/", "/v1.2/Guide.html", "/list?page=2", "/%C3%BCber%20uns")
    assert not done.failed
    names = sorted(files(tmp_path))
    assert [name for name in names if not name.startswith("list-")] == [
        "fees.html",
        "fees/index.html",
        "index.html",
        "v1_2/Guide.html",
        "über uns.html",
    ]
    assert len(names) == 6
    assert set(links_of(tmp_path).values()) == set(done.new)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://a.example/..%2F..%2Fetc/passwd", "web/a.example/etc/passwd.html"),
        ("https://a.example/%2e%2e/%2e%2e/x", "web/a.example/x.html"),
        ("https://a.example/a%00b/CON", "web/a.example/ab/_CON.html"),
        ("https://a.example:8443/", "web/a.example_8443/index.html"),
        ("https://[2001:db8::1]/x", "web/2001_db8__1/x.html"),
    ],
)
def test_no_address_leads_out_of_the_folder(url: str, place: str) -> None:
    """Whatever an address holds, its file lies in the folder of its host, under a name that every system allows."""
    assert place_of(url, ".html", {}) == place


def test_addresses_that_differ_in_capitals_are_two_files(site: Site, tmp_path: Path) -> None:
    """Where two addresses would be one file on some systems, the second gets a name of its own, and keeps it."""
    site.page("/Fees", "Large.")
    site.page("/fees", "Small.")
    fetch(tmp_path, site, "/Fees", "/fees")
    before = files(tmp_path)
    assert len({name.casefold() for name in before}) == 2
    fetch(tmp_path, site, "/Fees", "/fees")
    assert files(tmp_path) == before


@pytest.mark.parametrize("kind", ["etag", "modified"])
def test_what_has_not_changed_is_not_sent_again(site: Site, tmp_path: Path, kind: str) -> None:
    """A page is asked for with what the server gave; its copy stays, and one whose file was damaged or deleted is fetched whole."""
    site.page("/a", "One.", **{kind: '"1"' if kind == "etag" else "Wed, 01 May 2024 10:00:00 GMT"})
    first = fetch(tmp_path, site, "/a")
    second = fetch(tmp_path, site, "/a")
    assert (first.new, second.unchanged) == ((f"{site.url}/a",), (f"{site.url}/a",))
    header = "If-None-Match" if kind == "etag" else "If-Modified-Since"
    assert [header in headers for path, headers in site.asked if path == "/a"] == [False, True]
    before = files(tmp_path)
    next(path for path in tmp_path.rglob("a.html")).unlink()
    fetch(tmp_path, site, "/a")
    assert files(tmp_path) == before


def test_a_changed_page_takes_the_place_of_the_old(site: Site, tmp_path: Path) -> None:
    """New contents are written; another media type moves the file to another ending."""
    site.page("/a", "One.", etag='"1"')
    fetch(tmp_path, site, "/a")
    site.page("/a", "Two.", etag='"2"')
    assert fetch(tmp_path, site, "/a").changed
    assert b"Two." in files(tmp_path)["a.html"]
    site.pages["/a"] = Reply(b"Plain text.\n", headers={"Content-Type": "text/plain"})
    fetch(tmp_path, site, "/a")
    assert files(tmp_path) == {"a.txt": b"Plain text.\n"}


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_removed(site: Site, tmp_path: Path, status: int) -> None:
    """What the server says is gone is no document any more, and its empty folders go with it."""
    site.page("/deep/a", "One.")
    site.page("/b", "Two.")
    fetch(tmp_path, site, "/deep/a", "/b")
    site.pages["/deep/a"] = Reply(status=status)
    assert fetch(tmp_path, site, "/deep/a", "/b").gone == (f"{site.url}/deep/a",)
    assert list(files(tmp_path)) == ["b.html"]
    assert not list(tmp_path.rglob("deep"))


@pytest.mark.parametrize("reply", [Reply(status=500), Reply(status=503), Reply(status=429), Reply(status=403)])
def test_a_page_that_fails_keeps_its_copy(site: Site, tmp_path: Path, reply: Reply) -> None:
    """A server that fails, or refuses for now, takes no document away; it is told, and that a copy is kept."""
    site.page("/a", "One.")
    fetch(tmp_path, site, "/a")
    before = files(tmp_path)
    site.pages["/a"] = reply
    [failure] = fetch(tmp_path, site, "/a").failed
    assert (failure.reason, failure.kept) == (f"status {reply.status}", True)
    assert files(tmp_path) == before


def test_a_page_that_is_wanted_no_more_is_removed(site: Site, tmp_path: Path) -> None:
    """What was taken from the list goes; what somebody else put into the folder stays."""
    site.page("/a", "One.")
    site.page("/b", "Two.")
    fetch(tmp_path, site, "/a", "/b")
    other = tmp_path / "web" / "mine.txt"
    other.write_text("Mine.\n", encoding="utf-8")
    assert fetch(tmp_path, site, "/b").gone == (f"{site.url}/a",)
    assert list(files(tmp_path)) == ["b.html"] or "b.html" in files(tmp_path)
    assert other.is_file()


def test_robots_are_obeyed(site: Site, tmp_path: Path) -> None:
    """What robots.txt forbids us, or all, is not asked for; it is asked for once."""
    site.robots("User-agent: townhall\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n")
    for path in ("/open", "/private/a"):
        site.page(path, "Text.")
    done = fetch(tmp_path, site, "/open", "/private/a")
    assert reasons(done, site) == {"/private/a": "robots.txt doesn't allow it"}
    assert site.paths == ["/robots.txt", "/open"]
    assert site.asked[0][1]["User-Agent"].startswith("Townhall")


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False)])
def test_robots_that_cannot_be_had(site: Site, tmp_path: Path, status: int, *, allowed: bool) -> None:
    """Without a robots.txt all is allowed; while the server fails to tell, nothing is (RFC 9309)."""
    site.pages["/robots.txt"] = Reply(status=status)
    site.page("/a", "Text.")
    fetch(tmp_path, site, "/a")
    assert ("/a" in site.paths) is allowed


def test_one_connection_and_a_pause(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host is asked over one connection, and with the pause that its robots.txt wants between two requests."""
    pauses: list[float] = []
    monkeypatch.setattr("townhall.corpus.web.fetcher.time.sleep", pauses.append)
    site.robots("User-agent: *\nCrawl-delay: 7\n")
    for path in ("/a", "/b", "/c"):
        site.page(path, "Text.")
    fetch(tmp_path, site, "/a", "/b", "/c")
    assert len(site.connections) == 1
    assert len(pauses) == 3
    assert all(5 < pause <= 7 for pause in pauses)


def test_redirects_are_followed_within_bounds(site: Site, tmp_path: Path) -> None:
    """Up to five redirects are followed, to addresses of the web only; the citation's address is the last one."""
    site.page("/end", "Text.")
    for number in range(8):
        site.redirect(f"/{number}", f"/{number + 1}" if number < 7 else "/end")
    site.redirect("/circle", "/circle")
    site.redirect("/file", "file:///etc/passwd")
    site.redirect("/none", "")
    done = fetch(tmp_path, site, "/4", "/0", "/circle", "/file", "/none")
    assert links_of(tmp_path) == {next(iter(links_of(tmp_path))): f"{site.url}/end"}
    assert reasons(done, site) == {
        "/0": "redirected more than 5 times",
        "/circle": "redirected more than 5 times",
        "/file": "redirected to 'file:///etc/passwd', which is no address of the web",
        "/none": "redirected to '', which is no address of the web",
    }


def test_size_and_time_are_bounded(site: Site, tmp_path: Path) -> None:
    """Pages that are huge, packed to be huge, endless or slow are given up, and the next one is fetched."""
    html = {"Content-Type": "text/html"}
    bomb = gzip.compress(b"x" * 50_000_000)
    site.pages["/huge"] = Reply(b"x" * 200_001, headers=html)
    site.pages["/bomb"] = Reply(bomb, headers={**html, "Content-Encoding": "gzip"})
    site.pages["/endless"] = Reply(endless=True, headers=html)
    site.pages["/slow"] = Reply(stop=threading.Event(), headers=html)
    site.pages["/broken"] = Reply(bomb[: len(bomb) // 2], headers={**html, "Content-Encoding": "gzip"})
    site.pages["/cut"] = Reply(gzip.compress(b"some text " * 100)[:-9], headers={**html, "Content-Encoding": "gzip"})
    site.pages["/other"] = Reply(zlib.compress(b"x"), headers={**html, "Content-Encoding": "br"})
    site.page("/last", "Text.")
    done = fetch(tmp_path, site, *site.pages)
    assert reasons(done, site) == {
        "/huge": "more than 200,000 bytes",
        "/bomb": "more than 200,000 bytes",
        "/endless": "more than 200,000 bytes",
        "/slow": "not complete within the time for a page",
        "/broken": "more than 200,000 bytes",
        "/cut": "cut off",
        "/other": "packed by 'br', which was not asked for",
    }
    assert list(files(tmp_path)) == ["last.html"]


def test_packed_pages_are_unpacked(site: Site, tmp_path: Path) -> None:
    """A page that comes packed is stored as it is meant, and one in another encoding in UTF-8."""
    site.pages["/a"] = Reply(
        gzip.compress("Gebühr".encode("cp1252")), headers={"Content-Type": "text/plain; charset=iso-8859-1", "Content-Encoding": "gzip"}
    )
    fetch(tmp_path, site, "/a")
    assert files(tmp_path)["a.txt"].decode("utf-8-sig") == "Gebühr"


def test_sitemaps_are_read(site: Site, tmp_path: Path) -> None:
    """Indexes, packed lists and lists that name each other are followed; patterns choose; pages of other hosts are left out."""
    for path in ("/a", "/b", "/news/c", "/d"):
        site.page(path, f"Text of {path}.")
    site.sitemap("/sitemap.xml", ["/one.xml.gz", "/two.txt", "/sitemap.xml"], index=True)
    site.sitemap("/one.xml.gz", ["/a", "/news/c"], packed=True)
    site.pages["/two.txt"] = Reply(
        f"{site.url}/b\n{site.url}/d\nhttp://elsewhere.example/x\nnonsense\n".encode(), headers={"Content-Type": "text/plain"}
    )
    done = fetch(tmp_path, site, sitemaps=("/sitemap.xml",), exclude=("*/news/*",), include=(f"{site.url}/*",), most_pages=2)
    assert sorted(files(tmp_path)) == ["a.html", "b.html"]
    assert reasons(done, site) == {"/d": "this page and 0 more are beyond most_pages"}


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500),
        Reply(status=404),
        Reply(b"<html></html>"),
        Reply(b"<urlset"),
        Reply(b"<urlset></urlset>"),
        Reply(gzip.compress(b"<urlset>" + b" " * 50_000_000)),
        Reply(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><urlset><url><loc>&a;</loc></url></urlset>'),
    ],
)
def test_a_sitemap_that_fails_takes_no_page_away(site: Site, tmp_path: Path, reply: Reply) -> None:
    """While a sitemap can't be read, is emptied or is something else, the pages that it listed stay documents."""
    site.page("/a", "One.")
    site.sitemap("/sitemap.xml", ["/a"])
    fetch(tmp_path, site, sitemaps=("/sitemap.xml",))
    site.pages["/sitemap.xml"] = reply
    done = fetch(tmp_path, site, sitemaps=("/sitemap.xml",))
    assert list(files(tmp_path)) == ["a.html"]
    assert list(reasons(done, site)) == ["/sitemap.xml"]


def test_this_machine_is_not_asked(site: Site, tmp_path: Path) -> None:
    """Unless it is allowed no request goes to a private address, by number, by name or by redirect, not even for robots.txt."""
    site.page("/a", "Secret.")
    port = site.url.rpartition(":")[2]
    wanted = Wanted((f"{site.url}/a", f"http://localhost:{port}/a", f"http://[::ffff:127.0.0.1]:{port}/a", f"http://2130706433:{port}/a"))
    done = fetch_all(tmp_path, wanted, Manners(delay=0))
    assert len(done.failed) == 4
    assert site.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - judged, not listened on
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_addresses_are_judged(address: str, *, public: bool) -> None:
    """Only addresses of the internet are public; one of IPv4 that is written in one of IPv6 is judged for itself."""
    assert is_public(address) is public
