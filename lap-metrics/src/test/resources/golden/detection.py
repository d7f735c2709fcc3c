"""Golden values of ROC areas, DeLong's variances and Mahalanobis distances: scikit-learn 1.9.1 and NumPy.

    python detection.py > detection.properties
"""
import numpy as np
from sklearn.covariance import LedoitWolf
from sklearn.metrics import roc_auc_score


def line(key, values):
    print(key + "=" + " ".join(repr(float(v)) for v in np.ravel(values)))


def delong(clean, abnormal):
    """Covariance of the areas of two scores by DeLong's definition, pair by pair."""
    v10 = [np.mean((a[:, None] > c[None]) + 0.5 * (a[:, None] == c[None]), axis=1) for c, a in zip(clean, abnormal)]
    v01 = [np.mean((a[:, None] > c[None]) + 0.5 * (a[:, None] == c[None]), axis=0) for c, a in zip(clean, abnormal)]
    return np.cov(v10) / len(v10[0]) + np.cov(v01) / len(v01[0])


def roc(rng):
    for name, ties in (("smooth", False), ("ties", True)):
        clean = rng.normal(0, 1, (2, 40))
        abnormal = rng.normal(1, 1.5, (2, 25))
        if ties:
            clean, abnormal = np.round(clean), np.round(abnormal)
        labels = np.r_[np.zeros(40), np.ones(25)]
        line(name + ".clean", clean)
        line(name + ".abnormal", abnormal)
        line(name + ".areas", [roc_auc_score(labels, np.r_[c, a]) for c, a in zip(clean, abnormal)])
        line(name + ".covariance", delong(clean, abnormal))


def mahalanobis(rng):
    for name, n, d in (("wide", 12, 30), ("tall", 60, 4)):
        scale = rng.uniform(0.5, 2, d)
        points = (rng.normal(size=(n, d)) * scale).astype(np.float32)
        labels = np.arange(n) % 3
        tests = (rng.normal(size=(5, d)) * 2).astype(np.float32)
        means = np.array([points[labels == c].astype(float).mean(0) for c in range(3)])
        fit = LedoitWolf(assume_centered=True).fit(points - means[labels])
        inverse = np.linalg.inv(fit.covariance_)
        differences = tests[:, None] - means[None]
        line(name + ".points", points)
        line(name + ".labels", labels)
        line(name + ".tests", tests)
        line(name + ".shrinkage", fit.shrinkage_)
        line(name + ".distances", np.einsum("tci,ij,tcj->tc", differences, inverse, differences).min(1))


if __name__ == "__main__":
    generator = np.random.default_rng(3)
    roc(generator)
    mahalanobis(generator)
