package org.leastaction.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.leastaction.bench.command.Lap;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.fault.Disk.Failure;
import org.leastaction.fault.Disk.Kind;
import org.leastaction.io.Sha256;

/**
 * Runs a command again and again on a disk that fails at one operation, or loses power, then once on a sound disk: the
 * final files are those of an undisturbed run. Started with {@link WatchedProvider} as default provider.
 *
 * <pre>FaultRuns FOLDER SCENARIO SEED (FAILURE:STEP | POWER:COUNT)…</pre>
 */
final class FaultRuns {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String STUDY = """
            study: tiny
            instances: 1
            measure: cost
            settings: {data: circles, train-size: 20, test-size: 10, model: mlp, blocks: 1, epochs: 1, batch: 20}
            columns: [{label: plain}, {label: lap, settings: {objective: lap}}]
            rows: [{label: all}]
            """;

    private final Path folder;
    /** The disk: all that the command writes is below. */
    private final Path disk;
    private final List<String> command;

    private record Ran(int exitCode, String err) {}

    private FaultRuns(Path folder, String scenario) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.disk = folder.resolve("disk");
        this.command = command(scenario);
    }

    private List<String> command(String scenario) throws IOException {
        return switch (scenario) {
            case "train" -> train(disk.resolve("run"), 1);
            case "study" ->
                    List.of("study", Files.writeString(folder.resolve("study.yaml"), STUDY).toString(), "--quiet",
                            "--threads", "1", "--out", disk.resolve("run").toString());
            case "report" -> List.of("report", fixture(1).toString(), fixture(2).toString(), "--out",
                    disk.resolve("run").toString());
            case "export" ->
                    List.of("export", "--model", fixture(1).toString(), "--out", disk.resolve("run").toString());
            case "export-onnx" -> List.of("export", "--format", "onnx", "--model", fixture(1).toString(), "--out",
                    disk.resolve("run.onnx").toString());
            default -> throw new IllegalArgumentException(scenario);
        };
    }

    private static List<String> train(Path out, int seed) {
        return List.of("train", "--data", "circles", "--train-size", "20", "--test-size", "10", "--model", "mlp",
                "--blocks",
                "1", "--epochs", "1", "--batch", "10", "--checkpoint-seconds", "0", "--threads", "1", "--quiet",
                "--seed",
                Integer.toString(seed), "--out", out.toString());
    }

    private Path fixture(int seed) throws IOException {
        Path run = folder.resolve("fixture-" + seed);
        if (!Files.exists(run)) {
            Ran ran = lap(train(run, seed));
            require(ran.exitCode() == 0, "the fixture: " + ran.err());
        }
        return run;
    }

    public static void main(String[] arguments) throws IOException {
        FaultRuns runs = new FaultRuns(Path.of(arguments[0]), arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        for (String kind : List.of(arguments).subList(3, arguments.length)) {
            long start = System.nanoTime();
            String name = kind.substring(0, kind.indexOf(':'));
            int number = Integer.parseInt(kind.substring(kind.indexOf(':') + 1));
            String result =
                    name.equals("POWER") ? runs.power(number, seed) : runs.faults(Failure.valueOf(name), number);
            System.out.printf("%s: %s, %.0f s%n", arguments[1], result, (System.nanoTime() - start) / 1e9);
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private Map<String, String> undisturbed() throws IOException {
        clear();
        Ran ran = lap(command);
        require(ran.exitCode() == 0, "the undisturbed run: " + ran.err());
        return content();
    }

    /** Every step-th operation fails. */
    private String faults(Failure how, int step) throws IOException {
        Map<String, String> whole = undisturbed();
        int harmless = 0;
        for (long k = 1;; k += step) {
            clear();
            Disk.DISK.arm(disk, k, how);
            Ran ran = lap(command);
            long operations = Disk.DISK.disarm();
            String what = "operation " + k + ", " + Disk.DISK.failedKind() + ", " + how + ": ";
            if (!Disk.DISK.hasFailed()) {
                return "each of " + operations + " operations failed (" + how + ", step " + step + "), " + harmless
                        + " without consequence";
            }
            harmless += ran.exitCode() == 0 ? 1 : 0;
            Map<String, String> left = content();
            require(ran.exitCode() != 0 || left.equals(whole), what + "reported as done, and the files are " + left);
            require(ran.exitCode() == 0 || ran.err().matches("(?s)lap: [^\\n]*\\n"),
                    what + "the message is " + ran.err());
            requireNothingWrong(left, whole, what);
            require(how != Failure.ONCE || Disk.DISK.failedKind() == Kind.DELETE || temporaries().isEmpty(),
                    what + "temporary files remain: " + temporaries());
            requireSameEnd(whole, what);
        }
    }

    /** Power is lost after an operation drawn at random, with a random number of operations on disk without a sync. */
    private String power(int count, long seed) throws IOException {
        clear();
        Disk.DISK.record(disk);
        require(lap(command).exitCode() == 0, "the undisturbed run");
        List<Disk.Operation> journal = Disk.DISK.journal();
        Disk.DISK.disarm();
        Map<String, String> whole = content();
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            // The first: power is lost when the command has reported success.
            int issued = i == 0 ? journal.size() : random.nextInt(journal.size() + 1);
            int kept = i == 0 ? 0 : random.nextInt(issued + 1);
            clear();
            new PowerLoss(journal, issued, kept).writeTo(disk);
            String what = "power lost after " + issued + " of " + journal.size() + " operations, " + kept + " kept: ";
            Map<String, String> left = content();
            require(i > 0 || left.equals(whole), what + "reported as done, and the files are " + left);
            requireNothingWrong(left, whole, what);
            requireSameEnd(whole, what);
        }
        return count + " power failures over " + journal.size() + " operations, seed " + seed;
    }

    private void requireSameEnd(Map<String, String> whole, String what) throws IOException {
        Ran again = lap(command);
        require(again.exitCode() == 0, what + "the next run fails: " + again.err());
        Map<String, String> end = content();
        require(end.equals(whole), what + "the end differs: " + end + " instead of " + whole);
    }

    /**
     * The existing content is correct: every file equals that of the undisturbed run, and no record is wrong or lacks
     * its files.
     */
    private void requireNothingWrong(Map<String, String> left, Map<String, String> whole, String what)
            throws IOException {
        left.forEach((name, content) -> require(
                content.equals(whole.get(name)) || (name.endsWith("records.jsonl") && isPart(content, whole.get(name)))
                        || name.endsWith("manifest.json") || name.endsWith(".checkpoint"),
                what + name + " is wrong: " + content + " instead of " + whole.get(name)));
        Path run = disk.resolve("run");
        if (Files.exists(run.resolve("records.jsonl"))) {
            RunDirectory directory = RunDirectory.open(run);
            require(directory.damagedFiles().isEmpty(), what + directory.damagedFiles());
        }
    }

    private static boolean isPart(String records, String whole) {
        return records.lines().allMatch(line -> whole.contains(line));
    }

    /** Visible files by name; content that depends on the time is left out. */
    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        for (Path file : files()) {
            String name = disk.relativize(file).toString();
            if (!("/" + name).contains("/.")) {
                content.put(name, canonical(file));
            }
        }
        return content;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(disk)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private List<String> temporaries() throws IOException {
        return files().stream().map(Path::toString).filter(name -> name.endsWith(".tmp")).toList();
    }

    private static String canonical(Path file) throws IOException {
        return switch (file.getFileName().toString()) {
            case "records.jsonl" -> records(file);
            case "manifest.json" -> JSON.readTree(Files.readString(file)).path("records").asText();
            case "summary.csv" -> withoutSeconds(Files.readAllLines(file));
            case "report.pdf" ->
                    Files.readString(file, StandardCharsets.ISO_8859_1).startsWith("%PDF-") ? "PDF" : "broken";
            case "report.html" -> Files.readString(file).stripTrailing().endsWith("</html>") ? "HTML" : "broken";
            case "saved_model.pb" -> Long.toString(Files.size(file));
            default -> file.toString().endsWith(".checkpoint") ? "checkpoint" : Sha256.of(file);
        };
    }

    private static String records(Path file) throws IOException {
        List<String> records = new ArrayList<>();
        RunDirectory directory = RunDirectory.open(file.getParent());
        List<String> ids = directory.records().all().stream().map(record -> record.id()).toList();
        for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            if (line.endsWith("\"}") && ids.stream().anyMatch(line::contains)) {
                ObjectNode record = (ObjectNode) JSON.readTree(line);
                ((ObjectNode) record.get("training")).remove("seconds");
                record.remove("crc32c");
                records.add(record.toString());
            }
        }
        records.sort(Comparator.naturalOrder());
        return String.join("\n", records);
    }

    private static String withoutSeconds(List<String> lines) {
        int column = Arrays.asList(lines.get(0).split(",", -1)).indexOf("seconds");
        StringBuilder rest = new StringBuilder();
        for (String line : lines) {
            List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
            cells.remove(column);
            rest.append(cells).append('\n');
        }
        return rest.toString();
    }

    private void clear() throws IOException {
        if (Files.exists(disk)) {
            try (Stream<Path> all = Files.walk(disk)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectory(disk);
    }

    private static Ran lap(List<String> command) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exitCode = Lap.run(command.toArray(String[]::new), print(out), print(err));
        return new Ran(exitCode, err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            System.out.println("WRONG: " + otherwise);
            System.out.flush();
            Runtime.getRuntime().halt(1);
        }
    }
}
