"""Export the trained judge to ONNX: in fp32, and with its weights in 8 bits, which is what the package carries.

python training/export_judge.py --work FOLDER [--encoder FOLDER] [--out FILE.onnx]
"""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path

import onnx
import torch
from judge_network import JudgeNetwork
from onnxruntime.quantization import QuantType, quantize_dynamic

from townhall.index.embedding import bundled_folder

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("pieces", "whole")
OPSET = 17


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder with checkpoint.pt; judge-fp32.onnx goes there")
    parser.add_argument("--encoder", default=str(bundled_folder()))
    parser.add_argument("--out", type=Path, help="the 8-bit file; WORK/judge.onnx unless given")
    arguments = parser.parse_args()
    network = JudgeNetwork(arguments.encoder)
    state = torch.load(arguments.work / "checkpoint.pt", map_location="cpu")
    network.load_state_dict(state["network"])
    full = arguments.work / "judge-fp32.onnx"
    export(network.eval(), full)
    small = arguments.out or arguments.work / "judge.onnx"
    quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=False)
    print(f"step {state['step']}: {full} {full.stat().st_size / 1e6:.1f} MB, {small} {small.stat().st_size / 1e6:.1f} MB")
    onnx.checker.check_model(str(small))


def export(network: JudgeNetwork, path: Path) -> None:
    """Trace the network and write it."""
    example = torch.ones((2, 8), dtype=torch.int64)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (example, example, torch.zeros_like(example)),
            str(path),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes={name: {0: "batch", 1: "pieces"} for name in (*INPUTS, "pieces")} | {"whole": {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,
        )


if __name__ == "__main__":
    main()
