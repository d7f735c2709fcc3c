package org.leastaction.bench.command.solution;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.command.input.PointSource;
import org.leastaction.bench.command.options.EnumNames;
import org.leastaction.bench.command.options.W2Options;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.points.io.TextHeader;
import picocli.CommandLine.Option;

/** The files that {@code lap w2} writes besides the cost of a solved problem. */
public final class SolutionOptions {

    @Option(names = "--plan", paramLabel = "FILE",
            description = "Write the optimal plan, .npy. Exact, uniform sets of one size: int32, point i of A goes to"
                    + " point plan[i] of B. Else float64 [entries, 3]: point of A, point of B, mass; of sinkhorn, the"
                    + " entries with at least 1e-4 of the mass of their point of A.")
    private Path plan;

    @Option(names = "--potentials", paramLabel = "FILE",
            description = "Write the dual potentials of the points, .npz: f of A, g of B.")
    private Path potentials;

    @Option(names = "--map", paramLabel = "NEW",
            description = "Point file of new points of the space of A, whose images --images FILE writes.")
    private String map;

    @Option(names = "--images", paramLabel = "FILE",
            description = "For --map: .npz with barycentric [k, d] and barycentric_errors [k], for exact also nearest"
                    + " and nearest_errors: images under the nearest-potential map, which are points of B.")
    private Path images;

    @Option(names = "--gradient", paramLabel = "FILE",
            description = "Write the gradient of the cost (of sinkhorn: of the divergence), .npz: x and y by the points"
                    + " of A and B, a and b by their weights.")
    private Path gradient;

    /** The files to write. */
    public SolutionFiles files() {
        return new SolutionFiles(plan, potentials, images, gradient);
    }

    /** The file of new points, or null. */
    public @Nullable String map() {
        return map;
    }

    /**
     * @param method the chosen method
     * @throws BadInput for options of another method, and for one of --map and --images without the other
     */
    public void check(W2Options.Method method) {
        boolean hasPlan = method == W2Options.Method.EXACT || method == W2Options.Method.SINKHORN;
        String[] names = {"--plan", "--potentials", "--map", "--images", "--gradient"};
        Object[] values = {plan, potentials, map, images, gradient};
        for (int k = 0; k < names.length; k++) {
            if (values[k] != null && !hasPlan) {
                throw new BadInput(
                        names[k] + " applies to --method exact and sinkhorn, not to " + EnumNames.name(method));
            }
        }
        if ((map == null) != (images == null)) {
            throw new BadInput("--map and --images must be given together: the points to map, and the file for their"
                    + " images");
        }
    }

    /**
     * The new points, if any.
     *
     * @throws IOException if they cannot be read
     * @throws BadInput    if they have another dimension than the points
     */
    public @Nullable PointSource newPoints(PointSource points, TextHeader header) throws IOException {
        if (map == null) {
            return null;
        }
        PointSource read = PointSource.read(map, header);
        points.requireSameDimension(read);
        return read;
    }
}
