package org.leastaction.flow;

import org.leastaction.points.FloatPoints;

/**
 * Role 'differentiate blocks': products with the Jacobian J<sub>k</sub>(x) of one block
 * x<sub>k</sub> ↦ x<sub>k+1</sub>, shortcut and residue together, at each point of a batch.
 *
 * <p>J of T is J<sub>K−1</sub>⋯J<sub>0</sub>; if the shortcut is the identity, the residue's Jacobian is J<sub>k</sub>
 * − I. Dimensions are {@link FlowShape#enteringDimension} and {@link FlowShape#leavingDimension} of the block. Wrong
 * dimensions, unequal numbers of directions and points, and an index without a block cause an
 * {@link IllegalArgumentException}; a closed model causes an {@link IllegalStateException}.
 */
public interface BlockJacobianProducts extends Derivatives {

    /**
     * J<sub>k</sub>(xᵢ)·uᵢ for every i.
     *
     * @param block    k, over all segments, from 0
     * @param entering states x<sub>k</sub>, [n, entering dimension]
     * @param tangents directions u, [n, entering dimension]
     * @return [n, leaving dimension]
     */
    FloatPoints blockJacobianVector(int block, FloatPoints entering, FloatPoints tangents);

    /**
     * J<sub>k</sub>(xᵢ)ᵀ·wᵢ for every i.
     *
     * @param block      k, over all segments, from 0
     * @param entering   states x<sub>k</sub>, [n, entering dimension]
     * @param cotangents directions w, [n, leaving dimension]
     * @return [n, entering dimension]
     */
    FloatPoints blockVectorJacobian(int block, FloatPoints entering, FloatPoints cotangents);
}
