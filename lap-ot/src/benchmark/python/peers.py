"""Exact transport by SciPy's and POT's solvers, each run in a process of its own that is ended at a limit of CPU time.

    python peers.py NAME METRIC X.npy Y.npy [A.npy B.npy]

NAME is scipy (linear_sum_assignment; equal numbers and weights only), pot (emd2) or lazy (emd2_lazy). Prints seconds, CPU
seconds of all threads and the cost. Times include the matrix of costs, if there is one, but not imports and files.
"""
import resource
import signal
import subprocess
import sys
import time

import numpy as np

NAMES = ["scipy", "pot", "lazy"]
IMPORTS = 10  # CPU seconds, at most
MANY_ITERATIONS = 10**9


def costs(x, y, metric):
    """The faster of two ways for the dimension."""
    if metric == "sqeuclidean" and x.shape[1] >= 10:
        import ot
        return ot.dist(x, y)
    from scipy.spatial.distance import cdist
    return cdist(x, y, metric)


def scipy_solver(x, y, a, b, metric):
    from scipy.optimize import linear_sum_assignment
    matrix = costs(x, y, metric)
    return matrix[linear_sum_assignment(matrix)].sum() / len(x)


def pot(x, y, a, b, metric):
    import ot
    return ot.emd2(a, b, costs(x, y, metric), numItermax=MANY_ITERATIONS)


def lazy(x, y, a, b, metric):
    import ot
    return ot.emd2_lazy(x, y, a, b, metric=metric, numItermax=MANY_ITERATIONS, return_matrix=False)


def suits(name, metric, is_assignment):
    """Whether a solver takes such problems."""
    return is_assignment if name == "scipy" else metric != "chebyshev" if name == "lazy" else True


def measure(name, metric, files, limit):
    """Seconds, CPU seconds and cost; None if the solver passed the limit of CPU seconds.

    Raises subprocess.CalledProcessError if it failed otherwise, such as for lack of memory: that is not slowness.
    """
    bound = int(limit) + 1 + IMPORTS
    process = subprocess.run([sys.executable, __file__, name, metric, *map(str, files)], stdout=subprocess.PIPE, text=True,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (bound, bound + 1)))
    if process.returncode == -signal.SIGXCPU:
        return None
    process.check_returncode()
    return tuple(map(float, process.stdout.split()[-3:]))


def main():
    name, metric, *files = sys.argv[1:]
    x, y, *weights = (np.load(file) for file in files)
    a, b = ([column[:, 0] for column in weights] if weights
            else [np.full(len(x), 1 / len(x)), np.full(len(y), 1 / len(y))])
    import ot  # noqa: F401  all imports before the clock starts
    import scipy.optimize  # noqa: F401
    import scipy.spatial.distance  # noqa: F401
    start, cpu = time.perf_counter(), time.process_time()
    cost = {"scipy": scipy_solver, "pot": pot, "lazy": lazy}[name](x, y, a, b, metric)
    print(time.perf_counter() - start, time.process_time() - cpu, repr(float(cost)))


if __name__ == "__main__":
    main()
