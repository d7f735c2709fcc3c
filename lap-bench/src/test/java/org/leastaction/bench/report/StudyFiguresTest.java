package org.leastaction.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.SampleRuns;
import org.leastaction.bench.study.Presentation;
import org.leastaction.bench.study.Presentation.StudyFigure;
import org.leastaction.bench.study.SampleStudy;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.StudyInstance;
import org.w3c.dom.Element;

class StudyFiguresTest {

    @TempDir
    private Path folder;

    @Test
    void everyFigureIsAPdfWithTextAndAnSvgOfItsSize() throws Exception {
        StudyDirectory directory = directory();

        List<Path> files = StudyFigures.write(directory);

        assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly(
                "figure-cost-accuracy.pdf", "figure-cost-accuracy.svg",
                "figure-curves.pdf", "figure-curves.svg",
                "figure-measures.pdf", "figure-measures.svg");
        List<String> headings = List.of("Transport cost against accuracy", "Training", "Measures against accuracy");
        for (int i = 0; i < files.size(); i += 2) {
            try (PDDocument pdf = Loader.loadPDF(files.get(i).toFile())) {
                PDRectangle size = pdf.getPage(0).getMediaBox();
                assertThat(pdf.getNumberOfPages()).isEqualTo(1);
                assertThat(size.getHeight()).isBetween(100f, 1500f);
                assertThat(new PDFTextStripper().getText(pdf)).contains(headings.get(i / 2));
                Element svg = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                        .parse(new ByteArrayInputStream(withoutDoctype(files.get(i + 1)))).getDocumentElement();
                assertThat(svg.getTagName()).isEqualTo("svg");
                assertThat(Integer.parseInt(svg.getAttribute("height"))).isEqualTo(Math.round(size.getHeight()));
                assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(50);
            }
        }
    }

    @Test
    void equalRecordsMakeEqualFigures() throws IOException {
        StudyDirectory directory = directory();
        List<Path> files = StudyFigures.write(directory);
        List<byte[]> first = files.stream().map(StudyFiguresTest::bytes).toList();

        StudyFigures.write(directory);

        for (int i = 0; i < files.size(); i++) {
            assertThat(files.get(i)).hasBinaryContent(first.get(i));
        }
    }

    @Test
    void aStudyWithoutRecordsHasNoFigure() throws IOException {
        assertThat(StudyFigures.write(StudyDirectory.of(folder.resolve("empty"), study(), file(), 0))).isEmpty();
    }

    private StudyDirectory directory() throws IOException {
        Study study = study();
        StudyDirectory directory = StudyDirectory.of(folder.resolve("run"), study, file(), 0);
        for (int i = 0; i < study.all().size(); i++) {
            StudyInstance instance = study.all().get(i);
            RunRecord sample = SampleRuns.record(
                    instance.cell().settings().get("objective"), new RunRecord.Initialisation("normal", 5.0), i);
            directory.runs().append(new RunRecord(
                    instance.id(), sample.data(), sample.model(), sample.initialisation(), sample.objective(),
                    sample.training(), sample.backend(), sample.analysis()));
        }
        return directory;
    }

    private static Study study() {
        Study plain = SampleStudy.of(3);
        return new Study(plain.name(), plain.title(), plain.instances(), plain.seeds(), plain.together(),
                Study.Measure.FLOW, plain.prepared(),
                plain.rows(), plain.columns(), plain.cells(), plain.scale(),
                Presentation.defaults()
                        .withFigures(List.of(StudyFigure.COST_ACCURACY, StudyFigure.CURVES, StudyFigure.MEASURES)));
    }

    private Path file() throws IOException {
        return Files.writeString(folder.resolve("sample.yaml"), "study: sample\n");
    }

    /** No test may fetch a grammar from another machine. */
    private static byte[] withoutDoctype(Path svg) {
        return new String(bytes(svg), java.nio.charset.StandardCharsets.UTF_8)
                .replaceFirst("(?s)<!DOCTYPE.*?>", "").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
