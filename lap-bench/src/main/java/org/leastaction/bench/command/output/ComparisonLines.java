package org.leastaction.bench.command.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.HolderMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.compare.Difference;
import org.leastaction.bench.compare.ModelComparison;
import org.leastaction.bench.compare.PairComparison;
import org.leastaction.bench.compare.PairComparison.Similarity;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.verdict.Sentence;
import org.leastaction.bench.verdict.Verdict;
import org.leastaction.metrics.definition.MetricDefinition;

/** A comparison on the terminal: the differences in words, then in an aligned table. */
public final class ComparisonLines {

    /** The width of a paragraph. */
    private static final int WIDTH = 100;
    /** The quantities that are printed; all are in summary.csv. */
    private static final Set<String> PRINTED = Stream.of(QualityMeasures.ACCURACY, QualityMeasures.NLL,
            CostMeasures.TRANSPORT_COST, CostMeasures.DISPLACEMENT, CostMeasures.STRAIGHTNESS,
            CostMeasures.LARGEST_DISPLACEMENT, GapMeasures.W2_SQUARED, GapMeasures.OT_GAP_RELATIVE,
            HolderMeasures.LIPSCHITZ_PAIRS, HolderMeasures.HOLDER_EXPONENT)
            .map(MetricDefinition::key).collect(Collectors.toSet());
    /** The states that are listed: the first, the last, and some between them. */
    private static final int STATES = 6;

    private ComparisonLines() {}

    /** The lines of one pair of models. */
    public static List<String> of(ModelComparison comparison, PairComparison pair, Verdict verdict) {
        List<String> lines = new ArrayList<>();
        lines.add(pair.second() + " beside " + pair.first() + " on " + comparison.samples().all() + " samples of "
                + comparison.data());
        comparison.samples().remarks().forEach(remark -> lines.addAll(wrapped(remark)));
        comparison.models().stream()
                .filter(model -> model.name().equals(pair.first()) || model.name().equals(pair.second()))
                .forEach(model -> lines.add("  " + model.name() + ": " + String.join(", ", model.networks())));
        for (Sentence sentence : verdict.sentences()) {
            lines.addAll(wrapped(sentence.inFull()));
        }
        lines.add("");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", pair.first(), pair.second(), "difference", "95 % interval"));
        pair.quantities().stream().filter(Difference::isPresent)
                .filter(difference -> PRINTED.contains(difference.metric().key())).forEach(difference -> {
                    Quantity change = difference.change();
                    List<String> numbers = change.hasInterval()
                            ? Numbers.of(change.value(), change.low(), change.high())
                            : List.of(Numbers.of(change.value()));
                    rows.add(List.of(difference.metric().name(), Numbers.of(difference.first().value()),
                            Numbers.of(difference.second().value()), numbers.get(0), numbers.size() == 1 ? ""
                                    : numbers.get(1) + " to " + numbers.get(2) + (difference.isCertain() ? " *" : "")));
                });
        if (rows.size() > 1) {
            lines.addAll(aligned(rows));
            lines.add("* the interval does not contain 0");
        }
        List<List<String>> states = new ArrayList<>();
        states.add(List.of("state after block", "CKA", "debiased", "Procrustes"));
        for (int i : shown(pair.similarity().size())) {
            Similarity state = pair.similarity().get(i);
            states.add(List.of(state.first() == state.second() ? Integer.toString(state.first())
                    : state.first() + " and " + state.second(),
                    value(state.cka()), value(state.debiased()), value(state.procrustes())));
        }
        lines.add("");
        lines.addAll(aligned(states));
        return lines;
    }

    /** Some of the indices of a list, in order, the first and the last among them. */
    private static int[] shown(int size) {
        int count = Math.min(STATES, size);
        return IntStream.range(0, count)
                .map(i -> count == 1 ? 0 : (int) Math.round(i * (size - 1.0) / (count - 1))).toArray();
    }

    private static String value(Quantity quantity) {
        return quantity.isPresent() ? Numbers.decimal(quantity.value(), 3) : Numbers.MISSING;
    }

    private static List<String> wrapped(String paragraph) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("-");
        // Numbers stay with what follows them: "95 %", "1.3 × 10⁴".
        for (String word : paragraph.split(" (?![%×]|10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** Rows with the first column to the left and the others to the right. */
    private static List<String> aligned(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toArray();
        return rows.stream().map(row -> {
            StringBuilder line = new StringBuilder(row.get(0)).append(" ".repeat(widths[0] - row.get(0).length()));
            for (int column = 1; column < columns; column++) {
                String cell = row.get(column);
                boolean last = column == columns - 1 && columns == 5;
                line.append("  ").append(last ? cell : " ".repeat(widths[column] - cell.length()) + cell);
            }
            return line.toString().stripTrailing();
        }).toList();
    }
}
