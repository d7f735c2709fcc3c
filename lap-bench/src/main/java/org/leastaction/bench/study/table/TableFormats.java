package org.leastaction.bench.study.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.table.StudyTable.Agreement;
import org.leastaction.bench.study.table.StudyTable.CellResult;
import org.leastaction.bench.study.table.StudyTable.CellResult.Rank;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.PairedComparison;
import org.leastaction.settings.SettingType;

/**
 * Text forms of a {@link StudyTable}. A cell has our mean with its interval, then the paper's with the verdict, then
 * the paired difference. Accuracies are in percent, to a tenth as in the paper.
 */
public final class TableFormats {

    private static final String CSV_HEAD =
            "study,scale,row,column,expected,made,diverged,failed,accuracy,mean,low,high,"
                    + "other_mean,other_low,other_high,published_mean,published_low,published_high,verdict,"
                    + "pairs,paired_difference,paired_low,paired_high,paired_p\n";
    private static final String GAP = "   ";

    private TableFormats() {}

    /** As numbers: a heading, and one line per cell. */
    public static String csv(StudyTable table) {
        Study study = table.study();
        StringBuilder text = new StringBuilder(CSV_HEAD);
        for (int row = 0; row < study.rows().size(); row++) {
            for (int column = 0; column < study.columns().size(); column++) {
                CellResult cell = table.cell(row, column);
                text.append(Stream.of(
                        List.of(study.name(), Double.toString(study.scale().share()),
                                quoted(study.rows().get(row)), quoted(study.columns().get(column)),
                                Integer.toString(cell.expected()), Integer.toString(cell.made()),
                                Integer.toString(cell.diverged()), Integer.toString(cell.failed()),
                                SettingType.word(study.shown().accuracy())),
                        numbers(cell.percent()),
                        numbers(cell.other()),
                        numbers(cell.published().map(there -> there.percent())),
                        List.of(cell.verdict().map(Agreement::word).orElse("")),
                        List.of(cell.paired().map(pairs -> Integer.toString(pairs.pairs())).orElse("")),
                        numbers(cell.paired().map(PairedComparison::difference)),
                        List.of(cell.paired().map(pairs -> String.format(Locale.ROOT, "%.4g", pairs.pValue()))
                                .orElse("")))
                        .flatMap(List::stream)
                        .collect(Collectors.joining(","))).append('\n');
            }
        }
        return text.toString();
    }

    /** In LaTeX, for the package booktabs: our row, then the paper's, then the paired differences. */
    public static String latex(StudyTable table) {
        Study study = table.study();
        StringBuilder text = new StringBuilder("\\begin{table}\n\\centering\n\\caption{")
                .append(latex(study.label())).append(". ")
                .append(table.remarks().stream().map(TableFormats::latex).collect(Collectors.joining(" ")))
                .append("}\n\\begin{tabular}{l").append("c".repeat(study.columns().size())).append("}\n\\toprule\n");
        study.columns().forEach(column -> text.append(" & ").append(latex(column)));
        text.append(" \\\\\n\\midrule\n");
        for (int row = 0; row < study.rows().size(); row++) {
            List<CellResult> cells = row(table, row);
            text.append(latex(study.rows().get(row)));
            cells.forEach(cell -> text.append(" & ").append(
                    cell.rank() == Rank.BEST ? "\\textbf{" + latex(mean(cell, "--")) + "}" : latex(mean(cell, "--"))));
            text.append(" \\\\\n");
            if (cells.stream().anyMatch(cell -> cell.published().isPresent())) {
                text.append("\\quad paper");
                cells.forEach(cell -> text.append(" & ")
                        .append(cell.published().map(there -> latex(withInterval(there.percent()))).orElse("--"))
                        .append(cell.verdict().map(verdict -> " (" + verdict.word() + ")").orElse("")));
                text.append(" \\\\\n");
            }
            if (cells.stream().anyMatch(cell -> cell.paired().isPresent())) {
                text.append("\\quad in pairs");
                cells.forEach(cell -> text.append(" & ")
                        .append(cell.paired().map(pairs -> latex(difference(pairs.difference()))).orElse("--")));
                text.append(" \\\\\n");
            }
        }
        return text.append("\\bottomrule\n\\end{tabular}\n\\end{table}\n").toString();
    }

    /** In Markdown. */
    public static String markdown(StudyTable table) {
        Study study = table.study();
        StringBuilder text = new StringBuilder("## ").append(study.label()).append("\n\n| |");
        study.columns().forEach(column -> text.append(' ').append(column.replace("|", "\\|")).append(" |"));
        text.append("\n| --- |").append(" --- |".repeat(study.columns().size())).append('\n');
        for (int row = 0; row < study.rows().size(); row++) {
            text.append("| ").append(study.rows().get(row).replace("|", "\\|")).append(" |");
            for (CellResult cell : row(table, row)) {
                String ours = mean(cell, "–");
                text.append(' ').append(cell.rank() == Rank.BEST ? "**" + ours + "**" : ours)
                        .append(belowOurs(cell).stream().map(line -> "<br>" + line).collect(Collectors.joining()))
                        .append(" |");
            }
            text.append('\n');
        }
        return text.append('\n')
                .append(table.remarks().stream().map(remark -> remark + "\n").collect(Collectors.joining("\n")))
                .toString();
    }

    /** For a terminal, in aligned columns: title, table, remarks; a star marks the best means. */
    public static List<String> lines(StudyTable table) {
        Study study = table.study();
        List<List<List<String>>> rows = new ArrayList<>();
        rows.add(Stream.concat(Stream.of(""), study.columns().stream()).map(List::of).toList());
        for (int row = 0; row < study.rows().size(); row++) {
            List<List<String>> cells = new ArrayList<>(List.of(List.of(study.rows().get(row))));
            for (CellResult cell : row(table, row)) {
                List<String> lines = new ArrayList<>(belowOurs(cell));
                lines.add(0, mean(cell, "–") + (cell.rank() == Rank.BEST ? " *" : ""));
                cells.add(lines);
            }
            rows.add(cells);
        }
        List<String> lines = new ArrayList<>(List.of(study.label(), ""));
        lines.addAll(aligned(rows));
        lines.add("");
        lines.addAll(table.remarks());
        return lines;
    }

    /** @param rows rows of cells of lines */
    private static List<String> aligned(List<List<List<String>>> rows) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream().flatMap(row -> row.get(column).stream()).mapToInt(String::length).max()
                        .orElse(0))
                .toArray();
        List<String> lines = new ArrayList<>();
        for (List<List<String>> row : rows) {
            int height = row.stream().mapToInt(List::size).max().orElse(0);
            for (int line = 0; line < height; line++) {
                String[] parts = new String[widths.length];
                for (int column = 0; column < widths.length; column++) {
                    List<String> cell = row.get(column);
                    String text = line < cell.size() ? cell.get(line) : "";
                    parts[column] = text + " ".repeat(widths[column] - text.length());
                }
                lines.add(Arrays.stream(parts).collect(Collectors.joining(GAP)).stripTrailing());
            }
        }
        return lines;
    }

    private static List<CellResult> row(StudyTable table, int row) {
        return IntStream.range(0, table.study().columns().size()).mapToObj(column -> table.cell(row, column)).toList();
    }

    private static String mean(CellResult cell, String missing) {
        return cell.percent().map(TableFormats::withInterval).orElse(missing);
    }

    private static List<String> belowOurs(CellResult cell) {
        return Stream.of(
                cell.published().map(there -> "paper " + withInterval(there.percent())
                        + cell.verdict().map(verdict -> ": " + verdict.word()).orElse("")),
                cell.paired().map(pairs -> "in pairs " + difference(pairs.difference())))
                .flatMap(Optional::stream).toList();
    }

    /** "97.1, [96.4, 97.8]", with ends clipped to [0, 100]; without the interval for a single network. */
    private static String withInterval(Estimate percent) {
        return Double.isFinite(percent.width())
                ? String.format(Locale.ROOT, "%.1f, [%.1f, %.1f]",
                        percent.value(), Math.max(0, percent.low()), Math.min(percent.high(), 100))
                : String.format(Locale.ROOT, "%.1f, [–]", percent.value());
    }

    /** "+2.5, [0.4, 4.6]". */
    private static String difference(Estimate percent) {
        return String.format(Locale.ROOT, "%+.1f, [%.1f, %.1f]", percent.value(), percent.low(), percent.high());
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

    private static String latex(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> escaped.append(latex(c)));
        return escaped.toString();
    }

    private static String latex(int c) {
        return switch (c) {
            case '\\' -> "\\textbackslash{}";
            case '&', '%', '$', '#', '_', '{', '}' -> "\\" + (char) c;
            case '~' -> "\\textasciitilde{}";
            case '^' -> "\\textasciicircum{}";
            case 'λ' -> "$\\lambda$";
            case 'τ' -> "$\\tau$";
            case '×' -> "$\\times$";
            case '∈' -> "$\\in$";
            case '≥' -> "$\\geq$";
            case '≤' -> "$\\leq$";
            case '₀' -> "$_0$";
            case '–' -> "--";
            default -> Character.toString(c);
        };
    }
}
