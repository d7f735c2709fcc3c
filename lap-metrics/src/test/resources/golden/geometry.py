"""Geometry of residual networks (NumPy), for GeometryGoldenTest:  python geometry.py > geometry.properties

Every quantity by its textbook formula in d dimensions, with numpy.linalg.pinv and svd of full matrices.
"""
import numpy as np

rng = np.random.default_rng(17)
print(f"# by geometry.py, NumPy {np.__version__}")


def put(key, value):
    print(f"{key}={' '.join(repr(float(v)) for v in np.ravel(value))}")


for case, (n, d, blocks, classes) in enumerate([(12, 5, 4, 3), (9, 20, 3, 2), (20, 3, 2, 4)]):
    labels = np.arange(n) % classes
    states = [rng.normal(size=(n, d)) + 0.5 * labels[:, None] * rng.normal(size=d)]
    for _ in range(blocks):
        states.append(states[-1] + 0.3 * rng.normal(size=(n, d)))
    states = np.round(np.array(states), 3)
    put(f"{case}.shape", [n, d, blocks, classes])
    put(f"{case}.states", states)
    v = np.diff(states, axis=0)
    length = np.linalg.norm(v, axis=2)
    unit = v / length[..., None]
    put(f"{case}.lss", blocks / np.linalg.norm(unit.sum(0), axis=1))
    angle = np.arccos((unit[1:] * unit[:-1]).sum(2))
    put(f"{case}.curvature", angle.sum(0))
    put(f"{case}.angles", angle.mean(1))
    put(f"{case}.variation", length.std(0) / length.mean(0))
    moved = states[-1] - states[0]
    put(f"{case}.straightness", ((moved - blocks * v) ** 2).sum(2).mean(0))

    def scatter(x, weights):
        mean = np.array([x[labels == c].mean(0) for c in range(classes)])
        centre = weights @ mean
        between = sum(w * np.outer(m - centre, m - centre) for w, m in zip(weights, mean))
        within = sum(w * np.cov(x[labels == c].T, bias=True) for c, w in enumerate(weights))
        return np.trace(within @ np.linalg.pinv(between, rcond=1e-10, hermitian=True)), mean - centre

    shares = np.bincount(labels) / n
    equal = np.full(classes, 1 / classes)
    put(f"{case}.fuzziness", [scatter(x, shares)[0] for x in states])
    x = states[-1]
    trace, m = scatter(x, equal)
    norms = np.linalg.norm(m, axis=1)
    cosines = (m @ m.T / np.outer(norms, norms))[np.triu_indices(classes, 1)]
    xc = x - x.mean(0)
    y = np.eye(classes)[labels] - shares
    ridge = 0.01 * (xc ** 2).sum() / n
    w = np.linalg.solve(xc.T @ xc + ridge * np.eye(d), xc.T @ y).T
    w = w - w.mean(0)
    given = np.round(rng.normal(size=(classes, d)), 3)
    put(f"{case}.classifier", given)

    def duality(w):
        w = w - w.mean(0)
        return np.linalg.norm(w / np.linalg.norm(w) - m / np.linalg.norm(m))

    put(f"{case}.collapse", [trace / classes, norms.std() / norms.mean(), np.abs(cosines + 1 / (classes - 1)).mean(),
                             duality(w), duality(given)])
    s = np.linalg.svd(xc, compute_uv=False)
    p = s / s.sum()
    p = p[p > 1e-12]
    put(f"{case}.rank", np.exp(-(p * np.log(p)).sum()))

    r = min(2, d // 2)
    jacobians = np.round(rng.normal(size=(blocks, d, d)) + 2 * rng.normal(size=(d, d)), 3)
    put(f"{case}.jacobians", jacobians)
    svd = [np.linalg.svd(j) for j in jacobians]
    left, depth, coupling, near, share = [], [], [], np.zeros(blocks - 1), []
    for i, (u, sv, vt) in enumerate(svd):
        share.append((sv[:r] ** 2).sum() / (sv ** 2).sum())
        left.append(np.linalg.norm(u[:, :r].T @ vt[:r].T) ** 2 / r)
        for k, (u2, s2, vt2) in enumerate(svd):
            if k != i:
                misfit = u2[:, :r].T @ jacobians[i] @ vt2[:r].T - np.diag(sv[:r])
                c = 1 - np.linalg.norm(misfit) / np.linalg.norm(sv[:r])
                coupling.append(c)
                if abs(i - k) == 1:
                    near[min(i, k)] += c / 2
                depth.append((np.linalg.norm(u[:, :r].T @ u2[:, :r]) ** 2
                              + np.linalg.norm(vt[:r] @ vt2[:r].T) ** 2) / 2 / r)
    put(f"{case}.alignment", [r, np.mean(left), np.mean(depth), np.mean(coupling)])
    put(f"{case}.neighbours", near)
    put(f"{case}.shares", share)
