package org.leastaction.ot.entropic;

import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.entropic.Update.AlternatingUpdate;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * Initial potentials: those of the problem with some of the points, extended to all by f(x) = −ε ln Σⱼ bⱼ e^((gⱼ −
 * c(x, yⱼ))/ε). All levels of ε are then passed on the small problem, where an iteration is cheap.
 *
 * @param f potentials of the sources
 * @param g potentials of the targets
 */
record CoarseStart(double[] f, double[] g) {

    /** Points per side from which on a start is computed. */
    private static final int LEAST = 8_000;
    /** Points per side that suffice for it. */
    private static final int POINTS = 2_000;
    /** Tolerance of the small problem: about the error caused by its few points. */
    private static final double TOLERANCE = 1e-3;
    private static final int ITERATIONS = 500;

    /** Whether a problem has enough points to leave some out. */
    static boolean suits(TransportProblem problem) {
        return Math.min(problem.x().size(), problem.y().size()) >= LEAST;
    }

    static CoarseStart of(TransportProblem problem, SinkhornSolver solver) {
        int[] rows = everyFew(problem.a());
        int[] columns = everyFew(problem.b());
        DoublePoints x = problem.x().select(rows);
        DoublePoints y = problem.y().select(columns);
        Weights a = problem.a().select(rows);
        Weights b = problem.b().select(columns);
        DualPotentials coarse = solver.withTolerance(Math.max(TOLERANCE, solver.tolerance()))
                .withMaxIterations(Math.min(ITERATIONS, solver.maxIterations()))
                .solve(new TransportProblem(x, y, a, b, problem.cost())).potentials();
        Parallelism parallelism = solver.parallelism();
        double[] f = extended(new GibbsKernel(y, b, problem.x(), problem.cost().transposed(), parallelism),
                coarse.g(), solver.epsilon());
        double[] g = extended(new GibbsKernel(x, a, problem.y(), problem.cost(), parallelism),
                coarse.f(), solver.epsilon());
        return new CoarseStart(f, g);
    }

    /** Potentials at the points of a kernel's other side: −ε ln of the kernel's sums. */
    static double[] extended(GibbsKernel kernel, double[] potentials, double epsilon) {
        double[] extended = kernel.leastReduced(potentials);
        AlternatingUpdate.lower(extended, epsilon, kernel.sums(potentials, extended, epsilon));
        return extended;
    }

    /** Indices spread evenly over the points with weight above 0. */
    private static int[] everyFew(Weights weights) {
        int[] weighing = weights.weighing();
        int count = weighing.length;
        int[] chosen = new int[Math.min(POINTS, count)];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = weighing[(int) ((long) i * count / chosen.length)];
        }
        return chosen;
    }
}
