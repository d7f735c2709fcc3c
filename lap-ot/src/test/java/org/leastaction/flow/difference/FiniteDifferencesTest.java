package org.leastaction.flow.difference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.difference.FiniteDifferences.DifferenceQuotient;
import org.leastaction.points.FloatPoints;

/** Against derivatives in closed form: (x, y) ↦ (sin x · y, eˣ, x² + 3y). */
class FiniteDifferencesTest {

    private static final FloatPoints POINTS = FloatPoints.of(new float[][] {{0.3f, -1.2f}, {1.1f, 0.4f}, {-2, 5}});

    private static final UnaryOperator<FloatPoints> CURVED = points -> {
        float[] values = new float[3 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            double x = points.get(i, 0);
            double y = points.get(i, 1);
            values[3 * i] = (float) (Math.sin(x) * y);
            values[3 * i + 1] = (float) Math.exp(x);
            values[3 * i + 2] = (float) (x * x + 3 * y);
        }
        return FloatPoints.wrap(values, points.size(), 3);
    };

    private static double[][] jacobian(int i) {
        double x = POINTS.get(i, 0);
        double y = POINTS.get(i, 1);
        return new double[][] {{Math.cos(x) * y, Math.sin(x)}, {Math.exp(x), 0}, {2 * x, 3}};
    }

    @Test
    void directionalDerivativesAreThoseOfTheClosedForm() {
        FloatPoints u = FloatPoints.of(new float[][] {{1, 0.5f}, {-0.2f, 2}, {100, -3}});
        DifferenceQuotient quotient = FiniteDifferences.directional(CURVED, POINTS, u);
        for (int i = 0; i < 3; i++) {
            double[][] j = jacobian(i);
            for (int c = 0; c < 3; c++) {
                double exact = j[c][0] * u.get(i, 0) + j[c][1] * u.get(i, 1);
                assertThat(quotient.products().get(i, c)).as("row %d of point %d", c, i)
                        .isCloseTo(exact, within(5e-4 * Math.max(1, Math.abs(exact))));
            }
            assertThat(quotient.errors()[i]).as("estimated error at point %d", i).isLessThan(1e-3);
        }
    }

    @Test
    void productsWithTheTransposeAreThoseOfTheClosedForm() {
        FloatPoints w = FloatPoints.of(new float[][] {{1, -2, 0.5f}, {0, 1, 1}, {3, 1, -1}});
        FloatPoints products = FiniteDifferences.transposed(CURVED, POINTS, w);
        for (int i = 0; i < 3; i++) {
            double[][] j = jacobian(i);
            for (int k = 0; k < 2; k++) {
                double exact = j[0][k] * w.get(i, 0) + j[1][k] * w.get(i, 1) + j[2][k] * w.get(i, 2);
                assertThat(products.get(i, k)).as("coordinate %d of point %d", k, i)
                        .isCloseTo(exact, within(2e-3 * Math.max(1, Math.abs(exact))));
            }
        }
    }

    @Test
    void aJumpIsToldByTheErrorEstimate() {
        UnaryOperator<FloatPoints> jump = points -> {
            float[] values = new float[points.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = points.get(i, 0) > 0 ? 1 : 0;
            }
            return FloatPoints.wrap(values, points.size(), 1);
        };
        FloatPoints origin = FloatPoints.of(new float[][] {{0}});
        FloatPoints one = FloatPoints.of(new float[][] {{1}});
        assertThat(FiniteDifferences.directional(jump, origin, one).errors()[0]).isGreaterThan(0.4);
    }

    @Test
    void nothingMovesAlongNoDirection() {
        FloatPoints none = FloatPoints.wrap(new float[6], 3, 2);
        assertThat(FiniteDifferences.directional(CURVED, POINTS, none).products().toArray()).containsOnly(0);
    }
}
