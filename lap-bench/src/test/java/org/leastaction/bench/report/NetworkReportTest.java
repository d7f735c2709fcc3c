package org.leastaction.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leastaction.bench.analysis.BlockMeasures;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.HolderMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.RecordFiles;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunResult;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** The report of one network that {@code lap analyze} writes. */
class NetworkReportTest {

    private static final List<String> NAMES = List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog",
            "horse", "ship", "truck");

    @TempDir
    private Path folder;

    /** A network whose report must be correct. */
    private enum Network {
        ORDINARY(40, 10, new int[] {3, 3, 3}),
        TWO_SAMPLES(2, 10, new int[] {3, 3, 3}),
        ONE_BLOCK(12, 10, new int[] {1}),
        MANY_BLOCKS(12, 10, new int[] {36, 40, 60}),
        ONE_CLASS(12, 1, new int[] {2, 2}),
        HUNDRED_CLASSES(200, 100, new int[] {2, 2}),
        THOUSAND_CLASSES(200, 1000, new int[] {2, 2}),
        NO_LABELS(12, 0, new int[] {2, 2}),
        NOT_FINITE(12, 10, new int[] {2, 2}),
        LONG_NAMES(12, 10, new int[] {2, 2});

        private final int samples;
        private final int classes;
        private final int[] stages;

        Network(int samples, int classes, int[] stages) {
            this.samples = samples;
            this.classes = classes;
            this.stages = stages;
        }

        int blocks() {
            return IntStream.of(stages).sum();
        }

        List<String> names() {
            return this == LONG_NAMES
                    ? IntStream.range(0, classes).mapToObj(c -> "class_" + "without_an_end_".repeat(9) + c).toList()
                    : classes == 10 ? NAMES : List.of();
        }

        RunRecord record() {
            String id =
                    this == LONG_NAMES ? "network_" + "of_a_long_name_".repeat(12) + "-0123abcd" : "net.onnx-0123abcd";
            return RunRecord.of(id, new RunRecord.Data("cifar10", null, samples, "00").withClasses(names()))
                    .withAnalysis(analysis());
        }

        private Analysis analysis() {
            Random random = new Random(1);
            double[] costs = random.doubles(blocks(), 0.1, 5).toArray();
            if (this == NOT_FINITE) {
                Arrays.fill(costs, Double.NaN);
            }
            Map<String, double[]> segments = new LinkedHashMap<>();
            segments.put("blocks", IntStream.of(stages).asDoubleStream().toArray());
            segments.put("dimension", IntStream.of(stages).mapToDouble(s -> 48).toArray());
            Analysis.Builder analysis = Analysis.builder(samples)
                    .put(CostMeasures.SEGMENTS, segments)
                    .put(CostMeasures.TRANSPORT_COST_BLOCKS, costs)
                    .put(BlockMeasures.LIPSCHITZ_PAIRS_BLOCKS, random.doubles(blocks(), 0.5, 2).toArray())
                    .put(BlockMeasures.PROBE_ACCURACY_DEPTH, random.doubles(blocks() + 1, 0, 1).toArray())
                    .put(HolderMeasures.HOLDER_EXPONENT, 0.80612, 0.724, 0.888);
            if (this == NOT_FINITE) {
                analysis.missing(CostMeasures.TRANSPORT_COST, "the flow has particles that are not finite");
            } else {
                analysis.put(CostMeasures.TRANSPORT_COST, 12.345);
            }
            if (classes > 0) {
                Map<String, double[]> confusion = new LinkedHashMap<>();
                for (int p = 0; p < classes; p++) {
                    int column = p;
                    confusion.put("as_" + p, IntStream.range(0, classes)
                            .mapToDouble(c -> c == column ? 5 : c == (column + 1) % classes ? 1 : 0).toArray());
                }
                analysis.put(QualityMeasures.ACCURACY, 0.935, 0.8919, 0.9616)
                        .put(QualityMeasures.CONFUSION, confusion);
            }
            return analysis.build();
        }

        byte[] outstanding() throws IOException {
            int m = Math.min(samples, 16);
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            arrays.put("inputs", NpyArray.of(new float[m * 48], m, 4, 4, 3));
            arrays.put("rows", NpyArray.of(IntStream.range(0, m).toArray(), m));
            arrays.put("mistakes", NpyArray.of(IntStream.range(0, m).map(i -> i < 8 ? 0 : 1).toArray(), m));
            int[] labels = IntStream.range(0, m).map(i -> classes == 0 ? -1 : (i + 1) % classes).toArray();
            arrays.put("labels", NpyArray.of(labels, m));
            arrays.put("predictions", NpyArray.of(IntStream.of(labels).map(c -> classes == 0 ? -1 : 0).toArray(), m));
            arrays.put("confidences", NpyArray.of(new Random(2).doubles(m).toArray(), m));
            arrays.put("costs", NpyArray.of(new Random(3).doubles(m, 1, 9).toArray(), m));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Npz.write(bytes, arrays);
            return bytes.toByteArray();
        }
    }

    @Test
    void theFirstPageHasVerdictAndDrawingThenNamesAndPicturesFollow() throws IOException {
        try (PDDocument document = draw(Network.ORDINARY)) {
            assertThat(text(document, 1)).contains("Transport of CIFAR-10 by one network: net.onnx")
                    .contains("residual network of 3, 3 and 3 blocks", "Accuracy", "93.5 %")
                    .contains("Network and transport cost", "stage 1", "stage 3", "encoder", "classifier")
                    .doesNotContain("0123abcd");
            assertThat(text(document, 0)).contains("Predictions", "airplane", "truck", "Samples that stand out",
                    "automobile", "→ airplane", "Hölder exponent η", "0.81", "0.72 to 0.89", "Manifest");
        }
    }

    @ParameterizedTest
    @EnumSource(Network.class)
    void everyNetworkHasACorrectReport(Network network) throws IOException {
        try (PDDocument document = draw(network)) {
            assertThat(document.getNumberOfPages()).isBetween(1, 4);
            assertThat(document.getDocumentCatalog().getDocumentOutline().getFirstChild().hasChildren()).isTrue();
            assertThat(text(document, 0)).as("no key is visible").doesNotContainPattern("(?<!name|of)_[a-z]{3,}_")
                    .doesNotContain("Infinity").doesNotContain("?");
            if (network != Network.NOT_FINITE) {
                assertThat(text(document, 0)).doesNotContain("NaN");
            }
            assertThat(overlaps(document)).as("characters on one another").isEmpty();
        }
    }

    @Test
    void ofAThousandClassesTheMostFrequentMistakesAreNamed() throws IOException {
        try (PDDocument document = draw(Network.THOUSAND_CLASSES)) {
            assertThat(text(document, 0)).contains("most frequent mistakes among 1000 classes", "1 as 0 (1)");
        }
    }

    private PDDocument draw(Network network) throws IOException {
        try (RunDirectory directory = RunDirectory.create(folder.resolve("run"))) {
            RunRecord record = network.record();
            String id = network == Network.LONG_NAMES ? "long" : record.id();
            RunRecord stored = new RunRecord(id, record.data(), null, null, null, null, null, record.analysis());
            directory.keep(RunResult.of(network == Network.LONG_NAMES ? stored : record)
                    .withFile(RecordFiles.samples(id), network.outstanding()));
            Report.write(directory, directory.reportFile());
            return Loader.loadPDF(directory.reportFile().toFile());
        }
    }

    /** @param page from 1; 0 for all */
    private static String text(PDDocument document, int page) throws IOException {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setSortByPosition(true);
        if (page > 0) {
            stripper.setStartPage(page);
            stripper.setEndPage(page);
        }
        return stripper.getText(document).replaceAll("\\s+", " ");
    }

    /** Pairs of characters of which one covers half of the other; only of text that is not rotated. */
    private static List<String> overlaps(PDDocument document) throws IOException {
        List<String> overlaps = new ArrayList<>();
        for (int page = 1; page <= document.getNumberOfPages(); page++) {
            List<TextPosition> characters = new ArrayList<>();
            PDFTextStripper stripper = new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition text) {
                    if (text.getDir() == 0 && !text.getUnicode().isBlank()) {
                        characters.add(text);
                    }
                }
            };
            stripper.setStartPage(page);
            stripper.setEndPage(page);
            stripper.getText(document);
            for (int i = 0; i < characters.size(); i++) {
                for (int j = i + 1; j < characters.size(); j++) {
                    TextPosition a = characters.get(i);
                    TextPosition b = characters.get(j);
                    double across = Math.min(a.getXDirAdj() + a.getWidthDirAdj(), b.getXDirAdj() + b.getWidthDirAdj())
                            - Math.max(a.getXDirAdj(), b.getXDirAdj());
                    double height = 0.5 * Math.min(a.getFontSizeInPt(), b.getFontSizeInPt());
                    double down = height - Math.abs(a.getYDirAdj() - b.getYDirAdj());
                    if (across > 0.5 * Math.min(a.getWidthDirAdj(), b.getWidthDirAdj()) && down > 0.5 * height) {
                        overlaps.add("page " + page + ": " + a.getUnicode() + " and " + b.getUnicode() + " at "
                                + Math.round(a.getXDirAdj()) + ", " + Math.round(a.getYDirAdj()));
                    }
                }
            }
        }
        return overlaps.subList(0, Math.min(20, overlaps.size()));
    }
}
