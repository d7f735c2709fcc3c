"""Golden values for TrainingAgainstPyTorchTest: a few steps of each network and objective, done by PyTorch.

Run with a Python that has torch and numpy:  python3 generate_training.py
Writes one .npz per case beside itself: initial parameters ("start/NAME", in the layout of lap-tf: kernels
[.., inputs, outputs], images NHWC), the batches ("points", "labels", [steps, batch, d]), cross entropy, transport
cost and lambda of each step, the final parameters ("end/NAME"), and in inference the log-probabilities of the first
batch and the residues of its first two points ("residue/K", [2, d]). Random numbers come from numpy with a fixed seed.
"""

import pathlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
STEPS, BATCH = 7, 16
GROWING = ("lap", "undivided", "control", "mixed")


class Mlp(nn.Module):
    def __init__(self, blocks, width, norm, step=1):
        super().__init__()
        self.step = step
        self.first = nn.ModuleList(nn.Linear(2, width) for _ in range(blocks))
        self.second = nn.ModuleList(nn.Linear(width, 2) for _ in range(blocks))
        self.norm = nn.ModuleList(nn.BatchNorm1d(width) for _ in range(blocks)) if norm else None
        self.outputs = {}  # of the last batch

    def forward(self, x):
        residues = []
        for k in range(len(self.first)):
            h = self.first[k](x)
            if self.norm is not None:
                h = self.norm[k](h)
            v = self.step * self.second[k](F.relu(h))
            residues.append(v)
            x = x + v
            self.outputs[k] = x
        return x, residues  # the fixed classifier reads class j from coordinate j

    def parameters_of_lap(self):
        for k in range(len(self.first)):
            name = f"block{k + 1}"
            yield f"{name}/first/kernel", self.first[k].weight, "linear"
            yield f"{name}/first/bias", self.first[k].bias, "row"
            yield f"{name}/second/kernel", self.second[k].weight, "linear"
            yield f"{name}/second/bias", self.second[k].bias, "row"
            if self.norm is not None:
                yield from norm_of_lap(f"{name}/norm", self.norm[k], "row")


def images(flat, side):
    return flat.reshape(len(flat), side, side, -1).permute(0, 3, 1, 2)  # lap-tf has NHWC


class Encoder(nn.Module):
    def __init__(self, channels, filters, half, norm):
        super().__init__()
        self.first = nn.Conv2d(channels, filters // 2, 3, padding=1)
        self.second = (
            nn.Conv2d(filters // 2, filters, 5, stride=2, padding=2)
            if half
            else nn.Conv2d(filters // 2, filters, 3, padding=1)
        )
        self.with_norm = norm and not half
        if self.with_norm:
            self.norm1 = nn.BatchNorm2d(filters // 2)
            self.norm2 = nn.BatchNorm2d(filters)

    def forward(self, x):
        x = self.first(x)
        x = self.second(F.relu(self.norm1(x) if self.with_norm else x))
        return F.relu(self.norm2(x) if self.with_norm else x)

    def parameters_of_lap(self):
        yield "encoder/first/kernel", self.first.weight, "conv"
        yield "encoder/first/bias", self.first.bias, "as is"
        yield "encoder/second/kernel", self.second.weight, "conv"
        yield "encoder/second/bias", self.second.bias, "as is"
        if self.with_norm:
            yield from norm_of_lap("encoder/norm1", self.norm1, "as is")
            yield from norm_of_lap("encoder/norm2", self.norm2, "as is")


class Residue(nn.Module):
    """h · conv(ReLU(BN(conv(ReLU(BN(x)))))); the first of a network starts with its convolution."""

    def __init__(self, filters, norm, step, first):
        super().__init__()
        self.first = nn.Conv2d(filters, filters, 3, padding=1, bias=False)
        self.second = nn.Conv2d(filters, filters, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(filters) if norm and not first else None
        self.norm2 = nn.BatchNorm2d(filters) if norm else None
        self.step, self.starts = step, first

    def forward(self, x):
        h = x
        if not self.starts:
            h = F.relu(h if self.norm1 is None else self.norm1(h))
        h = self.first(h)
        return self.step * self.second(F.relu(h if self.norm2 is None else self.norm2(h)))

    def parameters_of_lap(self, name):
        if self.norm1 is not None:
            yield from norm_of_lap(f"{name}/norm1", self.norm1, "as is")
        yield f"{name}/first/kernel", self.first.weight, "conv"
        if self.norm2 is not None:
            yield from norm_of_lap(f"{name}/norm2", self.norm2, "as is")
        yield f"{name}/second/kernel", self.second.weight, "conv"


class ResNet9(nn.Module):
    def __init__(self, blocks, filters, classes, side, norm, channels=1, half=True, step=1, layers=2):
        super().__init__()
        self.side = side
        self.encoder = Encoder(channels, filters, half, norm)
        self.blocks = nn.ModuleList(Residue(filters, norm, step, k == 0) for k in range(blocks))
        extent = (side + 1) // 2 if half else side
        units = [filters * extent**2] + (layers - 1) * [10 * classes] + [classes]
        self.linear = nn.ModuleList(nn.Linear(a, b) for a, b in zip(units, units[1:]))
        self.norm = nn.ModuleList(nn.BatchNorm1d(10 * classes) for _ in range(layers - 1)) if norm else None

    def forward(self, flat):
        x = self.encoder(images(flat, self.side))
        residues = []
        for block in self.blocks:
            residues.append(block(x))
            x = x + residues[-1]
        h = x.permute(0, 2, 3, 1).reshape(len(x), -1)
        for i, linear in enumerate(self.linear):
            if i > 0:
                h = F.relu(h if self.norm is None else self.norm[i - 1](h))
            h = linear(h)
        return h, residues

    def parameters_of_lap(self):
        yield from self.encoder.parameters_of_lap()
        for k, block in enumerate(self.blocks):
            yield from block.parameters_of_lap(f"block{k + 1}")
        for name, linear in zip(["first", "second", "third"], self.linear):
            yield f"classifier/{name}/kernel", linear.weight, "linear"
            yield f"classifier/{name}/bias", linear.bias, "as is"
        for name, norm in zip(["norm", "norm2"], self.norm or []):
            yield from norm_of_lap(f"classifier/{name}", norm, "as is")


class ResNet(nn.Module):
    """Several stages; each later one begins at a 1 × 1 convolution of stride 2 of the last state."""

    def __init__(self, stages, filters, classes, side, norm, channels, step):
        super().__init__()
        self.side = side
        self.encoder = Encoder(channels, filters, False, norm)
        self.blocks, self.shortcuts = nn.ModuleList(), nn.ModuleDict()
        for stage, count in enumerate(stages):
            for b in range(count):
                k = len(self.blocks)
                if stage > 0 and b == 0:
                    wide = filters * 2**stage
                    self.shortcuts[str(k)] = nn.Conv2d(wide // 2, wide, 1, stride=2, bias=False)
                self.blocks.append(Residue(filters * 2**stage, norm, step, k == 0))
        last = filters * 2 ** (len(stages) - 1)
        self.norm = nn.BatchNorm2d(last) if norm else None
        self.linear = nn.Linear(last, classes)
        self.outputs = {}  # of the last batch

    def forward(self, flat):
        x = self.encoder(images(flat, self.side))
        residues = []
        for k, block in enumerate(self.blocks):
            if str(k) in self.shortcuts:
                x = self.shortcuts[str(k)](x)
            residues.append(block(x))
            x = x + residues[-1]
            self.outputs[k] = x
        x = F.relu(x if self.norm is None else self.norm(x))
        return self.linear(x.mean(dim=(2, 3))), residues

    def parameters_of_lap(self):
        yield from self.encoder.parameters_of_lap()
        for k, block in enumerate(self.blocks):
            yield from block.parameters_of_lap(f"block{k + 1}")
            if str(k) in self.shortcuts:
                yield f"block{k + 1}/shortcut/kernel", self.shortcuts[str(k)].weight, "conv"
        if self.norm is not None:
            yield from norm_of_lap("classifier/norm", self.norm, "as is")
        yield "classifier/kernel", self.linear.weight, "linear"
        yield "classifier/bias", self.linear.bias, "as is"


class Bottleneck(nn.Module):
    def __init__(self, inputs, within, outputs, groups, stride, norm):
        super().__init__()
        self.reduce = nn.Conv2d(inputs, within, 1, bias=False)
        self.grouped = nn.Conv2d(within, within, 3, stride=stride, padding=1, groups=groups, bias=False)
        self.expand = nn.Conv2d(within, outputs, 1, bias=False)
        projects = stride > 1 or inputs != outputs
        self.shortcut = nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False) if projects else None
        self.norms = nn.ModuleList(nn.BatchNorm2d(c) for c in (within, within, outputs)) if norm else None
        self.shortcut_norm = nn.BatchNorm2d(outputs) if norm and projects else None

    def forward(self, x):
        r = x
        for i, conv in enumerate((self.reduce, self.grouped, self.expand)):
            r = conv(r)
            r = F.relu(r if self.norms is None else self.norms[i](r))
        if self.shortcut is not None:
            x = self.shortcut(x)
            x = x if self.shortcut_norm is None else self.shortcut_norm(x)
        z = F.relu(x + r)
        return z, z - x

    def parameters_of_lap(self, name):
        yield f"{name}/reduce/kernel", self.reduce.weight, "conv"
        yield f"{name}/grouped/kernel", self.grouped.weight, "conv"
        yield f"{name}/expand/kernel", self.expand.weight, "conv"
        for i, norm in enumerate(self.norms or []):
            yield from norm_of_lap(f"{name}/norm{i + 1}", norm, "as is")
        if self.shortcut is not None:
            yield f"{name}/shortcut/kernel", self.shortcut.weight, "conv"
        if self.shortcut_norm is not None:
            yield from norm_of_lap(f"{name}/shortcut_norm", self.shortcut_norm, "as is")


class ResNeXt(nn.Module):
    def __init__(self, stages, filters, groups, width, classes, side, norm, channels):
        super().__init__()
        self.side = side
        self.encoder = Encoder(channels, filters, False, norm)
        self.blocks = nn.ModuleList()
        inputs = filters
        for stage, count in enumerate(stages):
            for b in range(count):
                within, outputs = groups * width * 2**stage, 4 * filters * 2**stage
                stride = 2 if stage > 0 and b == 0 else 1
                self.blocks.append(Bottleneck(inputs, within, outputs, groups, stride, norm))
                inputs = outputs
        self.linear = nn.Linear(inputs, classes)

    def forward(self, flat):
        x = self.encoder(images(flat, self.side))
        residues = []
        for block in self.blocks:
            x, residue = block(x)
            residues.append(residue)
        return self.linear(x.mean(dim=(2, 3))), residues

    def parameters_of_lap(self):
        yield from self.encoder.parameters_of_lap()
        for k, block in enumerate(self.blocks):
            yield from block.parameters_of_lap(f"block{k + 1}")
        yield "classifier/kernel", self.linear.weight, "linear"
        yield "classifier/bias", self.linear.bias, "as is"


def norm_of_lap(name, norm, layout):
    yield f"{name}/scale", norm.weight, layout
    yield f"{name}/shift", norm.bias, layout
    yield f"{name}/running_mean", norm.running_mean, layout
    yield f"{name}/running_variance", norm.running_var, layout


def flattened(residue):
    return (residue if residue.dim() == 2 else residue.permute(0, 2, 3, 1)).reshape(len(residue), -1)


def to_lap(tensor, layout):
    a = tensor.detach().numpy().astype(np.float32)
    return {"linear": lambda: a.T, "conv": lambda: a.transpose(2, 3, 1, 0), "row": lambda: a[None], "as is": lambda: a}[
        layout
    ]().copy()


def mixed_term(residues, outputs):
    """Every operation of the arithmetic, on elements, samples and numbers; MixedObjective is the same."""
    total = 0
    for k, (v, y) in enumerate(zip(residues, outputs)):
        v, y = flattened(v), flattened(y)
        length = (v.square().sum(1) + 1).sqrt()
        total = total + (k + 1) * (v.abs() ** 1.5).mean()
        total = total + (v * F.relu(v)).mean() + (v.tanh() * y / length[:, None]).mean()
        total = total + torch.log(1 + torch.exp(v - y)).mean() + length.mean()
        total = total + torch.maximum(v, y.mean()).mean() + (length - v.mean()).square().mean()
        if k > 0 and v.shape == last.shape:
            total = total + (v - last.detach()).square().mean()
        last = v
    return total


def case(name, model, d, classes, objective, normalisation, power, optimiser, seed, weight=2.0):
    rng = np.random.default_rng(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.tensor(rng.normal(0, 0.4, parameter.shape)))
    arrays = {f"start/{n}": to_lap(t, layout) for n, t, layout in model.parameters_of_lap()}
    points = rng.normal(size=(STEPS, BATCH, d)).astype(np.float32)
    labels = rng.integers(0, classes, size=(STEPS, BATCH)).astype(np.int32)
    if optimiser == "sgd":
        steps = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9, weight_decay=1e-2)
    else:
        steps = torch.optim.Adam(model.parameters(), lr=0.01, eps=1e-3)
    lam, tau, uzawa = 2.0, 0.5, 3
    curve = {"cross_entropy": [], "transport_cost": [], "lambda": []}
    model.train()
    for i in range(STEPS):
        logits, residues = model(torch.tensor(points[i]).double())
        ce = F.cross_entropy(logits, torch.tensor(labels[i]).long())
        powers = [v.abs() ** power for v in residues]
        cost = sum(p.mean() for p in powers)
        if normalisation == "sum":
            cost = sum(p.sum() / BATCH for p in powers)
        if objective == "mixed":
            cost = mixed_term(residues, list(model.outputs.values()))
        if objective in GROWING and (i + 1) % uzawa == 0:
            lam += tau * ce.item()
        loss = {
            "vanilla": lambda: ce,
            "fixed": lambda: ce + weight * cost,
            "lap": lambda: ce + cost / lam,
            "undivided": lambda: lam * ce + cost,
            "control": lambda: lam * ce,
            "mixed": lambda: torch.log(1 + ce) * lam + 0.001 * cost * F.relu(cost),
        }[objective]()
        steps.zero_grad()
        loss.backward()
        steps.step()
        curve["cross_entropy"].append(ce.item())
        curve["transport_cost"].append(cost.item())
        curve["lambda"].append(lam)
    model.eval()
    logits, residues = model(torch.tensor(points[0]).double())
    arrays |= {f"end/{n}": to_lap(t, layout) for n, t, layout in model.parameters_of_lap()}
    arrays |= {k: np.array(v) for k, v in curve.items()}
    arrays |= {"points": points, "labels": labels, "log_probabilities": F.log_softmax(logits, 1).detach().numpy()}
    arrays |= {f"residue/{k}": flattened(v)[:2].detach().numpy().astype(np.float32) for k, v in enumerate(residues)}
    np.savez(HERE / f"{name}.npz", **arrays)
    print(name, curve["cross_entropy"][0], "->", curve["cross_entropy"][-1])


torch.set_default_dtype(torch.float64)  # the reference is in double precision
case("mlp-norm-lap", Mlp(3, 4, True), 2, 2, "lap", "elementwise", 2, "sgd", 1)
case("mlp-plain-fixed-adam", Mlp(2, 5, False), 2, 2, "fixed", "sum", 2, "adam", 2)
case("mlp-norm-fixed-p3", Mlp(2, 3, True), 2, 2, "fixed", "elementwise", 3, "sgd", 3)
case("resnet9-norm-lap", ResNet9(3, 4, 3, 8, True), 64, 3, "lap", "elementwise", 2, "sgd", 4)
case("resnet9-plain-fixed", ResNet9(2, 4, 3, 7, False), 49, 3, "fixed", "sum", 2, "sgd", 5, 0.001)
case("resnet9-norm-vanilla-adam", ResNet9(2, 4, 3, 8, True), 64, 3, "vanilla", "elementwise", 2, "adam", 6)
case("mlp-step-lap", Mlp(3, 3, True, 0.5), 2, 2, "lap", "elementwise", 2, "sgd", 7)
case("resnet9-full-deep", ResNet9(2, 4, 2, 5, True, 3, False, 0.5, 3), 75, 2, "lap", "sum", 2, "sgd", 8)
case("resnet9-full-plain-linear", ResNet9(2, 4, 3, 5, False, 1, False, 1, 1), 25, 3, "fixed", "elementwise", 1.5, "sgd", 9, 0.5)
case("resnet-stages", ResNet((2, 1, 1), 4, 3, 7, True, 2, 0.5), 98, 3, "lap", "elementwise", 2, "sgd", 10)
case("resnet-stages-plain", ResNet((1, 1), 4, 3, 6, False, 1, 1), 36, 3, "fixed", "sum", 3, "sgd", 11, 0.001)
case("resnext-lap", ResNeXt((2, 1, 1), 4, 2, 3, 3, 7, True, 3), 147, 3, "lap", "elementwise", 2, "sgd", 22)  # with seed 12 a ReLU's input comes too near to 0
case("resnext-fixed-sum", ResNeXt((1, 2), 4, 4, 1, 3, 6, True, 1), 36, 3, "fixed", "sum", 1.5, "sgd", 13, 0.01)
case("resnext-plain", ResNeXt((1, 1), 2, 2, 2, 2, 5, False, 1), 25, 2, "fixed", "elementwise", 2, "adam", 14, 0.1)
case("mlp-norm-undivided", Mlp(3, 4, True), 2, 2, "undivided", "elementwise", 2, "sgd", 15)
case("resnet-stages-undivided", ResNet((1, 1), 4, 3, 6, True, 1, 1), 36, 3, "undivided", "sum", 2, "sgd", 16)
case("mlp-norm-control", Mlp(2, 4, True), 2, 2, "control", "elementwise", 2, "sgd", 17)
case("resnet-stages-control", ResNet((1, 1), 4, 3, 6, True, 1, 1), 36, 3, "control", "elementwise", 2, "sgd", 18)
case("mlp-plain-mixed", Mlp(3, 4, False), 2, 2, "mixed", "elementwise", 2, "sgd", 19)
case("resnet-stages-mixed", ResNet((2, 1), 4, 3, 6, True, 1, 0.5), 36, 3, "mixed", "elementwise", 2, "sgd", 20)
