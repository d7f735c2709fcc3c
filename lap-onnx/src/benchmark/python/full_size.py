"""Networks of full size: time, CPU time and memory of an analysis, and what observing costs over plain inference.

    full_size.py export FOLDER           writes resnet20.onnx (32 x 32), resnet50.onnx and vit_s.onnx (224 x 224), random weights, seed 0,
                                         and 1,000 pictures; needs torch, torchvision, timm, onnxscript, scikit-learn and pillow
    full_size.py analyze FOLDER [METRICS] runs ./lap analyze on ResNet-50 and all pictures, on two threads; prints wall time, CPU seconds
                                         and the greatest resident memory (VmHWM). Aim: at most 4 minutes and 6 GiB
    full_size.py observe FOLDER [ROUNDS]  runs ObservationBenchmark on the three networks, on two threads

Run it in the root of the repository. CPU seconds and memory hardly depend on what else runs; wall times do.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

CHEAP = "accuracy,cost,gap,holder,blocks,geometry"
HEAP = "-Xmx4g"  # Java's garbage would otherwise grow to a quarter of the machine's memory


def export(folder):
    import timm
    import torch
    import torchvision
    from torch import nn

    class Block(nn.Module):
        def __init__(self, entering, channels, stride):
            super().__init__()
            self.conv1 = nn.Conv2d(entering, channels, 3, stride, 1, bias=False)
            self.bn1 = nn.BatchNorm2d(channels)
            self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
            self.bn2 = nn.BatchNorm2d(channels)
            self.shortcut = nn.Sequential() if stride == 1 else nn.Conv2d(entering, channels, 1, stride, bias=False)

        def forward(self, x):
            y = torch.relu(self.bn1(self.conv1(x)))
            return torch.relu(self.bn2(self.conv2(y)) + self.shortcut(x))

    def resnet20():
        widths = [(16, 16, 1), (16, 16, 1), (16, 16, 1), (16, 32, 2), (32, 32, 1), (32, 32, 1), (32, 64, 2), (64, 64, 1), (64, 64, 1)]
        return nn.Sequential(nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
                             *[Block(*width) for width in widths], nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))

    networks = {"resnet20": (resnet20, 32), "resnet50": (lambda: torchvision.models.resnet50(weights=None), 224),
                "vit_s": (lambda: timm.create_model("vit_small_patch16_224", pretrained=False), 224)}
    for name, (build, size) in networks.items():
        torch.manual_seed(0)
        torch.onnx.export(build().eval(), (torch.zeros(2, 3, size, size),), str(folder / f"{name}.onnx"), input_names=["images"],
                          output_names=["logits"], dynamic_shapes=({0: "batch"},), external_data=False)


def pictures(folder, count=1000):
    """Square crops of the two photographs of scikit-learn."""
    import numpy as np
    from PIL import Image
    from sklearn.datasets import load_sample_images

    random = np.random.default_rng(0)
    photographs = load_sample_images().images
    for i in range(count):
        photograph = photographs[i % 2]
        side = int(random.integers(180, 420))
        top, left = (int(random.integers(0, extent - side)) for extent in photograph.shape[:2])
        place = folder / "pictures/test" / f"class{i % 2}"
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(photograph[top:top + side, left:left + side]).resize((224, 224), Image.BICUBIC).save(
            place / f"{i:04d}.jpg", quality=92)


def status(process, field):
    try:
        lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
        return next((int(line.split()[1]) for line in lines if line.startswith(field)), 0)
    except OSError:
        return 0


def analyze(folder, metrics=CHEAP):
    subprocess.run(["./lap", "--help"], check=True, stdout=subprocess.DEVNULL)  # builds
    words = ["./lap", "analyze", "--model", folder / "resnet50.onnx", "--data", folder / "pictures", "--no-labels", "--mean",
             "0.485,0.456,0.406", "--std", "0.229,0.224,0.225", "--samples", 1000, "--metrics", metrics, "--budget", "Infinity", "--html-points",
             0, "--threads", 2, "--timings", "--out", folder / f"analysis-{time.time():.0f}"]
    started, before, highest = time.time(), os.times(), 0
    process = subprocess.Popen([str(word) for word in words], env={**os.environ, "LAP_JAVA_OPTIONS": HEAP})
    while process.poll() is None:
        highest = max(highest, status(process, "VmHWM"))
        time.sleep(0.5)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    print(f"{metrics}: exit code {process.returncode}, {time.time() - started:.0f} s, {cpu:.0f} s of CPU, VmHWM {highest / 2**20:.2f} GiB")


def observe(folder, rounds=9):
    for network, images in [("resnet20", 512), ("resnet50", 32), ("vit_s", 32)]:
        subprocess.run(["./benchmark", "lap-onnx", "org.leastaction.onnx.ObservationBenchmark", str(folder / f"{network}.onnx"),
                        str(images), str(rounds), "2"], check=True)


if __name__ == "__main__":
    command, place = sys.argv[1], Path(sys.argv[2])
    place.mkdir(parents=True, exist_ok=True)
    if command == "export":
        export(place)
        pictures(place)
    else:
        {"analyze": analyze, "observe": observe}[command](place, *sys.argv[3:])
