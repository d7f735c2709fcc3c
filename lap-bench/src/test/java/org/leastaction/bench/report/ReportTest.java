package org.leastaction.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.HolderMeasures;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.SampleRuns;
import org.leastaction.io.InputFileException;

class ReportTest {

    private static final RunRecord.Initialisation NORMAL = new RunRecord.Initialisation("normal", 5);

    @TempDir
    private Path folder;

    private RunDirectory directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = RunDirectory.create(folder.resolve("run"));
    }

    @Test
    void tableHoldsMeansAndHalfIntervalsOfTheRecords() throws IOException {
        double[] costs = {1, 2, 4};
        for (int seed = 0; seed < costs.length; seed++) {
            directory.append(withCost(SampleRuns.record("vanilla", NORMAL, seed), costs[seed]));
        }
        double half = TDistribution.of(2).inverseCumulativeProbability(0.975) * Math.sqrt(7.0 / 3 / 3);

        assertThat(text()).contains(String.format("%.0f ± %.0f", 7.0 / 3, half));
    }

    @Test
    void everyPartIsThereForFullRecords() throws IOException {
        SampleRuns.write(directory, 3);

        assertThat(text()).contains("Transport of circles by 27 networks")
                .contains("MLP of 9 blocks (width 2, batch normalisation) on circles")
                .contains("(800 training points, 200 test points)")
                .contains("Transport cost against accuracy", "Pearson's r =")
                .contains("The plane between blocks", "after block 1", "after block 5", "after block 9, with paths")
                .contains("Cost per block")
                .contains("Training", "cross entropy")
                .contains("Hölder regularity")
                .contains("Manifest", "lap demo --seed 7", "0123456789abcdef")
                .contains("23 November 2026, 17:40 UTC")
                .contains("Jacobians", "On the same seeds: normal, standard deviation 5", "fixed − vanilla")
                .contains("λ₀ = 0.1", "W₂²")
                .as("no character that the faces lack").doesNotContain("?");
    }

    @Test
    void namesReplaceKeys() throws IOException {
        SampleRuns.write(directory, 3);

        assertThat(text()).contains("squared Wasserstein distance")
                .as("no key in the visible text, except in names of files").doesNotContainPattern("[a-z]_[a-z]");
    }

    @Test
    void bookmarksLeadToEveryPart() throws IOException {
        SampleRuns.write(directory, 2);
        try (PDDocument document = draw()) {
            PDOutlineItem title = document.getDocumentCatalog().getDocumentOutline().getFirstChild();
            assertThat(title.getTitle()).isEqualTo("Transport of circles by 18 networks");
            List<Integer> pages = new ArrayList<>();
            List<String> titles = new ArrayList<>();
            for (PDOutlineItem item : title.children()) {
                titles.add(item.getTitle());
                pages.add(document.getPages().indexOf(item.findDestinationPage(document)));
            }
            assertThat(titles).contains("Cost per block", "Training", "Manifest");
            assertThat(pages).isSorted().doesNotContain(-1);
        }
    }

    @Test
    void partsWithoutDataAreLeftOut() throws IOException {
        directory.append(RunRecord.of("elsewhere", new RunRecord.Data("mnist", null, 10000, null))
                .withAnalysis(Analysis.builder(2000).put(CostMeasures.TRANSPORT_COST, 3.25).build()));

        assertThat(text()).contains("Transport of MNIST by one network: elsewhere", "All quantities", "3.25")
                .doesNotContain("against accuracy", "The plane", "Cost per block", "Training", "Hölder regularity");
    }

    @Test
    void aMissingNumberIsADashWithItsReason() throws IOException {
        for (int seed = 0; seed < 2; seed++) {
            directory.append(SampleRuns.record("lap", NORMAL, seed)
                    .withAnalysis(SampleRuns.analysis(1, 0.9, new Random(seed))
                            .missing(HolderMeasures.HOLDER_EXPONENT, "fewer than 5 scales hold pairs").build()));
            assertThat(text()).contains(seed == 0
                    ? "Hölder exponent η (fewer than 5 scales hold pairs)"
                    : "a fewer than 5 scales hold pairs");
        }
        assertThat(text()).contains("–a");
    }

    @Test
    void divergedNetworksAreNamedAndInNoMean() throws IOException {
        directory.append(withCost(SampleRuns.record("vanilla", NORMAL, 0), 2));
        directory.append(withCost(SampleRuns.record("vanilla", NORMAL, 1), 2));
        directory.append(withCost(SampleRuns.diverged(SampleRuns.record("vanilla", NORMAL, 2), 7), 1e12));

        assertThat(text()).contains("1 network diverged").contains("circles-vanilla-normal-5.0-seed-2 (epoch 7)")
                .contains("2.00 ± 0").doesNotContain("10¹²");
    }

    @Test
    void anUnfinishedLastLineIsToldAndTheRestIsDrawn() throws IOException {
        SampleRuns.write(directory, 1);
        String whole = Files.readString(directory.recordsFile());
        Files.writeString(directory.recordsFile(), whole.substring(0, whole.length() - 200));

        assertThat(text()).contains("Transport of circles by 8 networks")
                .contains("the last line of records.jsonl is unfinished");
    }

    @Test
    void textStaysOnThePageWhateverTheNumbersAndNames() throws IOException {
        String longName = "a-name-" + "that-does-not-end-".repeat(12);
        for (int seed = 0; seed < 4; seed++) {
            RunRecord record = SampleRuns.record("lap", NORMAL, seed);
            directory.append(new RunRecord(longName + seed, new RunRecord.Data("点 " + longName, 1, 2, null),
                    record.model(), record.initialisation(), record.objective(), record.training(), record.backend(),
                    SampleRuns.analysis(Math.pow(10, 6 * seed), 0.9, new Random(seed)).build()));
        }

        List<String> outside = new ArrayList<>();
        try (PDDocument document = draw()) {
            PDFTextStripper stripper = new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition text) {
                    double right = text.getXDirAdj() + text.getWidthDirAdj();
                    double pageWidth = text.getDir() == 0 ? text.getPageWidth() : text.getPageHeight();
                    if (text.getXDirAdj() < 20 || right > pageWidth - 20
                            || text.getYDirAdj() < 20 || text.getYDirAdj() > 830) {
                        outside.add(text.getUnicode());
                    }
                }
            };
            stripper.getText(document);
        }
        assertThat(outside).isEmpty();
    }

    @Test
    void onlyTheReportsOwnFontsAreUsedAndEmbedded() throws IOException {
        SampleRuns.write(directory, 2);
        List<PDFont> fonts = new ArrayList<>();
        try (PDDocument document = draw()) {
            for (PDPage page : document.getPages()) {
                for (COSName form : page.getResources().getXObjectNames()) {
                    var resources = ((PDFormXObject) page.getResources()
                            .getXObject(form)).getResources();
                    for (COSName name : resources.getFontNames()) {
                        fonts.add(resources.getFont(name));
                    }
                }
            }
            assertThat(fonts).isNotEmpty().allSatisfy(font -> {
                assertThat(font.getName()).contains("LAPSans");
                assertThat(font.isEmbedded()).isTrue();
            });
        }
    }

    @Test
    void equalRunsGiveEqualBytes() throws IOException {
        SampleRuns.write(directory, 2);
        Report.write(directory, folder.resolve("first.pdf"));
        Report.write(directory, folder.resolve("second.pdf"));

        assertThat(folder.resolve("second.pdf")).hasSameBinaryContentAs(folder.resolve("first.pdf"));
    }

    @Test
    void severalSettingsAreNeverAveragedTogether() throws IOException {
        RunRecord record = withCost(SampleRuns.record("vanilla", NORMAL, 0), 1);
        directory.append(record);
        directory.append(new RunRecord("wider", record.data(), new RunRecord.Model("mlp", 9, Map.of("width", 64)),
                record.initialisation(), record.objective(), record.training(), record.backend(),
                withCost(record, 3).analysis()));

        assertThat(text()).contains("width 2", "width 64", "1.00", "3.00").doesNotContain("2.00 ±");
    }

    @Test
    void aDirectoryWithoutRecordsIsRefusedAndNothingIsWritten() throws IOException {
        Files.createFile(directory.recordsFile());
        Path pdf = folder.resolve("report.pdf");

        assertThatThrownBy(() -> Report.write(directory, pdf))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("records.jsonl").hasMessageContaining("no record");
        assertThat(pdf).doesNotExist();
    }

    @Test
    void particlesThatAreNoFlowOfThePlaneAreRefused() throws IOException {
        RunRecord record = SampleRuns.record("lap", NORMAL, 0);
        directory.append(record);
        Files.createDirectories(directory.particlesFile(record.id()).getParent());
        Files.writeString(directory.particlesFile(record.id()), "no zip");

        assertThatThrownBy(() -> Report.write(directory, directory.reportFile()))
                .isInstanceOf(InputFileException.class).hasMessageContaining(record.id() + ".npz");
        assertThat(directory.reportFile()).doesNotExist();
    }

    private static RunRecord withCost(RunRecord record, double cost) {
        return record.withAnalysis(SampleRuns.analysis(1, 0.95, new Random(record.id().hashCode()))
                .put(CostMeasures.TRANSPORT_COST, cost).build());
    }

    private PDDocument draw() throws IOException {
        Report.write(directory, directory.reportFile());
        return Loader.loadPDF(directory.reportFile().toFile());
    }

    private String text() throws IOException {
        try (PDDocument document = draw()) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            return stripper.getText(document).replaceAll("\\s+", " ");
        }
    }
}
