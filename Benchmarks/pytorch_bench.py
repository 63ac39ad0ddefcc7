#!/usr/bin/env python3
"""What Smilestone does, written for PyTorch: trains or evaluates a ResNet-18 on JPEG files.

    pytorch_bench.py train    MANIFEST.csv --epochs 3 --layout channels_last
    pytorch_bench.py evaluate MANIFEST.csv

The manifest has the columns image, emotion and split. Training passes over the rows of split
train and judges those of split validation after every epoch; evaluation judges all rows. Prints
JSON; `seconds` runs from the first image that is asked for to the last result, so that imports
and building the model do not count.
"""
import argparse
import csv
import json
import pathlib
import sys
import time
import types

# torchvision's own operators are not used here, and where pip pairs a CUDA build of torchvision
# with a CPU build of torch, registering them would fail.
sys.modules["torchvision._meta_registrations"] = types.ModuleType("_meta_registrations")

import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision import models, transforms
from torchvision.transforms import InterpolationMode

EMOTIONS = ["anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"]
TO_INPUT = [
    transforms.ToTensor(),
    transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
]
AUGMENTATION = [
    transforms.RandomHorizontalFlip(),
    transforms.RandomRotation(15, InterpolationMode.BILINEAR),
    transforms.ColorJitter(brightness=0.5, contrast=0.5, saturation=0.5, hue=0.1),
]


class Faces(Dataset):
    """The manifest's faces of one split (or all), decoded whenever they are asked for."""

    def __init__(self, manifest, split, size, augmented):
        folder = pathlib.Path(manifest).parent
        with open(manifest, newline="", encoding="utf-8") as file:
            self.rows = [
                (folder / row["image"], EMOTIONS.index(row["emotion"]))
                for row in csv.DictReader(file) if split is None or row["split"] == split
            ]
        self.size = size
        self.transform = transforms.Compose((AUGMENTATION if augmented else []) + TO_INPUT)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        path, label = self.rows[index]
        with Image.open(path) as image:
            image = image.convert("RGB").resize((self.size, self.size), Image.Resampling.BILINEAR)
        return self.transform(image), label


def loader(faces, options, shuffle=False):
    return DataLoader(
        faces, options.batch, shuffle=shuffle, num_workers=options.workers,
        persistent_workers=True)


def build(options):
    model = models.resnet18(weights=None)
    model.fc = nn.Sequential(nn.Dropout(0.5), nn.Linear(512, len(EMOTIONS)))
    return model.to(memory_format=options.memory_format)


def judge(model, batches, options):
    """Accuracy; the probabilities are computed, as a prediction table would need them."""
    model.eval()
    right = count = 0
    with torch.inference_mode():
        for images, labels in batches:
            images = images.to(memory_format=options.memory_format)
            probabilities = model(images).softmax(1)
            right += (probabilities.argmax(1) == labels).sum().item()
            count += len(labels)
    return right / count


def train(options):
    model = build(options)
    optimizer = torch.optim.Adam(
        model.parameters(), lr=5e-4, weight_decay=5e-4, fused=options.fused)
    loss_function = nn.CrossEntropyLoss(label_smoothing=0.05)
    faces = Faces(options.manifest, "train", options.size, augmented=True)
    validation = Faces(options.manifest, "validation", options.size, augmented=False)
    start = time.perf_counter()
    training_batches = loader(faces, options, shuffle=True)
    validation_batches = loader(validation, options)
    for _ in range(options.epochs):
        model.train()
        for images, labels in training_batches:
            images = images.to(memory_format=options.memory_format)
            loss = loss_function(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        accuracy = judge(model, validation_batches, options)
    return time.perf_counter() - start, len(faces) * options.epochs, accuracy


def evaluate(options):
    model = build(options)
    faces = Faces(options.manifest, None, options.size, augmented=False)
    start = time.perf_counter()
    accuracy = judge(model, loader(faces, options), options)
    return time.perf_counter() - start, len(faces), accuracy


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mode", choices=["train", "evaluate"])
    parser.add_argument("manifest")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--layout", choices=["contiguous", "channels_last"],
                        default="contiguous")
    parser.add_argument("--fused", action="store_true", help="Adam in one kernel")
    options = parser.parse_args()
    options.memory_format = (
        torch.channels_last if options.layout == "channels_last" else torch.contiguous_format)
    return options


if __name__ == "__main__":
    options = parse()
    torch.manual_seed(1)
    seconds, images, accuracy = (train if options.mode == "train" else evaluate)(options)
    print(json.dumps({
        "mode": options.mode, "layout": options.layout, "images": images, "seconds": seconds,
        "imagesPerSecond": images / seconds, "accuracy": accuracy,
        "torch": torch.__version__, "threads": torch.get_num_threads(),
    }))
