package org.leastaction.bench.study.table;

import java.util.List;
import java.util.stream.Collectors;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.table.CellResult.Rank;

/** The table in LaTeX, for the package booktabs: our row, then the paper's, then the paired differences. */
public final class LatexTable {

    private LatexTable() {}

    public static String of(StudyTable table) {
        Study study = table.study();
        StringBuilder text = new StringBuilder("\\begin{table}\n\\centering\n\\caption{")
                .append(escaped(study.label())).append(". ")
                .append(table.remarks().stream().map(LatexTable::escaped).collect(Collectors.joining(" ")))
                .append("}\n\\begin{tabular}{l").append("c".repeat(study.columns().size())).append("}\n\\toprule\n");
        study.columns().forEach(column -> text.append(" & ").append(escaped(column)));
        text.append(" \\\\\n\\midrule\n");
        for (int row = 0; row < study.rows().size(); row++) {
            int current = row;
            List<CellResult> cells = java.util.stream.IntStream.range(0, study.columns().size())
                    .mapToObj(column -> table.cell(current, column)).toList();
            text.append(escaped(study.rows().get(row)));
            cells.forEach(cell -> text.append(" & ").append(ours(cell)));
            text.append(" \\\\\n");
            if (cells.stream().anyMatch(cell -> cell.published().isPresent())) {
                text.append("\\quad paper");
                cells.forEach(cell -> text.append(" & ").append(paper(cell)));
                text.append(" \\\\\n");
            }
            if (cells.stream().anyMatch(cell -> cell.paired().isPresent())) {
                text.append("\\quad in pairs");
                cells.forEach(cell -> text.append(" & ").append(paired(cell)));
                text.append(" \\\\\n");
            }
        }
        return text.append("\\bottomrule\n\\end{tabular}\n\\end{table}\n").toString();
    }

    private static String ours(CellResult cell) {
        String ours = cell.percent().map(Figures::withInterval).map(LatexTable::escaped).orElse("--");
        return cell.rank() == Rank.BEST ? "\\textbf{" + ours + "}" : ours;
    }

    private static String paper(CellResult cell) {
        String paper = cell.published()
                .map(there -> escaped(Figures.withInterval(there.percent()))).orElse("--");
        return paper + cell.verdict().map(word -> " (" + word.word() + ")").orElse("");
    }

    private static String paired(CellResult cell) {
        return cell.paired().map(pairs -> escaped(Figures.difference(pairs.difference()))).orElse("--");
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> escaped.append(escaped(c)));
        return escaped.toString();
    }

    private static String escaped(int c) {
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
