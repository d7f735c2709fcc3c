package org.leastaction.points.io;

import java.util.List;
import java.util.Objects;
import org.leastaction.points.Points;

/**
 * Points from a file, with remarks on how the file was read.
 *
 * @param points  the points of the file
 * @param remarks sentences for the user: a line that was skipped as a header, numbers that were rounded; usually empty
 */
public record ReadPoints(Points points, List<String> remarks) {

    public ReadPoints {
        Objects.requireNonNull(points, "points");
        remarks = List.copyOf(remarks);
    }
}
