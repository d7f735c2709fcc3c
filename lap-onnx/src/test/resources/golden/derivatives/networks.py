"""Exports well-known networks with random weights, and the gradients of their cross entropy, by PyTorch in double precision.

Run: python networks.py FOLDER    then: mvn … -Dtest=NetworkDerivativesTest -Dlap.derivatives=FOLDER
Too large to be kept here. NAME.npz: input and gradient [4, d], as data sets have them (channels last), labels, and the relative
errors of PyTorch's gradients in single precision (single).
"""
import os
import sys
import numpy as np
import timm
import torch
import torch.nn.functional as F
from torch import nn
from torchvision import models

torch.set_num_threads(1)
torch.backends.mha.set_fastpath_enabled(False)


def networks():
    """Name, network, and side of its images."""
    yield "resnet18", models.resnet18(), 64
    yield "resnet50", models.resnet50(), 64
    yield "resnext50", models.resnext50_32x4d(), 64
    yield "mobilenet_v2", models.mobilenet_v2(), 64
    yield "mobilenet_v3", models.mobilenet_v3_small(), 64
    yield "efficientnet_b0", models.efficientnet_b0(), 64
    yield "regnet_y", models.regnet_y_400mf(), 64
    yield "densenet121", models.densenet121(), 64
    yield "shufflenet", models.shufflenet_v2_x0_5(), 64
    yield "convnext", models.convnext_tiny(), 64
    yield "vit_torchvision", models.VisionTransformer(32, 8, 4, 4, 64, 128), 32
    for name, side, settings in [
            ("vit_tiny_patch16_224", 64, dict(img_size=64)), ("deit_tiny_patch16_224", 64, dict(img_size=64)),
            ("convnext_atto", 64, {}), ("resnetv2_50", 64, {}),
            ("swin_tiny_patch4_window7_224", 224, {}), ("seresnet50", 64, {}), ("poolformer_s12", 64, {})]:
        yield f"timm_{name}", timm.create_model(name, **settings), side


for name, model, side in networks():
    torch.manual_seed(3)
    if len(sys.argv) > 2 and sys.argv[2] not in name:
        continue
    try:
        generator = torch.Generator().manual_seed(1)
        for m in model.modules():
            if isinstance(m, nn.BatchNorm2d):
                m.running_mean.copy_(0.1 * torch.randn(m.num_features, generator=generator))
                m.running_var.copy_(0.5 + torch.rand(m.num_features, generator=generator))
        model.eval()
        x = torch.randn(4, 3, side, side)
        file = os.path.join(sys.argv[1], name + ".onnx")
        with torch.no_grad():
            torch.onnx.export(model, (x[:1],), file, dynamo=False, opset_version=17, input_names=["input"],
                              output_names=["output"], dynamic_axes={"input": {0: "n"}, "output": {0: "n"}})
        point = x.double().requires_grad_()
        labels = torch.tensor([3, 8, 1, 5])
        logits = model.double()(point)
        gradient, = torch.autograd.grad(F.cross_entropy(logits, labels, reduction="sum"), point)
        single = x.clone().requires_grad_()
        other, = torch.autograd.grad(F.cross_entropy(model.float()(single), labels, reduction="sum"), single)
        error = (other - gradient).flatten(1).norm(dim=1) / gradient.flatten(1).norm(dim=1)
        rows = lambda a: a.detach().permute(0, 2, 3, 1).reshape(4, -1).numpy().astype(np.float32)
        np.savez(os.path.join(sys.argv[1], name + ".npz"), input=rows(x), gradient=rows(gradient), labels=labels.numpy(), single=error.numpy())
        print(name, os.path.getsize(file), float(gradient.norm()), error.tolist(), flush=True)
    except Exception as failure:
        print(name, "FAILED", type(failure).__name__, str(failure)[:200], flush=True)
