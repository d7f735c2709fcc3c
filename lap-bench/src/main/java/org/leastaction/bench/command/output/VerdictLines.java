package org.leastaction.bench.command.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.HolderMeasures;
import org.leastaction.bench.analysis.JacobianMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.analysis.RobustnessMeasures;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.verdict.Sentence;
import org.leastaction.bench.verdict.Verdict;
import org.leastaction.metrics.definition.MetricDefinition;

/** A verdict, and the main quantities of an analysis, on the terminal. */
public final class VerdictLines {

    private static final int WIDTH = 100;
    private static final String BULLET = "• ";
    private static final String INDENT = "  ";

    /** The main quantities of a group. */
    private record Group(String title, List<MetricDefinition> metrics) {}

    private static final List<Group> MAIN = List.of(
            new Group("transport", List.of(
                    CostMeasures.TRANSPORT_COST, CostMeasures.DISPLACEMENT, CostMeasures.STRAIGHTNESS)),
            new Group("gap", List.of(GapMeasures.W2_SQUARED, GapMeasures.OT_GAP_RELATIVE)),
            new Group("regularity", List.of(HolderMeasures.HOLDER_EXPONENT, HolderMeasures.LIPSCHITZ_PAIRS,
                    JacobianMeasures.JACOBIAN_ASYMMETRY)),
            new Group("accuracy", List.of(QualityMeasures.ACCURACY, QualityMeasures.ECE)),
            new Group("robustness", List.of(RobustnessMeasures.ROBUST_ACCURACY_LINF)));

    private VerdictLines() {}

    /**
     * The sentences with their caveats, broken into lines; none for an empty verdict. A caveat that the next sentence
     * has too is printed there only.
     */
    public static List<String> of(Verdict verdict) {
        List<String> lines = new ArrayList<>();
        List<Sentence> sentences = verdict.sentences();
        for (int i = 0; i < sentences.size(); i++) {
            Sentence sentence = sentences.get(i);
            boolean again = i + 1 < sentences.size() && sentence.caveat().equals(sentences.get(i + 1).caveat());
            lines.addAll(broken(again ? sentence.text() : sentence.inFull()));
        }
        return lines;
    }

    /** The verdicts on networks that can be compared. */
    public static List<String> of(List<RunRecord> records) {
        return Comparison.of(records).stream().flatMap(comparison -> of(Verdict.of(comparison)).stream()).toList();
    }

    /** About ten quantities, aligned: group, name, value, interval; those that were not requested are omitted. */
    public static List<String> of(Analysis analysis) {
        List<List<String>> rows = new ArrayList<>();
        for (Group group : MAIN) {
            String title = group.title();
            for (MetricDefinition metric : group.metrics()) {
                if (analysis.quantities().contains(metric.key())) {
                    Quantity quantity = analysis.quantity(metric.key());
                    rows.add(List.of(title, metric.label(), value(quantity)));
                    title = "";
                }
            }
        }
        int titles = width(rows, 0);
        int names = width(rows, 1);
        return rows.stream().map(row -> padded(row.get(0), titles) + INDENT + padded(row.get(1), names) + INDENT
                + row.get(2)).toList();
    }

    private static String value(Quantity quantity) {
        return !quantity.isPresent() ? Numbers.MISSING + " (" + quantity.reason() + ")"
                : quantity.hasInterval()
                        ? padded(Numbers.of(quantity.value()), 10) + Numbers.of(quantity.low()) + " to "
                                + Numbers.of(quantity.high())
                : Numbers.of(quantity.value());
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static List<String> broken(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(BULLET);
        for (String word : Stream.of(text.split(" ")).toList()) {
            if (line.length() > BULLET.length() && line.length() + word.length() > WIDTH) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(INDENT);
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}
