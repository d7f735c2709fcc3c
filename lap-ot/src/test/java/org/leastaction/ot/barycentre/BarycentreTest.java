package org.leastaction.ot.barycentre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.GoldenClouds;
import org.leastaction.ot.GoldenWeighted;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.entropic.EntropicBarycentre;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.points.DoublePoints;

class BarycentreTest {

    @ParameterizedTest(name = "{3} sets of {0} points, {1} points, d = {2}, {4}")
    @CsvFileSource(resources = "/golden/barycentre.csv", numLinesToSkip = 2)
    void barycentresAreThoseOfPot(
            int n, int m, int d, int k, String weights, long seed, double free, double epsilon, String fixed) {
        List<WeightedPoints> sets = new ArrayList<>();
        List<WeightedPoints> onFixed = new ArrayList<>();
        DoublePoints support = GoldenClouds.of("uniform", n, d, seed).x;
        for (int i = 0; i < k; i++) {
            double shift = 0.5 * i;
            Weights of = Weights.of(GoldenWeighted.masses(weights, n, seed + i + 100));
            sets.add(new WeightedPoints(
                    Clouds.map(GoldenClouds.of("uniform", n, d, seed + i).x, c -> c + shift), of));
            onFixed.add(new WeightedPoints(support, of));
        }
        Weights lambda = Weights.of(IntStream.rangeClosed(1, k).asDoubleStream().toArray());
        DoublePoints start = GoldenClouds.of("uniform", m, d, seed + 9).y;

        Barycentre moved = FreeSupport.defaults().withMaxIterations(1000).withTolerance(0).solve(sets, lambda, start);
        EntropicBarycentre solver = EntropicBarycentre.of(epsilon).withTolerance(1e-10);
        EntropicBarycentre.Result entropic = solver.solve(onFixed, lambda, support, GroundCost.squaredEuclidean());

        assertThat(moved.objective()).isCloseTo(free, within(1e-6 * free));
        assertThat(moved.objective()).isGreaterThanOrEqualTo(moved.lowerBound());
        for (int t = 1; t < moved.history().size(); t++) {
            assertThat(moved.history().get(t)).isLessThanOrEqualTo(moved.history().get(t - 1));
        }
        moved.transports().forEach(one -> assertThat(one.certificate().holds(1e-10)).isTrue());
        double[] expected = Arrays.stream(fixed.split(" ")).mapToDouble(Double::parseDouble).toArray();
        assertThat(entropic.weights().toArray()).containsExactly(expected, within(1e-7));
        assertThat(objective(onFixed, lambda, support, entropic.weights(), epsilon)).as("strong duality")
                .isCloseTo(entropic.dualBound(), within(1e-7));
        assertThat(objective(onFixed, lambda, support, Weights.uniform(n), epsilon)).as("weak duality")
                .isGreaterThan(entropic.dualBound());
    }

    /** Σₖ λₖ min ⟨P, c⟩ + ε KL(P | μₖ⊗u) = Σₖ λₖ OT_ε(μₖ, ν) + ε KL(ν | u). */
    private static double objective(
            List<WeightedPoints> sets, Weights lambda, DoublePoints support, Weights weights, double epsilon) {
        double sum = 0;
        for (int k = 0; k < sets.size(); k++) {
            sum += lambda.get(k) * SinkhornSolver.of(epsilon).withTolerance(1e-10)
                    .solve(new TransportProblem(sets.get(k).points(), support, sets.get(k).weights(), weights,
                            GroundCost.squaredEuclidean()))
                    .value();
        }
        return sum + epsilon * DoubleStream.of(weights.toArray()).filter(w -> w > 0)
                .map(w -> w * Math.log(w * support.size())).sum();
    }

    /** Between two sets the points halfway along the optimal plan attain the lower bound. */
    @Test
    void twoSetsMeetHalfway() {
        DoublePoints x = Clouds.gaussian(60, 2, 1);
        DoublePoints y = Clouds.map(Clouds.gaussian(60, 2, 2), c -> c + 3);

        Barycentre middle = FreeSupport.defaults().solve(
                List.of(WeightedPoints.uniform(x), WeightedPoints.uniform(y)), Weights.uniform(2), x);

        assertThat(middle.objective()).isCloseTo(middle.lowerBound(), within(1e-10));
        assertThat(middle.history()).hasSizeLessThanOrEqualTo(3);
    }

    /** Translates of one set have a translate as barycentre: the mean of the translations. */
    @Test
    void translatesHaveATranslate() {
        DoublePoints x = Clouds.gaussian(80, 3, 4);
        List<WeightedPoints> sets = IntStream.range(0, 3).mapToObj(
                k -> WeightedPoints.uniform(Clouds.shuffled(Clouds.map(x, c -> c + k), k))).toList();

        Barycentre middle = FreeSupport.defaults().solve(sets, Weights.of(1, 1, 2), Clouds.map(x, c -> c - 1));

        assertThat(middle.points().toArray()).containsExactly(Clouds.map(x, c -> c + 1.25).toArray(), within(1e-9));
        assertThat(middle.objective()).isCloseTo(middle.lowerBound(), within(1e-9));
    }

    @Test
    void numbersMustFit() {
        WeightedPoints set = WeightedPoints.uniform(Clouds.gaussian(5, 2, 1));

        assertThatThrownBy(() -> FreeSupport.defaults().solve(List.of(set), Weights.uniform(2), set.points()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("2 shares for 1 distributions");
        assertThatThrownBy(() -> EntropicBarycentre.of(1e-6)
                .solve(List.of(set), Weights.uniform(1), set.points(), GroundCost.squaredEuclidean()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1/500");
        assertThatThrownBy(() -> new WeightedPoints(set.points(), Weights.uniform(4)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
