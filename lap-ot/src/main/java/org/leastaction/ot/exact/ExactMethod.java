package org.leastaction.ot.exact;

import java.util.Locale;
import org.leastaction.ot.TransportResult.SolverChoice;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.simplex.FewSinks;
import org.leastaction.ot.kernel.EqualPoints;
import org.leastaction.ot.pricing.Pricer;
import org.leastaction.points.DoublePoints;

/** The exact methods, and the thresholds of size, dimension, copies and weights at which each is chosen. */
public enum ExactMethod {

    /** Sorting of points on the line. */
    SORTING("sorting"),
    /** Successive shortest paths among a few distinct points of one side. */
    FEW_SINKS("shortest paths among few points"),
    /** Network simplex among candidate arcs. */
    NETWORK_SIMPLEX("network simplex"),
    /** Assignment among candidate pairs. */
    SPARSE_ASSIGNMENT("assignment without a matrix"),
    /** Assignment on the matrix of all costs. */
    DENSE_ASSIGNMENT("assignment on a matrix");

    /** Beyond this size assignment without a matrix is faster if a k-d tree finds the candidates. */
    static final int MANY_IN_FEW_DIMENSIONS = 1_000;
    /** The same if projections to few dimensions may rule out most pairs, or the pairing xᵢ → yᵢ may be optimal. */
    static final int MANY_IN_MANY_DIMENSIONS = 256;
    /** The same for squared Euclidean costs in dimensions between. */
    static final int MANY_BETWEEN = 1_500;
    /** The same otherwise; beyond, the matrix takes about half a gibibyte or more. */
    static final int MANY_ELSEWHERE = 8_000;
    /** Beyond this size copies are looked for in assignment problems, also if they would fit a matrix. */
    static final int MANY_COPIES = 1_000;

    private final String label;

    ExactMethod(String label) {
        this.label = label;
    }

    /** The name of the method, for people. */
    public String label() {
        return label;
    }

    /** Whether it solves assignments only. */
    boolean isForAssignments() {
        return this == SPARSE_ASSIGNMENT || this == DENSE_ASSIGNMENT;
    }

    /** A method and the reason for its choice. */
    record Chosen(ExactMethod method, SolverChoice choice) {

        private static Chosen of(ExactMethod method, String reason, Object... arguments) {
            return new Chosen(method, new SolverChoice(method.label, String.format(Locale.ROOT, reason, arguments)));
        }
    }

    /**
     * The method for a problem without points of weight 0; O((n + m)·d).
     *
     * @param isStarted whether a pairing to start from is known: assignment then uses it, also on the line
     */
    static Chosen of(TransportProblem problem, boolean isStarted) {
        int d = problem.x().dimension();
        int n = problem.x().size();
        int m = problem.y().size();
        if (d == 1 && !isStarted && problem.hasDisplacementCost()) {
            return Chosen.of(SORTING, "points on a line");
        }
        boolean isMany = n > many(problem);
        boolean mayHaveCopies = isMany || n > MANY_COPIES;
        if (problem.isAssignment() && !(mayHaveCopies && (isHalved(problem.x()) || isHalved(problem.y())))) {
            if (!isMany) {
                return Chosen.of(DENSE_ASSIGNMENT, "%d points in %d dimensions", n, d);
            }
            return problem.hasDisplacementCost()
                    ? Chosen.of(SPARSE_ASSIGNMENT, "%d points in %d dimensions", n, d)
                    : Chosen.of(NETWORK_SIMPLEX, "%d points, and costs of which no geometry is known", n);
        }
        int distinctX = EqualPoints.of(problem.x()).groups();
        int distinctY = EqualPoints.of(problem.y()).groups();
        if (FewSinks.suits(distinctX, distinctY)) {
            return Chosen.of(FEW_SINKS, "%d distinct points on one side", Math.min(distinctX, distinctY));
        }
        return problem.isAssignment()
                ? Chosen.of(NETWORK_SIMPLEX, "%d and %d distinct points of %d", distinctX, distinctY, n)
                : Chosen.of(NETWORK_SIMPLEX, n == m ? "weights" : "unequal sizes");
    }

    private static int many(TransportProblem problem) {
        int d = problem.x().dimension();
        if (d <= Pricer.FEW_DIMENSIONS && problem.hasDisplacementCost()) {
            return MANY_IN_FEW_DIMENSIONS;
        }
        if (!problem.cost().equals(GroundCost.squaredEuclidean())) {
            return MANY_ELSEWHERE;
        }
        return d > Pricer.MANY_DIMENSIONS ? MANY_IN_MANY_DIMENSIONS : MANY_BETWEEN;
    }

    /** Whether at least half of the points are copies of others. */
    private static boolean isHalved(DoublePoints points) {
        int half = points.size() / 2;
        return EqualPoints.distinctAtLeast(points) <= half && EqualPoints.of(points).groups() <= half;
    }
}
