package org.leastaction.bench.command.solution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.CostGradient;
import org.leastaction.ot.TransportMap;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.TransportSolution;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.Points;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;
import org.leastaction.points.io.PointFiles;

/**
 * Writes the results of a solved problem; a file that is null is not written.
 *
 * @param plan       .npy of the plan
 * @param potentials .npz of f and g
 * @param images     .npz of images of new points
 * @param gradient   .npz of the gradient
 */
public record SolutionFiles(
        @Nullable Path plan, @Nullable Path potentials, @Nullable Path images, @Nullable Path gradient) {

    /** Entries of an entropic plan that carry less of their source's mass are left out. */
    private static final double LEAST_SHARE = 1e-4;

    /** Computes the gradient of the reported value, if it is written. */
    @FunctionalInterface
    public interface Gradient {
        CostGradient compute(Parallelism parallelism);
    }

    /**
     * Writes all requested files.
     *
     * @param newPoints the points to map; null for none
     * @param ofValue   computes the gradient of the reported value
     * @throws IOException if a file cannot be written
     */
    public void write(TransportSolution solution, @Nullable Points newPoints, Gradient ofValue,
            Parallelism parallelism) throws IOException {
        if (plan != null) {
            Npy.write(plan, array(solution.plan(solution instanceof TransportResult ? 0 : LEAST_SHARE, parallelism)));
        }
        if (potentials != null) {
            double[] f = solution.potentials().f();
            double[] g = solution.potentials().g();
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            arrays.put("f", NpyArray.of(f, f.length));
            arrays.put("g", NpyArray.of(g, g.length));
            Npz.write(potentials, arrays);
        }
        if (images != null && newPoints != null) {
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            put(arrays, "barycentric", solution.barycentricMap().of(newPoints, parallelism));
            if (solution instanceof TransportResult exact) {
                put(arrays, "nearest", exact.potentialMap().of(newPoints, parallelism));
            }
            Npz.write(images, arrays);
        }
        if (gradient != null) {
            CostGradient computed = ofValue.compute(parallelism);
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            arrays.put("x", PointFiles.array(computed.x()));
            arrays.put("y", PointFiles.array(computed.y()));
            arrays.put("a", NpyArray.of(computed.a(), computed.a().length));
            arrays.put("b", NpyArray.of(computed.b(), computed.b().length));
            Npz.write(gradient, arrays);
        }
    }

    private static void put(Map<String, NpyArray> arrays, String name, TransportMap.Images images) {
        arrays.put(name, PointFiles.array(images.points()));
        arrays.put(name + "_errors", NpyArray.of(images.errors(), images.errors().length));
    }

    private static NpyArray array(TransportPlan plan) {
        if (plan instanceof Assignment assignment) {
            int[] targets = assignment.toArray();
            return NpyArray.of(targets, targets.length);
        }
        double[] entries = new double[plan.entries() * 3];
        for (int e = 0; e < plan.entries(); e++) {
            entries[3 * e] = plan.source(e);
            entries[3 * e + 1] = plan.target(e);
            entries[3 * e + 2] = plan.mass(e);
        }
        return NpyArray.of(entries, plan.entries(), 3);
    }
}
