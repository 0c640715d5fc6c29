"""The stages import one way, and a framework stays inside the adapter that needs it."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from townhall.settings import Settings

SOURCE = Path(__file__).parents[1] / "src"
BASE = {"model", "errors", "settings"}
"""What everybody may import, and what imports nothing of the package but its like."""
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "settings": {"model", "errors"},
    "locales": BASE,
    "corpus": BASE,
    "chunking": {"locales", *BASE},
    "index": {"chunking", "corpus", "locales", *BASE},
    "query": {"index", "locales", *BASE},
    "retrieval": {"index", "locales", *BASE},
    "judge": {"index", *BASE},
    "guard": {"judge", "index", "chunking", "locales", *BASE},
    "answering": {
        "query",
        "retrieval",
        "judge",
        "guard",
        "index",
        "locales",
        "chunking.labels",
        "chunking.lines",
        "chunking.naming",
        "chunking.passages",
        "chunking.tables",
        *BASE,
    },
    "library": {"corpus", "chunking", "index", "locales", *BASE},
    "author": {"answering", "language_model", *BASE},
    "memory": BASE,
    "opened": {"library", "answering", "query", "retrieval", "index", "locales", *BASE},
    "catalogue": {"opened", "retrieval", "index", "locales", *BASE},
    "assistant": {"catalogue", "opened", "author", "memory", "corpus", "answering", "judge", "retrieval", "index", "locales", *BASE},
    "doctor": {"library", "corpus", "judge", "language_model", "storage", "index", "locales", *BASE},
    "language_model": BASE,
    "storage": BASE,
    "evaluation": {"assistant", "library", "retrieval", "judge", "guard", "language_model", "locales", "version", *BASE},
    "interfaces": {
        "assistant",
        "catalogue",
        "memory",
        "guard",
        "library",
        "storage",
        "evaluation",
        "doctor",
        "language_model",
        "locales",
        "version",
        *BASE,
    },
    "__main__": {"interfaces"},
    "version": set(),
    "townhall": {"interfaces", "version", *BASE},
}
"""By package or module of the top level; ``townhall`` is the package's own ``__init__``, which has names for users and is named by no module."""
ADAPTERS: dict[str, set[str]] = {
    "llama_index": {
        "townhall.corpus.llama_reader",
        "townhall.corpus.reader",
        "townhall.chunking.node_parser",
        "townhall.index.build",
        "townhall.language_model.making",
        "townhall.language_model.talking",
        "townhall.interfaces.llama_index",
        "townhall.evaluation.model_judge",
        "townhall.evaluation.systems.tutorial",
    },
    "httpx": {
        *(f"townhall.language_model.{name}" for name in ("bounding", "faults", "making")),
        *(f"townhall.corpus.web.{name}" for name in ("addresses", "fetcher", "fetching", "kept", "wanted")),
    },
    "ollama": {"townhall.language_model.making"},
    "lxml": {"townhall.corpus.web.sitemap", *(f"townhall.corpus.formats.{name}" for name in ("archive", "docx", "html", "markup", "odf"))},
    "protego": {"townhall.corpus.web.fetcher"},
    "watchfiles": {"townhall.library.watching"},
    "pypdfium2": {f"townhall.corpus.formats.{name}" for name in ("pdf", "pdf_lines")},
    "mammoth": {"townhall.corpus.formats.docx"},
    "pptx": {"townhall.corpus.formats.pptx"},
    "openpyxl": {"townhall.corpus.formats.sheets"},
    "charset_normalizer": {"townhall.corpus.formats.encoding"},
    "chromadb": {"townhall.index.vectors", "townhall.index.chroma_server"},
    "bm25s": {"townhall.index.lexical", "townhall.index.words"},
    "onnxruntime": {"townhall.index.onnx_runtime", "townhall.index.onnx_export", "townhall.index.embedding", "townhall.judge.model"},
    "sentence_transformers": {"townhall.index.embedding"},
    "torch": {"townhall.index.onnx_export"},
    "transformers": {"townhall.index.onnx_export"},
    "gradio": {"townhall.interfaces.web.ask.blocks"},
    "mcp": {f"townhall.interfaces.mcp.{name}" for name in ("endpoint", "server", "tools")},
    "icalendar": {"townhall.interfaces.web.deadlines.calendar"},
    "prometheus_client": {f"townhall.interfaces.web.operating.{name}" for name in ("measures", "probes")},
    "pythonjsonlogger": {"townhall.interfaces.logs"},
    "jinja2": {"townhall.interfaces.web.templates", "townhall.evaluation.reports.page"},
    "sqlalchemy": {
        "townhall.storage.conversations",
        "townhall.storage.database",
        "townhall.storage.feedback",
        "townhall.storage.limits",
        "townhall.storage.retention",
        "townhall.storage.sessions",
        "townhall.storage.sqlite",
        "townhall.storage.tables",
    },
    "typer": {
        "townhall.interfaces.cli",
        "townhall.interfaces.commands",
        "townhall.interfaces.data",
        "townhall.interfaces.evaluate",
        "townhall.interfaces.evaluate_changes",
        "townhall.interfaces.evaluate_formats",
        "townhall.interfaces.index",
        "townhall.interfaces.ingest",
        "townhall.interfaces.new_question",
        "townhall.interfaces.question_sets",
        "townhall.interfaces.verify",
    },
    "rich": {
        "townhall.interfaces.cli",
        "townhall.interfaces.terminal",
        "townhall.evaluation.reports.table",
        "townhall.evaluation.reports.self_test_table",
        "townhall.evaluation.reports.changes_table",
        "townhall.evaluation.reports.sweep_report",
    },
}
"""Which modules may name a framework."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module of the package with its syntax tree."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        yield name.removesuffix(".__init__"), ast.parse(path.read_text(encoding="utf-8"))


def imports_of(module: str, tree: ast.Module) -> set[str]:
    """Return the dotted names that a module imports, in functions too; names imported from a package count as its modules."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def part_of(module: str) -> str:
    """Return the package or module of the top level that ``module`` belongs to."""
    _, _, rest = module.partition(".")
    name = rest.split(".")[0]
    is_module = bool(name) and ((SOURCE / "townhall" / f"{name}.py").is_file() or (SOURCE / "townhall" / name / "__init__.py").is_file())
    return name if is_module else "townhall"


def test_every_stage_imports_only_what_lies_before_it() -> None:
    """A module imports nothing but its own package and those that its place in the flow of data allows."""
    wrong = []
    for module, tree in modules():
        part = part_of(module)
        allowed = MAY_IMPORT[part]
        for name in imports_of(module, tree):
            if not name.startswith("townhall"):
                continue
            other = part_of(name)
            exact = any(name == f"townhall.{entry}" or name.startswith(f"townhall.{entry}.") for entry in allowed if "." in entry)
            if other != part and other not in allowed and not exact:
                wrong.append(f"{module} imports {name}")
    assert not wrong


def test_packages_form_no_cycle() -> None:
    """Packages can be put in an order in which each imports only earlier ones."""
    graph: dict[str, set[str]] = {}
    for module, tree in modules():
        names = {part_of(name) for name in imports_of(module, tree) if name.startswith("townhall")}
        graph.setdefault(part_of(module), set()).update(names - {part_of(module)})
    assert list(TopologicalSorter(graph).static_order())


def test_folders_of_answering_form_no_cycle() -> None:
    """What texts hold is read before sentences are chosen, and those before what is answered from facts and from tables."""
    package = "townhall.answering"
    folders = {path.name for path in (SOURCE / "townhall" / "answering").iterdir() if (path / "__init__.py").is_file()}
    graph: dict[str, set[str]] = {}
    for module, tree in modules():
        if not module.startswith(f"{package}."):
            continue
        part = module.split(".")[2]
        others = {name.split(".")[2] for name in imports_of(module, tree) if name.startswith(f"{package}.")}
        graph.setdefault(part, set()).update(others - {part})
    order = list(TopologicalSorter(graph).static_order())
    assert folders <= set(order)
    assert order.index("reading") < order.index("sentences") < min(order.index("facts"), order.index("structure"))


@pytest.mark.parametrize("framework", ADAPTERS)
def test_frameworks_stay_in_their_adapters(framework: str) -> None:
    """Only the adapters of a framework name it."""
    naming = {module for module, tree in modules() if any(name.split(".")[0] == framework for name in imports_of(module, tree))}
    assert naming <= ADAPTERS[framework]


def test_nothing_imports_training_or_tests() -> None:
    """The package runs without the folders that only make or check it."""
    outside = {
        name for module, tree in modules() for name in imports_of(module, tree) if name.split(".")[0] in {"training", "tests", "benchmarks", "tools"}
    }
    assert not outside


def test_only_interfaces_print() -> None:
    """No stage writes to the terminal."""
    printing = {
        module
        for module, tree in modules()
        if not module.startswith("townhall.interfaces")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert not printing


def test_importing_the_package_loads_none_of_it() -> None:
    """``import townhall`` costs next to nothing: neither a stage nor a library is loaded before it is named."""
    script = "import sys; before = set(sys.modules); import townhall; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=60)  # noqa: S603 - our own Python
    loaded = {name for name in done.stdout.decode().split() if name.split(".")[0] not in sys.stdlib_module_names}
    assert loaded == {"townhall", "townhall.version"}


def test_answering_loads_no_heavy_library(real_settings: Settings) -> None:
    """A question is answered without torch, transformers, sentence-transformers, LlamaIndex or gradio being imported."""
    script = """
import json, sys
from pathlib import Path
from townhall.assistant import Assistant
from townhall.settings import Settings
Assistant(Settings(index=Path(sys.argv[1]))).ask("Who supports cities in Slovenia?")
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""
    done = subprocess.run([sys.executable, "-c", script, str(real_settings.index)], capture_output=True, check=True, timeout=120)  # noqa: S603 - our own Python
    heavy = {"torch", "transformers", "sentence_transformers", "llama_index", "gradio", "onnx"}
    assert not heavy & set(json.loads(done.stdout))


def test_mcp_on_standard_input_and_output_loads_no_site() -> None:
    """A client on the same machine waits neither for the site nor for its database."""
    script = "import sys, townhall.interfaces.mcp.local; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=60)  # noqa: S603 - our own Python
    loaded = set(done.stdout.decode().split())
    assert not loaded & {"fastapi", "sqlalchemy", "gradio", "townhall.interfaces.web"}
