package org.leastaction.ot.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.gaussian.GelbrichBound;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.line.LineTransport;
import org.leastaction.points.DoublePoints;

class SubsamplingTest {

    private static final ToDoubleFunction<TransportProblem> LINE =
            p -> LineTransport.squared(p.x().toArray(), p.y().toArray());
    private static final ToDoubleFunction<TransportProblem> GAUSSIAN =
            p -> GelbrichBound.of(p, Parallelism.sequential()).value();

    private static TransportProblem shifted(int n, int d, double shift, long seed) {
        return TransportProblem.squaredEuclidean(
                Clouds.gaussian(n, d, 2 * seed), Clouds.map(Clouds.gaussian(n, d, 2 * seed + 1), c -> c + shift));
    }

    private static int held(ToDoubleFunction<TransportProblem> estimator, int d, double truth, int trials) {
        int held = 0;
        for (int trial = 0; trial < trials; trial++) {
            Interval interval = Subsampling.of(trial).interval(shifted(200, d, 2, 1000 + trial), estimator);
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
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("uniform weights");
    }
}
