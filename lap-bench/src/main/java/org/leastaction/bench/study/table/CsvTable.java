package org.leastaction.bench.study.table;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leastaction.bench.study.Study;
import org.leastaction.metrics.Estimate;

/** The table as numbers: a line for each cell. */
public final class CsvTable {

    private static final String HEAD = "study,scale,row,column,expected,made,diverged,failed,accuracy,mean,low,high,"
            + "other_mean,other_low,other_high,published_mean,published_low,published_high,verdict\n";

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
                                List.of(cell.verdict().map(Verdict::word).orElse("")))
                        .flatMap(List::stream)
                        .collect(Collectors.joining(","))).append('\n');
            }
        }
        return text.toString();
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
