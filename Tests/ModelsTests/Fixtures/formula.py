"""Weights and inputs from a formula, so that none need storing: the twin of
Tests/TestSupport/FormulaTensor.swift."""
import sys
import types

import numpy as np
import torch

# torchvision's own operators exist only in builds that match torch's; none is used here, and
# their registration would fail beside a CPU build of torch.
sys.modules["torchvision._meta_registrations"] = types.ModuleType("_meta_registrations")


def fnv1a64(name):
    value = 0xCBF29CE484222325
    for byte in name.encode("utf-8"):
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def values(name, count):
    """`count` float64 values in [-1, 1) that depend on the name and the position alone."""
    with np.errstate(over="ignore"):
        z = np.uint64(fnv1a64(name)) + np.arange(count, dtype=np.uint64) * np.uint64(
            0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return 2 * ((z >> np.uint64(11)).astype(np.float64) * 2.0**-53) - 1


def tensor(name, shape, dtype=torch.float32):
    return torch.from_numpy(values(name, int(np.prod(shape)))).reshape(shape).to(dtype)


def parameter(name, shape, dtype=torch.float32):
    """One tensor of a state dict: scaled by its kind, which its name and shape tell."""
    u = tensor(name, shape, torch.float64)
    last = name.rsplit(".", 1)[-1]
    if len(shape) == 4:
        # The excitation behind a depthwise convolution, which has one input channel, halves.
        gain = 12 if shape[1] == 1 else 6
        scaled = u * (gain / (shape[1] * shape[2] * shape[3])) ** 0.5
    elif len(shape) == 2:
        scaled = u * (3 / shape[1]) ** 0.5
    elif last == "running_mean":
        scaled = 0.2 * u
    elif last == "running_var":
        scaled = 1 + 0.4 * u
    elif last in ("weight", "gamma"):
        scaled = 1 + 0.3 * u
    elif name.startswith("fc."):
        scaled = 0.1 * u
    else:
        scaled = 0.2 * u
    return scaled.to(dtype)


def fill(model):
    """Gives every parameter and running statistic of the model its value by formula."""
    state = model.state_dict()
    model.load_state_dict({
        name: value if name.endswith("num_batches_tracked")
        else parameter(name, tuple(value.shape), value.dtype)
        for name, value in state.items()
    })
    return model


def rounded(tensor):
    """A nested list whose numbers say all that the tensor's type can."""
    if tensor.dtype == torch.float64:
        return tensor.tolist()
    return np.vectorize(lambda x: float(f"{x:.9g}"), otypes=[object])(
        tensor.detach().numpy()).tolist()
