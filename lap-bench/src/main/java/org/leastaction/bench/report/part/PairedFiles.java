package org.leastaction.bench.report.part;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.PairedMethods;
import org.leastaction.bench.record.PairedMethods.Difference;
import org.leastaction.bench.record.PairedMethods.PairedQuantity;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.io.AtomicFiles;
import org.leastaction.metrics.statistics.PairedComparison;

/**
 * Comparisons of methods on the same seeds, as files in the run directory: {@code paired.csv} in full precision,
 * {@code paired.md}, and a drawing {@code paired-1.svg}, {@code paired-2.svg} … for each initialisation in order.
 */
public final class PairedFiles {

    private PairedFiles() {}

    /**
     * Writes the files, each atomically; none if no two methods have two seeds in common.
     *
     * @return the files, in order
     * @throws IOException if the records cannot be read or a file cannot be written
     */
    public static List<Path> write(RunDirectory directory) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> sections = new ArrayList<>();
        List<Path> drawings = new ArrayList<>();
        for (Comparison comparison : Comparison.of(directory.records().all())) {
            for (RunRecord.Initialisation initialisation : comparison.initialisations()) {
                Optional<PairedMethods> found = PairedMethods.of(comparison, initialisation)
                        .filter(paired -> !paired.quantities().isEmpty());
                if (found.isPresent()) {
                    lines.addAll(lines(comparison, initialisation, found.get()));
                    sections.add(PairedTable.markdown(comparison, initialisation, found.get()));
                    Path drawing = directory.path().resolve("paired-" + (drawings.size() + 1) + ".svg");
                    write(drawing, PairedDrawing.svg(comparison, initialisation, found.get()));
                    drawings.add(drawing);
                }
            }
        }
        if (drawings.isEmpty()) {
            return List.of();
        }
        List<Path> files = new ArrayList<>(List.of(
                directory.path().resolve("paired.csv"), directory.path().resolve("paired.md")));
        write(files.get(0), "setting,initialisation,quantity,first,second,seeds,mean_first,mean_second,"
                + "difference,difference_low,difference_high,p,p_holm,wins,losses\n"
                + String.join("\n", lines) + "\n");
        write(files.get(1), String.join("\n", sections));
        files.addAll(drawings);
        return files;
    }

    private static List<String> lines(
            Comparison comparison, RunRecord.Initialisation initialisation, PairedMethods paired) {
        List<String> lines = new ArrayList<>();
        for (PairedQuantity quantity : paired.quantities()) {
            for (int k = 0; k < paired.pairs().size(); k++) {
                PairedMethods.Pair pair = paired.pairs().get(k);
                Optional<Difference> difference = quantity.differences().get(k);
                if (difference.isEmpty()) {
                    continue;
                }
                PairedComparison found = difference.get().comparison();
                StringJoiner line = new StringJoiner(",");
                line.add(quoted(Wording.setting(comparison.setting())))
                        .add(quoted(Wording.initialisation(initialisation))).add(quantity.key())
                        .add(quoted(paired.groups().get(pair.first()).method()))
                        .add(quoted(paired.groups().get(pair.second()).method()))
                        .add(Integer.toString(found.pairs()));
                for (double number : new double[] {
                    quantity.means().get(pair.first()).estimate().value(),
                    quantity.means().get(pair.second()).estimate().value(),
                    found.difference().value(), found.difference().low(), found.difference().high(),
                    found.pValue(), difference.get().adjusted()}) {
                    line.add(Double.toString(number));
                }
                lines.add(line.add(Integer.toString(found.wins())).add(Integer.toString(found.losses())).toString());
            }
        }
        return lines;
    }

    private static String quoted(String cell) {
        return '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(file, out -> out.write(bytes));
    }
}
