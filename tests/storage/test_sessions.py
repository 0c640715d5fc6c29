"""Administrators get in with the password, stay as long as was said, and nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from townhall.errors import UsageError
from townhall.interfaces.given import settings_of
from townhall.storage import Database, Sessions
from townhall.storage.limits import FREE_GUESSES
from townhall.storage.sessions import DURATION

PASSWORD = "correct horse ä"  # noqa: S105 - made up
ADDRESS = "192.0.2.17"


@pytest.fixture
def sessions(database: Database, clock: Any) -> Sessions:
    """Return the sessions of an empty database."""
    return Sessions(database, SecretStr(PASSWORD), clock=clock)


def begun(sessions: Sessions) -> str:
    """Sign in and return the token."""
    token = sessions.sign_in(PASSWORD, address=ADDRESS).token
    assert token
    return token


def test_a_session_holds_until_it_ends(sessions: Sessions, clock: Any) -> None:
    """The right password gives a token that holds for the whole time, used or not, and not a moment longer."""
    token = begun(sessions)
    clock.move(seconds=DURATION.total_seconds() - 1)
    assert sessions.holds(token)
    clock.move(seconds=1)
    assert not sessions.holds(token)


@pytest.mark.parametrize("typed", ["", "correct horse", f"{PASSWORD} ", PASSWORD.upper(), "\ud83d"])
def test_a_wrong_password(sessions: Sessions, typed: str) -> None:
    """Anything but the password gives no token."""
    assert not sessions.sign_in(typed, address=ADDRESS)
    assert not sessions.holds("")
    assert not sessions.holds("made up")


def test_wrong_passwords_cost_time(sessions: Sessions, clock: Any) -> None:
    """After some wrong ones even the right one has to wait, from that address only; then it is let in, and the count begins anew."""
    for _ in range(FREE_GUESSES):
        refused = sessions.sign_in("wrong", address=ADDRESS)
    assert refused.wait == 1
    assert not sessions.sign_in(PASSWORD, address=ADDRESS)
    assert sessions.sign_in(PASSWORD, address="192.0.2.18")
    clock.move(seconds=refused.wait)
    assert sessions.sign_in(PASSWORD, address=ADDRESS)
    assert sessions.sign_in("wrong", address=ADDRESS).wait == 0


def test_revoke(sessions: Sessions) -> None:
    """A session that is revoked holds no longer, another one does; revoking all ends that too."""
    one, other = begun(sessions), begun(sessions)
    assert sessions.revoke(one)
    assert not sessions.revoke(one)
    assert (sessions.holds(one), sessions.holds(other)) == (False, True)
    assert sessions.revoke_all() == 1
    assert not sessions.holds(other)


def test_a_new_password_ends_all_sessions(database: Database, sessions: Sessions, clock: Any) -> None:
    """Whoever came in with the old password is out once there is another, or none."""
    token = begun(sessions)
    assert not Sessions(database, SecretStr("another one"), clock=clock).holds(token)
    assert not Sessions(database, None, clock=clock).holds(token)
    assert Sessions(database, SecretStr(PASSWORD), clock=clock).holds(token)


def test_without_a_password_nobody_gets_in(database: Database) -> None:
    """Where none is set, an empty one is not it: signing in is an error that says what to set."""
    sessions = Sessions(database, None)
    assert not sessions.possible
    for typed in ("", "None"):
        with pytest.raises(UsageError, match="TOWNHALL_ADMIN_PASSWORD"):
            sessions.sign_in(typed, address=ADDRESS)


def test_neither_token_nor_password_is_stored(sqlite: Database, file: Path, bytes_of: Callable[[Path], bytes]) -> None:
    """Who has the files can't make a cookie of them."""
    sessions = Sessions(sqlite, SecretStr(PASSWORD))
    token = begun(sessions)
    assert token.encode() not in bytes_of(file)
    assert PASSWORD.encode() not in bytes_of(file)


def test_a_short_password_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password that is too short, an empty one too, is told by its name alone."""
    for short in ("", "hunter2"):
        monkeypatch.setenv("TOWNHALL_ADMIN_PASSWORD", short)
        with pytest.raises(UsageError, match="admin_password") as raised:
            settings_of()
        assert not short or short not in str(raised.value)
