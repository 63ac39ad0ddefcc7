#!/usr/bin/env python3
"""Losses and augmentations by PyTorch and torchvision on small inputs by formula.

Needs torch==2.13.0, torchvision==0.28.0 and scipy; writes losses.json (float64, with gradients),
augmentations.json (float32) and schedules.json beside itself.
"""
import json

from make_fixtures import HERE, distance_terms, moved_centres
from formula import rounded, tensor

import numpy as np
import torch
from scipy import ndimage
from torch.nn import functional as F
from torch.optim import lr_scheduler as LR
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


def weighted_cross_entropy(kind, smoothing):
    """Class weights 0.5, 1, 1.5 ... 3.5; soft targets: softmax of "target" [6, 7], times 2."""
    logits = (3 * tensor("logits", (6, 7), torch.float64)).requires_grad_()
    weights = torch.arange(1, 8, dtype=torch.float64) / 2
    if kind == "soft":
        targets = (2 * tensor("target", (6, 7), torch.float64)).softmax(1)
    else:
        targets = torch.tensor([0, 6, 3, 3, 1, 5])
    loss = F.cross_entropy(logits, targets, weight=weights, label_smoothing=smoothing)
    loss.backward()
    return {
        "kind": kind, "smoothing": smoothing, "loss": loss.item(),
        "targets": targets.flatten().tolist(), "gradient": logits.grad.tolist(),
    }


def clipping(norm):
    """Gradients "weight" [5, 3] and "bias" [5], times 4, clipped together."""
    parameters = [torch.zeros(5, 3, dtype=torch.float64), torch.zeros(5, dtype=torch.float64)]
    for parameter, name in zip(parameters, ("weight", "bias")):
        parameter.requires_grad_()
        parameter.grad = 4 * tensor(name, tuple(parameter.shape), torch.float64)
    torch.nn.utils.clip_grad_norm_(parameters, norm)
    return {
        "norm": norm,
        "gradients": [value for p in parameters for value in p.grad.flatten().tolist()],
    }


def rates(make, steps, losses=None):
    """The learning rate before each step, 1 at its highest."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1)
    schedule = make(optimizer)
    values = []
    for step in range(steps):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step(*([losses[step]] if losses else []))
    return values


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


def moved(image, top, left, height, width, degrees, right, down):
    """Mirrored, then a crop stretched, turned counter-clockwise and shifted by shares of the side, in
    one bilinear reading; outside the image is its mirror image."""
    mirrored = image.flip(-1).double().numpy()
    side = image.shape[-1]
    left = side - left - width  # the crop is of the image before it was mirrored
    rows, columns = np.mgrid[:side, :side] + 0.5 - side / 2
    rows, columns = rows - down * side, columns - right * side
    cosine, sine = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    turned_columns = cosine * columns - sine * rows
    turned_rows = sine * columns + cosine * rows
    places = [
        top + height / 2 + turned_rows * height / side - 0.5,
        left + width / 2 + turned_columns * width / side - 0.5,
    ]
    return torch.tensor(np.stack([
        ndimage.map_coordinates(channel, places, order=1, mode="reflect") for channel in mirrored
    ]))


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
    for top, left, height, width in ((0, 0, 12, 12), (2, 1, 7, 9), (5, 6, 4, 3)):
        place = [top, left, height, width]
        yield "crop", place, V.resized_crop(image, *place, [12, 12], antialias=True)
    yield "move", [2, 1, 7, 9], moved(image, 2, 1, 7, 9, 10, 0.05, -0.1)
    yield "move", [0, 0, 12, 12], moved(image, 0, 0, 12, 12, 10, 0.05, -0.1)
    mean = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
    yield "erase", [3, 2, 5, 6], V.erase(image, 3, 2, 5, 6, mean)
    for shift in (-0.1, 0.04, 0.1, 0.5):
        yield "hue", shift, V.adjust_hue(image, shift)
    yield "grey", None, V.rgb_to_grayscale(image, num_output_channels=3)


torch.use_deterministic_algorithms(True)
write("losses.json", {
    "torch": torch.__version__,
    "crossEntropy": [cross_entropy(s) for s in (0, 0.05, 0.2)],
    "weighted": [
        weighted_cross_entropy(kind, s) for kind in ("hard", "soft") for s in (0, 0.1)
    ],
    "clipping": [clipping(norm) for norm in (1, 5, 100)],
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
losses = [5, 4, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2]
write("schedules.json", {
    "torch": torch.__version__,
    "oneCycle": rates(lambda o: LR.OneCycleLR(o, max_lr=1, total_steps=20), 20),
    "cosine": rates(lambda o: LR.CosineAnnealingLR(o, T_max=20), 20),
    "plateauLosses": losses,
    "plateau": rates(
        lambda o: LR.ReduceLROnPlateau(o, factor=0.1, patience=2, threshold=0), len(losses),
        losses),
})
