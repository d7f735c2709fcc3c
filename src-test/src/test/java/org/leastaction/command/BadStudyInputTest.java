package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that {@code lap study} refuses: one line that names file, line and key, exit 2, and nothing started. */
class BadStudyInputTest {

    private static final String GOOD = """
            study: sample
            measure: cost
            figures: [plane]
            prepare:
              - name: small
                settings: {data: circles, model: autoencoder}
            settings: {data: circles, model: mlp, epochs: 2}
            columns: [{label: plain}]
            rows: [{label: vanilla}]
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "measure: cost | mesure: cost | line 2: unknown key 'mesure'; did you mean 'measure'?",
            "measure: cost | measure: costs | line 2: 'measure' is one of training, cost, geometry, flow, not 'costs'",
            "[plane] | [plain] | line 3: 'figures' has only plane, cost-accuracy, decodings, curves, measures in it",
            "measure: cost | instances: 0 | line 2: instances: there must be at least 1 instance of each cell, not 0",
            "epochs: 2} | epochs: two} | line 7: settings.epochs: epochs must be a whole number of at least 1, not 'two'",
            "epochs: 2} | epochs: 2, gian: 1} | line 7: unknown key 'settings.gian'; did you mean 'gain'?",
            "epochs: 2} | epochs: 2, encoder: smal} | line 7: 'settings.encoder' is 'smal', which is no folder, and prepared is small",
            "model: autoencoder} | model: mlp} | line 6: prepare.settings.model: only autoencoders can be prepared",
            "model: mlp | model: autoencoder | line 7: settings.model: cells train classifiers",
            "model: mlp | model: alexnet | no backend trains the family 'alexnet'",
            "prepare: | prepares: | line 4: unknown key 'prepares'; did you mean 'prepare'?",
            "{data: circles, model: autoencoder} | {data: circles, model: autoencoder} | takes images [height, width, channels]",
            "{data: circles, model: autoencoder} | {data: mnist, model: autoencoder} | mnist",
            "epochs: 2} | epochs: 2, train-size: 0} | line 7"})
    void aMistakeIsOneLineAndNothingIsStarted(String right, String wrong, String sentence) throws IOException {
        assertThat(GOOD).contains(right);
        Path file = Files.writeString(folder.resolve("bad.yaml"), GOOD.replace(right, wrong));
        Path out = folder.resolve("out");

        LapRun.of("study", file, "--out", out).refused(2, sentence);

        assertThat(Files.exists(out)).isFalse();
    }

    @Test
    void rowsThatAreNotThereAndAMissingScaleAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("good.yaml"), """
                study: sample
                settings: {data: circles, model: mlp, epochs: 2}
                columns: [{label: plain}]
                rows: [{label: vanilla}]
                """);
        Path out = folder.resolve("out");

        LapRun.of("study", file, "--rows", "1,2", "--out", out)
                .refused(2, "--rows: sample has the rows 1 to 1, not 2");
        LapRun.of("study", file, "--scale-data", "--out", out)
                .refused(2, "training sets are scaled only with a scale below 1");

        assertThat(Files.exists(out)).isFalse();
    }

    @Test
    void anEncoderThatDoesNotFitItsNetworkIsToldBeforeAnythingIsTrained() throws IOException {
        Path images = SampleData.images(folder.resolve("images.npz"), 40, 4);
        Path file = Files.writeString(folder.resolve("bad.yaml"), """
                study: sample
                prepare: [{name: small, settings: {data: %1$s, model: autoencoder, filters: 4}}]
                settings: {data: %1$s, model: resnet9, filters: 6, encoder: small, freeze-encoder: true, epochs: 1}
                columns: [{label: plain}]
                rows: [{label: vanilla}]
                """.formatted(images));
        Path out = folder.resolve("out");

        LapRun.of("study", file, "--out", out).refused(2, "half resolution and 4 filters");

        assertThat(Files.exists(out)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "01-small", "02", "03", "04", "04-small", "05", "06", "07", "08", "09", "10"})
    void theProjectsTablesAreStudies(String number) throws IOException {
        requireAStudy("table-" + number + ".yaml");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void theProjectsFiguresAreStudies(int number) throws IOException {
        requireAStudy("figure-" + number + ".yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"circles-weights", "circles-control", "circles-control-100", "optimal-maps",
            "optimal-maps-plane", "optimal-maps-digits", "optimal-maps-few", "table-02-small", "table-05-small",
            "table-06-small",
            "search/digits-encoders"})
    void theProjectsOtherStudiesAreStudies(String name) throws IOException {
        requireAStudy(name + ".yaml");
    }

    /** Whose file is right: then it is begun, or refused for the data set that is not here. */
    private void requireAStudy(String name) throws IOException {
        Path file = Repository.root().resolve("studies").resolve(name);
        assertThat(file).exists();
        boolean generated = Files.readString(file).contains("data: circles");
        Path copy = Files.copy(file, folder.resolve("study.yaml"));
        if (generated) {
            Files.writeString(copy, Files.readString(file).replace("model: mlp", "model: nobodys"));
            LapRun.of("study", copy, "--out", folder.resolve("out")).refused(2, "nobodys");
        } else {
            LapRun.of("study", copy, "--out", folder.resolve("out")).refused(2, "data set");
        }
    }
}
