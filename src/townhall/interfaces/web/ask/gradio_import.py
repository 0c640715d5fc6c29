"""Importing Gradio without what a server doesn't need of it: seconds of every start, and writing into its own package.

Each time it is imported Gradio parses the source of every component to write type stubs beside it, and loads its command line and the whole of
``mcp`` for a server that stays off. Neither can be switched off by a setting.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import MappingProxyType, ModuleType

SETTINGS = {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_RUN_HISTORY": "False", "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
"""Environment that Gradio reads once, as it is imported: nothing is reported, kept or fetched."""

Load = Callable[[ModuleType], None]
"""Runs a module's code."""


def import_gradio() -> None:
    """Import Gradio, for the ``import gradio`` that follows."""
    os.environ.update(SETTINGS)
    with _altered():
        importlib.import_module("gradio")


def _without_stubs(module: ModuleType, load: Load) -> None:
    load(module)
    vars(module)["create_or_modify_pyi"] = lambda *_: None


def _without_commands(module: ModuleType, load: Load) -> None:  # noqa: ARG001 - none of its code is wanted
    vars(module)["deploy"] = None


def _without_mcp(module: ModuleType, load: Load) -> None:
    """Load a module as where ``mcp`` isn't installed, unless something else wants it anyway."""
    if "mcp" in sys.modules:
        return load(module)
    vars(sys)["modules"]["mcp"] = None
    try:
        load(module)
    finally:
        del sys.modules["mcp"]


ALTERED: Mapping[str, Callable[[ModuleType, Load], None]] = MappingProxyType(
    {"gradio.component_meta": _without_stubs, "gradio.cli": _without_commands, "gradio.mcp": _without_mcp}
)
"""How modules are loaded that are not loaded as they are."""


class _Loader(Loader):
    def __init__(self, loader: Loader, altered: Callable[[ModuleType, Load], None]) -> None:
        self._loader = loader
        self._altered = altered

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._altered(module, self._loader.exec_module)


class _Finder(MetaPathFinder):
    """Finds modules that are altered where they always are; all others are left to the rest of the import system."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        altered = ALTERED.get(fullname)
        spec = PathFinder.find_spec(fullname, path, target) if altered else None
        if altered and spec and spec.loader:
            spec.loader = _Loader(spec.loader, altered)
        return spec


@contextmanager
def _altered() -> Iterator[None]:
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
