package org.leastaction.ot.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.GoldenWeighted;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.entropic.EntropicResult;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/** Costs by functions, matrices and sparse matrices, against POT and SciPy. */
class AnyCostTest {

    private static final Parallelism ALL = Parallelism.available();
    /** Asymmetric: going up costs twice as much as going down. */
    private static final GroundCost UPHILL = GroundCost.of("uphill", (x, y) -> {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += y[k] > x[k] ? 2 * (y[k] - x[k]) : x[k] - y[k];
        }
        return sum;
    });

    private static CostMatrix matrix(TransportProblem problem) {
        return CostMatrix.of(IntStream.range(0, problem.x().size()).mapToObj(i -> IntStream.range(0, problem.y().size())
                .mapToDouble(j -> problem.cost().between(problem.x(), i, problem.y(), j)).toArray())
                .toArray(double[][]::new));
    }

    /** The pairs of costs.py. */
    private static SparseCosts sparse(CostMatrix matrix) {
        int m = matrix.columns();
        int[] pairs = IntStream.range(0, matrix.size()).flatMap(i -> {
            Integer[] order = IntStream.range(0, m).boxed().toArray(Integer[]::new);
            Arrays.sort(order, Comparator.comparingDouble(j -> matrix.get(i, j)));
            return IntStream.range(0, m).filter(r -> r < m / 3 || (i + order[r]) % 7 == 0).map(r -> i * m + order[r]);
        }).toArray();
        return SparseCosts.of(matrix.size(), m, Arrays.stream(pairs).map(p -> p / m).toArray(),
                Arrays.stream(pairs).map(p -> p % m).toArray(),
                Arrays.stream(pairs).mapToDouble(p -> matrix.get(p / m, p % m)).toArray());
    }

    @ParameterizedTest(name = "{0} n={1} m={2} d={3} {4}")
    @CsvFileSource(resources = "/golden/costs.csv", numLinesToSkip = 2)
    void costsAreThoseOfPotAndScipy(
            String kind, int n, int m, int d, String weights, long seed, double exact, double sparse) {
        TransportProblem points = GoldenWeighted.problem(kind, n, m, d, 2, 2, weights, seed);
        TransportProblem byFunction = new TransportProblem(points.x(), points.y(), points.a(), points.b(), UPHILL);
        CostMatrix matrix = matrix(byFunction);
        TransportProblem byMatrix = TransportProblem.of(matrix).withWeights(points.a(), points.b());

        TransportResult fromFunction = Wasserstein.exact(byFunction, ALL);
        TransportResult fromMatrix = Wasserstein.exact(byMatrix, ALL);

        assertThat(fromFunction.cost()).isCloseTo(exact, within(1e-10));
        assertThat(fromMatrix.cost()).isCloseTo(exact, within(1e-10));
        assertThat(fromFunction.certificate().holds(1e-10)).as("%s", fromFunction.certificate()).isTrue();
        assertThat(fromMatrix.certificate().holds(1e-10)).as("%s", fromMatrix.certificate()).isTrue();
        if (n == 1) {
            assertThatThrownBy(() -> sparse(matrix)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("target 1 has no entry: no mass can reach it");
        } else if (!kind.equals("duplicates")) { // whose ties the two sorts break in different ways
            SparseCosts some = sparse(matrix);
            TransportResult fromSome =
                    Wasserstein.exact(TransportProblem.of(some).withWeights(points.a(), points.b()), ALL);
            boolean isAllowed = IntStream.range(0, fromSome.plan().entries())
                    .allMatch(e -> some.isAllowed(fromSome.plan().source(e), fromSome.plan().target(e)));
            assertThat(isAllowed).as("a plan without forbidden pairs").isEqualTo(!Double.isNaN(sparse));
            if (isAllowed) {
                assertThat(fromSome.cost()).isCloseTo(sparse, within(1e-9));
                assertThat(fromSome.certificate().holds(1e-9)).as("%s", fromSome.certificate()).isTrue();
            }
        }
    }

    /** A function that is a norm gives the same results as the norm, for every size and dimension. */
    @ParameterizedTest(name = "{0} → {1} points, d = {2}")
    @CsvSource({"1, 1, 1", "40, 40, 1", "30, 50, 1", "300, 300, 2", "2100, 20, 3", "20, 2100, 3", "400, 500, 2"})
    void functionsGiveWhatTheSameNormGives(int n, int m, int d) {
        DoublePoints x = Clouds.gaussian(n, d, 3);
        DoublePoints y = Clouds.gaussian(m, d, 4);
        GroundCost function = GroundCost.of("‖x − y‖₁", (p, q) -> {
            double sum = 0;
            for (int k = 0; k < p.length; k++) {
                sum += Math.abs(p[k] - q[k]);
            }
            return sum;
        });

        TransportResult norm = Wasserstein.exact(TransportProblem.of(x, y, GroundCost.norm(1, 1)), ALL);
        TransportResult own = Wasserstein.exact(TransportProblem.of(x, y, function), ALL);

        assertThat(own.cost()).isCloseTo(norm.cost(), within(1e-11 * norm.cost()));
        assertThat(own.certificate().holds(1e-10)).as("%s", own.certificate()).isTrue();
        assertThat(own.sourcePotential().at(x, ALL)[0]).isCloseTo(own.potentials().f(0), within(1e-9));
    }

    /** Not convex, so no method of the line may be used. */
    @Test
    void concaveCostsOnTheLineAreNotSorted() {
        DoublePoints x = DoublePoints.wrap(new double[] {0, 1}, 2, 1);
        DoublePoints y = DoublePoints.wrap(new double[] {1, 2}, 2, 1);
        GroundCost root = GroundCost.of("√|x − y|", (p, q) -> Math.sqrt(Math.abs(p[0] - q[0])));

        TransportResult result = Wasserstein.exact(TransportProblem.of(x, y, root), ALL);

        assertThat(result.cost()).isCloseTo(Math.sqrt(2) / 2, within(1e-15));
        assertThat(result.assignment().toArray()).containsExactly(1, 0);
        assertThat(result.certificate().holds(1e-12)).isTrue();
    }

    @Test
    void problemsWithoutPointsHaveNoMaps() {
        CostMatrix matrix = CostMatrix.of(new double[][] {{1, 2}, {2, 1}});
        for (TransportProblem problem : new TransportProblem[] {
                TransportProblem.of(matrix),
                TransportProblem.indexed(2, 2, "by index", (i, j) -> i + j)}) {
            TransportResult exact = Wasserstein.exact(problem, ALL);
            EntropicResult entropic = SinkhornSolver.of(0.5).solve(problem);
            for (Runnable map : new Runnable[] {exact::barycentricMap, exact::potentialMap, entropic::barycentricMap,
                    () -> exact.barycentres(ALL), () -> entropic.barycentres(ALL)}) {
                assertThatThrownBy(map::run).isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("needs points").hasMessageContaining(problem.cost().formula());
            }
        }
    }

    @Test
    void entropicTransportTakesAnyCost() {
        TransportProblem points = GoldenWeighted.problem("uniform", 40, 30, 2, 2, 2, "random", 9);
        TransportProblem problem = new TransportProblem(points.x(), points.y(), points.a(), points.b(), UPHILL);
        TransportProblem matrix = TransportProblem.of(matrix(problem)).withWeights(points.a(), points.b());
        double exact = Wasserstein.exact(problem, ALL).cost();

        EntropicResult entropic = SinkhornSolver.of(0.01).solve(problem);

        assertThat(entropic.transportCost()).isBetween(exact - 1e-6, exact + 0.05);
        assertThat(entropic.primal() - entropic.dual()).isCloseTo(0, within(1e-6));
        assertThat(SinkhornSolver.of(0.01).solve(matrix).value()).isCloseTo(entropic.value(), within(1e-9));
        assertThatThrownBy(() -> SinkhornSolver.of(0.01).divergence(matrix))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not within one side");
    }

    /** Free pairs are used and forbidden ones are not, however small the costs. */
    @ParameterizedTest
    @ValueSource(doubles = {0, Double.MIN_VALUE, 1e-300, 1})
    void forbiddenPairsAreAvoidedAtAnyScale(double largest) {
        SparseCosts costs = SparseCosts.of(3, 3, new int[] {0, 0, 1, 2}, new int[] {0, 1, 0, 2},
                new double[] {0, largest, largest, 0});

        TransportResult result = Wasserstein.exact(TransportProblem.of(costs), ALL);

        assertThat(result.assignment().toArray()).containsExactly(1, 0, 2);
    }

    @Test
    void badCostsAreRefused() {
        DoublePoints x = Clouds.gaussian(5, 2, 1);
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            TransportProblem problem = TransportProblem.of(x, x, GroundCost.of("bad", (p, q) -> bad));
            assertThatThrownBy(() -> Wasserstein.exact(problem, ALL)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("from source").hasMessageContaining("finite and at least 0");
            assertThatThrownBy(() -> SinkhornSolver.of(1).solve(problem)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> CostMatrix.of(new double[][] {{1, bad}}))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> SparseCosts.of(1, 1, new int[1], new int[1], new double[] {bad}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> CostMatrix.of(new double[][] {{1, 2}, {1}}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("row 1");
        assertThatThrownBy(() -> SparseCosts.of(2, 2, new int[] {0, 0}, new int[] {0, 1}, new double[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("source 1");
        assertThatThrownBy(() -> SparseCosts.of(1, 2, new int[] {0, 0}, new int[] {0, 0}, new double[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("twice");
        assertThatThrownBy(() -> SparseCosts.of(1, 2, new int[] {0}, new int[] {2}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("entry 0");
        assertThatThrownBy(() -> SparseCosts.of(1, 1, new int[1], new int[1], new double[] {1e308}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("scale the costs down");
    }
}
