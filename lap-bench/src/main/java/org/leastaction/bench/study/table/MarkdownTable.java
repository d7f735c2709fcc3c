package org.leastaction.bench.study.table;

import java.util.stream.Collectors;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.table.CellResult.Rank;

/** The table in Markdown: in each cell ours, then the paper's with the verdict, then the paired difference. */
public final class MarkdownTable {

    private MarkdownTable() {}

    public static String of(StudyTable table) {
        Study study = table.study();
        StringBuilder text = new StringBuilder("## ").append(study.label()).append("\n\n| |");
        study.columns().forEach(column -> text.append(' ').append(escaped(column)).append(" |"));
        text.append("\n| --- |").append(" --- |".repeat(study.columns().size())).append('\n');
        for (int row = 0; row < study.rows().size(); row++) {
            text.append("| ").append(escaped(study.rows().get(row))).append(" |");
            for (int column = 0; column < study.columns().size(); column++) {
                text.append(' ').append(cell(table.cell(row, column))).append(" |");
            }
            text.append('\n');
        }
        return text.append('\n')
                .append(table.remarks().stream().map(remark -> remark + "\n").collect(Collectors.joining("\n")))
                .toString();
    }

    private static String cell(CellResult cell) {
        String ours = cell.percent().map(Figures::withInterval).orElse("–");
        if (cell.rank() == Rank.BEST) {
            ours = "**" + ours + "**";
        }
        String paper = cell.published().map(there -> "<br>paper " + Figures.withInterval(there.percent())).orElse("");
        String verdict = cell.verdict().map(word -> ": " + word.word()).orElse("");
        String paired = cell.paired().map(pairs -> "<br>in pairs " + Figures.difference(pairs.difference())).orElse("");
        return ours + paper + verdict + paired;
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
