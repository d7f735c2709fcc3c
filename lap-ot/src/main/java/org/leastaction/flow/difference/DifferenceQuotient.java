package org.leastaction.flow.difference;

import java.util.Objects;
import org.leastaction.points.FloatPoints;

/**
 * Directional derivatives at points.
 *
 * @param products J(xᵢ)·uᵢ, [n, d']
 * @param errors   estimates of their relative errors, [n], ≥ 0: the disagreement of two step sizes
 */
public record DifferenceQuotient(FloatPoints products, double[] errors) {

    public DifferenceQuotient {
        Objects.requireNonNull(products, "products");
        Objects.requireNonNull(errors, "errors");
    }
}
