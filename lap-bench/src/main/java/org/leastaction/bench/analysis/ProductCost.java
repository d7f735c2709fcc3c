package org.leastaction.bench.analysis;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.leastaction.flow.Derivatives;
import org.leastaction.flow.Derivatives.DerivativeMethod;
import org.leastaction.flow.LossGradients;
import org.leastaction.metrics.jacobian.JacobianField;
import org.leastaction.metrics.jacobian.JacobianOptions;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/**
 * The cost of products with the Jacobians of a map, in seconds of wall time per point.
 *
 * @param forward    cost of a product J·u
 * @param transposed cost of a product Jᵀ·w
 */
record ProductCost(double forward, double transposed) {

    /**
     * Evaluations of a point for one product by finite differences:
     * {@link org.leastaction.flow.difference.FiniteDifferences}.
     */
    private static final int FORWARD_RUNS = 14;
    private static final int TRANSPOSED_RUNS_A_COORDINATE = 4;
    private static final int TIMED_POINTS = 4;
    private static final int MOST_RUNS = 5;
    private static final double LONG_SECONDS = 0.2;

    /**
     * Times products at a few points. Products with the transpose are timed if they are exact; by finite differences
     * they need one evaluation per coordinate, which would take too long to try.
     *
     * @param points          [n, d], n ≥ 1
     * @param outputDimension d'
     * @param product         J·u at [m, d] points for [m, d] directions, and so on for the transpose
     */
    static ProductCost of(
            DerivativeMethod method,
            FloatPoints points,
            int outputDimension,
            CountedProducts product,
            CountedProducts transposedProduct) {
        FloatPoints some = points.rows(0, Math.min(TIMED_POINTS, points.size()));
        double forward = seconds(some, some.dimension(), product);
        double transposed = method == DerivativeMethod.EXACT
                ? seconds(some, outputDimension, transposedProduct)
                : forward / FORWARD_RUNS * TRANSPOSED_RUNS_A_COORDINATE * points.dimension();
        return new ProductCost(forward, transposed);
    }

    /** Products at some points. */
    @FunctionalInterface
    interface CountedProducts {

        FloatPoints of(FloatPoints points, FloatPoints directions);
    }

    /** The cost of one evaluation of the answers, timed at a few inputs. */
    static double ofEvaluation(StudiedFlow flow) {
        FloatPoints some = some(flow);
        return seconds(some, 1, (inputs, unused) -> flow.model().scores(inputs));
    }

    /**
     * The cost of a gradient of the loss, timed at a few inputs; for finite differences derived from the time of plain
     * evaluations.
     */
    static double ofGradient(StudiedFlow flow, LossGradients gradients) {
        FloatPoints some = some(flow);
        int[] labels = Arrays.copyOf(flow.data().labels(), some.size());
        return gradients.derivativeMethod() == DerivativeMethod.EXACT
                ? seconds(some, 1, (inputs, unused) -> gradients.lossGradients(inputs, labels))
                : ofEvaluation(flow) * TRANSPOSED_RUNS_A_COORDINATE * some.dimension();
    }

    private static FloatPoints some(StudiedFlow flow) {
        return flow.data().points().rows(0, Math.min(TIMED_POINTS, flow.data().size()));
    }

    /** The cost of all products for the Jacobian of one point. */
    double secondsAPoint(int inputDimension, int outputDimension, JacobianOptions options, boolean residue) {
        return seconds(options.products(inputDimension, outputDimension, residue));
    }

    /** @param counts number of products with J, then with Jᵀ */
    double seconds(long[] counts) {
        return counts[0] * forward + counts[1] * transposed;
    }

    private static double seconds(FloatPoints points, int dimension, CountedProducts product) {
        float[] ones = new float[points.size() * dimension];
        Arrays.fill(ones, 1);
        FloatPoints directions = FloatPoints.wrap(ones, points.size(), dimension);
        return secondsARun(() -> product.of(points, directions)) / points.size();
    }

    /**
     * The time of a run: the least of a few, so that a pause of the machine does not count, after one that may include
     * a set-up. Long runs are timed once.
     */
    static double secondsARun(Runnable run) {
        run.run();
        double least = Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < MOST_RUNS && sum < LONG_SECONDS; i++) {
            long start = System.nanoTime();
            run.run();
            double seconds = (System.nanoTime() - start) / 1e9;
            least = Math.min(least, seconds);
            sum += seconds;
        }
        return least;
    }

    /** The words for the method of the derivatives in records. */
    static final class DerivativeWords {

        private DerivativeWords() {}

        static String of(Derivatives derivatives) {
            return switch (derivatives.derivativeMethod()) {
                case EXACT -> "exact";
                case FINITE_DIFFERENCES -> "finite differences"
                        + derivatives.whyInexact().map(reason -> ", because " + reason).orElse("");
            };
        }
    }

    /** Jacobians whose products are counted: those with the transpose if there are any, because they take longest. */
    static final class CountedField implements JacobianField {

        private final JacobianField field;
        private final boolean countsTransposed;
        private final LongConsumer done;
        private long products;

        /** @param transposed number of expected products with the transpose */
        CountedField(JacobianField field, long transposed, LongConsumer done) {
            this.field = field;
            this.countsTransposed = transposed > 0;
            this.done = done;
        }

        @Override
        public int size() {
            return field.size();
        }

        @Override
        public int inputDimension() {
            return field.inputDimension();
        }

        @Override
        public int outputDimension() {
            return field.outputDimension();
        }

        @Override
        public double precision() {
            return field.precision();
        }

        @Override
        public DoublePoints apply(DoublePoints tangents) {
            return field.apply(tangents);
        }

        @Override
        public DoublePoints applyTransposed(DoublePoints cotangents) {
            if (countsTransposed) {
                done.accept(products++);
            }
            return field.applyTransposed(cotangents);
        }
    }
}
