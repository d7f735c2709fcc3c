"""Golden values for TrainingAgainstPyTorchTest: a few steps of each network and objective, done by PyTorch.

Run with a Python that has torch and numpy:  python3 generate_training.py
Writes one .npz per case beside itself: initial parameters ("start/NAME", in the layout of lap-tf: kernels
[.., inputs, outputs], images NHWC), the batches ("points", "labels", [steps, batch, d]), cross entropy, transport
cost and lambda of each step, the final parameters ("end/NAME") and the log-probabilities in inference of the first
batch. Random numbers come from numpy with a fixed seed.
"""

import pathlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
STEPS, BATCH = 7, 16


class Mlp(nn.Module):
    def __init__(self, blocks, width, norm):
        super().__init__()
        self.names = {}
        self.first = nn.ModuleList(nn.Linear(2, width) for _ in range(blocks))
        self.second = nn.ModuleList(nn.Linear(width, 2) for _ in range(blocks))
        self.norm = nn.ModuleList(nn.BatchNorm1d(width) for _ in range(blocks)) if norm else None

    def forward(self, x):
        residues = []
        for k in range(len(self.first)):
            h = self.first[k](x)
            if self.norm is not None:
                h = self.norm[k](h)
            v = self.second[k](F.relu(h))
            residues.append(v)
            x = x + v
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


class ResNet9(nn.Module):
    def __init__(self, blocks, filters, classes, side, norm):
        super().__init__()
        self.side = side
        self.encoder1 = nn.Conv2d(1, filters // 2, 3, padding=1)
        self.encoder2 = nn.Conv2d(filters // 2, filters, 5, stride=2, padding=2)
        conv = lambda: nn.Conv2d(filters, filters, 3, padding=1, bias=False)
        self.first = nn.ModuleList(conv() for _ in range(blocks))
        self.second = nn.ModuleList(conv() for _ in range(blocks))
        self.with_norm = norm
        if norm:
            self.norm1 = nn.ModuleList(nn.BatchNorm2d(filters) for _ in range(blocks))
            self.norm2 = nn.ModuleList(nn.BatchNorm2d(filters) for _ in range(blocks))
            self.norm = nn.BatchNorm1d(10 * classes)
        self.half = (side + 1) // 2
        self.filters = filters
        self.linear1 = nn.Linear(filters * self.half**2, 10 * classes)
        self.linear2 = nn.Linear(10 * classes, classes)

    def forward(self, flat):
        x = flat.reshape(-1, 1, self.side, self.side)
        x = F.relu(self.encoder2(F.relu(self.encoder1(x))))
        residues = []
        for k in range(len(self.first)):
            h = x
            if k > 0:
                h = F.relu(self.norm1[k](h) if self.with_norm else h)
            h = self.first[k](h)
            v = self.second[k](F.relu(self.norm2[k](h) if self.with_norm else h))
            residues.append(v)
            x = x + v
        h = self.linear1(x.permute(0, 2, 3, 1).reshape(len(x), -1))  # lap-tf flattens NHWC
        if self.with_norm:
            h = self.norm(h)
        return self.linear2(F.relu(h)), residues

    def parameters_of_lap(self):
        yield "encoder/first/kernel", self.encoder1.weight, "conv"
        yield "encoder/first/bias", self.encoder1.bias, "as is"
        yield "encoder/second/kernel", self.encoder2.weight, "conv"
        yield "encoder/second/bias", self.encoder2.bias, "as is"
        for k in range(len(self.first)):
            name = f"block{k + 1}"
            if self.with_norm and k > 0:
                yield from norm_of_lap(f"{name}/norm1", self.norm1[k], "as is")
            yield f"{name}/first/kernel", self.first[k].weight, "conv"
            if self.with_norm:
                yield from norm_of_lap(f"{name}/norm2", self.norm2[k], "as is")
            yield f"{name}/second/kernel", self.second[k].weight, "conv"
        yield "classifier/first/kernel", self.linear1.weight, "linear"
        yield "classifier/first/bias", self.linear1.bias, "as is"
        if self.with_norm:
            yield from norm_of_lap("classifier/norm", self.norm, "as is")
        yield "classifier/second/kernel", self.linear2.weight, "linear"
        yield "classifier/second/bias", self.linear2.bias, "as is"


def norm_of_lap(name, norm, layout):
    yield f"{name}/scale", norm.weight, layout
    yield f"{name}/shift", norm.bias, layout
    yield f"{name}/running_mean", norm.running_mean, layout
    yield f"{name}/running_variance", norm.running_var, layout


def to_lap(tensor, layout):
    a = tensor.detach().numpy().astype(np.float32)
    return {"linear": lambda: a.T, "conv": lambda: a.transpose(2, 3, 1, 0), "row": lambda: a[None], "as is": lambda: a}[
        layout
    ]().copy()


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
        if objective == "lap" and (i + 1) % uzawa == 0:
            lam += tau * ce.item()
        loss = {"vanilla": ce, "fixed": ce + weight * cost, "lap": ce + cost / lam}[objective]
        steps.zero_grad()
        loss.backward()
        steps.step()
        curve["cross_entropy"].append(ce.item())
        curve["transport_cost"].append(cost.item())
        curve["lambda"].append(lam)
    model.eval()
    logits, _ = model(torch.tensor(points[0]).double())
    arrays |= {f"end/{n}": to_lap(t, layout) for n, t, layout in model.parameters_of_lap()}
    arrays |= {k: np.array(v) for k, v in curve.items()}
    arrays |= {"points": points, "labels": labels, "log_probabilities": F.log_softmax(logits, 1).detach().numpy()}
    np.savez(HERE / f"{name}.npz", **arrays)
    print(name, curve["cross_entropy"][0], "->", curve["cross_entropy"][-1])


torch.set_default_dtype(torch.float64)  # the reference is in double precision
case("mlp-norm-lap", Mlp(3, 4, True), 2, 2, "lap", "elementwise", 2, "sgd", 1)
case("mlp-plain-fixed-adam", Mlp(2, 5, False), 2, 2, "fixed", "sum", 2, "adam", 2)
case("mlp-norm-fixed-p3", Mlp(2, 3, True), 2, 2, "fixed", "elementwise", 3, "sgd", 3)
case("resnet9-norm-lap", ResNet9(3, 4, 3, 8, True), 64, 3, "lap", "elementwise", 2, "sgd", 4)
case("resnet9-plain-fixed", ResNet9(2, 4, 3, 7, False), 49, 3, "fixed", "sum", 2, "sgd", 5, 0.001)
case("resnet9-norm-vanilla-adam", ResNet9(2, 4, 3, 8, True), 64, 3, "vanilla", "elementwise", 2, "adam", 6)
