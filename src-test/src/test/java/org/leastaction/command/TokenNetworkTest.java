package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** A transformer over tokens with a mask, through {@code lap inspect} and {@code lap analyze}. */
class TokenNetworkTest {

    private static final List<String> INPUTS = List.of("input_ids", "attention_mask", "token_type_ids");

    @TempDir
    Path folder;

    private static Path golden(String file) {
        return Repository.root().resolve("lap-onnx/src/test/resources/golden/tokens").resolve(file);
    }

    /** The arrays of a network's inputs, with labels. */
    private Path data(String arrays) throws IOException {
        Map<String, NpyArray> all = Npz.read(golden(arrays + ".npz"));
        Map<String, NpyArray> inputs = new LinkedHashMap<>();
        INPUTS.forEach(name -> inputs.put(name, all.get(name)));
        inputs.put("labels", NpyArray.of(new int[] {0, 1, 2, 1, 0}, 5));
        Path file = folder.resolve(arrays + ".npz");
        Npz.write(file, inputs);
        return file;
    }

    private JsonNode analysed(Path data, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("analyze", "--model", golden("bert.onnx"), "--data", data,
                "--metrics", "cost,gap", "--out", folder.resolve("out-" + data.getFileName() + options.length),
                "--json"));
        arguments.addAll(List.of(options));
        return LapRun.of(arguments.toArray()).done().json();
    }

    /** The expected cost comes from PyTorch's states. */
    @Test
    void theCostIsThatOfTheTokensThatAreNotPadding() throws IOException {
        Map<String, NpyArray> all = Npz.read(golden("bert.npz"));
        long[] mask = all.get("attention_mask").longs();
        double cost = 0;
        int d = all.get("state_0").size() / mask.length;
        for (int k = 0; k < 4; k++) {
            float[] from = all.get("state_" + k).floats();
            float[] to = all.get("state_" + (k + 1)).floats();
            for (int i = 0; i < from.length; i++) {
                cost += mask[i / d] * Math.pow(to[i] - from[i], 2) / 5;
            }
        }
        JsonNode json = analysed(data("bert"));

        assertThat(json.get("transport_cost").asDouble()).isCloseTo(cost, within(1e-4 * cost));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample", "token", "class", "mean"})
    void morePaddingChangesNoNumber(String particle) throws IOException {
        JsonNode json = analysed(data("bert"), "--particle", particle);
        JsonNode more = analysed(data("bert_longer"), "--particle", particle);

        assertThat(json.get("samples").asInt()).isEqualTo(particle.equals("token") ? 24 : 5);
        for (String key : List.of("transport_cost", "transport_cost_elementwise", "displacement", "w2_squared",
                "straightness", "samples")) {
            assertThat(more.get(key).asDouble()).as(key).isCloseTo(json.get(key).asDouble(),
                    within(1e-5 * Math.max(1, Math.abs(json.get(key).asDouble()))));
        }
    }

    @Test
    void inspectListsTheInputs() {
        assertThat(LapRun.of("inspect", golden("bert.onnx")).done().out().lines())
                .contains("input       [n, free]  input_ids (int64)",
                        "input       [n, free]  attention_mask (int64; 0 marks padding)")
                .noneMatch(line -> line.contains("refuses"));
    }

    @Test
    void aMissingArrayIsOneSentence() throws IOException {
        Path file = folder.resolve("part.npz");
        Npz.write(file, Map.of("input_ids", Npz.read(golden("bert.npz")).get("input_ids")));

        LapRun.of("analyze", "--model", golden("bert.onnx"), "--data", file, "--input-shape", 7)
                .refused(2, file + ": has no array 'attention_mask'; the network takes input_ids, attention_mask,"
                        + " token_type_ids, and the file has input_ids");
    }
}
