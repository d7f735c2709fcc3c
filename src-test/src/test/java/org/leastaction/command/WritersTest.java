package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.command.LapRun.Json;
import org.leastaction.io.FolderLock;

/** Commands that write to one folder, several at the same time; and the verification of what they wrote. */
class WritersTest {

    private static final String STUDY = """
            study: tiny
            instances: 2
            measure: cost
            settings: {data: circles, train-size: 40, test-size: 20, model: mlp, blocks: 1, epochs: 2, batch: 20}
            columns: [{label: plain}, {label: lap, settings: {objective: lap}}]
            rows: [{label: few, settings: {train-size: 20}}, {label: all}]
            """;

    @TempDir
    private Path folder;

    private static List<Object> train(Path out, Object... more) {
        List<Object> command =
                new ArrayList<>(List.of("train", "--data", "circles", "--train-size", 40, "--test-size", 20,
                        "--model", "mlp", "--blocks", 1, "--epochs", 2, "--quiet", "--out", out));
        command.addAll(List.of(more));
        return command;
    }

    private static LapRun run(List<Object> command) {
        return LapRun.of(command.toArray());
    }

    private static JsonNode onlyRecord(Path run) throws IOException {
        ObjectNode record = Json.object(Files.readString(run.resolve("records.jsonl")).strip()).deepCopy();
        ((ObjectNode) record.get("training")).remove("seconds");
        record.remove("crc32c");
        return record;
    }

    /**
     * In an earlier version, the second training of the same network deleted the checkpoints and the model of the
     * first.
     */
    @Test
    void aSecondEqualTrainingIsRejectedAndTheFirstEndsAsIfItWereAlone() throws Exception {
        List<String> training =
                List.of("train", "--data", "circles", "--train-size", "200", "--test-size", "100", "--model",
                        "mlp", "--blocks", "2", "--epochs", "150", "--batch", "10", "--checkpoint-seconds", "0");
        Path alone = folder.resolve("alone");
        assertThat(LapProcess.start(folder.resolve("alone.log"), with(training, alone)).waitFor()).isZero();
        Path shared = folder.resolve("shared");
        Process first = LapProcess.start(folder.resolve("first.log"), with(training, shared));
        while (first.isAlive() && Folders.files(shared).stream().noneMatch(file -> file.endsWith(".checkpoint"))) {
            Thread.sleep(2);
        }

        LapRun.of(with(training, shared).toArray()).refused(2,
                shared + " is in use by process " + first.pid() + " since ");
        LapRun.of("report", shared.resolve("nowhere"), "--out", shared).refused(2, "there is no such folder");

        assertThat(first.waitFor()).as(Files.readString(folder.resolve("first.log"))).isZero();
        assertThat(Folders.files(shared)).isEqualTo(Folders.files(alone));
        assertThat(onlyRecord(shared)).isEqualTo(onlyRecord(alone));
    }

    private static List<String> with(List<String> training, Path out) {
        List<String> command = new ArrayList<>(training);
        command.addAll(List.of("--out", out.toString()));
        return command;
    }

    /** The lock is that of this process; another is rejected in the same way. */
    @Test
    void everyWriterIsRejectedAndEveryReaderServed() throws IOException {
        Path file = Files.writeString(folder.resolve("study.yaml"), STUDY);
        Path study = folder.resolve("tiny");
        LapRun.of("study", file, "--quiet", "--out", study).done();
        Path trained = folder.resolve("trained");
        run(train(trained)).done();
        List<List<Object>> writers = List.of(
                train(trained),
                List.of("demo", "--quick", "--quiet", "--out", trained),
                List.of("analyze", "--model", trained, "--data", "circles", "--quiet", "--out", trained),
                List.of("report", trained),
                List.of("study", file, "--quiet", "--out", study),
                List.of("report", study));
        List<List<Object>> readers = List.of(
                List.of("study", "status", study),
                List.of("check", study),
                List.of("check", trained),
                List.of("report", study, trained, "--out", folder.resolve("both")),
                List.of("analyze", "--model", trained, "--data", "circles", "--metrics", "cost", "--quiet", "--out",
                        folder.resolve("analysis")),
                List.of("export", "--model", trained, "--out", folder.resolve("exported")));
        try (FolderLock ofStudy = FolderLock.acquire(study); FolderLock ofTraining = FolderLock.acquire(trained)) {
            List<Object> before = List.of(Folders.files(study), Files.getLastModifiedTime(study),
                    Folders.files(trained), Files.getLastModifiedTime(trained));
            writers.forEach(writer -> run(writer).refused(2, " is in use by process " + ProcessHandle.current().pid()));
            readers.forEach(reader -> run(reader).done());
            assertThat(List.<Object>of(Folders.files(study), Files.getLastModifiedTime(study),
                    Folders.files(trained), Files.getLastModifiedTime(trained))).isEqualTo(before);
        }
    }

    @Test
    void theOrderOfTheSummaryIsThatOfTheStudy() throws IOException {
        Path file = Files.writeString(folder.resolve("study.yaml"), STUDY);
        LapRun.of("study", file, "--quiet", "--out", folder.resolve("one")).done();
        LapRun.of("study", file, "--quiet", "--rows", "2", "--out", folder.resolve("two")).done();
        LapRun.of("study", file, "--quiet", "--workers", 2, "--out", folder.resolve("two")).done();

        assertThat(column(folder.resolve("two"))).isEqualTo(column(folder.resolve("one"))).hasSize(9);
    }

    private static List<String> column(Path study) throws IOException {
        return Files.readAllLines(study.resolve("summary.csv")).stream().map(line -> line.replaceAll(",.*", ""))
                .toList();
    }

    @Test
    void whatIsDamagedIsNamedAndMadeAgain() throws IOException {
        Path trained = folder.resolve("trained");
        run(train(trained)).done();
        Path model = folder.resolve("trained/models").resolve(onlyRecord(trained).get("id").asText());
        Path weights = model.resolve("weights.npz");
        byte[] whole = Files.readAllBytes(weights);
        LapRun.of("check", trained).done();
        assertThat(LapRun.of("check", trained, "--json").done().json().get("records").asInt()).isEqualTo(1);
        for (Damage damage : Damage.values()) {
            damage.to(trained, model);

            LapRun check = LapRun.of("check", trained);
            assertThat(check.exitCode()).as(damage + check.out() + check.err()).isEqualTo(1);
            assertThat(check.out()).as(damage.toString()).contains("damaged: " + trained);
            LapRun again = run(train(trained)).done();
            assertThat(again.out()).as(damage.toString()).contains("trained ");
            assertThat(weights).as(damage.toString()).hasBinaryContent(whole);
            LapRun.of("check", trained).done();
        }
    }

    private enum Damage {
        WEIGHTS_DELETED {
            @Override
            void to(Path run, Path model) throws IOException {
                Files.delete(model.resolve("weights.npz"));
            }
        },
        WEIGHTS_CHANGED {
            @Override
            void to(Path run, Path model) throws IOException {
                byte[] bytes = Files.readAllBytes(model.resolve("weights.npz"));
                bytes[bytes.length / 2] ^= 1;
                Files.write(model.resolve("weights.npz"), bytes);
            }
        },
        DESCRIPTION_DELETED {
            @Override
            void to(Path run, Path model) throws IOException {
                Files.delete(model.resolve("model.json"));
            }
        },
        MODEL_DELETED {
            @Override
            void to(Path run, Path model) throws IOException {
                Files.delete(model.resolve("model.json"));
                Files.delete(model.resolve("weights.npz"));
                Files.delete(model);
            }
        },
        RECORD_CHANGED {
            @Override
            void to(Path run, Path model) throws IOException {
                Path records = run.resolve("records.jsonl");
                Files.writeString(records, Files.readString(records).replaceFirst("\"epochs\":2", "\"epochs\":3"));
            }
        },
        RECORD_LOST {
            @Override
            void to(Path run, Path model) throws IOException {
                Files.writeString(run.resolve("records.jsonl"), "");
            }
        };

        abstract void to(Path run, Path model) throws IOException;
    }

    @Test
    void damagedParticlesOfAStudyAreMadeAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("study.yaml"), STUDY.replace("measure: cost", "measure: flow"));
        Path study = folder.resolve("tiny");
        LapRun.of("study", file, "--quiet", "--out", study).done();
        String table = Files.readString(study.resolve("table.csv"));
        Path particles = study.resolve("particles").resolve("tiny-r1c1-001.npz");
        byte[] whole = Files.readAllBytes(particles);
        Files.write(particles, new byte[] {1, 2, 3});
        LapRun check = LapRun.of("check", study);
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out()).contains(particles + " is damaged");
        LapRun.of("report", study, "--out", folder.resolve("merged")).refused(2, particles + " is damaged");

        LapRun again = LapRun.of("study", file, "--out", study).done();

        assertThat(again.err())
                .contains(particles + " is damaged: its SHA-256 is not that in its record; its instance is run again");
        assertThat(particles).hasBinaryContent(whole);
        assertThat(study.resolve("table.csv")).hasContent(table);
        LapRun.of("check", study).done();
    }

    @Test
    void whatDeadExportsLeftIsDeleted() throws IOException {
        Path trained = folder.resolve("trained");
        run(train(trained)).done();
        for (String out : List.of("exported", "network.onnx")) {
            Path orphan = Files.createFile(folder.resolve("." + out + ".999999999-kx2a-0123456789ab.tmp"));
            LapRun.of("export", "--format", out.endsWith(".onnx") ? "onnx" : "own", "--model", trained, "--out",
                    folder.resolve(out)).done();
            assertThat(orphan).doesNotExist();
        }
    }

    @Test
    void checkRefusesWhatLapDidNotWrite() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        LapRun.of("check", other).refused(2, "is neither a folder that lap writes nor a model");
        LapRun.of("check", other.resolve("x")).refused(2, "there is no such folder");
        assertThat(other).isEmptyDirectory();
    }
}
