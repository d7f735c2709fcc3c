package org.leastaction.tf.training;

/** Interruption of trainings, which is checked between two steps or two batches of an evaluation. */
final class Interruption {

    private Interruption() {}

    /** What to say of a training that was stopped and can go on. */
    static String kept(long steps) {
        return "the state after step " + steps + " is kept: the same command goes on from there";
    }

    /** @throws InterruptedException if the thread was interrupted; this clears its interrupt status */
    static void check() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the training was stopped");
        }
    }
}
