package org.leastaction.ot.entropic;

import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.kernel.Parallelism;

/**
 * The update for a set and itself, f = g: half of Sinkhorn's step. It converges in a few iterations, whereas the full
 * step would oscillate (Feydy et al. 2019).
 */
final class SymmetricUpdate implements Update {

    private final Weights weights;
    private final GibbsKernel kernel;
    private KernelSums sums;
    private final double[] f;

    SymmetricUpdate(TransportProblem self, SinkhornSolver solver) {
        Parallelism parallelism = solver.parallelism();
        this.weights = self.a();
        this.kernel = new GibbsKernel(self.x(), self.a(), self.x(), self.cost(), parallelism);
        this.sums = KeptRows.of(kernel, solver.tolerance(), solver.memory(), parallelism);
        this.f = new double[self.x().size()];
    }

    @Override
    public double iterate(double epsilon, double aim) {
        double[] reached = sums.sums(f, f, epsilon);
        double error = 2 * AlternatingUpdate.error(weights, reached);
        if (error > aim) {
            AlternatingUpdate.lower(f, epsilon / 2, reached);
        }
        return error;
    }

    @Override
    public boolean refine() {
        boolean refined = sums != kernel;
        sums = kernel;
        return refined;
    }

    @Override
    public double[] f() {
        return f;
    }

    @Override
    public double[] g() {
        return f;
    }

    @Override
    public double largestCost() {
        return kernel.largestCost();
    }

    @Override
    public GibbsKernel toSources() {
        return kernel;
    }

    @Override
    public GibbsKernel toTargets() {
        return kernel;
    }
}
