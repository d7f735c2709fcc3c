package org.leastaction.metrics.jacobian;

import java.util.function.UnaryOperator;
import org.leastaction.points.DoublePoints;

/** Jacobians given by two functions. */
record ProductField(
        int size,
        int inputDimension,
        int outputDimension,
        double precision,
        UnaryOperator<DoublePoints> product,
        UnaryOperator<DoublePoints> transposedProduct) implements JacobianField {

    @Override
    public DoublePoints apply(DoublePoints tangents) {
        return product.apply(tangents);
    }

    @Override
    public DoublePoints applyTransposed(DoublePoints cotangents) {
        return transposedProduct.apply(cotangents);
    }
}
