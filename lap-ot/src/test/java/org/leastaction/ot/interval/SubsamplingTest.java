package org.leastaction.ot.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.exact.line.LineTransport;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.sliced.SlicedWasserstein;
import org.leastaction.points.DoublePoints;

class SubsamplingTest {

    private static final ToDoubleFunction<TransportProblem> LINE =
            p -> LineTransport.squared(p.x().toArray(), p.y().toArray());
    private static final ToDoubleFunction<TransportProblem> GAUSSIAN = Estimators.gaussian();

    private static TransportProblem shifted(int n, int d, double shift, long seed) {
        return TransportProblem.squaredEuclidean(
                Clouds.gaussian(n, d, 2 * seed), Clouds.map(Clouds.gaussian(n, d, 2 * seed + 1), c -> c + shift));
    }

    private static int held(ToDoubleFunction<TransportProblem> estimator, int d, double truth, int trials) {
        return held(estimator, 200, d, truth, trials);
    }

    private static int held(ToDoubleFunction<TransportProblem> estimator, int n, int d, double truth, int trials) {
        int held = 0;
        for (int trial = 0; trial < trials; trial++) {
            Interval interval = Subsampling.of(trial).withSubsets(n < 200 ? 80 : 200)
                    .interval(shifted(n, d, 2, 1000 + trial), estimator);
            held += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
        }
        return held;
    }

    /** W₂² of normal distributions 2 apart, along each of d axes, is 4d, and n = 200 points are hardly biased there. */
    @Test
    void intervalsHoldTheTruthAboutAsOftenAsTheyPromise() {
        assertThat(held(LINE, 1, 4, 200)).as("sorting, of 200").isBetween(178, 199);
        assertThat(held(GAUSSIAN, 2, 8, 200)).as("Gaussian, of 200").isBetween(178, 199);
    }

    /** Of a translation by (2, 2): W₂² = max-sliced W₂² = the divergence for any ε = 8, and sliced W₂² = 4. */
    @Test
    void intervalsOfEveryEstimatorHoldTheTruth() {
        SlicedWasserstein slicing = SlicedWasserstein.of(9).withProjections(100);
        SinkhornSolver solver = SinkhornSolver.of(2).withTolerance(1e-3);

        assertThat(held(Estimators.exact(), 100, 2, 8, 60)).as("exact, of 60").isBetween(50, 60);
        assertThat(held(Estimators.divergence(solver), 64, 2, 8, 30)).as("divergence, of 30").isBetween(24, 30);
        assertThat(held(Estimators.sliced(slicing), 80, 2, 4, 40)).as("sliced, of 40").isBetween(32, 40);
        assertThat(held(Estimators.maxSliced(SlicedWasserstein.of(9).withProjections(10)), 64, 2, 8, 30))
                .as("max-sliced, of 30").isBetween(24, 30);
    }

    /** Samples of [0, 1] by weights 2x, with the distribution x², and of [2, 3] by none: W₂² from the quantiles √t and 2 + t. */
    @Test
    void intervalsOfWeightedSamplesHoldTheTruth() {
        // ∫ (2 + t − √t)² dt = 4 + 1/3 + 1/2 + 2 − 8/3 − 4/5
        double truth = 101.0 / 30;
        int held = 0;
        for (int trial = 0; trial < 100; trial++) {
            Random random = new Random(5000 + trial);
            double[] x = random.doubles(300).toArray();
            double[] y = random.doubles(250, 2, 3).toArray();
            TransportProblem problem = TransportProblem.squaredEuclidean(
                    DoublePoints.wrap(x, 300, 1), DoublePoints.wrap(y, 250, 1))
                    .withWeights(Weights.of(x), Weights.uniform(250));
            Interval interval = Subsampling.of(trial).interval(problem, Estimators.exact());
            held += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
        }
        assertThat(held).as("of 100").isBetween(87, 100);
    }

    /** Of x and −x: D = 4 E‖x‖² = 8, W₂² = 0, but for a bias of the latter that is small beside the spread of D. */
    @Test
    void intervalsOfPairsHoldTheGap() {
        int held = 0;
        for (int trial = 0; trial < 40; trial++) {
            DoublePoints x = Clouds.gaussian(200, 2, 3000 + trial);
            TransportProblem pairs = TransportProblem.squaredEuclidean(x, Clouds.map(x, c -> -c));
            Interval interval = Subsampling.of(trial).withSubsets(80).intervals(pairs, Subsampling.Sampling.PAIRED,
                    new double[] {Estimators.gap().applyAsDouble(pairs)},
                    p -> new double[] {Estimators.gap().applyAsDouble(p)})[0];
            held += interval.low() <= 8 && 8 <= interval.high() ? 1 : 0;
        }
        assertThat(held).as("of 40").isBetween(33, 40);
    }

    @Test
    void pairsStayPairsAndAreOfOneSize() {
        DoublePoints x = Clouds.gaussian(40, 2, 1);
        TransportProblem pairs = TransportProblem.squaredEuclidean(x, Clouds.map(x, c -> 2 * c + 1));

        Interval[] gaps = Subsampling.of(1).intervals(pairs, Subsampling.Sampling.PAIRED, new double[] {0},
                p -> new double[] {Estimators.gap().applyAsDouble(p)});

        assertThat(Math.abs(gaps[0].low())).isLessThan(1e-12);
        assertThat(Math.abs(gaps[0].high())).isLessThan(1e-12);
        assertThatThrownBy(() -> Subsampling.of(1).intervals(TransportProblem.squaredEuclidean(x, x.rows(0, 30)),
                Subsampling.Sampling.PAIRED, new double[] {0}, p -> new double[] {0}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("of 40 and 30");
        assertThatThrownBy(() -> Subsampling.of(1).intervals(pairs,
                Subsampling.Sampling.PAIRED, new double[] {0}, p -> new double[] {Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("only 0 subsets");
    }

    @Test
    void anIntervalCanBeCutAndMapped() {
        Interval interval = new Interval(4, -1, 9);

        assertThat(interval.within(0, 8)).isEqualTo(new Interval(4, 0, 8));
        assertThat(interval.within(0, 16).map(Math::sqrt)).isEqualTo(new Interval(2, 0, 3));
        assertThatThrownBy(() -> new Interval(1, 2, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void widthFallsWithTheRootOfTheSize() {
        Interval few = Subsampling.of(1).interval(shifted(250, 1, 3, 1), LINE);
        Interval many = Subsampling.of(1).interval(shifted(4000, 1, 3, 2), LINE);

        assertThat((few.high() - few.low()) / (many.high() - many.low())).isBetween(2.7, 5.6);
    }

    @Test
    void threadsChangeNothingAndTheSeedDoes() {
        TransportProblem problem = shifted(60, 2, 1, 3);
        Interval one = Subsampling.of(1).withParallelism(Parallelism.sequential()).interval(problem, GAUSSIAN);

        assertThat(Subsampling.of(1).withParallelism(new Parallelism(3)).interval(problem, GAUSSIAN)).isEqualTo(one);
        assertThat(Subsampling.of(2).interval(problem, GAUSSIAN)).isNotEqualTo(one);
        assertThat(one.value()).isBetween(one.low(), one.high());
    }

    @Test
    void badInputIsRefused() {
        DoublePoints x = Clouds.gaussian(20, 1, 1);
        TransportProblem problem = TransportProblem.squaredEuclidean(x, x);

        assertThatThrownBy(() -> Subsampling.of(1).withSubsets(5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Subsampling.of(1).interval(
                TransportProblem.squaredEuclidean(x, x.rows(0, 15)), LINE))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("20 and 15");
        double[] weights = new double[20];
        weights[3] = 1;
        assertThatThrownBy(() -> Subsampling.of(1).interval(
                problem.withWeights(Weights.of(weights), Weights.uniform(20)), LINE))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 and 20");
    }
}
