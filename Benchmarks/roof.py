#!/usr/bin/env python3
"""How fast this processor can compute what a ResNet-18 is made of, and what one image of it takes.

    roof.py [--sizes 64 224]

The roof is the faster of a 3 x 3 convolution and of a product of matrices, each the best of several shapes and layouts
and of several repetitions, in single precision on all threads. What an image takes is counted by PyTorch, a
multiplication and an addition being two operations. Prints JSON.
"""
import argparse
import json
import sys
import time
import types

# As in peers.py.
sys.modules["torchvision._meta_registrations"] = types.ModuleType("_meta_registrations")

import torch
from torch.utils.flop_counter import FlopCounterMode
from torchvision import models

# Channels and sides of 3 x 3 convolutions in ResNets at 224 px.
CONVOLUTIONS = [(64, 56), (128, 28), (256, 14), (512, 14)]
MATRIX_SIDES = [1024, 2048]
REPETITIONS = 5


def best_gflops(operations, run):
    run()
    seconds = []
    for _ in range(REPETITIONS):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return operations / min(seconds) / 1e9


def convolution_roof():
    found = []
    for channels, side in CONVOLUTIONS:
        for layout in (torch.contiguous_format, torch.channels_last):
            convolution = torch.nn.Conv2d(channels, channels, 3, padding=1, bias=False)
            convolution = convolution.to(memory_format=layout)
            images = torch.randn(16, channels, side, side).to(memory_format=layout)
            operations = 2 * 9 * channels**2 * 16 * side**2
            found.append(best_gflops(operations, lambda: convolution(images)))
    return max(found)


def matrix_roof():
    found = []
    for side in MATRIX_SIDES:
        first, second = torch.randn(side, side), torch.randn(side, side)
        found.append(best_gflops(2 * side**3, lambda: first @ second))
    return max(found)


def operations_per_image(size):
    """Of evaluating and of training (forwards and backwards)."""
    model = models.resnet18(weights=None, num_classes=7)
    images = torch.randn(2, 3, size, size)
    with FlopCounterMode(display=False) as counter:
        loss = model(images).sum()
        evaluating = counter.get_total_flops()
        loss.backward()
    return {"evaluate": evaluating / 2, "train": counter.get_total_flops() / 2}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[64, 224])
    options = parser.parse_args()
    per_image = {size: operations_per_image(size) for size in options.sizes}
    with torch.inference_mode():
        roofs = {"convolution": convolution_roof(), "matrices": matrix_roof()}
    print(json.dumps({"gflops": roofs, "operationsPerImage": per_image}))


if __name__ == "__main__":
    main()
