"""What importing Gradio brings along, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

IMPORTED = """
import json, sys
stubs = []
def look(event, arguments):
    if event == "open" and str(arguments[0]).endswith(".pyi"):
        stubs.append(str(arguments[0]))
sys.addaudithook(look)
from townhall.interfaces.web.ask.gradio_import import import_gradio
import_gradio()
import gradio
print(json.dumps({"stubs": stubs, "mcp": "mcp" in sys.modules,
    "whole": all(hasattr(gradio, name) for name in ("Blocks", "HTML", "EventData", "Request"))}))
"""


def test_gradio_is_imported_whole_without_mcp_and_touches_no_stubs() -> None:
    """What the page needs of Gradio is there; the SDK of a server that stays off isn't loaded, and the type stubs of its package are left alone."""
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True)  # noqa: S603 - the command is this test's
    assert json.loads(done.stdout.splitlines()[-1]) == {"stubs": [], "mcp": False, "whole": True}
