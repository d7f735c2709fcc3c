package org.leastaction.bench.report.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.SampleRuns;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PairedFilesTest {

    private static final int SEEDS = 3;
    /** Quantities of the invented analyses in which networks differ. */
    private static final int DIFFERENT = 6;

    @TempDir
    private Path folder;

    @Test
    void everyInitialisationHasItsTableAndItsDrawing() throws Exception {
        RunDirectory directory = RunDirectory.create(folder);
        SampleRuns.write(directory, SEEDS);

        List<Path> files = PairedFiles.write(directory);

        assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly(
                "paired.csv", "paired.md", "paired-1.svg", "paired-2.svg", "paired-3.svg");
        List<String> lines = Files.readAllLines(files.get(0));
        // Three initialisations, three pairs of methods.
        assertThat(lines).hasSize(1 + 3 * 3 * DIFFERENT);
        assertThat(lines.get(0).split(",")).hasSize(15);
        assertThat(Files.readString(files.get(1))).contains("| quantity | vanilla | fixed | LAP | fixed − vanilla |")
                .contains("| transport cost |")
                .contains("The same for all networks: Lipschitz constant over pairs 8.20");
        assertThat(dots(files.get(2))).isEqualTo(3 * SEEDS * DIFFERENT);
    }

    /** Lines without length in a drawing that is well formed. */
    private static int dots(Path file) throws Exception {
        Document drawing = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(file)));
        NodeList paths = drawing.getElementsByTagName("path");
        int dots = 0;
        for (int i = 0; i < paths.getLength(); i++) {
            dots += ((Element) paths.item(i)).getAttribute("d").split("h0", -1).length - 1;
        }
        return dots;
    }

    @Test
    void aSingleMethodHasNone() throws IOException {
        RunDirectory directory = RunDirectory.create(folder);
        for (int seed = 0; seed < SEEDS; seed++) {
            directory.append(SampleRuns.record("lap", new RunRecord.Initialisation("normal", 1), seed));
        }

        assertThat(PairedFiles.write(directory)).isEmpty();
        assertThat(Files.exists(folder.resolve("paired.csv"))).isFalse();
    }
}
