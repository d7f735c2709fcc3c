package org.leastaction.ot.pricing;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bytedeco.openblas.global.openblas;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Products;
import org.leastaction.ot.kernel.Tiles;
import org.leastaction.ot.loops.Loops;
import org.leastaction.points.DoublePoints;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Products of 1,024 points with 1,024 in 784 dimensions, one thread, by each way there is: 1.644 GFLOP an operation.
 * {@code OPENBLAS_NUM_THREADS=1 ./benchmark lap-ot org.openjdk.jmh.Main ProductsBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ProductsBenchmark {

    private static final int N = 1024;
    private static final int D = 784;
    private static final int TILE = 32;

    private float[] rows;
    private float[] columns;
    private float[][] panels;
    private float[][] packed;
    private float[][] results;
    private float[] flat;
    private DoublePoints x;
    private DoublePoints y;
    private double[] flatDoubles;
    private DMatrixRMaj a;
    private DMatrixRMaj b;
    private DMatrixRMaj c;

    /** Draws the points, and checks that all ways agree. */
    @Setup
    public void draw() {
        Random random = new Random(1);
        x = DoublePoints.wrap(random.doubles((long) N * D, -1, 1).toArray(), N, D);
        y = DoublePoints.wrap(random.doubles((long) N * D, -1, 1).toArray(), N, D);
        rows = x.toFloat().array();
        columns = y.toFloat().array();
        packed = new float[D][N];
        Loops vector = Loops.vector().orElseThrow();
        panels = vector.packed(D, N);
        for (int j = 0; j < N; j++) {
            for (int k = 0; k < D; k++) {
                packed[k][j] = columns[j * D + k];
                vector.pack(panels, k, j, columns[j * D + k]);
            }
        }
        results = new float[TILE][N];
        flat = new float[N * N];
        flatDoubles = new double[N * N];
        a = DMatrixRMaj.wrap(N, D, x.array());
        b = DMatrixRMaj.wrap(N, D, y.array());
        c = new DMatrixRMaj(N, N);
        double expected = plainDouble()[5][7];
        check(expected, plainFloatFirst()[5][7]);
        check(expected, vectorApiFloatFirst()[5][7]);
        check(expected, openBlasFloat()[5 * N + 7]);
        check(expected, openBlasDouble()[5 * N + 7]);
        check(expected, ejmlDouble().get(5, 7));
    }

    private static void check(double expected, double found) {
        if (Math.abs(found - expected) > 1e-4 * Math.sqrt(D)) {
            throw new IllegalStateException("a product is " + found + " and should be " + expected);
        }
    }

    private float[][] plainFloatFirst() {
        Loops.plain().products(rows, D, IntStream.range(0, TILE).toArray(), TILE, packed, results);
        return results;
    }

    @Benchmark
    public float[][] plainFloat() {
        for (int from = 0; from < N; from += TILE) {
            int start = from;
            int[] wanted = IntStream.range(0, TILE).map(r -> start + r).toArray();
            Loops.plain().products(rows, D, wanted, TILE, packed, results);
        }
        return results;
    }

    @Benchmark
    public double[][] plainDouble() {
        return Tiles.matrix(Products.of(x, y), Parallelism.sequential());
    }

    @Benchmark
    public float[][] vectorApiFloat() {
        Loops loops = Loops.vector().orElseThrow();
        for (int from = 0; from < N; from += TILE) {
            int start = from;
            int[] wanted = IntStream.range(0, TILE).map(r -> start + r).toArray();
            loops.products(rows, D, wanted, TILE, panels, results);
        }
        return results;
    }

    private float[][] vectorApiFloatFirst() {
        Loops.vector().orElseThrow().products(rows, D, IntStream.range(0, TILE).toArray(), TILE, panels, results);
        return results;
    }

    @Benchmark
    public float[] openBlasFloat() {
        openblas.cblas_sgemm(openblas.CblasRowMajor, openblas.CblasNoTrans, openblas.CblasTrans, N, N, D,
                1, rows, D, columns, D, 0, flat, N);
        return flat;
    }

    @Benchmark
    public double[] openBlasDouble() {
        openblas.cblas_dgemm(openblas.CblasRowMajor, openblas.CblasNoTrans, openblas.CblasTrans, N, N, D,
                1, x.array(), D, y.array(), D, 0, flatDoubles, N);
        return flatDoubles;
    }

    @Benchmark
    public DMatrixRMaj ejmlDouble() {
        CommonOps_DDRM.multTransB(a, b, c);
        return c;
    }
}
