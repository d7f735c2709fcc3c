"""Exports networks of timm with random weights, and what PyTorch's hooks see after their blocks.

Run: python timm_networks.py FOLDER    then: mvn … -Dtest=ForeignNetworksTest -Dlap.networks=FOLDER
Too large to be kept here. NAME.npz: input; output_k of block k, for those blocks that are modules; logits; blocks.
"""
import os
import sys
import numpy as np
import timm
import torch
from timm.models.convnext import ConvNeXtBlock
from timm.models.resnetv2 import PreActBasic, PreActBottleneck
from timm.models.vision_transformer import Block

torch.manual_seed(4)
torch.set_num_threads(1)

# Name, arguments, side of the images, residual additions; a transformer's module holds two of them.
NETWORKS = [
    ("vit_tiny_patch16_224", {"img_size": 64, "num_classes": 10}, 64, 24),
    ("deit_tiny_patch16_224", {"img_size": 32, "num_classes": 10}, 32, 24),
    ("resnetv2_50", {"num_classes": 10}, 64, 16),
    ("convnext_atto", {"num_classes": 10}, 64, 12),
]

for name, arguments, side, blocks in NETWORKS:
    model = timm.create_model(name, pretrained=False, **arguments)
    with torch.no_grad():
        for parameter in model.parameters():  # biases and scales start at 0, 1 or 1e-6, which would hide mistakes
            parameter.add_(0.02 * torch.randn_like(parameter))
        for m in model.modules():
            if isinstance(m, torch.nn.BatchNorm2d):
                m.running_mean.copy_(0.1 * torch.randn(m.num_features))
                m.running_var.copy_(0.5 + torch.rand(m.num_features))
    model.eval()
    outputs = []
    hooks = [m.register_forward_hook(lambda module, inputs, output: outputs.append(output.numpy().copy()))
             for m in model.modules() if isinstance(m, (Block, ConvNeXtBlock, PreActBasic, PreActBottleneck))]
    x = torch.randn(2, 3, side, side)
    with torch.no_grad():
        arrays = {"input": x.numpy(), "logits": model(x).numpy(), "blocks": np.array([blocks])}
        step = blocks // len(outputs)
        for k, output in enumerate(outputs):
            arrays[f"output_{k * step + step - 1}"] = output
        for hook in hooks:
            hook.remove()
        file = os.path.join(sys.argv[1], name + ".onnx")
        torch.onnx.export(model, (x,), file, dynamo=True, input_names=["input"], output_names=["output"],
                          dynamic_shapes=({0: torch.export.Dim("batch")},))
    np.savez(os.path.join(sys.argv[1], name + ".npz"), **{key: a.astype(np.float32) for key, a in arrays.items()})
    print(name, len(outputs), "modules,", blocks, "blocks")
