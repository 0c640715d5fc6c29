"""What is said of running Townhall holds: manifests are valid, settings exist, and nothing of ours is stored with pickle."""

from __future__ import annotations

import re
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from townhall.settings import Settings

REPOSITORY = Path(__file__).parents[1]
MANIFESTS = [each for each in yaml.safe_load_all((REPOSITORY / "deploy/kubernetes/townhall.yaml").read_text(encoding="utf-8")) if each]
TOLD = [
    *(REPOSITORY / "deploy").rglob("*.*"),
    REPOSITORY / "deploy" / "Containerfile",
    REPOSITORY / "docs" / "operating.md",
    REPOSITORY / "docs" / "storage.md",
    REPOSITORY / "SECURITY.md",
]


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda manifest: f"{manifest['kind']}-{manifest['metadata']['name']}")
def test_manifests_are_valid(manifest: dict[str, object]) -> None:
    """Each manifest fits the schema of its kind, with nothing that Kubernetes doesn't know."""
    kubernetes_validate.validate(manifest, kubernetes_validate.latest_version(), strict=True)


@pytest.mark.parametrize("path", [path for path in TOLD if path.is_file()], ids=lambda path: path.name)
def test_settings_that_are_named_exist(path: Path) -> None:
    """Every variable that deployment and documents name is a setting."""
    named = {name.lower() for name in re.findall(r"TOWNHALL_([A-Z]+(?:_[A-Z]+)*)\b(?!_)", path.read_text(encoding="utf-8"))}
    assert named - {"file", "require_all"} <= Settings.model_fields.keys()


def test_nothing_of_ours_is_pickled() -> None:
    """No module imports pickle or its like: who can write an index can't run code by it."""
    importing = [
        path.name
        for path in (REPOSITORY / "src").rglob("*.py")
        if re.search(r"^\s*(?:import|from)\s+(?:pickle|dill|joblib|shelve|marshal)\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert importing == []
