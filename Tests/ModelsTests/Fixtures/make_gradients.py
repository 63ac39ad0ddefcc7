#!/usr/bin/env python3
"""A training pass of torchvision's EfficientNet-B0 and timm's ViT-S/14 in double precision: the
loss, and the gradient of every weight and the running statistics by norm and random probes.

Weights and images are by formula. Stochastic depth draws with torch.rand, as Smilestone does,
because bernoulli_ draws other numbers on other processors. Needs torch==2.13.0,
torchvision==0.28.0 and timm==1.0.31; writes gradients-*.json beside itself.
"""
import json
import pathlib

from formula import fill, tensor

import timm
import torch
from torch import nn
from torchvision import models, ops

HERE = pathlib.Path(__file__).parent
PROBES = 4
SEED = 1


def stochastic_depth(self, x):
    if not self.training or self.p == 0:
        return x
    kept = torch.rand([x.shape[0], 1, 1, 1]) <= 1 - self.p
    return x * (kept.to(x.dtype) / (1 - self.p))


def summary(name, value):
    flat = value.detach().double().flatten()
    probes = [
        float(flat @ tensor(f"probe-{index}-{name}", (flat.numel(),), torch.float64))
        for index in range(PROBES)
    ]
    return {"norm": float(flat.norm()), "probes": probes}


def write(name, model, size, count):
    model = fill(model.double()).train()
    images = tensor("input", (count, 3, size, size), torch.float64)
    labels = torch.arange(count) * 3 % 7
    torch.manual_seed(SEED)
    loss = nn.functional.cross_entropy(model(images), labels)
    loss.backward()
    text = json.dumps({
        "size": size, "seed": SEED, "labels": labels.tolist(), "loss": loss.item(),
        "gradients": {key: summary(key, value.grad) for key, value in model.named_parameters()},
        "statistics": {
            key: summary(key, value) for key, value in model.named_buffers()
            if "running_" in key
        },
    }, separators=(",", ":"))
    (HERE / f"gradients-{name}.json").write_text(text + "\n")
    print(name, loss.item(), len(text))


torch.use_deterministic_algorithms(True)
ops.StochasticDepth.forward = stochastic_depth
write("efficientnet_b0", models.efficientnet_b0(weights=None, num_classes=7, dropout=0.0), 32, 6)
# timm interpolates positions in single precision, so this one is compared less strictly.
write("vit_small_patch14_dinov2", timm.create_model(
    "vit_small_patch14_dinov2", num_classes=7, dynamic_img_size=True), 56, 3)
