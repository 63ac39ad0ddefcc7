#!/usr/bin/env python3
"""Grad-CAM maps of torchvision's ResNet-18 in double precision, weights and images by formula.

Forward hooks keep a layer's output and autograd its gradient; equations 1 and 2 of Selvaraju et al.
2017 make the map of the largest logit. Needs torch==2.13.0 and torchvision==0.28.0; writes
attention.json beside itself.
"""
import json
import pathlib

from formula import fill, tensor

import torch
from torchvision import models

HERE = pathlib.Path(__file__).parent


def maps(layer, size, count):
    model = fill(models.resnet18(weights=None, num_classes=7).double()).eval()
    kept = {}
    getattr(model, layer).register_forward_hook(lambda _, __, output: kept.update(a=output))
    logits = model(tensor("input", (count, 3, size, size), torch.float64))
    result = []
    for image in range(count):
        best = logits[image].argmax()
        gradient, = torch.autograd.grad(logits[image, best], kept["a"], retain_graph=True)
        weights = gradient[image].mean(dim=(1, 2))
        weighted = (weights[:, None, None] * kept["a"][image]).sum(dim=0)
        result.append(torch.relu(weighted).tolist())
    print(layer, size, [max(map(max, one)) for one in result])
    return {"layer": layer, "size": size, "maps": result}


torch.use_deterministic_algorithms(True)
cases = [maps("layer2", 64, 3), maps("layer4", 192, 2), maps("layer3", 96, 2)]
(HERE / "attention.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
