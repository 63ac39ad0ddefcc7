#!/usr/bin/env python3
"""Losses and augmentations by PyTorch and torchvision on small inputs by formula.

Needs torch==2.13.0 and torchvision==0.28.0; writes losses.json (float64, with gradients) and
augmentations.json (float32) beside itself.
"""
import json

from make_fixtures import HERE, distance_terms, moved_centres
from formula import rounded, tensor

import torch
from torch.nn import functional as F
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as V


def write(name, content):
    (HERE / name).write_text(json.dumps(content, separators=(",", ":")) + "\n")


def cross_entropy(smoothing):
    """Logits: "logits" [6, 7], times 3."""
    logits = (3 * tensor("logits", (6, 7), torch.float64)).requires_grad_()
    targets = torch.tensor([0, 6, 3, 3, 1, 5])
    loss = F.cross_entropy(logits, targets, label_smoothing=smoothing)
    loss.backward()
    return {
        "smoothing": smoothing, "targets": targets.tolist(), "loss": loss.item(),
        "gradient": logits.grad.tolist(),
    }


def regression(name, function, **settings):
    """Predictions: 3 times "prediction" [10]; targets: 3 times "target" [10]."""
    prediction = (3 * tensor("prediction", (10,), torch.float64)).requires_grad_()
    loss = function(prediction, 3 * tensor("target", (10,), torch.float64), **settings)
    loss.backward()
    return {"name": name, **settings, "loss": loss.item(), "gradient": prediction.grad.tolist()}


def distance(labels, margin, alpha=0.5):
    """Features: "features" [6, 4], times 2; centres: "centres" [7, 4]."""
    features = (2 * tensor("features", (6, 4), torch.float64)).requires_grad_()
    centres = tensor("centres", (7, 4), torch.float64)
    labels = torch.tensor(labels)
    pull, push = distance_terms(features, labels, centres, margin)
    of_pull, = torch.autograd.grad(pull, features, retain_graph=True)
    of_push = torch.zeros_like(features)
    if push.requires_grad:
        of_push, = torch.autograd.grad(push, features)
    return {
        "labels": labels.tolist(), "margin": margin, "alpha": alpha,
        "pull": pull.item(), "push": push.item(),
        "pullGradient": of_pull.tolist(), "pushGradient": of_push.tolist(),
        "movedCentres": moved_centres(features, labels, centres, alpha).tolist(),
    }


def augmentations():
    """The image: 0.5 + 0.5 "image" [3, 12, 12]; colours are adjusted in [0, 1]."""
    image = 0.5 + 0.5 * tensor("image", (3, 12, 12))
    yield "flip", None, V.hflip(image)
    for angle in (15, -7.5, 3, 90):
        for mode in (InterpolationMode.NEAREST, InterpolationMode.BILINEAR):
            yield f"rotate-{mode.value}", angle, V.rotate(image, angle, mode)
    for factor in (0.5, 0.9, 1.5):
        yield "brightness", factor, V.adjust_brightness(image, factor)
        yield "contrast", factor, V.adjust_contrast(image, factor)
        yield "saturation", factor, V.adjust_saturation(image, factor)
    for shift in (-0.1, 0.04, 0.1, 0.5):
        yield "hue", shift, V.adjust_hue(image, shift)


torch.use_deterministic_algorithms(True)
write("losses.json", {
    "torch": torch.__version__,
    "crossEntropy": [cross_entropy(s) for s in (0, 0.05, 0.2)],
    "regression": [
        regression("l1", F.l1_loss),
        regression("huber", F.huber_loss, delta=1.0),
        regression("huber", F.huber_loss, delta=0.5),
    ],
    "distance": [
        distance([0, 1, 1, 3, 0, 6], 2), distance([0, 1, 1, 3, 0, 6], 10),
        distance([2, 2, 2, 2, 2, 2], 10),
    ],
})
write("augmentations.json", {
    "torch": torch.__version__, "image": [3, 12, 12],
    "cases": [
        {"name": name, "parameter": parameter, "output": rounded(output.flatten())}
        for name, parameter, output in augmentations()
    ],
})
