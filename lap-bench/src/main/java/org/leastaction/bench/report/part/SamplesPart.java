package org.leastaction.bench.report.part;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.Table;
import org.leastaction.bench.report.page.Typeface.EmbeddedFont;
import org.leastaction.io.InputFileException;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/**
 * The outstanding samples of one network, as pictures or coordinates: those of greatest cost, and confident mistakes.
 */
public final class SamplesPart {

    private static final int COLUMNS = 8;
    private static final double GAP = 8;
    private static final double SIDE = (Pages.WIDTH - GAP * (COLUMNS - 1)) / COLUMNS;
    private static final double LINES = 38;
    private static final int ROWS = 5;
    private static final int COORDINATES = 4;

    private SamplesPart() {}

    public static void draw(Pages pages, RunDirectory directory, RunRecord record) throws IOException {
        Path file = directory.samplesFile(record.id());
        if (!Files.exists(file)) {
            return;
        }
        Samples samples = InputFileException.reading(file, () -> Samples.of(file, Npz.read(file)));
        if (samples.rows().length == 0) {
            return;
        }
        boolean pictures = Pictures.isImage(samples.shape());
        pages.heading("Samples that stand out", pictures ? SIDE + LINES + 60 : 120);
        for (int kind = 0; kind < 2; kind++) {
            int[] shown = samples.ofKind(kind);
            if (shown.length > 0) {
                pages.caption(
                        kind == 0 ? "Greatest transport cost" : "Misclassified with the greatest confidence");
                if (pictures) {
                    pictures(pages, record, samples, shown);
                } else {
                    coordinates(pages, record, samples, shown);
                }
            }
        }
        pages.caption("For each sample: " + (samples.predictions()[0] < 0 ? ""
                : "class → prediction with its probability; ")
                + "transport cost; number in the order of the test points, from 0.");
    }

    private static void pictures(Pages pages, RunRecord record, Samples samples, int[] shown) throws IOException {
        pages.require(SIDE + LINES);
        EmbeddedFont font = pages.typeface().regular(7);
        for (int column = 0; column < shown.length; column++) {
            int i = shown[column];
            double x = Pages.LEFT + column * (SIDE + GAP);
            pages.image(samples.picture(i), x, pages.y(), SIDE);
            List<String> lines = Stream.of(samples.label(record, i), samples.prediction(record, i),
                    samples.certainty(i), Numbers.of(samples.costs()[i]) + "  #" + samples.rows()[i])
                    .filter(line -> !line.isEmpty()).toList();
            for (int line = 0; line < lines.size(); line++) {
                pages.text(pages.shortened(lines.get(line), font, SIDE + GAP - 2), font,
                        line == 0 ? Palette.INK : Palette.SOFT, x, pages.y() + SIDE + 9 + 8.5 * line);
            }
        }
        pages.space(SIDE + LINES);
    }

    private static void coordinates(Pages pages, RunRecord record, Samples samples, int[] shown) throws IOException {
        boolean answered = IntStream.of(shown).anyMatch(i -> !samples.answer(record, i).isEmpty());
        List<Table.Column> columns = new ArrayList<>(
                List.of(Table.Column.numbers("sample"), Table.Column.words("coordinates")));
        if (answered) {
            columns.addAll(List.of(Table.Column.words("class"), Table.Column.words("probability")));
        }
        columns.add(Table.Column.numbers("transport cost"));
        Table table = new Table(columns, 7.5);
        for (int i : shown) {
            List<Table.Cell> cells = new ArrayList<>(
                    List.of(Table.Cell.of(Integer.toString(samples.rows()[i])), Table.Cell.of(samples.point(i))));
            if (answered) {
                cells.addAll(List.of(Table.Cell.of(samples.answer(record, i)), Table.Cell.of(samples.certainty(i))));
            }
            cells.add(Table.Cell.of(Numbers.of(samples.costs()[i])));
            table.row(cells);
        }
        table.draw(pages);
    }

    /**
     * The content of the file that {@code lap analyze} writes.
     *
     * @param inputs [m, ...], row-major
     * @param shape  of one input
     */
    private record Samples(
            float[] inputs, List<Integer> shape, int[] rows, int[] mistakes, int[] labels, int[] predictions,
            double[] confidences, double[] costs) {

        static Samples of(Path file, Map<String, NpyArray> arrays) throws InputFileException {
            NpyArray inputs = array(file, arrays, "inputs", 0);
            int m = inputs.shape().isEmpty() ? 0 : inputs.shape().get(0);
            return new Samples(inputs.floats(), inputs.shape().subList(Math.min(1, inputs.rank()), inputs.rank()),
                    array(file, arrays, "rows", m).ints(), array(file, arrays, "mistakes", m).ints(),
                    array(file, arrays, "labels", m).ints(), array(file, arrays, "predictions", m).ints(),
                    array(file, arrays, "confidences", m).doubles(), array(file, arrays, "costs", m).doubles());
        }

        private static NpyArray array(Path file, Map<String, NpyArray> arrays, String name, int size)
                throws InputFileException {
            NpyArray array = arrays.get(name);
            if (array == null || (size > 0 && array.size() != size)) {
                throw new InputFileException(file, "holds no array '" + name + "' with a number for each sample");
            }
            return array;
        }

        /** The class and, if it is wrong, the prediction; empty without labels and classes. */
        String answer(RunRecord record, int i) {
            return (label(record, i) + " " + prediction(record, i)).strip();
        }

        int[] ofKind(int kind) {
            return IntStream.range(0, rows.length).filter(i -> mistakes[i] == kind)
                    .limit(Pictures.isImage(shape) ? COLUMNS : ROWS).toArray();
        }

        private int elements() {
            return inputs.length / rows.length;
        }

        /** Black is 0 and white 1, unless some number is far outside. */
        BufferedImage picture(int i) {
            float least = 0;
            float greatest = 1;
            for (float value : inputs) {
                least = value < -0.01f ? Math.min(least, value) : least;
                greatest = value > 1.01f ? Math.max(greatest, value) : greatest;
            }
            return Pictures.of(inputs, i * elements(), shape, least, greatest);
        }

        String label(RunRecord record, int i) {
            return labels[i] < 0 ? "" : Wording.className(record, labels[i]);
        }

        String prediction(RunRecord record, int i) {
            return predictions[i] < 0 ? "" : "→ " + Wording.className(record, predictions[i]);
        }

        String certainty(int i) {
            return Double.isFinite(confidences[i]) ? Numbers.percent(confidences[i]) + " %" : "";
        }

        String point(int i) {
            StringJoiner point = new StringJoiner(", ", "(", ")");
            for (int c = 0; c < Math.min(COORDINATES, elements()); c++) {
                point.add(Numbers.of(inputs[i * elements() + c]));
            }
            return elements() > COORDINATES ? point.add("…") + " of " + elements() : point.toString();
        }
    }
}
