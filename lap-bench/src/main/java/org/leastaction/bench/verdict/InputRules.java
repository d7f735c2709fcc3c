package org.leastaction.bench.verdict;

import static org.leastaction.bench.verdict.Facts.listed;
import static org.leastaction.bench.verdict.Facts.percent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.data.model.Unstated;
import org.leastaction.bench.record.Quantity;
import org.leastaction.metrics.accuracy.ChanceTest;
import org.leastaction.metrics.accuracy.ChanceTest.Moved;

/**
 * The rule on the inputs: whether the numbers are those of the network on inputs like those of its training. It comes
 * first, because all others rest on it.
 */
final class InputRules {

    /** Random orders of the labels that the answers are compared with. */
    private static final int ORDERS = 199;
    /** Significance level of the tests. */
    private static final double LEVEL = 0.01;
    private static final int NAMED = 3;

    private InputRules() {}

    static Optional<Sentence> inputs(Facts facts) {
        List<Figure> figures = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        answers(facts, figures, parts);
        List<String> unstated = facts.unstated().stream().map(Unstated::inWords).toList();
        if (!unstated.isEmpty()) {
            parts.add("The model does not state " + listed(unstated) + (parts.isEmpty()
                    ? ": what was given or assumed may differ from the training" : ": these are the likely causes"));
        } else if (!parts.isEmpty() && facts.data() != null && facts.data().unstated() != null) {
            parts.add("Nothing about the inputs had to be assumed: the network may be untrained, or the data may be of"
                    + " another kind");
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(new Sentence(Topic.INPUTS,
                String.join(". ", parts) + ".", figures, "All other numbers rest on the inputs."));
    }

    /** Whether the answers are significantly better than chance, and whether they have the numbers of other classes. */
    private static void answers(Facts facts, List<Figure> figures, List<String> parts) {
        Quantity accuracy = facts.of(QualityMeasures.ACCURACY);
        int[][] counts = counts(facts);
        // Samples of a single class say nothing about chance.
        if (!accuracy.isPresent() || Arrays.stream(counts).filter(row -> Arrays.stream(row).sum() > 0).count() < 2) {
            return;
        }
        ChanceTest test = ChanceTest.of(counts, ORDERS, 0);
        boolean guessing = test.accuracy() > LEVEL;
        if (guessing) {
            figures.add(facts.figure(QualityMeasures.ACCURACY));
            parts.add("The accuracy, " + percent(accuracy) + ", is not significantly better than chance, "
                    + percent(test.expected()));
        }
        List<Moved> moved = ChanceTest.moved(counts, LEVEL);
        if (!moved.isEmpty()) {
            List<String> named = moved.stream().limit(NAMED).map(one -> {
                figures.add(new Figure(QualityMeasures.CONFUSION, "class " + one.label() + " as " + one.answer(),
                        Quantity.of(one.asAnswer())));
                return facts.named(one.label()) + " is taken for " + facts.named(one.answer()) + " " + one.asAnswer()
                        + " times and for itself " + one.asLabel();
            }).toList();
            parts.add("The labels seem permuted: " + String.join(", ", named)
                    + (moved.size() > NAMED ? ", and so on for " + moved.size() + " classes" : "")
                    + " (--class-names or --label-map gives their order)");
        } else if (guessing && test.consistency() <= LEVEL) {
            parts.add(
                    "Yet samples of one class get the same answer more often than by chance: the network distinguishes"
                            + " classes, so the labels may be permuted (--class-names or --label-map gives their order)");
        }
    }

    private static int[][] counts(Facts facts) {
        List<List<Double>> columns = List.copyOf(facts.table(QualityMeasures.CONFUSION).values());
        return IntStream.range(0, columns.size()).mapToObj(label -> columns.stream()
                .mapToInt(column -> column.get(label).intValue()).toArray()).toArray(int[][]::new);
    }
}
