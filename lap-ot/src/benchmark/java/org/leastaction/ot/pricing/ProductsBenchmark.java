package org.leastaction.ot.pricing;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.bytedeco.openblas.global.openblas;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Products;
import org.leastaction.ot.kernel.Tiles;
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
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private float[] rows;
    private float[] columns;
    private float[] turned;
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
        turned = new float[D * N];
        for (int j = 0; j < N; j++) {
            for (int k = 0; k < D; k++) {
                packed[k][j] = columns[j * D + k];
                turned[k * N + j] = columns[j * D + k];
            }
        }
        results = new float[TILE][N];
        flat = new float[N * N];
        flatDoubles = new double[N * N];
        a = DMatrixRMaj.wrap(N, D, x.array());
        b = DMatrixRMaj.wrap(N, D, y.array());
        c = new DMatrixRMaj(N, N);
        double expected = plainDouble()[5][7];
        check(expected, plainFloatLast()[5][7]);
        check(expected, vectorApiFloat()[5 * N + 7]);
        check(expected, openBlasFloat()[5 * N + 7]);
        check(expected, openBlasDouble()[5 * N + 7]);
        check(expected, ejmlDouble().get(5, 7));
    }

    private static void check(double expected, double found) {
        if (Math.abs(found - expected) > 1e-4 * Math.sqrt(D)) {
            throw new IllegalStateException("a product is " + found + " and should be " + expected);
        }
    }

    private float[][] plainFloatLast() {
        FloatLoop.products(rows, IntStream.range(0, TILE).toArray(), TILE, packed, results);
        return results;
    }

    @Benchmark
    public float[][] plainFloat() {
        for (int from = 0; from < N; from += TILE) {
            int start = from;
            int[] wanted = IntStream.range(0, TILE).map(r -> start + r).toArray();
            FloatLoop.products(rows, wanted, TILE, packed, results);
        }
        return results;
    }

    @Benchmark
    public double[][] plainDouble() {
        return Tiles.matrix(Products.of(x, y), Parallelism.sequential());
    }

    /** Four rows by two vectors stay in registers over all coordinates; each accumulator has its own zero. */
    @Benchmark
    public float[] vectorApiFloat() {
        int width = SPECIES.length();
        for (int j = 0; j < N; j += 2 * width) {
            for (int i = 0; i < N; i += 4) {
                panel(i, j, width);
            }
        }
        return flat;
    }

    private void panel(int i, int j, int width) {
        FloatVector r00 = FloatVector.zero(SPECIES);
        FloatVector r01 = FloatVector.zero(SPECIES);
        FloatVector r10 = FloatVector.zero(SPECIES);
        FloatVector r11 = FloatVector.zero(SPECIES);
        FloatVector r20 = FloatVector.zero(SPECIES);
        FloatVector r21 = FloatVector.zero(SPECIES);
        FloatVector r30 = FloatVector.zero(SPECIES);
        FloatVector r31 = FloatVector.zero(SPECIES);
        for (int k = 0; k < D; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, turned, k * N + j);
            FloatVector b1 = FloatVector.fromArray(SPECIES, turned, k * N + j + width);
            FloatVector a0 = FloatVector.broadcast(SPECIES, rows[i * D + k]);
            r00 = a0.fma(b0, r00);
            r01 = a0.fma(b1, r01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, rows[(i + 1) * D + k]);
            r10 = a1.fma(b0, r10);
            r11 = a1.fma(b1, r11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, rows[(i + 2) * D + k]);
            r20 = a2.fma(b0, r20);
            r21 = a2.fma(b1, r21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, rows[(i + 3) * D + k]);
            r30 = a3.fma(b0, r30);
            r31 = a3.fma(b1, r31);
        }
        r00.intoArray(flat, i * N + j);
        r01.intoArray(flat, i * N + j + width);
        r10.intoArray(flat, (i + 1) * N + j);
        r11.intoArray(flat, (i + 1) * N + j + width);
        r20.intoArray(flat, (i + 2) * N + j);
        r21.intoArray(flat, (i + 2) * N + j + width);
        r30.intoArray(flat, (i + 3) * N + j);
        r31.intoArray(flat, (i + 3) * N + j + width);
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
