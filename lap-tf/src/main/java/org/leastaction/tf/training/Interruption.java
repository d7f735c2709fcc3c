package org.leastaction.tf.training;

/** How trainings are stopped from outside: between two steps, or two batches of an evaluation. */
final class Interruption {

    private Interruption() {}

    /** What to say of a training that was stopped and can go on. */
    static String kept(long steps) {
        return "the state after step " + steps + " is kept: the same command goes on from there";
    }

    /** @throws InterruptedException if the thread was interrupted; its mark is then taken off */
    static void check() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the training was stopped");
        }
    }
}
