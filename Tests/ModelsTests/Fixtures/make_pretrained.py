#!/usr/bin/env python3
"""What EfficientNet-Lite0's published weights make of a shaded disc: pooled features, and the largest
logits. ImageNet's class 722 is a ping-pong ball.

Needs torch==2.13.0, numpy, efficientnet_lite_pytorch==0.1.0 and the path of
efficientnet-lite0-57934424.pth; writes pretrained-efficientnet_lite0.json beside itself.
"""
import json
import pathlib
import sys

from formula import rounded

import efficientnet_lite_pytorch
import numpy as np
import torch

HERE = pathlib.Path(__file__).parent
BALL, GROUND = (230, 230, 200), (10, 10, 40)


def disc(size):
    """A disc that darkens to its rim: [1, 3, size, size], values 0 ... 1."""
    y, x = np.mgrid[0:size, 0:size]
    square = (2 * x + 1 - size) ** 2 + (2 * y + 1 - size) ** 2
    planes = [
        np.where(16 * square < 9 * size**2, ball - ball * square // (3 * size**2), ground)
        for ball, ground in zip(BALL, GROUND)
    ]
    return torch.from_numpy(np.stack(planes)[None] / 255).float()


torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)
model = efficientnet_lite_pytorch.EfficientNet.from_name("efficientnet-lite0").eval()
model.load_state_dict(torch.load(sys.argv[1], weights_only=True), strict=True)
cases = []
for size in (64, 224):
    with torch.inference_mode():
        # It takes images from -1 to 1.
        images = 2 * disc(size) - 1
        features = model.extract_features(images).mean((2, 3))[0]
        logits, classes = model(images)[0].topk(10)
    print(size, classes.tolist(), logits.tolist())
    cases.append({
        "size": size, "features": rounded(features), "classes": classes.tolist(),
        "logits": rounded(logits),
    })
text = json.dumps(cases, separators=(",", ":"))
(HERE / "pretrained-efficientnet_lite0.json").write_text(text + "\n")
