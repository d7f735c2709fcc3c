package org.leastaction.ot.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.entropic.EntropicResult;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.exact.simplex.NetworkSimplex;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.PointFiles;

/**
 * Weighted exact and entropic transport beside POT: both take turns in one run, cost matrices included, and their
 * answers have to agree. Medians over rounds, after three solutions of other problems.
 *
 * <p>An entropic problem whose matrices POT cannot hold is solved once, its marginals are checked by NumPy from the
 * potentials, and an iteration of it is set beside one of POT on half as many points, times four.
 *
 * <p>Arguments: a Python with POT, the script src/benchmark/python/estimators.py of this module, rounds (5), n of the
 * weighted problem (3000; m is two thirds of it), n of the entropic one (2000), n of the large entropic one (0: none;
 * 20000 takes minutes and POT some 7 GiB).
 */
public final class EstimatorBenchmark {

    private static final double TOLERANCE = 1e-4;
    /** As a share of the mean cost. */
    private static final double EPSILON = 0.05;
    /** Solutions of other problems of the same kind before the first round, for the compiler. */
    private static final int WARMUPS = 3;

    private EstimatorBenchmark() {}

    public static void main(String[] args) throws IOException {
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        int weighted = args.length > 3 ? Integer.parseInt(args[3]) : 3000;
        int entropic = args.length > 4 ? Integer.parseInt(args[4]) : 2000;
        int large = args.length > 5 ? Integer.parseInt(args[5]) : 0;
        Path folder = Files.createTempDirectory("estimators");
        try (PotProcess pot = new PotProcess(args[0], args[1])) {
            System.out.println(pot.versions() + ", Java " + Runtime.version() + ", "
                    + Runtime.getRuntime().availableProcessors() + " processors, " + rounds + " rounds");
            if (weighted > 0) {
                weighted(pot, folder, weighted, weighted * 2 / 3, 10, rounds);
            }
            if (entropic > 0) {
                entropic(pot, folder, entropic, 2, rounds);
            }
            if (large > 0) {
                large(pot, folder, large, 2);
            }
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void weighted(PotProcess pot, Path folder, int n, int m, int d, int rounds) throws IOException {
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        for (int warmup = 0; warmup < WARMUPS; warmup++) {
            NetworkSimplex.defaults().solve(weighted(n, m, d, new Random(rounds + warmup)));
        }
        for (int round = 0; round < rounds; round++) {
            TransportProblem problem = weighted(n, m, d, new Random(round));
            write(folder, problem);
            Npy.write(folder.resolve("a.npy"), NpyArray.of(problem.a().toArray(), n));
            Npy.write(folder.resolve("b.npy"), NpyArray.of(problem.b().toArray(), m));
            long start = System.nanoTime();
            double cost = NetworkSimplex.defaults().solve(problem).cost();
            ours[round] = (System.nanoTime() - start) * 1e-9;
            PotProcess.Answer answer = pot.ask("exact", folder.resolve("x.npy"), folder.resolve("y.npy"),
                    folder.resolve("a.npy"), folder.resolve("b.npy"));
            theirs[round] = answer.seconds();
            requireClose(cost, answer.cost(), 1e-9);
        }
        print("weighted exact, n = " + n + ", m = " + m + ", d = " + d, ours, theirs);
    }

    private static TransportProblem weighted(int n, int m, int d, Random random) {
        Weights a = Weights.of(random.doubles(n).toArray());
        Weights b = Weights.of(random.doubles(m).toArray());
        return TransportProblem.squaredEuclidean(points(n, d, random), points(m, d, random)).withWeights(a, b);
    }

    private static void entropic(PotProcess pot, Path folder, int n, int d, int rounds) throws IOException {
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        double ourError = 0;
        double theirError = 0;
        // The mean squared distance of independent standard normal points is 2d.
        SinkhornSolver solver = SinkhornSolver.of(EPSILON * 2 * d).withTolerance(TOLERANCE);
        for (int warmup = 0; warmup < WARMUPS; warmup++) {
            Random random = new Random(rounds + warmup);
            solver.solve(TransportProblem.squaredEuclidean(points(n, d, random), points(n, d, random)));
        }
        for (int round = 0; round < rounds; round++) {
            Random random = new Random(round);
            TransportProblem problem = TransportProblem.squaredEuclidean(points(n, d, random), points(n, d, random));
            write(folder, problem);
            long start = System.nanoTime();
            EntropicResult result = solver.solve(problem);
            ours[round] = (System.nanoTime() - start) * 1e-9;
            PotProcess.Answer answer = pot.ask(
                    "sinkhorn", folder.resolve("x.npy"), folder.resolve("y.npy"), solver.epsilon(), TOLERANCE);
            theirs[round] = answer.seconds();
            ourError = Math.max(ourError, result.convergence().marginalError());
            theirError = Math.max(theirError, answer.marginalError());
            requireClose(result.transportCost(), answer.cost(), 1e-3);
        }
        print(String.format(Locale.ROOT, "Sinkhorn, n = %d, d = %d, greatest marginal errors %.1e and %.1e",
                n, d, ourError, theirError), ours, theirs);
    }

    private static void large(PotProcess pot, Path folder, int n, int d) throws IOException {
        Random random = new Random(0);
        TransportProblem problem = TransportProblem.squaredEuclidean(points(n, d, random), points(n, d, random));
        double epsilon = EPSILON * 2 * d;
        long start = System.nanoTime();
        EntropicResult result = SinkhornSolver.of(epsilon).withTolerance(TOLERANCE).solve(problem);
        double seconds = (System.nanoTime() - start) * 1e-9;
        int iterations = result.convergence().iterations();
        write(folder, problem);
        double[] f = new double[n];
        double[] g = new double[n];
        Arrays.setAll(f, result.potentials()::f);
        Arrays.setAll(g, result.potentials()::g);
        Npy.write(folder.resolve("f.npy"), NpyArray.of(f, n));
        Npy.write(folder.resolve("g.npy"), NpyArray.of(g, n));
        PotProcess.Answer check = pot.ask("marginals", folder.resolve("x.npy"), folder.resolve("y.npy"),
                folder.resolve("f.npy"), folder.resolve("g.npy"), epsilon);
        requireClose(result.transportCost(), check.cost(), 1e-6);
        if (check.marginalError() > TOLERANCE) {
            throw new IllegalStateException("by NumPy the marginal error is " + check.marginalError());
        }
        PointFiles.write(folder.resolve("x.npy"), problem.x().rows(0, n / 2));
        PointFiles.write(folder.resolve("y.npy"), problem.y().rows(0, n / 2));
        double theirs = 4 * pot.ask("iteration", folder.resolve("x.npy"), folder.resolve("y.npy"), epsilon).seconds();
        System.out.printf(Locale.ROOT,
                "Sinkhorn, n = %d, d = %d: %.1f s, %d iterations, marginal error %.1e; an iteration"
                        + " %.2f s, of POT %.1f s (four times that of half the points), ratio %.1f%n",
                n, d, seconds, iterations,
                check.marginalError(), seconds / iterations, theirs, theirs * iterations / seconds);
    }

    private static void write(Path folder, TransportProblem problem) throws IOException {
        PointFiles.write(folder.resolve("x.npy"), problem.x());
        PointFiles.write(folder.resolve("y.npy"), problem.y());
    }

    private static DoublePoints points(int n, int d, Random random) {
        double[] coordinates = new double[n * d];
        Arrays.setAll(coordinates, k -> random.nextGaussian());
        return DoublePoints.wrap(coordinates, n, d);
    }

    private static void requireClose(double ours, double theirs, double relative) {
        if (!(Math.abs(ours - theirs) <= relative * theirs)) {
            throw new IllegalStateException("the answers differ: " + ours + " and, by POT, " + theirs);
        }
    }

    private static void print(String what, double[] ours, double[] theirs) {
        double[] ratios = new double[ours.length];
        Arrays.setAll(ratios, k -> theirs[k] / ours[k]);
        System.out.printf(Locale.ROOT, "%s: %.3f s, POT %.3f s, ratio %.1f (%.1f to %.1f)%n", what, median(ours),
                median(theirs), median(ratios), Arrays.stream(ratios).min().orElseThrow(),
                Arrays.stream(ratios).max().orElseThrow());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
