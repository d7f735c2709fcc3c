package org.leastaction.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.exact.sparse.MatrixFreeSolver;
import org.leastaction.ot.kernel.Parallelism;

/** Exact solvers end on every family of hard problems, with the optimal value and a certificate at rounding. */
class HardProblemTest {

    private static final long SEED = 41;
    private static final int SMALL = 600;
    /** Beyond the size at which problems in few dimensions are solved on a dense matrix. */
    private static final int LARGE = 1_100;
    /** Many times the time of any family: only solvers that never end fail. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The remaining family is compared with POT by hard_transport.py. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WEIGHTS_OF_ALL_SIZES")
    void hasTheValueOfAReference(HardProblem family) {
        TransportProblem problem = family.of(SMALL, SEED);
        double expected = family == HardProblem.CROSSED_WEIGHTED ? orthogonal(problem) : hungarian(copied(problem));
        assertThat(exact(problem).cost()).as("seed %d", SEED).isCloseTo(expected, within(1e-12 * expected));
        if (problem.isAssignment()) {
            assertThat(matrixFree(problem).cost()).as("without a matrix, seed %d", SEED)
                    .isCloseTo(expected, within(1e-12 * expected));
        }
    }

    @ParameterizedTest
    @EnumSource(HardProblem.class)
    void isProvenOptimal(HardProblem family) {
        TransportResult result = exact(family.of(LARGE, SEED));
        assertThat(result.certificate().isTight()).as("seed %d: %s", SEED, result.certificate()).isTrue();
        assertThat(result.certificate().holds(0)).as("seed %d: %s", SEED, result.certificate()).isTrue();
        assertThat(result.remark(0)).isEmpty();
    }

    private static TransportResult exact(TransportProblem problem) {
        return Assertions.assertTimeoutPreemptively(PATIENCE,
                () -> Wasserstein.exact(problem, Parallelism.available()));
    }

    private static TransportResult matrixFree(TransportProblem problem) {
        return Assertions.assertTimeoutPreemptively(PATIENCE, () -> MatrixFreeSolver.defaults().solve(problem));
    }

    /** Between two orthogonal axes every plan costs Σ aᵢ ‖xᵢ‖² + Σ bⱼ ‖yⱼ‖². */
    private static double orthogonal(TransportProblem problem) {
        Assertions.assertTrue(IntStream.range(0, problem.x().size()).allMatch(i -> problem.x().get(i, 1) == 0)
                && IntStream.range(0, problem.y().size()).allMatch(j -> problem.y().get(j, 0) == 0));
        return IntStream.range(0, problem.x().size())
                .mapToDouble(i -> problem.a().get(i) * problem.x().get(i, 0) * problem.x().get(i, 0)).sum()
                + IntStream.range(0, problem.y().size())
                        .mapToDouble(j -> problem.b().get(j) * problem.y().get(j, 1) * problem.y().get(j, 1)).sum();
    }

    /** The same problem with as many sources as targets: each source becomes as many copies as its mass is of theirs. */
    private static TransportProblem copied(TransportProblem problem) {
        int copies = problem.y().size() / problem.x().size();
        int[] originals = IntStream.range(0, problem.y().size()).map(i -> i / copies).toArray();
        return TransportProblem.of(problem.x().select(originals), problem.y(), problem.cost());
    }

    /** The mean cost of an optimal assignment by the textbook method: a shortest path for each row, O(n³). */
    private static double hungarian(TransportProblem problem) {
        int n = problem.size();
        double[] u = new double[n + 1];
        double[] v = new double[n + 1];
        int[] rowOf = new int[n + 1];
        int[] before = new int[n + 1];
        for (int row = 1; row <= n; row++) {
            double[] least = new double[n + 1];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            boolean[] used = new boolean[n + 1];
            rowOf[0] = row;
            int column = 0;
            do {
                used[column] = true;
                int i = rowOf[column];
                int next = 0;
                double delta = Double.POSITIVE_INFINITY;
                for (int j = 1; j <= n; j++) {
                    if (!used[j]) {
                        double reduced = cost(problem, i, j) - u[i] - v[j];
                        if (reduced < least[j]) {
                            least[j] = reduced;
                            before[j] = column;
                        }
                        if (least[j] < delta) {
                            delta = least[j];
                            next = j;
                        }
                    }
                }
                for (int j = 0; j <= n; j++) {
                    if (used[j]) {
                        u[rowOf[j]] += delta;
                        v[j] -= delta;
                    } else {
                        least[j] -= delta;
                    }
                }
                column = next;
            } while (rowOf[column] != 0);
            while (column != 0) {
                rowOf[column] = rowOf[before[column]];
                column = before[column];
            }
        }
        return IntStream.rangeClosed(1, n).mapToDouble(j -> cost(problem, rowOf[j], j)).sum() / n;
    }

    private static double cost(TransportProblem problem, int i, int j) {
        return problem.cost().between(problem.x(), i - 1, problem.y(), j - 1);
    }
}
