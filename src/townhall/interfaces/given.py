"""Settings as somebody gives them: as options of the command line, or as arguments from Python."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_settings import SettingsError

from townhall.errors import UsageError
from townhall.settings import Settings

SECRET = frozenset(name for name, field in Settings.model_fields.items() if re.search("SecretStr|Mapping", str(field.annotation)))
"""Settings whose value is never shown: secrets, and options of a class, among which one may be."""
PREFIX = "TOWNHALL_"
OTHERS = re.compile(r"TOWNHALL_(?:REQUIRE_ALL|(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT\w*|PORT_\d+_\w+))")
"""Variables that are no settings and not meant as such: one of the tests, and those that Kubernetes makes of services named townhall."""


def unknown_variables(environment: Iterable[str]) -> list[str]:
    """Return for each variable that looks like a setting and is none a line that says so, with the name that was probably meant."""
    names = [name.upper() for name in Settings.model_fields]
    told = []
    for variable in sorted(environment):
        name = variable.upper().removeprefix(PREFIX)
        if not variable.upper().startswith(PREFIX) or name in names or OTHERS.fullmatch(variable.upper()):
            continue
        meant = get_close_matches(name, names, n=1)
        told.append(f"There is no setting {variable}, it is ignored. {f'Did you mean {PREFIX}{meant[0]}?' if meant else 'The README has them all.'}")
    return told


def settings_of(**options: Any) -> Settings:
    """Return the settings with those options that were given, not None.

    Raises:
        UsageError: there is no such setting, or it can't have this value.
    """
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except SettingsError as error:  # its cause holds the value
        raise UsageError(f"The settings can't be read: {error}.", remedy="Write a JSON object, as in the README's table of settings.") from None
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        if first["type"] == "extra_forbidden":
            raise UsageError(f"There is no setting {name}.", remedy="See the README's table of settings.") from error
        value = "" if name in SECRET else f" is {first.get('input')!r}"
        raise UsageError(f"The setting {name}{value}: {first['msg']}.", remedy=f"Mend TOWNHALL_{name.upper()}.") from error
