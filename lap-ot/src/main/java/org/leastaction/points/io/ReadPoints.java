package org.leastaction.points.io;

import java.util.List;
import java.util.Objects;
import org.leastaction.points.Points;

/**
 * Points from a file, and what was done with the file to get them.
 *
 * @param points  what it holds
 * @param remarks sentences for people: a line that was left out as a header, numbers that were rounded; usually none
 */
public record ReadPoints(Points points, List<String> remarks) {

    public ReadPoints {
        Objects.requireNonNull(points, "points");
        remarks = List.copyOf(remarks);
    }
}
