package org.leastaction.ot.entropic;

import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;

/** Sinkhorn's own: f makes the sources' marginals right, then g the targets'. */
final class AlternatingUpdate implements Update {

    private final Weights a;
    private final Weights b;
    private final GibbsKernel toSources;
    private final GibbsKernel toTargets;
    private final double[] f;
    private final double[] g;
    private final Relaxation relaxation = new Relaxation();
    private double lastEpsilon;
    private double targetError;

    AlternatingUpdate(TransportProblem problem, Parallelism parallelism) {
        this.a = problem.a();
        this.b = problem.b();
        this.toSources = new GibbsKernel(problem.y(), problem.b(), problem.x(), problem.cost(), parallelism);
        this.toTargets = new GibbsKernel(problem.x(), problem.a(), problem.y(), problem.cost(), parallelism);
        this.f = new double[problem.x().size()];
        this.g = new double[problem.y().size()];
    }

    /** With whole steps the targets' marginals are right from the last one; with longer ones ω − 1 of their error is left. */
    @Override
    public double iterate(double epsilon, double aim) {
        if (epsilon != lastEpsilon) {
            relaxation.restart();
            lastEpsilon = epsilon;
            targetError = 0;
        }
        double[] sums = toSources.sums(g, f, epsilon);
        double error = error(a, sums) + (relaxation.factor() - 1) * targetError;
        if (error > aim) {
            relaxation.observe(error);
            double step = relaxation.factor() * epsilon;
            lower(f, step, sums);
            double[] targetSums = toTargets.sums(f, g, epsilon);
            targetError = error(b, targetSums);
            lower(g, step, targetSums);
        }
        return error;
    }

    /** Takes f from the first potentials and g from the second. */
    void startFrom(DualPotentials first, DualPotentials second) {
        System.arraycopy(SinkhornSolver.sources(first), 0, f, 0, f.length);
        System.arraycopy(SinkhornSolver.targets(second), 0, g, 0, g.length);
    }

    static double error(Weights weights, double[] sums) {
        CompensatedSum error = new CompensatedSum();
        for (int i = 0; i < sums.length; i++) {
            error.add(weights.get(i) * Math.abs(sums[i] - 1));
        }
        return error.value();
    }

    static void lower(double[] potential, double amount, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            potential[i] -= amount * Math.log(sums[i]);
        }
    }

    @Override
    public double[] f() {
        return f;
    }

    @Override
    public double[] g() {
        return g;
    }

    @Override
    public double largestCost() {
        return toSources.largestCost();
    }

    @Override
    public GibbsKernel toSources() {
        return toSources;
    }

    @Override
    public GibbsKernel toTargets() {
        return toTargets;
    }
}
