package org.leastaction.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.dense.AssignmentSolver;

/** Against SciPy's assignment and POT's network simplex. */
class GoldenTransportTest {

    private static final double RELATIVE = 1e-9;

    @ParameterizedTest(name = "{0} n={1} d={2} q={3} p={4}")
    @CsvFileSource(resources = "/golden/transport.csv", numLinesToSkip = 1)
    void costIsThatOfScipyAndPot(
            String kind, int n, int d, double q, double p, long seed, double scipy, double pot) {
        GoldenClouds points = GoldenClouds.of(kind, n, d, seed);
        TransportProblem problem = TransportProblem.of(points.x, points.y, GroundCost.norm(q, p));
        AssignmentSolver solver = AssignmentSolver.defaults();

        TransportResult cold = solver.solve(problem);
        TransportResult warm =
                solver.startingFrom(WarmStart.pairing(Assignment.identity(n))).solve(problem);

        assertThat(cold.cost()).as("against SciPy").isCloseTo(scipy, within(RELATIVE * scipy));
        assertThat(cold.cost()).as("against POT").isCloseTo(pot, within(RELATIVE * pot));
        assertThat(warm.cost()).as("warm start").isCloseTo(scipy, within(RELATIVE * scipy));
        assertThat(cold.certificate().holds(RELATIVE)).as("%s", cold.certificate()).isTrue();
        assertThat(warm.certificate().holds(RELATIVE)).as("%s", warm.certificate()).isTrue();
    }
}
