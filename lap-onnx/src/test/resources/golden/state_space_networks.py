"""Small networks with unrolled scans over their tokens, and what PyTorch's hooks see in them.

Run: python state_space_networks.py    (PyTorch 2.15, transformers 5.24, onnxruntime; writes tokens/NAME.onnx and NAME.npz)

Mamba and RWKV of transformers and a selective state space of own make; random, seeded weights. NAME.npz: the input by its name,
`state_0` [n, tokens, d], which enters the first block, and `state_k` behind block k. A layer of Mamba is a block; one of RWKV is two.
"""
import os
import numpy as np
import onnxruntime
import torch
from torch import nn
from transformers import MambaConfig, MambaModel, RwkvConfig, RwkvModel

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tokens")
torch.set_num_threads(1)


class Selective(nn.Module):
    """x + out(scan(norm(x)) · gate): a scan h <- exp(-Δ a) h + Δ B u with Δ and B from the input; layers are blocks."""

    def __init__(self, d=6, s=3, layers=3, length=5):
        super().__init__()
        self.layers = nn.ModuleList([nn.ModuleDict({
            "norm": nn.LayerNorm(d), "in": nn.Linear(d, 2 * d), "delta": nn.Linear(d, d), "b": nn.Linear(d, s), "c": nn.Linear(d, s),
            "out": nn.Linear(d, d)}) for _ in range(layers)])
        self.a, self.head, self.length = nn.Parameter(torch.rand(layers, d, s)), nn.Linear(d, 3), length

    def forward(self, x):
        for k, layer in enumerate(self.layers):
            u, gate = layer["in"](layer["norm"](x)).chunk(2, -1)
            delta, b, c = nn.functional.softplus(layer["delta"](u)), layer["b"](u), layer["c"](u)
            h, seen = torch.zeros(x.shape[0], u.shape[2], b.shape[2]), []
            for t in range(self.length):
                h = torch.exp(-delta[:, t, :, None] * self.a[k]) * h + (delta[:, t] * u[:, t])[:, :, None] * b[:, t, None, :]
                seen.append((h * c[:, t, None, :]).sum(-1))
            x = x + layer["out"](torch.stack(seen, 1) * nn.functional.silu(gate))
        return self.head(x.mean(1))


class Scores(nn.Module):
    """Class scores from the last token's state."""

    def __init__(self, body, d):
        super().__init__()
        self.body, self.head = body, nn.Linear(d, 3)

    def forward(self, input_ids):
        return self.head(self.body(input_ids=input_ids, use_cache=False)[0][:, -1])


def write(name, model, given, places):
    """`places`: modules and "in" or "out", the states in order."""
    key, value = given
    path = os.path.join(HERE, name + ".onnx")
    torch.onnx.export(model.eval(), (value,), path, input_names=[key], output_names=["logits"], opset_version=18, dynamo=False,
                      dynamic_axes={key: {0: "n"}, "logits": {0: "n"}})
    seen, hooks = {}, []
    for k, (module, side) in enumerate(places):
        keep = lambda tensor, k: seen.__setitem__(f"state_{k}", (tensor[0] if isinstance(tensor, tuple) else tensor).detach().numpy().copy())
        hooks.append(module.register_forward_pre_hook(lambda m, i, k=k: keep(i, k)) if side == "in"
                     else module.register_forward_hook(lambda m, i, o, k=k: keep(o, k)))
    with torch.no_grad():
        y = model(value).numpy()
    for hook in hooks:
        hook.remove()
    mine = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(None, {key: value.numpy()})[0]
    print(name, "ONNX Runtime differs by", np.abs(mine - y).max(), os.path.getsize(path))
    np.savez_compressed(os.path.join(HERE, name + ".npz"), **{key: value.numpy(), "logits": y}, **seen)


def main():
    torch.manual_seed(3)
    ids = torch.randint(1, 30, (4, 5))
    body = MambaModel(MambaConfig(vocab_size=30, hidden_size=8, state_size=3, num_hidden_layers=3, expand=2, time_step_rank=2,
                                  use_mambapy=False))
    write("mamba", Scores(body, 8), ("input_ids", ids), [(body.layers[0], "in")] + [(layer, "out") for layer in body.layers])
    body = RwkvModel(RwkvConfig(vocab_size=30, hidden_size=8, num_hidden_layers=3, attention_hidden_size=8, intermediate_size=12,
                                context_length=8))
    write("rwkv", Scores(body, 8), ("input_ids", ids), [(body.blocks[0].ln1, "in")] + [
        place for block in body.blocks for place in ((block.ln2, "in"), (block, "out"))])
    model = Selective()
    write("selective", model, ("x", torch.randn(4, 5, 6)), [(model.layers[0]["norm"], "in")] + [
        (layer["norm"], "in") for layer in model.layers[1:]])


main()
