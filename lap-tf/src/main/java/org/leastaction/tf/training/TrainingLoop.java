package org.leastaction.tf.training;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.tf.training.Checkpoints.Checkpoint;
import org.leastaction.tf.training.Checkpoints.Standing;

/**
 * The loop of every training: epochs of steps over shuffled batches, a checkpoint between any two steps, an evaluation
 * after each epoch. A training that is interrupted stores its state first.
 *
 * @param <S> kind of training
 */
final class TrainingLoop<S extends Standing> {

    /**
     * The position of a training between two steps; the components are those of {@link Standing}.
     */
    record Position(int epoch, int seen, long steps, double seconds) {}

    /**
     * A network, an ensemble or an autoencoder in training, with its graph and its results so far.
     *
     * @param <S> kind of training
     */
    interface Trainee<S extends Standing> {

        /**
         * One step of the optimiser.
         *
         * @param epoch  from 1
         * @param number number of this step, from 1
         */
        void step(EnsembleBatch batch, double rate, int epoch, long number);

        /** Evaluates, records and reports a finished epoch, from 1. */
        void endEpoch(int epoch, double rate) throws InterruptedException;

        /** Whether every number has become non-finite, so that further steps are useless. */
        boolean hasDiverged();

        /** A snapshot of the state. */
        Checkpoint<S> checkpoint(Position position);
    }

    private final TrainingOptions options;
    private final int trainSize;
    private final Checkpoints<S> checkpoints;
    private final Consumer<String> remarks;
    private final double secondsBefore;
    private final long startNanos = System.nanoTime();
    private int epoch;
    private int seen;
    private long steps;

    /**
     * @param trainSize number of training points
     * @param start     state to continue from; null at the beginning
     * @param remarks   receives messages for the user
     */
    TrainingLoop(TrainingOptions options, int trainSize, @Nullable S start, Checkpoints<S> checkpoints,
            Consumer<String> remarks) {
        this.options = options;
        this.trainSize = trainSize;
        this.checkpoints = checkpoints;
        this.remarks = remarks;
        this.epoch = start == null ? 1 : start.epoch();
        this.seen = start == null ? 0 : start.seen();
        this.steps = start == null ? 0 : start.steps();
        this.secondsBefore = start == null ? 0 : start.seconds();
    }

    /** Trains to the last epoch, or until everything has diverged. */
    void run(Trainee<S> trainee, BatchFeed feed) throws IOException, InterruptedException {
        try {
            while (epoch <= options.epochs() && !trainee.hasDiverged()) {
                double rate = options.optimiser().learningRate() * options.optimiser().schedule().factor(epoch);
                while (seen < trainSize && !trainee.hasDiverged()) {
                    Interruption.check();
                    checkpoints.keepIfDue(() -> trainee.checkpoint(position()));
                    EnsembleBatch batch = feed.next();
                    trainee.step(batch, rate, epoch, steps + 1);
                    steps++;
                    seen += batch.size();
                }
                trainee.endEpoch(epoch, rate);
                epoch++;
                seen = 0;
            }
        } catch (InterruptedException stopped) {
            if (steps > 0 && checkpoints.keepNow(() -> trainee.checkpoint(position()))) {
                remarks.accept(Interruption.kept(steps));
            }
            throw stopped;
        }
        checkpoints.keepLast(() -> trainee.checkpoint(position()));
    }

    /** The message for a training that is resumed. */
    String continues(String training) {
        return training + " goes on after step " + steps + ", in epoch " + Math.min(epoch, options.epochs()) + " of "
                + options.epochs();
    }

    Position position() {
        return new Position(epoch, seen, steps, seconds());
    }

    /** Wall-clock seconds, including those before a restart. */
    double seconds() {
        return secondsBefore + (System.nanoTime() - startNanos) * 1e-9;
    }

    /** Interruption of trainings, which is checked between two steps or two batches of an evaluation. */
    static final class Interruption {

        private Interruption() {}

        /** The message for a training that was stopped and can be resumed. */
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
}
