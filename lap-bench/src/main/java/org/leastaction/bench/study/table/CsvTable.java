package org.leastaction.bench.study.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leastaction.bench.study.Study;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.PairedComparison;

/** The table as numbers: one line per cell. */
public final class CsvTable {

    private static final String HEAD = "study,scale,row,column,expected,made,diverged,failed,accuracy,mean,low,high,"
            + "other_mean,other_low,other_high,published_mean,published_low,published_high,verdict,"
            + "pairs,paired_difference,paired_low,paired_high,paired_p\n";

    private CsvTable() {}

    public static String of(StudyTable table) {
        Study study = table.study();
        StringBuilder text = new StringBuilder(HEAD);
        for (int row = 0; row < study.rows().size(); row++) {
            for (int column = 0; column < study.columns().size(); column++) {
                CellResult cell = table.cell(row, column);
                text.append(Stream.of(
                                List.of(study.name(), Double.toString(study.scale()),
                                        quoted(study.rows().get(row)), quoted(study.columns().get(column)),
                                        Integer.toString(cell.expected()), Integer.toString(cell.made()),
                                        Integer.toString(cell.diverged()), Integer.toString(cell.failed()),
                                        study.shown().accuracy().name().toLowerCase(Locale.ROOT)),
                                numbers(cell.percent()),
                                numbers(cell.other()),
                                numbers(cell.published().map(there -> there.percent())),
                                List.of(cell.verdict().map(Verdict::word).orElse("")),
                                paired(cell.paired()))
                        .flatMap(List::stream)
                        .collect(Collectors.joining(","))).append('\n');
            }
        }
        return text.toString();
    }

    private static List<String> paired(Optional<PairedComparison> paired) {
        List<String> cells = new ArrayList<>();
        cells.add(paired.map(there -> Integer.toString(there.pairs())).orElse(""));
        cells.addAll(numbers(paired.map(PairedComparison::difference)));
        cells.add(paired.map(there -> String.format(Locale.ROOT, "%.4g", there.pValue())).orElse(""));
        return cells;
    }

    private static List<String> numbers(Optional<Estimate> estimate) {
        return estimate.map(there -> Stream.of(there.value(), there.low(), there.high())
                        .map(number -> Double.isFinite(number) ? String.format(Locale.ROOT, "%.4f", number) : "")
                        .toList())
                .orElse(List.of("", "", ""));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
