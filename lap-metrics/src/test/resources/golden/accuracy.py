"""Writes accuracy.properties beside it: measures of random classifiers by scikit-learn, calibration by NumPy."""
from pathlib import Path

import numpy as np
import sklearn
from scipy.special import log_softmax
from sklearn.metrics import accuracy_score, log_loss, top_k_accuracy_score

rng = np.random.default_rng(20202)
out = [f"# by accuracy.py, scikit-learn {sklearn.__version__}, NumPy {np.__version__}"]


def write(key, values):
    out.append(f"{key}={' '.join(repr(float(v)) for v in np.ravel(values))}")


for case, (n, classes) in enumerate(((30, 2), (40, 6), (60, 10))):
    labels = rng.integers(0, classes, n)
    logits = rng.normal(0, 1.5, (n, classes))
    logits[np.arange(n), labels] += 1
    log_p = log_softmax(logits, axis=1)
    p = np.exp(log_p)
    predicted = p.argmax(1)
    confidence = p.max(1)
    edges = np.linspace(0, 1, 16)
    ece = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            ece += inside.mean() * abs((predicted == labels)[inside].mean() - confidence[inside].mean())
    others = p.copy()
    others[np.arange(n), labels] = -1
    write(f"case.{case}.shape", (n, classes))
    write(f"case.{case}.log_probabilities", log_p)
    write(f"case.{case}.labels", labels)
    write(f"case.{case}.accuracy", accuracy_score(labels, predicted))
    if classes > 5:
        write(f"case.{case}.top5", top_k_accuracy_score(labels, p, k=5, labels=np.arange(classes)))
    write(f"case.{case}.nll", log_loss(labels, p, labels=np.arange(classes)))
    write(f"case.{case}.ece", ece)
    write(f"case.{case}.margin", (p[np.arange(n), labels] - others.max(1)).mean())

Path(__file__).with_suffix(".properties").write_text("\n".join(out) + "\n")
