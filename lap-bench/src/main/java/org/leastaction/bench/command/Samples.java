package org.leastaction.bench.command;

import java.util.Random;
import java.util.stream.IntStream;
import org.leastaction.points.LabelledPoints;

/** Random samples of a data set. */
final class Samples {

    private Samples() {}

    /** Draws {@code size} points without replacement, or all if there are no more. */
    static LabelledPoints draw(LabelledPoints all, int size, long seed) {
        if (size >= all.size()) {
            return all;
        }
        Random random = new Random(seed);
        int[] rows = IntStream.range(0, all.size()).toArray();
        for (int i = 0; i < size; i++) {
            int j = i + random.nextInt(rows.length - i);
            int row = rows[j];
            rows[j] = rows[i];
            rows[i] = row;
        }
        return all.select(IntStream.range(0, size).map(i -> rows[i]).toArray());
    }
}
