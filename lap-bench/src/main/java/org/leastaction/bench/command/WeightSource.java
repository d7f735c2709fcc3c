package org.leastaction.bench.command;

import org.leastaction.io.InputFileException;
import org.leastaction.ot.Weights;

/** Weights that were named on the command line. */
final class WeightSource {

    private WeightSource() {}

    /**
     * The weights of a file, or uniform ones.
     *
     * @param name FILE, FILE.npz:ARRAY, or null for uniform weights
     * @throws InputFileException if the file is missing, damaged or holds no numbers
     * @throws BadInput           unless it holds a weight for each point, at least 0, and not all 0
     */
    static Weights of(String name, PointSource points) throws InputFileException {
        if (name == null) {
            return Weights.uniform(points.points().size());
        }
        PointSource weights = PointSource.read(name);
        if (weights.points().dimension() != 1 || weights.points().size() != points.points().size()) {
            throw new BadInput(name + " has " + weights.shape() + ": weights of " + points.name() + " need shape ["
                    + points.points().size() + "], one number per point");
        }
        try {
            return Weights.of(weights.points().toDouble().toArray());
        } catch (IllegalArgumentException refused) {
            throw new BadInput(name + ": " + refused.getMessage(), refused);
        }
    }
}
