"""Sessions of administrators, and of visitors where the page isn't open: who has typed the password, and until when that holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import delete, insert, select

from townhall.errors import UsageError
from townhall.storage.database import Database
from townhall.storage.limits import Limits
from townhall.storage.tables import sessions, utc_now
from townhall.storage.tokens import keyed_hash, new_token, same

DURATION = timedelta(hours=12)
"""A working day: how long a session holds, used or not."""
SIGN_IN = "sign-in"
"""What wrong passwords are counted as."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """What came of a password; it is true where it was right."""

    token: str | None
    """For the browser's cookie; None where the password was wrong, or was not looked at because of the wait."""
    wait: float = 0.0
    """Seconds until the next try is looked at."""

    def __bool__(self) -> bool:
        return self.token is not None


class Sessions:
    """Lets administrators in.

    A session is stored as a hash of its token and the password: a new password ends the sessions of the old one.

    Every method raises StoreError where the database can't be used.

    Args:
        database: where sessions and wrong passwords are counted.
        password: the administrators'; None where nobody is let in.
        name: what wrong passwords are counted as: each door for itself.
        clock: returns the time, in UTC.
    """

    def __init__(self, database: Database, password: SecretStr | None, *, name: str = SIGN_IN, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._password = password
        self._limits = Limits(database, clock=clock)
        self._clock = clock
        self._name = name

    @property
    def possible(self) -> bool:
        """Whether a password is set, so that anybody can be let in."""
        return self._password is not None

    def sign_in(self, password: str, *, address: str) -> SignIn:
        """Begin a session if the password is right, and it is the address's turn.

        Raises:
            UsageError: no password is set.
        """
        if self._password is None:
            raise UsageError("No administrator's password is set.", remedy="Set TOWNHALL_ADMIN_PASSWORD and start again.")
        allowance = self._limits.guess(self._name, address)
        if not allowance or not same(password, self._password.get_secret_value()):
            return SignIn(None, allowance.wait)
        self._limits.right(self._name, address)
        token = new_token()
        with self._database.writing() as connection:
            connection.execute(insert(sessions).values(key=self._key(token), expires=self._clock() + DURATION))
        return SignIn(token)

    def holds(self, token: str) -> bool:
        """Whether ``token`` belongs to a session that has neither ended nor been revoked."""
        if self._password is None:
            return False
        with self._database.reading() as connection:
            expires = connection.execute(select(sessions.c.expires).where(sessions.c.key == self._key(token))).scalar()
        return expires is not None and expires > self._clock()

    def revoke(self, token: str) -> bool:
        """End a session; return whether there was one."""
        if self._password is None:
            return False
        with self._database.writing() as connection:
            return connection.execute(delete(sessions).where(sessions.c.key == self._key(token))).rowcount > 0

    def revoke_all(self) -> int:
        """End all sessions; return how many there were."""
        with self._database.writing() as connection:
            return connection.execute(delete(sessions)).rowcount

    def _key(self, token: str) -> str:
        """Return what a session is stored under. Its key is the token, which nobody can guess: the password can't be tried against it."""
        password = self._password.get_secret_value() if self._password else ""
        return keyed_hash(token.encode(errors="replace"), *([] if self._name == SIGN_IN else [self._name]), password)
