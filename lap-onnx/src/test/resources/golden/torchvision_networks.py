"""Exports well-known networks of torchvision with random weights, and what PyTorch's hooks see after their blocks.

Run: python torchvision_networks.py FOLDER    then: mvn … -Dtest=ForeignNetworksTest -Dlap.networks=FOLDER
Too large to be kept here. NAME.npz: input; output_k of block k, for those blocks that are modules; logits; blocks.
"""
import os
import sys
import numpy as np
import torch
from torch import nn
from torchvision import models
from torchvision.models.mobilenetv2 import InvertedResidual
from torchvision.models.resnet import BasicBlock, Bottleneck
from torchvision.models.vision_transformer import EncoderBlock

torch.manual_seed(3)
torch.set_num_threads(1)


def networks():
    yield "resnet18", models.resnet18(), 64, 8, False
    yield "resnet50", models.resnet50(), 64, 16, True
    yield "resnext50_32x4d", models.resnext50_32x4d(), 64, 16, False
    yield "wide_resnet50_2", models.wide_resnet50_2(), 64, 16, False
    yield "mobilenet_v2", models.mobilenet_v2(), 64, 10, True
    yield "vit", models.VisionTransformer(32, 8, 4, 4, 64, 128), 32, 8, True


for name, model, side, blocks, dynamo in networks():
    generator = torch.Generator().manual_seed(1)
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d):
            m.running_mean.copy_(0.1 * torch.randn(m.num_features, generator=generator))
            m.running_var.copy_(0.5 + torch.rand(m.num_features, generator=generator))
    model.eval()
    outputs = []
    for m in model.modules():
        if isinstance(m, (BasicBlock, Bottleneck, EncoderBlock)) or isinstance(m, InvertedResidual) and m.use_res_connect:
            m.register_forward_hook(lambda module, inputs, output: outputs.append(output.detach().numpy().copy()))
    x = torch.randn(2, 3, side, side)
    with torch.no_grad():
        logits = model(x).numpy()
        arrays = {"input": x.numpy(), "logits": logits, "blocks": np.array([blocks])}
        step = blocks // len(outputs)  # a transformer's module holds two additions
        for k, output in enumerate(outputs):
            arrays[f"output_{k * step + step - 1}"] = output
        for m in model.modules():
            m._forward_hooks.clear()
        file = os.path.join(sys.argv[1], name + ".onnx")
        if dynamo:
            torch.onnx.export(model, (x,), file, dynamo=True, input_names=["input"], output_names=["output"],
                              dynamic_shapes=({0: torch.export.Dim("batch")},))
        else:
            torch.onnx.export(model, (x[:1],), file, dynamo=False, opset_version=13, input_names=["input"],
                              output_names=["output"])
    np.savez(os.path.join(sys.argv[1], name + ".npz"), **{key: a.astype(np.float32) for key, a in arrays.items()})
    print(name, os.path.getsize(file), sorted(arrays))
