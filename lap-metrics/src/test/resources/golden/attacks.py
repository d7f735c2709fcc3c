"""Golden values of the attack ensemble: AutoAttack of its authors (Croce and Hein 2020, github.com/fra31/auto-attack)
on a small convolutional network that is trained here against PGD, and on 500 test images of MNIST.

Writes attacks.npz (weights, images, labels) and attacks.properties (accuracy under each member and under the whole).

    PYTHONPATH=AUTO_ATTACK python attacks.py MNIST_FOLDER
"""
import gzip
import pathlib
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from autoattack import AutoAttack

HERE = pathlib.Path(__file__).parent
RADII = {"Linf": 0.15, "L2": 1.5}
# The four members of the standard version, and APGD on the untargeted DLR loss.
MEMBERS = ["apgd-ce", "apgd-dlr", "apgd-t", "fab-t", "square"]


def idx(folder, name, header):
    return np.frombuffer(gzip.open(pathlib.Path(folder) / name).read(), np.uint8, offset=header)


def images(folder, part, count):
    x = idx(folder, f"{part}-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28)[:count]
    y = idx(folder, f"{part}-labels-idx1-ubyte.gz", 8)[:count]
    return torch.tensor(x / np.float32(255)), torch.tensor(y.astype(np.int64))


def network():
    return nn.Sequential(nn.Conv2d(1, 8, 5, 2, 2), nn.ReLU(), nn.Conv2d(8, 16, 5, 2, 2), nn.ReLU(), nn.Flatten(),
                         nn.Linear(784, 10))


def pgd(net, x, y, radius, steps=8):
    moved = (x + radius * (2 * torch.rand_like(x) - 1)).clamp(0, 1)
    for _ in range(steps):
        moved.requires_grad_()
        gradient, = torch.autograd.grad(F.cross_entropy(net(moved), y), moved)
        moved = (moved.detach() + 2.5 * radius / steps * gradient.sign())
        moved = torch.minimum(torch.maximum(moved, x - radius), x + radius).clamp(0, 1)
    return moved.detach()


def train(net, x, y, epochs=5, radius=0.1):
    optimiser = torch.optim.Adam(net.parameters(), 2e-3)
    for epoch in range(epochs):
        for rows in torch.randperm(len(x)).split(128):
            loss = F.cross_entropy(net(pgd(net, x[rows], y[rows], radius)), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        print("epoch", epoch, "loss", loss.item(), flush=True)


def accuracy(net, x, y):
    with torch.no_grad():
        return (net(x).argmax(1) == y).float().mean().item()


def main(folder):
    torch.manual_seed(1)
    torch.set_num_threads(1)
    net = network()
    train(net, *images(folder, "train", 12_000))
    net.eval()
    x, y = images(folder, "t10k", 500)
    weights = {name.replace(".", "_"): value.numpy() for name, value in net.state_dict().items()}
    np.savez_compressed(HERE / "attacks.npz", images=(x.numpy() * 255).round().astype(np.int32).reshape(500, 784),
                        labels=y.numpy().astype(np.int32), **weights)
    lines = [f"clean={accuracy(net, x, y)}"]
    for norm, radius in RADII.items():
        lines.append(f"{norm}.radius={radius}")
        attack = AutoAttack(net, norm=norm, eps=radius, seed=0, version="custom", attacks_to_run=MEMBERS, device="cpu")
        attack.apgd.n_restarts = 1
        attack.fab.n_restarts = 1
        broken = torch.zeros(len(y), dtype=torch.bool)
        for member, moved in attack.run_standard_evaluation_individual(x, y).items():
            with torch.no_grad():
                wrong = net(moved).argmax(1) != y
            lines.append(f"{norm}.{member}={1 - wrong.float().mean().item()}")
            if member != "apgd-dlr":
                broken |= wrong
        lines.append(f"{norm}.standard={1 - broken.float().mean().item()}")
    (HERE / "attacks.properties").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
