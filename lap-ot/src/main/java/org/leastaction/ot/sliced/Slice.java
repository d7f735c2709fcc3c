package org.leastaction.ot.sliced;

import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.exact.line.LineTransport;
import org.leastaction.points.DoublePoints;

/** A problem projected onto a line. */
final class Slice {

    private final TransportProblem problem;
    private final WholeMasses masses;
    private final double[] x;
    private final double[] y;

    /** @param masses masses of the problem's weights */
    Slice(TransportProblem problem, WholeMasses masses, double[] direction) {
        this.problem = problem;
        this.masses = masses;
        this.x = shadow(problem.x(), direction);
        this.y = shadow(problem.y(), direction);
    }

    /** W₂² of the projections. */
    double squared() {
        return LineTransport.cost(x, y, problem.a(), problem.b(), masses, 2);
    }

    /** An optimal plan between the projections, with the indices of the points. */
    TransportPlan plan() {
        return LineTransport.plan(x, y, problem.a(), problem.b(), masses);
    }

    /** Euclidean length, computed from scaled coordinates so that squares neither overflow nor underflow. */
    static double norm(double[] vector) {
        double greatest = 0;
        for (double v : vector) {
            greatest = Math.max(greatest, Math.abs(v));
        }
        if (greatest == 0 || !Double.isFinite(greatest)) {
            return greatest;
        }
        // A power of two: scaling by it does not round.
        int exponent = Math.getExponent(greatest);
        double sum = 0;
        for (double v : vector) {
            double scaled = Math.scalb(v, -exponent);
            sum += scaled * scaled;
        }
        return Math.scalb(Math.sqrt(sum), exponent);
    }

    private static double[] shadow(DoublePoints points, double[] direction) {
        int d = direction.length;
        double[] array = points.array();
        double[] shadow = new double[points.size()];
        for (int i = 0; i < shadow.length; i++) {
            int start = points.offset() + i * d;
            double sum = 0;
            for (int k = 0; k < d; k++) {
                sum += array[start + k] * direction[k];
            }
            shadow[i] = sum;
        }
        return shadow;
    }
}
