"""Small residual networks whose inputs and outputs differ: bytes, tokens, volumes, quantised, and many endings.

Run: python input_output_networks.py [later|heads]    (PyTorch 2.15, onnx, onnxruntime; writes io/NAME.onnx and io/NAME.npz)

NAME.npz: input [n, ...] as the network takes it; probabilities [n, classes] that the ending means, computed in PyTorch in
double precision (absent for networks without classes); output_k of every block k and start, from PyTorch's hooks.
"""
import os
import sys
import numpy as np
import onnx
import onnxruntime.quantization as quantization
import torch
from onnx import helper, numpy_helper
from torch import nn

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "io")
torch.set_num_threads(1)


class Block(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = f

    def forward(self, x):
        return x + self.f(x)


def dense(d, h=5):
    return Block(nn.Sequential(nn.Linear(d, h), nn.Tanh(), nn.Linear(h, d)))


def conv(c):
    return Block(nn.Sequential(nn.Conv2d(c, c, 3, padding=1), nn.ReLU(), nn.Conv2d(c, c, 3, padding=1)))


class Net(nn.Module):
    def __init__(self, stem, blocks, head):
        super().__init__()
        self.stem, self.blocks, self.head = stem, nn.ModuleList(blocks), head

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return self.head(x)


class Call(nn.Module):
    """A function as a module."""

    def __init__(self, function, *modules):
        super().__init__()
        self.function, self.parts = function, nn.ModuleList(modules)

    def forward(self, x):
        return self.function(*self.parts, x)


def rows(head, classes=4):
    """Three numbers, two blocks of four, an end."""
    return Net(nn.Linear(3, 4), [dense(4), dense(4)], nn.Sequential(nn.Linear(4, classes), head))


def write(name, model, x, meaning=None, outputs=("output",), opset=17, dynamic=None):
    model = model.eval()
    seen = {}
    hooks = [model.stem.register_forward_hook(lambda m, i, o: seen.setdefault("start", o))]
    for k, block in enumerate(model.blocks):
        hooks.append(block.register_forward_hook(lambda m, i, o, k=k: seen.setdefault(f"output_{k}", o)))
    with torch.no_grad():
        y = model(x)
        for hook in hooks:
            hook.remove()
        arrays = {"input": x.numpy().astype(np.float32), **{key: value.numpy().astype(np.float32) for key, value in seen.items()}}
        if meaning is not None:
            if next(model.parameters()).dtype == torch.float32:
                double = model.double()
                y = double(x.double() if x.is_floating_point() else x)
                model.float()
            arrays["probabilities"] = meaning(y).reshape(len(x), -1).numpy().astype(np.float64)
        axes = {"input": {0: "n"}, **{output: {0: "n"} for output in outputs}} if dynamic is None else dynamic
        torch.onnx.export(model, (x,), os.path.join(HERE, name + ".onnx"), opset_version=opset, dynamo=False,
                          input_names=["input"], output_names=list(outputs), dynamic_axes=axes)
    np.savez(os.path.join(HERE, name + ".npz"), **arrays)
    print(name, os.path.getsize(os.path.join(HERE, name + ".onnx")))


def shares(y):
    y = y.reshape(len(y), -1)
    return y / y.sum(1, keepdim=True)


def pair(y):
    y = y.reshape(-1)
    return torch.stack([1 - y, y], 1)


def softmax(y):
    return y.reshape(len(y), -1).softmax(1)


def endings():
    x = torch.randn(6, 3)
    write("end_logits", rows(nn.Identity()), x, softmax)
    write("end_last_axis", rows(Call(lambda x: x[:, None, :])), x, softmax)
    write("end_softmax_old", rows(nn.Softmax(1)), x, shares, opset=11)
    write("end_log_softmax", rows(nn.LogSoftmax(1)), x, torch.exp)
    write("end_sigmoid", rows(nn.Sigmoid()), x, shares)
    write("end_one_sigmoid", rows(nn.Sigmoid(), 1), x, pair)
    write("end_one_logit", rows(nn.Identity(), 1), x, lambda y: pair(torch.sigmoid(y)))
    write("end_clipped_softmax", rows(Call(lambda x: x.softmax(1).clamp(1e-7, 1))), x, shares)
    write("end_logarithm_of_softmax", rows(Call(lambda x: x.softmax(1).log())), x, torch.exp)
    write("end_mean_of_softmaxes", rows(Call(lambda x: (x.softmax(1) + (2 * x).softmax(1)) * 0.5)), x, shares)
    write("end_tempered", rows(Call(lambda x: x * 7.5)), x, softmax)
    write("end_between_0_and_1", rows(Call(lambda x: (torch.tanh(x) + 1) * 0.5)), x)
    write("end_argmax", rows(nn.Identity()), x, softmax, outputs=("logits",))
    argmax = onnx.load(os.path.join(HERE, "end_argmax.onnx"))
    argmax.graph.node.append(helper.make_node("ArgMax", ["logits"], ["choice"], axis=1, keepdims=0))
    del argmax.graph.output[:]
    argmax.graph.output.append(helper.make_tensor_value_info("choice", onnx.TensorProto.INT64, ["n"]))
    onnx.save(argmax, os.path.join(HERE, "end_argmax.onnx"))
    argmax.graph.output.append(helper.make_tensor_value_info("logits", onnx.TensorProto.FLOAT, ["n", 4]))
    onnx.save(argmax, os.path.join(HERE, "end_argmax_beside_logits.onnx"))
    os.replace(os.path.join(HERE, "end_argmax.npz"), os.path.join(HERE, "end_argmax_beside_logits.npz"))
    np.savez(os.path.join(HERE, "end_argmax.npz"), **np.load(os.path.join(HERE, "end_argmax_beside_logits.npz")))
    write("end_whole_numbers", rows(Call(lambda x: (10 * x).round().to(torch.int64))), x)
    write("end_features_then_logits", Net(nn.Linear(3, 4), [dense(4)], Call(lambda l, x: (x * 1.0, l(x)), nn.Linear(4, 5))),
          x, None, outputs=("features", "logits"))
    write("end_sampler", Net(nn.Identity(), [dense(2), dense(2)], nn.Identity()), torch.randn(6, 2))
    images = torch.randn(2, 3, 8, 8)
    write("end_one_pixel", Net(nn.Conv2d(3, 4, 3, padding=1), [conv(4)], nn.Sequential(
        nn.AdaptiveAvgPool2d(1), nn.Conv2d(4, 10, 1))), images, softmax)


class Bytes(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)

    def forward(self, x):
        return self.conv((x.to(self.conv.weight.dtype) / 255 - 0.45) / 0.25)


class Tokens(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.places = nn.Embedding(11, 6), nn.Parameter(torch.randn(1, 5, 6))

    def forward(self, x):
        return self.embedding(x) + self.places


class Mean(nn.Module):
    def __init__(self, d, classes):
        super().__init__()
        self.linear = nn.Linear(d, classes)

    def forward(self, x):
        return self.linear(x.flatten(2).mean(2) if x.dim() > 3 else x.mean(1))


def with_unused_input(name):
    model = onnx.load(os.path.join(HERE, name + ".onnx"))
    model.graph.input.insert(0, helper.make_tensor_value_info("mask", onnx.TensorProto.INT64, ["n", 7]))
    onnx.save(model, os.path.join(HERE, name + ".onnx"))


def weights_in_bytes(name, target):
    """The same network with one matrix of weights in 8 bits, which it widens before it multiplies."""
    model = onnx.load(os.path.join(HERE, name + ".onnx"))
    weight = next(t for t in model.graph.initializer if len(t.dims) == 4)
    values = numpy_helper.to_array(weight)
    scale = np.float32(np.abs(values).max() / 127)
    added = [numpy_helper.from_array(np.round(values / scale).astype(np.int8), weight.name + "_bytes"),
             numpy_helper.from_array(scale, weight.name + "_scale")]
    model.graph.node.insert(0, helper.make_node(
        "DequantizeLinear", [weight.name + "_bytes", weight.name + "_scale"], [weight.name]))
    model.graph.initializer.remove(weight)
    model.graph.initializer.extend(added)
    onnx.save(model, os.path.join(HERE, target + ".onnx"))


class Calibration(quantization.CalibrationDataReader):
    def __init__(self, x):
        self.batches = iter([{"input": row[None]} for row in x])

    def get_next(self):
        return next(self.batches, None)


def inputs():
    write("bytes", Net(Bytes(), [conv(4), conv(4)], Mean(4, 3)),
          torch.randint(0, 256, (3, 3, 6, 6), dtype=torch.uint8), softmax)
    write("tokens", Net(Tokens(), [dense(6), dense(6)], Mean(6, 3)), torch.randint(0, 11, (4, 5)), softmax)
    volumes = torch.randn(2, 3, 2, 4, 4)
    volume = lambda: Block(nn.Sequential(nn.Conv3d(4, 4, 3, padding=1), nn.ReLU(), nn.Conv3d(4, 4, 3, padding=1)))
    write("volumes", Net(nn.Conv3d(3, 4, 3, padding=1), [volume()], Mean(4, 3)), volumes, softmax)
    images = torch.randn(4, 3, 8, 8)
    free = {"input": {0: "n", 2: "height", 3: "width"}, "output": {0: "n"}}
    write("free_size", Net(nn.Conv2d(3, 4, 3, padding=1), [conv(4)], Mean(4, 3)), images, softmax, dynamic=free)
    write("unused_input", Net(nn.Conv2d(3, 4, 3, padding=1), [conv(4)], Mean(4, 3)), images, softmax)
    with_unused_input("unused_input")
    write("smooth", Net(nn.Conv2d(3, 4, 3, padding=1), [conv(4)], Mean(4, 3)), images, softmax)
    weights_in_bytes("smooth", "weights_in_bytes")
    quantization.quantize_static(os.path.join(HERE, "smooth.onnx"), os.path.join(HERE, "quantised.onnx"),
                                 Calibration(images.numpy()), quant_format=quantization.QuantFormat.QDQ)
    half = Net(nn.Conv2d(3, 4, 3, padding=1), [conv(4)], Mean(4, 3)).half()
    write("half", half, images.half(), None)


def later():
    """Added after those above, with a seed of their own so that those keep their numbers."""
    torch.manual_seed(41)
    x = torch.randn(6, 3)
    two = lambda: Net(nn.Linear(3, 4), [dense(4)], Call(lambda l, x: (x * 1.0, l(x)), nn.Linear(4, 4)))
    write("end_embedding_then_scores", two(), x, None, outputs=("image_embeds", "scores"))
    write("end_two_unnamed", two(), x, None, outputs=("first", "second"))
    flat = torch.randn(5, 48)
    write("flat_images", Net(nn.Linear(48, 6), [dense(6), dense(6)], nn.Linear(6, 4)), flat, softmax)
    tiny = torch.randn(5, 3, 3, 3)
    write("three_by_three", Net(nn.Conv2d(3, 4, 3, padding=1), [conv(4)], Mean(4, 3)), tiny, softmax)


class Heads(Net):
    """Outputs computed from all states."""

    def forward(self, x):
        states = [self.stem(x)]
        for block in self.blocks:
            states.append(block(states[-1]))
        return self.head(*states)


def heads():
    """Added after those above: networks with several outputs."""
    torch.manual_seed(47)
    x, images = torch.randn(6, 3), torch.randn(4, 3, 8, 8)

    class Two(nn.Module):
        def __init__(self, d, e, auxiliary):
            super().__init__()
            self.one, self.other, self.auxiliary = nn.Linear(4, d), nn.Linear(4, e), auxiliary

        def forward(self, start, first, last):
            return self.one(first if self.auxiliary else last), self.other(last)

    rows = lambda *two: Heads(nn.Linear(3, 4), [dense(4), dense(4)], Two(*two))
    write("end_value_and_moves", rows(1, 7, False), x, outputs=("first", "second"))
    write("end_wins_and_policy", rows(3, 7, False), x, outputs=("wins", "policy"))
    write("end_auxiliary", rows(5, 5, True), x, outputs=("aux_logits", "logits"))
    write("end_logits_and_probabilities", Net(nn.Linear(3, 4), [dense(4)], Call(
        lambda l, x: (l(x).softmax(1), l(x)), nn.Linear(4, 5))), x, outputs=("probabilities", "other"))

    class Scales(nn.Module):
        def forward(self, start, first, last):
            return first * 1.0, nn.functional.avg_pool2d(last, 2)

    write("end_scales", Heads(nn.Conv2d(3, 4, 3, padding=1), [conv(4), conv(4)], Scales()), images, outputs=("c2", "c3"))


def nameless():
    for file in os.listdir(HERE):
        if file.endswith(".onnx"):
            model = onnx.load(os.path.join(HERE, file))
            for message in [model.graph, *model.graph.node]:
                message.doc_string = ""
            onnx.save(model, os.path.join(HERE, file))


if __name__ == "__main__":
    os.makedirs(HERE, exist_ok=True)
    if "heads" not in sys.argv:
        if "later" not in sys.argv:
            torch.manual_seed(23)
            endings()
            inputs()
        later()
    heads()
    nameless()
