package org.leastaction.metrics.jacobian;

import java.util.function.UnaryOperator;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/**
 * The Jacobians J₁ … Jₙ of one map at n points, given by their products; all n are processed together.
 *
 * <p>Linear in the directions, up to a relative rounding error of {@link #precision()}.
 */
public interface JacobianField {

    /** Relative error of products that a network computes in single precision. */
    double SINGLE_PRECISION = 2e-6;

    /** Number of points n. */
    int size();

    /** Columns d of every Jacobian. */
    int inputDimension();

    /** Rows d' of every Jacobian. */
    int outputDimension();

    /** Jᵢ·uᵢ for every i: [n, d] to [n, d']. */
    DoublePoints apply(DoublePoints tangents);

    /** Jᵢᵀ·wᵢ for every i: [n, d'] to [n, d]. */
    DoublePoints applyTransposed(DoublePoints cotangents);

    /** Rounding error of a product relative to ‖J‖·‖u‖. */
    default double precision() {
        return SINGLE_PRECISION;
    }

    /** Whether the map stays in its space, d = d', so that J has eigenvalues and a symmetric part. */
    default boolean isSquare() {
        return inputDimension() == outputDimension();
    }

    /**
     * The Jacobians of a flow's transport T.
     *
     * @param encoded         the points, [n, d]
     * @param outputDimension d'
     */
    static JacobianField of(JacobianProducts flow, FloatPoints encoded, int outputDimension) {
        return new ProductField(encoded.size(), encoded.dimension(), outputDimension,
                flow.derivativeMethod().precision(),
                tangents -> flow.jacobianVector(encoded, tangents.toFloat()).toDouble(),
                cotangents -> flow.vectorJacobian(encoded, cotangents.toFloat()).toDouble());
    }

    /**
     * Jacobians by single-precision products.
     *
     * @param product           uᵢ to Jᵢ·uᵢ, [n, d] to [n, d']
     * @param transposedProduct wᵢ to Jᵢᵀ·wᵢ, [n, d'] to [n, d]
     */
    static JacobianField of(
            int size,
            int inputDimension,
            int outputDimension,
            UnaryOperator<FloatPoints> product,
            UnaryOperator<FloatPoints> transposedProduct) {
        return new ProductField(size, inputDimension, outputDimension, SINGLE_PRECISION,
                u -> product.apply(u.toFloat()).toDouble(), w -> transposedProduct.apply(w.toFloat()).toDouble());
    }

    /** Jᵢᵀ instead of Jᵢ. */
    default JacobianField transposed() {
        return new ProductField(
                size(), outputDimension(), inputDimension(), precision(), this::applyTransposed, this::apply);
    }

    /**
     * Jᵢ − I: the Jacobians of the residue v of a block x + v(x).
     *
     * @throws IllegalArgumentException unless the Jacobians are square
     */
    default JacobianField minusIdentity() {
        requireSquare();
        return new ProductField(size(), inputDimension(), inputDimension(), precision(),
                u -> Rows.combined(1, apply(u), -1, u), w -> Rows.combined(1, applyTransposed(w), -1, w));
    }

    /**
     * (Jᵢ + Jᵢᵀ)/2.
     *
     * @throws IllegalArgumentException unless the Jacobians are square
     */
    default JacobianField symmetricPart() {
        requireSquare();
        UnaryOperator<DoublePoints> product = u -> Rows.combined(0.5, apply(u), 0.5, applyTransposed(u));
        return new ProductField(size(), inputDimension(), inputDimension(), precision(), product, product);
    }

    private void requireSquare() {
        if (!isSquare()) {
            throw new IllegalArgumentException("Jacobians of " + outputDimension() + " rows and " + inputDimension()
                    + " columns are not square");
        }
    }

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
}
