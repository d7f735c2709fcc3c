package org.leastaction.bench.command.input;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.leastaction.bench.command.options.LabelOptions;
import org.leastaction.bench.data.DataRequest.Sampling;
import org.leastaction.points.LabelledPoints;

/** Random samples of a data set. */
public final class SampledPoints {

    private SampledPoints() {}

    /**
     * The choice of {@code size} points that {@link #draw} makes among those that the options do not exclude.
     *
     * @param classes of the model
     */
    public static Sampling sampling(LabelOptions options, int classes, int size, long seed) {
        return labels -> {
            int[] meant = options.rows(labels, classes);
            return Arrays.stream(rows(meant.length, size, seed)).map(row -> meant[row]).toArray();
        };
    }

    /** Draws {@code size} points without replacement, or all if there are no more. */
    public static LabelledPoints draw(LabelledPoints all, int size, long seed) {
        return size >= all.size() ? all : all.select(rows(all.size(), size, seed));
    }

    /** The rows that {@link #draw} chooses from {@code all} points, in their order. */
    public static int[] rows(int all, int size, long seed) {
        int[] rows = IntStream.range(0, all).toArray();
        if (size >= all) {
            return rows;
        }
        Random random = new Random(seed);
        for (int i = 0; i < size; i++) {
            int j = i + random.nextInt(rows.length - i);
            int row = rows[j];
            rows[j] = rows[i];
            rows[i] = row;
        }
        return IntStream.range(0, size).map(i -> rows[i]).toArray();
    }
}
