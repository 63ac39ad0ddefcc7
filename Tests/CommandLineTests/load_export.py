#!/usr/bin/env python3
"""load_export.py FILE NETWORK OUTPUTS: torchvision's network, or timm's vision transformer, loads what
was exported, strictly.

Ends with status 77 where torch, torchvision, timm or safetensors is not installed.
"""
import sys
import types

try:
    import torch
    # torchvision's own operators, which no network needs, exist only beside a matching build.
    sys.modules["torchvision._meta_registrations"] = types.ModuleType("_meta_registrations")
    from safetensors.torch import load_file
    from torchvision import models
    import timm
except ImportError:
    sys.exit(77)

file, network, outputs = sys.argv[1:]
if network.startswith("vit"):
    model = timm.create_model(network, num_classes=int(outputs), dynamic_img_size=True)
else:
    model = models.get_model(network, weights=None, num_classes=int(outputs))
model.load_state_dict(load_file(file), strict=True)
with torch.inference_mode():
    assert model.eval()(torch.zeros(1, 3, 70, 70)).isfinite().all()
