#!/usr/bin/env python3
"""run_onnx.py MODEL PIXELS COUNT SIZE: what ONNX Runtime, and OpenVINO where it is installed, make of images.

PIXELS holds COUNT x 3 x SIZE x SIZE 32-bit numbers. Prints JSON: the metadata, and for each engine the
outputs by their names, row by row.
"""
import json
import sys

import numpy
import onnxruntime

model, pixels, count, size = sys.argv[1:]
images = numpy.fromfile(pixels, dtype="<f4").reshape(int(count), 3, int(size), int(size))
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
names = [output.name for output in session.get_outputs()]
engines = {"ONNX Runtime": dict(zip(names, session.run(None, {"images": images})))}
try:
    import openvino
except ImportError:
    pass
else:
    compiled = openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    results = compiled({"images": images})
    engines["OpenVINO"] = {name: results[name] for name in names}


def rows(values):
    return values.reshape(len(values), -1).tolist()


print(json.dumps({
    "metadata": session.get_modelmeta().custom_metadata_map,
    "engines": {
        engine: {name: rows(values) for name, values in outputs.items()}
        for engine, outputs in engines.items()
    },
}))
