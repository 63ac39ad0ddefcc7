#!/usr/bin/env python3
"""Writes dlib's face recognition network as safetensors, under the names that the program's network has.

    scripts/convert-dlib-network.py dlib_face_recognition_resnet_model_v1.dat OUT.safetensors

dlib keeps a network as its C++ types serialise themselves, from the images on: a layer is its kind's name, then
its numbers as one tensor (their shape as packed integers, then 4-byte floats, little end first). The
network is 29 convolutions, each followed by what is left of a batch normalisation when its statistics are worked into
it: a factor and a summand for each channel. Here these become a batch normalisation again, with a mean of 0
and a variance of 1, less what is added to it, into whose summand the convolution's own goes; the last layer, which makes 128 numbers of the
features to tell people apart, is left away. Only Python's standard library is used, and the same file gives the
same bytes.
"""

import argparse
import array
import json
import pathlib
import re
import struct
import sys

# Channels of the residual blocks, from the images on; the first of a stage halves the image.
STAGES = [(32, 3), (64, 4), (128, 3), (256, 3), (256, 1)]
EPSILON = 1e-5  # what the program's batch normalisation adds to a variance


def packed_integer(data, place):
    """dlib's integer at a place, and where it ends: a byte that holds sign and length, then its bytes."""
    count = data[place] & 0x0F
    if data[place] & 0x70 or not 1 <= count <= 8:
        raise ValueError("no integer")
    value = int.from_bytes(data[place + 1:place + 1 + count], "little")
    return -value if data[place] & 0x80 else value, place + 1 + count


def layers(data):
    """(kind, numbers) of all layers that have any."""
    place = 0
    kinds = re.compile(rb"con_\d|affine_")
    while found := kinds.search(data, place):
        kind, place = found[0].decode(), found.end()
        try:
            version, start = packed_integer(data, place)
            shape = []
            for _ in range(4):
                side, start = packed_integer(data, start)
                shape.append(side)
        except (ValueError, IndexError):
            continue
        count = shape[0] * shape[1] * shape[2] * shape[3]
        if version != 2 or not 0 < count < 10_000_000 or start + 4 * count > len(data):
            continue
        numbers = array.array("f", data[start:start + 4 * count])
        if sys.byteorder == "big":
            numbers.byteswap()
        place = start + 4 * count
        yield kind[:kind.index("_")], numbers


def network(found):
    """Tensors by name, as (shape, numbers)."""
    tensors = {}

    def take(kind):
        own, numbers = next(found, (None, None))
        if own != kind:
            raise SystemExit(f"There is {own} where {kind} was to be: this is another network.")
        return numbers

    def normalised_convolution(convolution, normalisation, inputs, outputs, side):
        numbers = take("con")
        weights = outputs * inputs * side * side
        if len(numbers) != weights + outputs:
            raise SystemExit(f"{convolution} has {len(numbers)} numbers: this is another network.")
        affine = take("affine")
        if len(affine) != 2 * outputs:
            raise SystemExit(f"{normalisation} has {len(affine)} numbers: this is another network.")
        factors, summands = affine[:outputs], affine[outputs:]
        own = numbers[weights:]
        tensors[f"{convolution}.weight"] = ([outputs, inputs, side, side], numbers[:weights])
        values = {
            "weight": factors,
            "bias": [b + f * c for f, b, c in zip(factors, summands, own)],
            "running_mean": [0.0] * outputs,
            "running_var": [1 - EPSILON] * outputs,
        }
        for name, numbers in values.items():
            tensors[f"{normalisation}.{name}"] = ([outputs], numbers)

    normalised_convolution("conv1", "bn1", 3, 32, 7)
    channels = 32
    for stage, (outputs, blocks) in enumerate(STAGES, 1):
        for block in range(blocks):
            name = f"layer{stage}.{block}"
            normalised_convolution(f"{name}.conv1", f"{name}.bn1", channels, outputs, 3)
            normalised_convolution(f"{name}.conv2", f"{name}.bn2", outputs, outputs, 3)
            channels = outputs
    if next(found, None) is not None:
        raise SystemExit("There are further layers: this is another network.")
    return tensors


def safetensors(tensors, metadata):
    header, parts, place = {"__metadata__": metadata}, [], 0
    for name in sorted(tensors):
        shape, numbers = tensors[name]
        data = struct.pack(f"<{len(numbers)}f", *numbers)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [place, place + len(data)]}
        parts.append(data)
        place += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("network", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    options = parser.parse_args()
    tensors = network(layers(options.network.read_bytes()))
    options.out.write_bytes(safetensors(tensors, {"source": options.network.name}))


if __name__ == "__main__":
    main()
