package org.leastaction.flow;

import org.leastaction.points.FloatPoints;

/**
 * Role 'differentiate': products with the Jacobian J(x) of T, at each point of a batch.
 *
 * <p>Shapes are those of {@link FlowModel#transport}; wrong ones cause the same exceptions.
 */
public interface JacobianProducts extends Derivatives {

    /**
     * J(xᵢ)·uᵢ for every i.
     *
     * @param encoded points x, [n, encodedDimension]
     * @param tangents directions u, [n, encodedDimension]
     * @return [n, transportedDimension]
     */
    FloatPoints jacobianVector(FloatPoints encoded, FloatPoints tangents);

    /**
     * J(xᵢ)ᵀ·wᵢ for every i.
     *
     * @param encoded points x, [n, encodedDimension]
     * @param cotangents directions w, [n, transportedDimension]
     * @return [n, encodedDimension]
     */
    FloatPoints vectorJacobian(FloatPoints encoded, FloatPoints cotangents);
}
