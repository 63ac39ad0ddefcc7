#!/usr/bin/env python3
"""State dicts in the forms that are published, with torchvision's and timm's outputs: ResNet-18 and
ResNet-50 in both forms of torch.save, EfficientNet-B0, EfficientNet-Lite0 under the names of the
package efficientnet_lite_pytorch, which then gives the outputs, and ViT-S/14 as DINOv2 publishes it, with
its mask_token and without a head, for images of 126 px.

All tensors are overlapping views of a few short storages, so that the files are small; every
tensor begins elsewhere, so that no two are alike. Needs torch==2.13.0, torchvision==0.28.0,
timm==1.0.31 and efficientnet_lite_pytorch==0.1.0; writes state-dict-*.pth and *.json beside itself.
"""
import json
import pathlib

from formula import rounded, tensor, values

import efficientnet_lite_pytorch
import timm
import torch
from torchvision import models

HERE = pathlib.Path(__file__).parent
SPARE = 997


def scale(name, shape):
    """Offset and factor of a tensor's values; convolutions keep the size of what passes."""
    last = name.rsplit(".", 1)[-1]
    if len(shape) > 1 and last == "weight":
        gain = 12 if shape[1] == 1 else 6
        return 0, (gain / torch.Size(shape[1:]).numel()) ** 0.5
    return (1, 0.3) if last in ("weight", "running_var", "gamma") else (0, 0.2)


def strides(shape):
    """Strides that differ, but keep what a tensor spans short."""
    return ((1, 3, 7, 13) if len(shape) != 4 or shape[0] < 2000 else (2, 1, 7, 13))[:len(shape)]


def span(shape):
    return 1 + sum((length - 1) * stride for length, stride in zip(shape, strides(shape)))


def storages(table):
    """One storage for each scale, as long as the longest of its tensors and a little more."""
    lengths = {}
    for name, value in table.items():
        key = scale(name, value.shape)
        lengths[key] = max(lengths.get(key, 0), span(value.shape) + SPARE)
    return {
        key: key[0] + key[1] * torch.from_numpy(values(str(key), length)).float()
        for key, length in lengths.items()
    }


def state_dict(model):
    table = model.state_dict()
    stores = storages(table)
    for number, (name, value) in enumerate(table.items()):
        if not name.endswith("num_batches_tracked"):
            table[name] = stores[scale(name, value.shape)].as_strided(
                value.shape, strides(value.shape), number * 37 % SPARE)
    return table


def write(name, model, size, forms, unused={}, scale_images=lambda images: images):
    table = state_dict(model)
    model.load_state_dict(table, strict=True)
    with torch.inference_mode():
        logits = model(scale_images(tensor("input", (2, 3, size, size))))
    assert logits.isfinite().all()
    text = json.dumps({
        "model": name, "size": size, "torch": torch.__version__, "logits": rounded(logits),
    }, separators=(",", ":"))
    (HERE / f"logits-{name}-state-dict.json").write_text(text + "\n")
    for form in forms:
        torch.save({**table, **unused}, HERE / f"state-dict-{name}-{form}.pth",
                   _use_new_zipfile_serialization=form == "zip")
    print(name, "largest", logits.abs().max().item(), "spread", logits.std().item(),
          "between images", (logits[0] - logits[1]).abs().max().item())


torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)
for name in ("resnet18", "resnet50"):
    write(name, models.get_model(name, weights=None).eval(), 64, ("zip", "legacy"))
write("efficientnet_b0", models.efficientnet_b0(weights=None).eval(), 64, ("zip",))
write("efficientnet_lite0", efficientnet_lite_pytorch.EfficientNet.from_name(
    "efficientnet-lite0").eval(), 64, ("zip",),
    # It takes images from -1 to 1; Smilestone gives all networks ImageNet's scale.
    scale_images=lambda x: 2 * (x * torch.tensor([0.229, 0.224, 0.225]).reshape(3, 1, 1)
                                  + torch.tensor([0.485, 0.456, 0.406]).reshape(3, 1, 1)) - 1)
write("dinov2_vits14", timm.create_model(
    "vit_small_patch14_dinov2", num_classes=0, dynamic_img_size=True).eval(), 126, ("zip",),
    {"mask_token": torch.zeros(1, 384)})
