"""Golden inputs of networks, made from one picture by transformers' image processors and timm's transforms.

    python generate.py    # writes picture.png and cases.json beside this file; versions in cases.json

Each case has the two JSON files as these libraries keep them, and the tensor [channels, height, width] that they give.
"""
import json
import os

import numpy as np
import timm
import torch
import transformers
from PIL import Image
from timm.data import create_transform, resolve_data_config
from transformers import (CLIPImageProcessorPil, ConvNextImageProcessorPil, EfficientNetImageProcessorPil,
                          MobileViTImageProcessorPil, ViTImageProcessorPil)

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(7)
low = rng.random((6, 5, 3))
pixels = np.kron(low, np.ones((7, 10, 1))) * 200 + rng.random((42, 50, 3)) * 55
picture = Image.fromarray(pixels.astype(np.uint8))
picture.save(os.path.join(HERE, "picture.png"))


def processed(name, processor):
    text = json.loads(processor.to_json_string())
    out = processor(images=picture, return_tensors="np")["pixel_values"][0]
    return {"name": name, "preprocessor_config.json": text, "config.json": None, "shape": list(out.shape),
            "values": [round(float(v), 5) for v in np.asarray(out, dtype=np.float64).ravel()]}


def timmed(name, config):
    transform = create_transform(**resolve_data_config({}, pretrained_cfg=config), is_training=False)
    out = transform(picture).numpy()
    return {"name": name, "preprocessor_config.json": None,
            "config.json": {"architecture": "x", "pretrained_cfg": config}, "shape": list(out.shape),
            "values": [round(float(v), 5) for v in out.astype(np.float64).ravel()]}


cases = [
    processed("vit", ViTImageProcessorPil(size={"height": 16, "width": 16})),
    processed("vit, bicubic, oblong", ViTImageProcessorPil(size={"height": 12, "width": 20}, resample=3)),
    processed("vit, not normalised", ViTImageProcessorPil(size={"height": 16, "width": 16}, do_normalize=False)),
    processed("clip", CLIPImageProcessorPil(size={"shortest_edge": 20}, crop_size={"height": 16, "width": 16})),
    processed("clip, smaller than the crop", CLIPImageProcessorPil(
        size={"shortest_edge": 16}, crop_size={"height": 21, "width": 24})),
    processed("convnext", ConvNextImageProcessorPil(size={"shortest_edge": 16}, crop_pct=0.875)),
    processed("convnext, large", ConvNextImageProcessorPil(size={"shortest_edge": 384}, crop_pct=1.0)),
    processed("efficientnet, offset", EfficientNetImageProcessorPil(
        size={"height": 16, "width": 16}, rescale_offset=True, rescale_factor=1 / 127.5, do_normalize=False,
        do_center_crop=False, resample=3)),
    processed("efficientnet", EfficientNetImageProcessorPil(
        size={"height": 20, "width": 21}, crop_size={"height": 17, "width": 16}, resample=2,
        image_std=[0.4, 0.5, 0.6])),
    processed("efficientnet, without the top", EfficientNetImageProcessorPil(
        size={"height": 16, "width": 16}, do_center_crop=False, include_top=False, resample=2)),
    processed("mobilevit, blue first", MobileViTImageProcessorPil(
        size={"shortest_edge": 20}, crop_size={"height": 16, "width": 16})),
    timmed("timm, centre", {"input_size": [3, 16, 16], "interpolation": "bicubic", "crop_pct": 0.9,
                            "crop_mode": "center", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}),
    timmed("timm, squash", {"input_size": [3, 16, 12], "interpolation": "bilinear", "crop_pct": 0.875,
                            "crop_mode": "squash", "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}),
]
for case in cases:
    if case["shape"][1] > 64:  # a grid of it is enough
        step = 29
        values = np.array(case["values"]).reshape(case["shape"])[:, ::step, ::step]
        case["step"], case["values"] = step, [float(v) for v in values.ravel()]
json.dump({"versions": {"timm": timm.__version__, "transformers": transformers.__version__, "torch": torch.__version__},
           "cases": cases}, open(os.path.join(HERE, "cases.json"), "w"))
