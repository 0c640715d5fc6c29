"""Passages a second that are ingested: Townhall against a LlamaIndex tutorial's pipeline and against bare embedding, in one run.

    pip install llama-index-vector-stores-chroma llama-index-embeddings-huggingface
    python benchmarks/ingest_rate.py FILE... [--repeats N] [--articles N]

Files are in SQuAD's format (``covidqa.json``, ``policyqa_dev.json``); every context becomes a text file, and all of them one corpus. The three
sides take turns, each in a process of its own, timed from when libraries and model are loaded:

* *Townhall*: ``library.ingest`` into an empty folder: read in worker processes, cut, embedded with its sentences, facts read, published;
* *tutorial*: ``SimpleDirectoryReader``, ``SentenceSplitter``, ``HuggingFaceEmbedding``, ``ChromaVectorStore``, cut to about as many passages;
* *bare*: nothing but the model, by the same runtime, over Townhall's passages.

Then, file by file, the retrieval quality: nDCG@10 of the passages that overlap an answer, by Townhall's vectors, by those of
sentence-transformers in fp32 for the same passages, and by Townhall's search. Exits with 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from townhall import library
from townhall.assistant import Assistant
from townhall.index.embedding import BUNDLED_MODEL, Embedder, PassageText, SentenceTransformersEmbedder, Vectors, bundled_folder
from townhall.index.generations import open_current
from townhall.library import embedder_of
from townhall.model import Passage
from townhall.settings import Settings

SIDES = ("Townhall", "tutorial", "bare")
TIMES_TUTORIAL, SHARE_OF_BARE, POINTS_LOST = 2.0, 0.85, 0.5
"""The bars."""
CUTOFF = 10
SAMPLE = 500
"""Questions of a file whose passages are ranked."""
BATCH = 512
"""Passages that are handed over at once."""


def main() -> None:
    """Measure and print; or be one of the sides."""
    if sys.argv[1:2] == ["side"]:
        print(json.dumps(MEASURED[sys.argv[2]](Path(sys.argv[3]), Path(sys.argv[4]), int(sys.argv[5]))))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--articles", type=int, default=1000, help="most contexts of a file that are ingested")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asked = {file.stem: write_corpus(file, folder / "corpus" / file.stem, options.articles) for file in options.files}
        missed = rates(folder, options.repeats)
        for stem, questions in asked.items():
            settings = Settings(corpus=folder / "corpus" / stem, index=folder / stem)
            library.ingest(settings)
            missed |= quality(settings, questions)
    sys.exit(missed)


def write_corpus(file: Path, corpus: Path, articles: int) -> list[tuple[str, str, list[tuple[int, int]]]]:
    """Write every context to a file; return each question with its document and where its answers stand there."""
    corpus.mkdir(parents=True)
    asked = []
    contexts: dict[str, str] = {}
    for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            if text not in contexts and len(contexts) >= articles:
                continue
            name = contexts.setdefault(text, f"{len(contexts):04}.txt")
            (corpus / name).write_text(text, encoding="utf-8", newline="")
            for row in paragraph["qas"]:
                spans = [(one["answer_start"], one["answer_start"] + len(one["text"])) for one in row["answers"] if one["text"]]
                if spans:
                    asked.append((row["question"], name, spans))
    return asked[:: max(1, len(asked) // SAMPLE)]


def rates(folder: Path, repeats: int) -> bool:
    """Let the sides take turns over the corpus in ``folder`` and print their rates; return whether a bar is missed."""
    corpus, reference = folder / "corpus", folder / "reference"
    library.ingest(Settings(corpus=corpus, index=reference))
    count = len(passages_of(reference))
    size = size_for(corpus, count)
    runs: dict[str, list[dict[str, float]]] = {side: [] for side in SIDES}
    for repeat in range(repeats):
        for side in SIDES[repeat % len(SIDES) :] + SIDES[: repeat % len(SIDES)]:
            where = reference if side == "bare" else folder / f"{side}-{repeat}"
            command = [sys.executable, str(Path(__file__).resolve()), "side", side, str(corpus), str(where), str(size)]
            told = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, "HF_HUB_OFFLINE": "1"}).stdout
            runs[side].append(json.loads(told.splitlines()[-1]))
    print(f"\n{count} passages; median of {repeats} (lowest to highest)\n{'':12}{'passages':>10}{'a second':>26}{'a second of processor':>30}")
    for side, measured in runs.items():
        columns = (spread([one["passages"] / one[clock] for one in measured]) for clock in ("seconds", "processor"))
        print(f"{side:12}{measured[0]['passages']:>10.0f}" + "".join(f"{column:>{width}}" for column, width in zip(columns, (26, 30), strict=True)))

    def ratio(side: str, clock: str) -> float:
        return median(
            (ours["passages"] / ours[clock]) / (theirs["passages"] / theirs[clock]) for ours, theirs in zip(runs["Townhall"], runs[side], strict=True)
        )

    for side, bar in (("tutorial", TIMES_TUTORIAL), ("bare", SHARE_OF_BARE)):
        print(f"Townhall against {side}: {ratio(side, 'seconds'):.2f} times (of processor {ratio(side, 'processor'):.2f}; bar {bar})")
    return ratio("tutorial", "seconds") < TIMES_TUTORIAL or ratio("bare", "seconds") < SHARE_OF_BARE


def timed(work: Callable[[], int]) -> dict[str, float]:
    """Return the passages that ``work`` made, and its seconds by the wall and of processor, children included."""
    before, begun = os.times(), time.perf_counter()
    passages = work()
    after = os.times()
    return {"passages": passages, "seconds": time.perf_counter() - begun, "processor": sum(after[:4]) - sum(before[:4])}


def of_townhall(corpus: Path, folder: Path, _size: int) -> dict[str, float]:
    """Ingest; what the tutorial's side has imported before its clock starts is imported here too."""
    importlib.import_module("chromadb")
    importlib.import_module("townhall.chunking.node_parser")
    settings = Settings(corpus=corpus, index=folder)
    embedder_of(settings, export=True).embed_query("warm")
    return timed(lambda: counted(settings))


def counted(settings: Settings) -> int:
    """Ingest and return the passages that were embedded."""
    build = library.ingest(settings).build
    return build.embedded if build else 0


def of_tutorial(corpus: Path, folder: Path, size: int) -> dict[str, float]:
    """Read, split, embed and store."""
    import chromadb
    from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    model = HuggingFaceEmbedding(model_name=str(bundled_folder()), device="cpu")
    model.get_text_embedding("warm")
    store = chromadb.PersistentClient(str(folder)).create_collection("tutorial")

    def work() -> int:
        documents = SimpleDirectoryReader(str(corpus), recursive=True).load_data()
        context = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=store))
        VectorStoreIndex.from_documents(documents, storage_context=context, embed_model=model, transformations=[splitter(size)])
        return int(store.count())

    return timed(work)


def of_bare(corpus: Path, folder: Path, _size: int) -> dict[str, float]:
    """Embed Townhall's passages."""
    embedder = embedder_of(Settings(corpus=corpus, index=folder))
    embedder.embed_query("warm")
    texts = [embedded(passage) for passage in passages_of(folder)]

    def work() -> int:
        vectors_by(embedder, texts)
        return len(texts)

    return timed(work)


MEASURED: dict[str, Callable[[Path, Path, int], dict[str, float]]] = {"Townhall": of_townhall, "tutorial": of_tutorial, "bare": of_bare}


def splitter(size: int) -> Any:
    """Return LlamaIndex's splitter, counting word pieces of the model."""
    from llama_index.core.node_parser import SentenceSplitter
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    return SentenceSplitter(chunk_size=size, chunk_overlap=0, tokenizer=lambda text: tokenizer.encode(text, add_special_tokens=False).ids)


def size_for(corpus: Path, count: int) -> int:
    """Return the chunk size, in word pieces and with what the splitter adds about the file, that makes about as many passages."""
    from llama_index.core import SimpleDirectoryReader

    documents = SimpleDirectoryReader(str(corpus), recursive=True).load_data()
    low, high = 100, 600
    while low < high:
        middle = (low + high) // 2
        try:
            many = len(splitter(middle).get_nodes_from_documents(documents)) > count
        except ValueError:  # it refuses sizes that don't hold a text's longest word
            many = True
        low, high = (middle + 1, high) if many else (low, middle)
    return low


def passages_of(index: Path) -> list[Passage]:
    """Return the passages of an index, those that differ."""
    bundle = open_current(index).bundle
    return [bundle.places(unit)[0] for unit in sorted(bundle.units_in(list(bundle.titles)))]


def embedded(passage: Passage) -> PassageText:
    """Return what is embedded of a passage, without its sentences."""
    prefix = " > ".join(passage.heading_path)
    return PassageText(f"{prefix}\n" if prefix else "", passage.text, ())


def vectors_by(embedder: Embedder, texts: Sequence[PassageText]) -> Vectors:
    """Return the passages' vectors."""
    return np.concatenate([embedder.embed_passages(texts[first : first + BATCH])[0] for first in range(0, len(texts), BATCH)])


def quality(settings: Settings, asked: Sequence[tuple[str, str, list[tuple[int, int]]]]) -> bool:
    """Print nDCG@10 by our vectors, by those of fp32, and by the search; return whether too much is lost."""
    passages = passages_of(settings.index)
    texts = [embedded(passage) for passage in passages]
    assistant = Assistant(settings)
    relevant = [{i for i, passage in enumerate(passages) if holds(passage, document, spans)} for _, document, spans in asked]
    scores: dict[str, list[float]] = {}
    for side, embedder in (
        ("Townhall's vectors", embedder_of(settings)),
        ("fp32, sentence-transformers", SentenceTransformersEmbedder(BUNDLED_MODEL)),
    ):
        vectors = vectors_by(embedder, texts)
        ranks = (np.argsort(-(vectors @ embedder.embed_query(question)), kind="stable")[:CUTOFF].tolist() for question, _, _ in asked)
        scores[side] = list(ndcgs(ranks, relevant))
    at = {(passage.source, passage.start): i for i, passage in enumerate(passages)}
    found = ([at[hit.passage.source, hit.passage.start] for hit in assistant.search(question, k=CUTOFF)] for question, _, _ in asked)
    scores["Townhall's search"] = list(ndcgs(found, relevant))
    print(f"\n{settings.corpus.name}: nDCG@{CUTOFF}, {sum(map(bool, relevant))} questions over {len(passages)} passages")
    for side, values in scores.items():
        print(f"  {side:30}{100 * sum(values) / len(values):6.1f}")
    ours, theirs, _ = (100 * sum(values) / len(values) for values in scores.values())
    return ours < theirs - POINTS_LOST


def holds(passage: Passage, document: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a passage overlaps an answer."""
    return passage.source == document and any(passage.start < end and start < passage.end for start, end in spans)


def ndcgs(ranked: Iterator[list[int]], relevant: Sequence[set[int]]) -> Iterator[float]:
    """Yield the normalised discounted cumulative gain (Järvelin and Kekäläinen, 2002) of each question that has a relevant passage."""
    for ranks, wanted in zip(ranked, relevant, strict=True):
        if wanted:
            gain = sum(1 / math.log2(rank + 2) for rank, unit in enumerate(ranks) if unit in wanted)
            yield gain / sum(1 / math.log2(rank + 2) for rank in range(min(CUTOFF, len(wanted))))


def spread(values: Sequence[float]) -> str:
    """Write the median and the range."""
    return f"{median(values):.1f} ({min(values):.1f} to {max(values):.1f})"


if __name__ == "__main__":
    main()
