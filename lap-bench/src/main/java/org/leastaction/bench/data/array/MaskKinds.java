package org.leastaction.bench.data.array;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.NamedInputs.Kind;
import org.leastaction.points.io.NpyArray;

/** What 1 marks in a mask: by its name, or by its numbers where the name leaves it open. */
final class MaskKinds {

    private MaskKinds() {}

    /**
     * The kind of an array [n, tokens] that is named as a mask. If the name leaves open whether 1 marks tokens, a sample
     * without padding tells, as every sample has a token; else the token ids do, which are all the same in padding.
     *
     * @param arrays of the same file
     * @return empty if it is no mask, or its numbers do not tell
     */
    static Optional<Kind> of(String name, NpyArray mask, Map<String, NpyArray> arrays) {
        Optional<Kind> named = NamedInputs.maskKind(name).filter(kind -> mask.rank() == 2 && mask.size() > 0);
        if (!named.equals(Optional.of(Kind.UNDECIDED_MASK))) {
            return named;
        }
        double[] marks = NamedArrays.doubles(mask);
        if (Arrays.stream(marks).anyMatch(mark -> mark != 0 && mark != 1)) {
            return Optional.empty();
        }
        Set<Kind> kinds = ofWholeSamples(marks, mask.shape().get(1));
        if (kinds.isEmpty()) {
            arrays.forEach((other, array) -> {
                if (NamedArrays.isWhole(array) && array.shape().equals(mask.shape())
                        && NamedInputs.maskKind(other).isEmpty() && NamedInputs.mayDescribe(name, other)) {
                    ofIds(marks, array.longs()).ifPresent(kinds::add);
                }
            });
        }
        return kinds.size() == 1 ? kinds.stream().findFirst() : Optional.empty();
    }

    private static Set<Kind> ofWholeSamples(double[] marks, int length) {
        Set<Kind> kinds = new HashSet<>();
        for (int from = 0; from < marks.length; from += length) {
            double sum = Arrays.stream(marks, from, from + length).sum();
            if (sum == length) {
                kinds.add(Kind.MASK);
            } else if (sum == 0) {
                kinds.add(Kind.PADDING_MASK);
            }
        }
        return kinds;
    }

    private static Optional<Kind> ofIds(double[] marks, long[] ids) {
        Set<Long> atZero = new HashSet<>();
        Set<Long> atOne = new HashSet<>();
        for (int i = 0; i < ids.length; i++) {
            (marks[i] == 0 ? atZero : atOne).add(ids[i]);
        }
        return (atZero.size() == 1) == (atOne.size() == 1) ? Optional.empty()
                : Optional.of(atZero.size() == 1 ? Kind.MASK : Kind.PADDING_MASK);
    }
}
