package org.leastaction.ot.unbalanced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.GoldenWeighted;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.entropic.UnbalancedSinkhorn;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/** Unequal masses, against POT; every result with its bound. */
class UnbalancedTest {

    private static final Parallelism ALL = Parallelism.available();

    private static UnbalancedProblem golden(String kind, int n, int m, int d, String weights, long seed) {
        TransportProblem points = GoldenWeighted.problem(kind, n, m, d, 2, 2, weights, seed);
        double[] b = GoldenWeighted.masses(weights, m, seed + 200);
        return UnbalancedProblem.of(points.x(), points.y(), GoldenWeighted.masses(weights, n, seed + 100),
                Arrays.stream(b).map(w -> 1.5 * w).toArray(), points.cost());
    }

    @ParameterizedTest(name = "{0} n={1} m={2} d={3} {4}")
    @CsvFileSource(resources = "/golden/unbalanced.csv", numLinesToSkip = 2)
    void valuesAreThoseOfPot(String kind, int n, int m, int d, String weights, long seed, double mass, double partial,
            double price, double tv, double tvMoved, double epsilon, double rho, double kl, double klMoved,
            double klDivergence) {
        UnbalancedProblem problem = golden(kind, n, m, d, weights, seed);
        double scale = problem.totalA() + problem.totalB();

        UnbalancedResult ofMass = PartialTransport.ofMass(problem, mass, ALL);
        UnbalancedResult atPrice = PartialTransport.atPrice(problem, price, ALL);
        UnbalancedSinkhorn.Result entropic = UnbalancedSinkhorn.of(epsilon, rho).withTolerance(1e-12).solve(problem);

        assertThat(ofMass.cost()).isCloseTo(partial, within(1e-9 * scale));
        assertThat(ofMass.moved()).isCloseTo(mass, within(1e-12 * scale));
        assertThat(ofMass.transportCost()).isCloseTo(ofMass.cost(), within(1e-11 * scale));
        assertThat(atPrice.cost()).isCloseTo(tv, within(1e-9 * scale));
        if (!kind.equals("duplicates")) { // whose ties leave the mass open
            assertThat(atPrice.moved()).isCloseTo(tvMoved, within(1e-9 * scale));
        }
        for (UnbalancedResult exact : new UnbalancedResult[] {ofMass, atPrice}) {
            assertThat(exact.cost() - exact.lowerBound()).as("%s", exact).isCloseTo(0, within(1e-10 * scale));
            check(exact);
        }
        assertThat(entropic.dual()).isCloseTo(kl, within(1e-7 * (1 + Math.abs(kl))));
        assertThat(entropic.moved()).isCloseTo(klMoved, within(1e-6 * scale));
        assertThat(entropic.gap()).isBetween(-1e-9 * scale, 1e-8 * scale);
        assertThat(UnbalancedSinkhorn.of(epsilon, rho).withTolerance(1e-12).divergence(problem))
                .isCloseTo(klDivergence, within(1e-6 * (1 + Math.abs(kl)))).isGreaterThan(-1e-9);
    }

    /** No point gives or receives more than it has. */
    private static void check(UnbalancedResult result) {
        TransportPlan plan = result.plan();
        double[] left = new double[result.problem().shares().x().size()];
        double[] lacking = new double[result.problem().shares().y().size()];
        Arrays.setAll(left, result.problem()::a);
        Arrays.setAll(lacking, result.problem()::b);
        for (int e = 0; e < plan.entries(); e++) {
            left[plan.source(e)] -= plan.mass(e);
            lacking[plan.target(e)] -= plan.mass(e);
        }
        double rounding = -1e-12 * (result.problem().totalA() + result.problem().totalB());
        assertThat(Arrays.stream(left).min().orElseThrow()).isGreaterThanOrEqualTo(rounding);
        assertThat(Arrays.stream(lacking).min().orElseThrow()).isGreaterThanOrEqualTo(rounding);
    }

    /** All of equal masses is balanced transport; the price at which all moves is half of the largest cost. */
    @Test
    void allMassIsBalancedTransport() {
        double[] masses = Weights.uniform(30).toArray();
        UnbalancedProblem problem = UnbalancedProblem.of(Clouds.gaussian(30, 2, 1), Clouds.gaussian(30, 2, 2), masses,
                masses, GroundCost.squaredEuclidean());
        double balanced = Wasserstein.exact(problem.shares(), ALL).cost();

        assertThat(PartialTransport.ofMass(problem, Math.min(problem.totalA(), 1), ALL).cost())
                .isCloseTo(balanced, within(1e-11));
        assertThat(PartialTransport.atPrice(problem, problem.shares().costBound(), ALL).cost())
                .isCloseTo(balanced, within(1e-11));
        assertThat(PartialTransport.atPrice(problem, 0, ALL).cost()).isZero();
        assertThat(UnbalancedSinkhorn.of(1, 1e5).solve(problem).moved()).isCloseTo(1, within(1e-3));
    }

    @Test
    void theEntropicResultTellsWhetherTheToleranceWasReached() {
        UnbalancedProblem problem = golden("uniform", 40, 30, 2, "random", 77);
        UnbalancedSinkhorn solver = UnbalancedSinkhorn.of(0.5, 1);

        assertThat(solver.solve(problem).isConverged()).isTrue();
        UnbalancedSinkhorn.Result stopped =
                new UnbalancedSinkhorn(0.5, 1, solver.tolerance(), 1, ALL).solve(problem);
        assertThat(stopped.isConverged()).isFalse();
        assertThat(stopped.iterations()).isEqualTo(1);
    }

    /** The cost of a part is convex in its mass, and what moves at a price grows with it. */
    @Test
    void costsGrowConvexly() {
        UnbalancedProblem problem = golden("uniform", 40, 30, 2, "random", 77);
        double most = Math.min(problem.totalA(), problem.totalB());
        double before = 0;
        double slope = 0;
        double moved = 0;
        for (int k = 1; k <= 10; k++) {
            double cost = PartialTransport.ofMass(problem, Math.min(most, k * most / 10), ALL).cost();
            assertThat(cost - before).isGreaterThanOrEqualTo(slope - 1e-11);
            slope = cost - before;
            before = cost;
            UnbalancedResult priced = PartialTransport.atPrice(problem, 0.01 * k, ALL);
            assertThat(priced.moved()).isGreaterThanOrEqualTo(moved - 1e-11);
            moved = priced.moved();
            for (int e = 0; e < priced.plan().entries(); e++) {
                assertThat(problem.cost(priced.plan().source(e), priced.plan().target(e)))
                        .isLessThanOrEqualTo(0.02 * k + 1e-12);
            }
        }
    }

    /** The given mass moves even if moving costs nothing. */
    @ParameterizedTest(name = "{0} moves by {1}")
    @CsvSource({"0.3, 0", "1, 0", "0.3, 1e-160", "0.3, 1"})
    void theGivenMassMovesWhateverItCosts(double mass, double distance) {
        DoublePoints x = DoublePoints.wrap(new double[3], 3, 1);
        DoublePoints y = DoublePoints.wrap(new double[] {distance, distance}, 2, 1);
        UnbalancedProblem problem = UnbalancedProblem.of(x, y, new double[] {0.5, 0.25, 0.25}, new double[] {1, 2},
                GroundCost.squaredEuclidean());

        UnbalancedResult result = PartialTransport.ofMass(problem, mass, ALL);

        assertThat(result.moved()).isCloseTo(mass, within(1e-14));
        assertThat(result.cost()).isCloseTo(mass * problem.cost(0, 0), within(1e-14));
        check(result);
    }

    @Test
    void equalSetsHaveNoDivergence() {
        double[] masses = {1, 2, 0.5, 0.25};
        UnbalancedProblem problem = UnbalancedProblem.of(Clouds.gaussian(4, 2, 1), Clouds.gaussian(4, 2, 1), masses,
                masses, GroundCost.squaredEuclidean());

        assertThat(UnbalancedSinkhorn.of(0.5, 1).divergence(problem)).isCloseTo(0, within(1e-12));
    }

    @Test
    void badParametersAreRefused() {
        UnbalancedProblem problem = golden("uniform", 5, 5, 2, "uniform", 1);

        assertThatThrownBy(() -> PartialTransport.ofMass(problem, 5.5, ALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most the smaller total mass, 5.0");
        assertThatThrownBy(() -> PartialTransport.ofMass(problem, 0, ALL)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PartialTransport.atPrice(problem, -1, ALL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UnbalancedSinkhorn.of(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UnbalancedSinkhorn.of(1e-9, 1).solve(problem))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1/500");
    }
}
