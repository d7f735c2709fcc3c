package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.LabelledPoints;

class BatchFeedTest {

    private static final int EPOCHS = 3;

    /** Two runs of 20 varied images in batches of 6: 4 batches an epoch, the last of 2. */
    private static List<TrainingRun> runs() {
        return List.of(TrainingData.imageRun(20, 6, EPOCHS, 1), TrainingData.imageRun(20, 6, EPOCHS, 2));
    }

    /** A batch, copied. */
    private record Taken(int size, List<Float> points, List<Integer> labels) {}

    private static List<Taken> take(int epoch, int from, int threads) throws InterruptedException {
        List<Taken> all = new ArrayList<>();
        int dimension = runs().get(0).train().points().dimension();
        try (BatchFeed feed = new BatchFeed(
                runs().stream().map(TrainingRun::train).toList(), runs().get(0).options(), new long[] {1, 2}, epoch,
                from, threads)) {
            int batches = 4 * (EPOCHS - epoch + 1) - (from + 5) / 6;
            for (int b = 0; b < batches; b++) {
                EnsembleBatch batch = feed.next();
                List<Float> points = new ArrayList<>();
                for (int i = 0; i < 2 * batch.size() * dimension; i++) {
                    points.add(batch.points()[i]);
                }
                all.add(new Taken(batch.size(), points,
                        Arrays.stream(batch.labels()).limit(2L * batch.size()).boxed().toList()));
            }
            assertThatThrownBy(feed::next).isInstanceOf(IllegalStateException.class);
        }
        return all;
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws InterruptedException {
        List<Taken> one = take(1, 0, 1);

        assertThat(one).hasSize(12);
        assertThat(take(1, 0, 2)).isEqualTo(one);
        assertThat(take(1, 0, 7)).isEqualTo(one);
    }

    @Test
    void aFeedThatStartsInTheMiddleGoesOnAsOneFromTheStart() throws InterruptedException {
        List<Taken> whole = take(1, 0, 1);

        assertThat(take(2, 12, 2)).isEqualTo(whole.subList(6, 12));
        assertThat(take(2, 20, 1)).as("an epoch whose points have all been seen")
                .isEqualTo(whole.subList(8, 12));
    }

    @Test
    void everyEpochHasEveryPointOnceInAnotherOrder() throws InterruptedException {
        LabelledPoints train = TrainingData.coloured(20, 1);
        assertThat(new HashSet<>(Arrays.stream(train.labels()).boxed().toList())).hasSize(2);
        List<Taken> batches = take(1, 0, 1);
        Set<List<Integer>> orders = new HashSet<>();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            List<Integer> labels = new ArrayList<>();
            for (Taken batch : batches.subList(4 * epoch, 4 * epoch + 4)) {
                labels.addAll(batch.labels().subList(0, batch.size()));
            }
            assertThat(labels.stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(Arrays.stream(train.labels()).sum());
            orders.add(labels);
        }
        assertThat(orders).hasSizeGreaterThan(1);
    }
}
