"""All tables of docs/results/ot.md, one after the other, for a quiet machine with two cores.

    python lap-ot/src/benchmark/python/ot_tables.py OUT.md [--minutes 25] [--scale 1] [--digits FOLDER] [--rows NAME …]

Needs numpy, SciPy and POT 0.9.7 or newer, and a built product (or Maven: the first row builds it). Writes Markdown to OUT.md as
it goes, so that stopping it loses no more than the row in progress; rows whose estimated time no longer fits into the minutes
are left out and named. --scale divides all numbers of points, to try the script. --digits: the folder of
train-images-idx3-ubyte.gz. The Vector API is used unless LAP_JAVA_OPTIONS is set to something else.
"""
import argparse
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[4]
HERE = pathlib.Path(__file__).resolve().parent
VECTOR = "-Xmx3g --add-modules=jdk.incubator.vector"
ESTIMATORS = "org.leastaction.ot.benchmark.EstimatorBenchmark"


def python(script, *arguments):
    return [sys.executable, str(HERE / script), *map(str, arguments)]


def java(name, *arguments):
    return [str(ROOT / "benchmark"), "lap-ot", name, *map(str, arguments)]


def rows(options, folder):
    """Name, title, minutes on a quiet machine with two cores, and command of each row, in order of worth."""
    def n(points):
        return max(200, points // options.scale)

    small, large = n(5000), n(20000)
    digits = [("digits", f"{n(60000):,} shuffled noisy digits, d = 784", 4.0,
               java("org.leastaction.ot.benchmark.DigitsBenchmark", options.digits, "shuffled", n(60000)))]
    return [
        ("unrelated", "Unrelated points, d = 784", 4.5,
         python("exact_transport.py", "--n", n(10000), "--d", 784, "--kinds", "unrelated", "--methods", "free",
                "--runs", 3, "--warmups", 1, "--peer-runs", 1, "--limit", 90 / options.scale)),
        ("weighted", "Weighted points, and Sinkhorn with a kept kernel, beside POT", 2.0,
         java(ESTIMATORS, sys.executable, HERE / "estimators.py", 5, n(3000), n(2000), 0)),
        ("sinkhorn", "Sinkhorn without memory", 1.5,
         java(ESTIMATORS, sys.executable, HERE / "estimators.py", 1, 0, 0, n(20000))),
        *(digits if options.digits else []),
        ("hard-small", f"Hard problems, n = {small:,}", 4.0,
         python("hard_transport.py", small, "--csv", folder / "small.csv", "--points", folder)),
        ("hard-large", f"Hard problems, n = {large:,}", 8.0,
         python("hard_transport.py", large, "--csv", folder / "large.csv", "--points", folder, "--smaller",
                folder / "small.csv", "--peers", "pot", "--peer-factor", 1.5)),
        ("plane", "As many points of the plane as HiRef's slices of a brain", 0.5,
         java("org.leastaction.ot.ScaleBenchmark", "uniform", 2, 0, 2, 3, n(84172))),
    ]


def load():
    return ", ".join(f"{average:.1f}" for average in os.getloadavg())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--digits", type=pathlib.Path)
    parser.add_argument("--rows", nargs="+")
    options = parser.parse_args()
    environment = {**os.environ, "LAP_JAVA_OPTIONS": os.environ.get("LAP_JAVA_OPTIONS", VECTOR), "PYTHONUNBUFFERED": "1"}
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch, open(options.out, "a", buffering=1) as out:
        out.write(f"# Measured {datetime.datetime.now():%Y-%m-%d %H:%M}, Java with {environment['LAP_JAVA_OPTIONS']}\n")
        for name, title, minutes, command in rows(options, pathlib.Path(scratch)):
            if options.rows and name not in options.rows:
                continue
            left = options.minutes - (time.monotonic() - start) / 60
            if minutes / options.scale > left:
                out.write(f"\n## {title}\n\nLeft out: {left:.1f} minutes were left.\n")
                continue
            out.write(f"\n## {title}\n\n")
            begun = time.monotonic()
            before = load()
            process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
            for line in process.stdout:
                out.write(line)
            failed = f", FAILED with exit code {process.returncode}" if process.wait() else ""
            out.write(f"\n{time.monotonic() - begun:.0f} s in all; load before {before}, after {load()}{failed}\n")
            environment["LAP_BENCHMARK_BUILT"] = "true"


if __name__ == "__main__":
    main()
