#!/usr/bin/env python3
"""Training in PyTorch, step by step, from weights and batches by formula.

Needs torch==2.13.0 and torchvision==0.28.0; writes training-*.json beside itself. Each file
holds the settings, and for float64 and float32: the terms of the loss at every step, taken
before the step; and after 20 and 50 steps of every tensor in the state dict (and of the class
centres) its L2 norm, its first elements, and four probes: dot products with the formula values
of "probe-<k>-<name>". A difference d between two tensors has |d|^2 = 3 E[(d . probe)^2], so the
probes measure how far apart weights are that were never stored.

Four batches take turns. Image i of batch b has the label (3 i + b) mod 7 and is the formula's
"pattern-<label>" plus half of "input-<b>": on noise alone, or at 32 px where the last layers
normalise over eight values, rounding grows a thousandfold faster and float32 runs of PyTorch
itself part ways.
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "ModelsTests" / "Fixtures"))
from formula import fill, tensor, values

import torch
from torch import nn
from torch.nn import functional as F
from torchvision import models

CLASSES, BATCH, BATCHES, SIZE, PROBES = 7, 8, 4, 64, 4

INFANT = {
    "optimizer": "adam", "learningRate": 5e-4, "weightDecay": 5e-4, "labelSmoothing": 0.05,
    "frozen": [], "distance": {"lambda": 0.0035, "beta": 1, "margin": 30, "alpha": 0.5},
}
RUNS = {
    "infant": INFANT,
    "adult": INFANT | {"learningRate": 1e-5, "weightDecay": 2e-3, "frozen": ["layer1"]},
    "sgd": {
        "optimizer": "sgd", "learningRate": 1e-3, "momentum": 0.9, "weightDecay": 0,
        "labelSmoothing": 0, "frozen": [], "distance": None,
    },
}


def norm(difference):
    return (difference.square().sum(-1) + 1e-12).sqrt()


def distance_terms(features, labels, centres, margin):
    """The pull to the class centres and the push between the batch's class means."""
    pull = 0.5 * (features - centres[labels]).square().sum(1).mean()
    present = labels.unique()
    if len(present) < 2:
        return pull, features.new_zeros(())
    means = torch.stack([features[labels == c].mean(0) for c in present])
    j, k = torch.triu_indices(len(present), len(present), offset=1)
    push = (margin - norm(means[j] - means[k])).clamp(min=0).square().mean()
    return pull, push


def moved_centres(features, labels, centres, alpha):
    """Wen et al. 2016, equation 4, with the features of the step."""
    moved = centres.clone()
    for c in labels.unique():
        own = features.detach()[labels == c]
        moved[c] += alpha * (own - centres[c]).sum(0) / (1 + len(own))
    return moved


def build(settings, dtype):
    model = models.resnet18(weights=None)
    model.fc = nn.Sequential(nn.Dropout(0), nn.Linear(512, CLASSES))
    model = fill(model.to(dtype)).train()
    for name in settings["frozen"]:
        part = model.get_submodule(name)
        part.requires_grad_(False)
        part.eval()
    trained = [p for p in model.parameters() if p.requires_grad]
    if settings["optimizer"] == "adam":
        optimizer = torch.optim.Adam(
            trained, lr=settings["learningRate"], weight_decay=settings["weightDecay"])
    else:
        optimizer = torch.optim.SGD(
            trained, lr=settings["learningRate"], momentum=settings["momentum"])
    return model, optimizer


def batch(step, dtype):
    labels = (torch.arange(BATCH) * 3 + step % BATCHES) % CLASSES
    patterns = torch.stack(
        [tensor(f"pattern-{c}", (3, SIZE, SIZE), dtype) for c in range(CLASSES)])
    noise = tensor(f"input-{step % BATCHES}", (BATCH, 3, SIZE, SIZE), dtype)
    return patterns[labels] + 0.5 * noise, labels


def described(name, value):
    flat = value.detach().double().flatten()
    probes = [torch.from_numpy(values(f"probe-{k}-{name}", len(flat))) for k in range(PROBES)]
    return {
        "norm": flat.norm().item(), "first": flat[:3].tolist(),
        "probes": [(flat * probe).sum().item() for probe in probes],
    }


def run(settings, steps, dtype):
    model, optimizer = build(settings, dtype)
    features = []
    model.avgpool.register_forward_hook(lambda *a: features.append(a[2].flatten(1)))
    distance = settings["distance"]
    centres = tensor("centres", (CLASSES, 512), dtype)
    record = {"losses": [], "crossEntropy": [], "pull": [], "push": [], "weights": {}}
    for step in range(steps):
        images, labels = batch(step, dtype)
        features.clear()
        loss = F.cross_entropy(model(images), labels, label_smoothing=settings["labelSmoothing"])
        record["crossEntropy"].append(loss.item())
        if distance:
            pull, push = distance_terms(features[0], labels, centres, distance["margin"])
            loss = loss + distance["lambda"] * (pull + distance["beta"] * push)
            centres = moved_centres(features[0], labels, centres, distance["alpha"])
            record["pull"].append(pull.item())
            record["push"].append(push.item())
        record["losses"].append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step + 1 in (20, 50):
            state = {n: v for n, v in model.state_dict().items() if v.is_floating_point()}
            if distance:
                state["centres"] = centres
            record["weights"][str(step + 1)] = {n: described(n, v) for n, v in state.items()}
    return record


def write(name, settings, steps):
    result = {
        "model": "resnet18", "classes": CLASSES, "batch": BATCH, "batches": BATCHES, "size": SIZE,
        "steps": steps, "probes": PROBES, "torch": torch.__version__, "settings": settings,
    }
    for dtype in ("float64", "float32"):
        result[dtype] = run(settings, steps, getattr(torch, dtype))
    path = HERE / f"training-{name}.json"
    path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
    report(path.name, result)


def report(name, result):
    """How far float32 strays from float64 in PyTorch itself: what a tolerance must allow."""
    exact, single = result["float64"], result["float32"]
    strays = max(abs(a - b) / abs(a) for a, b in zip(exact["losses"], single["losses"]))
    print(name, "losses", exact["losses"][0], "to", exact["losses"][-1],
          f"float32 strays by {strays:.1e}", "push", exact["push"][:1], exact["push"][-1:])
    for step, weights in exact["weights"].items():
        other = single["weights"][step]
        worst = max(
            ((3 * sum((a - b) ** 2 for a, b in zip(w["probes"], other[n]["probes"])) / PROBES)
             ** 0.5 / w["norm"], n) for n, w in weights.items())
        print(f"  after {step} steps float32 weights stray by {worst[0]:.1e} in {worst[1]}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    for name, settings in RUNS.items():
        write(name, settings, 20 if name == "sgd" else 50)
