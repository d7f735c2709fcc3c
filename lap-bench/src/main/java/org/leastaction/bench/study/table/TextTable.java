package org.leastaction.bench.study.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.table.CellResult.Rank;

/** The table for a terminal: aligned columns; below each of our means the paper's, then the paired difference. */
public final class TextTable {

    private static final String GAP = "   ";

    private TextTable() {}

    /** The lines: title, table, remarks; a star marks the best means. */
    public static List<String> of(StudyTable table) {
        Study study = table.study();
        List<List<List<String>>> rows = new ArrayList<>();
        rows.add(new ArrayList<>(List.of(List.of(""))));
        study.columns().forEach(column -> rows.get(0).add(List.of(column)));
        for (int row = 0; row < study.rows().size(); row++) {
            List<List<String>> cells = new ArrayList<>(List.of(List.of(study.rows().get(row))));
            for (int column = 0; column < study.columns().size(); column++) {
                cells.add(cell(table.cell(row, column)));
            }
            rows.add(cells);
        }
        List<String> lines = new ArrayList<>(List.of(study.label(), ""));
        lines.addAll(inLine(rows));
        lines.add("");
        lines.addAll(table.remarks());
        return lines;
    }

    private static List<String> cell(CellResult cell) {
        List<String> lines = new ArrayList<>();
        lines.add(cell.percent().map(Figures::withInterval).orElse("–") + (cell.rank() == Rank.BEST ? " *" : ""));
        cell.published().ifPresent(there -> lines.add("paper " + Figures.withInterval(there.percent())
                + cell.verdict().map(word -> ": " + word.word()).orElse("")));
        cell.paired().ifPresent(pairs -> lines.add("in pairs " + Figures.difference(pairs.difference())));
        return lines;
    }

    private static List<String> inLine(List<List<List<String>>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<List<String>> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                for (String line : row.get(column)) {
                    widths[column] = Math.max(widths[column], line.length());
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<List<String>> row : rows) {
            int height = row.stream().mapToInt(List::size).max().orElse(0);
            for (int line = 0; line < height; line++) {
                int current = line;
                List<String> parts = new ArrayList<>();
                for (int column = 0; column < widths.length; column++) {
                    List<String> cell = row.get(column);
                    String text = current < cell.size() ? cell.get(current) : "";
                    parts.add(text + " ".repeat(widths[column] - text.length()));
                }
                lines.add(parts.stream().collect(Collectors.joining(GAP)).stripTrailing());
            }
        }
        return lines;
    }
}
