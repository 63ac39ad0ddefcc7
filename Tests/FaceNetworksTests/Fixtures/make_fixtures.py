"""Writes scene.jpg, synthetic faces of several sizes and turns, and scene.json with what facenet-pytorch finds in it.

    make build && .build/release/smilestone synth --out /tmp/faces --subjects 6 --images 4 --size 160 --seed 3
    pip install torch==2.13.0 pillow requests tqdm && pip install --no-deps facenet-pytorch==2.6.0
    python make_fixtures.py /tmp/faces
"""

import json
import pathlib
import sys
import types

import torch


def batched_nms(boxes, scores, groups, limit):
    """torchvision's, of one group, written out: its compiled one does not fit every build of torch."""
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    order, kept = scores.argsort(descending=True, stable=True), []
    while len(order):
        best, order = order[0], order[1:]
        kept.append(best)
        left = torch.maximum(boxes[best, :2], boxes[order, :2])
        right = torch.minimum(boxes[best, 2:4], boxes[order, 2:4])
        shared = (right - left).clamp(min=0).prod(dim=1)
        order = order[shared / (area[best] + area[order] - shared) <= limit]
    return torch.stack(kept) if kept else torch.zeros(0, dtype=torch.int64)


for name in ["torchvision", "torchvision.transforms", "torchvision.transforms.functional", "torchvision.ops",
             "torchvision.ops.boxes"]:
    sys.modules[name] = types.ModuleType(name)
sys.modules["torchvision.transforms"].functional = sys.modules["torchvision.transforms.functional"]
sys.modules["torchvision.ops.boxes"].batched_nms = batched_nms

from facenet_pytorch.models.mtcnn import ONet, PNet, RNet
from facenet_pytorch.models.utils.detect_face import detect_face
from PIL import Image

here = pathlib.Path(__file__).parent
faces = sorted((pathlib.Path(sys.argv[1]) / "images").glob("*.png"))

scene = Image.new("RGB", (480, 320), (150, 160, 140))
# Side, place, degrees turned.
for image, side, place, turn in [
    (faces[4], 160, (10, 20), 0), (faces[9], 90, (190, 30), 20), (faces[14], 60, (300, 40), -30),
    (faces[17], 40, (390, 60), 0), (faces[20], 140, (250, 150), 0), (faces[22], 30, (60, 230), 0),
]:
    part = Image.open(image).convert("RGB").resize((side, side), Image.BILINEAR)
    scene.paste(part.rotate(turn, fillcolor=(150, 160, 140), resample=Image.BILINEAR), place)
scene.save(here / "scene.jpg", quality=92)

scene = Image.open(here / "scene.jpg").convert("RGB")
networks = [PNet(), RNet(), ONet()]
with torch.no_grad():
    boxes, points = detect_face(
        scene, 20, *[network.eval() for network in networks], [0.6, 0.7, 0.7], 0.709, torch.device("cpu"))
document = [
    {"box": [float(v) for v in box[:4]], "score": float(box[4]), "points": [float(v) for v in five.reshape(-1)]}
    for box, five in zip(boxes[0], points[0])
]
(here / "scene.json").write_text(json.dumps(document, indent=1) + "\n")
print(len(document), "faces")
