#!/usr/bin/env python3
"""What Smilestone does, written for its peers: trains or evaluates a ResNet-18 on JPEG files.

    peers.py train    MANIFEST.csv --epochs 3 --runtime eager --layout channels_last
    peers.py evaluate MANIFEST.csv --runtime onnxruntime --onnx model.onnx

The manifest has the columns image, emotion and split. Training passes over the rows of split
train and judges those of split validation after every epoch; evaluation judges all rows. PyTorch's
DataLoader decodes the images for every runtime. Prints JSON; `seconds` runs from the first image
that is asked for to the last result, so that imports, building the model and compiling it do not count.
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
NORMALISATION = transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
AUGMENTATION = [
    transforms.RandomHorizontalFlip(),
    transforms.RandomRotation(15, InterpolationMode.BILINEAR),
    transforms.ColorJitter(brightness=0.5, contrast=0.5, saturation=0.5, hue=0.1),
]


class Faces(Dataset):
    """The manifest's faces of one split (or all), decoded whenever they are asked for."""

    def __init__(self, manifest, split, size, steps):
        folder = pathlib.Path(manifest).parent
        with open(manifest, newline="", encoding="utf-8") as file:
            self.rows = [
                (folder / row["image"], EMOTIONS.index(row["emotion"]))
                for row in csv.DictReader(file) if split is None or row["split"] == split
            ]
        self.size = size
        self.transform = transforms.Compose(steps)

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
    model = model.to(memory_format=options.memory_format)
    return torch.compile(model, dynamic=False) if options.runtime == "compiled" else model


def in_precision(options):
    return torch.autocast("cpu", torch.bfloat16, enabled=options.precision == "bfloat16")


def batch_sizes(faces, options):
    """The sizes of batches that occur, for each of which a compiled model is made before the clock starts."""
    return {options.batch, len(faces) % options.batch or options.batch}


def blank(count, options):
    return torch.zeros(count, 3, options.size, options.size).to(memory_format=options.memory_format)


def judge(predict, batches):
    """Accuracy; the probabilities are computed, as a prediction table would need them."""
    right = count = 0
    with torch.inference_mode():
        for images, labels in batches:
            right += (predict(images).argmax(1) == labels).sum().item()
            count += len(labels)
    return right / count


def torch_predictor(model, options):
    def predict(images):
        with in_precision(options):
            return model(images.to(memory_format=options.memory_format)).float().softmax(1)

    return predict


def train(options):
    model = build(options)
    optimizer = torch.optim.Adam(
        model.parameters(), lr=5e-4, weight_decay=5e-4, fused=options.fused)
    loss_function = nn.CrossEntropyLoss(label_smoothing=0.05)
    steps = [transforms.ToTensor(), NORMALISATION]
    faces = Faces(options.manifest, "train", options.size, AUGMENTATION + steps)
    validation = Faces(options.manifest, "validation", options.size, steps)
    predict = torch_predictor(model, options)

    def step(images, labels):
        with in_precision(options):
            loss = loss_function(model(images.to(memory_format=options.memory_format)), labels)
        optimizer.zero_grad()
        loss.backward()
        return loss

    if options.runtime == "compiled":
        for count in batch_sizes(faces, options):
            step(blank(count, options), torch.zeros(count, dtype=torch.long))
        model.eval()
        for count in batch_sizes(validation, options):
            judge(predict, [(blank(count, options), torch.zeros(count, dtype=torch.long))])
    start = time.perf_counter()
    training_batches = loader(faces, options, shuffle=True)
    validation_batches = loader(validation, options)
    for _ in range(options.epochs):
        model.train()
        for images, labels in training_batches:
            step(images, labels)
            optimizer.step()
        model.eval()
        accuracy = judge(predict, validation_batches)
    return time.perf_counter() - start, len(faces) * options.epochs, accuracy


def predictor(options, faces):
    """Probabilities of a batch of images, in the runtime that is asked for, ready to run."""
    if options.runtime == "onnxruntime":
        import onnxruntime

        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = torch.get_num_threads()
        session = onnxruntime.InferenceSession(
            options.onnx, settings, providers=["CPUExecutionProvider"])
        return lambda images: torch.from_numpy(
            session.run(["probabilities"], {"images": images.numpy()})[0])
    if options.runtime == "openvino":
        import openvino

        # Elsewhere it would choose bfloat16 by itself, where the processor has that.
        compiled = openvino.Core().compile_model(
            options.onnx, "CPU", {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "THROUGHPUT"})
        output = compiled.output("probabilities")
        return lambda images: torch.from_numpy(compiled({"images": images.numpy()})[output])
    model = build(options).eval()
    predict = torch_predictor(model, options)
    if options.runtime == "compiled":
        with torch.inference_mode():
            for count in batch_sizes(faces, options):
                predict(blank(count, options))
    return predict


def evaluate(options):
    # Exported models normalise by themselves.
    exported = options.runtime in ("onnxruntime", "openvino")
    steps = [transforms.ToTensor()] + ([] if exported else [NORMALISATION])
    faces = Faces(options.manifest, None, options.size, steps)
    predict = predictor(options, faces)
    start = time.perf_counter()
    accuracy = judge(predict, loader(faces, options))
    return time.perf_counter() - start, len(faces), accuracy


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mode", choices=["train", "evaluate"])
    parser.add_argument("manifest")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--runtime", default="eager",
                        choices=["eager", "compiled", "onnxruntime", "openvino"])
    parser.add_argument("--onnx", help="the model of onnxruntime and openvino")
    parser.add_argument("--layout", choices=["contiguous", "channels_last"],
                        default="contiguous")
    parser.add_argument("--precision", choices=["float32", "bfloat16"], default="float32")
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
        "mode": options.mode, "runtime": options.runtime, "layout": options.layout,
        "images": images, "seconds": seconds, "imagesPerSecond": images / seconds,
        "accuracy": accuracy, "torch": torch.__version__, "threads": torch.get_num_threads(),
    }))
