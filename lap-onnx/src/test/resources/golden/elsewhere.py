"""Small residual networks of less usual forms, and what PyTorch's forward hooks see in them.

Run: python elsewhere.py [later]    (PyTorch 2.15, onnx 1.23, onnxruntime 1.32; writes NAME.onnx and NAME.npz beside itself)

NAME.npz is as generate.py says: input, start, shortcut_k and output_k of every block k, logits, blocks. Every block is a
module; a forward hook takes what enters it (the shortcut of an identity) and what leaves it. Arrays have the batch on
their first axis, wherever the network has it inside; `batch_axis` of a block says where that is.
"""
import os
import sys
import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn
import torch.nn.functional as F
from onnxruntime import quantization
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model

HERE = os.path.dirname(os.path.abspath(__file__))
torch.set_num_threads(1)
torch.backends.mha.set_fastpath_enabled(False)


class Block(nn.Module):
    """A module that is one residual block; its states have the batch on this axis, or merged into the first (T rows a point)."""
    batch_axis = 0
    rows = 1


def mlp(d, h):
    return nn.Sequential(nn.Linear(d, h), nn.Tanh(), nn.Linear(h, d))


class Form(Block):
    """x and f(x), joined by a formula."""

    def __init__(self, d, h, join, f=None):
        super().__init__()
        self.f = f if f is not None else mlp(d, h)
        self.join = join
        self.gamma = nn.Parameter(0.5 + torch.rand(d))
        self.w = nn.Parameter(0.3 * torch.randn(h, d))

    def forward(self, x):
        return self.join(self, x)


class Projecting(Block):
    """A 1 x 1 convolution for a shortcut, between images of one shape."""

    def __init__(self, c):
        super().__init__()
        self.f, self.s = nn.Sequential(conv(c, c), nn.ReLU(), conv(c, c)), conv(c, c, 1)

    def forward(self, x):
        return self.s(x) + self.f(x)


JOINS = {
    "minus": lambda m, x: x - 0.125 * m.f(x),
    "halved": lambda m, x: (x + m.f(x)) / 2,
    "mixed": lambda m, x: 0.9 * x + 0.1 * m.f(x),
    "doubled": lambda m, x: 2 * x + m.f(x),
    "channels": lambda m, x: m.gamma * x + m.f(x),
    "quotient": lambda m, x: x / 1.25 - m.f(x),
    "lerp": lambda m, x: torch.lerp(x, m.f(x), 0.3),
    "lerp_far": lambda m, x: torch.lerp(x, m.f(x), 0.7),
    "addmm": lambda m, x: torch.addmm(x, torch.tanh(m.f[0](x)), m.w),
    "addmm_beta": lambda m, x: torch.addmm(x, torch.tanh(m.f[0](x)), m.w, beta=0.5, alpha=2.0),
}


class Net(nn.Module):
    def __init__(self, stem, blocks, head):
        super().__init__()
        self.stem, self.blocks, self.head = stem, blocks, head

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)))


def points(join, depth=3, d=4, h=5):
    return Net(nn.Linear(3, d), nn.Sequential(*[Form(d, h, JOINS[join]) for _ in range(depth)]), nn.Linear(d, 3))


def conv(i, o, k=3, stride=1):
    return nn.Conv2d(i, o, k, stride, k // 2)


class ConvBlock(Block):
    def __init__(self, c, after=False):
        super().__init__()
        self.f = nn.Sequential(conv(c, c), nn.ReLU(), conv(c, c))
        self.after = after

    def forward(self, x):
        y = x + self.f(x)
        return F.relu(y) if self.after else y


class LongSkip(nn.Module):
    """x + body(x): no block itself."""

    def __init__(self, *body):
        super().__init__()
        self.body = nn.Sequential(*body)

    def forward(self, x):
        return x + self.body(x)


class Pooled(nn.Module):
    """Global average, flattened by the size that is asked of the tensor, as torchvision did for years."""

    def __init__(self, c, classes=10):
        super().__init__()
        self.fc = nn.Linear(c, classes)

    def forward(self, x):
        x = F.adaptive_avg_pool2d(x, 1)
        return self.fc(x.view(x.size(0), -1))


class Excited(ConvBlock):
    """Squeeze and excitation."""

    def __init__(self, c):
        super().__init__(c)
        self.a, self.b = nn.Linear(c, c // 2), nn.Linear(c // 2, c)

    def forward(self, x):
        y = self.f(x)
        n, c, _, _ = y.size()
        s = F.adaptive_avg_pool2d(y, 1).view(n, c)
        s = torch.sigmoid(self.b(F.relu(self.a(s)))).view(n, c, 1, 1)
        return x + y * s.expand_as(y)


class Shuffled(ConvBlock):
    """Channel shuffle."""

    def forward(self, x):
        y = self.f(x)
        n, c, h, w = y.size()
        y = y.view(n, 2, c // 2, h, w).transpose(1, 2).contiguous().view(n, -1, h, w)
        return x + y


class Half(Block):
    """x + f(norm(x))."""

    def __init__(self, d, f):
        super().__init__()
        self.norm, self.f = nn.LayerNorm(d), f

    def forward(self, x):
        return x + self.f(self.norm(x))


class Attention(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.qkv, self.p, self.h = nn.Linear(d, 3 * d), nn.Linear(d, d), heads

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = self.qkv(x).reshape(n, t, 3, self.h, d // self.h).permute(2, 0, 3, 1, 4).unbind(0)
        a = ((q @ k.transpose(-2, -1)) * (d // self.h) ** -0.5).softmax(-1)
        return self.p((a @ v).transpose(1, 2).reshape(n, t, d))


class Swapped(nn.Module):
    def __init__(self, a, b):
        super().__init__()
        self.a, self.b = a, b

    def forward(self, x):
        return x.transpose(self.a, self.b)


class Patches(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.c = nn.Conv2d(3, d, 4, 4)
        self.cls = nn.Parameter(torch.randn(1, 1, d))

    def forward(self, x):
        x = self.c(x)
        n, d = x.size(0), x.size(1)
        x = x.view(n, d, -1).transpose(1, 2)
        return torch.cat([self.cls.expand(n, -1, -1), x], 1)


class First(nn.Module):
    def __init__(self, d, classes=5):
        super().__init__()
        self.norm, self.fc = nn.LayerNorm(d), nn.Linear(d, classes)

    def forward(self, x):
        return self.fc(self.norm(x)[:, 0])


def vit(d=8, depth=2):
    return Net(Patches(d), nn.Sequential(*[b for _ in range(depth) for b in (Half(d, Attention(d, 2)), Half(d, mlp(d, 12)))]), First(d))


class Mixing(Block):
    """A whole layer of nn.TransformerEncoder, [tokens, batch, d]; two residual additions."""
    batch_axis = 1


class Encoder(Mixing):
    """One residual half of a transformer whose tokens come first."""

    def __init__(self, d, attention):
        super().__init__()
        self.norm = nn.LayerNorm(d)
        self.f = nn.MultiheadAttention(d, 2, batch_first=False) if attention else mlp(d, 12)
        self.attention = attention

    def forward(self, x):
        y = self.norm(x)
        return x + (self.f(y, y, y, need_weights=False)[0] if self.attention else self.f(y))


class Mean(nn.Module):
    def __init__(self, axis):
        super().__init__()
        self.axis = axis

    def forward(self, x):
        return x.mean(self.axis)


class Rows(nn.Module):
    def forward(self, x):
        return x.reshape(-1, 8)


class Joined(nn.Module):
    def __init__(self, tokens):
        super().__init__()
        self.tokens = tokens

    def forward(self, x):
        return x.reshape(-1, self.tokens * 8)


class RowBlock(Half):
    """On rows of tokens: all tokens of all points on the first axis."""

    def __init__(self, d, rows):
        super().__init__(d, mlp(d, 12))
        self.rows = rows


class Windows(nn.Module):
    """[n, 8, 8, c] to [4 n, 16, c]."""

    def forward(self, x):
        n, c, h, w = x.shape
        x = x.view(n, c, 2, 4, 2, 4).permute(0, 2, 4, 3, 5, 1)
        return x.reshape(-1, 16, c)


class WindowHalf(Half):
    rows = 4


class FromWindows(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.fc = nn.Linear(d, 5)

    def forward(self, x):
        return self.fc(x.mean(1)).view(-1, 4, 5).mean(1)


class AcrossTheBatch(Half):
    """Takes points for tokens: the mistake of batch_first."""

    def __init__(self, d):
        super().__init__(d, nn.Linear(d, d))

    def forward(self, x):
        y = self.norm(x).transpose(0, 1)
        return x + self.f(((y @ y.transpose(1, 2)).softmax(-1) @ y).transpose(0, 1))


def mixing():
    return Net(nn.Identity(), nn.Sequential(AcrossTheBatch(8), AcrossTheBatch(8)), nn.Sequential(Mean(1), nn.Linear(8, 5)))


def rearranged(a, module):
    """A state of a block with the batch first: [n, ...]."""
    if module.batch_axis:
        return np.moveaxis(a, module.batch_axis, 0)
    return a.reshape(a.shape[0] // module.rows, -1) if module.rows > 1 else a


def see(model, x):
    """What forward hooks see."""
    arrays, hooks, k = {}, [], 0
    for m in model.modules():
        if isinstance(m, Block):
            def hook(module, inputs, output, k=k):
                a, b = rearranged(inputs[0].numpy(), module), rearranged(output.numpy(), module)
                arrays[f"shortcut_{k}"], arrays[f"output_{k}"] = a.copy(), b.copy()
            hooks.append(m.register_forward_hook(hook))
            k += 1
    with torch.no_grad():
        logits = model(x)
    for h in hooks:
        h.remove()
    arrays |= {"input": x.numpy().copy(), "start": arrays["shortcut_0"], "logits": logits.numpy(), "blocks": np.array([k])}
    return arrays


def export(model, x, file, opset, free, dynamo=False, axis=0):
    if dynamo:
        torch.onnx.export(model, (x,), file, opset_version=opset, dynamo=True, external_data=False, input_names=["input"],
                          output_names=["output"], dynamic_shapes=({axis: torch.export.Dim("batch")},) if free else None)
    else:
        torch.onnx.export(model, (x,), file, opset_version=opset, dynamo=False, input_names=["input"],
                          output_names=["output"], dynamic_axes={"input": {axis: "n"}, "output": {0: "n"}} if free else None)
    exported = onnx.load(file)
    for message in [exported, exported.graph, *exported.graph.node, *exported.graph.value_info, *exported.graph.input,
                    *exported.graph.output, *exported.graph.initializer]:
        del message.metadata_props[:]
    onnx.save(exported, file)


def write(name, model, x, opset, free=True, dynamo=False, batch=1, axis=0):
    """x [n, ...], with its batch on an axis; a network for a fixed batch is exported for `batch` points."""
    model.eval()
    arrays = see(model, x)
    arrays["input"] = np.moveaxis(arrays["input"], axis, 0)
    file = os.path.join(HERE, name + ".onnx")
    export(model, x.narrow(axis, 0, 2 if dynamo and free else batch), file, opset, free, dynamo, axis)
    np.savez_compressed(os.path.join(HERE, name + ".npz"), **{key: a.astype(np.float32) for key, a in arrays.items()})
    print(name, os.path.getsize(file), int(arrays["blocks"][0]))


class Calibration(quantization.CalibrationDataReader):
    def __init__(self, x):
        self.rows = iter([{"input": row[None]} for row in x])

    def get_next(self):
        return next(self.rows, None)


def states(name, tensors, x):
    """What ONNX Runtime sees in an integer network, one point at a time: tensors are made real by hand."""
    model = onnx.load(os.path.join(HERE, name + ".onnx"))
    constants = {c.name: onnx.numpy_helper.to_array(c) for c in model.graph.initializer}
    known = {o for n in model.graph.node for o in n.output}
    seen = [t + "_quantized" if t + "_quantized" in known and t + "_scale" in constants else t + "_QuantizeLinear_Output" if t + "_QuantizeLinear_Output" in known else t
            for t in tensors]
    for t in seen:
        model.graph.output.append(onnx.helper.make_empty_tensor_value_info(t))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    rows = [session.run(["output"] + seen, {"input": row[None]}) for row in x]
    values = [np.concatenate(v) for v in zip(*rows)]
    for i, t in enumerate(tensors):
        if seen[i] != t:
            scale, zero = constants[t + "_scale"], constants[t + "_zero_point"]
            values[i + 1] = (values[i + 1].astype(np.float32) - np.float32(zero)) * np.float32(scale)
    blocks = len(tensors) - 1
    arrays = {"input": x, "logits": values[0], "start": values[1], "blocks": np.array([blocks])}
    for k in range(blocks):
        arrays[f"shortcut_{k}"], arrays[f"output_{k}"] = values[k + 1], values[k + 2]
    np.savez_compressed(os.path.join(HERE, name + ".npz"), **{key: a.astype(np.float32) for key, a in arrays.items()})


def quantised():
    """Integer networks, from a float one."""
    torch.manual_seed(23)
    x = torch.randn(4, 3, 8, 8)
    net = Net(nn.Sequential(conv(3, 4), nn.ReLU()), nn.Sequential(*[ConvBlock(4, after=True) for _ in range(3)]), Pooled(4)).eval()
    source = os.path.join(HERE, "float.onnx")
    export(net, x[:1], source, 13, True)
    calibration = torch.randn(64, 3, 8, 8).numpy()
    for name, form, kind in (("integer_qoperator", quantization.QuantFormat.QOperator, quantization.QuantType.QUInt8),
                             ("integer_qoperator_signed", quantization.QuantFormat.QOperator, quantization.QuantType.QInt8),
                             ("integer_qdq", quantization.QuantFormat.QDQ, quantization.QuantType.QUInt8)):
        quantization.quantize_static(source, os.path.join(HERE, name + ".onnx"), Calibration(calibration), quant_format=form,
                                     activation_type=kind, weight_type=quantization.QuantType.QInt8)
        stem = "/stem/stem.0/Conv_output_0" if "qoperator" in name else "/stem/stem.1/Relu_output_0"
        end = "Add" if "qoperator" in name else "Relu"
        states(name, [stem] + [f"/blocks/blocks.{k}/{end}_output_0" for k in range(3)], x.numpy())
    quantization.quantize_dynamic(source, os.path.join(HERE, "integer_dynamic.onnx"),
                                  weight_type=quantization.QuantType.QUInt8)
    states("integer_dynamic", ["/stem/stem.1/Relu_output_0"] + [f"/blocks/blocks.{k}/Relu_output_0" for k in range(3)], x.numpy())
    p = torch.randn(4, 3)
    export(points("minus", d=8, h=16).eval(), p[:1], source, 13, True)
    quantization.quantize_dynamic(source, os.path.join(HERE, "integer_rows_dynamic.onnx"))
    states("integer_rows_dynamic", ["/stem/Gemm_output_0"] + [f"/blocks/blocks.{k}/Sub_output_0" for k in range(3)], p.numpy())
    os.remove(source)


class PostHalf(Half):
    """norm(x + f(x))."""

    def forward(self, x):
        return self.norm(x + self.f(x))


class Influenced(Form):
    """x + f(x), where one position of the batch acts on others."""

    def __init__(self, d, from_position, to_position):
        super().__init__(d, 5, None)
        self.f_, self.t_ = from_position, to_position

    def forward(self, x):
        y = x + self.f(x)
        if self.t_ is None:
            return y + 0.1 * torch.tanh(x[self.f_:self.f_ + 1])
        acted = y[self.t_:self.t_ + 1] + 0.1 * torch.tanh(x[self.f_:self.f_ + 1])
        return torch.cat([y[:self.t_], acted, y[self.t_ + 1:]])


def influenced(from_position, to_position):
    return Net(nn.Linear(3, 4), nn.Sequential(Influenced(4, from_position, to_position), Form(4, 5, lambda m, x: x + m.f(x))),
               nn.Linear(4, 3))


def fused(name, half, x, free=True):
    """A transformer whose additions and normalisations ONNX Runtime's optimiser fused."""
    torch.manual_seed(29)
    d = 16
    net = Net(nn.Linear(8, d), nn.Sequential(half(d, Attention(d, 2)), half(d, mlp(d, 24)), half(d, Attention(d, 2)),
                                             half(d, mlp(d, 24))), nn.Sequential(nn.LayerNorm(d), Mean(1), nn.Linear(d, 5)))
    for m in net.modules():
        if isinstance(m, nn.LayerNorm):
            nn.init.uniform_(m.weight, 0.5, 1.5), nn.init.normal_(m.bias)
    write(name, net, x, 17, free=free)
    file = os.path.join(HERE, name + ".onnx")
    options = FusionOptions("bert")
    for key in vars(options):
        if key.startswith("enable_") and "skip_layer_norm" not in key and key != "enable_layer_norm":
            setattr(options, key, False)
    optimised = optimize_model(file, "bert", num_heads=2, hidden_size=d, optimization_options=options, opt_level=0)
    optimised.save_model_to_file(file)
    kinds = [(n.op_type, [o for o in n.output if o]) for n in optimised.model.graph.node if "Normalization" in n.op_type]
    print(name, kinds)


def later():
    """Added after those above, with seeds of their own so that those keep their numbers."""
    torch.manual_seed(31)
    p = torch.randn(5, 3)
    JOINS["reversed"] = lambda m, x: m.f(x) - x
    write("form_reversed", points("reversed"), p, 13)
    linear = Net(nn.Linear(3, 4), nn.Sequential(Form(4, 5, JOINS["reversed"], nn.Linear(4, 4))), nn.Linear(4, 3))
    write("form_reversed_linear", linear, p, 13)
    write("batch_middle_fixed", influenced(2, None), p, 13, free=False, batch=5)
    write("batch_pair_fixed", influenced(1, 3), p, 13, free=False, batch=5)
    write("names_with_commas", points("minus"), p, 13)
    named = onnx.load(os.path.join(HERE, "names_with_commas.onnx"))
    for k, node in enumerate(n for n in named.graph.node if n.op_type == "Sub"):
        node.name = f"block,{k}"
    onnx.save(named, os.path.join(HERE, "names_with_commas.onnx"))
    t = torch.randn(3, 5, 8)
    fused("skip_norm_pre", Half, t)
    fused("skip_norm_post", PostHalf, t)


def main():
    torch.manual_seed(21)
    p = torch.randn(5, 3)
    for join in JOINS:
        write("form_" + join, points(join, depth=8 if join == "minus" else 3), p, 13)
    write("form_lerp_dynamo", points("lerp_far"), p, 18, dynamo=True)
    write("form_halved_once", points("halved", depth=1), p, 13)
    x = torch.randn(3, 3, 8, 8)
    stem = lambda c=4: nn.Sequential(conv(3, c))
    write("projection_square", Net(stem(), nn.Sequential(Projecting(4), Projecting(4)), Pooled(4)), x, 13)
    write("long_skip", Net(stem(), LongSkip(*[ConvBlock(4) for _ in range(4)], conv(4, 4)), conv(4, 3)), x, 13)
    write("long_skip_classes", Net(stem(), LongSkip(*[ConvBlock(4) for _ in range(4)], conv(4, 4)), Pooled(4)), x, 13)
    group = lambda: LongSkip(ConvBlock(4), ConvBlock(4), conv(4, 4))
    write("long_skip_groups", Net(stem(), LongSkip(group(), group(), conv(4, 4)), conv(4, 3)), x, 13)
    write("long_skip_bare", Net(stem(), nn.Sequential(LongSkip(ConvBlock(4), ConvBlock(4)), LongSkip(ConvBlock(4), ConvBlock(4))), Pooled(4)), x, 13)
    for opset in (9, 11, 13):
        write(f"rank_resnet_{opset}", Net(stem(), nn.Sequential(ConvBlock(4), ConvBlock(4)), Pooled(4)), x, opset)
    write("rank_senet", Net(stem(), nn.Sequential(Excited(4), Excited(4)), Pooled(4)), x, 11)
    write("rank_shuffle", Net(stem(), nn.Sequential(Shuffled(4), Shuffled(4)), Pooled(4)), x, 9)
    write("rank_vit", vit(), x, 11)
    t = torch.randn(3, 5, 8)
    tokens = lambda: nn.Sequential(Encoder(8, True), Encoder(8, False), Encoder(8, True), Encoder(8, False))
    inside = lambda: Net(Swapped(0, 1), tokens(), nn.Sequential(Mean(0), nn.Linear(8, 5)))
    write("batch_second", inside(), t, 14)
    write("batch_second_dynamo", inside(), t, 18, dynamo=True)
    write("batch_second_square", inside(), torch.randn(5, 5, 8), 14, free=False, batch=5)
    outside = lambda: Net(nn.Identity(), tokens(), nn.Sequential(Mean(0), nn.Linear(8, 5)))
    write("batch_second_input", outside(), torch.randn(5, 3, 8), 14, axis=1)
    write("batch_second_fixed", outside(), torch.randn(5, 3, 8), 14, free=False, batch=3, axis=1)
    rows = lambda: Net(Rows(), nn.Sequential(RowBlock(8, 5), RowBlock(8, 5)), nn.Sequential(Joined(5), nn.Linear(40, 5)))
    write("batch_rows", rows(), t, 13)
    write("batch_rows_fixed", rows(), t, 13, free=False, batch=3)
    windows = Net(Windows(), nn.Sequential(WindowHalf(3, Attention(3, 1)), WindowHalf(3, mlp(3, 6))), FromWindows(3))
    write("batch_windows", windows, x, 13)
    write("batch_mixed", mixing(), t, 14)
    write("batch_mixed_fixed", mixing(), t, 14, free=False, batch=3)
    quantised()


if __name__ == "__main__":
    if "later" not in sys.argv:
        main()
    sys.exit(later())
