#!/usr/bin/env python3
"""Logits of torchvision's models with every weight and running statistic by formula.

Needs torch==2.13.0 and torchvision==0.28.0; writes logits-*.json beside itself.
"""
import json
import pathlib

from formula import fill, rounded, tensor

import torch
from torch import nn
from torchvision import models

HERE = pathlib.Path(__file__).parent


def age_head():
    return nn.Sequential(nn.Dropout(0.2), nn.Linear(2048, 256), nn.Linear(256, 1))


def write(model_name, head, size, count):
    model = models.get_model(model_name, weights=None)
    if head == "age":
        model.fc = age_head()
    model = fill(model).eval()
    with torch.inference_mode():
        logits = model(tensor("input", (count, 3, size, size)))
    name = f"logits-{model_name}-{head}-{size}.json"
    text = json.dumps({
        "model": model_name, "head": head, "size": size, "torch": torch.__version__,
        "logits": rounded(logits),
    }, separators=(",", ":"))
    (HERE / name).write_text(text + "\n")
    print(name, "largest", logits.abs().max().item())


torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)
for model_name in ("resnet18", "resnet50"):
    write(model_name, "imagenet", 64, 2)
    write(model_name, "imagenet", 224, 1)
write("resnet50", "age", 64, 2)
