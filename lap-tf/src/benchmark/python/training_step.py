"""PyTorch's side of PeerBenchmark: trains the same network on the same batches, on request.

    python training_step.py FOLDER LAYOUT THREADS [DEVICE]
    LAYOUT: contiguous, channels_last or compiled, the latter two with +bfloat16 for autocast; DEVICE: cpu (default) or cuda

FOLDER holds network.json and start.npz: the initial parameters by lap-tf's names and in its layout (kernels
[.., inputs, outputs]), "points" [n, d] (NHWC) and "labels" [n]. Each line "N" on standard input is answered by one line:
seconds of N steps of the optimiser, and the loss of the last one. The first answer is the version.
"""
import json
import pathlib
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F


class Parameters:
    """Parameters of lap-tf in PyTorch's layout, trained ones apart from running statistics."""

    def __init__(self, arrays, memory_format, device):
        self.arrays = arrays
        self.device = device
        self.memory_format = memory_format
        self.trained = {}
        self.statistics = {}

    def kernel(self, name):
        """A convolution's, [outputs, inputs / groups, height, width]."""
        return self._trained(name, lambda a: a.transpose(3, 2, 0, 1), self.memory_format)

    def matrix(self, name, features=None):
        """A linear layer's, [outputs, inputs]; features (height, width, channels) where NCHW is flattened before it."""
        def order(a):
            if features is not None and self.memory_format == torch.contiguous_format:
                h, w, c = features
                a = a.reshape(h, w, c, -1).transpose(2, 0, 1, 3).reshape(h * w * c, -1)
            return a.T
        return self._trained(name, order)

    def vector(self, name):
        return self._trained(name, lambda a: a)

    def statistic(self, name):
        if name not in self.statistics:
            self.statistics[name] = torch.tensor(self.arrays[name], device=self.device)
        return self.statistics[name]

    def _trained(self, name, order, memory_format=torch.contiguous_format):
        if name not in self.trained:
            tensor = torch.tensor(np.ascontiguousarray(order(self.arrays[name])), device=self.device)
            self.trained[name] = tensor.contiguous(memory_format=memory_format).requires_grad_()
        return self.trained[name]


def norm(p, name, x):
    return F.batch_norm(
        x, p.statistic(f"{name}/running_mean"), p.statistic(f"{name}/running_variance"),
        p.vector(f"{name}/scale"), p.vector(f"{name}/shift"), training=True, momentum=0.1, eps=1e-5)


def flat(p, x):
    """[n, features], without a copy in either memory format."""
    if p.memory_format == torch.channels_last:
        x = x.permute(0, 2, 3, 1)
    return x.reshape(len(x), -1)


def resnet9(p, spec, x):
    x = F.relu(F.conv2d(x, p.kernel("encoder/first/kernel"), p.vector("encoder/first/bias"), padding=1))
    x = F.relu(F.conv2d(x, p.kernel("encoder/second/kernel"), p.vector("encoder/second/bias"), stride=2, padding=2))
    for k in range(1, spec["blocks"] + 1):
        h = x if k == 1 else F.relu(norm(p, f"block{k}/norm1", x))
        h = F.conv2d(h, p.kernel(f"block{k}/first/kernel"), padding=1)
        h = F.relu(norm(p, f"block{k}/norm2", h))
        x = x + F.conv2d(h, p.kernel(f"block{k}/second/kernel"), padding=1)
    features = (x.shape[2], x.shape[3], x.shape[1])
    h = F.linear(flat(p, x), p.matrix("classifier/first/kernel", features), p.vector("classifier/first/bias"))
    h = F.relu(norm(p, "classifier/norm", h))
    return F.linear(h, p.matrix("classifier/second/kernel"), p.vector("classifier/second/bias"))


def resnext(p, spec, x):
    x = F.relu(norm(p, "encoder/norm1", F.conv2d(
        x, p.kernel("encoder/first/kernel"), p.vector("encoder/first/bias"), padding=1)))
    x = F.relu(norm(p, "encoder/norm2", F.conv2d(
        x, p.kernel("encoder/second/kernel"), p.vector("encoder/second/bias"), padding=1)))
    firsts = np.cumsum([0] + spec["stages"])
    for k in range(1, spec["blocks"] + 1):
        name = f"block{k}"
        first = k - 1 in firsts
        stride = 2 if first and k > 1 else 1
        shortcut = x
        if first:
            shortcut = norm(p, f"{name}/shortcut_norm",
                            F.conv2d(x, p.kernel(f"{name}/shortcut/kernel"), stride=stride))
        r = F.relu(norm(p, f"{name}/norm1", F.conv2d(x, p.kernel(f"{name}/reduce/kernel"))))
        r = F.relu(norm(p, f"{name}/norm2", F.conv2d(
            r, p.kernel(f"{name}/grouped/kernel"), stride=stride, padding=1, groups=spec["cardinality"])))
        r = F.relu(norm(p, f"{name}/norm3", F.conv2d(r, p.kernel(f"{name}/expand/kernel"))))
        x = F.relu(shortcut + r)
    return F.linear(x.mean((2, 3)), p.matrix("classifier/kernel"), p.vector("classifier/bias"))


NETWORKS = {"resnet9": resnet9, "resnext50": resnext}


def main():
    folder, layout, threads = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    device = sys.argv[4] if len(sys.argv) > 4 else "cpu"
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    spec = json.loads((folder / "network.json").read_text())
    arrays = dict(np.load(folder / "start.npz"))
    memory_format = torch.contiguous_format if layout == "contiguous" else torch.channels_last
    p = Parameters(arrays, memory_format, device)
    height, width, channels = spec["input"]
    points = torch.tensor(arrays["points"], device=device).reshape(-1, height, width, channels).permute(0, 3, 1, 2)
    # Of one channel, both formats are one; the strides decide which of them every operation behind takes.
    points = torch.empty(points.shape, device=device, memory_format=memory_format).copy_(points)
    labels = torch.tensor(arrays["labels"], device=device).long()
    network = NETWORKS[spec["family"]]

    def loss_of(x, y):
        with torch.autocast(device, dtype=torch.bfloat16, enabled=layout.endswith("+bfloat16")):
            return F.cross_entropy(network(p, spec, x), y)

    batch = spec["batch"]
    with torch.no_grad():
        loss_of(points[:2], labels[:2])  # makes the parameters
    for name in p.statistics:
        p.statistics[name].copy_(torch.tensor(arrays[name]))
    optimiser = torch.optim.SGD(
        list(p.trained.values()), lr=spec["rate"], momentum=0.9, weight_decay=1e-4, fused=True)
    compiled = torch.compile(loss_of) if layout.startswith("compiled") else loss_of

    def step(i):
        at = i * batch % len(points)
        optimiser.zero_grad(set_to_none=True)
        loss = compiled(points[at:at + batch], labels[at:at + batch])
        loss.backward()
        optimiser.step()
        return loss

    print(f"PyTorch {torch.__version__}", flush=True)
    done = 0
    for line in sys.stdin:
        steps = int(line)
        start = time.perf_counter()
        for _ in range(steps):
            loss = step(done)
            done += 1
        if device == "cuda":
            torch.cuda.synchronize()
        print(time.perf_counter() - start, loss.item(), flush=True)


if __name__ == "__main__":
    main()
