package org.leastaction.tf.training;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.points.LabelledPoints;

/**
 * The training batches of an ensemble in the order of its steps, gathered and augmented in advance on other threads.
 *
 * <p>A batch is a function of the points, the seeds, the epoch and the position in the epoch: it depends neither on the
 * number of threads nor on the start of the feed.
 */
final class BatchFeed implements AutoCloseable {

    private final List<LabelledPoints> sets;
    private final TrainingOptions options;
    private final long[] seeds;
    private final int trainSize;
    private final int ahead;
    private final ExecutorService workers;
    private final Deque<Future<EnsembleBatch>> coming = new ArrayDeque<>();
    private final Deque<EnsembleBatch> free = new ArrayDeque<>();
    private @Nullable EnsembleBatch shown;
    private @Nullable EpochOrder order;
    private int epoch;
    private int from;

    /**
     * Starts preparing batches immediately.
     *
     * @param sets    training points of each instance, of one size
     * @param options of all instances, except the seed
     * @param seeds   one per instance
     * @param epoch   epoch of the first batch, from 1
     * @param from    number of points of that epoch before the first batch
     * @param threads number of threads that prepare batches, at least 1
     */
    BatchFeed(List<LabelledPoints> sets, TrainingOptions options, long[] seeds, int epoch, int from, int threads) {
        this.sets = sets;
        this.options = options;
        this.seeds = seeds;
        this.trainSize = sets.get(0).size();
        this.epoch = epoch;
        this.from = from;
        this.ahead = threads + 1;
        this.workers = Executors.newFixedThreadPool(threads, BatchFeed::worker);
        boolean more = true;
        while (more && coming.size() < ahead) {
            more = prepareOneMore();
        }
    }

    /**
     * The next batch; valid until the next call.
     *
     * @throws IllegalStateException after the last batch of the last epoch
     */
    EnsembleBatch next() throws InterruptedException {
        if (coming.isEmpty()) {
            throw new IllegalStateException("the last batch of the last epoch has been taken");
        }
        if (shown != null) {
            free.push(shown);
        }
        EnsembleBatch next;
        try {
            next = coming.remove().get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a batch cannot be prepared", failure.getCause());
        }
        shown = next;
        prepareOneMore();
        return next;
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }

    private boolean prepareOneMore() {
        if (from >= trainSize) {
            epoch++;
            from = 0;
            order = null;
        }
        if (epoch > options.epochs()) {
            return false;
        }
        if (order == null) {
            order = new EpochOrder(seeds, epoch, trainSize);
        }
        EpochOrder rows = order;
        int start = from;
        int end = Math.min(from + options.batch(), trainSize);
        int ofEpoch = epoch;
        EnsembleBatch batch = free.isEmpty() ? new EnsembleBatch(sets) : free.pop();
        coming.add(workers.submit(() -> {
            batch.gather(rows.permutations(), start, end, options.augmentation(), seeds, ofEpoch);
            return batch;
        }));
        from = end;
        return true;
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "lap-batches");
        thread.setDaemon(true);
        return thread;
    }

    /** The permutations of one epoch, drawn by the first thread that needs them. */
    private static final class EpochOrder {

        private final long[] seeds;
        private final int epoch;
        private final int n;
        private int @Nullable [][] permutations;

        EpochOrder(long[] seeds, int epoch, int n) {
            this.seeds = seeds;
            this.epoch = epoch;
            this.n = n;
        }

        synchronized int[][] permutations() {
            if (permutations == null) {
                permutations = new int[seeds.length][];
                for (int i = 0; i < seeds.length; i++) {
                    permutations[i] = BatchOrder.permutation(seeds[i], epoch, n);
                }
            }
            return permutations;
        }
    }

    /** The order of a run's training points: a new uniform permutation in each epoch. */
    private static final class BatchOrder {

        private BatchOrder() {}

        /**
         * The permutation of an epoch; it depends only on the seed and the epoch, so that a training can be resumed at
         * any step.
         */
        static int[] permutation(long seed, int epoch, int n) {
            SplittableRandom random = new SplittableRandom(seed * 1_000_003L + epoch);
            int[] order = new int[n];
            for (int i = 0; i < n; i++) {
                int j = random.nextInt(i + 1);
                order[i] = order[j];
                order[j] = i;
            }
            return order;
        }
    }
}
