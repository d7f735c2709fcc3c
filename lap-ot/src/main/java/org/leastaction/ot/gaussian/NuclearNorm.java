package org.leastaction.ot.gaussian;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.ejml.dense.row.decomposition.svd.implicitqr.SvdImplicitQrAlgorithm_DDRM;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.InnerProducts;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Products;
import org.leastaction.ot.kernel.Tiles;
import org.leastaction.points.DoublePoints;

/** The sum of a matrix's singular values. */
public final class NuclearNorm {

    private NuclearNorm() {}

    /**
     * ‖A·Bᵀ‖<sub>*</sub> for A, [k, d], and B, [l, d]; O(k·l·(d + min(k, l))).
     *
     * <p>Computed from the singular values of the product itself. The eigenvalues of (ABᵀ)(ABᵀ)ᵀ would take half the
     * time, but the roots of the small ones have only half the digits, and these matter in the difference that defines
     * the bound.
     */
    public static double ofProduct(DoublePoints a, DoublePoints b, Parallelism parallelism) {
        Products product = a.size() >= b.size() ? Products.of(a, b) : Products.of(b, a);
        return of(Tiles.matrix(product, parallelism), parallelism);
    }

    /** ‖M‖<sub>*</sub> for M with at least as many rows as columns. M is modified. */
    static double of(double[][] matrix, Parallelism parallelism) {
        int n = matrix[0].length;
        Bidiagonal bidiagonal = Bidiagonal.of(matrix, parallelism);
        SvdImplicitQrAlgorithm_DDRM iteration = new SvdImplicitQrAlgorithm_DDRM(false);
        iteration.setFastValues(true);
        iteration.setMatrix(n, n, bidiagonal.diagonal, bidiagonal.superdiagonal);
        if (!iteration.process()) {
            throw new ArithmeticException("the singular values of a " + matrix.length + " × " + n
                    + " matrix were not found: the iteration did not converge");
        }
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < n; i++) {
            sum.add(Math.abs(iteration.getSingularValue(i)));
        }
        return sum.value();
    }

    /**
     * Reduction of a matrix to upper bidiagonal form by reflections from both sides, which preserve the singular values
     * (Golub and Kahan 1965). The reduction is limited by memory bandwidth, so three of a step's four operations (two
     * rank-one updates and two products) share one pass over the matrix: the updates of a step are applied in the pass
     * that multiplies for the next one (Howell et al. 2008).
     *
     * <p>O(m·n²) for an m × n matrix, m ≥ n. Sums run over fixed groups of rows, so the result does not depend on the
     * number of threads.
     */
    private static final class Bidiagonal {

        private static final int ROWS_PER_TASK = 128;

        private final double[][] rows;
        private final int m;
        private final int n;
        private final Parallelism parallelism;
        private final double[] diagonal;
        private final double[] superdiagonal;
        /** The pending update: subtract left[i]·z and w[i]·right from row i. */
        private Reflector left;
        private Reflector right;
        private Reflector nextLeft;
        private Reflector nextRight;
        private double[] z;
        private double[] nextZ;
        private double[] w;
        private double[] nextW;
        private final double[][] partial;

        private Bidiagonal(double[][] rows, Parallelism parallelism) {
            this.rows = rows;
            this.m = rows.length;
            this.n = rows[0].length;
            this.parallelism = parallelism;
            this.diagonal = new double[n];
            this.superdiagonal = new double[n - 1];
            this.left = new Reflector(m);
            this.nextLeft = new Reflector(m);
            this.right = new Reflector(n);
            this.nextRight = new Reflector(n);
            this.z = new double[n];
            this.nextZ = new double[n];
            this.w = new double[m];
            this.nextW = new double[m];
            this.partial = new double[(m + ROWS_PER_TASK - 1) / ROWS_PER_TASK][n];
        }

        /**
         * Reduces a matrix.
         *
         * @param matrix m rows of n numbers, m ≥ n ≥ 1. Modified.
         */
        static Bidiagonal of(double[][] matrix, Parallelism parallelism) {
            if (matrix.length < matrix[0].length) {
                throw new IllegalArgumentException("a matrix of " + matrix.length + " × " + matrix[0].length
                        + " is wider than high: transpose it");
            }
            Bidiagonal bidiagonal = new Bidiagonal(matrix, parallelism);
            for (int k = 0; k < bidiagonal.n; k++) {
                bidiagonal.step(k);
            }
            return bidiagonal;
        }

        private void step(int k) {
            for (int i = k; i < m; i++) {
                nextLeft.u[i] = rows[i][k] - left.u[i] * z[k] - w[i] * right.u[k];
            }
            nextLeft.aim(k);
            diagonal[k] = nextLeft.image;
            if (k < n - 1) {
                updateAndMultiply(k);
                for (int j = k + 1; j < n; j++) {
                    nextRight.u[j] = rows[k][j] - nextZ[j];
                }
                nextRight.aim(k + 1);
                superdiagonal[k] = nextRight.image;
                multiplyRight(k);
                swap();
            }
        }

        /** Applies the pending update, and sets nextZ = τ·Aᵀu for the new left reflector; columns from k + 1 on. */
        private void updateAndMultiply(int k) {
            int firstTask = k / ROWS_PER_TASK;
            parallel(k, task -> {
                double[] sums = partial[task];
                Arrays.fill(sums, k + 1, n, 0);
                for (int i = Math.max(k, task * ROWS_PER_TASK); i < Math.min(m, (task + 1) * ROWS_PER_TASK); i++) {
                    update(rows[i], left.u[i], z, w[i], right.u, k + 1);
                    add(nextLeft.u[i], rows[i], sums, k + 1);
                }
            });
            double tau = nextLeft.tau;
            for (int j = k + 1; j < n; j++) {
                double sum = 0;
                for (int task = firstTask; task < partial.length; task++) {
                    sum += partial[task][j];
                }
                nextZ[j] = tau * sum;
            }
        }

        /** Sets nextW = τ·(A − u·zᵀ)·v for both new reflectors; rows from k + 1 on. */
        private void multiplyRight(int k) {
            double[] v = nextRight.u;
            double tau = nextRight.tau;
            double along = dot(nextZ, v, k + 1);
            parallel(k, task -> {
                for (int i = Math.max(k + 1, task * ROWS_PER_TASK); i < Math.min(m, (task + 1) * ROWS_PER_TASK); i++) {
                    nextW[i] = tau * (dot(rows[i], v, k + 1) - nextLeft.u[i] * along);
                }
            });
        }

        private void parallel(int firstRow, IntConsumer task) {
            int from = firstRow / ROWS_PER_TASK;
            int tasks = partial.length - from;
            // For less than about a hundred thousand numbers, starting threads takes longer than it saves.
            if (tasks < 3) {
                IntStream.range(from, partial.length).forEach(task);
            } else {
                parallelism.forEach(tasks, t -> task.accept(from + t));
            }
        }

        private void swap() {
            Reflector oldLeft = left;
            left = nextLeft;
            nextLeft = oldLeft;
            Reflector oldRight = right;
            right = nextRight;
            nextRight = oldRight;
            double[] oldZ = z;
            z = nextZ;
            nextZ = oldZ;
            double[] oldW = w;
            w = nextW;
            nextW = oldW;
        }

        private static void update(double[] row, double a, double[] z, double b, double[] v, int from) {
            for (int j = from; j < row.length; j++) {
                row[j] -= a * z[j] + b * v[j];
            }
        }

        private static void add(double factor, double[] row, double[] sums, int from) {
            for (int j = from; j < row.length; j++) {
                sums[j] += factor * row[j];
            }
        }

        private static double dot(double[] a, double[] b, int from) {
            return InnerProducts.of(a, from, b, from, a.length - from);
        }
    }

    /**
     * A Householder reflection I − τ·u·uᵀ that maps a vector onto its first axis; the first component of u is 1.
     * Mutable: it can be set to other vectors.
     */
    private static final class Reflector {

        final double[] u;
        /** τ; 0 if the vector was on the axis already. */
        double tau;
        /** The first component of the reflected vector: ± its length. */
        double image;

        Reflector(int size) {
            u = new double[size];
        }

        /** Sets the reflection for the vector in {@link #u} from {@code start} on, which is overwritten by u. */
        void aim(int start) {
            double scale = 0;
            for (int i = start; i < u.length; i++) {
                scale = Math.max(scale, Math.abs(u[i]));
            }
            double first = u[start];
            double rest = 0;
            for (int i = start + 1; i < u.length; i++) {
                double scaled = u[i] / scale;
                rest += scaled * scaled;
            }
            if (scale == 0 || rest == 0) {
                tau = 0;
                image = first;
            } else {
                double length = scale * Math.sqrt(rest + first / scale * (first / scale));
                image = first > 0 ? -length : length;
                tau = (image - first) / image;
                double divisor = first - image;
                for (int i = start + 1; i < u.length; i++) {
                    u[i] /= divisor;
                }
            }
            u[start] = 1;
        }
    }
}
