"""Alignment and Procrustes distance of two representations, from their definitions (numpy); for SimilarityTest."""
import numpy as np


def representation(n, d, frequency):
    i, j = np.meshgrid(np.arange(n), np.arange(d), indexing="ij")
    return np.sin(frequency * (i + 1) * (j + 2)) + 0.1 * np.cos(i + 3.0 * j)


def biased(x, y):
    x, y = x - x.mean(0), y - y.mean(0)
    return np.linalg.norm(x.T @ y) ** 2 / (np.linalg.norm(x.T @ x) * np.linalg.norm(y.T @ y))


def hsic(k, l):  # Song et al. 2012, (5)
    n = len(k)
    k, l = k - np.diag(np.diag(k)), l - np.diag(np.diag(l))
    one = np.ones(n)
    return (np.trace(k @ l) + one @ k @ one * (one @ l @ one) / ((n - 1) * (n - 2))
            - 2 / (n - 2) * one @ k @ l @ one) / (n * (n - 3))


def debiased(x, y):
    k, l = x @ x.T, y @ y.T
    return hsic(k, l) / np.sqrt(hsic(k, k) * hsic(l, l))


def jackknife(f, x, y, g=20):
    group = np.arange(len(x)) % g
    t = np.array([f(x[group != i], y[group != i]) for i in range(g)])
    return np.sqrt((g - 1) / g * ((t - t.mean()) ** 2).sum()) * 2.093024054408263  # t at 0.975, 19 degrees


def procrustes(x, y):
    x, y = x - x.mean(0), y - y.mean(0)
    x, y = x / np.linalg.norm(x), y / np.linalg.norm(y)
    return np.sqrt(2 - 2 * np.linalg.svd(x.T @ y, compute_uv=False).sum())


for n, d, e in [(12, 3, 5), (60, 4, 4), (45, 100, 7), (50, 80, 120)]:
    x, y = representation(n, d, 0.7), representation(n, e, 0.9) + representation(n, e, 0.7)
    print(n, d, e, *[repr(float(v)) for v in (biased(x, y), debiased(x, y), procrustes(x, y))],
          *([repr(float(jackknife(f, x, y))) for f in (biased, debiased)] if n >= 40 else []))
