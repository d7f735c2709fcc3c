"""Exports small residual networks with random weights and what PyTorch's own hooks see in them.

Run: python generate.py    (PyTorch 2.15, onnx, onnxscript; writes NAME.onnx and NAME.npz beside itself)

NAME.npz: input [n, ...] as the network takes it; start: what enters the first block; shortcut_k and output_k of every
block k; logits; blocks: their number. All are taken while the module runs in PyTorch, never from the ONNX file.
"""
import os
import numpy as np
import onnx
import torch
from torch import nn
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
torch.set_num_threads(1)


class Post(nn.Module):
    """Post-activation block: relu(shortcut(x) + f(x)); He et al. 2016a."""

    def __init__(self, i, o, stride=1, groups=1, shortcut="conv"):
        super().__init__()
        self.f = nn.Sequential(nn.Conv2d(i, o, 3, stride, 1, groups=groups, bias=False), nn.BatchNorm2d(o), nn.ReLU(),
                               nn.Conv2d(o, o, 3, 1, 1, groups=groups, bias=False), nn.BatchNorm2d(o))
        self.kind = shortcut if stride > 1 or i != o else "identity"
        self.pad = o - i
        self.stride = stride
        if self.kind == "conv":
            self.s = nn.Sequential(nn.Conv2d(i, o, 1, stride, bias=False), nn.BatchNorm2d(o))
        if self.kind == "pool":  # ResNet-D
            self.s = nn.Sequential(nn.AvgPool2d(stride), nn.Conv2d(i, o, 1, bias=False), nn.BatchNorm2d(o))

    def shortcut(self, x):
        if self.kind == "identity":
            return x
        if self.kind == "pad":  # option A
            return F.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, self.pad // 2, self.pad - self.pad // 2))
        return self.s(x)

    def forward(self, x):
        self.seen = self.shortcut(x)
        self.out = F.relu(self.f(x) + self.seen)
        return self.out


class Pre(nn.Module):
    """Pre-activation block: shortcut + f(relu(bn(x))); He et al. 2016b, Zagoruyko and Komodakis 2016."""

    def __init__(self, i, o, stride=1):
        super().__init__()
        self.a = nn.Sequential(nn.BatchNorm2d(i), nn.ReLU())
        self.f = nn.Sequential(nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.BatchNorm2d(o), nn.ReLU(),
                               nn.Conv2d(o, o, 3, 1, 1, bias=False))
        self.s = nn.Conv2d(i, o, 1, stride, bias=False) if stride > 1 or i != o else None

    def forward(self, x):
        a = self.a(x)
        self.seen = x if self.s is None else self.s(a)
        self.out = self.f(a) + self.seen
        return self.out


class Bottleneck(nn.Module):
    """MobileNetV2: linear at its end; a block with stride has no shortcut and is no residual block."""

    def __init__(self, i, o, stride=1):
        super().__init__()
        h = 2 * i
        self.f = nn.Sequential(nn.Conv2d(i, h, 1, bias=False), nn.BatchNorm2d(h), nn.ReLU6(),
                               nn.Conv2d(h, h, 3, stride, 1, groups=h, bias=False), nn.BatchNorm2d(h), nn.ReLU6(),
                               nn.Conv2d(h, o, 1, bias=False), nn.BatchNorm2d(o))
        self.residual = stride == 1 and i == o

    def forward(self, x):
        if not self.residual:
            return self.f(x)
        self.seen = x
        self.out = x + self.f(x)
        return self.out


class Dense(nn.Module):
    """A block of an MLP ResNet."""

    def __init__(self, d, h):
        super().__init__()
        self.f = nn.Sequential(nn.Linear(d, h), nn.ReLU(), nn.Linear(h, d))

    def forward(self, x):
        self.seen = x
        self.out = x + self.f(x)
        return self.out


class Half(nn.Module):
    """One residual addition of a transformer: x + f(norm(x)), or norm(x + f(x))."""

    def __init__(self, d, f, post=False):
        super().__init__()
        self.norm, self.f, self.post = nn.LayerNorm(d), f, post

    def forward(self, x):
        self.seen = x
        self.out = self.norm(x + self.f(x)) if self.post else x + self.f(self.norm(x))
        return self.out


class Attention(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.qkv, self.p, self.h = nn.Linear(d, 3 * d), nn.Linear(d, d), heads

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = self.qkv(x).reshape(n, t, 3, self.h, d // self.h).permute(2, 0, 3, 1, 4).unbind(0)
        a = ((q @ k.transpose(-2, -1)) * (d // self.h) ** -0.5).softmax(-1)
        return self.p((a @ v).transpose(1, 2).reshape(n, t, d))


class Vit(nn.Module):
    def __init__(self, d=16, depth=2, post=False, classes=5):
        super().__init__()
        self.patch = nn.Conv2d(3, d, 2, 2)
        self.cls = nn.Parameter(torch.randn(1, 1, d))
        self.pos = nn.Parameter(torch.randn(1, 17, d))
        mlp = lambda: nn.Sequential(nn.Linear(d, 2 * d), nn.GELU(), nn.Linear(2 * d, d))
        self.blocks = nn.Sequential(*[b for _ in range(depth) for b in (Half(d, Attention(d, 2), post), Half(d, mlp(), post))])
        self.norm, self.head = nn.LayerNorm(d), nn.Linear(d, classes)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(x.size(0), -1, -1), x], 1) + self.pos
        self.start = x
        return self.head(self.norm(self.blocks(x))[:, 0])


class Net(nn.Module):
    def __init__(self, stem, blocks, head):
        super().__init__()
        self.stem, self.blocks, self.head = stem, blocks, head

    def forward(self, x):
        x = self.stem(x)
        self.start = x
        return self.head(self.blocks(x))


def images(blocks, width, last, stem_activation=True, tail=(), end=()):
    stem = [nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width)] + ([nn.ReLU()] if stem_activation else [])
    return Net(nn.Sequential(*stem), nn.Sequential(*blocks),
               nn.Sequential(*tail, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(last, 5), *end))


def excite(model):
    """Weights and running statistics that are nobody's defaults."""
    g = torch.Generator().manual_seed(7)
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d):
            m.running_mean.copy_(0.3 * torch.randn(m.num_features, generator=g))
            m.running_var.copy_(0.5 + torch.rand(m.num_features, generator=g))
            m.weight.data.copy_(0.5 + torch.rand(m.num_features, generator=g))
            m.bias.data.copy_(0.2 * torch.randn(m.num_features, generator=g))
    return model.eval()


def nameless(file):
    """Takes away where on whose machine each operation was written."""
    exported = onnx.load(file)
    for message in [exported, exported.graph, *exported.graph.node, *exported.graph.value_info, *exported.graph.input,
                    *exported.graph.output, *exported.graph.initializer]:
        del message.metadata_props[:]
    onnx.save(exported, file)


def write(name, model, x, opset, dynamic=True, fold=True, dynamo=False):
    model = excite(model)
    seen = [m for m in model.modules() if isinstance(m, (Post, Pre, Bottleneck, Dense, Half))]
    if model.__class__ is Net and isinstance(model.blocks, nn.Sequential):
        seen = [m for m in model.blocks.modules() if m in seen]
    with torch.no_grad():
        logits = model(x)
        arrays = {"input": x.numpy(), "start": model.start.numpy(), "logits": logits.numpy()}
        if isinstance(seen[0], Pre) and seen[0].s is not None:  # both of its paths start behind its activation
            arrays["start"] = seen[0].a(model.start).numpy()
        k = 0
        for m in seen:
            if hasattr(m, "out"):
                arrays[f"shortcut_{k}"], arrays[f"output_{k}"] = m.seen.numpy(), m.out.numpy()
                k += 1
        arrays["blocks"] = np.array([k])
        arrays = {key: a.copy() for key, a in arrays.items()}
        for m in model.modules():
            for key in ("seen", "out", "start"):
                m.__dict__.pop(key, None)
        file = os.path.join(HERE, name + ".onnx")
        one = x[:1]
        if dynamo:
            shapes = ({0: torch.export.Dim("batch")},) if dynamic else None
            torch.onnx.export(model, (x[:2] if dynamic else one,), file, opset_version=opset, dynamo=True,
                              external_data=False, input_names=["input"], output_names=["output"],
                              dynamic_shapes=shapes)
            nameless(file)
        else:
            torch.onnx.export(model, (one,), file, opset_version=opset, dynamo=False, input_names=["input"],
                              output_names=["output"], do_constant_folding=fold,
                              training=torch.onnx.TrainingMode.EVAL if fold else torch.onnx.TrainingMode.PRESERVE,
                              dynamic_axes={"input": {0: "n"}, "output": {0: "n"}} if dynamic else None)
    np.savez(os.path.join(HERE, name + ".npz"), **{key: a.astype(np.float32) for key, a in arrays.items()})
    print(name, os.path.getsize(file), list(arrays))


def main():
    torch.manual_seed(20)
    x = torch.randn(2, 3, 8, 8)
    post = lambda **kw: images([Post(4, 4, **{k: v for k, v in kw.items() if k == "groups"}), Post(4, 4, **{k: v for k, v in kw.items() if k == "groups"}),
                                Post(4, 8, 2, **kw), Post(8, 8, **{k: v for k, v in kw.items() if k == "groups"})], 4, 8)
    write("post_folded_static", post(), x, 9, dynamic=False)
    write("post_unfolded", post(), x, 13, fold=False)
    write("post_padded_shortcut", post(shortcut="pad"), x, 11)
    write("post_pooled_shortcut", post(shortcut="pool"), x, 18, dynamo=True)
    write("resnext_grouped", post(groups=2), x, 17)
    pre = images([Pre(4, 8), Pre(8, 8), Pre(8, 16, 2), Pre(16, 16)], 4, 16, stem_activation=False,
                 tail=(nn.BatchNorm2d(16), nn.ReLU()), end=(nn.Softmax(1),))
    write("wide_preactivation", pre, x, 13)
    write("inverted_bottlenecks", images([Bottleneck(4, 4), Bottleneck(4, 4), Bottleneck(4, 8, 2), Bottleneck(8, 8)], 4, 8),
          x, 13, dynamic=False)
    plane = Net(nn.Identity(), nn.Sequential(*[Dense(2, 6) for _ in range(3)]),
                nn.Sequential(nn.Linear(2, 2), nn.LogSoftmax(1)))
    write("plane", plane, torch.randn(8, 2), 15)
    write("vit_pre", Vit(), x, 20, dynamo=True)
    write("vit_pre_static_old", Vit(), x, 12, dynamic=False)
    write("transformer_post", Vit(post=True), x, 14)
    write("newest", post(), x, 23, dynamo=True)


if __name__ == "__main__":
    main()
