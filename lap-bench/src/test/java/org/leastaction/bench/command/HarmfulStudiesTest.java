package org.leastaction.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.bench.command.input.StudyTrainings;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.file.StudyReader;
import org.leastaction.io.damage.Harmful;

/** Small study files and folders that would take more than any memory, or hours, before anything is trained. */
class HarmfulStudiesTest {

    private static final String GRID = "study: s\nsettings: {data: circles, model: mlp}\n";
    private static final String CELLS = "rows: [{label: a}]\ncolumns: [{label: b}]\n";

    @TempDir
    private Path folder;

    private StudyReader reader;

    @BeforeEach
    void makeAReader() throws IOException {
        reader = new StudyReader(StudyTrainings.of(Surroundings.of(System.out, System.err), Optional.empty()));
    }

    private void refuses(String study, String... reason) throws IOException {
        Path file = Files.writeString(folder.resolve("study.yaml"), study);
        Harmful.isRefused(file, () -> reader.read(file), reason);
    }

    /** Every level lists the one below three times; 16 levels make 3^16 = 43 million values. */
    @ParameterizedTest
    @ValueSource(ints = {11, 16, 17})
    void aliasesOfAliases(int levels) throws IOException {
        String aliases = IntStream.range(1, levels).mapToObj(i -> "x" + i + ": &a" + i + " [*a" + (i - 1) + ", *a"
                + (i - 1) + ", *a" + (i - 1) + "]\n").collect(Collectors.joining());

        refuses("x0: &a0 [lap, lap, lap]\n" + aliases + GRID + CELLS,
                "values, with aliases expanded, and the limit is 100,000", "-Dlap.limit.study-values=");
    }

    @Test
    void anAliasOfItself() throws IOException {
        refuses("x: &a [*a, *a]\n" + GRID + CELLS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void deepNesting(String opening) throws IOException {
        refuses("x: " + opening.repeat(100_000 / opening.length()));
        refuses("x:\n  " + opening.repeat(100_000 / opening.length()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000_001, 2_147_483_647})
    void moreInstancesThanAnyoneTrains(int instances) throws IOException {
        refuses(GRID + CELLS + "instances: " + instances + "\n",
                "networks (rows × columns × instances), and the limit is 1,000,000", "-Dlap.limit.study-networks=");
    }

    @Test
    void moreCellsThanAnyoneTrains() throws IOException {
        String labels = IntStream.range(0, 2000).mapToObj(i -> "{label: a" + i + "}").collect(Collectors.joining(", "));
        refuses(GRID + "rows: [" + labels + "]\ncolumns: [" + labels + "]\n", "has 4,000,000 networks");
    }

    @Test
    void aFileOfTwoMegabytes() throws IOException {
        refuses("# a comment\n".repeat(200_000) + GRID + CELLS, "-Dlap.limit.description-bytes=");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void pipesAreNotOpened() throws IOException, InterruptedException {
        for (String name : new String[] {"study.yaml", "study.json", "records.jsonl", "manifest.json"}) {
            assertThat(new ProcessBuilder("mkfifo", folder.resolve(name).toString()).start().waitFor()).isZero();
        }
        Path study = folder.resolve("study.yaml");
        Harmful.isRefused(study, () -> reader.read(study), "a pipe or a device");
        Path json = folder.resolve("study.json");
        Harmful.isRefused(json, () -> StudyDirectory.open(folder, reader::read), "a pipe or a device");
        Path records = folder.resolve("records.jsonl");
        Harmful.isRefused(records, () -> RunDirectory.open(folder).records(), "a pipe or a device");
        Path manifest = folder.resolve("manifest.json");
        Harmful.isRefused(manifest, () -> Manifest.read(manifest), "a pipe or a device");
    }

    /** JSON of records, manifests and studies: deep nesting, long numbers and long keys. */
    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"id\":", "9", "1e9", "\"a", "{\"analysis\":{\"a\":["})
    void jsonThatIsNestedOrLong(String repeated) throws IOException {
        String json = repeated.repeat((1 << 20) / repeated.length());
        Path manifest = Files.writeString(folder.resolve("manifest.json"), json);
        Harmful.isRefused(manifest, () -> Manifest.read(manifest));
        Path records = Files.writeString(folder.resolve("records.jsonl"), json + "\n\n");
        Files.delete(manifest);
        RunDirectory.Records[] read = new RunDirectory.Records[1];
        Harmful.isRead(records, () -> read[0] = RunDirectory.open(folder).records());
        assertThat(read[0].all()).isEmpty();
        assertThat(read[0].damage()).singleElement().asString()
                .startsWith("line 1 of records.jsonl is damaged and left out: ");
    }
}
