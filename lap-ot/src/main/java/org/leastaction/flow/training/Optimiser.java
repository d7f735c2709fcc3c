package org.leastaction.flow.training;

import java.util.List;
import java.util.Objects;

/** The optimiser of a training. */
public sealed interface Optimiser permits Optimiser.Sgd, Optimiser.Adam {

    /** The name in files and on the command line. */
    String key();

    /** Learning rate before the schedule, above 0. */
    double learningRate();

    /** Weight decay w, at least 0: w·θ is added to the gradient of every trained parameter θ. */
    double weightDecay();

    /** Schedule of the learning rate. */
    StepSchedule schedule();

    /** The same optimiser at another rate. */
    Optimiser withLearningRate(double newLearningRate);

    /** The same optimiser with another schedule. */
    Optimiser withSchedule(StepSchedule newSchedule);

    /** @throws IllegalArgumentException unless rate and decay are finite, the rate above 0 and the decay at least 0 */
    static void check(double learningRate, double weightDecay) {
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("the learning rate must be finite and above 0, not " + learningRate);
        }
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw new IllegalArgumentException("weight decay must be finite and at least 0, not " + weightDecay);
        }
    }

    /**
     * Adam (Kingma and Ba 2015): steps of m̂ / (√v̂ + ε), with m̂ and v̂ the bias-corrected running means of the
     * gradient and of its square.
     *
     * @param learningRate r, above 0, before the schedule
     * @param beta1        decay rate of m, in [0, 1)
     * @param beta2        decay rate of v, in [0, 1)
     * @param epsilon      ε, above 0
     * @param weightDecay  w, at least 0
     * @param schedule     schedule of the learning rate
     */
    public record Adam(
            double learningRate, double beta1, double beta2, double epsilon, double weightDecay, StepSchedule schedule)
            implements Optimiser {

        /** @throws IllegalArgumentException for values outside the ranges above */
        public Adam {
            Objects.requireNonNull(schedule, "schedule");
            Optimiser.check(learningRate, weightDecay);
            checkShare("beta1", beta1);
            checkShare("beta2", beta2);
            if (!(epsilon > 0)) {
                throw new IllegalArgumentException("epsilon must be above 0, not " + epsilon);
            }
        }

        /** Rate 0.001, β 0.9 and 0.999, ε 1e-8, no weight decay, constant rate: the values of the article. */
        public static Adam defaults() {
            return new Adam(0.001, 0.9, 0.999, 1e-8, 0, StepSchedule.constant());
        }

        @Override
        public String key() {
            return "adam";
        }

        @Override
        public Adam withLearningRate(double newLearningRate) {
            return new Adam(newLearningRate, beta1, beta2, epsilon, weightDecay, schedule);
        }

        @Override
        public Adam withSchedule(StepSchedule newSchedule) {
            return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, newSchedule);
        }

        private static void checkShare(String name, double share) {
            if (!(share >= 0 && share < 1)) {
                throw new IllegalArgumentException(name + " must be in [0, 1), not " + share);
            }
        }
    }

    /**
     * Stochastic gradient descent: g ← ∇L + w·θ; m ← μ·m + g; θ ← θ − r·m.
     *
     * @param learningRate r, above 0, before the schedule
     * @param momentum     μ in [0, 1)
     * @param weightDecay  w, at least 0, on every trained parameter
     * @param schedule     schedule of the learning rate
     */
    public record Sgd(double learningRate, double momentum, double weightDecay, StepSchedule schedule)
            implements Optimiser {

        /** @throws IllegalArgumentException for values outside the ranges above */
        public Sgd {
            Objects.requireNonNull(schedule, "schedule");
            Optimiser.check(learningRate, weightDecay);
            if (!(momentum >= 0 && momentum < 1)) {
                throw new IllegalArgumentException("momentum must be in [0, 1), not " + momentum);
            }
        }

        /**
         * The paper's settings for ResNets (section C.3): rate 0.01, momentum 0.9, weight decay 1e-4, ÷5 at epochs 120,
         * 160, 200.
         */
        public static Sgd defaults() {
            return new Sgd(0.01, 0.9, 1e-4, StepSchedule.resnet());
        }

        @Override
        public String key() {
            return "sgd";
        }

        @Override
        public Sgd withLearningRate(double newLearningRate) {
            return new Sgd(newLearningRate, momentum, weightDecay, schedule);
        }

        @Override
        public Sgd withSchedule(StepSchedule newSchedule) {
            return new Sgd(learningRate, momentum, weightDecay, newSchedule);
        }
    }

    /**
     * A learning rate that is divided at given epochs.
     *
     * @param milestones epochs after which the rate is divided again; ascending
     * @param divisor    divisor of the rate, at least 1
     */
    public record StepSchedule(List<Integer> milestones, double divisor) {

        /** @throws IllegalArgumentException unless milestones ascend and the divisor is finite and at least 1 */
        public StepSchedule {
            milestones = List.copyOf(milestones);
            for (int i = 1; i < milestones.size(); i++) {
                if (milestones.get(i) <= milestones.get(i - 1)) {
                    throw new IllegalArgumentException("milestones must ascend: " + milestones);
                }
            }
            if (!(divisor >= 1) || Double.isInfinite(divisor)) {
                throw new IllegalArgumentException("the divisor must be finite and at least 1, not " + divisor);
            }
        }

        /** A constant rate. */
        public static StepSchedule constant() {
            return new StepSchedule(List.of(), 1);
        }

        /** The paper's schedule for ResNets: divided by 5 at epochs 120, 160 and 200. */
        public static StepSchedule resnet() {
            return new StepSchedule(List.of(120, 160, 200), 5);
        }

        /** Rate of epoch {@code epoch} (from 1) as a share of the initial rate, in (0, 1]. */
        public double factor(int epoch) {
            long passed = milestones.stream().filter(milestone -> milestone < epoch).count();
            return Math.pow(divisor, (double) -passed);
        }
    }
}
