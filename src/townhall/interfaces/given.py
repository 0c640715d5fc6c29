"""Settings as somebody gives them: as options of the command line, or as arguments from Python."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from townhall.errors import UsageError
from townhall.settings import Settings

SECRET = frozenset(name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation))
"""Settings whose value is never shown."""


def settings_of(**options: Any) -> Settings:
    """Return the settings with those options that were given, not None.

    Raises:
        UsageError: there is no such setting, or it can't have this value.
    """
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            raise UsageError(f"There is no setting {name}.", remedy="See the README's table of settings.") from error
        value = "" if name in SECRET else f" is {first.get('input')!r}"
        raise UsageError(f"The setting {name}{value}: {first['msg']}.", remedy=f"Mend TOWNHALL_{name.upper()}.") from error
