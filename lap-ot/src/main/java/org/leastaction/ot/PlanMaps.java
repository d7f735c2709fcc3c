package org.leastaction.ot;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Differences;
import org.leastaction.ot.kernel.EqualPoints;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.pricing.LeastReduced;
import org.leastaction.ot.pricing.PricedRows;
import org.leastaction.ot.pricing.Pricer;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/** Functions of new points from an exact plan and its potentials. */
final class PlanMaps {

    private PlanMaps() {}

    /**
     * The c-transform of potentials: z ↦ minⱼ c(z, yⱼ) − gⱼ. O(k·m·d) at most for k points.
     *
     * @param cost from z to y
     */
    static Potential transform(GroundCost cost, DoublePoints y, double[] g) {
        return (z, parallelism) -> {
            LeastReduced least = LeastReduced.of(
                    cost, TransportProblem.newPoints(z, y, cost, parallelism), y, g, parallelism);
            return IntStream.range(0, z.size()).mapToDouble(k -> least.cost(k) - g[least.column(k)]).toArray();
        };
    }

    /**
     * Sends each point to the target yⱼ of least c(z, yⱼ) − gⱼ: the optimal map to the targets from any distribution for
     * which g is optimal. The error is the distance to the target with the second least value.
     */
    static TransportMap byPotential(TransportProblem problem, DualPotentials potentials) {
        problem.requirePoints("a map of new points");
        int[] weighing = problem.b().weighing();
        EqualPoints equal = EqualPoints.of(problem.y().select(weighing));
        int[] firsts = IntStream.of(equal.firsts()).map(k -> weighing[k]).toArray();
        DoublePoints y = problem.y().select(firsts);
        double[] g = new double[firsts.length];
        Arrays.fill(g, Double.NEGATIVE_INFINITY);
        for (int k = 0; k < weighing.length; k++) {
            g[equal.groupOf()[k]] = Math.max(g[equal.groupOf()[k]], potentials.g(weighing[k]));
        }
        return (points, parallelism) -> {
            DoublePoints z = TransportProblem.newPoints(points, y, problem.cost(), parallelism);
            PricedRows priced = Pricer.of(problem.cost(), z, y).least(z.size(), g, 2, parallelism);
            int[] best = IntStream.range(0, z.size()).map(k -> priced.column(k, 0)).toArray();
            double[] errors = IntStream.range(0, z.size()).mapToDouble(k -> priced.count(k) < 2
                    ? 0 : Math.sqrt(Differences.squared(y, best[k], y, priced.column(k, 1)))).toArray();
            return new TransportMap.Images(y.select(best), errors);
        };
    }

    /** The barycentre of each source's targets, [n, d]; NaN for a source without mass. */
    static DoublePoints barycentres(TransportProblem problem, TransportPlan plan) {
        problem.requirePoints("a barycentre");
        int n = problem.x().size();
        int d = problem.y().dimension();
        double[] sums = new double[n * d];
        double[] masses = new double[n];
        for (int e = 0; e < plan.entries(); e++) {
            int i = plan.source(e);
            masses[i] += plan.mass(e);
            for (int k = 0; k < d; k++) {
                sums[i * d + k] += plan.mass(e) * problem.y().get(plan.target(e), k);
            }
        }
        for (int c = 0; c < sums.length; c++) {
            sums[c] /= masses[c / d];
        }
        return DoublePoints.wrap(sums, n, d);
    }

    /**
     * Moves each point like its nearest source: z ↦ z + T(xᵢ) − xᵢ with T the barycentric projection (Ferradans et al.
     * 2014). The error combines the spread of the targets of xᵢ with the error that the same rule makes in predicting
     * T(xᵢ) from the source nearest to xᵢ, in proportion to the distance.
     */
    static TransportMap byNearestSource(TransportProblem problem, TransportPlan plan) {
        problem.requirePoints("a map of new points");
        int[] weighing = problem.a().weighing();
        DoublePoints x = problem.x().select(weighing);
        DoublePoints images = barycentres(problem, plan).select(weighing);
        double[] spread = spread(problem, plan, weighing, images);
        return (points, parallelism) -> {
            DoublePoints z = TransportProblem.newPoints(points, x, GroundCost.squaredEuclidean(), parallelism);
            int d = x.dimension();
            double[] none = new double[x.size()];
            Pricer near = Pricer.of(GroundCost.squaredEuclidean(), z, x);
            PricedRows nearest = near.least(z.size(), none, 1, parallelism);
            int[] used = IntStream.range(0, z.size()).map(k -> nearest.column(k, 0)).toArray();
            double[] slopes = slopes(x, images, used, parallelism);
            double[] moved = z.toArray();
            double[] errors = new double[z.size()];
            for (int k = 0; k < errors.length; k++) {
                int i = used[k];
                for (int c = 0; c < d; c++) {
                    moved[k * d + c] += images.get(i, c) - x.get(i, c);
                }
                errors[k] = Math.hypot(spread[i], slopes[i] * Math.sqrt(nearest.cost(k, 0)));
            }
            return new TransportMap.Images(DoublePoints.wrap(moved, errors.length, d), errors);
        };
    }

    /** The root mean square distance of each source's targets from their barycentre. */
    private static double[] spread(TransportProblem problem, TransportPlan plan, int[] weighing, DoublePoints images) {
        int[] at = new int[problem.x().size()];
        for (int k = 0; k < weighing.length; k++) {
            at[weighing[k]] = k;
        }
        double[] squares = new double[weighing.length];
        double[] masses = new double[weighing.length];
        for (int e = 0; e < plan.entries(); e++) {
            int k = at[plan.source(e)];
            masses[k] += plan.mass(e);
            squares[k] += plan.mass(e) * Differences.squared(images, k, problem.y(), plan.target(e));
        }
        return IntStream.range(0, squares.length).mapToDouble(k -> Math.sqrt(squares[k] / masses[k])).toArray();
    }

    /**
     * For the sources used, the difference between their displacement and that of their nearest other source, per unit
     * of distance; 0 for a single source and for the others.
     */
    private static double[] slopes(DoublePoints x, DoublePoints images, int[] used, Parallelism parallelism) {
        double[] slopes = new double[x.size()];
        int[] sources = IntStream.of(used).distinct().sorted().toArray();
        if (x.size() < 2 || sources.length == 0) {
            return slopes;
        }
        PricedRows nearest = Pricer.of(GroundCost.squaredEuclidean(), x.select(sources), x)
                .least(sources.length, new double[x.size()], 2, parallelism);
        for (int s = 0; s < sources.length; s++) {
            int i = sources[s];
            int t = nearest.column(s, 0) == i ? 1 : 0;
            int other = nearest.column(s, t);
            double square = 0;
            for (int c = 0; c < x.dimension(); c++) {
                double difference = images.get(i, c) - x.get(i, c) - images.get(other, c) + x.get(other, c);
                square += difference * difference;
            }
            double distance = nearest.cost(s, t);
            slopes[i] = distance > 0 ? Math.sqrt(square / distance) : 0;
        }
        return slopes;
    }
}
