package org.leastaction.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.bench.command.input.StudyTrainings;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.file.StudyReader;
import org.leastaction.io.InputFileException;
import org.leastaction.io.damage.DamagedFiles;

/** Damaged study files and folders are read or refused by one sentence. */
class DamagedStudiesTest {

    private static final String STUDY = """
            study: sample
            title: "A sample: é"
            instances: 3
            accuracy: best
            settings: &common
              data: circles
              model: mlp
              blocks: 3
              epochs: 10
              milestones: [4, 8]
            columns:
              - label: plain
                settings: {no-batch-norm: true}
              - label: BN
            rows:
              - label: ResNet
                published: [[76.6, 73.1, 80.2], [75.4, 72.3, 78.6]]
              - label: LAP
                settings: {objective: lap, lambda0: 1, tau: 0.5}
            notes: [A note.]
            best-of: row
            figures: [curves]
            """;

    @TempDir
    private Path folder;

    private Path file;
    private Path directory;
    private StudyReader reader;

    @BeforeEach
    void writeAStudy() throws IOException {
        reader = new StudyReader(StudyTrainings.of(Surroundings.of(System.out, System.err), Optional.empty()));
        file = Files.writeString(folder.resolve("study.yaml"), STUDY);
        directory = folder.resolve("out");
        Study study = reader.read(file);
        StudyDirectory.of(directory, study, file, 7);
        Files.writeString(directory.resolve("failures.json"), "[{\"id\": \"a\", \"reason\": \"b\"}]");
    }

    private void open() throws IOException {
        StudyDirectory opened = StudyDirectory.open(directory, reader::read);
        opened.records();
        opened.failures();
    }

    @Test
    void studyFiles() throws IOException {
        DamagedFiles.of("study file", file, STUDY.getBytes(StandardCharsets.UTF_8))
                .isReadOrRefused(() -> reader.read(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"study.json", "study.yaml", "failures.json"})
    void studyFolders(String name) throws IOException {
        Path damaged = directory.resolve(name);

        DamagedFiles.of(name + " of a study folder", damaged, Files.readAllBytes(damaged))
                .isReadOrRefused(this::open);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "5", "1.0000001", "\"Infinity\"", "1e999", "NaN", "null", "[]", "\"a\""})
    void aScaleOutOfRangeIsRefusedByItsFile(String scale) throws IOException {
        Path json = directory.resolve("study.json");
        String text = Files.readString(json).replaceFirst("\"scale\" : 1.0", "\"scale\" : " + scale);
        assertThat(text).isNotEqualTo(Files.readString(json));
        Files.writeString(json, text);

        assertThatThrownBy(this::open).isInstanceOf(InputFileException.class).hasMessageStartingWith(json + ": ");
    }

    @Test
    void aStudyFileThatIsNotUtf8IsRefused() throws IOException {
        byte[] latin = STUDY.getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, latin);
        assertThatThrownBy(() -> reader.read(file)).isInstanceOf(InputFileException.class)
                .hasMessage(file + ": is not text in UTF-8");
        Files.write(directory.resolve("study.yaml"), latin);
        assertThatThrownBy(this::open).isInstanceOf(InputFileException.class)
                .hasMessage(directory.resolve("study.yaml") + ": is not text in UTF-8");
        Files.write(directory.resolve("study.yaml"), STUDY.getBytes(StandardCharsets.UTF_8));
        Files.write(directory.resolve("study.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xd8, '{'});
        assertThatThrownBy(this::open).isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(directory.resolve("study.json") + ": ");
    }
}
