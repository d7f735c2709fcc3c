"""Gradients of the cross entropy at inputs of ONNX networks, by PyTorch's automatic differentiation in double precision.

Run: python models.py FOLDER    (PyTorch 2.15, onnx 1.23; FOLDER has the networks named below; writes models.npz beside itself)

The networks are interpreted in PyTorch, operation by operation. For every network models.npz has NAME/input and NAME/gradient,
[2, d], as data sets have them (channels last), and NAME/labels, and the relative errors
of PyTorch's gradients in single precision, NAME/single.
"""
import os
import sys
import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = ["resnet20_scailable", "tinyml6_resnet56", "squeezenet_cifar10", "resnet_2b", "mnist-net_256x4"]


def padded(x, pads, value=0.0):
    half = len(pads) // 2
    return F.pad(x, [p for i in reversed(range(half)) for p in (pads[i], pads[half + i])], value=value)


def pads(attributes, x, kernel, strides):
    if attributes.get("auto_pad", b"NOTSET") == b"SAME_UPPER":
        total = [max(0, (-(-size // s) - 1) * s + k - size) for size, k, s in zip(x.shape[2:], kernel, strides)]
        return [t // 2 for t in total] + [t - t // 2 for t in total]
    return attributes.get("pads", [0] * 2 * len(kernel))


def run(model, x, dtype=torch.float64):
    """The output of a network, and the operation that made it."""
    values = {t.name: torch.tensor(numpy_helper.to_array(t)) for t in model.graph.initializer}
    values = {name: t.to(dtype) if t.is_floating_point() else t for name, t in values.items()}
    values[next(i.name for i in model.graph.input if i.name not in values)] = x
    for node in model.graph.node:
        a = {at.name: onnx.helper.get_attribute_value(at) for at in node.attribute}
        i = [values.get(name) for name in node.input]
        if node.op_type == "Conv":
            strides = a.get("strides", [1, 1])
            y = F.conv2d(padded(i[0], pads(a, i[0], i[1].shape[2:], strides)), i[1], i[2] if len(i) > 2 else None, strides,
                         0, a.get("dilations", 1), a.get("group", 1))
        elif node.op_type == "MaxPool":
            where = pads(a, i[0], a["kernel_shape"], a["strides"])
            y = F.max_pool2d(padded(i[0], where, -torch.inf), a["kernel_shape"], a["strides"])
        elif node.op_type == "Gemm":
            y = a.get("alpha", 1.0) * i[0] @ (i[1].T if a.get("transB") else i[1]) + a.get("beta", 1.0) * i[2]
        elif node.op_type == "Constant":
            y = torch.tensor(numpy_helper.to_array(a["value"]))
        elif node.op_type == "Reshape":
            shape = [int(s) for s in i[1]]
            y = i[0].reshape([len(x)] + shape[1:])
        else:
            y = {"Relu": lambda: F.relu(i[0]), "Add": lambda: i[0] + i[1], "Concat": lambda: torch.cat(i, a["axis"]),
                 "GlobalAveragePool": lambda: i[0].mean((2, 3), True), "Flatten": lambda: i[0].flatten(1),
                 "Transpose": lambda: i[0].permute(a["perm"]), "Squeeze": lambda: i[0].squeeze((2, 3)),
                 "Softmax": lambda: i[0].softmax(-1)}[node.op_type]()
        values[node.output[0]] = y
    return y.flatten(1), node.op_type


if __name__ == "__main__":
    random = np.random.default_rng(1)
    arrays = {}
    for name in NAMES:
        model = onnx.load(os.path.join(sys.argv[1], name + ".onnx"))
        known = {t.name for t in model.graph.initializer}
        shape = [d.dim_value for d in next(i for i in model.graph.input if i.name not in known).type.tensor_type.shape.dim]
        first = len(shape) == 4 and shape[1] == 3
        x = (random.integers(0, 17, (2, *shape[1:])) / 16).astype(np.float32)
        labels = np.array([3, 8])
        point = torch.tensor(x, dtype=torch.float64, requires_grad=True)
        y, last = run(model, point)
        loss = F.nll_loss(torch.log(y) if last == "Softmax" else y.log_softmax(1), torch.tensor(labels), reduction="sum")
        gradient, = torch.autograd.grad(loss, point)
        single = torch.tensor(x, requires_grad=True)
        y, last = run(model, single, torch.float32)
        other, = torch.autograd.grad(F.nll_loss(torch.log(y) if last == "Softmax" else y.log_softmax(1), torch.tensor(labels),
                                                reduction="sum"), single)
        error = (other - gradient).flatten(1).norm(dim=1) / gradient.flatten(1).norm(dim=1)
        ordered = lambda a: (a.transpose(0, 2, 3, 1) if first else a).reshape(2, -1).astype(np.float32)
        arrays |= {name + "/input": ordered(x), name + "/gradient": ordered(gradient.numpy()), name + "/labels": labels,
                   name + "/single": error.numpy()}
        print(name, y.shape, loss.item(), gradient.norm().item(), error.tolist())
    np.savez_compressed(os.path.join(HERE, "models.npz"), **arrays)
    print(os.path.getsize(os.path.join(HERE, "models.npz")), "bytes")
