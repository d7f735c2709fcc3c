package org.leastaction.bench.report.comparison;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.leastaction.bench.compare.ComparedModel;
import org.leastaction.bench.compare.Difference;
import org.leastaction.bench.compare.Difference.Basis;
import org.leastaction.bench.compare.ModelComparison;
import org.leastaction.bench.compare.PairComparison;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.report.Report;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Table;
import org.leastaction.bench.report.page.Table.Footnotes;
import org.leastaction.bench.report.page.Typeface;
import org.leastaction.bench.report.part.FirstPage;
import org.leastaction.bench.report.part.VerdictPart;
import org.leastaction.bench.verdict.Verdict;
import org.leastaction.io.AtomicFiles;

/** The PDF of a comparison: for each pair of models the verdict, the differences, the depth and the samples. */
public final class ComparisonReport {

    private ComparisonReport() {}

    /**
     * Draws the report; the file is written atomically.
     *
     * @param verdicts one for each pair, in their order
     * @param first    the first model, whose samples are drawn
     * @param manifest of the comparison
     * @throws IOException if the file cannot be written
     */
    public static void write(ModelComparison comparison, List<Verdict> verdicts, ComparedModel first,
            Optional<Manifest> manifest, Path pdf) throws IOException {
        byte[] bytes = draw(comparison, verdicts, first, manifest);
        AtomicFiles.write(pdf, out -> out.write(bytes));
    }

    private static byte[] draw(ModelComparison comparison, List<Verdict> verdicts, ComparedModel first,
            Optional<Manifest> manifest) throws IOException {
        String title = title(comparison);
        try (PDDocument document = new PDDocument(); Typeface typeface = new Typeface(document)) {
            Report.describe(document, title, manifest.flatMap(Manifest::time).orElse(Instant.EPOCH));
            Pages pages = new Pages(document, typeface, title);
            for (int i = 0; i < comparison.pairs().size(); i++) {
                PairComparison pair = comparison.pairs().get(i);
                if (i > 0) {
                    pages.newPage();
                }
                pages.title(pair.second() + " beside " + pair.first());
                if (i == 0) {
                    FirstPage.made(pages, manifest);
                }
                pages.paragraph(basis(comparison, pair));
                pages.heading("Verdict", 60);
                VerdictPart.draw(pages, verdicts.get(i));
                DepthPart.draw(pages, comparison, pair);
                UnlikeSamplesPart.draw(pages, comparison, pair, first);
                differences(pages, pair);
            }
            pages.finish();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    private static String title(ModelComparison comparison) {
        List<String> names = comparison.models().stream().map(ModelComparison.Model::name).toList();
        return "Comparison of " + String.join(", ", names.subList(0, names.size() - 1)) + " and "
                + names.get(names.size() - 1) + " on " + comparison.data();
    }

    private static String basis(ModelComparison comparison, PairComparison pair) {
        StringBuilder text = new StringBuilder();
        for (ModelComparison.Model model : comparison.models()) {
            if (model.name().equals(pair.first()) || model.name().equals(pair.second())) {
                text.append(model.name()).append(": ").append(model.networks().size() == 1
                        ? model.networks().get(0)
                        : model.networks().size() + " networks, " + model.networks().get(0) + " to "
                                + model.networks().get(model.networks().size() - 1))
                        .append(" (").append(model.blocks()).append(model.blocks() == 1 ? " block" : " blocks")
                        .append("). ");
            }
        }
        text.append("Both on the same ").append(comparison.samples().all()).append(" samples of ")
                .append(comparison.data());
        comparison.samples().remarks().forEach(remark -> text.append("; ").append(remark));
        return text.append('.').toString();
    }

    private static void differences(Pages pages, PairComparison pair) throws IOException {
        pages.heading("Quantity by quantity", 160);
        Table table = new Table(List.of(Table.Column.words("quantity"), Table.Column.numbers(pair.first()),
                Table.Column.numbers(pair.second()), Table.Column.numbers("difference"),
                Table.Column.words("95 % interval")), 7.5);
        Footnotes notes = new Footnotes();
        for (Difference difference : pair.quantities()) {
            Quantity change = difference.change();
            List<String> numbers = change.hasInterval() ? Numbers.of(change.value(), change.low(), change.high())
                    : List.of(Numbers.of(change.value()));
            Table.Cell cell = Table.Cell.of(numbers.get(0));
            table.row(List.of(
                    Table.Cell.of(difference.metric().name()),
                    value(difference.first(), notes), value(difference.second(), notes),
                    difference.isCertain() ? cell.bold() : cell,
                    Table.Cell.of(numbers.size() > 1 ? numbers.get(1) + " to " + numbers.get(2) : "")));
        }
        table.draw(pages);
        notes.draw(pages);
        pages.caption(caption(pair));
    }

    private static Table.Cell value(Quantity quantity, Footnotes notes) {
        Table.Cell cell = Table.Cell.of(Numbers.of(quantity.value()));
        return quantity.isPresent() ? cell : cell.marked(notes.mark(quantity.reason()));
    }

    private static String caption(PairComparison pair) {
        String bases = String.join("; ", pair.quantities().stream().map(Difference::basis)
                .filter(basis -> basis != Basis.NONE).distinct().map(Basis::inWords).toList());
        long intervals = pair.quantities().stream().filter(one -> one.change().hasInterval()).count();
        return "Differences are " + pair.second() + " − " + pair.first() + (bases.isEmpty() ? "." : ", with intervals ("
                + bases + ")") + (intervals == 0 ? ""
                        : ". Bold: the interval does not contain 0; of " + intervals
                                + " intervals of equal models, about "
                                + Numbers.plain(Math.round(5.0 * intervals) / 100.0)
                                + " would not either")
                + (pair.isOfSamples() ? ". Without an interval: not a function of single samples." : ".");
    }
}
