package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Networks of several representations, and networks on a pretrained encoder, from training to report. */
class NetworksTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "resnet    | --blocks 1,1 --filters 4 --time-step 0.5",
            "resnext50 | --blocks 1,1 --filters 4 --cardinality 2 --width 2",
    })
    void networksOfSeveralSegmentsAreTrainedAndMeasured(String family, String options) throws IOException {
        Path images = SampleData.images(folder.resolve("images.npz"), 60, 3);
        LapRun.of(("train --model " + family + " --epochs 1 --data " + images + " --out " + folder.resolve("run")
                + " " + options).split(" ")).done();

        JsonNode analysis = LapRun.of("analyze", "--model", folder.resolve("run"), "--data", images, "--out",
                folder.resolve("analysis"), "--json").done().json();

        assertThat(analysis.get("transport_cost_blocks")).hasSize(2);
        for (String key : List.of("transport_cost", "displacement", "w2_squared", "ot_gap")) {
            JsonNode segments = analysis.get(key + "_segments");
            double total = Analyses.number(analysis, key);
            assertThat(segments).as(key).hasSize(2);
            assertThat(segments.get(0).asDouble() + segments.get(1).asDouble()).as("sum of %s over segments", key)
                    .isCloseTo(total, within(1e-6 * total));
        }
        double action = Analyses.number(analysis, "action");
        assertThat(action).as("action of one block a segment, its cost")
                .isCloseTo(Analyses.number(analysis, "transport_cost"), within(1e-6 * action));
        assertThat(folder.resolve("analysis/report.pdf")).isNotEmptyFile();
        JsonNode record = LapRun.Json.object(Files.readString(folder.resolve("analysis/records.jsonl")));
        assertThat(record.at("/model/stages")).hasSize(2);
    }

    @Test
    void aNetworkOnAFrozenEncoderShowsItsSamplesDecoded() throws IOException {
        Path images = SampleData.images(folder.resolve("images.npz"), 60, 3);
        LapRun.of("train", "--model", "autoencoder", "--data", images, "--filters", 4, "--epochs", 2, "--out",
                folder.resolve("ae")).done();
        assertThat(Files.readAllLines(folder.resolve("ae/curve.csv"))).hasSize(3);
        LapRun.of("train", "--model", "resnet9", "--data", images, "--filters", 4, "--blocks", 2, "--epochs", 1,
                "--encoder", folder.resolve("ae"), "--freeze-encoder", "--out", folder.resolve("run")).done();
        JsonNode record = LapRun.Json.object(Files.readString(folder.resolve("run/records.jsonl")));
        assertThat(record.at("/model/encoder/learning").asText()).isEqualTo("frozen");

        LapRun.of("analyze", "--model", folder.resolve("run"), "--data", images, "--out", folder.resolve("analysis"))
                .done();

        Path decodings = folder.resolve("analysis/decodings").resolve(record.get("id").asText() + ".npz");
        NpyArray decoded = Npz.read(decodings).get("images");
        assertThat(decoded.shape()).containsExactly(3, 4, 8, 8, 1);
        assertThat(folder.resolve("analysis/report.pdf")).isNotEmptyFile();

        LapRun.of("analyze", "--model", folder.resolve("ae"), "--data", images)
                .refused(2, "is an autoencoder, which transports nothing");
        LapRun.of("train", "--model", "resnet9", "--data", images, "--filters", 6, "--encoder", folder.resolve("ae"))
                .refused(2, "the encoder has half resolution and 4 filters, that of the network resnet9 half");
        LapRun.of("train", "--model", "resnet9", "--data", images, "--freeze-encoder")
                .refused(2, "--freeze-encoder needs an encoder to keep; name one by --encoder");
        LapRun.of("train", "--model", "autoencoder", "--data", images, "--objective", "lap")
                .refused(2, "an autoencoder does not use --objective");
        LapRun.of("train", "--model", "autoencoder", "--data", images, "--precision", "mixed")
                .refused(2, "an autoencoder does not use --precision");
        LapRun.of("train", "--model", "mlp", "--data", images, "--encoder", folder.resolve("ae"))
                .refused(2, "the network mlp has no encoder to pretrain");
    }
}
