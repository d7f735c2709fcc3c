package org.leastaction.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.entropic.EntropicResult;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.exact.ExactSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;

/** A repeated solution of a problem whose points have moved a little starts from the previous one. */
class WarmStartTest {

    private static final long SEED = 29;
    private static final double STEP = 1e-3;

    private static TransportProblem problem(int n, int m, int d, boolean weighted, double step) {
        Random random = new Random(SEED);
        TransportProblem uniform = TransportProblem.squaredEuclidean(
                Clouds.add(Clouds.gaussian(n, d, SEED), Clouds.gaussian(n, d, SEED + 2), step),
                Clouds.gaussian(m, d, SEED + 1));
        return weighted ? uniform.withWeights(Weights.of(random.doubles(n).map(u -> u < 0.1 ? 0 : u).toArray()),
                Weights.of(random.doubles(m).map(u -> u < 0.1 ? 0 : u).toArray())) : uniform;
    }

    /** The result of a solver and the steps of one of its stages. */
    private record Counted(TransportResult result, long steps) {

        static Counted of(ExactSolver solver, TransportProblem problem, Stage stage) {
            AtomicLong steps = new AtomicLong();
            TransportResult result =
                    solver.withParallelism(Parallelism.sequential().watchedBy((reached, done, total) -> {
                        if (reached == stage) {
                            steps.incrementAndGet();
                        }
                    })).solve(problem);
            return new Counted(result, steps.get());
        }
    }

    @ParameterizedTest(name = "{0} → {1} points, d = {2}, weighted {3}")
    @CsvSource({"1500, 1000, 2, true, PIVOTS", "900, 900, 10, true, PIVOTS", "400, 400, 3, false, ASSIGNMENT",
            "3000, 3000, 2, false, ASSIGNMENT", "2000, 2000, 40, false, PRICING"})
    void exactSolversReachTheSameOptimumInFewerSteps(int n, int m, int d, boolean weighted, Stage stage) {
        TransportResult before = ExactSolver.defaults().solve(problem(n, m, d, weighted, 0));
        TransportProblem moved = problem(n, m, d, weighted, STEP);

        Counted cold = Counted.of(ExactSolver.defaults(), moved, stage);
        Counted warm = Counted.of(ExactSolver.defaults().startingFrom(before.warmStart()), moved, stage);

        assertThat(warm.result.cost()).isCloseTo(cold.result.cost(), within(1e-12 * cold.result.cost()));
        assertThat(warm.result.certificate().holds(1e-10)).as("%s", warm.result.certificate()).isTrue();
        assertThat(warm.steps).as("steps of a cold start: %d", cold.steps).isLessThan(cold.steps * 4 / 5);
    }

    @Test
    void entropicSolverReachesTheSameOptimumInFewerSteps() {
        SinkhornSolver solver = SinkhornSolver.of(0.02).withTolerance(1e-7);
        EntropicResult before = solver.solve(problem(300, 250, 2, true, 0));
        TransportProblem moved = problem(300, 250, 2, true, STEP);

        EntropicResult cold = solver.solve(moved);
        EntropicResult warm = solver.startingFrom(before.potentials()).solve(moved);

        assertThat(warm.value()).isCloseTo(cold.value(), within(1e-9));
        assertThat(warm.convergence().marginalError()).isLessThanOrEqualTo(1e-7);
        assertThat(warm.convergence().iterations()).isLessThan(cold.convergence().iterations() * 3 / 4);
    }

    /** A start affects the time, never the result: potentials of another problem, and of another scale. */
    @Test
    void poorStartsReachTheOptimumToo() {
        Random random = new Random(SEED);
        for (boolean weighted : new boolean[] {true, false}) {
            TransportProblem problem = problem(300, 300, 2, weighted, 0);
            double cost = ExactSolver.defaults().solve(problem).cost();
            for (double scale : new double[] {0, 1, 1e6}) {
                WarmStart poor = WarmStart.potentials(DualPotentials.of(
                        random.doubles(300).map(u -> u * scale).toArray(),
                        random.doubles(300).map(u -> u * scale).toArray()));

                TransportResult result = ExactSolver.defaults().startingFrom(poor).solve(problem);

                assertThat(result.cost()).isCloseTo(cost, within(1e-11 * cost));
                assertThat(result.certificate().holds(1e-9)).as("%s", result.certificate()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"NaN, 0", "0, Infinity"})
    void startsThatAreNotFiniteAreRefused(double f, double g) {
        DualPotentials bad = DualPotentials.of(new double[] {0, f}, new double[] {g, 0});

        assertThatThrownBy(() -> WarmStart.potentials(bad)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be finite");
        assertThatThrownBy(() -> SinkhornSolver.of(1).startingFrom(bad).solve(problem(2, 2, 1, false, 0)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("must be finite");
    }

    @Test
    void startsOfAnotherSizeAreRefused() {
        WarmStart start = ExactSolver.defaults().solve(problem(20, 30, 2, true, 0)).warmStart();

        assertThatThrownBy(() -> ExactSolver.defaults().startingFrom(start).solve(problem(20, 31, 2, true, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("potentials on 20 sources and 30 targets do not fit a problem of 20 and 31 points");
        assertThatThrownBy(() -> SinkhornSolver.of(1).startingFrom(start.potentials().orElseThrow())
                .solve(problem(20, 31, 2, true, 0))).isInstanceOf(IllegalArgumentException.class);
    }
}
