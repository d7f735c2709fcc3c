"""Writes monge_gap.csv: entropic Monge gaps from OTT-JAX for the points of transport.py, of which y are the images.

    pip install numpy scipy pot ott-jax flax optax
    python monge_gap.py > monge_gap.csv
"""
import contextlib
import io

import jax

jax.config.update("jax_enable_x64", True)
import ott
from ott.neural.methods import monge_gap

with contextlib.redirect_stdout(io.StringIO()):
    from transport import points

print(f"# OTT-JAX {ott.__version__} monge_gap_from_samples, float64; monge_gap.py")
print("kind,n,d,seed,epsilon,gap")
for kind, n, d, seed, share in [("uniform", 40, 2, 50, 0.05), ("uniform", 30, 5, 51, 0.5), ("smooth", 60, 3, 52, 0.05),
                                ("collinear", 25, 3, 53, 0.1)]:
    x, y = points(kind, n, d, seed)
    epsilon = share * ((x[:, None] - y[None]) ** 2).sum(-1).mean()
    gap = monge_gap.monge_gap_from_samples(x, y, epsilon=epsilon, threshold=1e-9, max_iterations=100_000)
    print(f"{kind},{n},{d},{seed},{float(epsilon)!r},{float(gap)!r}")
