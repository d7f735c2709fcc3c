package org.leastaction.bench.data.array;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.flow.NamedInputs.Kind;
import org.leastaction.flow.NamedInputs;
import org.leastaction.points.io.NpyArray;

/**
 * Padding at the end of all samples.
 *
 * @param mask   name of its mask
 * @param length of the arrays, padding included
 * @param used   columns up to the last token of the longest sample
 */
record Padding(String mask, int length, int used) {

    /**
     * The columns at the end that a mask marks in all samples. None is padding if an array of the same length has
     * numbers there that differ: it holds something else than these tokens, or needs all its columns.
     */
    static Optional<Padding> of(Map<String, NpyArray> arrays) {
        Map<String, Kind> masks = new LinkedHashMap<>();
        arrays.forEach((name, array) -> MaskKinds.of(name, array, arrays)
                .ifPresent(kind -> masks.put(name, kind)));
        if (masks.isEmpty()) {
            return Optional.empty();
        }
        String first = masks.keySet().iterator().next();
        int length = NamedArrays.array(arrays, first).shape().get(1);
        int used = masks.entrySet().stream()
                .filter(mask -> NamedArrays.array(arrays, mask.getKey()).shape().get(1) == length)
                .mapToInt(mask -> used(NamedArrays.array(arrays, mask.getKey()), mask.getValue()))
                .max().orElseThrow();
        Padding padding = new Padding(first, length, used);
        return Optional.of(padding).filter(known -> arrays.entrySet().stream()
                .filter(entry -> known.concerns(entry.getKey(), entry.getValue()))
                .allMatch(entry -> known.isAlikeBehind(entry.getValue())));
    }

    /** Whether an array has these columns. */
    boolean concerns(String name, NpyArray array) {
        return array.rank() > 1 && array.shape().get(1) == length && NamedInputs.mayDescribe(mask, name);
    }

    /** Whether all columns behind the used ones are the same, within a sample and among samples. */
    private boolean isAlikeBehind(NpyArray array) {
        if (array.size() == 0 || used == length) {
            return true;
        }
        int row = array.size() / array.shape().get(0);
        int column = row / length;
        int from = column * used;
        boolean whole = NamedArrays.isWhole(array);
        long[] longs = whole ? array.longs() : new long[0];
        double[] doubles = whole ? new double[0] : array.doubles();
        return IntStream.range(0, array.size()).filter(i -> i % row >= from).allMatch(i -> whole
                ? longs[i] == longs[from + i % column] : doubles[i] == doubles[from + i % column]);
    }

    private static int used(NpyArray mask, Kind kind) {
        double[] marks = NamedArrays.doubles(mask);
        int length = mask.shape().get(1);
        int used = 1;
        for (int i = 0; i < marks.length; i++) {
            if (marks[i] != (kind == Kind.MASK ? 0 : 1)) {
                used = Math.max(used, i % length + 1);
            }
        }
        return used;
    }
}
