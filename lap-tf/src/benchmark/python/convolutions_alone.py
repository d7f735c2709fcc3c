"""How much of a training step of ResNet9 is convolution, in PyTorch (channels_last, float, on the CPU).

    python convolutions_alone.py THREADS ROUNDS

Takes turns between a whole step (forward, backward, SGD) and its convolutions alone: every convolution of the network,
forward and backward with respect to weights and inputs, and nothing else. A step whose convolutions take c of its time t
cannot become more than t / c times as fast by anything but other convolutions.
"""
import statistics
import sys
import time

import torch
import torch.nn.functional as F

BATCH = 128
NETWORKS = {"28 x 28 x 1, 32 channels": (28, 1, 32), "32 x 32 x 3, 100 channels": (32, 3, 100)}


def network(size, inputs, channels):
    """Parameters, the loss of a batch, and the convolutions as (input shape, kernel, stride, padding)."""
    half = size // 2
    between = channels // 2
    conv = [torch.randn(between, inputs, 3, 3) / (9 * inputs) ** 0.5]
    conv += [torch.randn(channels, between, 5, 5) / (25 * between) ** 0.5]
    conv += [torch.randn(channels, channels, 3, 3) / (9 * channels) ** 0.5 for _ in range(18)]
    conv = [k.contiguous(memory_format=torch.channels_last).requires_grad_() for k in conv]
    scales = [torch.ones(channels, requires_grad=True) for _ in range(17)]
    shifts = [torch.zeros(channels, requires_grad=True) for _ in range(17)]
    means = [torch.zeros(channels) for _ in range(17)]
    variances = [torch.ones(channels) for _ in range(17)]
    first = (torch.randn(100, half * half * channels) / 100).requires_grad_()
    second = (torch.randn(10, 100) / 10).requires_grad_()

    def norm(i, x):
        return F.relu(F.batch_norm(x, means[i], variances[i], scales[i], shifts[i], training=True, momentum=0.1))

    def loss(x, y):
        x = F.relu(F.conv2d(x, conv[0], padding=1))
        x = F.relu(F.conv2d(x, conv[1], stride=2, padding=2))
        n = 0
        for k in range(9):
            h = x
            if k > 0:
                h, n = norm(n, x), n + 1
            h = F.conv2d(h, conv[2 + 2 * k], padding=1)
            h, n = norm(n, h), n + 1
            x = x + F.conv2d(h, conv[3 + 2 * k], padding=1)
        x = x.permute(0, 2, 3, 1).reshape(len(x), -1)
        return F.cross_entropy(F.linear(F.relu(F.linear(x, first)), second), y)

    shapes = [((size, size, inputs), conv[0], 1, 1), ((size, size, between), conv[1], 2, 2)]
    shapes += [((half, half, channels), k, 1, 1) for k in conv[2:]]
    return conv + scales + shifts + [first, second], loss, shapes


def image(shape, **options):
    h, w, c = shape
    return torch.randn(BATCH, h, w, c).permute(0, 3, 1, 2).requires_grad_(**options)


def main():
    threads, rounds = int(sys.argv[1]), int(sys.argv[2])
    torch.manual_seed(1)
    torch.set_num_threads(threads)
    print(f"PyTorch {torch.__version__}, batch {BATCH}, {threads} threads, {rounds} rounds in turns")
    for name, (size, inputs, channels) in NETWORKS.items():
        parameters, loss, shapes = network(size, inputs, channels)
        optimiser = torch.optim.SGD(parameters, lr=1e-3, momentum=0.9, weight_decay=1e-4, fused=True)
        points = image((size, size, inputs)).detach()
        labels = torch.randint(10, (BATCH,))
        # The first convolution needs no gradient of its input.
        alone = []
        for i, (shape, kernel, stride, padding) in enumerate(shapes):
            x = image(shape, requires_grad=i > 0)
            y = F.conv2d(x, kernel, stride=stride, padding=padding)
            alone.append((x, kernel, stride, padding, torch.randn_like(y)))

        def step():
            optimiser.zero_grad(set_to_none=True)
            loss(points, labels).backward()
            optimiser.step()

        def convolutions():
            for x, kernel, stride, padding, gradient in alone:
                y = F.conv2d(x, kernel, stride=stride, padding=padding)
                wanted = [kernel] + ([x] if x.requires_grad else [])
                torch.autograd.grad(y, wanted, gradient)

        times = {step: [], convolutions: []}
        for round_ in range(rounds + 1):
            for turn, measured in times.items():
                start = time.perf_counter()
                turn()
                if round_ > 0:
                    measured.append(time.perf_counter() - start)
        ratio = statistics.median(c / s for s, c in zip(times[step], times[convolutions]))
        print(f"{name}: step {1e3 * statistics.median(times[step]):.1f} ms, convolutions alone "
              f"{1e3 * statistics.median(times[convolutions]):.1f} ms, share {100 * ratio:.1f} %")


if __name__ == "__main__":
    main()
