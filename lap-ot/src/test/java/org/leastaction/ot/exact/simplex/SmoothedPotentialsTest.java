package org.leastaction.ot.exact.simplex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.Masses;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.Weights;

class SmoothedPotentialsTest {

    /** With all pairs as candidates, the dual value Σ a u + Σ b v is a lower bound of the optimal cost. */
    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void closesMostOfTheDualityGap(int d) {
        long seed = 3;
        Random random = new Random(seed);
        int n = 120;
        int m = 90;
        Weights a = Weights.of(random.doubles(n).toArray());
        Weights b = Weights.of(random.doubles(m).toArray());
        TransportProblem problem = TransportProblem.squaredEuclidean(
                Clouds.gaussian(n, d, seed), Clouds.gaussian(m, d, seed + 1))
                .withWeights(a, b);
        CandidateArcs arcs = new CandidateArcs(n);
        double[] u = new double[n];
        Arrays.fill(u, Double.POSITIVE_INFINITY);
        double spread = 0;
        for (int i = 0; i < n; i++) {
            double most = 0;
            for (int j = 0; j < m; j++) {
                double c = problem.cost().between(problem.x(), i, problem.y(), j);
                arcs.add(i, j, c);
                u[i] = Math.min(u[i], c);
                most = Math.max(most, c);
            }
            spread += (most - u[i]) / n / 4;
        }
        double[] v = new double[m];
        WholeMasses masses = WholeMasses.of(problem);
        Masses ofSources = masses.sources();
        double before = dual(a, u, b, v);
        double optimum = NetworkSimplex.defaults().solve(problem).cost();

        SmoothedPotentials.improve(arcs, u, v, ofSources, masses.targets(), spread);

        double after = dual(a, u, b, v);
        assertThat(after).as("seed %d: %s before, optimum %s", seed, before, optimum)
                .isBetween(before + 0.5 * (optimum - before), optimum * (1 + 1e-12));
        for (int e = 0; e < arcs.size(); e++) {
            assertThat(arcs.costs[e] - u[arcs.tails[e]] - v[arcs.heads[e] - n]).isGreaterThan(-1e-12);
        }
    }

    private static double dual(Weights a, double[] u, Weights b, double[] v) {
        return IntStream.range(0, u.length).mapToDouble(i -> a.get(i) * u[i]).sum()
                + IntStream.range(0, v.length).mapToDouble(j -> b.get(j) * v[j]).sum();
    }
}
