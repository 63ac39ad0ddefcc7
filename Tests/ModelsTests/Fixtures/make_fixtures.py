#!/usr/bin/env python3
"""Logits of torchvision's and timm's models with every weight and running statistic by formula.

Needs torch==2.13.0, torchvision==0.28.0 and timm==1.0.31; writes logits-*.json beside itself.
"""
import json
import pathlib

from formula import fill, rounded, tensor

import timm
import torch
from torch import nn
from torchvision import models

HERE = pathlib.Path(__file__).parent
MEAN = torch.tensor([0.485, 0.456, 0.406]).reshape(3, 1, 1)
DEVIATION = torch.tensor([0.229, 0.224, 0.225]).reshape(3, 1, 1)


def age_head():
    return nn.Sequential(nn.Dropout(0.2), nn.Linear(2048, 256), nn.Linear(256, 1))


def write(model_name, head, size, count):
    if model_name.startswith("vit"):
        # timm's own position embedding for 518 px, interpolated for the size of the images.
        model = timm.create_model(model_name, num_classes=100, dynamic_img_size=True)
        assert model.pos_embed.shape == (1, 1370, 384)
    elif "lite" in model_name:
        model = timm.create_model(model_name)
    else:
        model = models.get_model(model_name, weights=None)
    if head == "age":
        model.fc = age_head()
    model = fill(model).eval()
    images = tensor("input", (count, 3, size, size))
    if "lite" in model_name:
        # These take images from -1 to 1; Smilestone gives all networks ImageNet's scale.
        images = 2 * (images * DEVIATION + MEAN) - 1
    with torch.inference_mode():
        logits = model(images)
    name = f"logits-{model_name}-{head}-{size}.json"
    text = json.dumps({
        "model": model_name, "head": head, "size": size, "torch": torch.__version__,
        "logits": rounded(logits),
    }, separators=(",", ":"))
    (HERE / name).write_text(text + "\n")
    print(name, "largest", logits.abs().max().item(), "spread", logits.std().item())


torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)
for model_name in ("resnet18", "resnet50", "efficientnet_b0", "tf_efficientnet_lite0"):
    write(model_name, "imagenet", 64, 2)
    write(model_name, "imagenet", 224, 1)
write("resnet50", "age", 64, 2)
for size, count in ((126, 2), (224, 1), (518, 1)):
    write("vit_small_patch14_dinov2", "classes", size, count)
