package org.leastaction.flow.training;

/** The optimiser of a training. */
public sealed interface Optimiser permits Sgd, Adam {

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
}
