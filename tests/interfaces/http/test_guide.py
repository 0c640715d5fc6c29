"""The guide's examples work as they are written."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from townhall.settings import Settings

GUIDE = Path(__file__).parents[3] / "docs" / "api.md"
ADDRESS = "http://127.0.0.1:7860"


def example(language: str) -> str:
    """Return the guide's only example in a language."""
    (code,) = re.findall(rf"^```{language}\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return str(code)


def test_curl(address: str, require: Callable[[object, str], None]) -> None:
    """The command answers the follow-up question, about Malta and not about Slovenia."""
    curl = shutil.which("curl")
    require(curl, "The example needs curl.")
    _, *arguments = shlex.split(example("sh").replace("\\\n", " ").replace(ADDRESS, address))
    answer = json.loads(subprocess.run([str(curl), *arguments], capture_output=True, check=True, timeout=60).stdout)  # noqa: S603 - our own example
    assert answer["status"] == "answered"
    assert "Malta" in answer["answer"]


def test_python(address: str) -> None:
    """The program prints the text, an address of each source, and the status."""
    program = example("python").replace(ADDRESS, address)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=60, text=True)  # noqa: S603 - our own example
    assert done.stdout.rstrip().endswith("\nanswered")
    assert f" {address}/documents/national-support-3.txt?start=" in done.stdout


@pytest.mark.parametrize("request_line", re.findall(r"`GET (/api/\S+)`", GUIDE.read_text(encoding="utf-8")))
def test_addresses(address: str, request_line: str) -> None:
    """Every address that the guide names answers."""
    import httpx

    path = request_line.replace("SOURCE", "national-support-3.txt").replace("PATTERN", "national-*").replace("WORDS", "contact")
    assert httpx.get(f"{address}{path}", timeout=60).status_code == 200


def test_settings_are_told() -> None:
    """The guide names every setting of the API with its default."""
    text = GUIDE.read_text(encoding="utf-8")
    for name in ("api_keys", "api_rate", "api_origins", "public_url"):
        default = Settings.model_fields[name].default
        assert f"| `TOWNHALL_{name.upper()}` | {f'`{default}`' if default else 'none'} |" in text
