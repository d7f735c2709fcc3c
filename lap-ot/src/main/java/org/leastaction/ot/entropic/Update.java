package org.leastaction.ot.entropic;

import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;

/** One iteration on the potentials, which this object holds. */
interface Update {

    /**
     * Measures the marginal error and, unless it is within the aim, updates the potentials to reduce it.
     *
     * @return the error before the update
     */
    double iterate(double epsilon, double aim);

    /**
     * Switches to sums in full precision, if they were not so already.
     *
     * @return whether this makes a difference
     */
    boolean refine();

    double[] f();

    double[] g();

    double largestCost();

    /** Sums over the targets, for every source. */
    GibbsKernel toSources();

    /** Sums over the sources, for every target. */
    GibbsKernel toTargets();

    /** Sinkhorn's iteration: f is updated to match the sources' marginals, then g to match the targets'. */
    static final class AlternatingUpdate implements Update {

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
            this.toSources = new GibbsKernel(
                    problem.y(), problem.b(), problem.x(), problem.cost().transposed(), parallelism);
            this.toTargets = new GibbsKernel(problem.x(), problem.a(), problem.y(), problem.cost(), parallelism);
            this.sourceSums = KernelSums.of(toSources, solver.tolerance(), solver.memory() / 2, parallelism);
            this.targetSums = KernelSums.of(toTargets, solver.tolerance(), solver.memory() / 2, parallelism);
            this.f = new double[problem.x().size()];
            this.g = new double[problem.y().size()];
        }

        /**
         * After a full step the targets' marginals are exact; after a step of length ω, ω − 1 times their error
         * remains.
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

        /**
         * Overrelaxation of Sinkhorn's iteration. Near the solution the iteration is linear and multiplies the error by
         * a factor λ per sweep; steps of length ω = 2/(1 + √(1 − λ)) then converge fastest (Lehmann et al. 2022; Young
         * 1954). λ is estimated during the iteration; if the error grows, overrelaxation stops and full steps continue.
         */
        private static final class Relaxation {

            private static final int WINDOW = 10;
            /** Convergence rate λ below which overrelaxation gains nothing. */
            private static final double FAST = 0.5;
            private static final double SLOWEST = 0.99999;
            /** Growth of the error over a window that ends overrelaxation. */
            private static final double GROWTH = 1.5;

            private double factor = 1;
            private int steps;
            private double errorAtStart;

            /** ω, in [1, 2). */
            double factor() {
                return factor;
            }

            /** Returns to full steps, for a new ε. */
            void restart() {
                factor = 1;
                steps = 0;
            }

            /** Records the error before a step. */
            void observe(double error) {
                if (steps == 0) {
                    errorAtStart = error;
                }
                if (steps++ < WINDOW) {
                    return;
                }
                double rate = Math.pow(error / errorAtStart, 1.0 / WINDOW);
                if (error > GROWTH * errorAtStart || !(rate > 0)) {
                    factor = 1;
                } else if (rate < 1) {
                    double beyond = rate + factor - 1;
                    double sweep = beyond * beyond / (rate * factor * factor);
                    if (sweep > FAST && sweep < 1) {
                        factor = Math.max(factor, 2 / (1 + Math.sqrt(1 - Math.min(SLOWEST, sweep))));
                    }
                }
                steps = 1;
                errorAtStart = error;
            }
        }
    }

    /**
     * The update for a set and itself, f = g: half of Sinkhorn's step. It converges in a few iterations, whereas the
     * full step would oscillate (Feydy et al. 2019).
     */
    static final class SymmetricUpdate implements Update {

        private final Weights weights;
        private final GibbsKernel kernel;
        private KernelSums sums;
        private final double[] f;

        SymmetricUpdate(TransportProblem self, SinkhornSolver solver) {
            Parallelism parallelism = solver.parallelism();
            this.weights = self.a();
            this.kernel = new GibbsKernel(self.x(), self.a(), self.x(), self.cost(), parallelism);
            this.sums = KernelSums.of(kernel, solver.tolerance(), solver.memory(), parallelism);
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
}
