package org.leastaction.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.cost.FunctionCost;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/** Gradients against central differences of the optimal value. */
class CostGradientTest {

    private static final long SEED = 17;
    private static final Parallelism ONE = Parallelism.sequential();

    private static TransportProblem weighted(int n, int m, int d, GroundCost cost) {
        Random random = new Random(SEED);
        return TransportProblem.of(Clouds.gaussian(n, d, SEED), Clouds.gaussian(m, d, SEED + 1), cost).withWeights(
                Weights.of(random.doubles(n, 0.5, 1).toArray()), Weights.of(random.doubles(m, 0.5, 1).toArray()));
    }

    @ParameterizedTest(name = "{0} → {1} points, d = {2}, q = {3}, p = {4}")
    @CsvSource({"9, 7, 2, 2, 2", "7, 11, 3, 2, 1.5", "8, 9, 2, 2, 1", "8, 8, 3, 1, 1", "9, 6, 2, 3, 2",
            "9, 6, 3, Infinity, 2", "6, 8, 1, 2, 2", "1, 5, 2, 2, 3"})
    void exactGradientIsThatOfTheCost(int n, int m, int d, double q, double p) {
        TransportProblem problem = weighted(n, m, d, GroundCost.norm(q, p));

        check(problem, Wasserstein.exact(problem, ONE).gradient(ONE),
                moved -> Wasserstein.exact(moved, ONE).cost(), 1e-6, 2e-6);
    }

    @Test
    void exactGradientOfAFunctionIsThatOfTheCost() {
        // Asymmetric: the gradients by x and by y differ by more than a sign.
        FunctionCost cost = ((FunctionCost) GroundCost.of("(x₀ − 2y₀)² + |x₁|",
                (x, y) -> (x[0] - 2 * y[0]) * (x[0] - 2 * y[0]) + Math.abs(x[1]))).withGradients(
                        (x, y) -> new double[] {2 * (x[0] - 2 * y[0]), Math.signum(x[1])},
                        (x, y) -> new double[] {-4 * (x[0] - 2 * y[0]), 0});
        TransportProblem problem = weighted(8, 9, 2, cost);

        check(problem, Wasserstein.exact(problem, ONE).gradient(ONE),
                moved -> Wasserstein.exact(moved, ONE).cost(), 1e-6, 2e-6);
    }

    @ParameterizedTest(name = "q = {0}, p = {1}")
    @CsvSource({"2, 2", "2, 1.5", "1, 2"})
    void entropicGradientIsThatOfTheValue(double q, double p) {
        SinkhornSolver solver = SinkhornSolver.of(0.3).withTolerance(1e-11).withParallelism(ONE);
        TransportProblem problem = weighted(7, 6, 2, GroundCost.norm(q, p));

        check(problem, solver.solve(problem).gradient(ONE), moved -> solver.solve(moved).value(), 1e-4, 2e-6);
        check(problem, solver.divergence(problem).gradient(ONE), moved -> solver.divergence(moved).value(), 1e-4,
                2e-6);
    }

    private static void check(TransportProblem problem, CostGradient gradient,
            ToDoubleFunction<TransportProblem> value, double step, double tolerance) {
        double scale = 1 + Math.abs(value.applyAsDouble(problem));
        for (int side = 0; side < 2; side++) {
            DoublePoints points = side == 0 ? problem.x() : problem.y();
            DoublePoints ofPoints = side == 0 ? gradient.x() : gradient.y();
            double[] ofWeights = side == 0 ? gradient.a() : gradient.b();
            double[] weights = (side == 0 ? problem.a() : problem.b()).toArray();
            for (int c = 0; c < points.size() * points.dimension(); c++) {
                double[] up = points.toArray();
                double[] down = points.toArray();
                up[c] += step;
                down[c] -= step;
                double slope = (value.applyAsDouble(moved(problem, side, up))
                        - value.applyAsDouble(moved(problem, side, down))) / (2 * step);
                assertThat(ofPoints.toArray()[c]).as("side %d, coordinate %d", side, c)
                        .isCloseTo(slope, within(tolerance * scale));
            }
            for (int i = 0; i < weights.length; i++) {
                double[] up = weights.clone();
                double[] down = weights.clone();
                up[i] += step * weights[i];
                down[i] -= step * weights[i];
                double slope = (value.applyAsDouble(reweighted(problem, side, up))
                        - value.applyAsDouble(reweighted(problem, side, down))) / (2 * step * weights[i]);
                assertThat(ofWeights[i]).as("side %d, weight %d", side, i)
                        .isCloseTo(slope, within(tolerance * scale / weights[i]));
            }
        }
    }

    private static TransportProblem moved(TransportProblem problem, int side, double[] coordinates) {
        DoublePoints old = side == 0 ? problem.x() : problem.y();
        DoublePoints points = DoublePoints.wrap(coordinates, old.size(), old.dimension());
        return new TransportProblem(side == 0 ? points : problem.x(), side == 0 ? problem.y() : points, problem.a(),
                problem.b(), problem.cost());
    }

    private static TransportProblem reweighted(TransportProblem problem, int side, double[] weights) {
        return problem.withWeights(side == 0 ? Weights.of(weights) : problem.a(),
                side == 0 ? problem.b() : Weights.of(weights));
    }

    /** With as many points of uniform weights on both sides potentials are not unique. */
    @Test
    void ofAnAssignmentTheGradientByWeightsIsASubgradient() {
        TransportProblem problem = TransportProblem.squaredEuclidean(
                Clouds.gaussian(12, 2, SEED), Clouds.gaussian(12, 2, SEED + 1));
        TransportResult result = Wasserstein.exact(problem, ONE);
        CostGradient gradient = result.gradient(ONE);
        Random random = new Random(SEED);

        for (int trial = 0; trial < 50; trial++) {
            Weights a = Weights.of(random.doubles(12, 0.5, 1).toArray());
            Weights b = Weights.of(random.doubles(12, 0.5, 1).toArray());
            double linear = result.cost();
            for (int i = 0; i < 12; i++) {
                linear += gradient.a()[i] * (a.get(i) - 1.0 / 12) + gradient.b()[i] * (b.get(i) - 1.0 / 12);
            }
            assertThat(Wasserstein.exact(problem.withWeights(a, b), ONE).cost()).isGreaterThanOrEqualTo(linear - 1e-12);
        }
    }

    /** A point of weight 0 has no plan, but the cost of giving it mass is known. */
    @Test
    void weightlessPointsHaveTheSlopeOfTheirFirstMass() {
        TransportProblem problem = weighted(6, 5, 2, GroundCost.squaredEuclidean());
        double[] weights = problem.a().toArray();
        weights[2] = 0;
        TransportProblem weightless = problem.withWeights(Weights.of(weights), problem.b());
        double[] more = weightless.a().toArray();
        more[2] = 1e-7;

        double slope = (Wasserstein.exact(problem.withWeights(Weights.of(more), problem.b()), ONE).cost()
                - Wasserstein.exact(weightless, ONE).cost()) / 1e-7;

        assertThat(Wasserstein.exact(weightless, ONE).gradient(ONE).a()[2]).isCloseTo(slope, within(1e-5));
    }

    /** Mass given to two weightless points at once may move from one to the other. */
    @Test
    void ofWeightlessPointsOnBothSidesTheGradientIsASubgradient() {
        TransportProblem problem = TransportProblem.squaredEuclidean(DoublePoints.wrap(new double[] {0, 10}, 2, 1),
                DoublePoints.wrap(new double[] {1, 17}, 2, 1)).withWeights(
                        Weights.of(new double[] {1, 0}), Weights.of(new double[] {1, 0}));
        TransportResult result = Wasserstein.exact(problem, ONE);
        CostGradient gradient = result.gradient(ONE);

        for (double share : new double[] {1e-3, 0.1, 0.5}) {
            Weights weights = Weights.of(new double[] {1 - share, share});
            double linear = result.cost() + share * (gradient.a()[1] - gradient.a()[0])
                    + share * (gradient.b()[1] - gradient.b()[0]);
            assertThat(Wasserstein.exact(problem.withWeights(weights, weights), ONE).cost())
                    .isGreaterThanOrEqualTo(linear - 1e-12);
        }
    }

    /** Lengths are those of the displacement, also where its power is below the normal range. */
    @ParameterizedTest(name = "q = {0}, p = {1}, scale {2}")
    @CsvSource({"Infinity, 3, 1e-105", "2, 3, 1e-105", "1, 2, 1e-160", "Infinity, 2, 1", "3, 2, 1"})
    void gradientsOfSmallDisplacementsAreFinite(double q, double p, double scale) {
        DoublePoints x = DoublePoints.wrap(new double[] {3 * scale, -2 * scale}, 1, 2);
        double[] gradient = new double[2];

        GroundCost.norm(q, p).addGradient(x, 0, DoublePoints.wrap(new double[2], 1, 2), 0, 1, gradient, 0);

        // Euler: ⟨∇h(v), v⟩ = p h(v) for h of degree p; here divided by the scale's power.
        double product = gradient[0] / Math.pow(scale, p - 1) * 3 - gradient[1] / Math.pow(scale, p - 1) * 2;
        double norm = Double.isInfinite(q) ? 3 : Math.pow(Math.pow(3, q) + Math.pow(2, q), 1 / q);
        assertThat(product).isCloseTo(p * Math.pow(norm, p), within(1e-9));
    }

    @Test
    void unknownGradientIsReported() {
        TransportProblem problem = TransportProblem.of(Clouds.gaussian(3, 2, 1), Clouds.gaussian(3, 2, 2),
                GroundCost.of("|x₀ − y₀|", (x, y) -> Math.abs(x[0] - y[0])));

        assertThatThrownBy(() -> Wasserstein.exact(problem, ONE).gradient(ONE))
                .isInstanceOf(UnsupportedOperationException.class).hasMessageContaining("|x₀ − y₀|")
                .hasMessageContaining("withGradients");
    }
}
