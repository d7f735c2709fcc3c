package org.leastaction.ot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.leastaction.ot.exact.sparse.MatrixFreeSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * Times transport without a matrix at growing sizes, certificate included: a line of CSV per run. Memory is the most
 * that the process has had resident so far (Linux), so the largest size comes last.
 *
 * <p>Arguments: KIND D TOLERANCE THREADS RUNS N…, with KIND {@code uniform} or {@code gaussian} for unrelated points, or
 * {@code near} for Gaussian points and their image under a small smooth map, in an order that says nothing. One million
 * points of the plane:
 *
 * <pre>LAP_JAVA_OPTIONS=-Xmx3g ./benchmark lap-ot org.leastaction.ot.ScaleBenchmark uniform 2 1e-3 2 1 1000000</pre>
 */
public final class ScaleBenchmark {

    private ScaleBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        String kind = arguments[0];
        int d = Integer.parseInt(arguments[1]);
        MatrixFreeSolver solver = MatrixFreeSolver.defaults()
                .withTolerance(Double.parseDouble(arguments[2]))
                .withParallelism(new Parallelism(Integer.parseInt(arguments[3])));
        int runs = Integer.parseInt(arguments[4]);
        System.out.println("kind,n,d,tolerance,threads,seconds,primal,dual,relative_gap,resident_mib");
        for (int a = 5; a < arguments.length; a++) {
            int n = Integer.parseInt(arguments[a]);
            TransportProblem problem = problem(kind, n, d);
            for (int run = 0; run < runs; run++) {
                long start = System.nanoTime();
                Certificate certificate = solver.solve(problem).certificate();
                double seconds = (System.nanoTime() - start) * 1e-9;
                System.out.printf(Locale.ROOT, "%s,%d,%d,%s,%s,%.3f,%.12g,%.12g,%.2e,%d%n", kind, n, d, arguments[2],
                        arguments[3], seconds, certificate.primal(), certificate.dualBound(),
                        certificate.gap() / certificate.primal(), residentMebibytes());
            }
        }
    }

    private static TransportProblem problem(String kind, int n, int d) {
        return switch (kind) {
            case "uniform", "gaussian" ->
                    TransportProblem.squaredEuclidean(points(kind, n, d, 1), points(kind, n, d, 2));
            case "near" -> {
                DoublePoints x = points("gaussian", n, d, 1);
                yield TransportProblem.squaredEuclidean(x, image(x).select(permutation(n)));
            }
            default -> throw new IllegalArgumentException("no kind " + kind + ": uniform, gaussian or near");
        };
    }

    private static DoublePoints points(String kind, int n, int d, long seed) {
        Random random = new Random(seed);
        double[] coordinates = new double[Math.multiplyExact(n, d)];
        Arrays.setAll(coordinates, k -> kind.equals("uniform") ? random.nextDouble() : random.nextGaussian());
        return DoublePoints.wrap(coordinates, n, d);
    }

    private static DoublePoints image(DoublePoints x) {
        int d = x.dimension();
        double[] image = x.toArray();
        for (int i = 0; i < x.size(); i++) {
            for (int k = 0; k < d; k++) {
                double c = x.get(i, k);
                image[i * d + k] = c + 0.1 * Math.tanh(c) + 0.05 * Math.sin(x.get(i, (k + d - 1) % d));
            }
        }
        return DoublePoints.wrap(image, x.size(), d);
    }

    private static int[] permutation(int n) {
        Random random = new Random(3);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static long residentMebibytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst().orElse(-1);
    }
}
