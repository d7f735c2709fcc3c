package org.leastaction.flow.contract;

import java.util.Objects;
import java.util.Optional;

/**
 * A residual block x ↦ shortcut(x) + v(x) with affine v.
 *
 * @param projection the shortcut; empty where it is the identity
 * @param residue    v, from the entering dimension to the leaving one
 */
public record AffineBlock(Optional<AffineMap> projection, AffineMap residue) {

    /** @throws IllegalArgumentException if shortcut and residue have different dimensions */
    public AffineBlock {
        Objects.requireNonNull(residue, "residue");
        int in = projection.map(AffineMap::inputDimension).orElse(residue.inputDimension());
        int out = projection.map(AffineMap::outputDimension).orElse(residue.inputDimension());
        if (in != residue.inputDimension() || out != residue.outputDimension()) {
            throw new IllegalArgumentException("the shortcut goes from dimension " + in + " to " + out
                    + ", the residue from " + residue.inputDimension() + " to " + residue.outputDimension());
        }
    }

    /** x ↦ x + v(x). */
    public static AffineBlock of(AffineMap residue) {
        return new AffineBlock(Optional.empty(), residue);
    }

    /** x ↦ Px + v(x): the first block of a segment of another dimension. */
    public static AffineBlock projected(AffineMap projection, AffineMap residue) {
        return new AffineBlock(Optional.of(projection), residue);
    }

    /** The shortcut as a map. */
    public AffineMap shortcut() {
        return projection.orElseGet(() -> AffineMap.identity(residue.inputDimension()));
    }

    /** x ↦ shortcut(x) + v(x) as one map. */
    public AffineMap map() {
        return shortcut().plus(residue);
    }
}
