"""Writes module_names_old.onnx and module_names_new.onnx: one network by both exporters of PyTorch (2.15), with their names.

Run in this folder; needs torch, onnx and onnxscript. The metadata of the new exporter are kept, but for stack traces,
which hold paths of the machine.
"""

import onnx
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return torch.relu(x + self.conv2(torch.relu(self.conv1(x))))


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3, padding=1)
        self.layers = nn.Sequential(*[Block(4) for _ in range(3)])
        self.head = nn.Linear(4, 5)

    def forward(self, x):
        return self.head(self.layers(self.stem(x)).mean((2, 3)))


torch.manual_seed(0)
network = Network().eval()
pictures = torch.rand(2, 3, 6, 6)
names = {"input_names": ["images"], "output_names": ["logits"]}
torch.onnx.export(network, (pictures,), "module_names_old.onnx", dynamo=False, dynamic_axes={"images": {0: "batch"}}, **names)
torch.onnx.export(network, (pictures,), "module_names_new.onnx", dynamo=True, dynamic_shapes=({0: "batch"},),
                  external_data=False, **names)
file = onnx.load("module_names_new.onnx")
for node in file.graph.node:
    kept = [entry for entry in node.metadata_props if "stack_trace" not in entry.key]
    del node.metadata_props[:]
    node.metadata_props.extend(kept)
onnx.save(file, "module_names_new.onnx")
