"""Golden values for AutoencoderAgainstPyTorchTest: a few steps of each autoencoder, done by PyTorch.

Run with a Python that has torch and numpy:  python3 generate_autoencoder.py
Writes one .npz per case beside itself: initial parameters ("start/NAME", in the layout of lap-tf), the batches
("points", [steps, batch, d]), the mean squared error of each step, the final parameters ("end/NAME"), and in inference
the first two points of the first batch, decoded after encoding ("decoded", [2, d]).
"""

import pathlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
STEPS, BATCH = 5, 8


class Autoencoder(nn.Module):
    def __init__(self, channels, filters, half, norm):
        super().__init__()
        between = filters // 2
        self.encoder1 = nn.Conv2d(channels, between, 3, padding=1)
        if half:
            self.encoder2 = nn.Conv2d(between, filters, 5, stride=2, padding=2)
            self.decoder1 = nn.ConvTranspose2d(filters, between, 5, stride=2, padding=2)
        else:
            self.encoder2 = nn.Conv2d(between, filters, 3, padding=1)
            self.decoder1 = nn.ConvTranspose2d(filters, between, 3, padding=1)
        self.decoder2 = nn.ConvTranspose2d(between, channels, 3, padding=1)
        names = {"encoder/norm1": between, "encoder/norm2": filters, "decoder/norm": between}
        self.names = list(names) if norm else []
        self.norms = nn.ModuleList(nn.BatchNorm2d(c) for c in names.values()) if norm else None
        self.centre = torch.linspace(0.2, 0.4, channels)
        self.half_range = torch.linspace(1.5, 2.0, channels)

    def norm(self, i, x):
        return x if self.norms is None else self.norms[i](x)

    def forward(self, x):
        encoded = F.relu(self.norm(1, self.encoder2(F.relu(self.norm(0, self.encoder1(x))))))
        d = self.decoder1(encoded, output_size=x.shape[2:])
        d = torch.tanh(self.decoder2(F.relu(self.norm(2, d))))
        return self.centre[:, None, None] + self.half_range[:, None, None] * d

    def parameters_of_lap(self):
        for name, layer in (
            ("encoder/first", self.encoder1),
            ("encoder/second", self.encoder2),
            ("decoder/first", self.decoder1),
            ("decoder/second", self.decoder2),
        ):
            # A transposed convolution's weight is [inputs, outputs, ..]: as its transpose sees it.
            yield f"{name}/kernel", layer.weight.permute(2, 3, 1, 0)
            yield f"{name}/bias", layer.bias
        for name, norm in zip(self.names, self.norms or []):
            yield f"{name}/scale", norm.weight
            yield f"{name}/shift", norm.bias
            yield f"{name}/running_mean", norm.running_mean
            yield f"{name}/running_variance", norm.running_var
        yield "decoder/centre", self.centre
        yield "decoder/half_range", self.half_range


def case(name, model, height, width, channels, seed):
    rng = np.random.default_rng(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.tensor(rng.normal(0, 0.3, parameter.shape)))
    array = lambda t: t.detach().numpy().astype(np.float32).copy()
    arrays = {f"start/{n}": array(t) for n, t in model.parameters_of_lap()}
    points = rng.normal(size=(STEPS, BATCH, height, width, channels)).astype(np.float32)
    steps = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-3)
    errors = []
    model.train()
    for batch in points:
        x = torch.tensor(batch).double().permute(0, 3, 1, 2)
        error = F.mse_loss(model(x), x)
        steps.zero_grad()
        error.backward()
        steps.step()
        errors.append(error.item())
    model.eval()
    decoded = model(torch.tensor(points[0, :2]).double().permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
    arrays |= {f"end/{n}": array(t) for n, t in model.parameters_of_lap()}
    arrays |= {"points": points.reshape(STEPS, BATCH, -1), "errors": np.array(errors)}
    arrays |= {"decoded": array(decoded.reshape(2, -1))}
    np.savez(HERE / f"{name}.npz", **arrays)
    print(name, errors[0], "->", errors[-1])


torch.set_default_dtype(torch.float64)  # the reference is in double precision
case("autoencoder-half", Autoencoder(1, 4, True, False), 8, 7, 1, 1)
case("autoencoder-full", Autoencoder(3, 4, False, True), 5, 6, 3, 2)
