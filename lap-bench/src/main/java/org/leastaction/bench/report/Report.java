package org.leastaction.bench.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Typeface;
import org.leastaction.bench.report.part.BlockLinesPart;
import org.leastaction.bench.report.part.ClassesPart;
import org.leastaction.bench.report.part.CostAccuracyPart;
import org.leastaction.bench.report.part.DecodingPart;
import org.leastaction.bench.report.part.FirstPage;
import org.leastaction.bench.report.part.HolderPart;
import org.leastaction.bench.report.part.ManifestPart;
import org.leastaction.bench.report.part.NetworkPart;
import org.leastaction.bench.report.part.PairedTable;
import org.leastaction.bench.report.part.PlanePart;
import org.leastaction.bench.report.part.PredictionsPart;
import org.leastaction.bench.report.part.QuantitiesPart;
import org.leastaction.bench.report.part.RegularityTable;
import org.leastaction.bench.report.part.RobustnessPart;
import org.leastaction.bench.report.part.SamplesPart;
import org.leastaction.bench.report.part.TrainingPart;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;

/** The PDF of a run directory. */
public final class Report {

    /** An arbitrary constant, so that equal runs give equal files. */
    private static final long DOCUMENT_ID = 20_200_917L;

    private Report() {}

    /**
     * Draws the report of a directory; the file is written atomically.
     *
     * @param pdf the file to write
     * @throws InputFileException if a file of the directory cannot be read, or it has no record
     * @throws IOException        if the PDF cannot be written
     */
    public static void write(RunDirectory directory, Path pdf) throws IOException {
        byte[] bytes = draw(directory);
        AtomicFiles.write(pdf, out -> out.write(bytes));
    }

    private static byte[] draw(RunDirectory directory) throws IOException {
        RunDirectory.Records records = directory.records();
        if (records.all().isEmpty()) {
            throw new InputFileException(directory.recordsFile(), "holds no record, so there is nothing to report"
                    + records.damage().stream().findFirst().map(damage -> ": " + damage).orElse(""));
        }
        Optional<Manifest> manifest = directory.manifest();
        List<Comparison> comparisons = Comparison.of(records.all());
        try (PDDocument document = new PDDocument(); Typeface typeface = new Typeface(document)) {
            String title = FirstPage.title(comparisons);
            describe(document, title, manifest.flatMap(Manifest::time).orElse(Instant.EPOCH));
            Pages pages = new Pages(document, typeface, title);
            FirstPage.draw(pages, comparisons, records.notes(), manifest);
            for (Comparison comparison : comparisons) {
                if (comparisons.size() > 1) {
                    FirstPage.section(pages, comparison);
                }
                section(pages, directory, comparison);
            }
            ManifestPart.draw(pages, directory, manifest);
            pages.finish();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    /** The parts of one comparison. */
    static void section(Pages pages, RunDirectory directory, Comparison comparison) throws IOException {
        if (comparison.records().size() == 1 && comparison.records().get(0).analysis() != null) {
            oneNetwork(pages, directory, comparison);
            return;
        }
        CostAccuracyPart.draw(pages, comparison);
        PlanePart.draw(pages, directory, comparison);
        DecodingPart.draw(pages, directory, comparison);
        BlockLinesPart.COST.draw(pages, comparison);
        TrainingPart.draw(pages, comparison);
        HolderPart.draw(pages, comparison);
        RegularityTable.draw(pages, comparison);
        for (BlockLinesPart part : BlockLinesPart.REGULARITY) {
            part.draw(pages, comparison);
        }
        for (BlockLinesPart part : BlockLinesPart.SEPARATION) {
            part.draw(pages, comparison);
        }
        RobustnessPart.draw(pages, comparison);
        PairedTable.draw(pages, comparison);
    }

    private static void oneNetwork(Pages pages, RunDirectory directory, Comparison comparison) throws IOException {
        RunRecord record = comparison.records().get(0);
        NetworkPart.draw(pages, record);
        PlanePart.draw(pages, directory, comparison);
        DecodingPart.draw(pages, directory, comparison);
        BlockLinesPart.grid(pages, comparison);
        TrainingPart.draw(pages, comparison);
        RobustnessPart.draw(pages, comparison);
        PredictionsPart.draw(pages, record);
        SamplesPart.draw(pages, directory, record);
        ClassesPart.draw(pages, record);
        QuantitiesPart.draw(pages, record);
    }

    /** Sets title, language and date of a document; equal content gives equal files. */
    public static void describe(PDDocument document, String title, Instant time) {
        Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        calendar.setTimeInMillis(time.toEpochMilli());
        PDDocumentInformation information = document.getDocumentInformation();
        information.setTitle(title);
        information.setCreator("lap report");
        information.setCreationDate(calendar);
        information.setModificationDate(calendar);
        document.getDocumentCatalog().setLanguage("en-GB");
        document.setDocumentId(DOCUMENT_ID);
    }
}
