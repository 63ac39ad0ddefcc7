#!/usr/bin/env python3
"""State dicts as torch.save writes them, and what is in them.

Needs torch==2.13.0; writes *.pth and *.json beside itself.
"""
import collections
import json
import os
import pathlib
import pickle

import torch
from torch import nn

HERE = pathlib.Path(__file__).parent
TYPES = {
    torch.uint8: "U8", torch.int8: "I8", torch.int16: "I16", torch.int32: "I32",
    torch.int64: "I64", torch.float16: "F16", torch.bfloat16: "BF16", torch.float32: "F32",
    torch.float64: "F64", torch.bool: "BOOL",
}


def tensors():
    table = collections.OrderedDict()
    for dtype, name in TYPES.items():
        values = torch.tensor([[0, 1, 1], [3, 100, 7]])
        table[f"type.{name}"] = (values > 1 if dtype == torch.bool else values).to(dtype)
    base = torch.arange(60, dtype=torch.float32).reshape(3, 4, 5) / 8
    table["view.whole"] = base
    table["view.transposed"] = base.permute(2, 0, 1)
    table["view.part"] = base[1:, 1:3, ::2]
    table["view.one"] = base[2, 3, 4]
    table["view.repeated"] = base[0, 0, :2].expand(3, 2)
    table["layout.channels_last"] = (
        torch.arange(48, dtype=torch.float32).reshape(2, 3, 2, 4)
        .contiguous(memory_format=torch.channels_last))
    table["empty"] = torch.zeros(0, 3)
    table["negative"] = torch.tensor([-(2**62), -1])
    table["parameter"] = nn.Parameter(torch.tensor([0.1, -0.2]))
    table["größe"] = torch.tensor([1.5])
    return table


def describe(table):
    return {
        name: {
            "type": TYPES[tensor.dtype], "shape": list(tensor.shape),
            "bytes": tensor.detach().contiguous().view(-1).view(torch.uint8).tolist(),
        }
        for name, tensor in table.items()
    }


def save(value, name, zip_form, protocol=2):
    torch.save(value, HERE / name, _use_new_zipfile_serialization=zip_form,
               pickle_protocol=protocol)


class Command:
    def __reduce__(self):
        return os.system, ("echo executed > executed",)


torch.manual_seed(1)
table = tensors()
(HERE / "tensors.json").write_text(json.dumps(describe(table)) + "\n")
for protocol in (2, 4):
    save(table, f"tensors-zip-{protocol}.pth", True, protocol)
    save(table, f"tensors-legacy-{protocol}.pth", False, protocol)

network = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2))
(HERE / "network.json").write_text(json.dumps(describe(network.state_dict())) + "\n")
save({"epoch": 3, "loss": 0.5, "best": None, "sizes": [1, 2],
      "state_dict": network.state_dict()}, "checkpoint.pth", True)
save({"model": network.state_dict(), "args": {"rate": 1e-3}}, "checkpoint-legacy.pth", False)
save(network, "refused-module.pth", True)
save({"a": torch.zeros(2), "b": Command()}, "refused-command.pth", True)
save({"a": torch.zeros(2), "b": Command()}, "refused-command-legacy.pth", False)
(HERE / "refused-plain-pickle.pth").write_bytes(pickle.dumps({"a": [1, 2]}, protocol=2))
