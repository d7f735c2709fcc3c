package org.leastaction.bench.command.input;

import java.util.List;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.io.InputFileException;
import org.leastaction.ot.Weights;
import org.leastaction.points.io.TextHeader;

/**
 * Weights from a file named on the command line.
 *
 * @param weights one weight per point
 * @param remarks notes for the user about the reading
 */
public record WeightSource(Weights weights, List<String> remarks) {

    /**
     * The weights of a file, or uniform ones.
     *
     * @param name   FILE, FILE.npz:ARRAY, or null for uniform weights
     * @param header whether the first line of a text file is a header
     * @throws InputFileException if the file is missing, damaged or contains no numbers
     * @throws BadInput           unless it contains a weight for each point, each at least 0, and not all 0
     */
    public static WeightSource of(String name, PointSource points, TextHeader header) throws InputFileException {
        if (name == null) {
            return new WeightSource(Weights.uniform(points.points().size()), List.of());
        }
        PointSource weights = PointSource.read(
                name, header, "weight %d (counted from 0) is NaN or infinite; all must be finite");
        if (weights.points().dimension() != 1 || weights.points().size() != points.points().size()) {
            throw new BadInput(name + " has " + weights.shape() + ": weights of " + points.name() + " need shape ["
                    + points.points().size() + "], one number per point");
        }
        try {
            return new WeightSource(Weights.of(weights.points().toDouble().toArray()), weights.remarks());
        } catch (IllegalArgumentException refused) {
            throw new BadInput(name + ": " + refused.getMessage(), refused);
        }
    }
}
