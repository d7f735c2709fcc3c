package org.leastaction.ot.entropic;

import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;

/** Sinkhorn's iteration: f is updated to match the sources' marginals, then g to match the targets'. */
final class AlternatingUpdate implements Update {

    private final Weights a;
    private final Weights b;
    private final GibbsKernel toSources;
    private final GibbsKernel toTargets;
    private KernelSums sourceSums;
    private KernelSums targetSums;
    private final double[] f;
    private final double[] g;
    private final Relaxation relaxation = new Relaxation();
    private double lastEpsilon;
    private double targetError;

    AlternatingUpdate(TransportProblem problem, SinkhornSolver solver) {
        Parallelism parallelism = solver.parallelism();
        this.a = problem.a();
        this.b = problem.b();
        this.toSources = new GibbsKernel(problem.y(), problem.b(), problem.x(), problem.cost(), parallelism);
        this.toTargets = new GibbsKernel(problem.x(), problem.a(), problem.y(), problem.cost(), parallelism);
        this.sourceSums = KeptRows.of(toSources, solver.tolerance(), solver.memory() / 2, parallelism);
        this.targetSums = KeptRows.of(toTargets, solver.tolerance(), solver.memory() / 2, parallelism);
        this.f = new double[problem.x().size()];
        this.g = new double[problem.y().size()];
    }

    /**
     * After a full step the targets' marginals are exact; after a step of length ω, ω − 1 times their error remains.
     */
    @Override
    public double iterate(double epsilon, double aim) {
        if (epsilon != lastEpsilon) {
            relaxation.restart();
            lastEpsilon = epsilon;
            targetError = 0;
        }
        double[] sums = sourceSums.sums(g, f, epsilon);
        double error = error(a, sums) + (relaxation.factor() - 1) * targetError;
        if (error > aim) {
            relaxation.observe(error);
            double step = relaxation.factor() * epsilon;
            lower(f, step, sums);
            double[] reached = targetSums.sums(f, g, epsilon);
            targetError = error(b, reached);
            lower(g, step, reached);
        }
        return error;
    }

    void startFrom(double[] newF, double[] newG) {
        System.arraycopy(newF, 0, f, 0, f.length);
        System.arraycopy(newG, 0, g, 0, g.length);
    }

    @Override
    public boolean refine() {
        boolean refined = sourceSums != toSources || targetSums != toTargets;
        sourceSums = toSources;
        targetSums = toTargets;
        return refined;
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
