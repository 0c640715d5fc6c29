"""Exports the bundled model to ONNX: done once, at the first ingest, so that answering needs neither torch nor transformers."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from townhall.index.embedding import BUNDLED_MODEL, BUNDLED_SHA256, bundled_folder, check_bundled_weights

OPSET = 17
WEIGHTS = "model.data"
MAPPED = 1024
"""Bytes from which on a tensor is stored with the weights rather than in the model."""
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def exported_model(index: Path) -> Path:
    """Return where the exported model lies in ``index``, its weights beside it; its folder's name carries the hash of those that it came from."""
    return index / "models" / f"{BUNDLED_MODEL}-{BUNDLED_SHA256[:12]}-int8" / "model.onnx"


def ensure_exported(index: Path) -> Path:
    """Export the bundled model unless that is done; return its path. A killed export leaves nothing behind that would be used.

    Raises:
        ModelError: the bundled weights are not the published ones.
    """
    path = exported_model(index)
    if not path.is_file():
        check_bundled_weights()
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent.parent) as folder:
            draft = Path(folder) / "draft" / path.name
            draft.parent.mkdir()
            whole, reduced = Path(folder) / path.name, Path(folder) / "reduced.onnx"
            export_whole(whole)
            _reduce(whole, reduced)
            _part(reduced, draft)
            if not path.is_file():  # what is left where somebody deleted the model alone
                shutil.rmtree(path.parent, ignore_errors=True)
            with suppress(OSError):  # another process was there first
                os.rename(draft.parent, path.parent)  # noqa: PTH104 - as Path.rename; os.rename says that it is atomic
    return path


def remove_other_exports(index: Path) -> None:
    """Remove the models of other weights, or of another precision; a process that has one open goes on reading it."""
    path = exported_model(index)
    for old in path.parent.parent.glob(f"{BUNDLED_MODEL}-*") if path.is_file() else ():
        if old != path.parent:
            shutil.rmtree(old, ignore_errors=True)


def _reduce(whole: Path, reduced: Path) -> None:
    """Write a model again with the weights of most of its products in 8 bits, a scale for each column.

    The products that bring a layer's widened states back stay in fp32: what they take has outliers, and costs most of what is lost
    otherwise. Seven of the eight bits are used, so that no processor's sums overflow: without its newer instructions pairs are added in 16 bits.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = onnx.load(whole)
    shapes = {tensor.name: tuple(tensor.dims) for tensor in model.graph.initializer}
    products = {node.name: shapes.get(node.input[1], ()) for node in model.graph.node if node.op_type == "MatMul"}
    kept = [name for name, shape in products.items() if not shape or shape[0] > shape[-1]]
    with _without_hints():
        quantize_dynamic(
            model, reduced, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True, weight_type=QuantType.QInt8, nodes_to_exclude=kept
        )


@contextmanager
def _without_hints() -> Iterator[None]:
    """Keep the library from advising a step that changes nothing here."""
    root = logging.getLogger()
    before, root.disabled = root.disabled, True
    try:
        yield
    finally:
        root.disabled = before


def _part(whole: Path, model: Path) -> None:
    """Write a model again with its weights in a file beside it, which onnxruntime maps: of the word pieces' vectors it holds those that were used."""
    import onnx

    onnx.save_model(onnx.load(whole), model, save_as_external_data=True, location=WEIGHTS, size_threshold=MAPPED)
    shutil.copymode(model, model.with_name(WEIGHTS))  # onnx keeps it from other users


def export_whole(path: Path) -> None:
    """Write the bundled model as it is, in fp32."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from transformers import AutoModel
    from transformers.utils import logging as progress

    progress.set_verbosity_error()
    progress.disable_progress_bar()
    model = AutoModel.from_pretrained(bundled_folder(), attn_implementation="eager").eval()

    class LastHiddenState(torch.nn.Module):
        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            return model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state

    wrapper = LastHiddenState()
    wrapper.model = model
    example = torch.ones((2, 8), dtype=torch.int64)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            wrapper.eval(),
            (example, example, torch.zeros_like(example)),
            str(path),
            input_names=list(INPUTS),
            output_names=["last_hidden_state"],
            dynamic_axes={name: {0: "batch", 1: "pieces"} for name in (*INPUTS, "last_hidden_state")},
            opset_version=OPSET,
            dynamo=False,
        )
