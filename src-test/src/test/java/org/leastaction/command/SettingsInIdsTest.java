package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An id identifies a training with all of its settings: it changes with each of them, and with nothing else. */
class SettingsInIdsTest {

    private static final List<String> CHANGES = List.of("--lr 0.02", "--width 3", "--epochs 2", "--blocks 3",
            "--batch 8",
            "--momentum 0.8", "--weight-decay 0.01", "--milestones 1", "--optimiser adam", "--no-batch-norm",
            "--train-size 21", "--test-size 22", "--circles-noise 0.1", "--lambda0 2", "--tau 0.5", "--uzawa-steps 3",
            "--normalisation sum", "--time-step 0.5");

    @TempDir
    Path folder;

    private String id(Path out, List<Object> arguments, String change) {
        List<Object> all = new ArrayList<>(List.of("train", "--json", "--out", out));
        // A changed option replaces the usual one.
        String option = change.split(" ")[0];
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!arguments.get(i).equals(option)) {
                all.addAll(arguments.subList(i, i + 2));
            }
        }
        if (!change.isEmpty()) {
            all.addAll(Arrays.asList(change.split(" ")));
        }
        JsonNode json = LapRun.of(all.toArray()).done().json();
        return json.get("id").asText();
    }

    @Test
    void everySettingOfANetworkIsInItsId() throws IOException {
        List<Object> usual = List.of("--data", "circles", "--train-size", 20, "--test-size", 20, "--model", "mlp",
                "--blocks", 2, "--width", 4, "--objective", "lap", "--epochs", 1, "--batch", 16, "--seed", 3);
        Set<String> ids = new LinkedHashSet<>();
        ids.add(id(folder.resolve("usual"), usual, ""));
        assertThat(ids).containsExactly(id(folder.resolve("again"), usual, ""));
        List<Object> reported = new ArrayList<>(List.of("report", folder.resolve("usual")));
        for (String change : CHANGES) {
            Path out = folder.resolve(change.replace(' ', '_'));
            String id = id(out, usual, change);
            assertThat(ids.add(id)).as("%s gives the new id %s", change, id).isTrue();
            assertThat(id).as(change).startsWith("circles-mlp-lap-").contains("-seed-3-");
            reported.add(out);
        }
        reported.addAll(List.of("--out", folder.resolve("all")));
        LapRun.of(reported.toArray()).done();
        assertThat(Files.readAllLines(folder.resolve("all/records.jsonl"))).hasSize(1 + CHANGES.size());
    }

    @Test
    void everySettingOfAnAutoencoderIsInItsId() throws IOException {
        List<Object> usual = List.of("--data", SampleData.images(folder.resolve("images.npz"), 30, 3), "--model",
                "autoencoder", "--filters", 2, "--epochs", 1, "--batch", 16, "--seed", 3);
        Set<String> ids = new LinkedHashSet<>();
        ids.add(id(folder.resolve("usual"), usual, ""));
        assertThat(ids).containsExactly(id(folder.resolve("again"), usual, ""));
        for (String change : List.of("--lr 0.02", "--filters 3", "--epochs 2", "--batch 8", "--resolution full",
                "--gain 0.5", "--train-size 20", "--seed 4")) {
            String id = id(folder.resolve(change.replace(' ', '_')), usual, change);
            assertThat(ids.add(id)).as("%s gives the new id %s", change, id).isTrue();
            assertThat(id).as(change).startsWith("images-autoencoder");
        }
    }
}
