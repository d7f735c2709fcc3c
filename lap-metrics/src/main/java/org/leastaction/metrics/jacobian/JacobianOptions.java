package org.leastaction.metrics.jacobian;

/**
 * Options of the Jacobian metrics.
 *
 * @param exactUpTo the greatest dimension in which the full matrices are computed, by d products; 0 for never
 * @param steps     dimension of the Krylov spaces beyond that, at least 2; two products per step
 * @param probes    random vectors of Hutchinson's estimator beyond that, at least 4; two products per probe
 * @param seed      of start vectors and probes
 */
public record JacobianOptions(int exactUpTo, int steps, int probes, long seed) {

    /** @throws IllegalArgumentException for values outside the ranges above */
    public JacobianOptions {
        if (exactUpTo < 0) {
            throw new IllegalArgumentException("the dimension of exact Jacobians must be at least 0, not " + exactUpTo);
        }
        if (steps < 2) {
            throw new IllegalArgumentException("a Krylov space needs at least 2 steps, not " + steps);
        }
        if (probes < 4) {
            throw new IllegalArgumentException("a Monte-Carlo error needs at least 4 probes, not " + probes);
        }
    }

    /** Whole up to 32 dimensions; else 24 steps and 16 probes; seed 0. */
    public static JacobianOptions defaults() {
        return new JacobianOptions(32, 24, 16, 0);
    }

    /**
     * Number of products that {@link LocalJacobian} takes per point.
     *
     * @param residue whether ‖J − I‖ is requested too
     * @return products with J, then with Jᵀ
     */
    public long[] products(int inputDimension, int outputDimension, boolean residue) {
        if (Math.max(inputDimension, outputDimension) <= exactUpTo) {
            return new long[] {inputDimension, 0};
        }
        long each = inputDimension != outputDimension ? steps : (residue ? 3L : 2L) * steps + probes;
        return new long[] {each, each};
    }

    public JacobianOptions withExactUpTo(int newExactUpTo) {
        return new JacobianOptions(newExactUpTo, steps, probes, seed);
    }

    public JacobianOptions withSteps(int newSteps) {
        return new JacobianOptions(exactUpTo, newSteps, probes, seed);
    }

    public JacobianOptions withProbes(int newProbes) {
        return new JacobianOptions(exactUpTo, steps, newProbes, seed);
    }

    public JacobianOptions withSeed(long newSeed) {
        return new JacobianOptions(exactUpTo, steps, probes, newSeed);
    }
}
