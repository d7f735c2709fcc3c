"""Small transformers over tokens and patches, a sampler and a recurrent body, and what PyTorch sees in them.

Run: python token_networks.py    (PyTorch 2.15, transformers 5.24, onnx, onnxruntime; writes tokens/NAME.onnx and NAME.npz)

Random, seeded weights. NAME.npz: an array for each input of the network, with its name; `state_0` [n, tokens, d], which
enters the first block, and `state_k` behind block k: attention and network of every layer are a block each; `logits` of
classifiers. Padding is as in the masks; `NAME_longer.npz` has the same samples with more of it. `left` and
`left_opt` are padded on the left; `left_right.npz` has the samples of `left.npz` with their padding on the right. The
states [n · tokens, d] of OPT's feed-forward networks are written as [n, tokens, d].
"""
import os
import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn
from transformers import (BertConfig, BertForSequenceClassification, BertModel, GPT2Config, GPT2ForSequenceClassification,
                          GPT2Model, OPTConfig, OPTModel, T5Config, T5Model, ViTConfig, ViTForImageClassification)

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tokens")
torch.set_num_threads(1)


class Taking(nn.Module):
    """A network that takes its inputs by position and returns one output."""

    def __init__(self, model, names):
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *inputs):
        return self.model(**dict(zip(self.names, inputs)), return_dict=True)[0]


def write(name, model, inputs, output, places, others=None, dynamo=False):
    """`places`: function of the model that gives (module, "in" or "out"), the states in order; `others`: inputs of NAME + key."""
    model = model.eval()
    taking = Taking(model, list(inputs)).eval()
    free = {key: {0: "n", **({1: "length"} if value.dim() == 2 else {})} for key, value in inputs.items()}
    path = os.path.join(HERE, name + ".onnx")
    arguments = dict(input_names=list(inputs), output_names=[output], opset_version=18)
    if dynamo:
        length = torch.export.Dim("length", min=2, max=32)
        shapes = (tuple({0: torch.export.Dim("n", min=1, max=64), **({1: length} if value.dim() == 2 else {})}
                        for value in inputs.values()),)
        program = torch.onnx.export(taking, tuple(inputs.values()), dynamic_shapes=shapes, dynamo=True, **arguments)
        program.save(path, external_data=False)
    else:
        torch.onnx.export(taking, tuple(inputs.values()), path, dynamic_axes={**free, output: {0: "n"}}, dynamo=False,
                          **arguments)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    assert [one.name for one in session.get_inputs()] == list(inputs), [one.name for one in session.get_inputs()]
    for suffix, given in {"": inputs, **(others or {})}.items():
        seen, hooks = {}, []
        for k, (module, side) in enumerate(places(model)):
            keep = lambda tensor, k: seen.__setitem__(f"state_{k}", (tensor[0] if isinstance(tensor, tuple) else tensor).detach().numpy())
            hooks.append(module.register_forward_pre_hook(lambda m, i, k=k: keep(i, k)) if side == "in"
                         else module.register_forward_hook(lambda m, i, o, k=k: keep(o, k)))
        with torch.no_grad():
            y = taking(*given.values()).numpy()
        seen = {key: state.reshape(len(y), -1, state.shape[-1]) if state.ndim == 2 else state for key, state in seen.items()}
        for hook in hooks:
            hook.remove()
        mine = session.run(None, {key: value.numpy() for key, value in given.items()})[0]
        print(name + suffix, "ONNX Runtime differs by", np.abs(mine - y).max(), y.shape, os.path.getsize(path))
        arrays = {key: value.numpy() for key, value in given.items()} | seen
        arrays["logits" if output == "logits" else "output"] = y
        np.savez_compressed(os.path.join(HERE, name + suffix + ".npz"), **arrays)


def bert_places(model):
    bert = model if isinstance(model, BertModel) else model.bert
    return [(bert.embeddings, "out")] + [place for layer in bert.encoder.layer
                                         for place in ((layer.attention.output, "out"), (layer.output, "out"))]


def gpt_places(model):
    gpt = model if isinstance(model, GPT2Model) else model.transformer
    return [(gpt.drop, "out")] + [place for layer in gpt.h for place in ((layer.ln_2, "in"), (layer, "out"))]


def opt_places(model):
    layers = model.decoder.layers
    return [(layers[0], "in")] + [place for layer in layers for place in ((layer.final_layer_norm, "in"), (layer, "out"))]


def vit_places(model):
    return [(model.vit.embeddings, "out")] + [place for layer in model.vit.layers
                                              for place in ((layer.layernorm_after, "in"), (layer, "out"))]


def scaled(model, by=4.0):
    """Weights that are not tiny, so that masks and positions matter."""
    with torch.no_grad():
        for name, weights in model.named_parameters():
            if weights.dim() > 1:
                weights.mul_(by)
    return model


class Velocity(nn.Module):
    """v(x, t) or v(x, condition, t) of a flow-matching model."""

    def __init__(self, d, conditions=0):
        super().__init__()
        self.f = nn.Sequential(nn.Linear(d + conditions + 1, 12), nn.Tanh(), nn.Linear(12, d))

    def forward(self, t, x, *condition):
        return self.f(torch.cat([x, *condition, torch.full_like(x[:, :1], t)], 1))


class Sampler(nn.Module):
    """The Euler steps from noise to data, unrolled: every step has the same weights."""

    def __init__(self, velocity, steps):
        super().__init__()
        self.velocity, self.steps = velocity, steps

    def forward(self, x, *condition):
        self.states = [x]
        for k in range(self.steps):
            x = x + self.velocity(k / self.steps, x, *condition) / self.steps
            self.states.append(x)
        return x


class Recurrent(nn.Module):
    """h <- h + tanh(W h + U x_t), unrolled over the steps of x."""

    def __init__(self, d, inputs):
        super().__init__()
        self.w, self.u = nn.Linear(d, d), nn.Linear(inputs, d)

    def forward(self, state, x):
        self.states = [state]
        for t in range(x.shape[1]):
            state = state + torch.tanh(self.w(state) + self.u(x[:, t]))
            self.states.append(state)
        return state


def unrolled(name, model, inputs):
    path = os.path.join(HERE, name + ".onnx")
    with torch.no_grad():
        torch.onnx.export(model.eval(), tuple(inputs.values()), path, input_names=list(inputs), output_names=["end"],
                          opset_version=18, dynamo=False, dynamic_axes={key: {0: "n"} for key in [*inputs, "end"]})
        y = model(*inputs.values())
    mine = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(
        None, {key: value.numpy() for key, value in inputs.items()})[0]
    print(name, "ONNX Runtime differs by", np.abs(mine - y.numpy()).max())
    np.savez_compressed(os.path.join(HERE, name + ".npz"), **{key: value.numpy() for key, value in inputs.items()},
                        **{f"state_{k}": state.detach().numpy() for k, state in enumerate(model.states)})


class Decoder(nn.Module):
    """Scores of an encoder and a decoder, whose tokens have another mask, or none."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, return_dict, **inputs):
        return (self.model(**inputs).last_hidden_state[:, -1, :3],)


def decoder_places(model):
    blocks = model.model.decoder.block
    return [(blocks[0], "in")] + [(layer, "out") for block in blocks for layer in block.layer]


class TextAndPicture(nn.Module):
    """A convolutional tower of as many channels as the text has tokens; the text enters behind it."""

    def __init__(self):
        super().__init__()
        self.words, self.stem, self.head = nn.Embedding(40, 8), nn.Conv2d(3, 8, 3, padding=1), nn.Linear(16, 3)
        self.blocks = nn.ModuleList([nn.Conv2d(8, 8, 3, padding=1) for _ in range(3)])

    def forward(self, input_ids, attention_mask, pixel_values):
        kept = attention_mask[:, :, None].float()
        text = (self.words(input_ids) * kept).sum(1) / kept.sum(1)
        h = self.stem(pixel_values)
        self.states = [h]
        for block in self.blocks:
            h = h + torch.tanh(block(h))
            self.states.append(h)
        return self.head(torch.cat([h.mean((2, 3)), text], 1))


class Experts(nn.Module):
    """x + attention(x), then x + a mixture of two experts, which a softmax weighs; twice."""

    def __init__(self, d=8):
        super().__init__()
        self.maps = nn.ModuleList([nn.ModuleDict({name: nn.Linear(d, 2 if name == "router" else d) for name in
                                                  ("q", "k", "v", "router", "one", "other")}) for _ in range(2)])
        self.stem = nn.Linear(4, d)

    def forward(self, x):
        x = self.stem(x)
        self.states = [x]
        for m in self.maps:
            x = x + torch.softmax(m["q"](x) @ m["k"](x).transpose(1, 2) / 3, -1) @ m["v"](x)
            w = torch.softmax(m["router"](x), -1)
            x = x + w[..., :1] * torch.tanh(m["one"](x)) + w[..., 1:] * torch.tanh(m["other"](x))
            self.states.append(x)
        return x


def padded(values, columns, by=0):
    return torch.cat([values, torch.full((values.shape[0], columns), by, dtype=values.dtype)], 1)


def main():
    os.makedirs(HERE, exist_ok=True)
    torch.manual_seed(1)
    n, length, words = 5, 7, 40
    ids = torch.randint(1, words, (n, length))
    lengths = torch.tensor([7, 4, 6, 2, 5])
    mask = (torch.arange(length)[None] < lengths[:, None]).long()
    ids = ids * mask
    types = ((torch.arange(length)[None] >= lengths[:, None] // 2).long() * mask)
    config = dict(vocab_size=words, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24,
                  max_position_embeddings=16, attn_implementation="eager", pad_token_id=0)
    inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
    longer = {"input_ids": padded(ids, 3), "attention_mask": padded(mask, 3), "token_type_ids": padded(types, 3)}
    bert = scaled(BertForSequenceClassification(BertConfig(**config, num_labels=3)))
    write("bert", bert, inputs, "logits", bert_places, {"_longer": longer})
    write("bert_states", bert.bert, {"input_ids": ids, "attention_mask": mask}, "last_hidden_state", bert_places)
    gpt = scaled(GPT2ForSequenceClassification(GPT2Config(vocab_size=words, n_embd=16, n_layer=2, n_head=2, n_inner=24,
                                                          n_positions=16, attn_implementation="eager", pad_token_id=0,
                                                          num_labels=3)))
    write("gpt", gpt, {"input_ids": ids, "attention_mask": mask}, "logits", gpt_places,
          {"_longer": {key: longer[key] for key in ("input_ids", "attention_mask")}})
    write("gpt_alone", gpt.transformer, {"input_ids": torch.randint(1, words, (n, length))}, "last_hidden_state", gpt_places)
    vit = scaled(ViTForImageClassification(ViTConfig(image_size=8, patch_size=4, hidden_size=16, num_hidden_layers=2,
                                                     num_attention_heads=2, intermediate_size=24, num_labels=3,
                                                     attn_implementation="eager")))
    write("vit", vit, {"pixel_values": torch.randn(n, 3, 8, 8)}, "logits", vit_places)
    unrolled("sampler", Sampler(Velocity(2), 4), {"noise": torch.randn(n, 2)})
    unrolled("sampler_conditioned", Sampler(Velocity(3, 2), 4), {"noise": torch.randn(n, 3), "condition": torch.randn(n, 2)})
    unrolled("recurrent", Recurrent(4, 3), {"state": torch.randn(n, 4), "x": torch.randn(n, 5, 3)})
    several()


def several():
    """Networks whose states a mask does not describe, and layers of more than two blocks; own seed."""
    torch.manual_seed(2)
    n, length = 5, 8
    mask = (torch.arange(length)[None] < torch.tensor([5, 3, 4, 2, 5])[:, None]).long()
    ids = torch.randint(1, 40, (n, length)) * mask
    t5 = T5Model(T5Config(vocab_size=40, d_model=16, d_kv=8, d_ff=24, num_layers=2, num_heads=2, use_cache=False,
                          decoder_start_token_id=0))
    write("t5", scaled(Decoder(t5), 3.0),
          {"input_ids": ids, "attention_mask": mask, "decoder_input_ids": torch.randint(1, 40, (n, length))}, "logits",
          decoder_places)
    whole = mask.clone()
    whole[0] = 1
    unrolled("text_and_picture", TextAndPicture(),
             {"input_ids": ids, "attention_mask": whole, "pixel_values": torch.randn(n, 3, 6, 6)})
    unrolled("experts", Experts(), {"x": torch.randn(n, 5, 4)})
    left_padded()


def left_padded():
    """Decoders with padding on the left, as for generation; positions are an input or follow from the mask; own seed."""
    torch.manual_seed(3)
    n, length, words = 5, 6, 20
    lengths = torch.tensor([6, 3, 5, 1, 4])
    at_left = (torch.arange(length)[None] >= length - lengths[:, None]).long()
    ids = torch.randint(1, words, (n, length)) * at_left
    left = {"input_ids": ids, "attention_mask": at_left,
            "position_ids": (at_left.cumsum(1) - 1).masked_fill(at_left == 0, 1)}
    right = {key: torch.stack([row.roll(int(count)) for row, count in zip(values, lengths)]) for key, values in left.items()}
    gpt = scaled(GPT2ForSequenceClassification(GPT2Config(
        vocab_size=words, n_embd=8, n_layer=2, n_head=2, n_inner=12, n_positions=8, attn_implementation="sdpa", pad_token_id=0,
        bos_token_id=1, eos_token_id=2, num_labels=3)), 16.0)
    write("left", gpt, left, "logits", gpt_places, {"_right": right})
    opt = scaled(OPTModel(OPTConfig(
        vocab_size=words, hidden_size=8, ffn_dim=12, num_hidden_layers=2, num_attention_heads=2, max_position_embeddings=8,
        word_embed_proj_dim=8, attn_implementation="eager", pad_token_id=0, bos_token_id=1, eos_token_id=2)), 16.0)
    write("left_opt", opt, {key: left[key] for key in ("input_ids", "attention_mask")}, "last_hidden_state", opt_places)


if __name__ == "__main__":
    main()
