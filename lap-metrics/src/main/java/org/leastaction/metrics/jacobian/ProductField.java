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
        return finite(product.apply(tangents));
    }

    @Override
    public DoublePoints applyTransposed(DoublePoints cotangents) {
        return finite(transposedProduct.apply(cotangents));
    }

    /** A decomposition of a matrix with NaN or infinity may not terminate. */
    private static DoublePoints finite(DoublePoints products) {
        int bad = products.firstNonFinite();
        if (bad >= 0) {
            throw new ArithmeticException("the Jacobian at point " + bad + " has products that are not finite");
        }
        return products;
    }
}
