"""Embeddings: the exported model is held to sentence-transformers, and sentences are pooled from their passage's forward pass."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from townhall.chunking.passages import prefix_of
from townhall.errors import ModelError
from townhall.index.embedding import (
    BUNDLED_MODEL,
    WINDOW,
    OnnxEmbedder,
    PassageText,
    SentenceTransformersEmbedder,
    check_bundled_weights,
    pool_sentences,
)
from townhall.index.generations import open_current
from townhall.index.onnx_export import ensure_exported, export_whole, exported_model, remove_other_exports
from townhall.settings import Settings

ODD = ["", " ", "?!", "x" * 5000, "Größe, Σύνδεσμος, Асоциация 東京 🏛️", "word " * 600, "short"]


@pytest.fixture(scope="module")
def exported(real_settings: Settings) -> OnnxEmbedder:
    """Return the embedder that answers are made with."""
    return OnnxEmbedder(exported_model(real_settings.index))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> OnnxEmbedder:
    """Return the model as it is exported before most of its weights are put in 8 bits."""
    path = tmp_path_factory.mktemp("whole") / "model.onnx"
    export_whole(path)
    return OnnxEmbedder(path)


@pytest.fixture(scope="module", params=[("whole", 0.9999), ("exported", 0.98)], ids=["fp32", "int8"])
def held(request: pytest.FixtureRequest) -> tuple[OnnxEmbedder, float]:
    """Return an embedder, and the cosine above which its vectors are with the reference's."""
    name, least = request.param
    return request.getfixturevalue(name), least


@pytest.fixture(scope="module")
def reference() -> SentenceTransformersEmbedder:
    """Return the reference."""
    return SentenceTransformersEmbedder(BUNDLED_MODEL)


@pytest.fixture(scope="module")
def passages(real_settings: Settings) -> list[PassageText]:
    """Return every distinct passage of the real documents with its sentences."""
    bundle = open_current(real_settings.index).bundle
    found = [bundle.places(unit)[0] for unit, _ in bundle.all_units()]
    return [PassageText(prefix_of(p.heading_path), p.text, tuple((s.start - p.start, s.end - p.start) for s in p.sentences)) for p in found]


def cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the cosine of each row with the same row of the other."""
    return np.asarray((one * other).sum(axis=-1))


def test_passages_have_the_reference_vectors(
    held: tuple[OnnxEmbedder, float], reference: SentenceTransformersEmbedder, passages: list[PassageText]
) -> None:
    """Every real passage's vector, and each of its sentences', is as near as can be to sentence-transformers', and in 8 bits still very near."""
    embedder, least = held
    ours, our_sentences = embedder.embed_passages(passages)
    theirs, their_sentences = reference.embed_passages(passages)
    assert cosines(ours, theirs).min() > least
    assert cosines(np.concatenate(our_sentences), np.concatenate(their_sentences)).min() > least


@pytest.mark.parametrize("text", ["Who supports us in Slovenia, and whom do I write to?", *ODD], ids=lambda text: text[:12] or "empty")
def test_questions_have_the_reference_vectors(held: tuple[OnnxEmbedder, float], reference: SentenceTransformersEmbedder, text: str) -> None:
    """A question's vector, however odd the question, is as near to sentence-transformers' as a passage's is, and of length 1."""
    embedder, least = held
    ours = embedder.embed_query(text)
    assert float(ours @ reference.embed_query(text)) > least
    assert float(np.linalg.norm(ours)) == pytest.approx(1, abs=1e-5)


def test_counting_pieces_agrees(exported: OnnxEmbedder, reference: SentenceTransformersEmbedder) -> None:
    """Both count the same word pieces, beyond the model's window too."""
    assert [exported.count(text) for text in ODD] == [reference.count(text) for text in ODD]
    assert exported.count("word " * 600) == 600


def test_a_vector_does_not_hang_on_its_batch(exported: OnnxEmbedder) -> None:
    """A passage has the same vector, to the last bit, alone and among longer ones, and vectors come in the order of the passages."""
    texts = [
        PassageText("", text, ((0, len(text)),)) for text in ("a long sentence of many words about maps and boats " * 9, "maps", "boats and nets")
    ]
    together, sentences = exported.embed_passages(texts)
    alone = np.stack([exported.embed_passages([text])[0][0] for text in texts])
    assert np.array_equal(together, alone)
    assert [len(vectors) for vectors in sentences] == [1, 1, 1]
    assert exported.embed_passages([])[1] == []


def test_a_sentence_is_the_mean_of_its_pieces() -> None:
    """A sentence's vector is the mean of the word pieces within it, scaled to length 1; special pieces and the prefix don't count."""
    states = np.array([[9, 9], [7, 7], [1, 0], [0, 1], [0, 5], [9, 9]], np.float32)
    offsets = [(0, 0), (0, 3), (4, 6), (7, 9), (10, 12), (0, 0)]
    passage = PassageText("abc\n", "de fg hi", ((0, 5), (6, 8)))
    found = pool_sentences(states, offsets, passage)
    assert found == pytest.approx(np.array([[0.5**0.5, 0.5**0.5], [0, 1]]), abs=1e-6)


def test_a_sentence_beyond_the_window_gets_its_passage() -> None:
    """A sentence that the model did not read has the mean of the passage, and never a missing vector."""
    states = np.array([[1, 0], [0, 1]], np.float32)
    found = pool_sentences(states, [(0, 1), (1, 2)], PassageText("", "ab" + " c" * WINDOW, ((0, 2), (400, 401))))
    assert found[1] == pytest.approx(np.array([0.5**0.5, 0.5**0.5]), abs=1e-6)


def test_the_weights_are_the_published_ones() -> None:
    """The bundled weights have the hash that their makers published."""
    assert check_bundled_weights() == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_an_exported_model_is_kept(real_settings: Settings) -> None:
    """The export is done once: a second call leaves the file as it is."""
    path = exported_model(real_settings.index)
    before = path.stat().st_mtime_ns
    assert ensure_exported(real_settings.index) == path
    assert path.stat().st_mtime_ns == before


def test_a_model_that_was_deleted_in_part_is_made_again(tmp_path: Path) -> None:
    """Where only the model's own file was deleted, as the remedy of a broken one says, the next export makes both files anew."""
    path = exported_model(tmp_path)
    path.parent.mkdir(parents=True)
    (path.parent / "model.data").write_bytes(b"left over")
    assert ensure_exported(tmp_path) == path
    assert OnnxEmbedder(path).embed_query("maps").shape == (384,)
    assert [found.name for found in path.parent.parent.iterdir()] == [path.parent.name]


def test_models_of_other_versions_are_removed_once_there_is_a_new_one(tmp_path: Path) -> None:
    """Not before: an older release may be answering with one."""
    old = exported_model(tmp_path).parent.with_name("all-MiniLM-L6-v2-0123456789ab-fp32")
    old.mkdir(parents=True)
    remove_other_exports(tmp_path)
    assert old.is_dir()
    exported_model(tmp_path).parent.mkdir()
    exported_model(tmp_path).touch()
    remove_other_exports(tmp_path)
    assert not old.exists()


def test_models_that_cannot_be_loaded_are_told(tmp_path: Path) -> None:
    """A broken export, or a model that isn't there, is a fault that names it and the remedy; nothing is downloaded."""
    (tmp_path / "broken.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelError, match=r"broken\.onnx"):
        OnnxEmbedder(tmp_path / "broken.onnx").embed_query("maps")
    with pytest.raises(ModelError, match=r"missing\.onnx isn't there"):
        OnnxEmbedder(tmp_path / "missing.onnx").embed_query("maps")
    with pytest.raises(ModelError, match="nobody/no-such-model") as caught:
        SentenceTransformersEmbedder("nobody/no-such-model").embed_query("maps")
    assert "TOWNHALL_EMBEDDING_MODEL" in caught.value.remedy


@pytest.mark.parametrize("between", ["\x0c", "\x0b", "\x85", "\x1f"])
def test_a_page_break_parts_words(exported: OnnxEmbedder, reference: SentenceTransformersEmbedder, between: str) -> None:
    """Two words with a form feed or the like between them are read as two words."""
    for embedder in (exported, reference):
        assert embedder.count(f"Money{between}Guild") == embedder.count("Money Guild")
        (broken, plain), _ = embedder.embed_passages([PassageText("", text, ()) for text in (f"Money{between}Guild", "Money Guild")])
        assert broken @ plain > 0.9999
