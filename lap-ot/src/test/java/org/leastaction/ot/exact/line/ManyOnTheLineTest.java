package org.leastaction.ot.exact.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.leastaction.ot.GoldenClouds;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/** So many numbers that a check of all pairs would take minutes to hours (golden/line.py). */
class ManyOnTheLineTest {

    @ParameterizedTest(name = "{0} × {1}, p = {2}, weighted {3}")
    @CsvFileSource(resources = "/golden/line.csv", numLinesToSkip = 1)
    void costIsThatOfScipyAndCertified(int n, int m, double p, boolean weighted, long seed, double exact) {
        GoldenClouds.Uniform uniform = new GoldenClouds.Uniform(seed);
        double[] x = uniform.draw(n);
        double[] y = uniform.draw(m);
        for (int j = 0; j < m; j++) {
            y[j] = y[j] * y[j] * 2;
        }
        TransportProblem problem =
                TransportProblem.of(DoublePoints.wrap(x, n, 1), DoublePoints.wrap(y, m, 1), GroundCost.norm(2, p));
        if (weighted) {
            problem = problem.withWeights(Weights.of(uniform.draw(n)), Weights.of(uniform.draw(m)));
        }

        TransportResult result = Wasserstein.exact(problem, Parallelism.available());

        assertThat(result.cost()).isCloseTo(exact, within(1e-11 * exact));
        assertThat(result.certificate().isTight()).as("%s", result.certificate()).isTrue();
        assertThat(result.certificate().holds(0)).as("%s", result.certificate()).isTrue();
        assertThat(result.remark(0)).isEmpty();
    }
}
